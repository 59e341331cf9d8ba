"""Join the tables that HSDS 3.0 removed into their services."""

from collections.abc import Mapping
from typing import Final

from throughline.formats.hsds.cells import words_of
from throughline.formats.hsds.ids import Ids
from throughline.formats.hsds.model import HsdsRow
from throughline.formats.hsds.report import FieldState, FieldUse
from throughline.formats.hsds.rows import Findings, Lines, named_columns
from throughline.formats.hsds.spec import FOLDED

_MOST_KEPT: Final = 2_000
"""How many rows of a file that have no place are kept; all are counted."""


class Unmapped:
    """
    Rows that have no place in any table.

    Attributes
    ----------
    rows : dict of str to list of mapping
        The first ones of each file.
    """

    def __init__(self) -> None:
        self.rows: dict[str, list[Mapping[str, str]]] = {}

    def add(self, file: str, row: Mapping[str, str]) -> None:
        """Add a row of a file."""
        kept = self.rows.setdefault(file, [])
        if len(kept) < _MOST_KEPT:
            kept.append(row)

    def add_row(self, row: HsdsRow) -> None:
        """Add a row of a table."""
        texts = {name: str(value) for name, value in row.values.items() if value not in (None, "")}
        self.add(row.file, {**texts, **row.extra})


class Folded:
    """
    The texts that services get from tables of their own.

    Attributes
    ----------
    fields : list of FieldUse
        How every column was used.
    """

    def __init__(self) -> None:
        self.fields: list[FieldUse] = []
        self._texts: dict[str, list[tuple[str, str]]] = {}

    def read(
        self, lines: Lines, stem: str, services: Ids, unmapped: Unmapped, found: Findings
    ) -> frozenset[str]:
        """Read a file; return its columns."""
        rule = FOLDED[stem]
        names = named_columns(lines, {"id", "service_id", rule.column})
        n_filled, n_rows, n_marked, first = [0] * len(names), 0, 0, 0
        for line in lines:
            cells = [cell.strip() for cell in line.cells]
            row = dict(zip(names, cells, strict=True))
            n_rows += 1
            for i, cell in enumerate(cells):
                n_filled[i] += bool(cell)
            text = words_of(row.get(rule.column, ""), rule.column)
            if text != row.get(rule.column, ""):
                n_marked += 1
                first = first or line.number
            service = services.find(row.get("service_id", ""))
            if service and text:
                self._texts.setdefault(service, []).append((stem, text))
            else:
                unmapped.add(line.file, {**row, rule.column: text} if rule.column in row else row)
        if n_marked:
            header = lines.header[names.index(rule.column)]
            found.add("hsds_marks", lines.file, first, header, n=n_marked)
        for name, header, n in zip(names, lines.header, n_filled, strict=True):
            is_text = bool(rule.target and name == rule.column)
            state: FieldState = "mapped" if is_text else "kept aside"
            target = f"service.{rule.target}" if is_text else ""
            self.fields.append(FieldUse(lines.file, header, state, target, n, n_rows))
        return frozenset(names)

    def join(self, service: HsdsRow) -> None:
        """Join its texts into a service."""
        for stem, text in self._texts.get(service.values["id"], ()):
            rule = FOLDED[stem]
            where, name = (service.values, rule.target) if rule.target else (service.extra, rule.column)
            before = where.get(name)
            where[name] = f"{before}; {text}" if before else text
