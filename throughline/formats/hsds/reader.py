"""Read a folder of HSDS CSV files."""

import os
from datetime import date
from pathlib import Path

from throughline.formats.hsds import model
from throughline.formats.hsds.cells import TYPES
from throughline.formats.hsds.files import Folder
from throughline.formats.hsds.ids import Ids
from throughline.formats.hsds.model import HsdsRow
from throughline.formats.hsds.report import FieldUse, Freshness, Report
from throughline.formats.hsds.rows import FileReader, Findings
from throughline.formats.hsds.schedules import check_schedules
from throughline.formats.hsds.spec import FOLDED
from throughline.formats.hsds.standard import TABLES
from throughline.formats.problems import BadFile, Problems, quoted
from throughline.formats.tables import DEFAULT_LIMITS, Encoding, Limits

MAX_PROBLEMS = 2000
"""How many problems are kept in full; all are counted."""

Drafts = dict[str, list[HsdsRow]]
Unmapped = dict[str, list[dict[str, str]]]


def read(
    directory: str | os.PathLike[str], *, limits: Limits = DEFAULT_LIMITS, encoding: Encoding = "detect"
) -> model.Directory:
    """
    Read a directory, all or nothing.

    If a file is damaged, the directory is refused. Invalid content is not a reason: a reference to a row that
    does not exist is moved to `extra`, a value that cannot be read is kept in `extra`, and both are reported.

    Parameters
    ----------
    directory : path-like
        A folder of CSV files named as in HSDS 1.0, 1.1, 2.0, 3.0 or 3.1, in any spelling of these names.
    limits : Limits
        How large each file may be.
    encoding : {"detect", "cp1252"}
        Encoding where a file does not declare one.

    Returns
    -------
    Directory
        Every row, in the names of HSDS 3.0, with its report.

    Raises
    ------
    BadFile
        If the folder has no such file, two files have the same table, or a file is damaged, has a column
        twice or none of the columns of its table, or if there is no organization, service or location.
    """
    folder = Folder(Path(directory))
    damage, found = Problems(), Findings(MAX_PROBLEMS)
    reader = FileReader(folder, damage, found, limits, encoding)
    drafts: Drafts = {table: [] for table in TABLES}
    for stem, table in folder.tables:
        drafts[table].extend(reader.read_table(stem))
    folded = {stem: reader.read_unmapped(stem) for stem in folder.stems if stem in FOLDED}
    unmapped: Unmapped = {}
    damage.raise_if_any()
    if not any(drafts[table] for table in ("organization", "service", "location")):
        raise BadFile.of("hsds_no_rows", folder.name)
    _separate_repeated(drafts, unmapped, found)
    for stem, rows in folded.items():
        _fold(stem, folder.path(stem).name, rows, drafts["service"], unmapped)
    _place_services(drafts, found)
    _unlink(drafts, found)
    _join_same_places(drafts, found)
    _check(drafts, found)
    version = folder.version(reader.headers)
    folder.package.compare(version, found)
    return model.Directory(
        version=version,
        report=_report(version, drafts, [*reader.fields, *_absent(folder)], found),
        stems={folder.path(stem).name: stem for stem in folder.stems},
        unmapped={name: tuple(rows) for name, rows in unmapped.items()},
        tables={table: tuple(rows) for table, rows in drafts.items()},
    )


def _absent(folder: Folder) -> list[FieldUse]:
    present = {table for _, table in folder.tables}
    missing = [FieldUse("", "", "missing", table) for table in TABLES if table not in present]
    return [*missing, *(FieldUse(name, "", "not read", "") for name in folder.others())]


def _separate_repeated(drafts: Drafts, unmapped: Unmapped, found: Findings) -> None:
    """Move later rows of a repeated id out of their table. Each file of a table numbers its own rows."""
    for table, rows in drafts.items():
        first: dict[tuple[str, str], int] = {}
        kept: list[HsdsRow] = []
        for draft in rows:
            one, key = draft.values["id"], (draft.source, draft.values["id"])
            if one and key in first:
                found.add(
                    "hsds_duplicate_id", draft.file, draft.row, "id", id=quoted(one), first_row=first[key]
                )
                texts = {name: str(value) for name, value in draft.values.items() if value not in (None, "")}
                unmapped.setdefault(draft.file, []).append({**texts, **draft.extra})
                continue
            first.setdefault(key, draft.row)
            kept.append(draft)
        drafts[table] = kept


