"""Numbers of a release have passed the guard: the type checker refuses anything else."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

LEAKS = """
from dataclasses import replace

from throughline.measure.models.results import ExactPatterns, ExactTable, PublishedTable
from throughline.measure.published import PublishedRun, with_margins_of_rows
from throughline.understand.models import BasisEntry


def as_an_entry(entry: BasisEntry, exact: ExactTable, published: PublishedTable) -> list[BasisEntry]:
    return [replace(entry, figures=published), replace(entry, figures=exact)]


def as_figures_of_a_run(run: PublishedRun, exact: ExactPatterns) -> PublishedRun:
    return replace(run, load=lambda: exact)


def with_margins(exact: ExactTable) -> PublishedTable:
    return with_margins_of_rows(exact, "random")
"""


def test_the_type_checker_refuses_what_is_exact_in_a_release(tmp_path: Path) -> None:
    file = tmp_path / "leaks.py"
    file.write_text(LEAKS)
    ran = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", ROOT / "pyproject.toml", file],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    errors = [line for line in ran.stdout.splitlines() if ": error:" in line]
    wanted = {
        number
        for number, line in enumerate(LEAKS.splitlines(), 1)
        if any(leak in line for leak in ("figures=exact", "lambda: exact", "with_margins_of_rows(exact"))
    }
    assert {int(line.split(":")[1]) for line in errors} == wanted, ran.stdout + ran.stderr
