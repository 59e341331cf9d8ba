"""Check how the values of one row are written: as records of an API must be, since HSDS 3."""

from collections.abc import Mapping
from typing import Final

from throughline.formats.hsds.exact import is_uuid
from throughline.formats.hsds.model import HsdsRow
from throughline.formats.hsds.quality.rows import Found, shown
from throughline.formats.hsds.standard import TABLES
from throughline.formats.problems import quoted

_IDS: Final[Mapping[str, tuple[str, ...]]] = {
    name: tuple(one.name for one in table.fields if one.kind == "uuid") for name, table in TABLES.items()
}


def forms(row: HsdsRow) -> Found:
    """
    Find values that are not written as HSDS 3 wants, as records of an API must be, and ids that are no UUIDs.

    Parameters
    ----------
    row : HsdsRow
        The row. What its reader has reported is left out.

    Yields
    ------
    tuple
        Code, grade, field and values for the sentence.
    """
    for name, (code, text) in row.unfit.items():
        if code == "quality_type":
            if name not in row.extra or name not in TABLES[row.table].links:
                yield code, "fault", name, {"kind": text}
        elif code:
            allowed = ", ".join(TABLES[row.table].values.get(name, ()))
            yield code, "fault", name, {"value": shown(row.table, text), "allowed": allowed}
    for name in _IDS[row.table]:
        one = row.values.get(name)
        if one and name not in row.unfit and not is_uuid(one):
            yield "quality_id", "advice", name, {"value": quoted(one)}
