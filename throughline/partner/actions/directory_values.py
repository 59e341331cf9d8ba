"""Convert the values of a directory to fit the columns of its tables."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Final

from django.db import models

from throughline.formats import hsds
from throughline.partner.models import DirectoryRow

NAMES: Final = (
    "name alternate_name title department attention address_1 address_2 city region tax_status legal_status"
)
MAY_BE_CUT: Final = frozenset([*NAMES.split(), "number"])
"""Columns whose text may be cut to their length."""

LARGEST_SMALL_INTEGER: Final = 32_767


def without_field(row: hsds.HsdsRow, columns: Collection[str], links: Mapping[str, str]) -> dict[str, str]:
    """What a row says in fields of HSDS that have none here."""
    known = {*columns, *links, "id"}
    return {
        name: str(value)
        for name, value in row.values.items()
        if value not in (None, "") and name not in known
    }


def fitting(
    model: type[DirectoryRow], values: Mapping[str, object]
) -> tuple[dict[str, object], dict[str, str]]:
    """Convert values to fit their columns: years are whole, long names are cut.

    What would mean something else if it were cut (an address, a link, a rule, a number) does not fit. What
    does not fit and what was cut is returned apart, whole.
    """
    fit: dict[str, object] = {}
    unfit: dict[str, str] = {}
    for name, value in values.items():
        field = model._meta.get_field(name)
        if isinstance(value, float):
            value = round(value) if isinstance(field, models.PositiveSmallIntegerField) else value
        longest = getattr(field, "max_length", None)
        if isinstance(value, int) and not 0 <= value <= LARGEST_SMALL_INTEGER:
            fit[name], unfit[name] = None, str(value)
        elif isinstance(value, str) and longest and len(value) > longest and name not in MAY_BE_CUT:
            fit[name], unfit[name] = "", value
        elif isinstance(value, str) and longest and len(value) > longest:
            fit[name], unfit[name] = cut(value, longest), value
        elif isinstance(value, datetime) and value.tzinfo is None:
            fit[name] = value.replace(tzinfo=UTC)
        else:
            fit[name] = value
    return fit, unfit


def cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
