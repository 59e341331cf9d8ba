"""The tables of the reference of formats, to be held to the code."""

import re
from pathlib import Path

from throughline.formats.messages import MESSAGES

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "formats.md"


def table(header: str) -> list[list[str]]:
    """The cells of each row of the table whose header begins so."""
    lines = REFERENCE.read_text(encoding="utf-8").splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith(header))
    rows = []
    for line in lines[first + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def codes_in(cell: str) -> set[str]:
    """The codes of messages that a cell names."""
    return {word for word in re.findall(r"`([a-z_]+)`", cell) if word in MESSAGES}
