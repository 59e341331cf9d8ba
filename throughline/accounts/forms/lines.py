"""Forms in which many rows are pasted at once. All are taken, or none; each problem names its line."""

import csv
import io
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from throughline.accounts.forms.district import SchoolForm
from throughline.accounts.models import Role, School
from throughline.accounts.queries import refusal
from throughline.formats.folding import fold
from throughline.formats.problems import BadFile
from throughline.formats.tables import Limits, Row, records
from throughline.ui.forms import FileForm, Files, Posted, Words
from throughline.ui.language import language_choices

MOST_LINES = 1_000
MOST_CHARACTERS = 200_000
MOST_FILE_BYTES = 500_000
SCHOOL_COLUMNS: Mapping[str, tuple[Words, Sequence[str]]] = {
    "name": (
        gettext_lazy("School name"),
        ["school", "name", "escuela", "nombre", "nombre de la escuela", "schnam", "sch name"],
    ),
    "level": (gettext_lazy("Level"), ["nivel"]),
    "latitude": (gettext_lazy("Latitude"), ["lat", "latitud", "latcod", "latcode"]),
    "longitude": (
        gettext_lazy("Longitude"),
        ["lon", "long", "lng", "longitud", "loncod", "longcod", "longcode"],
    ),
    "nces_id": (gettext_lazy("NCES school ID"), ["nces", "nces id", "ncessch"]),
    "state_id": (gettext_lazy("State school ID"), ["state id", "school id"]),
}
"""Columns in their order where there is no header, with their labels and other names.

Among them are those of the school files of NCES: the directory of CCD, and the coordinates of EDGE.
"""

DETAILS_OF_SCHOOLS = SCHOOL_COLUMNS.keys() - {"name"}


def in_every_language(words: Callable[[], Iterable[tuple[str, str]]]) -> dict[str, str]:
    """The value of each label, folded, in every language; `words` gives values and labels."""
    found: dict[str, str] = {}
    for code, _name in language_choices():
        with override(code):
            found |= {fold(str(label)): value for value, label in words()}
    return found


class LinesForm(FileForm):
    """A form whose problems are listed by line, as those of a file are."""

    is_by_line = True

    def add_line_error(self, row: int, column: str, details: str) -> None:
        line = {_("Line"): row, _("Column"): column, _("Details"): details}
        self.report = [*self.report, line]

    def refuse_lines(self, field: str) -> None:
        if self.report:
            self.add_error(field, _("Nothing was saved. Correct the lines listed here, and submit again."))


def _rows(text: str) -> Iterator[Row]:
    """The pasted lines with their numbers: from a spreadsheet with tabs, else as comma-separated values."""
    delimiter = "\t" if "\t" in text else ","
    for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), start=1):
        if any(cell.strip() for cell in cells):
            yield Row(number, [cell.strip() for cell in cells])


