"""The survey tools whose exports are recognized: by what they are known, and which columns are their own.

Taken from the tools' documentation and from exports that were published. Names are compared without case,
accents and punctuation.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from throughline.formats.names import plain_name
from throughline.formats.survey_csv.choices import LINE_BREAK, TIGHT_COMMA

Source = Literal[
    "Google Forms",
    "Microsoft Forms",
    "Qualtrics",
    "SurveyMonkey",
    "KoboToolbox",
    "ODK",
    "LimeSurvey",
    "Typeform",
    "ThoughtExchange",
    "Throughline",
    "one header row",
    "two header rows",
]
SOURCES: Final[tuple[Source, ...]] = get_args(Source)
"""The tools, and what a file of any other tool is."""

OURS: Final = "Received at (Throughline)"
"""First header of a survey written by this product, whose cells are escaped against formulas."""
OURS_TEXTS: Final = "Row (Throughline)"
"""The same of a table of written answers alone."""

Rows = Sequence[Sequence[str]]

_PLAIN_ANSWER: Final = frozenset({"response", "openendedresponse", "respuesta", "respuestaabierta"})
_IMPORT_ID: Final = '{"importid"'


@dataclass(frozen=True)
class Tool:
    """
    What is known of the exports of one tool.

    Parameters
    ----------
    own : frozenset of str
        Plain names of the columns it adds, which are no questions.
    dates : tuple of str
        Plain names of the columns with the date of the answer, the best first.
    zones : mapping of str to str
        Plain name of a column to the time zone of its times, where the file does not state it.
    separators : tuple of str
        How several choices in one cell are separated.
    blank : frozenset of str
        Cells in lower case that the tool writes where nothing was answered.
    not_chosen : frozenset of str
        Cells that mean not chosen besides the usual ones, in the column of a choice.
    tests : mapping of str to frozenset of str
        Plain name of a column to the cells, in lower case, of rows that the survey's author made.
    is_guarded : bool
        True if the tool puts an apostrophe before a text that begins like a formula.
    unfinished : mapping of str to frozenset of str
        Plain name of a column to the cells, in lower case, of people who did not finish.
    """

    own: frozenset[str] = frozenset()
    dates: tuple[str, ...] = ()
    zones: Mapping[str, str] = field(default_factory=dict)
    separators: tuple[str, ...] = (";", ", ")
    blank: frozenset[str] = frozenset()
    not_chosen: frozenset[str] = frozenset()
    tests: Mapping[str, frozenset[str]] = field(default_factory=dict)
    is_guarded: bool = False
    unfinished: Mapping[str, frozenset[str]] = field(default_factory=dict)


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_FORM_SERVER: Final = _names(
    "start end today audit deviceid phonenumber simserial subscriberid username id uuid submissiontime "
    "validationstatus notes status submittedby version tags index metainstanceid metainstancename instanceid "
    "instancename formhubuuid submissiondate key submitterid submittername attachmentspresent "
    "attachmentsexpected reviewstate edits formversion isvalidated metamodelversion metauiversion "
    "metasubmissiondate metaiscomplete metadatemarkedascomplete parentkey"
)
TOOLS: Final[Mapping[Source, Tool]] = {
    "Google Forms": Tool(
        own=_names(
            "timestamp marcatemporal carimbodedatahora horodateur zeitstempel score puntuacion totalscore"
        ),
        dates=("timestamp", "marcatemporal", "carimbodedatahora", "horodateur", "zeitstempel"),
    ),
    "Microsoft Forms": Tool(
        own=_names(
            "id starttime completiontime lastmodifiedtime horadeinicio horadefinalizacion totalpoints "
            "horadelaultimamodificacion quizfeedback gradepostedtime"
        ),
        dates=("completiontime", "horadefinalizacion", "starttime", "horadeinicio"),
        separators=(";",),
    ),
    "Qualtrics": Tool(
        own=_names(
            "startdate enddate status progress durationinseconds finished recordeddate responseid "
            "responseset distributionchannel qrecaptchascore qrelevantidduplicate qrelevantidfraudscore sc0 "
            "qtotalduration qlanguage qambiguoustextpresent responsetype"
        ),
        dates=("recordeddate", "enddate", "startdate"),
        separators=(TIGHT_COMMA,),
        tests={
            "status": frozenset({"survey preview", "survey test", "1", "2", "8", "9", "spam"}),
            "responsetype": frozenset({"survey preview", "survey test", "spam"}),
            "distributionchannel": frozenset({"preview"}),
        },
        unfinished={"finished": frozenset({"false", "0"})},
    ),
    "SurveyMonkey": Tool(
        own=_names(
            "respondentid collectorid startdate enddate collectortypesource device tags status datecreated "
            "datemodified iddelencuestado iddelrecopilador fechadeinicio fechadefinalizacion "
            "identificadordeencuestado identificadorderecopilador"
        ),
        dates=("enddate", "fechadefinalizacion", "datemodified", "startdate", "fechadeinicio", "datecreated"),
        separators=(", ",),
    ),
    "KoboToolbox": Tool(
        own=_FORM_SERVER,
        dates=("end", "submissiontime", "submissionsubmissiontime", "start"),
        zones={"submissiontime": "UTC", "submissionsubmissiontime": "UTC"},
        separators=(" ",),
    ),
    "ODK": Tool(
        own=_FORM_SERVER,
        dates=("end", "submissiondate", "metasubmissiondate", "start"),
        separators=(" ",),
    ),
    "LimeSurvey": Tool(
        own=_names(
            "id submitdate lastpage seed startdate datestamp refurl interviewtime responseid "
            "datesubmitted datestarted datelastaction referrerurl idderespuesta fechadeenvio ultimapagina "
            "semilla fechadeinicio fechadelaultimaaccion urldereferencia totaltime tiempototal"
        ),
        dates=(
            *("submitdate", "datesubmitted", "fechadeenvio", "datestamp", "datelastaction"),
            *("fechadelaultimaaccion", "startdate", "datestarted", "fechadeinicio"),
        ),
        blank=frozenset({"n/a"}),
        not_chosen=frozenset({"2"}),
        is_guarded=True,
        unfinished=dict.fromkeys(("submitdate", "datesubmitted", "fechadeenvio"), frozenset({""})),
    ),
    "Typeform": Tool(
        own=_names("responsetype startdateutc stagedateutc submitdateutc networkid tags ending score"),
        dates=("submitdateutc", "stagedateutc", "startdateutc", "submitdate", "startdate"),
        is_guarded=True,
        unfinished={"responsetype": frozenset({"partial", "started"})},
        separators=(", ",),
    ),
    "ThoughtExchange": Tool(),
    "Throughline": Tool(own=_names("rowthroughline"), separators=(";",), is_guarded=True),
    "one header row": Tool(separators=(";", ", ", LINE_BREAK, "|")),
    "two header rows": Tool(separators=(", ", ";")),
}
"""What is known of each tool."""

_FIRST_OF_GOOGLE: Final = TOOLS["Google Forms"].dates
_LIMESURVEY: Final = (
    _names("id submitdate lastpage startlanguage"),
    _names("responseid datesubmitted lastpage startlanguage"),
    _names("idderespuesta fechadeenvio ultimapagina"),
)
_IDS_OF_PEOPLE: Final = _names("respondentid iddelencuestado identificadordeencuestado")
_IDS_OF_COLLECTORS: Final = _names("collectorid iddelrecopilador identificadorderecopilador")
_REPEATED_GROUP: Final = _names("parenttablename parentindex submissionid")
_NEW_QUALTRICS: Final = _names("startdate enddate recordeddate responseid")


def recognize(rows: Rows) -> tuple[Source, int]:
    """
    Recognize the tool that wrote a file, by what its first rows hold.

    Parameters
    ----------
    rows : sequence of sequence of str
        The first three rows, each as long as the first.

    Returns
    -------
    source : str
        One of `SOURCES`.
    n_header_rows : int
        Number of header rows.
    """
    first = [plain_name(cell) for cell in rows[0]]
    for source in SOURCES:
        if _is_of(source, rows, first):
            return source, n_header_rows(source, rows)
    return "one header row", 1


def _is_of(source: Source, rows: Rows, first: list[str]) -> bool:
    names = frozenset(first)
    second = [plain_name(cell) for cell in rows[1]] if len(rows) > 1 else []
    if source == "Throughline":
        return rows[0][0].casefold() in {OURS.casefold(), OURS_TEXTS.casefold()}
    if source == "Qualtrics":
        is_legacy = any(_names("responseid responseset") <= frozenset(row) for row in (first, second))
        return _row_of_import_ids(rows) is not None or is_legacy or names >= _NEW_QUALTRICS
    if source == "SurveyMonkey":
        has_people = not names.isdisjoint(_IDS_OF_PEOPLE)
        return has_people and (not names.isdisjoint(_IDS_OF_COLLECTORS) or _has_choices(rows, first))
    if source == "Microsoft Forms":
        return first[:3] in (
            ["id", "starttime", "completiontime"],
            ["id", "horadeinicio", "horadefinalizacion"],
        )
    if source == "Google Forms":
        return first[0] in _FIRST_OF_GOOGLE
    if source == "Typeform":
        return rows[0][0].strip() == "#" and not names.isdisjoint(
            _names("submitdateutc networkid submitdate")
        )
    if source == "KoboToolbox":
        is_repeated = names >= _REPEATED_GROUP
        return is_repeated or (_names("uuid submissiontime") <= names and "_uuid" in rows[0])
    if source == "ODK":
        return (
            _names("submissiondate key") <= names
            or _names("parentkey key") <= names
            or _names("metainstanceid metasubmissiondate") <= names
        )
    if source == "LimeSurvey":
        codes = {plain_name(cell.partition(". ")[0]) for cell in rows[0]}
        return any(known <= names or known <= codes for known in _LIMESURVEY)
    if source == "ThoughtExchange":
        return "thought" in names and any("star" in name or "rating" in name for name in first)
    return source == "two header rows" and _has_choices(rows, first)


def n_header_rows(source: Source, rows: Rows) -> int:
    """
    Count the header rows of a file of a known tool.

    Parameters
    ----------
    source : str
        The tool.
    rows : sequence of sequence of str
        The first three rows.

    Returns
    -------
    int
        1, 2 or 3.
    """
    first = [plain_name(cell) for cell in rows[0]]
    if len(rows) < 2:
        return 1
    if source == "Qualtrics":
        row = _row_of_import_ids(rows)
        if row is not None:
            return row + 1
        second = frozenset(plain_name(cell) for cell in rows[1])
        return 2 if second & _names("responseid recordeddate responseset") else 1
    if source == "SurveyMonkey":
        at = next((i for i, name in enumerate(first) if name in _IDS_OF_PEOPLE), 0)
        return 1 if rows[1][at].strip() else 2
    if source == "KoboToolbox":
        return 2 if _is_row_of_tags(rows[1]) else 1
    return 2 if source == "two header rows" else 1


def _row_of_import_ids(rows: Rows) -> int | None:
    for n, row in enumerate(rows[1:], start=1):
        n_ids = sum(cell.lower().replace(" ", "").startswith(_IMPORT_ID) for cell in row)
        if n_ids * 2 > sum(bool(cell.strip()) for cell in row):
            return n
    return None


def _has_choices(rows: Rows, first: Sequence[str]) -> bool:
    """Return whether the second row continues the header: blank under the ids, with choices elsewhere."""
    if len(rows) < 2 or rows[1][0].strip():
        return False
    under = {plain_name(cell) for cell in rows[1]}
    ids = [i for i, name in enumerate(first) if name in TOOLS["SurveyMonkey"].own]
    if any(rows[1][i].strip() for i in ids):
        return False
    continues = sum(not name and bool(cell.strip()) for name, cell in zip(first, rows[1], strict=True))
    return bool(under & _PLAIN_ANSWER) or (continues > 0 and bool(first[0]))


def _is_row_of_tags(row: Sequence[str]) -> bool:
    """Return whether a row holds the hashtags of the Humanitarian Exchange Language."""
    cells = [cell.strip() for cell in row if cell.strip()]
    return bool(cells) and all(re.fullmatch(r"#[A-Za-z][\w+ ]*", cell) for cell in cells)


def is_plain_answer(cell: str) -> bool:
    """
    Return whether a cell of a second header row names no choice.

    Parameters
    ----------
    cell : str
        The cell.

    Returns
    -------
    bool
        True for blanks and for ``Response`` and the like.
    """
    return plain_name(cell) in _PLAIN_ANSWER or not cell.strip()
