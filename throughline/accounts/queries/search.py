"""Search without case and accents, the same on every page and in both databases.

Private texts, such as those of voices, are searched where they are (`has_words`). What families search has
an index of folded texts (`in_index`), which also knows what a mistyped word may have meant (`search_for`).
See docs/explanation/search.md.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    BooleanField,
    Case,
    Expression,
    F,
    Field,
    Func,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Length, StrIndex
from django.db.models.lookups import GreaterThan

from throughline.accounts.models import SHORTEST_WORD, IndexedRow, SearchEntry, SearchWord, words_in
from throughline.accounts.queries.folding import Folded
from throughline.formats.folding import Term, fold, terms_of
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


def in_index(
    model: type[IndexedRow], terms: Sequence[Term], within: Iterable[int] | None = None
) -> dict[Term, dict[int, int]]:
    """For each term the rows that have it in their own texts. The index is read once for all terms.

    `within` are the keys of the only rows that are looked at. They are compared here: that takes less time
    than a condition of many parts, which is made for reading all rows where they are.
    """
    entries = SearchEntry.objects.filter(kind=model._meta.label_lower)
    if within is not None:
        some = entries.filter(among("row_id", within)).order_by().values_list("row_id", "name", "text")
        return _with_places(terms, some if terms else ())
    found: list[dict[int, int]] = [{} for _term in terms]
    entries = entries.filter(_any(_has("text", term) for term in terms))
    # An unspecific field: Django would convert each number to a number.
    places = [Case(*_places(term), default=None, output_field=Field()) for term in terms]
    for key, *row in entries.values_list("row_id", *places) if terms else ():
        for rows, place in zip(found, row, strict=True):
            if place is not None:
                rows[key] = place
    return dict(zip(terms, found, strict=True))


def _places(term: Term) -> list[When]:
    forms = [(_has("name", term, form), place) for place, form in enumerate(PLACES)]
    return [When(has, then=Value(place)) for has, place in [*forms, (_has("text", term), NOT_IN_NAME)]]


def _has(field: str, term: Term, form: str = "{}") -> Q:
    """Whether a text has a term. A spelling with a blank before or behind it begins or ends a word."""
    forms = (form.format(spelling).replace("  ", " ") for spelling in term.spellings)
    return _any(_contains(F(field), spelling) for spelling in forms)


class _Among(Func):
    """Whether a key is in a list in brackets, which may be longer than a statement takes parameters."""

    output_field = BooleanField()
    arity = 2

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        joiner = " IN (SELECT value FROM json_each("
        return self.as_sql(compiler, connection, template="%(expressions)s))", arg_joiner=joiner, **context)

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        # The list is read once: a comparison with an array would read its text again for each row.
        template = "%(expressions)s, '[]', '{}')::bigint[]))"
        joiner = " IN (SELECT unnest(translate("
        return self.as_sql(compiler, connection, template=template, arg_joiner=joiner, **context)


def among(field: str, keys: Iterable[int]) -> Q:
    """Rows whose field, a key, is one of these."""
    return Q(_Among(F(field), Value(f"[{','.join(map(str, keys))}]")))


Places = Mapping[int, int]
"""The keys of the rows with a term, each with the term's place in its name (`PLACES`, `NOT_IN_NAME`)."""

Find = Callable[[Sequence[Term]], Mapping[Term, Places]]


def in_texts(texts: Iterable[tuple[str, str]]) -> Find:
    """Find rows that are in no table, by their positions. Each has a name, and a text that contains it."""
    folded = [(key, f" {fold(name)} ", fold(text)) for key, (name, text) in enumerate(texts)]
    return lambda terms: _with_places(terms, folded)


def _with_places(terms: Iterable[Term], rows: Iterable[tuple[int, str, str]]) -> dict[Term, dict[int, int]]:
    """For each term the keys of the rows that have it, with its place. A row has a folded name and a text."""
    found: dict[Term, dict[int, int]] = {term: {} for term in terms}
    for key, name, text in rows:
        for term, places in found.items():
            place = _place_of(term, name, text)
            if place is not None:
                places[key] = place
    return found


def _place_of(term: Term, name: str, text: str) -> int | None:
    if not term.is_in(text) and not term.is_in(name):
        return None
    for place, form in enumerate(PLACES):
        if any(form.format(spelling) in name for spelling in term.spellings):
            return place
    return NOT_IN_NAME


@dataclass(frozen=True)
class Search:
    """What is searched for, and what was found for each term.

    Words typed that are found nowhere may have been replaced by what was meant.
    """

    typed: str = ""
    terms: Sequence[Term] = ()
    found: Sequence[Places] = ()
    is_corrected: bool = False

    @property
    def shown(self) -> str:
        """The words that are searched for. A slash separates words each of which may have been meant."""
        return " ".join(term.typed for term in self.terms)

    @property
    def exactly(self) -> str:
        """What to search for to find exactly what was typed."""
        return " ".join(f'"{term.typed}"' for term in terms_of(self.typed))


