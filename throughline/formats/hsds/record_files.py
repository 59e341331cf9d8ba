"""Write a directory as JSON: a file of full services, one of full organizations, and what neither has."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final

from throughline.formats.hsds.losses import Losses
from throughline.formats.hsds.model import HsdsRow
from throughline.formats.hsds.nested import Related, link_between, nested_records
from throughline.formats.hsds.standard import TABLES
from throughline.formats.hsds.tabular import losses_text, profile_text
from throughline.formats.hsds.version import ONE, Version
from throughline.formats.zipping import zipped

AT_ONCE: Final = 200
"""Rows whose records are in memory at once."""

_WHOLE: Final = ("service", "organization", "taxonomy", "taxonomy_term", "unit", "meta_table_description")
"""Tables with a file of all their records. Of the others there is a file of those that no record holds."""

_FLAT: Final = ("organization", "program")
"""Records that stand in others without what belongs to them: they are in full in their own file."""


def write_records(
    source: Related, version: Version, *, created: datetime, root: dict[str, str] | None = None
) -> tuple[Iterator[bytes], Losses]:
    """
    Write a directory as JSON.

    Parameters
    ----------
    source : Related
        The directory. Ids and links are UUIDs.
    version : str
        The version of the standard.
    created : datetime
        The time of its content.
    root : dict of str to str, optional
        More for the root object, such as the address of the profile.

    Returns
    -------
    tuple of iterator of bytes, Losses
        The pieces of a zip, and what could not be written: complete once the zip is. The records of
        `AT_ONCE` rows are kept in memory.
    """
    losses = Losses()
    return zipped(_files(source, version, losses, root or {}), created), losses


def _files(
    source: Related, version: Version, losses: Losses, root: dict[str, str]
) -> Iterator[tuple[str, Iterable[bytes]]]:
    for name in sorted(TABLES, key=lambda one: (one not in _WHOLE, one)):
        table = TABLES[name]
        if table.since > version:
            for row in source.rows(name):
                losses.add(row, "", "no table")
            continue
        records = _records(name, version, source, losses)
        first = next(records, None)
        if first is not None:
            yield f"{table.stem}.json", _array(first, records)
    yield "base.json", [(json.dumps({"version": version, **root}, indent=2) + "\n").encode()]
    yield "profile.json", [profile_text(version).encode()]
    if losses:
        yield "losses.csv", [losses_text(losses).encode()]


def _array(first: dict[str, Any], others: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    yield b"[\n" + _line(first)
    for record in others:
        yield b",\n" + _line(record)
    yield b"\n]\n"


def _line(record: dict[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "replace")


def _records(table: str, version: Version, source: Related, losses: Losses) -> Iterator[dict[str, Any]]:
    all_rows = iter(source.rows(table))
    while rows := list(islice(all_rows, AT_ONCE)):
        chosen = rows if table in _WHOLE else _not_held(table, rows, version, source)
        yield from nested_records(chosen, version, source, flat=_FLAT, losses=losses)


def _not_held(table: str, rows: Sequence[HsdsRow], version: Version, source: Related) -> list[HsdsRow]:
    """Select the rows that no record holds."""
    holders = _holders(table, version)
    if table not in {"attribute", "metadata"}:
        links = [link_between(table, holder) for holder in holders]
        return [row for row in rows if not any(row.values[link] for link in links)]
    link = link_between(table, "")
    wanted = dict.fromkeys(row.values[link] for row in rows if row.values[link])
    there: set[str] = set()
    for holder in holders:
        there.update(one.values["id"] for one in source.related(holder, "id", wanted))
    return [row for row in rows if row.values[link] not in there]


def _holders(table: str, version: Version) -> list[str]:
    """Tables whose records hold lists of records of a table."""
    return [
        name
        for name, one in TABLES.items()
        if one.since <= version
        and any(child == table and key not in ONE for key, child in one.nested_in(version).items())
    ]
