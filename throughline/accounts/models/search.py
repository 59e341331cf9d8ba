"""The index of what families search: folded texts, and the words in them."""

import string
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import models

from throughline.accounts.models.scoped import DistrictRow
from throughline.formats.folding import fold
from throughline.formats.spelling import LONGEST

SHORTEST_WORD = 3
BATCH = 500


class SearchEntry(DistrictRow):
    """The folded texts of one row, each with a blank at both ends; `text` begins with the name."""

    kind = models.CharField(max_length=60)
    row_id = models.BigIntegerField()
    name = models.TextField()
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "kind", "row_id"], name="search_entry_once_a_row")
        ]


class SearchWord(DistrictRow):
    """A word in the indexed texts of a kind, to find what a mistyped word may have meant."""

    kind = models.CharField(max_length=60)
    word = models.CharField(max_length=LONGEST)
    """Folded."""

    written = models.CharField(max_length=LONGEST)
    """With its accents, as somebody wrote it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "kind", "word"], name="search_word_once_a_kind")
        ]


def words_in(text: str) -> dict[str, str]:
    """The words of a text that a mistyped word is compared with: folded, and as they are written."""
    folded = dict.fromkeys(filter(_is_word, fold(text).split()))
    if text.isascii():
        return {word: word for word in folded}
    written = {fold(part): part.strip(string.punctuation).lower() for part in text.split()}
    return {word: written.get(word, word)[:LONGEST] for word in folded}


def _is_word(word: str) -> bool:
    return SHORTEST_WORD <= len(word) <= LONGEST and word.isalpha()


class IndexedRow(DistrictRow):
    """A row that is found by its words, however it is written: the index follows in the same transaction.

    Only rows that everybody in the district may read are indexed; never what people contributed.
    """

    class Meta:
        abstract = True

    @classmethod
    def rows_were_written(cls, keys: Iterable[int | None]) -> None:
        writer = IndexWriter(cls._meta.label_lower)
        remaining = iter(keys)
        while batch := list(islice(remaining, BATCH)):
            rows = cls._base_manager.filter(pk__in=batch)
            writer.write(rows.values_list("district_id", "pk", *cls.indexed_fields))

    @classmethod
    def rows_were_deleted(cls) -> None:
        entries = SearchEntry.objects.filter(kind=cls._meta.label_lower)
        # The manager of a model may hide rows that are still to appear.
        there = cls._base_manager.filter(district_id__in=entries.values("district"))
        entries.exclude(row_id__in=there.values("pk")).delete()


class IndexWriter:
    """Writes the entries and words of rows of one kind. A migration passes its own registry of models."""

    def __init__(self, kind: str, registry: Any = apps) -> None:
        self.kind = kind
        self._entry = registry.get_model("accounts", "SearchEntry")
        self._word = registry.get_model("accounts", "SearchWord")
        self._known: set[tuple[int, str]] = set()

    def write(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Write a batch of rows, each with its district, its key and its values; the first is the name."""
        entries = []
        words: dict[tuple[int, str], str] = {}
        for district_id, key, *values in rows:
            texts = [value or "" for value in values]
            name, *others = map(fold, texts)
            entries.append(
                self._entry(
                    district_id=district_id,
                    kind=self.kind,
                    row_id=key,
                    name=f" {name} ",
                    text=f" {'  '.join([name, *filter(None, others)])} ",
                )
            )
            for word, written in words_in(" ".join(texts)).items():
                words.setdefault((district_id, word), written)
        self._entry._base_manager.bulk_create(
            entries,
            update_conflicts=True,
            unique_fields=["district", "kind", "row_id"],
            update_fields=["name", "text"],
        )
        self._word._base_manager.bulk_create(
            [
                self._word(district_id=place[0], kind=self.kind, word=place[1], written=written)
                for place, written in sorted(words.items())
                if place not in self._known
            ],
            ignore_conflicts=True,
        )
        self._known |= words.keys()


def indexed_models() -> Sequence[type[IndexedRow]]:
    return [model for model in apps.get_models() if issubclass(model, IndexedRow)]
