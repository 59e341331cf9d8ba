"""`throughline check-directory`: grade a directory of services, without a database."""

import argparse
import os
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from throughline.formats.hsds import quality
from throughline.formats.problems import BadFile, quoted
from throughline.formats.visits import Visitor

GOOD, FAULTY, UNREADABLE = 0, 1, 2
_ADDRESS: Final = re.compile(r"https?://", re.IGNORECASE)
_SHOWN: Final = 5
_VERDICTS: Final = {
    "good": "Good: no faults and no warnings.",
    "warnings": "Good, with warnings.",
    "faulty": "Faulty.",
}
_HEADINGS: Final = {"fault": "Faults", "warning": "Warnings", "advice": "Advice (does not change the result)"}


def check_directory(arguments: argparse.Namespace) -> int:
    # The day of this machine: whether an entry is a year old does not depend on a time zone.
    today = date.today()
    try:
        if not arguments.source.strip():
            raise BadFile.of("quality_no_name", quoted(arguments.source) or "check-directory")
        if _ADDRESS.match(arguments.source):
            visitor = Visitor(may_be_private=arguments.allow_private)
            findings = quality.check_api(arguments.source, today, visitor)
        else:
            findings = quality.check_package(Path(os.path.abspath(arguments.source)), today)
    except BadFile as bad:
        if arguments.json:
            print(quality.refusal_as_json(bad))
        else:
            for row in bad.rows:
                print(row, file=sys.stderr)
        return UNREADABLE
    print(quality.findings_as_json(findings) if arguments.json else "\n".join(_lines(findings)))
    return FAULTY if findings.verdict == "faulty" else GOOD


def _lines(findings: quality.Findings) -> Iterator[str]:
    yield _VERDICTS[findings.verdict]
    for grade in quality.GRADES:
        kinds = [(key, n) for key, n in findings.counts.items() if key[0] == grade]
        if not kinds:
            continue
        yield ""
        yield f"{_HEADINGS[grade]}: {findings.n_of(grade)}"
        for (_grade, code, file, field), n in kinds:
            kept = [
                one
                for one in findings.problems
                if (one.grade, one.code, one.file) == (grade, code, file)
                and one.field.rpartition(".")[2] == field
            ]
            for one in kept[:_SHOWN]:
                yield f"  {_place(one)}: {one.report_row.problem} {one.report_row.remedy}"
            if n > len(kept[:_SHOWN]):
                yield f"  {file}: {n - len(kept[:_SHOWN])} more of this kind"


def _place(problem: quality.Problem) -> str:
    """The file, the row of a table or the record of an answer, and the field."""
    is_table = problem.file.lower().endswith((".csv", ".tsv", ".txt"))
    parts = [problem.file]
    if problem.row is not None:
        parts.append(f"{'row' if is_table else 'record'} {problem.row}")
    if problem.field:
        parts.append(f"{'column' if is_table else 'field'} “{problem.field}”")
    return ", ".join(parts)
