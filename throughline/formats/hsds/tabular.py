"""Write a directory as tables: one CSV per table of the standard, described by a data package."""

import json
import tempfile
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from functools import cache, lru_cache
from typing import IO, Any, Final, Literal

from throughline.formats import data_package
from throughline.formats.data_package import Column, DataPackage
from throughline.formats.hsds.additions import AS_WRITTEN, NOT_STATED, SOURCE_ID
from throughline.formats.hsds.losses import HEADER, Losses
from throughline.formats.hsds.model import HsdsRow
from throughline.formats.hsds.nested import Rows
from throughline.formats.hsds.profile import profile
from throughline.formats.hsds.records import added, fitting, gaps
from throughline.formats.hsds.spellings import known_spellings
from throughline.formats.hsds.standard import TABLES
from throughline.formats.hsds.version import Field, Version
from throughline.formats.names import plain_name
from throughline.formats.writing import Cell, csv_lines

_FIRST: Final = (
    "organization",
    "program",
    "service",
    "location",
    "service_at_location",
    "contact",
    "phone",
    "taxonomy",
    "taxonomy_term",
    "unit",
)
ORDER: Final = (*_FIRST, *(name for name in TABLES if name not in _FIRST))
"""The tables, so that each stands after those that it refers to."""

MOST_COLUMNS: Final = 1_000
"""How many columns beside the standard a table may have."""

_MEMORY: Final = 1_000_000
_TYPES: Final[Mapping[str, Literal["string", "number", "date", "time", "datetime"]]] = {
    "number": "number",
    "date": "date",
    "time": "time",
    "datetime": "datetime",
}


def write_tables(
    source: Rows,
    version: Version,
    *,
    title: str,
    created: datetime,
    profile_url: str = "",
    without: Collection[str] = (),
) -> tuple[Iterator[bytes], Losses]:
    """
    Write a directory as a tabular data package.

    Parameters
    ----------
    source : Rows
        The directory. Ids and links are UUIDs; each link leads to a row that is there.
    version : str
        The version of the standard.
    title : str
        What the directory is called.
    created : datetime
        The time of its content.
    profile_url : str
        Where our profile is published.
    without : collection of str
        Tables that are left out, with the columns of the links to them, and names of other columns: a blank
        would say that there is no such row or value.

    Returns
    -------
    tuple of iterator of bytes, Losses
        The pieces of a zip, and what could not be written: complete once the zip is. One row and the names
        of the columns are kept in memory.
    """
    losses = Losses()
    package = DataPackage(
        name="human_services_data",
        title=title,
        description="A directory of services in the Human Services Data Specification (HSDS).",
        created=created,
        tables=_tables(source, version, losses, without),
        files=_files(version, losses),
        about={"version": f"{version}.0", **({"hsds_profile": profile_url} if profile_url else {})},
        guard=False,
    )
    return data_package.stream(package), losses


def _files(version: Version, losses: Losses) -> Iterator[tuple[str, str]]:
    yield "profile.json", profile_text(version)
    if losses:
        yield "losses.csv", losses_text(losses)


def profile_text(version: Version) -> str:
    """
    Write the profile as a file.

    Parameters
    ----------
    version : str
        The version of the standard.

    Returns
    -------
    str
        A JSON object with a merge patch for each schema.
    """
    return json.dumps(profile(version), indent=2, ensure_ascii=False) + "\n"


def losses_text(losses: Losses) -> str:
    """
    Write the losses as a CSV file.

    Parameters
    ----------
    losses : Losses
        What could not be written.

    Returns
    -------
    str
        The lines of the file.
    """
    rows: list[list[Cell]] = [[one.table, one.field, one.reason, one.n, one.example_id] for one in losses]
    return "".join(csv_lines(HEADER, rows))


def _tables(
    source: Rows, version: Version, losses: Losses, without: Collection[str]
) -> Iterator[data_package.Table]:
    written: dict[str, set[bytes]] = {}
    for name in ORDER:
        if name in without:
            continue
        table = TABLES[name]
        if table.since > version:
            for row in source.rows(name):
                losses.add(row, "", "no table")
            continue
        with tempfile.SpooledTemporaryFile(_MEMORY, "w+", encoding="ascii") as file:
            spool = _Spool(name, version, file, written, losses, without)
            for row in source.rows(name):
                spool.add(row)
            if spool.n_rows:
                yield data_package.Table(
                    name=name,
                    description=f"The table {name} of HSDS {version}.",
                    columns=spool.columns(),
                    rows=spool.rows(),
                    key=("id",),
                    refers=tuple(
                        (one.name, "" if one.link == name else one.link, "id")
                        for one in table.fields_in(version)
                        if written.get(one.link)
                    ),
                    file=f"{table.stem}.csv",
                )


