"""Links of a directory to rows that are not in its files: those that earlier imports brought."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final
from uuid import UUID

from throughline.formats import hsds
from throughline.formats.hsds.spec import OLD_FILES, OWN_FILES
from throughline.formats.problems import ReportRow
from throughline.partner.models import MergedRow
from throughline.partner.queries import MODELS, kept_key

NO_TARGET: Final = "hsds_no_target"


class EarlierRows:
    """Finds the rows of the district that links mean whose target is not in the files.

    The reader puts such a link into `extra` of its row and reports it. One that leads to a row here is no
    problem, so it is taken out of the report.
    """

    def __init__(self, problems: Iterable[ReportRow]) -> None:
        self._keys: dict[str, dict[str, int]] = {}
        self._reported = {(one.file, one.row, one.column) for one in problems if one.code == NO_TARGET}
        self._found: set[tuple[str, int | None, str | None]] = set()
        self._n_found: Counter[tuple[str, str]] = Counter()

    def look_up(self, rows: Sequence[hsds.HsdsRow], links: Mapping[str, str]) -> None:
        """Look the links of some rows up. `links` are the tables that they lead to, by field."""
        wanted: dict[str, set[str]] = {}
        for row in rows:
            for name, target in links.items():
                if one := row.extra.get(name, ""):
                    wanted.setdefault(target, set()).add(one)
        for target, ids in wanted.items():
            known = self._keys.setdefault(target, {})
            known |= _stored_keys(target, ids - known.keys())

    def key(self, table: str, one: str) -> int | None:
        return self._keys.get(table, {}).get(one)

    def note_found(self, rows: Iterable[hsds.HsdsRow], links: Mapping[str, str]) -> None:
        """Note which of the links of some rows, each row once, are no problem."""
        for row in rows:
            for name, target in links.items():
                if self.key(target, row.extra.get(name, "")) is not None:
                    self._n_found[row.file, name] += 1
                    place = (row.file, row.row, name)
                    if place in self._reported:
                        self._found.add(place)

    def problems_left(self, problems: Iterable[ReportRow]) -> list[ReportRow]:
        return [
            one
            for one in problems
            if one.code != NO_TARGET or (one.file, one.row, one.column) not in self._found
        ]

    def counts_left(self, counts: Iterable[hsds.ProblemCount]) -> list[list[str | int]]:
        left: list[list[str | int]] = []
        for one in counts:
            n = one.n - (self._n_found[one.file, one.column] if one.code == NO_TARGET else 0)
            if n > 0:
                left.append([one.code, one.file, one.column, n])
        return left


def _stored_keys(table: str, ids: Collection[str]) -> dict[str, int]:
    """The keys of rows by the ids that they have in a file, here, or had before a merge."""
    if not ids:
        return {}
    rows = MODELS[table].objects.order_by()
    old_files = [stem for stem, old in OLD_FILES.items() if old.table == table and stem not in OWN_FILES]
    names = {f"{stem}:{one}": one for stem in old_files for one in ids} | {one: one for one in ids}
    stored = dict(rows.filter(foreign_id__in=names).values_list("foreign_id", "pk"))
    found = {names[one]: stored[one] for one in sorted(stored, key=lambda one: one in ids)}
    uuids = {key: one for one in ids if one not in found and (key := _uuid(one))}
    published = rows.filter(hsds_id__in=uuids).values_list("hsds_id", "pk")
    found |= {uuids[hsds_id]: key for hsds_id, key in published}
    missing = set(ids) - found.keys()
    rows_merged = MergedRow.objects.filter(table=table, foreign_id__in=missing)
    merged = set(rows_merged.values_list("foreign_id", flat=True))
    kept = {one: kept_key(table, foreign_id=one) for one in merged}
    return found | {one: key for one, key in kept.items() if key is not None}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
