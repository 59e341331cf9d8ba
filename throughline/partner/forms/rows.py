"""Several rows of one table in a form: those that are there, then blank ones. No JavaScript is needed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.partner.actions import TypedRow
from throughline.ui.forms import Posted, Words

MOST_ROWS = 200
BLANK_ROWS = 2


class RowForm(forms.Form):
    """One row. A subclass adds the fields, named as in the standard."""

    row_words: ClassVar[Words] = ""
    """What one row is called."""

    n_blank: ClassVar[int] = BLANK_ROWS
    """How many blank rows are offered."""

    needed_with_others: ClassVar[frozenset[str]] = frozenset()
    """Fields that `clean` asks for where others are filled in, so that no label calls them optional."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=250)
    is_removed = forms.BooleanField(label=_("Remove this"), required=False)

    def __init__(
        self, posted: Posted, *, prefix: str, initial: Mapping[str, Any] | None, is_new: bool
    ) -> None:
        super().__init__(
            posted,
            prefix=prefix,
            initial=dict(initial or {}),
            empty_permitted=is_new,
            use_required_attribute=False,
        )
        self.is_new = is_new
        self.place = 0
        if is_new:
            del self.fields["is_removed"]
            for field in self.fields.values():
                field.required, field.is_needed_later = False, field.required  # type: ignore[attr-defined]
        else:  # what a file left blank must not stop someone who changes something else
            for name, field in self.fields.items():
                field.required = field.required and self.initial.get(name) not in (None, "")
        for name in self.needed_with_others & self.fields.keys():
            self.fields[name].is_needed_later = True  # type: ignore[attr-defined]

    @property
    def numbered(self) -> str:
        """What the row is called among others of its list."""
        return f"{self.row_words} {self.place}" if self.place else str(self.row_words)

    @property
    def is_going(self) -> bool:
        return bool(not self.is_new and self.is_bound and self["is_removed"].value())

    def has_changed(self) -> bool:
        """A new row is one only where something is typed: a usual value that was cleared says nothing."""
        if not self.is_new:
            return super().has_changed()
        return any(self[name].value() for name in self.changed_data)

    def full_clean(self) -> None:
        """A new row needs what it lacks only if something is typed in it."""
        if self.is_new and self.is_bound and self.has_changed():
            for name, field in self.fields.items():
                if name not in self.needed_with_others:
                    field.required = getattr(field, "is_needed_later", field.required)
        super().full_clean()

    @property
    def is_blank(self) -> bool:
        return self.is_new and not (self.is_bound and self.has_changed())

    def values(self) -> dict[str, Any]:
        """The values of the row's columns."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"key", "is_removed"}}


class Rows:
    """The rows of one list of an entry, such as its phones."""

    def __init__(
        self,
        form: type[RowForm],
        *,
        name: str,
        title: Words,
        initial: Sequence[Mapping[str, Any]],
        posted: Posted,
        hint: Words = "",
    ) -> None:
        """`initial` has the values of each row that is there, with its `key`."""
        self.name, self.title, self.hint, self.row_words = name, title, hint, form.row_words
        known = {str(row["key"]): row for row in initial}
        keys = [*known, *[""] * form.n_blank] if posted is None else self._typed_keys(posted)
        self.forms = [
            form(posted, prefix=f"{name}-{number}", initial=known.get(key), is_new=not key)
            for number, key in enumerate(keys)
        ]

        for number, one in enumerate(self.forms, 1):
            one.place = number if len(self.forms) > 1 else 0

    def _typed_keys(self, posted: Mapping[str, object]) -> list[str]:
        typed = str(posted.get(self.count_name, "0"))
        n = min(int(typed), MOST_ROWS) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 0
        return [str(posted.get(f"{self.name}-{number}-key", "")) for number in range(n)]

    @property
    def count_name(self) -> str:
        return f"{self.name}-n"

    def is_valid(self) -> bool:
        return not [one for one in self.forms if not one.is_going and not one.is_valid()]

    @property
    def invalid(self) -> Iterator[RowForm]:
        return (one for one in self.forms if one.is_bound and not one.is_going and one.errors)

    def typed(self) -> list[TypedRow]:
        rows = []
        for one in self.forms:
            if one.is_going:
                rows.append(TypedRow(one["key"].value(), None))
            elif not one.is_blank:
                rows.append(TypedRow(one.cleaned_data.get("key", ""), one.values()))
        return rows


class RowsForm(forms.Form):
    """A form with lists of rows below its own fields."""

    sections: Sequence[Rows] = ()

    def is_valid(self) -> bool:
        wrong = [section for section in self.sections if not section.is_valid()]
        return super().is_valid() and not wrong

    @property
    def invalid_rows(self) -> list[RowForm]:
        return [one for section in self.sections for one in section.invalid]

    def lists(self) -> dict[str, list[TypedRow]]:
        return {section.name: section.typed() for section in self.sections}
