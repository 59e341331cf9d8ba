"""Finished surveys as CSV: `preview` a file, map its columns, `read` it.

Recognizes the header rows of Google Forms, Microsoft Forms, Qualtrics, SurveyMonkey and ThoughtExchange; any
other file with one header row works too. The rules are in ``docs/reference/formats.md``.
"""

from throughline.formats.survey_csv.dates import DATE_ORDERS, DateOrder
from throughline.formats.survey_csv.headers import Source
from throughline.formats.survey_csv.mapping import PARTS, ColumnMapping, Mapping, Part
from throughline.formats.survey_csv.preview import Preview, PreviewColumn, preview
from throughline.formats.survey_csv.reader import Answer, Response, SurveyReport, read
from throughline.formats.survey_csv.writer import QuestionToExport, lines_of_survey, mapping_of

__all__ = [
    "DATE_ORDERS",
    "PARTS",
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
    "mapping_of",
    "preview",
    "read",
]
