"""What a partner edits of its own service in one form, and the parts of it that were changed.

Only what differs from the entry is kept of an edit that waits. It is laid over the entry as it is when it is
read again, so that it never takes back what others have changed meanwhile.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from copy import deepcopy
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from throughline.partner.actions import EDITED_BY_PARTNERS
from throughline.partner.forms.details import rows_for
from throughline.partner.forms.entries import ServiceForm
from throughline.partner.forms.rows import RowForm, Rows, RowsForm
from throughline.partner.models import CapacityStatus, Service
from throughline.ui.forms import LongTextField, Posted

LISTS: Final = ("phones", "schedules", "languages", "cost_options", "capacities")


MOST_CHARACTERS: Final = 4_000
"""Of a text that a partner changes. What a file brought may be longer, and stays."""


Names = Callable[[str], bool]
"""Whether a text names a street that is kept."""


class PartnerEditForm(RowsForm):
    def __init__(self, posted: Posted, *, service: Service, names_street: Names | None = None) -> None:
        """`names_street` tells which texts may not be written: what is there already is not refused."""
        super().__init__(posted, initial={name: getattr(service, name) for name in EDITED_BY_PARTNERS})
        for name in EDITED_BY_PARTNERS:
            self.fields[name] = deepcopy(ServiceForm.base_fields[name])
        self.sections = [rows_for(name, service, posted) for name in LISTS]
        if names_street is not None:
            for one in self._parts():
                _refuse_street(one, names_street)

    def _parts(self) -> Iterator[forms.Form]:
        yield self
        for section in self.sections:
            yield from section.forms

    def clean(self) -> dict[str, Any]:
        own = super().clean() or {}
        for name in EDITED_BY_PARTNERS:
            if name in own:
                own[name] = self._own_text(name, own[name])
                if own[name] != self.initial[name] and len(own[name]) > MOST_CHARACTERS:
                    too_long = _("This is too long. Shorten it to %(n)s characters or fewer.")
                    self.add_error(name, too_long % {"n": MOST_CHARACTERS})
        return {**own, **self.lists()} if all(section.is_valid() for section in self.sections) else own

    def _own_text(self, name: str, typed: str) -> str:
        """What was typed; browsers send other line breaks than those that were shown."""
        shown, typed = str(self.initial[name]), typed.replace("\r\n", "\n")
        return shown if typed == shown.replace("\r\n", "\n") else typed

    def changes(self) -> dict[str, Any]:
        """What was typed and differs from the entry: `own` fields, and `rows` of each list."""
        typed = {name: self._own_text(name, str(self[name].value() or "")) for name in EDITED_BY_PARTNERS}
        own = {name: text for name, text in typed.items() if text != self.initial[name]}
        rows = {section.name: [*filter(None, map(_changed_row, section.forms))] for section in self.sections}
        return {"own": own, "rows": {name: some for name, some in rows.items() if some}}

    def texts_naming(self, names_street: Names) -> list[str]:
        """Which texts of the form name a street, by their labels."""
        found = []
        for one in self._parts():
            if isinstance(one, RowForm) and one.is_going:
                continue
            place = one.numbered if isinstance(one, RowForm) else ""
            labels = [
                field.label for field in one if _is_text(field) and names_street(str(field.value() or ""))
            ]
            found += [f"{place}, {label}" if place and place != label else str(label) for label in labels]
        return found

    def known_texts(self) -> list[str]:
        """What the entry says already."""
        rows = [row for section in self.sections for row in section.forms]
        texts = [*self.initial.values(), *(value for row in rows for value in row.initial.values())]
        return [text for text in texts if isinstance(text, str)]


def _is_text(field: forms.BoundField) -> bool:
    return isinstance(field.field, forms.CharField) and not field.is_hidden


def _refuse_street(form: forms.Form, names_street: Names) -> None:
    for bound in form:
        if _is_text(bound):
            known = str(bound.initial or "").replace("\r\n", "\n")
            bound.field.validators = [*bound.field.validators, _no_street(names_street, known)]


def _no_street(names_street: Names, known: str) -> Callable[[str], None]:
    def validate(text: str) -> None:
        typed = text.replace("\r\n", "\n")
        if typed != known and names_street(typed):
            raise forms.ValidationError(
                _("This text has the confidential address. Remove it, so that families can't read it.")
            )

    return validate


def _changed_row(row: RowForm) -> dict[str, Any] | None:
    if row.is_blank:
        return None
    key = "" if row.is_new else str(row["key"].value() or "")
    if row.is_going:
        return {"key": key, "values": {"is_removed": "on"}}
    changed = [field for field in row if field.name != "key" and _is_changed(field)]
    return {"key": key, "values": {field.name: field.value() for field in changed}} if changed else None


def _is_changed(field: forms.BoundField) -> bool:
    """Whether a value differs from the one shown: a time of the directory is a text."""
    initial = field.initial
    with suppress(forms.ValidationError):
        initial = field.field.to_python(initial)
    return field.field.has_changed(initial, field.value())


def data_with(service: Service, changes: Mapping[str, Any], *, with_blank_rows: bool = False) -> QueryDict:
    """The form of a service as it is now, with changes typed over it."""
    form = PartnerEditForm(None, service=service)
    data = QueryDict(mutable=True)
    for name in EDITED_BY_PARTNERS:
        data[name] = changes["own"].get(name, form.initial[name])
    for section in form.sections:
        rows = _rows_with(section, changes["rows"].get(section.name, ()))
        n_blank = section.forms[-1].n_blank if with_blank_rows and section.forms else 0
        data[section.count_name] = str(len(rows) + n_blank)
        for number, row in enumerate(rows):
            for name, value in row.items():
                html_name = f"{section.name}-{number}-{name}"
                if isinstance(value, list):
                    data.setlist(html_name, value)
                else:
                    data[html_name] = value
    return data


def _rows_with(section: Rows, changed: Any) -> list[dict[str, Any]]:
    rows = [_as_typed(row) for row in section.forms if not row.is_new]
    by_key = {row["key"]: row for row in rows}
    for one in changed:
        row = by_key.get(one["key"])
        if row is None and not one["values"].get("is_removed"):
            row = {"key": ""}
            rows.append(row)
        if row is not None:
            row.update(one["values"])
    return rows


def _as_typed(row: RowForm) -> dict[str, Any]:
    """The values of a row as a browser sends them."""
    typed: dict[str, Any] = {}
    for field in row:
        value = field.value()
        if isinstance(value, list | tuple):
            typed[field.name] = [str(one) for one in value]
        elif isinstance(field.field, forms.BooleanField):
            if value:
                typed[field.name] = "on"
        elif isinstance(field.field, forms.ChoiceField):
            typed[field.name] = str(value or "")
        else:
            typed[field.name] = field.field.widget.format_value(value) or ""
    return typed


class OpeningsForm(forms.Form):
    """Which service takes new people, and how: two values of a button."""

    service = forms.CharField(max_length=22)
    status = forms.ChoiceField(choices=CapacityStatus)


class DeclineEditForm(forms.Form):
    note = LongTextField(
        label=_("Why can't this be published?"),
        help_text=_("The partner reads this on its page."),
        max_length=2000,
        required=False,
    )
