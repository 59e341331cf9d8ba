"""Write what a check of a directory found, or why there was none, as JSON."""

import json

from throughline.formats.hsds.quality.model import Findings
from throughline.formats.problems import BadFile, ReportRow


def findings_as_json(findings: Findings) -> str:
    """
    Write what was found as JSON.

    Parameters
    ----------
    findings : Findings
        What was found.

    Returns
    -------
    str
        One object: the verdict, the number of problems by grade, how many records were looked at, every kind
        of problem with its number, and the problems kept in full.
    """
    return json.dumps(
        {
            "verdict": findings.verdict,
            "n_problems": {grade: findings.n_of(grade) for grade in ("fault", "warning", "advice")},
            "n_rows": dict(findings.n_rows),
            "kinds": [
                {"grade": grade, "code": code, "file": file, "field": field, "n": n}
                for (grade, code, file, field), n in findings.counts.items()
            ],
            "problems": [
                {"grade": one.grade, **_about(one.report_row), "table": one.table, "id": one.record}
                for one in findings.by_grade()
            ],
        },
        ensure_ascii=False,
        indent=1,
    )


def refusal_as_json(bad: BadFile) -> str:
    """
    Write as JSON why a directory cannot be read.

    Parameters
    ----------
    bad : BadFile
        Why.

    Returns
    -------
    str
        One object: the verdict "unreadable", and the problems.
    """
    problems = [{"grade": "fault", **_about(row), "table": "", "id": ""} for row in bad.rows]
    return json.dumps({"verdict": "unreadable", "problems": problems}, ensure_ascii=False, indent=1)


def _about(row: ReportRow) -> dict[str, object]:
    return {
        "code": row.code,
        "file": row.file,
        "row": row.row,
        "field": row.column or "",
        "problem": row.problem,
        "remedy": row.remedy,
    }
