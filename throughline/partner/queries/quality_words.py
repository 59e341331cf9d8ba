"""What problems of the directory, their grades and the grade of a whole directory are called."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from throughline.formats.messages import MESSAGES
from throughline.partner.models import DirectoryProblem
from throughline.partner.queries.revision_words import field_words

if TYPE_CHECKING:
    from throughline.ui.forms import Words

GRADE_WORDS: Final[Mapping[str, "Words"]] = {
    "fault": gettext_lazy("Fix first"),
    "warning": gettext_lazy("Fix soon"),
    "advice": gettext_lazy("Could be better"),
    "good": pgettext_lazy("quality of an entry", "Good"),
}

KIND_WORDS: Final[Mapping[str, "Words"]] = {
    "quality_blank": gettext_lazy("A required field is blank"),
    "quality_value": gettext_lazy("A value is not in the standard"),
    "quality_email": gettext_lazy("An email address is wrong"),
    "quality_web": gettext_lazy("A web address is wrong"),
    "quality_web_beginning": gettext_lazy("A web address lacks https://"),
    "quality_repeated_id": gettext_lazy("The same ID is used twice"),
    "quality_link": gettext_lazy("A link to something that is not there"),
    "quality_no_organization": gettext_lazy("No organization"),
    "quality_orphan": gettext_lazy("Belongs to nothing"),
    "quality_unused": gettext_lazy("No service is at this location"),
    "quality_phone": gettext_lazy("A phone number cannot be dialed"),
    "quality_unreachable": gettext_lazy("No phone, email or website"),
    "quality_no_hours": gettext_lazy("No hours"),
    "quality_rule": gettext_lazy("Days cannot be read"),
    "quality_closes_first": gettext_lazy("Closes before it opens"),
    "quality_ends_first": gettext_lazy("Hours end before they begin"),
    "quality_no_coordinates": gettext_lazy("No coordinates"),
    "quality_swapped": gettext_lazy("Coordinates are swapped"),
    "quality_impossible": gettext_lazy("Coordinates cannot be right"),
    "quality_far": gettext_lazy("Far from all other locations"),
    "quality_no_address": gettext_lazy("No address"),
    "quality_currency": gettext_lazy("A currency is not a code"),
    "quality_ages": gettext_lazy("Youngest age above oldest age"),
    "quality_marks": gettext_lazy("HTML formatting in a text"),
    "quality_capitals": gettext_lazy("Name in capital letters"),
    "quality_old": gettext_lazy("Not confirmed for a year"),
    "quality_undated": gettext_lazy("Never confirmed"),
    "quality_not_active": gettext_lazy("No longer offered"),
    "quality_no_taxonomy": gettext_lazy("A term without a list"),
    "quality_dead_link": gettext_lazy("A website does not work"),
}

OVERALL_WORDS: Final[Mapping[str, "Words"]] = {
    "good": pgettext_lazy("quality of the directory", "Good"),
    "fair": pgettext_lazy("quality of the directory", "Fair"),
    "poor": gettext_lazy("Needs work"),
}

GOOD_SHARE: Final = 0.95
FAIR_SHARE: Final = 0.80


def overall(n_entries: int, n_to_fix: int) -> str:
    """The grade of a directory by the share of entries that have nothing to fix."""
    share = 1 - n_to_fix / n_entries if n_entries else 1.0
    return "good" if share >= GOOD_SHARE else "fair" if share >= FAIR_SHARE else "poor"


def kind_words(code: str) -> str:
    return str(KIND_WORDS.get(code, code))


def problem_sentence(problem: DirectoryProblem) -> str:
    """What is wrong with a row, with the field and what to do about it, in the current language."""
    params = dict(problem.params)
    if day := parse_date(str(params.get("day", ""))):
        params["day"] = date_format(day)
    text, remedy = (_(part) % params if part else "" for part in MESSAGES[problem.code])
    if problem.field:
        text = _("%(field)s: %(problem)s") % {"field": field_words(problem.field), "problem": text}
    return f"{text} {remedy}".strip()
