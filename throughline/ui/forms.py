"""Form fields for days, files and text in a district's languages, and searches for choices."""

from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model, QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _
from django_scopes import get_scope

from throughline.ui.fields import TranslatedText
from throughline.ui.language import language_name

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words: TypeAlias = str | _StrPromise
else:
    Words = str | Promise
"""The label or the hint of a field, in the reader's language now or when it is shown."""

Posted: TypeAlias = Mapping[str, object] | None
"""The submitted data of a form; None for an unbound form."""
Files: TypeAlias = "MultiValueDict[str, UploadedFile[bytes]] | None"
"""The files submitted with it."""
Initial: TypeAlias = MutableMapping[str, object] | None
"""The initial values of its fields."""


class DayField(forms.DateField):
    """A day. The browser's date input needs ISO 8601, whatever the page's language."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class LongTextField(forms.CharField):
    """A text whose length a sentence refuses. `maxlength` would cut what is pasted, without a word."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        most = attrs.pop("maxlength", None)
        return attrs if most is None else attrs | {"data-count": most}


class FileForm(forms.Form):
    """A form with a file. If the file is refused, `report` lists each problem, as in the report of a job."""

    report: Sequence[Mapping[str, object]] = ()

    @property
    def report_columns(self) -> list[str]:
        return list(self.report[0]) if self.report else []

    @property
    def report_lines(self) -> list[list[object]]:
        return [list(line.values()) for line in self.report]


class TiedExportForm(forms.Form):
    """Asks before people's words leave in one file with what they chose (`ui/tied_export.html`)."""

    is_needed = forms.BooleanField(
        label=_("My work requires comments to be linked to votes and answers"),
        error_messages={"required": _("Check the box, or download the standard file instead.")},
    )


def typed_values(form: forms.Form) -> dict[str, str]:
    """The current value of every field, valid or not, to be stored and shown again. JSON allows no NUL."""
    return {name: str(form[name].value() or "").replace("\0", "") for name in form.fields}


class EncodingField(forms.ChoiceField):
    """How a text file was saved; the value is an `Encoding` of `formats.tables`."""

    def __init__(self) -> None:
        choices = [
            ("detect", _("Automatic (UTF-8 or as marked in the file)")),
            ("cp1252", _("Western European (Windows-1252)")),
        ]
        super().__init__(label=_("File encoding"), choices=choices, required=False)

    def clean(self, value: object) -> str:
        return super().clean(value) or "detect"


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """One or more files; the value is always a list."""

    widget = ManyFilesInput

    def clean(self, data: object, initial: object = None) -> "list[UploadedFile[bytes]]":
        files = data if isinstance(data, list | tuple) and data else [data or None]
        return [self._cleaned(file, initial) for file in files]

    def _cleaned(self, file: object, initial: object) -> "UploadedFile[bytes]":
        try:
            cleaned: UploadedFile[bytes] = super().clean(file, initial)
        except forms.ValidationError as error:
            if getattr(error, "code", "") != "empty" or not isinstance(file, UploadedFile):
                raise
            message = gettext("%(file)s: This file is empty. Export it again.") % {"file": file.name}
            raise forms.ValidationError(message, code="empty") from error
        return cleaned


CHECKED = "checked_"


class TypedTexts(list[Any]):
    """The submitted texts, and the languages whose translation was marked as still right."""

    checked: Sequence[str] = ()


class TranslatedTextWidget(forms.MultiWidget):
    """One input for each language, labeled with the language's own name."""

    template_name = "ui/widgets/translated_text.html"

    def __init__(self, languages: list[str], rows: int = 3) -> None:
        self.languages = languages
        box = forms.TextInput if rows == 1 else forms.Textarea
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {}
        for code in languages:
            box_attrs: dict[str, str | int] = {"lang": code, "dir": "auto"}
            if rows > 1:
                box_attrs["rows"] = rows
            boxes[code] = box(attrs=box_attrs)
        super().__init__(boxes)

    def decompress(self, value: object) -> list[str]:
        if not isinstance(value, TranslatedText):
            return [str(value or "")] + [""] * (len(self.languages) - 1)
        return [value.texts.get(code, "") for code in self.languages]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> TypedTexts:
        typed = TypedTexts(super().value_from_datadict(data, files, name))
        typed.checked = [code for code in self.languages if f"{name}_{CHECKED}{code}" in data]
        return typed

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        text = value if isinstance(value, TranslatedText) else TranslatedText(self.languages[0])
        for code, box in zip(self.languages, context["widget"]["subwidgets"], strict=True):
            box["language"] = code
            box["language_name"] = get_language_info(code)["name_local"]
            box["is_source"] = code == self.languages[0]
            box["is_missing"] = text.lacks(code)
            box["is_stale"] = bool(text.stale.get(code))
            box["checked_name"] = f"{name}_{CHECKED}{code}"
            box["attrs"]["required"] = self.is_required and box["is_source"]
        return context


