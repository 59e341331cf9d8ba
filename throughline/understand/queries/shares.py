"""The house's use of `methods.disclosure`: which figures may leave, and how they are said."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from throughline.methods import disclosure
from throughline.ui.fields import TranslatedText

GUARD = disclosure.METHOD
GUARD_VERSION = disclosure.VERSION
BOTTOM_PERCENT, TOP_PERCENT = 5, 95


def rule_of(minimum_n: int) -> disclosure.Rule:
    return disclosure.Rule(minimum_n)


def shares_of(counts: Sequence[int], minimum_n: int, n: int | None = None) -> list[dict[str, Any]]:
    """Whole percents of `n` people: none where they are too few, and nothing beyond 5 and 95 told exactly.

    A share of all or of none would say of each single person what they answered.
    """
    of = sum(counts) if n is None else n
    if of < minimum_n:
        return [{"percent": None, "bound": "hidden"} for _count in counts]
    return [share_of(count / of) for count in counts]


def share_of(share: float) -> dict[str, Any]:
    percent = 100 * share
    if percent < BOTTOM_PERCENT:
        return {"percent": BOTTOM_PERCENT, "bound": "less"}
    if percent > TOP_PERCENT:
        return {"percent": TOP_PERCENT, "bound": "more"}
    return {"percent": int(percent + 0.5), "bound": ""}


def said_share(share: dict[str, Any]) -> str:
    """A guarded share in words."""
    if share.get("percent") is None:
        return _("too few")
    said = {"percent": share["percent"]}
    if share["bound"] == "less":
        return _("fewer than %(percent)s %%") % said
    if share["bound"] == "more":
        return _("more than %(percent)s %%") % said
    return _("%(percent)s %%") % said


def text_of(said: dict[str, Any]) -> TranslatedText:
    return TranslatedText(said.get("source", "en"), dict(said.get("texts", {})))


def joined(labels: Sequence[TranslatedText]) -> TranslatedText:
    """Names of what is shown together, as one."""
    if not labels:
        return TranslatedText()
    codes = {code for label in labels for code in label.texts}
    return TranslatedText(
        labels[0].source_language,
        {code: " + ".join(label.in_language(code) for label in labels) for code in codes},
    )
