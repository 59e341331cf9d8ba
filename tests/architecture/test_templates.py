"""Templates are indented by djhtml, have one element a line, and are at most 120 columns wide."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
WIDTH = 120
INDENT = 2
IN_TEXT = re.compile(
    "a|bdi|br|button|code|em|img|input|kbd|label|mark|progress|q|select|small|span|strong|svg|textarea|time"
)
"""Inline elements; every other has a line of its own."""
TEMPLATE_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}")
ELEMENT = re.compile(r"<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)\b(?:\"[^\"]*\"|'[^']*'|[^>\"'])*>")


def templates(root: Path) -> list[Path]:
    return sorted([*root.glob("throughline/*/templates/**/*.html"), *root.glob("tests/**/*.html")])


def badly_indented(paths: list[Path]) -> list[str]:
    """djhtml's report on the files it would change."""
    ran = subprocess.run(
        [sys.executable, "-m", "djhtml", "--check", "--tabwidth", str(INDENT), *paths],
        capture_output=True,
        text=True,
        check=False,
    )
    lines = ran.stderr.splitlines()
    return [line for line in lines if line.startswith("would have")] or (lines if ran.returncode else [])


def badly_laid_out(text: str) -> Iterator[str]:
    """Lines that are too wide, and elements that share a line with content outside them."""
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > WIDTH:
            yield f"{number}: {len(line)} columns"
    masked = TEMPLATE_TAG.sub(lambda tag: "%" * len(tag.group()), text)
    for element in ELEMENT.finditer(masked):
        if IN_TEXT.fullmatch(element["name"]):
            continue
        number = masked.count("\n", 0, element.start()) + 1
        before = masked[: element.start()].rpartition("\n")[2]
        after = masked[element.end() :].partition("\n")[0]
        if not element["end"] and before.strip():
            yield f"{number}: <{element['name']}> does not begin its line"
        if element["end"] and after.strip():
            yield f"{number}: </{element['name']}> does not end its line"


def test_every_template_is_indented_by_djhtml() -> None:
    assert badly_indented(templates(ROOT)) == []


def test_every_template_has_one_element_a_line() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{problem}"
        for path in templates(ROOT)
        for problem in badly_laid_out(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("<ul><li>One</li></ul>\n", "1: <li> does not begin its line"),
        ("<tr>\n  <td>1</td><td>2</td>\n</tr>\n", "2: <td> does not begin its line"),
        ("{% if a %}<p>One</p>{% endif %}\n", "1: <p> does not begin its line"),
        ("<div>\n  <p>One</p>{{ two }}\n</div>\n", "2: </p> does not end its line"),
        ('<td\n  class="{% if a > 1 %}n{% endif %}"\n>1</td> 2\n', "3: </td> does not end its line"),
        (f"<p>{'a' * 114}</p>\n", "1: 121 columns"),
    ],
)
def test_a_crowded_line_is_caught(text: str, problem: str) -> None:
    assert problem in list(badly_laid_out(text))


def test_an_element_with_what_runs_inside_it_may_take_one_line() -> None:
    text = (
        '<p class="{% if a > 1 %}n{% endif %}">One <a href="{{ url }}">two</a>{% if b %}, 3{% endif %}.</p>\n'
        "{% if c %}\n  <br><span>four</span>\n{% endif %}\n"
    )
    assert list(badly_laid_out(text)) == []


def test_a_wrong_indent_is_caught(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<div>\n  {% if a %}\n  <p>One</p>\n  {% endif %}\n</div>\n", encoding="utf-8")
    assert badly_indented([path]) == [f"would have reindented {path}"]


# --- Tables ------------------------------------------------------------------------------------------------

TABLE_OR_REGION = re.compile(r"<table\b|\{% (?:end)?table_region\b|<div[^>]*class=\"scroll[\" ]|</table>")


def tables_outside_a_region(text: str) -> list[int]:
    """The lines of tables that are not in a `table_region`, so that a phone would cut them off."""
    found, in_region = [], False
    for mark in TABLE_OR_REGION.finditer(text):
        if mark.group() == "<table" and not in_region:
            found.append(text.count("\n", 0, mark.start()) + 1)
        in_region = mark.group().startswith(("{% table_region", "<div"))
    return found


def test_every_table_is_in_a_region_that_fits_a_phone() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in templates(ROOT)
        for line in tables_outside_a_region(path.read_text(encoding="utf-8"))
    ]
    assert found == [], "put the table in {% table_region label %}…{% endtable_region %}"


def test_a_table_without_a_region_is_found() -> None:
    inside = "{% table_region label %}\n<table>\n</table>\n{% endtable_region %}\n"
    assert tables_outside_a_region(f"{inside}<table>\n</table>\n") == [5]
    assert tables_outside_a_region(inside) == []