LONGEST_TEXT = 20_000
"""The most characters of a text that staff write, in each language."""


class TranslatedTextFormField(forms.MultiValueField):
    """A text, required in its source language and optional in the district's other languages."""

    def __init__(
        self,
        *,
        languages: list[str] | None = None,
        rows: int = 3,
        required: bool = True,
        label: Words | None = None,
        help_text: Words = "",
        initial: object = None,
        error_messages: Mapping[str, Words] | None = None,
    ) -> None:
        self.languages = languages or ["en", "es"]
        self.rows = rows
        fields = [forms.CharField(required=False, max_length=LONGEST_TEXT) for _code in self.languages]
        super().__init__(
            fields,
            required=required,
            require_all_fields=False,
            widget=TranslatedTextWidget(self.languages, rows),
            label=label,
            help_text=help_text,
            initial=initial,
            error_messages=error_messages,
        )

    def __deepcopy__(self, memo: dict[int, object]) -> "TranslatedTextFormField":
        """Copy the field for a form; inside a district's scope it takes that district's languages."""
        district = get_scope().get("district")
        languages = list(getattr(district, "languages", None) or self.languages)
        if languages == self.languages:
            return super().__deepcopy__(memo)
        return type(self)(
            languages=languages,
            rows=self.rows,
            required=self.required,
            label=self.label,
            help_text=self.help_text,
            initial=self.initial,
            error_messages=self.error_messages,
        )

    def compress(self, data_list: list[str]) -> TranslatedText:
        texts = {code: text for code, text in zip(self.languages, data_list or [], strict=False) if text}
        return TranslatedText(self.languages[0], texts)

    def _clean_bound_field(self, bound: forms.BoundField) -> TranslatedText:
        """Compare with the text that the form began with: its other translations may be out of date now."""
        text: TranslatedText = super()._clean_bound_field(bound)  # type: ignore[misc]
        if not isinstance(bound.initial, TranslatedText):
            return text
        return text.after(bound.initial, checked=getattr(bound.data, "checked", ()))

    def clean(self, value: object) -> TranslatedText:
        cleaned = super().clean(value)  # falsy if the source is missing; the translations must not be lost
        text = cleaned if isinstance(cleaned, TranslatedText) else TranslatedText(self.languages[0])
        if not text and text.texts:
            raise forms.ValidationError(
                _("Enter the text in %(language)s too. The other languages are translations of it.")
                % {"language": language_name(self.languages[0])},
                code="source",
            )
        if self.required and not text:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return text


CHOICES_SHOWN = 50
FIND = "find_"
"""Prefix of the query parameters of a search for choices (`ui/find_choices.html`)."""


@dataclass(frozen=True)
class Finder:
    """A search for the choices of one field, needed if there are more than a form can show."""

    name: str
    label: str
    words: str
    n_found: int
    n: int

    @property
    def is_needed(self) -> bool:
        return self.n > CHOICES_SHOWN


def show_found(form: forms.Form, name: str, found: "QuerySet[Model]", *, label: str, words: str) -> Finder:
    """Offer the first results of a search for a field, and all choices that are already selected.

    The field still accepts any row of its queryset.
    """
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    assert field.queryset is not None
    first = list(found.values_list("pk", flat=True)[:CHOICES_SHOWN])
    offered = ModelChoiceIterator(field)
    offered.queryset = field.queryset.filter(pk__in=[*first, *_chosen(form[name].value())])
    field.widget.choices = offered
    return Finder(FIND + name, label, words, found.count(), field.queryset.count())


def _chosen(value: object) -> list[int]:
    """The primary keys in a field's value: a row, rows, or submitted data."""
    values = value if isinstance(value, Iterable) and not isinstance(value, str) else [value]
    keys = [str(one.pk if isinstance(one, Model) else one) for one in values]
    return [int(key) for key in keys if key.isascii() and key.isdecimal() and len(key) < 19]
