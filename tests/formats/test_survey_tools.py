"""The table of survey tools in the reference says what the code does."""

import re
from pathlib import Path

import pytest

from throughline.formats.names import plain_name
from throughline.formats.survey_csv.choices import LINE_BREAK, TIGHT_COMMA
from throughline.formats.survey_csv.tools import SOURCES, TOOLS, Source

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "formats.md"
SEPARATORS = {
    ";": "`;`",
    ", ": "`, `",
    LINE_BREAK: "line break",
    "|": "vertical line",
    TIGHT_COMMA: "comma without a space",
    " ": "space, if the parts are codes",
}


def table() -> dict[str, list[str]]:
    lines = REFERENCE.read_text(encoding="utf-8").splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("| tool | versions read |"))
    rows = {}
    for line in lines[first + 2 :]:
        if not line.startswith("|"):
            break
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        rows[cells[0]] = cells
    return rows


def test_every_tool_has_its_row() -> None:
    assert set(table()) == set(SOURCES)


@pytest.mark.parametrize("source", SOURCES)
def test_dates_and_separators_are_as_documented(source: Source) -> None:
    row = table()[source]
    date, separator = row[4], row[5]
    named = [plain_name(name) for name in re.findall(r"`([^`]+)`", date)]
    if source != "Throughline":
        assert set(named) <= set(TOOLS[source].dates)
        assert bool(named) == bool(TOOLS[source].dates)
    assert {separator.find(SEPARATORS[one]) >= 0 for one in TOOLS[source].separators} == {True}
