"""Recognize the columns that survey tools add to the answers."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from throughline.formats.names import plain_name
from throughline.formats.survey_csv.personal import plain_header
from throughline.formats.survey_csv.tools import TOOLS, Source

_TECHNICAL: Final = re.compile(
    r"^id$|^#$|^participant id$|respondent ?id|collector ?id|\bresponse ?id|importid|"
    r"^duration in (?:seconds|minutes)$|distribution ?channel|^last modified time$|\bnps ?group$|"
    r"(?:first|last) click$|page submit$|click count$|^q recaptcha|^row ?(?:id|number)$|^record ?id$|"
    r"^submission ?id$|^uuid$|\bdisplay order\b|^object ?id$|^global ?id$|^utm \w+$|^redcap |"
    r"^survey identifier$"
)
"""Names that no question has."""


class _Kind(NamedTuple):
    """Columns whose names may be questions too, and the names beside them that show whose they are."""

    source: Source | None
    beside: frozenset[str]
    least: int
    own: re.Pattern[str]


def _kind(source: Source | None, beside: str, least: int, own: str) -> _Kind:
    return _Kind(source, frozenset(beside.split()), least, re.compile(own))


_KINDS: Final = (
    _kind(
        "Qualtrics",
        "startdate enddate recordeddate responseid durationinseconds distributionchannel userlanguage",
        2,
        r"status|progress|duration|finished|response type|.*\bdo \d+|.+ (?:parent )?topics",
    ),
    _kind("SurveyMonkey", "respondentid collectorid", 1, r"status"),
    _kind("Microsoft Forms", "starttime completiontime", 2, r"total points|quiz feedback"),
    _kind(
        "ThoughtExchange",
        "thought",
        1,
        r"participant|.*\bnumber of ratings\b.*|.*\baverage (?:stars|rating)\b.*",
    ),
    _kind(None, "objectid globalid creationdate editdate", 2, r"creator|editor"),
    _kind(None, "recordid surveyidentifier redcapsurveyidentifier redcapeventname", 2, r"complete"),
)
_TOPICS: Final = re.compile(r".*(?: - |_)(?:parent ?)?topics", re.IGNORECASE | re.DOTALL)
_OF_A_QUIZ: Final = re.compile(
    r"(?:points|feedback|puntos|comentarios) ?[-–] ?(.+)", re.IGNORECASE | re.DOTALL
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
        if (plain in own and not _is_question(name)) or (source == "Typeform" and name.strip() == "#"):
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


class OwnOfSomeTool:
    """
    Recognizes columns that some tool adds, in the files of any.

    Parameters
    ----------
    source : str
        The survey tool.
    headers : iterable of str
        The names of all columns of the file: "Status" is a question, unless it stands beside the other
        columns of a tool that adds one.
    """

    def __init__(self, source: Source, headers: Iterable[str]) -> None:
        self._headers = frozenset(map(plain_name, headers))
        self._kinds = [
            kind for kind in _KINDS if kind.source == source or len(kind.beside & self._headers) >= kind.least
        ]

    def has(self, *names: str) -> bool:
        """
        Return whether a column is named as some tool names one that it adds.

        Parameters
        ----------
        *names : str
            Names of the column.

        Returns
        -------
        bool
            True for ids, durations, states and the like; never for a question.
        """
        return any(self._is_own(name) for name in names)

    def _is_own(self, name: str) -> bool:
        quiz = _OF_A_QUIZ.fullmatch(name.strip())
        if quiz and plain_name(quiz[1]) in self._headers:
            return True
        return not _is_question(name) and (
            _TECHNICAL.search(plain_header(name)) is not None
            or any(_is_of_kind(kind, name) for kind in self._kinds)
        )


def _is_of_kind(kind: _Kind, name: str) -> bool:
    if not kind.own.fullmatch(plain_header(name)):
        return False
    return not plain_header(name).endswith(" topics") or _TOPICS.fullmatch(name.strip()) is not None


def _is_question(name: str) -> bool:
    return "?" in name or "¿" in name


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
