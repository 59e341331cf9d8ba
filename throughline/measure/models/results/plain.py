"""Convert frozen dataclasses to plain, versioned JSON and back.

A field without a default is always written; one with a default is omitted if it has that value. JSON stored
in a row has a schema name and version, so that later versions of the product can tell what they read.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, overload

from cattrs import Converter
from cattrs.errors import CattrsError
from cattrs.gen import make_dict_unstructure_fn

from throughline.measure.models.results.rules import Rules
from throughline.ui.fields import TranslatedText

Plain = TypeVar("Plain")
One = TypeVar("One")
Two = TypeVar("Two")
Three = TypeVar("Three")
Four = TypeVar("Four")
Five = TypeVar("Five")

VERSION = 1
SCHEMA, SCHEMA_VERSION = "schema", "schema_version"


class UnreadableResultError(ValueError):
    """A row stores JSON that does not match what this version of the product writes."""


def _text_to_plain(text: TranslatedText) -> dict[str, Any]:
    return {"source": text.source_language, "texts": dict(text.texts)}


def _text_from_plain(plain: Mapping[str, Any], _kind: object) -> TranslatedText:
    return TranslatedText(
        str(plain["source"]), {str(code): str(text) for code, text in plain["texts"].items()}
    )


def _strictly(*kinds: type) -> Callable[[object, object], object]:
    """Return a hook that accepts a value unchanged or raises: no rounding, no parsing of text as a number."""

    def take(value: object, kind: object) -> object:
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            raise TypeError(f"{value!r} is no {kind}")
        return value

    return take


def _by_row_number(plain: Mapping[str, Any], _kind: object) -> dict[int, tuple[str, ...]]:
    """Convert string keys of a JSON object to row numbers, faster than the converter does."""
    return {int(row): _texts(keys) for row, keys in plain.items()}


def _texts(values: object) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise TypeError(f"{values!r} is no list of texts")
    return tuple(values)


# Reading is faster without detailed validation, and no caller needs to know which value is wrong.
converter = Converter(
    forbid_extra_keys=True,
    omit_if_default=True,
    unstruct_collection_overrides={tuple: list},
    detailed_validation=False,
)
for primitive, taken in ((int, (int,)), (float, (int, float)), (str, (str,)), (bool, (bool,))):
    converter.register_structure_hook(primitive, _strictly(*taken))
converter.register_structure_hook_func(lambda kind: kind == dict[int, tuple[str, ...]], _by_row_number)
# Rules are always written in full: releases show them.
converter.register_unstructure_hook(
    Rules, make_dict_unstructure_fn(Rules, converter, _cattrs_omit_if_default=False)
)
converter.register_unstructure_hook(TranslatedText, _text_to_plain)
converter.register_structure_hook(TranslatedText, _text_from_plain)


def to_plain(value: object) -> Any:
    """Convert a dataclass to JSON types: objects, lists, strings and numbers."""
    return converter.unstructure(value)


def from_plain(kind: type[Plain], plain: object) -> Plain:
    """Read a dataclass from JSON types.

    Raises
    ------
    UnreadableResultError
        If a value is missing, unknown, or of the wrong type.
    """
    try:
        return converter.structure(plain, kind)
    except (CattrsError, TypeError, ValueError, KeyError, AttributeError) as error:
        raise UnreadableResultError(
            f"This is no {kind.__name__} as this version of Throughline writes one."
        ) from error


def to_stored(value: object) -> dict[str, Any]:
    """Convert a dataclass to JSON for a row of the database, with its name and version."""
    return {SCHEMA: type(value).__name__, SCHEMA_VERSION: VERSION, **to_plain(value)}


@overload
def from_stored(stored: Mapping[str, Any], one: type[One], /) -> One: ...
@overload
def from_stored(stored: Mapping[str, Any], one: type[One], two: type[Two], /) -> One | Two: ...
@overload
def from_stored(
    stored: Mapping[str, Any],
    one: type[One],
    two: type[Two],
    three: type[Three],
    four: type[Four],
    five: type[Five],
    /,
) -> One | Two | Three | Four | Five: ...
def from_stored(stored: Mapping[str, Any], *kinds: type[Any]) -> Any:
    """Read the dataclass stored in a row, which is one of these kinds.

    Raises
    ------
    UnreadableResultError
        If it is none of them, or has an unknown version.
    """
    by_name = {kind.__name__: kind for kind in kinds}
    kind = by_name.get(str(stored.get(SCHEMA)))
    if kind is None or stored.get(SCHEMA_VERSION) != VERSION:
        found = f"{stored.get(SCHEMA)} {stored.get(SCHEMA_VERSION)}"
        raise UnreadableResultError(f"A row stores {found}, where {' or '.join(by_name)} {VERSION} belongs.")
    return from_plain(kind, {key: stored[key] for key in stored if key not in {SCHEMA, SCHEMA_VERSION}})
