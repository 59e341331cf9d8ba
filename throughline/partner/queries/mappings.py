"""Kept mappings of spreadsheets, and what else is known before one is read."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from throughline.formats.folding import fold
from throughline.formats.hsds.sheet_fields import CONFIDENTIAL_COLUMN, KEPT_ASIDE
from throughline.partner.models import DirectoryMapping, SupportKind
from throughline.partner.queries.kinds import KINDS


def directory_mappings() -> QuerySet[DirectoryMapping]:
    return DirectoryMapping.objects.select_related("person")


@dataclass(frozen=True)
class FittingMapping:
    """A kept mapping, as far as a new file has the same columns."""

    mapping_id: str
    name: str
    columns: Mapping[str, str]
    n_all: int
    """Columns of the new file."""


MOST_MAPPINGS = 100


def fitting_mappings(columns: Mapping[str, str]) -> list[FittingMapping]:
    """Kept mappings that know half of these columns, the best fitting first.

    `columns` has what each column seems to be. One that seems to mark confidential addresses does so unless
    the mapping gives it another field: older mappings have only stored it.
    """
    found = []
    for mapping in DirectoryMapping.objects.all()[:MOST_MAPPINGS]:
        same = {name: mapping.columns[name] for name in columns if name in mapping.columns}
        same |= {
            name: CONFIDENTIAL_COLUMN
            for name, key in same.items()
            if key == KEPT_ASIDE and columns[name] == CONFIDENTIAL_COLUMN
        }
        if same and 2 * len(same) >= len(columns):
            found.append(FittingMapping(mapping.public_id, mapping.name, same, len(columns)))
    return sorted(found, key=lambda one: -len(one.columns))


def kinds_by_name() -> dict[str, tuple[str, str]]:
    """The code and the name of each kind of support, by every folded name that means it.

    A name of the district's own goes before a title of Open Eligibility that says the same.
    """
    own = {kind.code: kind.name.texts for kind in SupportKind.objects.all()}
    names = own or {kind.code: {"en": kind.english, "es": kind.spanish} for kind in KINDS}
    found: dict[str, tuple[str, str]] = {}
    for kind in KINDS:
        if kind.code in names:
            for title in kind.open_eligibility:
                found[fold(title)] = (kind.code, _shown(names[kind.code]))
    for code, texts in names.items():
        for text in (code, *texts.values()):
            found[fold(text)] = (code, _shown(texts))
    return found


def _shown(texts: Mapping[str, str]) -> str:
    return texts.get("en") or next(iter(texts.values()), "")