def _nothing_known(_term: Term) -> bool:
    """The default `is_known`: what is not found is taken for mistyped."""
    return False


def search_for(
    words: str,
    find: Find,
    models: Collection[type[IndexedRow]] = (),
    texts: Iterable[str] = (),
    is_known: Callable[[Term], bool] = _nothing_known,
) -> Search:
    """A search for rows with all words. Words found nowhere are replaced by those that may have been meant.

    Known are the words in the models' indexed texts, and in the other texts. What is in quotation marks is
    searched for as it is, and so is a term that `is_known`, though none of the rows looked at has it.
    """
    found = find(terms_of(words))
    missing = [
        term
        for term, places in found.items()
        if not places and _may_be_corrected(term) and not is_known(term)
    ]
    others = words_in(" ".join(texts)) if missing else {}
    candidates = {term: _candidates(term, models, others) for term in missing}
    near = find([*{one: one for some in candidates.values() for one in some}])
    meant: dict[Term, Places] = {}
    for term, places in found.items():
        some = [one for one in candidates.get(term, ()) if near[one]]
        meant |= {_either(some): _best(near[one] for one in some)} if some else {term: places}
    return Search(words, [*meant], [*meant.values()], is_corrected=meant.keys() != found.keys())


def is_indexed(term: Term, models: Collection[type[IndexedRow]]) -> bool:
    """Whether some indexed word of the district contains a term."""
    words = _words_of(models).order_by()
    if words.filter(word__in=term.spellings).exists():
        return True
    return words.filter(_any(_contains(F("word"), spelling) for spelling in term.spellings)).exists()


def _may_be_corrected(term: Term) -> bool:
    return not term.is_quoted and may_be_misspelled(term.spellings[0])


def _candidates(term: Term, models: Collection[type[IndexedRow]], others: Mapping[str, str]) -> list[Term]:
    """Each known word that a term may have meant."""
    word = term.spellings[0]
    known = {**others, **_known_words(word, models)}
    meant = {near: known[near] for near in nearest(word, known)} | _in_two(word, models, others)
    return [Term(shown, (spelling,)) for spelling, shown in meant.items()]


def _either(terms: Sequence[Term]) -> Term:
    return Term("/".join(term.typed for term in terms), tuple(term.spellings[0] for term in terms))


def _best(found: Iterable[Places]) -> Places:
    best: dict[int, int] = {}
    for places in found:
        best |= {key: min(place, best.get(key, place)) for key, place in places.items()}
    return best


def _known_words(word: str, models: Collection[type[IndexedRow]]) -> dict[str, str]:
    """Words with about as many letters that have a piece of this one, folded and as written."""
    most = most_errors(word)
    words = _words_of(models).annotate(n_letters=Length("word"))
    words = words.filter(n_letters__gte=len(word) - most, n_letters__lte=len(word) + most)
    has_piece = _any(_contains(F("word"), piece) for piece in pieces(word, most))
    return dict(words.filter(has_piece).order_by("pk").values_list("word", "written"))


def _in_two(word: str, models: Collection[type[IndexedRow]], others: Mapping[str, str]) -> dict[str, str]:
    """The two known words that were written as one."""
    pairs = [(word[:place], word[place:]) for place in range(SHORTEST_WORD, len(word) - SHORTEST_WORD + 1)]
    parts = {part for pair in pairs for part in pair}
    indexed = _words_of(models).filter(word__in=parts).order_by("pk").values_list("word", "written")
    known = {part: others[part] for part in parts & others.keys()} | dict(indexed)
    both = [pair for pair in pairs if known.keys() >= {*pair}]
    return {" ".join(pair): " ".join(known[part] for part in pair) for pair in both}


def _words_of(models: Collection[type[IndexedRow]]) -> QuerySet[SearchWord]:
    if not models:
        return SearchWord._base_manager.none()
    return SearchWord.objects.filter(kind__in=[model._meta.label_lower for model in models])


def places_of(search: Search) -> Places:
    """The rows that have every term, each with the worst place of a term in its name."""
    if not search.terms:
        return {}
    first, *others = search.found
    return {
        key: max(place, *(other[key] for other in others)) if others else place
        for key, place in first.items()
        if all(key in other for other in others)
    }


def matching(rows: QuerySet[Row], search: Search) -> QuerySet[Row]:
    """The rows with every term, those with all of them in their names first, best as whole words."""
    if not search.typed.strip():
        return rows
    places = places_of(search)
    in_name: dict[int, list[int]] = {}
    for key, place in places.items():
        if place < NOT_IN_NAME:
            in_name.setdefault(place, []).append(key)
    ranks = [When(among("pk", keys), then=Value(place)) for place, keys in sorted(in_name.items())]
    rows = rows.filter(among("pk", places))
    return rows.order_by(Case(*ranks, default=Value(NOT_IN_NAME)), *rows.query.order_by) if ranks else rows
