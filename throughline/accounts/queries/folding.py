"""Fold text in the database: `throughline_fold`, the same on SQLite and PostgreSQL as `fold` in Python."""

import sys
import unicodedata
from collections.abc import Iterator
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, TextField

from throughline.formats.folding import ACUTE, JOINED, fold, letter_of

FUNCTION = "throughline_fold"


class Folded(Func):
    """A text expression as `fold` returns it.

    On SQLite the function is Python's own, given to each connection before its first use. On PostgreSQL a
    migration creates it.
    """

    function = FUNCTION
    arity = 1
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        register(connection)
        return super().as_sql(compiler, connection, **context)


def register(connection: BaseDatabaseWrapper) -> None:
    """Give the function to a connection of SQLite, once: it cannot be replaced while a statement runs."""
    connection.ensure_connection()
    raw: Any = connection.connection
    if getattr(connection, "folds_in", None) is not raw:
        raw.create_function(FUNCTION, 1, _fold_or_none, deterministic=True)
        connection.folds_in = raw  # type: ignore[attr-defined]


def _fold_or_none(text: object) -> str | None:
    return None if text is None else fold(str(text))


def postgres_function() -> str:
    """The SQL that creates or replaces the function on PostgreSQL, from the letters that Python folds.

    No extension is needed. Few texts have a letter for `translate`, which is slow: after `lower`, capitals
    are left in a database with the locale C alone. Whoever changes `fold` adds a migration that runs this
    again; a test compares both for every character.
    """
    replaced, separating, ignored = _changed()
    joined = "t"
    for letter, letters in JOINED.items():
        joined = f"replace({joined}, '{letter}', '{letters}')"
    return f"""
CREATE OR REPLACE FUNCTION {FUNCTION}(t text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $fold$
BEGIN
  IF octet_length(t) = char_length(t) THEN
    t := lower(t COLLATE "C");
  ELSE
    t := lower(normalize(replace(t, '{ACUTE}', ''''), NFKD));
    IF t ~ '[{_ranges(replaced)}]' THEN
      t := translate(t, '{"".join(replaced)}', '{"".join(replaced.values())}');
    END IF;
    t := {joined};
  END IF;
  t := regexp_replace(t, '[{_ranges(ignored)}]+', '', 'g');
  t := regexp_replace(t, '[{_ranges(separating)}]+', ' ', 'g');
  t := btrim(regexp_replace(t, '  +', ' ', 'g'));
  RETURN CASE WHEN octet_length(t) = char_length(t) THEN t ELSE normalize(t, NFC) END;
END $fold$
"""


def _changed() -> tuple[dict[str, str], list[str], list[str]]:
    """Characters that stand for another one, that separate words, and that are ignored."""
    replaced, separating, ignored = {}, [], []
    for character in _characters():
        lower = character.lower()
        letter = letter_of(lower)
        letter = lower if letter in JOINED.values() else letter
        if not letter:
            ignored.append(character)
        elif letter == " ":
            separating.append(character)
        elif letter != character and not character.isascii():
            replaced[character] = letter
    separating.remove(" ")
    return replaced, separating, ignored


def _characters() -> Iterator[str]:
    """Every character that is left by decomposition."""
    for code in range(1, sys.maxunicode + 1):
        character = chr(code)
        is_character = unicodedata.category(character) not in {"Cs", "Cn", "Co"}
        if is_character and unicodedata.normalize("NFKD", character) == character:
            yield character


def _ranges(characters: "list[str] | dict[str, str]") -> str:
    """A class of a regular expression with these characters, which are in order."""
    ranges: list[list[int]] = []
    for code in map(ord, characters):
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"\\U{first:08X}-\\U{last:08X}" for first, last in ranges)
