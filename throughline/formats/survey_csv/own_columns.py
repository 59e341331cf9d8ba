"""Recognize the columns that survey tools add to the answers."""

import re
from typing import Final

from throughline.formats.names import plain_name
from throughline.formats.survey_csv.personal import plain_header
from throughline.formats.survey_csv.tools import TOOLS, Source

_OWN_OF_ANY: Final = re.compile(
    r"^id$|^#$|^participant(?: id)?$|number of ratings|average (?:stars|rating)|"
    r"respondent ?id|collector ?id|\bresponse ?id|importid|^status$|^progress$|^duration\b|^finished$|"
    r"distribution ?channel|^response type|^score$|total points|quiz feedback|last modified time|"
    r"^points |^feedback |\bnps ?group$|\bdo \d+$|(?:first|last) click$|page submit$|click count$|"
    r"\btopics?$(?<=topics)|^q recaptcha|^row ?(?:id|number)$|^record ?id$|^submission ?id$|^uuid$|"
    r"\bdisplay order\b|^object ?id$|^global ?id$|^creator$|^editor$|^utm \w+$|^redcap |^survey identifier$|"
    r"^complete$"
)
_TIME_SPENT: Final = re.compile(
    r"^(?:group|question)time|^(?:tiempode)?(?:grupo|pregunta)tiempo|^[a-z]\w*\d\w*time$"
)
_ORDER_SHOWN: Final = re.compile(r"(?:.*_)?DO(?:_\w+)?")
_MEASURED: Final = re.compile(r".*[-/](?:Latitude|Longitude|Altitude|Accuracy)")
_FORM_SERVERS: Final = frozenset({"KoboToolbox", "ODK"})


def is_own(source: Source, *names: str) -> bool:
    """
    Return whether this tool added a column, so that it is no question.

    Parameters
    ----------
    source : str
        The survey tool.
    *names : str
        Names of the column.

    Returns
    -------
    bool
        True for ids, dates, durations and states. The language of an answer is no own column.
    """
    own = TOOLS[source].own
    for name in names:
        plain = plain_name(name)
        if plain in own or (source == "Typeform" and name.strip() == "#"):
            return True
        if source == "Qualtrics" and _ORDER_SHOWN.fullmatch(name):
            return True
        if source in _FORM_SERVERS and _is_of_form_server(name):
            return True
        if source == "LimeSurvey" and (
            _TIME_SPENT.search(plain) or plain_name(name.partition(". ")[0]) in own
        ):
            return True
    return False


def _is_of_form_server(name: str) -> bool:
    """Return whether a form server wrote a column itself: its state, its ids, or a measured place."""
    return name.startswith(("_", "meta/", "meta-")) or _MEASURED.fullmatch(name) is not None


def is_own_of_some_tool(*names: str) -> bool:
    """
    Return whether a column is named as some tool names one that it adds.

    Parameters
    ----------
    *names : str
        Names of the column.

    Returns
    -------
    bool
        True for ids, durations, states and the like.
    """
    return any(_OWN_OF_ANY.search(plain_header(name)) for name in names)


def date_rank(source: Source, *names: str) -> int | None:
    """
    Rank a column among those with the date of the answer.

    Parameters
    ----------
    source : str
        The survey tool.
    *names : str
        Names of the column.

    Returns
    -------
    int or None
        From 0, the best. None if the tool is not known to write dates there.
    """
    dates = TOOLS[source].dates
    ranks = [
        dates.index(plain)
        for name in names
        for plain in (plain_name(name), plain_name(name.partition(". ")[0]))
        if plain in dates
    ]
    return min(ranks, default=None)