def _fold(
    stem: str, file: str, rows: list[dict[str, str]], services: list[HsdsRow], unmapped: Unmapped
) -> None:
    """Join the rows of a table that HSDS 3.0 removed into their services."""
    by_id = {draft.values["id"]: draft for draft in services if draft.values["id"]}
    ids = Ids(by_id)
    rule = FOLDED[stem]
    for row in rows:
        service = by_id.get(ids.find(row.get("service_id", "")))
        text = row.get(rule.column, "")
        if service is None or not text:
            unmapped.setdefault(file, []).append(row)
        elif rule.target:
            before = service.values[rule.target]
            service.values[rule.target] = f"{before}; {text}" if before else text
        else:
            before = service.extra.get(rule.column)
            service.extra[rule.column] = f"{before}; {text}" if before else text


def _unlink(drafts: Drafts, found: Findings) -> None:
    """Move references to rows that do not exist to `extra`."""
    ids = {table: Ids({draft.values["id"] for draft in rows} - {""}) for table, rows in drafts.items()}
    for table, rows in drafts.items():
        for column, target in TABLES[table].links.items():
            for draft in rows:
                one = draft.values[column]
                if not one:
                    continue
                draft.values[column] = ids[target].find(one)
                if not draft.values[column]:
                    draft.extra[column] = one
                    found.add("hsds_no_target", draft.file, draft.row, column, table=target, id=quoted(one))


def _check(drafts: Drafts, found: Findings) -> None:
    for table in ("organization", "service"):
        for draft in drafts[table]:
            if not draft.values["name"]:
                found.add("hsds_nameless", draft.file, draft.row, "name", table=table)
    check_schedules(drafts["schedule"], found)


def _place_services(drafts: Drafts, found: Findings) -> None:
    """Link services to places where the file of services does it, as in HSDS 1.0."""
    placed = 0
    file = ""
    for draft in drafts["service"]:
        location = draft.extra.pop("location_id", "")
        if not location or not draft.values["id"]:
            continue
        values = {**dict.fromkeys(TYPES["service_at_location"], ""), "location_id": location}
        values["service_id"] = draft.values["id"]
        drafts["service_at_location"].append(
            HsdsRow(
                table="service_at_location",
                values=values,
                file=draft.file,
                row=draft.row,
                source=draft.source,
            )
        )
        placed, file = placed + 1, draft.file
    if placed:
        found.add("hsds_placed", file, None, "location_id", n=placed)


def _join_same_places(drafts: Drafts, found: Findings) -> None:
    """Join rows that link the same service to the same place; links to the later ones lead to the first."""
    first: dict[tuple[str, str], HsdsRow] = {}
    same: dict[str, str] = {}
    kept: list[HsdsRow] = []
    for draft in drafts["service_at_location"]:
        values = draft.values
        pair = values["service_id"], values["location_id"]
        before = first.setdefault(pair, draft) if all(pair) else draft
        if before is draft:
            kept.append(draft)
            continue
        if not before.values["id"]:
            before.values["id"] = values["id"]
        same[values["id"]] = before.values["id"]
        texts = [before.values["description"], values["description"]]
        before.values["description"] = "; ".join(dict.fromkeys(filter(None, texts)))
        found.add("hsds_same_place", draft.file, draft.row, "", first_file=before.file, first_row=before.row)
    drafts["service_at_location"] = kept
    for table, rows in drafts.items():
        if "service_at_location_id" in TABLES[table].links:
            for draft in rows:
                one = draft.values["service_at_location_id"]
                draft.values["service_at_location_id"] = same.get(one, one) if one else one


def _report(version: str, drafts: Drafts, fields: list[FieldUse], found: Findings) -> Report:
    at_place = {draft.values["service_id"] for draft in drafts["service_at_location"]} - {""}
    dates: list[date] = []
    for draft in drafts["service"]:
        modified, assured = draft.values["last_modified"], draft.values["assured_date"]
        known = [day for day in (modified and modified.date(), assured) if day]
        dates.extend([max(known)] if known else [])
    return Report(
        version=version,
        n_rows={table: len(rows) for table, rows in drafts.items()},
        fields=tuple(fields),
        problems=tuple(found.rows),
        counts=found.counts(),
        n_locations_without_coordinates=sum(
            draft.values["latitude"] is None or draft.values["longitude"] is None
            for draft in drafts["location"]
        ),
        n_services_without_location=sum(draft.values["id"] not in at_place for draft in drafts["service"]),
        n_services_without_organization=sum(
            not draft.values["organization_id"] for draft in drafts["service"]
        ),
        freshness=Freshness(tuple(sorted(dates)), len(drafts["service"]) - len(dates)),
    )