class _Spool:
    """The rows of a table on their way to its file, whose columns are known when all rows were seen."""

    def __init__(
        self,
        table: str,
        version: Version,
        file: IO[str],
        written: dict[str, set[bytes]],
        losses: Losses,
        without: Collection[str],
    ) -> None:
        self._table = table
        fields = TABLES[table].fields_in(version)
        self._fields = [one for one in fields if one.link not in without and one.name not in without]
        self._version: Version = version
        self._file = file
        self._losses = losses
        self._written = written
        self._ids: set[bytes] = set()
        if table in _FIRST:
            written[table] = self._ids
        links = TABLES[table].links
        self._links = {name: to for name, to in links.items() if to != table}
        self._own_links = {name: to for name, to in links.items() if to == table}
        self._n_filled = dict.fromkeys((one.name for one in self._fields), 0)
        self._beside: dict[str, None] = {}
        self.n_rows = 0

    def add(self, row: HsdsRow) -> None:
        self._losses.add_later_fields(row, self._version)
        missing = gaps(row, self._version)
        if missing:
            self._losses.add(row, missing[0], "required value missing")
            return
        values, others = fitting(row, self._version)
        self._unlink(row, values, self._links)
        for name, value in values.items():
            if name in self._n_filled:
                self._n_filled[name] += value != ""
        beside: dict[str, Cell] = {}
        for name, value in added(row, others).items():
            column = self._column(name, beside)
            if column not in self._beside and len(self._beside) >= MOST_COLUMNS:
                self._losses.add(row, name, "too many columns")
                continue
            self._beside[column] = None
            beside[column] = value
        self._file.write(json.dumps([values, beside]))
        self._file.write("\n")
        self.n_rows += 1
        if self._table in _FIRST:
            self._ids.add(_id(row.values["id"]))

    def _unlink(self, row: HsdsRow, values: dict[str, Any], links: Mapping[str, str]) -> None:
        """Take out links to rows that are not written, such as one that came while the others were."""
        for field, to in links.items():
            one = values.get(field)
            if one and _id(one) not in self._written.get(to, ()):
                del values[field]
                self._losses.add(row, field, "no such row")

    def _column(self, name: str, beside: Mapping[str, Cell]) -> str:
        """Name a column so that a reader, to whom spellings are the same, takes it for no other one."""
        column = _column_name(self._table, name)
        while column in beside:
            column += "_2"
        return column

    def columns(self) -> tuple[Column, ...]:
        own = (self._described(one) for one in self._fields)
        return (*own, *(Column(name, _about(name)) for name in self._beside))

    def _described(self, field: Field) -> Column:
        return Column(
            field.name,
            "",
            type=_TYPES.get(field.kind, "string"),
            format=field.kind if field.kind in {"uuid", "uri", "email"} else "",
            is_required=self._n_filled[field.name] == self.n_rows and field.name in self._required,
            values=field.values,
        )

    @property
    def _required(self) -> set[str]:
        return {one.name for one in self._fields if one.is_required or one.is_required_in_tables}

    def rows(self) -> Iterator[list[Any]]:
        self._file.seek(0)
        fields, others = [one.name for one in self._fields], list(self._beside)
        for line in self._file:
            values, beside = json.loads(line)
            if self._own_links:
                self._unlink(HsdsRow(table=self._table, values=dict(values)), values, self._own_links)
            yield [*map(values.get, fields), *map(beside.get, others)]


@cache
def _spellings(table: str) -> Mapping[str, str]:
    return known_spellings(TABLES[table].by_name)


@lru_cache(10_000)
def _column_name(table: str, name: str) -> str:
    column = " ".join(name.lower().split()) or "column"
    is_another = _spellings(table).get(plain_name(column), column) != column
    return column + AS_WRITTEN if is_another else column


def _id(text: str) -> bytes:
    """An id in little memory."""
    return bytes.fromhex(text.replace("-", ""))


def _about(column: str) -> str:
    if column == SOURCE_ID:
        return "The id of the row in the directory that it came from, where it is another than its id."
    if column == NOT_STATED:
        return "Fields that have a value only because the standard requires one."
    if column.endswith(AS_WRITTEN):
        return "What stands in the directory in the place of the field, which it does not fit."
    return "A column of the directory that the rows came from."
