"""Search without case and accents, the same on every page and in both databases.

Private texts, such as those of voices, are searched where they are (`has_words`). What families search has
an index of folded texts (`in_index`), which also knows what a mistyped word may have meant (`search_for`).
See docs/explanation/search.md.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Case, Expression, F, Func, Q, QuerySet, Value, When
from django.db.models.functions import Length, StrIndex
from django.db.models.lookups import GreaterThan

from throughline.accounts.models import SHORTEST_WORD, IndexedRow, SearchEntry, SearchWord, words_in
from throughline.accounts.queries.folding import Folded
from throughline.formats.folding import Term, terms_of
from throughline.formats.spelling import may_be_misspelled, most_errors, nearest, pieces

Row = TypeVar("Row", bound=IndexedRow)

NOTHING = Q(pk__in=[])
PLACES = (" {} ", " {}", "{}")
"""Where a term stands in a name, the best first: a whole word, the beginning of a word, anywhere."""
NOT_IN_NAME = len(PLACES)


def has_words(words: str, *fields: str | Expression) -> Q:
    """Rows that have every word typed, each in any of the fields.

    Without words all rows match; what has no letter, digit or symbol matches none.
    """
    terms = terms_of(words)
    if not terms:
        return NOTHING if words.strip() else Q()
    folded = [Folded(F(field) if isinstance(field, str) else field) for field in fields]
    found = Q()
    for term in terms:
        found &= _any(_contains(text, spelling) for text in folded for spelling in term.spellings)
    return found


def _contains(text: Expression | F, spelling: str) -> Q:
    return Q(GreaterThan(StrIndex(text, Value(spelling)), 0))


def _any(conditions: Iterable[Q]) -> Q:
    found = NOTHING
    for condition in conditions:
        found |= condition
    return found


def in_index(model: type[IndexedRow], term: Term) -> dict[int, int]:
    """The keys of the rows with a term, each with its place in the name (`PLACES`, `NOT_IN_NAME`)."""
    entries = SearchEntry.objects.filter(kind=model._meta.label_lower)
    entries = entries.filter(_any(_contains(F("text"), spelling) for spelling in term.spellings))
    places = [
        When(_any(_contains(F("name"), form.format(one)) for one in term.spellings), then=Value(place))
        for place, form in enumerate(PLACES)
    ]
    return dict(entries.values_list("row_id", Case(*places, default=Value(NOT_IN_NAME))))


class _Among(Func):
    """Whether a key is in a list in brackets, which may be longer than a statement takes parameters."""

    output_field = BooleanField()
    arity = 2

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        joiner = " IN (SELECT value FROM json_each("
        return self.as_sql(compiler, connection, template="%(expressions)s))", arg_joiner=joiner, **context)

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        template = "%(expressions)s, '[]', '{}')::bigint[])"
        joiner = " = ANY(translate("
        return self.as_sql(compiler, connection, template=template, arg_joiner=joiner, **context)


def among(field: str, keys: Iterable[int]) -> Q:
    """Rows whose field, a key, is one of these."""
    return Q(_Among(F(field), Value(f"[{','.join(map(str, keys))}]")))


@dataclass(frozen=True)
class Found:
    """The rows with one term: a condition, and by key the places in their names."""

    rows: Q
    places: Mapping[int, int]
    is_empty: bool


@dataclass(frozen=True)
class Search:
    """What is searched for, and what was found for each term.

    Words typed that are found nowhere may have been replaced by what was meant.
    """

    typed: str = ""
    terms: Sequence[Term] = ()
    found: Sequence[Found] = ()
    is_corrected: bool = False

    @property
    def shown(self) -> str:
        """The words that are searched for. A slash separates words each of which may have been meant."""
        return " ".join(term.typed for term in self.terms)

    @property
    def exactly(self) -> str:
        """What to search for to find exactly what was typed."""
        return " ".join(f'"{term.typed}"' for term in terms_of(self.typed))


def search_for(
    words: str,
    models: Collection[type[IndexedRow]],
    find: Callable[[Term], Found],
    others: Iterable[str] = (),
) -> Search:
    """A search in the index. Words found nowhere are replaced by those that may have been meant.

    Known are the words in the models' indexed texts, and in the other texts. What is in quotation marks is
    searched for as it is.
    """
    found = {term: find(term) for term in terms_of(words)}
    meant = {}
    for term, rows in found.items():
        other = _corrected(term, models, find, others) if rows.is_empty else None
        meant[other or term] = find(other) if other else rows
    return Search(words, list(meant), list(meant.values()), is_corrected=meant.keys() != found.keys())


def _corrected(
    term: Term, models: Collection[type[IndexedRow]], find: Callable[[Term], Found], others: Iterable[str]
) -> Term | None:
    """The term with the spellings that may have been meant and are found; None if there is none."""
    word = term.spellings[0]
    if term.is_quoted or not may_be_misspelled(word):
        return None
    known = {**words_in(" ".join(others)), **_known_words(word, models)}
    meant = {near: known[near] for near in nearest(word, known)} | _in_two(word, models)
    found = {one: shown for one, shown in meant.items() if not find(replace(term, spellings=(one,))).is_empty}
    return replace(term, typed="/".join(found.values()), spellings=tuple(found)) if found else None


def _known_words(word: str, models: Collection[type[IndexedRow]]) -> dict[str, str]:
    """Words with about as many letters that have a piece of this one, folded and as written."""
    most = most_errors(word)
    words = _words_of(models).annotate(n_letters=Length("word"))
    words = words.filter(n_letters__gte=len(word) - most, n_letters__lte=len(word) + most)
    has_piece = _any(_contains(F("word"), piece) for piece in pieces(word, most))
    return dict(words.filter(has_piece).order_by("pk").values_list("word", "written"))


def _in_two(word: str, models: Collection[type[IndexedRow]]) -> dict[str, str]:
    """The two known words that were written as one."""
    pairs = [(word[:place], word[place:]) for place in range(SHORTEST_WORD, len(word) - SHORTEST_WORD + 1)]
    parts = {part for pair in pairs for part in pair}
    known = dict(_words_of(models).filter(word__in=parts).order_by("pk").values_list("word", "written"))
    both = [pair for pair in pairs if known.keys() >= {*pair}]
    return {" ".join(pair): " ".join(known[part] for part in pair) for pair in both}


def _words_of(models: Collection[type[IndexedRow]]) -> QuerySet[SearchWord]:
    return SearchWord.objects.filter(kind__in=[model._meta.label_lower for model in models])


def matching(rows: QuerySet[Row], search: Search) -> QuerySet[Row]:
    """The rows with every term, those with all of them in their names first, best as whole words."""
    if not search.terms:
        return rows.none() if search.typed.strip() else rows
    by_place: dict[int, list[int]] = {}
    first, *others = [found.places for found in search.found]
    for key, place in first.items():
        worst = max(place, *(other.get(key, NOT_IN_NAME) for other in others)) if others else place
        by_place.setdefault(worst, []).append(key)
    by_place.pop(NOT_IN_NAME, None)
    ranks = [When(among("pk", keys), then=Value(place)) for place, keys in sorted(by_place.items())]
    for found in search.found:
        rows = rows.filter(found.rows)
    return rows.order_by(Case(*ranks, default=Value(NOT_IN_NAME)), *rows.query.order_by) if ranks else rows
