"""The quality of a directory of services, beyond its schema: problems with grades.

What is checked and why is in ``docs/reference/directory-quality.md``.
"""

from throughline.formats.hsds.quality.answers import (
    PATHS,
    REQUIRED,
    Answer,
    AnswersCheck,
    read_json,
)
from throughline.formats.hsds.quality.as_json import findings_as_json, refusal_as_json
from throughline.formats.hsds.quality.directory import DirectoryCheck, check_directory, grade_of
from throughline.formats.hsds.quality.live import check_api
from throughline.formats.hsds.quality.model import GRADES, Findings, Grade, Problem, Verdict
from throughline.formats.hsds.quality.package import check_opened, check_package
from throughline.formats.hsds.quality.recorded import check_recording, is_recording

__all__ = [
    "GRADES",
    "PATHS",
    "REQUIRED",
    "Answer",
    "AnswersCheck",
    "DirectoryCheck",
    "Findings",
    "Grade",
    "Problem",
    "Verdict",
    "check_api",
    "check_directory",
    "check_opened",
    "check_package",
    "check_recording",
    "findings_as_json",
    "grade_of",
    "is_recording",
    "read_json",
    "refusal_as_json",
]
