"""docs/reference/limits.md gives each limit of a minute, with its number."""

import ast
import re
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path

import pytest

from throughline.listen.views import ceilings
from throughline.listen.views.ceilings import Ceilings
from throughline.listen.workflows.alerts import WAITS

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reference" / "limits.md").read_text(encoding="utf-8")


def rows_of_page() -> dict[str, list[int]]:
    """The numbers of each row, by the name in it."""
    rows = re.findall(r"^\|[^|]*\| `([A-Z_]+)` \|([ \d|]+)\|$", PAGE, re.MULTILINE)
    assert len({name for name, _cells in rows}) == len(rows)
    return {name: [int(cell) for cell in cells.split("|")] for name, cells in rows}


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted((ROOT / "throughline").rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def limits_in_code() -> dict[str, list[int]]:
    """Every constant of a module whose name ends in `_A_MINUTE`, and the ceilings of a forum."""
    found: dict[str, list[int]] = {}
    for _path, tree in trees():
        for node in tree.body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                name = node.targets[0].id
                if name.endswith("_A_MINUTE") and isinstance(node.value, ast.Constant):
                    assert name not in found, f"{name} is the name of two limits"
                    found[name] = [int(str(node.value.value))]
    for name, value in vars(ceilings).items():
        if isinstance(value, Ceilings):
            found[name] = list(astuple(value)[1:])
    return found


def test_the_page_of_limits_has_every_limit_with_its_numbers() -> None:
    in_code = limits_in_code()
    assert len(in_code) > 12
    in_text = {"LINES_A_MINUTE": [int(n) for n in re.findall(r"at most (\d+) lines a minute", PAGE)]}
    assert {**rows_of_page(), **in_text} == in_code


def test_the_page_of_limits_has_the_waits_of_mail_about_urgent_words() -> None:
    words = " ".join(PAGE.split())
    waits = [int(wait.total_seconds() / 60) for wait in WAITS]
    assert "{} minutes after the first email, {} after the second, and every {}".format(*waits) in words


def test_no_limit_is_a_bare_number() -> None:
    """Otherwise it would be on no page."""
    bare = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        if isinstance(node.func, ast.Name)
        if node.func.id in {"limit", "is_above", "limit_person"}
        if any(
            isinstance(argument, ast.Constant) and isinstance(argument.value, int) for argument in node.args
        )
    ]
    assert bare == []
