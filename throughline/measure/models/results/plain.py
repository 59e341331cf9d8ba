"""One plain, versioned way from frozen dataclasses to JSON and back.

A field without a default is always written; one with a default is left out while it has it. What is kept in
a row names its schema and version, so that a later version of the product knows what it reads.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, overload

from cattrs import Converter
from cattrs.errors import CattrsError
from cattrs.gen import make_dict_unstructure_fn

from throughline.measure.models.results.rules import Rules
from throughline.ui.fields import TranslatedText

Kept = TypeVar("Kept")
One = TypeVar("One")
Two = TypeVar("Two")
Three = TypeVar("Three")
Four = TypeVar("Four")
Five = TypeVar("Five")

VERSION = 1
SCHEMA, SCHEMA_VERSION = "schema", "schema_version"


class UnknownStored(ValueError):
    """What a row keeps is not what this version of the product writes there."""


def _text_to_plain(text: TranslatedText) -> dict[str, Any]:
    return {"source": text.source_language, "texts": dict(text.texts)}


def _text_from_plain(plain: Mapping[str, Any], _kind: object) -> TranslatedText:
    return TranslatedText(
        str(plain["source"]), {str(code): str(said) for code, said in plain["texts"].items()}
    )


def _strictly(*kinds: type) -> Callable[[object, object], object]:
    """Takes a value as it stands, or not at all: nothing is rounded, and no text is read as a number."""

    def take(value: object, kind: object) -> object:
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            raise TypeError(f"{value!r} is no {kind}")
        return value

    return take


def _by_row_number(plain: Mapping[str, Any], _kind: object) -> dict[int, tuple[str, ...]]:
    """JSON has texts for keys."""
    return {int(row): converter.structure(keys, tuple[str, ...]) for row, keys in plain.items()}


# What is wrong in a value is of no use to anybody who meets it: without that search, reading is faster.
converter = Converter(
    forbid_extra_keys=True,
    omit_if_default=True,
    unstruct_collection_overrides={tuple: list},
    detailed_validation=False,
)
for primitive, taken in ((int, (int,)), (float, (int, float)), (str, (str,)), (bool, (bool,))):
    converter.register_structure_hook(primitive, _strictly(*taken))
converter.register_structure_hook_func(lambda kind: kind == dict[int, tuple[str, ...]], _by_row_number)
# Rules are always written in full, as a release tells them.
converter.register_unstructure_hook(
    Rules, make_dict_unstructure_fn(Rules, converter, _cattrs_omit_if_default=False)
)
converter.register_unstructure_hook(TranslatedText, _text_to_plain)
converter.register_structure_hook(TranslatedText, _text_from_plain)


def to_plain(value: object) -> Any:
    """A dataclass as JSON has it: objects, lists, texts and numbers."""
    return converter.unstructure(value)


def from_plain(kind: type[Kept], plain: object) -> Kept:
    """The dataclass that was written.

    Raises
    ------
    UnknownStored
        Where something is missing, not known, or of another kind.
    """
    try:
        return converter.structure(plain, kind)
    except (CattrsError, TypeError, ValueError, KeyError, AttributeError) as error:
        raise UnknownStored(
            f"This is no {kind.__name__} as this version of Throughline writes one."
        ) from error


def to_stored(value: object) -> dict[str, Any]:
    """A dataclass for a row of the database, with its name and version."""
    return {SCHEMA: type(value).__name__, SCHEMA_VERSION: VERSION, **to_plain(value)}


@overload
def from_stored(kept: Mapping[str, Any], one: type[One], /) -> One: ...
@overload
def from_stored(kept: Mapping[str, Any], one: type[One], two: type[Two], /) -> One | Two: ...
@overload
def from_stored(
    kept: Mapping[str, Any],
    one: type[One],
    two: type[Two],
    three: type[Three],
    four: type[Four],
    five: type[Five],
    /,
) -> One | Two | Three | Four | Five: ...
def from_stored(kept: Mapping[str, Any], *kinds: type[Any]) -> Any:
    """What a row keeps, one of the kinds that may stand there.

    Raises
    ------
    UnknownStored
        Where it is none of them, or of a version that is not known.
    """
    by_name = {kind.__name__: kind for kind in kinds}
    kind = by_name.get(str(kept.get(SCHEMA)))
    if kind is None or kept.get(SCHEMA_VERSION) != VERSION:
        found = f"{kept.get(SCHEMA)} {kept.get(SCHEMA_VERSION)}"
        raise UnknownStored(f"A row keeps {found}, where {' or '.join(by_name)} {VERSION} belongs.")
    return from_plain(kind, {key: kept[key] for key in kept if key not in {SCHEMA, SCHEMA_VERSION}})
