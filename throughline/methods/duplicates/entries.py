"""What is compared, and what is found."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Reason: TypeAlias = Literal["same_name", "similar_name", "phone", "address", "email", "website"]
"""In what two entries agree."""


@dataclass(frozen=True)
class Street:
    """An address as it is written.

    Attributes
    ----------
    street : str
        Number and street, with the suite.
    city, postal_code : str
        Either may be empty.
    """

    street: str
    city: str = ""
    postal_code: str = ""


@dataclass(frozen=True)
class Entry:
    """One entry of a directory.

    Attributes
    ----------
    key : int
        Tells entries apart; the larger key of a pair is its second.
    name : str
        May be empty: an entry without a name is found by what else it says.
    other_names : tuple of str
        Other names under which it is known.
    addresses : tuple of Street
        Where it is.
    phones, emails, websites : tuple of str
        How to reach it.
    group : str
        To whom it belongs, such as the organization of a service; empty if that is not known.
    """

    key: int
    name: str
    other_names: tuple[str, ...] = ()
    addresses: tuple[Street, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    websites: tuple[str, ...] = ()
    group: str = ""


@dataclass(frozen=True)
class Pair:
    """Two entries that may be the same.

    Attributes
    ----------
    first, second : int
        Their keys, the smaller one first.
    bits : float
        By how many doublings the evidence for the same entry exceeds that for two. It orders pairs; it is not
        a probability that anybody measured.
    reasons : tuple of str
        In what they agree: the name first.
    """

    first: int
    second: int
    bits: float
    reasons: tuple[Reason, ...]
