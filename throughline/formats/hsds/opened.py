"""A directory that is read row by row: checked as a whole first, and never whole in memory."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from throughline.formats.hsds.checks import Summary, check_row, placed_row
from throughline.formats.hsds.files import Folder
from throughline.formats.hsds.folded import Folded, Unmapped
from throughline.formats.hsds.ids import Ids
from throughline.formats.hsds.json_source import SUFFIXES, JsonSource, json_files
from throughline.formats.hsds.model import HsdsRow
from throughline.formats.hsds.package import Package
from throughline.formats.hsds.places import Places
from throughline.formats.hsds.report import FieldUse, Report
from throughline.formats.hsds.rows import Findings, Lines, TableReader
from throughline.formats.hsds.schedules import NumberedDays, read_numbered_day
from throughline.formats.hsds.spec import FOLDED, OldFile
from throughline.formats.hsds.standard import TABLES
from throughline.formats.problems import BadFile, Problems, quoted
from throughline.formats.tables import DEFAULT_LIMITS, Encoding, Limits

MAX_PROBLEMS = 2000
"""How many problems are kept in full; all are counted."""

_ORGANIZATION_OF_ADDRESS = "organization_id"
"""HSDS 1 gives organizations addresses. The link has no field in HSDS 3 and stays in `extra`."""


class Source(Protocol):
    """The tables of a directory, in files of any kind."""

    name: str
    package: Package
    stems: tuple[str, ...]
    tables: list[tuple[str, str]]

    def lines(self, stem: str, damage: Problems | None, limits: Limits, encoding: Encoding) -> Lines:
        """Open a file."""

    def source(self, stem: str) -> OldFile:
        """Tell how a file differs from the table of HSDS 3.0."""

    def others(self) -> list[str]:
        """List the files that are not part of the standard."""

    def version(self, headers: Mapping[str, frozenset[str]]) -> str:
        """Detect the version of the standard."""

    def files(self) -> Mapping[str, str]:
        """Name each file in the standard."""

    def note(self, found: Findings) -> None:
        """Report what was found while the files were taken apart."""

    def close(self) -> None:
        """Delete what was kept beside the files."""


class OpenDirectory:
    """
    A directory whose files were checked, and whose rows are read again table by table.

    It is a context manager: `close` deletes what was kept beside the files.

    Parameters
    ----------
    source : Source
        The files.
    limits : Limits
        How large each file may be.
    encoding : {"detect", "cp1252"}
        Encoding where a file does not declare one.

    Attributes
    ----------
    version : str
        Version of the standard the files were written in.
    report : Report
        What was mapped, not mapped and missing, and what does not fit together.
    stems : mapping of str to str
        The name of each file in the standard, without its ending.
    unmapped : mapping of str to tuple of mapping
        Rows that have no place in any table, by file: the first ones of each file.

    Raises
    ------
    BadFile
        If a file is damaged, or if there is no organization, service or location.
    """

    def __init__(self, source: Source, limits: Limits, encoding: Encoding) -> None:
        self._source, self._limits, self._encoding = source, limits, encoding
        self._readers: dict[str, list[TableReader]] = {table: [] for table in TABLES}
        self._repeated: dict[str, dict[int, int]] = {}
        self._ids = {table: Ids() for table in TABLES}
        self._folded, self._places = Folded(), Places()
        found, unmapped = Findings(MAX_PROBLEMS), Unmapped()
        self.stems: Mapping[str, str] = source.files()
        headers = self._read_ids(found)
        source.note(found)
        headers |= self._read_folded(found, unmapped)
        self.version: str = source.version(headers)
        self.report: Report = self._checked(found, unmapped)
        self.unmapped = {name: tuple(rows) for name, rows in unmapped.rows.items()}

    def rows(self, table: str) -> Iterator[HsdsRow]:
        """
        Stream the rows of a table, each time from the beginning.

        Parameters
        ----------
        table : str
            The table, such as service.

        Yields
        ------
        HsdsRow
            Its rows, in the order of the files.
        """
        has_place = "service_at_location_id" in TABLES[table].links
        for number, row in enumerate(self._linked(table, Findings(0), None)):
            if table == "service_at_location" and not self._places.join(number, row):
                continue
            if has_place and (one := row.values["service_at_location_id"]):
                row.values["service_at_location_id"] = self._places.same.get(one, one)
            yield row

    def close(self) -> None:
        """Delete what was kept beside the files. Rows can no longer be read."""
        self._source.close()

    def __enter__(self) -> Self:
        """Return the directory."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the directory."""
        self.close()

    def _read_ids(self, found: Findings) -> dict[str, frozenset[str]]:
        """Read every table once for its ids and for damage; return the columns of each file."""
        damage = Problems()
        n_main = 0
        for stem, table in self._source.tables:
            lines = self._source.lines(stem, damage, self._limits, self._encoding)
            reader = TableReader(lines, stem, self._source.source(stem))
            self._readers[table].append(reader)
            first: dict[str, int] = {}
            repeated: dict[int, int] = {}
            n_rows = 0
            for row, one in reader.ids():
                if one and first.setdefault(one, row) != row:
                    repeated[n_rows] = first[one]
                n_rows += 1
            for one in first:
                self._ids[table].add(one)
            self._repeated[stem] = repeated
            n_main += n_rows if table in {"organization", "service", "location"} else 0
            self._read_numbering(reader, found)
        for stem in self._source.stems:
            if stem in FOLDED:
                for _line in self._source.lines(stem, damage, self._limits, self._encoding):
                    pass
        damage.raise_if_any()
        if not n_main:
            raise BadFile.of("hsds_no_rows", self._source.name)
        readers = [one for table in self._readers.values() for one in table]
        return {one.stem: frozenset(one.names) for one in readers}

    def _read_numbering(self, reader: TableReader, found: Findings) -> None:
        """Find out what numbers of days mean in a file of schedules."""
        if reader.table != "schedule" or "weekday" not in reader.names:
            return
        days = NumberedDays()
        for row in reader.rows(Findings(0)):
            days.see(row)
        reader.numbering = days.meaning(reader.file, reader.header_of("weekday"), found)

    def _read_folded(self, found: Findings, unmapped: Unmapped) -> dict[str, frozenset[str]]:
        """Read the files that HSDS 3.0 has no table for; return their columns."""
        headers = {}
        for stem in self._source.stems:
            if stem in FOLDED:
                lines = self._source.lines(stem, None, self._limits, self._encoding)
                services = self._ids["service"]
                headers[stem] = self._folded.read(lines, stem, services, unmapped, found)
        return headers

    def _checked(self, found: Findings, unmapped: Unmapped) -> Report:
        """Read every row once and report what does not fit."""
        summary = Summary(self._places.services)
        for table in TABLES:
            for number, row in enumerate(self._linked(table, found, unmapped)):
                if table != "service_at_location" or self._places.see(number, row, found):
                    summary.add(row)
                    check_row(row, found)
            for reader in self._readers[table]:
                reader.note_marks(found)
        self._places.finish()
        if n_placed := sum(1 for _row in self._placed()):
            (services,) = self._readers["service"]
            found.add("hsds_placed", services.file, None, "location_id", n=n_placed)
        self._source.package.compare(self.version, found)
        return summary.report(self.version, [*self._fields(), *self._absent()], found)

    def _fields(self) -> Iterator[FieldUse]:
        order = {stem: number for number, (stem, _table) in enumerate(self._source.tables)}
        readers = [one for table in self._readers.values() for one in table]
        for reader in sorted(readers, key=lambda one: order[one.stem]):
            yield from reader.fields()
        yield from self._folded.fields

    def _absent(self) -> Iterator[FieldUse]:
        for table in TABLES:
            if not self._readers[table]:
                yield FieldUse("", "", "missing", table)
        for name in self._source.others():
            yield FieldUse(name, "", "not read", "")

    def _own(self, table: str, found: Findings, unmapped: Unmapped | None) -> Iterator[HsdsRow]:
        """Stream the rows of the files of a table, each id once."""
        for reader in self._readers[table]:
            repeated = self._repeated[reader.stem]
            column = reader.header_of("weekday") if table == "schedule" else ""
            for number, row in enumerate(reader.rows(found)):
                if column:
                    read_numbered_day(row, reader.numbering, column, found)
                if number in repeated:
                    if unmapped is not None:
                        first_row = repeated[number]
                        one = quoted(row.values["id"])
                        found.add("hsds_duplicate_id", row.file, row.row, "id", id=one, first_row=first_row)
                        unmapped.add_row(row)
                    continue
                yield row

    def _placed(self) -> Iterator[HsdsRow]:
        """Stream the links to places that stand in the file of services, as in HSDS 1.0."""
        if any("location_id" in reader.names for reader in self._readers["service"]):
            for service in self._own("service", Findings(0), None):
                if service.values["id"] and (location := service.extra.get("location_id", "")):
                    yield placed_row(service, location)

    def _linked(self, table: str, found: Findings, unmapped: Unmapped | None) -> Iterator[HsdsRow]:
        """Stream the rows of a table, with what belongs to them and with links to rows that exist."""
        links = {name: self._ids[target] for name, target in TABLES[table].links.items()}
        for row in self._own(table, found, unmapped):
            if table == "service":
                self._folded.join(row)
                row.extra.pop("location_id", None)
            self._link(row, links, found)
            yield row
        if table == "service_at_location":
            for row in self._placed():
                self._link(row, links, found)
                yield row

    def _link(self, row: HsdsRow, links: Mapping[str, Ids], found: Findings) -> None:
        """Move references to rows that do not exist to `extra`."""
        for name, ids in links.items():
            if one := row.values[name]:
                row.values[name] = ids.find(one)
                if not row.values[name]:
                    row.extra[name] = one
                    target = TABLES[row.table].links[name]
                    found.add("hsds_no_target", row.file, row.row, name, table=target, id=quoted(one))
        name = _ORGANIZATION_OF_ADDRESS
        if row.table == "address" and (one := row.extra.get(name, "")):
            organization = self._ids["organization"].find(one)
            if organization:
                row.extra[name] = organization
            else:
                table = "organization"
                found.add("hsds_no_target", row.file, row.row, name, table=table, id=quoted(one))


