"""Finished surveys as CSV: `preview` a file, map its columns, `read` it.

Recognizes the exports of Google Forms, Microsoft Forms, Qualtrics, SurveyMonkey, KoboToolbox, ODK,
LimeSurvey, Typeform and ThoughtExchange; any other file with one or two header rows works too. The rules are
in ``docs/reference/formats.md``.
"""

from throughline.formats.survey_csv.answers import Answer
from throughline.formats.survey_csv.dates import DATE_ORDERS, DateOrder
from throughline.formats.survey_csv.mapping import PARTS, ColumnMapping, Mapping, Part
from throughline.formats.survey_csv.preview import Preview, preview
from throughline.formats.survey_csv.preview_column import PreviewColumn
from throughline.formats.survey_csv.reader import Response, SurveyReport, read
from throughline.formats.survey_csv.tools import SOURCES, Source
from throughline.formats.survey_csv.writer import (
    QuestionToExport,
    lines_of_survey,
    lines_of_texts,
    mapping_of,
    mapping_of_texts,
)

__all__ = [
    "DATE_ORDERS",
    "PARTS",
    "SOURCES",
    "Answer",
    "ColumnMapping",
    "DateOrder",
    "Mapping",
    "Part",
    "Preview",
    "PreviewColumn",
    "QuestionToExport",
    "Response",
    "Source",
    "SurveyReport",
    "lines_of_survey",
    "lines_of_texts",
    "mapping_of",
    "mapping_of_texts",
    "preview",
    "read",
]
