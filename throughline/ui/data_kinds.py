"""How answers were collected, and what may be claimed from them; defined only here.

The kinds are those of `convene.models.DataKind`; nothing else in the product describes them in words.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class KindOfData:
    """One kind of data.

    `counted` says how many people of this kind there are, and `responses` how many responses of theirs, with
    `n` for the plural and `shown` for the text.
    `claim` tells staff what such answers support, `public_claim` tells everyone, and `help` is for the person
    who creates a forum. If `has_interval` is false, no figure has a margin of error.
    """

    name: str | Promise
    counted: "_StrPromise"
    responses: "_StrPromise"
    claim: str | Promise
    public_claim: str | Promise
    help: str | Promise
    has_interval: bool


KINDS: dict[str, KindOfData] = {
    "chose": KindOfData(
        name=_("people who chose to take part"),
        counted=ngettext_lazy(
            "%(shown)s person who chose to take part", "%(shown)s people who chose to take part", "n"
        ),
        responses=ngettext_lazy(
            "%(shown)s response from people who chose to take part",
            "%(shown)s responses from people who chose to take part",
            "n",
        ),
        claim=_(
            "Results describe only the people who took part. Report how many people took part and who "
            "is missing, and don't give a margin of error for the community."
        ),
        public_claim=_("The people who responded chose to take part. Others may have different views."),
        help=_(
            "Anyone with the link can respond. Results show how many people took part and who is "
            "missing, without a margin of error."
        ),
        has_interval=False,
    ),
    "roster": KindOfData(
        name=_("people invited from a complete list"),
        counted=ngettext_lazy(
            "%(shown)s person invited from a complete list",
            "%(shown)s people invited from a complete list",
            "n",
        ),
        responses=ngettext_lazy(
            "%(shown)s response from people invited from a complete list",
            "%(shown)s responses from people invited from a complete list",
            "n",
        ),
        claim=_(
            "Everyone on a list was invited. Report how many of them responded. A margin of error is "
            "accurate only to the extent that people who did not respond are similar to those who did."
        ),
        public_claim=_(
            "Everyone on a complete list was invited. People who did not respond may have different views."
        ),
        help=_("Everyone on a list was invited. Results show the response rate and who did not respond."),
        has_interval=True,
    ),
    "random": KindOfData(
        name=_("a random sample"),
        counted=ngettext_lazy(
            "%(shown)s person from a random sample", "%(shown)s people from a random sample", "n"
        ),
        responses=ngettext_lazy(
            "%(shown)s response from a random sample", "%(shown)s responses from a random sample", "n"
        ),
        claim=_(
            "People were selected at random. You can give a margin of error for the community. Show "
            "the response rate with it."
        ),
        public_claim=_("These people were selected at random to represent everyone."),
        help=_(
            "People were selected at random from a complete list. Results show a margin of error and "
            "the response rate."
        ),
        has_interval=True,
    ),
    "imported": KindOfData(
        name=_("responses collected elsewhere"),
        counted=ngettext_lazy(
            "%(shown)s person with responses collected elsewhere",
            "%(shown)s people with responses collected elsewhere",
            "n",
        ),
        responses=ngettext_lazy(
            "%(shown)s response collected elsewhere", "%(shown)s responses collected elsewhere", "n"
        ),
        claim=_(
            "These responses were collected elsewhere and are shown as received. We don't know how "
            "people came to respond, so no margin of error can be given."
        ),
        public_claim=_("These responses were collected elsewhere and are shown as received."),
        help=_("Responses were collected elsewhere. Results are shown as received."),
        has_interval=False,
    ),
}


def may_have_interval(kind: str) -> bool:
    """Whether a figure based on such answers may have a sampling interval."""
    return kind in KINDS and KINDS[kind].has_interval


def count_with_kind(n: int | None, kind: str, counted: str = "people") -> str:
    """How many a figure is based on, and what kind of data they are, as one phrase.

    `counted` is a `NumberOf` of `understand`: whether `n` counts people, or responses too whose authors are
    not known.
    """
    name = KINDS[kind].name if kind in KINDS else kind
    if n is None:
        return gettext("Number not known (%(kind)s)") % {"kind": name}
    values = {"n": n, "shown": number_format(n, force_grouping=True), "kind": name}
    if kind in KINDS:
        return (KINDS[kind].counted if counted == "people" else KINDS[kind].responses) % values
    return ngettext("%(shown)s response (%(kind)s)", "%(shown)s responses (%(kind)s)", n) % values