class SchoolsForm(LinesForm):
    lines = forms.CharField(
        label=gettext_lazy("One school per line"),
        widget=forms.Textarea(attrs={"rows": 10, "class": "mono", "wrap": "off"}),
        required=False,
        max_length=MOST_CHARACTERS,
        help_text=gettext_lazy(
            "Name, level, latitude, longitude, NCES school ID, state school ID, separated by commas or "
            "pasted from a spreadsheet. Only the name is needed. With a first line that names the columns, "
            "their order doesn't matter. A line for a school that is already listed fills in what that "
            "school lacks."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a CSV file"),
        required=False,
        help_text=gettext_lazy("With the same columns. At most 500 KB and 1,000 schools."),
    )

    def __init__(
        self, posted: Posted = None, files: Files = None, *, existing: Iterable[School] = ()
    ) -> None:
        """A line with the name of one of the `existing` schools fills what that school lacks."""
        super().__init__(posted, files)
        for field in self.fields.values():
            field.is_needed_later = True  # type: ignore[attr-defined]  # one of the two is needed
        schools = list(existing)
        names = Counter(school.name.casefold() for school in schools)
        self.taken = {name for name, n in names.items() if n > 1}  # which of several is meant is not known
        self.existing = {school.name.casefold(): school for school in schools}
        self.unused: list[str] = []

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        text, file = data.pop("lines", ""), data.pop("file", None)
        if self.errors:
            return data
        if bool(text.strip()) == bool(file):
            raise ValidationError(_("Paste the schools, or choose a file: one of the two."))
        field = "file" if file else "lines"
        try:
            rows = list(self._file_rows(file) if file else _rows(text))
        except BadFile as error:
            self.add_error(field, refusal(error, has_list=False))
            return data
        except csv.Error:
            self.add_error(field, _("These lines can't be read. Check the quotation marks."))
            return data
        columns, rows = self._columns(rows, field)
        if not self.errors:
            read = [self._school(row, columns) for row in self._few(rows, field)]
            data["schools"] = [values for school, values in read if school is None]
            data["filled"] = [(school, values) for school, values in read if school is not None and values]
            self.refuse_lines(field)
        return data

    def _few(self, rows: list[Row], field: str) -> list[Row]:
        if not rows:
            self.add_error(field, _("There are no schools in it. Add at least one line with a name."))
        elif len(rows) > MOST_LINES:
            message = _("There are %(n)s lines. Add at most %(most)s schools at a time.")
            self.add_error(field, message % {"n": len(rows), "most": MOST_LINES})
        return rows[:MOST_LINES] if not self.errors else []

    def _file_rows(self, file: Any) -> Iterator[Row]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "schools.csv"
            path.write_bytes(file.read(MOST_FILE_BYTES + 1))
            for row in records(path, limits=Limits(MOST_FILE_BYTES, 10 * MOST_LINES, 200), name=file.name):
                cells = [cell.strip() for cell in row.cells]
                if any(cells):
                    yield Row(row.number, cells)

    def _columns(self, rows: list[Row], field: str) -> tuple[list[str], list[Row]]:
        """What each cell is: as the first line says, if it names columns."""
        known = in_every_language(lambda: [(key, str(label)) for key, (label, _o) in SCHOOL_COLUMNS.items()])
        known |= {other: key for key, (_label, others) in SCHOOL_COLUMNS.items() for other in others}
        first = rows[0].cells if rows else []
        named = [known.get(fold(cell.replace("_", " ")), "") for cell in first]
        if "name" not in named:
            return list(SCHOOL_COLUMNS), rows
        for key in SCHOOL_COLUMNS:
            if named.count(key) > 1:
                label = SCHOOL_COLUMNS[key][0]
                message = _("Two columns are named “%(column)s”. Keep one of them.")
                self.add_error(field, message % {"column": label})
        self.unused = [cell for cell, key in zip(first, named, strict=True) if cell and not key]
        return named, rows[1:]

    def _school(self, row: Row, columns: Sequence[str]) -> tuple[School | None, dict[str, Any]]:
        """The school of a line and what to fill of it; None and all values of a new one."""
        values = {name: cell for name, cell in zip(columns, row.cells, strict=False) if name}
        if any(row.cells[len(columns) :]):
            message = _(
                "There are more columns than expected: %(n)s. Put a name with a comma in quotation marks."
            )
            self.add_line_error(row.number, "", message % {"n": len(row.cells)})
            return None, {}
        level = _level(values.get("level", ""))
        if level is None:
            message = _("“%(level)s” isn't a level. Use one of these: %(levels)s.")
            levels = ", ".join(str(label) for label in School.Level.labels)
            self.add_line_error(
                row.number,
                str(SCHOOL_COLUMNS["level"][0]),
                message % {"level": values["level"][:40], "levels": levels},
            )
        form = SchoolForm({**values, "level": level or School.Level.OTHER}, taken=self.taken)
        if not form.is_valid():
            for name, errors in form.errors.items():
                label = str(form.fields[name].label) if name in form.fields else ""
                self.add_line_error(row.number, label, " ".join(map(str, errors)))
            return None, {}
        typed = form.cleaned_data
        self.taken.add(typed["name"].casefold())
        school = self.existing.get(typed["name"].casefold())
        return (None, dict(typed)) if school is None else (school, self._lacking(row, school, typed))

    def _lacking(self, row: Row, school: School, typed: Mapping[str, Any]) -> dict[str, Any]:
        """What a line says that a school lacks. What differs from the school is a problem of the line."""
        blank = ("", None, School.Level.OTHER)
        given = {
            name: value for name, value in typed.items() if name in DETAILS_OF_SCHOOLS and value not in blank
        }
        if not given:
            message = _("A school with this name already exists.")
            self.add_line_error(row.number, str(SCHOOL_COLUMNS["name"][0]), message)
        for name, value in given.items():
            if getattr(school, name) not in (*blank, value):
                message = _("This school already exists, with another value. Change it on the school's page.")
                self.add_line_error(row.number, str(SCHOOL_COLUMNS[name][0]), message)
        return {name: value for name, value in given.items() if getattr(school, name) in blank}


def _level(text: str) -> str | None:
    """A level by its label in any language, or its first word; None if it is none of them."""
    labels = in_every_language(lambda: [(value, str(label)) for value, label in School.Level.choices])
    known = labels | {fold(value): value for value in School.Level.values} | {
        "primary": School.Level.ELEMENTARY,
        "primaria": School.Level.ELEMENTARY,
        "intermediate": School.Level.MIDDLE,
        "junior high": School.Level.MIDDLE,
        "secundaria": School.Level.MIDDLE,
        "senior high": School.Level.HIGH,
    }  # fmt: skip
    return known.get(fold(text)) if text else School.Level.OTHER


class InvitationsForm(LinesForm):
    """Several people to invite, one per line."""

    people = forms.CharField(
        label=gettext_lazy("One person per line"),
        widget=forms.Textarea(attrs={"rows": 8, "class": "mono", "autocomplete": "off"}),
        max_length=MOST_CHARACTERS,
        help_text=gettext_lazy(
            "Email address, role, separated by a comma. For school leaders, add a comma and the name of the "
            "school. A line with only an email address gets the role chosen below."
        ),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role for lines without one"))

    def __init__(
        self,
        posted: Posted = None,
        *,
        roles: Sequence[str],
        schools: Iterable[School],
        members: Callable[[Sequence[str]], Mapping[str, str]],
    ) -> None:
        """`members` says which addresses are members or invited already, in a sentence each."""
        super().__init__(posted)
        self.roles, self.members = roles, members
        self.schools = {fold(school.name): school for school in schools}
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(role, Role(role).label) for role in roles if role != Role.SCHOOL_LEADER]
        field.initial = Role.COORDINATOR if Role.COORDINATOR in roles else Role.FACILITATOR

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        text, usual = data.pop("people", ""), data.pop("role", "")
        if self.errors:
            return data
        rows = list(_rows(text))
        if len(rows) > MOST_INVITATIONS:
            message = _("There are %(n)s lines. Invite at most %(most)s people at a time.")
            self.add_error("people", message % {"n": len(rows), "most": MOST_INVITATIONS})
            return data
        known = self.members([_address(row.cells[0]) for row in rows])
        seen: set[str] = set()
        data["invited"] = [self._person(row, usual, known, seen) for row in rows]
        self.refuse_lines("people")
        return data

    def _person(self, row: Row, usual: str, known: Mapping[str, str], seen: set[str]) -> dict[str, object]:
        email, role, school = [*row.cells, "", ""][:3]
        email = _address(email)
        problem = self._problem_of_address(email, known, seen)
        seen.add(email)
        if problem:
            self.add_line_error(row.number, _("Email address"), problem)
        chosen = _role(role) if role else usual
        if chosen not in self.roles:
            offered = ", ".join(str(Role(one).label) for one in self.roles)
            message = _("“%(role)s” isn't a role you can give. Use one of these: %(roles)s.")
            self.add_line_error(row.number, _("Role"), message % {"role": role[:40], "roles": offered})
        led = self.schools.get(fold(school)) if school else None
        if chosen == Role.SCHOOL_LEADER and led is None:
            self.add_line_error(row.number, _("School"), _("Which school does this person lead?"))
        elif school and chosen != Role.SCHOOL_LEADER:
            self.add_line_error(row.number, _("School"), _("Only school leaders have a school."))
        return {"email": email, "role": chosen, "school": led}

    def _problem_of_address(self, email: str, known: Mapping[str, str], seen: set[str]) -> str:
        try:
            validate_email(email)
        except ValidationError:
            message = _("“%(address)s” isn't an email address. Enter one such as name@example.org.")
            return message % {"address": email[:80]}
        if email in seen:
            return _("This address is in another line too.")
        return known.get(email, "")


MOST_INVITATIONS = 100


def _address(cell: str) -> str:
    """The address in a cell, also if a mail program put a name before it: `Bob <bob@example.org>`."""
    _name, opening, rest = cell.rpartition("<")
    address, closing, after = rest.partition(">")
    return (address if opening and closing and not after.strip() else cell).strip().lower()


def _role(text: str) -> str:
    known = in_every_language(lambda: [(value, str(label)) for value, label in Role.choices])
    known |= {fold(value.replace("_", " ")): value for value in Role.values}
    known |= {"principal": Role.SCHOOL_LEADER, "partner": Role.PARTNER_CONTACT, "board": Role.BOARD_MEMBER}
    return known.get(fold(text), "")
