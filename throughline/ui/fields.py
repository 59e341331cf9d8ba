"""Text that is written in one language and read in several, and the field that stores it."""

from dataclasses import dataclass, field
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

    def as_json(self) -> dict[str, object]:
        return {
            "source": self.source_language,
            "texts": dict(self.texts),
            "reviewed": dict(self.reviewed),
            "machine": dict(self.machine),
        }

    @classmethod
    def from_json(cls, data: object) -> Self:
        if not isinstance(data, dict) or not isinstance(data.get("texts"), dict):
            raise ValidationError(_("This text is not in a valid format."))
        return cls(
            str(data.get("source", "en")),
            {str(code): str(words) for code, words in data["texts"].items()},
            {str(code): bool(yes) for code, yes in data.get("reviewed", {}).items()},
            {str(code): bool(yes) for code, yes in data.get("machine", {}).items()},
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