def open_directory(
    path: str | os.PathLike[str], *, limits: Limits = DEFAULT_LIMITS, encoding: Encoding = "detect"
) -> OpenDirectory:
    """
    Check a directory, all or nothing, and open it to be read row by row.

    If a file is damaged, the directory is refused. Invalid content is not a reason: a reference to a row that
    does not exist is moved to `extra`, a value that cannot be read is kept in `extra`, and both are reported.

    Parameters
    ----------
    path : path-like
        A folder of CSV files named as in HSDS 1.0, 1.1, 2.0, 3.0 or 3.1, in any spelling of these names; or
        of JSON files with records of HSDS 3, such as answers of its API; or one such JSON file.
    limits : Limits
        How large each file may be.
    encoding : {"detect", "cp1252"}
        Encoding where a file does not declare one.

    Returns
    -------
    OpenDirectory
        The directory. Close it, or use it in a `with` statement.

    Raises
    ------
    BadFile
        If the folder has no such file, two files have the same table, or a file is damaged, has a column
        twice or none of the columns of its table, or if there is no organization, service or location.
    """
    source = _source(Path(path), limits, encoding)
    try:
        return OpenDirectory(source, limits, encoding)
    except BaseException:
        source.close()
        raise


def _source(path: Path, limits: Limits, encoding: Encoding) -> Source:
    """Find the files: CSV files, or JSON files where there are no tables in CSV."""
    if path.is_file() and path.suffix.lower() in SUFFIXES:
        return JsonSource(path.name, [path], Package(path), limits, encoding)
    try:
        return Folder(path)
    except BadFile as error:
        if error.code != "hsds_no_tables" or not path.is_dir():
            raise
        package = Package(path)
        files = json_files(path, package)
        if not files and not package.records:
            raise
    return JsonSource(path.name, files, package, limits, encoding)
