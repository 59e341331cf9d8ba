"""How answers were collected, and what may be claimed from them; defined only here.

The kinds are those of `convene.models.DataKind`; nothing else in the product describes them in words.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class KindOfData:
    """One kind of data.

    `claim` tells staff what such answers support, `public_claim` tells everyone, and `help` is for the person
    who creates a forum. If `has_interval` is false, no figure has a margin of error.
    """

    name: str | Promise
    claim: str | Promise
    public_claim: str | Promise
    help: str | Promise
    has_interval: bool


KINDS: dict[str, KindOfData] = {
    "chose": KindOfData(
        name=_("people who chose to take part"),
        claim=_(
            "They speak for themselves. Say how many they are and who is missing; no margin of error can be "
            "given for the community."
        ),
        public_claim=_("They chose to take part: others may see it differently."),
        help=_("Anyone with the link may answer. Figures carry how many, who is missing, and no margin."),
        has_interval=False,
    ),
    "roster": KindOfData(
        name=_("people invited from a full list"),
        claim=_(
            "Everyone on a list was invited. Say how many of them answered; a margin of error holds only as "
            "far as those who did not answer are like those who did."
        ),
        public_claim=_(
            "Everyone on a full list was invited; those who did not answer may see it differently."
        ),
        help=_("Everyone on a roster was invited. Figures carry the response rate and who did not answer."),
        has_interval=True,
    ),
    "random": KindOfData(
        name=_("a random sample"),
        claim=_(
            "They were drawn by chance. A margin of error for the community may be given, with the response "
            "rate beside it."
        ),
        public_claim=_("They were drawn by chance, to stand for everyone."),
        help=_("People were drawn by chance from a full list. Figures carry a margin and the response rate."),
        has_interval=True,
    ),
    "imported": KindOfData(
        name=_("responses collected elsewhere"),
        claim=_(
            "They were collected elsewhere and stand here as they were told. How people came to answer is "
            "not known here, so no margin of error can be given."
        ),
        public_claim=_("These answers were collected elsewhere and are told as they came."),
        help=_("They were collected elsewhere. Figures are told as they came."),
        has_interval=False,
    ),
}


def may_have_interval(kind: str) -> bool:
    """Whether a figure based on such answers may have a sampling interval."""
    return kind in KINDS and KINDS[kind].has_interval
