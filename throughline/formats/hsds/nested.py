"""Write rows as records that hold the records of other tables, as JSON of the standard does."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final, Protocol

from throughline.formats.hsds.losses import Losses
from throughline.formats.hsds.model import HsdsRow
from throughline.formats.hsds.records import Record, gaps, record_of
from throughline.formats.hsds.standard import TABLES
from throughline.formats.hsds.version import ONE, Version

_LINKS_TO_ANY: Final = {"attribute": "link_id", "metadata": "resource_id"}


class Related(Protocol):
    """A directory that finds rows by a link."""

    def rows(self, table: str) -> Iterable[HsdsRow]:
        """
        Return the rows of a table.

        Parameters
        ----------
        table : str
            The table.

        Returns
        -------
        iterable of HsdsRow
            Its rows, in a stable order.
        """
        ...

    def related(self, table: str, field: str, ids: Collection[str]) -> Iterable[HsdsRow]:
        """
        Find rows by a link.

        Parameters
        ----------
        table : str
            The table.
        field : str
            One of its links, or id.
        ids : collection of str
            The ids that the field may have.

        Returns
        -------
        iterable of HsdsRow
            The rows, in a stable order.
        """
        ...


class Grouped:
    """
    Finds rows of a directory that is in memory, or small enough to be, by their links.

    Parameters
    ----------
    source : object
        A directory with `rows(table)`.
    """

    def __init__(self, source: "Rows") -> None:
        self._source = source
        self._groups: dict[tuple[str, str], dict[str, list[HsdsRow]]] = {}

    def rows(self, table: str) -> Iterable[HsdsRow]:
        """
        Return the rows of a table.

        Parameters
        ----------
        table : str
            The table.

        Returns
        -------
        iterable of HsdsRow
            Its rows.
        """
        return self._source.rows(table)

    def related(self, table: str, field: str, ids: Collection[str]) -> Iterable[HsdsRow]:
        """
        Find rows by a link.

        Parameters
        ----------
        table : str
            The table.
        field : str
            One of its links, or id.
        ids : collection of str
            The ids that the field may have.

        Returns
        -------
        list of HsdsRow
            The rows.
        """
        groups = self._groups.get((table, field))
        if groups is None:
            groups = self._groups[table, field] = {}
            for row in self._source.rows(table):
                groups.setdefault(row.values[field] or "", []).append(row)
        return [row for one in ids for row in groups.get(one, ())]


class Rows(Protocol):
    """A directory, read or the district's own."""

    def rows(self, table: str) -> Iterable[HsdsRow]:
        """
        Return the rows of a table.

        Parameters
        ----------
        table : str
            The table.

        Returns
        -------
        iterable of HsdsRow
            Its rows.
        """
        ...


def link_between(child: str, parent: str) -> str:
    """
    Name the field by which the rows of a table belong to those of another.

    Parameters
    ----------
    child, parent : str
        The tables.

    Returns
    -------
    str
        The field of the first.
    """
    if child in _LINKS_TO_ANY:
        return _LINKS_TO_ANY[child]
    return next(name for name, table in TABLES[child].links.items() if table == parent)


def nested_records(
    rows: Sequence[HsdsRow],
    version: Version,
    source: Related,
    *,
    flat: Collection[str] = (),
    losses: Losses | None = None,
) -> list[Record]:
    """
    Write rows of one table with all that belongs to them.

    Parameters
    ----------
    rows : sequence of HsdsRow
        The rows. As many queries are made for many of them as for one.
    version : str
        The version of the standard.
    source : Related
        The directory they are from.
    flat : collection of str
        Names under which a record stands without what belongs to it, such as the organization of a service.
    losses : Losses, optional
        Counts what cannot be written.

    Returns
    -------
    list of dict
        The records, without those that would not be valid.
    """
    written = _written(rows, version, source, frozenset(flat), losses if losses is not None else Losses())
    return [record for record in written if record is not None]


def _written(
    rows: Sequence[HsdsRow], version: Version, source: Related, flat: frozenset[str], losses: Losses
) -> list[Record | None]:
    """Write rows; None in place of those that would not be valid."""
    if not rows:
        return []
    held: list[dict[str, Record | list[Record]]] = [{} for _ in rows]
    parent = rows[0].table
    for name, table in TABLES[parent].nested_in(version).items():
        if name in ONE:
            field = "taxonomy_id" if name == "taxonomy_detail" else f"{name}_id"
            wanted = dict.fromkeys(row.values[field] for row in rows if row.values[field])
            children = list(source.related(table, "id", wanted)) if wanted else []
            by_id = _by_id(children, version, source, flat, losses, is_flat=name in flat)
            for row, own in zip(rows, held, strict=True):
                if row.values[field] in by_id:
                    own[name] = by_id[row.values[field]]
            continue
        link = link_between(table, parent)
        ids = [row.values["id"] for row in rows]
        children = list(source.related(table, link, ids))
        groups: dict[str, list[Record]] = {}
        for child, record in zip(children, _written(children, version, source, flat, losses), strict=True):
            if record is not None:
                groups.setdefault(child.values[link], []).append(record)
        for one, own in zip(ids, held, strict=True):
            if one in groups:
                own[name] = groups[one]
    return [_record(row, version, own, losses) for row, own in zip(rows, held, strict=True)]


def _by_id(
    rows: Sequence[HsdsRow],
    version: Version,
    source: Related,
    flat: frozenset[str],
    losses: Losses,
    *,
    is_flat: bool,
) -> dict[str, Record]:
    if is_flat:
        return {row.values["id"]: record_of(row, version) for row in rows}
    records = _written(rows, version, source, flat, losses)
    return {row.values["id"]: record for row, record in zip(rows, records, strict=True) if record is not None}


def _record(
    row: HsdsRow, version: Version, held: dict[str, Record | list[Record]], losses: Losses
) -> Record | None:
    losses.add_later_fields(row, version)
    missing = gaps(row, version, held)
    if missing:
        losses.add(row, missing[0], "required value missing")
        return None
    return record_of(row, version, held)
