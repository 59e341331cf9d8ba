"""Text that is written in one language and read in several, and the field that stores it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import BaseExpression, Expression
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class TranslatedText:
    """A text in its source language with its translations, and which of them a person reviewed."""

    source_language: str = "en"
    texts: dict[str, str] = field(default_factory=dict)
    reviewed: dict[str, bool] = field(default_factory=dict)
    machine: dict[str, bool] = field(default_factory=dict)
    stale: dict[str, bool] = field(default_factory=dict)
    """Translations that were written for an earlier source text and not changed since."""
    is_original_in_all: bool = field(default=False, compare=False)
    """Whether its author wrote every language, so that none is a translation to readers. It is not stored."""

    @classmethod
    def of(cls, source_language: str, text: str, **translations: str) -> Self:
        texts = {source_language: text, **translations}
        return cls(source_language, {code: words for code, words in texts.items() if words})

    @property
    def source(self) -> str:
        return self.texts.get(self.source_language, "")

    @property
    def lang(self) -> str:
        """The language that `str` returns under the active translation."""
        return self._choose(get_language() or self.source_language)

    def _choose(self, code: str) -> str:
        for candidate in (code, code.split("-")[0]):
            if self.texts.get(candidate):
                return candidate
        return self.source_language

    def in_language(self, code: str) -> str:
        return self.texts.get(self._choose(code), "")

    def __str__(self) -> str:
        return self.in_language(get_language() or self.source_language)

    def __bool__(self) -> bool:
        return bool(self.source.strip())

    def after(self, before: "TranslatedText", *, checked: Collection[str] = ()) -> "TranslatedText":
        """This text, as it replaces `before`: with its marks, and with what may be out of date now.

        `checked` are the languages whose translation was found to be still right.
        """
        if self.source_language != before.source_language:
            return self
        is_same = self.source.strip() == before.source.strip()
        kept = {code for code, words in self.texts.items() if words == before.texts.get(code)}
        stale = {
            code: True
            for code in kept - {self.source_language, *checked}
            if not is_same or before.stale.get(code)
        }
        if self.texts == before.texts and stale == before.stale:
            return before
        return replace(self, stale=stale)

    def lacks(self, code: str) -> bool:
        """Whether there is a text to translate into this language, and no translation."""
        return bool(self) and not self.texts.get(code, "").strip()

    def as_json(self) -> dict[str, object]:
        stored: dict[str, object] = {
            "source": self.source_language,
            "texts": dict(self.texts),
            "reviewed": dict(self.reviewed),
            "machine": dict(self.machine),
        }
        return {**stored, "stale": dict(self.stale)} if self.stale else stored

    @classmethod
    def from_json(cls, data: object) -> Self:
        if not isinstance(data, dict) or not isinstance(data.get("texts"), dict):
            raise ValidationError(_("This text is not in a valid format."))
        return cls(
            str(data.get("source", "en")),
            {str(code): str(words) for code, words in data["texts"].items()},
            {str(code): bool(yes) for code, yes in data.get("reviewed", {}).items()},
            {str(code): bool(yes) for code, yes in data.get("machine", {}).items()},
            {str(code): bool(yes) for code, yes in data.get("stale", {}).items()},
        )


class TranslatedTextField(models.JSONField):
    """A JSON column whose value is a `TranslatedText`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"default": TranslatedText, **options})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if kwargs.get("default") is TranslatedText:
            del kwargs["default"]
        return name, path, args, kwargs

    def to_python(self, value: object) -> TranslatedText:
        if isinstance(value, TranslatedText):
            return value
        if value is None:
            return TranslatedText()
        if isinstance(value, str):
            return TranslatedText.of("en", value)
        return TranslatedText.from_json(value)

    def from_db_value(
        self, value: str | None, expression: Expression, connection: BaseDatabaseWrapper
    ) -> TranslatedText:
        return self.to_python(super().from_db_value(value, expression, connection))

    def get_prep_value(self, value: object) -> Any:
        value = self.to_python(value) if not isinstance(value, BaseExpression) else value
        return super().get_prep_value(value.as_json() if isinstance(value, TranslatedText) else value)

    def get_db_prep_value(
        self, value: object, connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> Any:
        if isinstance(value, TranslatedText):
            value = value.as_json()
        return super().get_db_prep_value(value, connection, prepared)

    def value_to_string(self, obj: models.Model) -> Any:
        return self.to_python(self.value_from_object(obj)).as_json()

    def validate(self, value: object, model_instance: models.Model | None) -> None:
        if not self.blank and not self.to_python(value):
            raise ValidationError(_("Enter some text."), code="blank")


@dataclass(frozen=True)
class TranslationGap:
    """How many of some texts lack a translation into a language, or have one that may be out of date."""

    language: str
    n_missing: int
    n_stale: int


def written_texts(rows: Iterable[models.Model]) -> list[TranslatedText]:
    """All translated texts in these rows that somebody has written."""
    texts = [
        getattr(row, column.name)
        for row in rows
        for column in row._meta.fields
        if isinstance(column, TranslatedTextField)
    ]
    return [text for text in texts if text]


def translation_gaps(rows: Iterable[models.Model], languages: Sequence[str]) -> list[TranslationGap]:
    """The gaps of all translated texts in these rows, for each of a district's languages that has any."""
    written = written_texts(rows)
    gaps = [
        TranslationGap(
            code,
            sum(text.lacks(code) for text in written),
            sum(bool(text.stale.get(code)) for text in written),
        )
        for code in languages
    ]
    return [gap for gap in gaps if gap.n_missing or gap.n_stale]
