"""Upload of a finished survey, and the mapping of its columns."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle
from throughline.formats import survey_csv
from throughline.formats.survey_csv import ColumnMapping, Preview, PreviewColumn
from throughline.listen.models import ContributorRole
from throughline.listen.permissions import cycles_to_import_into
from throughline.listen.queries.known_words import guess_role
from throughline.ui.forms import EncodingField, FileForm, Files, Initial, Posted, typed_values

PARTS = [
    ("ignore", _("Leave it out")),
    ("text", _("A question answered in own words")),
    ("single", _("A question with one choice")),
    ("multiple", _("A question with several choices")),
    ("scale", _("A question with a scale")),
    ("school", _("School")),
    ("role", _("Who somebody answers as")),
    ("language", _("Language of the answers")),
    ("date", _("Date of the answer")),
]
ORDERS = [
    ("", _("As it fits every row")),
    ("YMD", _("Year, month, day")),
    ("MDY", _("Month, day, year")),
    ("DMY", _("Day, month, year")),
    ("EXCEL", _("Day numbers of a spreadsheet")),
]
SEPARATORS = [
    ("", _("One choice in each cell")),
    (";", _("Semicolon ;")),
    (",", _("Comma ,")),
    ("|", "|"),
    ("/", "/"),
]


FIELDS_OF = {
    "ignore": frozenset[str](),
    "text": frozenset({"question"}),
    "single": frozenset({"question"}),
    "multiple": frozenset({"question", "option", "separator", "options"}),
    "scale": frozenset({"question", "labels"}),
    "school": frozenset({"question"}),
    "language": frozenset[str](),
    "date": frozenset({"date_order"}),
}
"""The fields that each kind of column needs, besides those of a role."""


class CycleField(forms.ChoiceField):
    """Cycles the actor may import into, identified by their public ids."""

    def __init__(self) -> None:
        super().__init__(label=_("For which cycle?"))

    def offer(self, actor: Actor) -> dict[str, Cycle]:
        cycles = {cycle.public_id: cycle for cycle in cycles_to_import_into(actor)}
        self.choices = [(key, str(cycle.title)) for key, cycle in cycles.items()]
        return cycles


class SurveyUploadForm(FileForm):
    cycle = CycleField()
    title = forms.CharField(
        label=_("What to call the survey"),
        max_length=200,
        help_text=_("People see this name once it is told about."),
    )
    file = forms.FileField(
        label=_("The CSV file"),
        help_text=_(
            "From Google Forms, Microsoft Forms, Qualtrics, SurveyMonkey, ThoughtExchange or a "
            "spreadsheet: the first "
            "row names the columns, each other row is one person. At most 20 MB. Nobody else sees "
            "the file, and it is "
            "removed after the import."
        ),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("The file is empty. Export it again."),
        },
    )
    encoding = EncodingField()

    def __init__(
        self, posted: Posted = None, files: Files = None, *, actor: Actor, initial: Initial = None
    ) -> None:
        super().__init__(posted, files, initial=initial)
        self.cycles: dict[str, Cycle] = self.fields["cycle"].offer(actor)  # type: ignore[attr-defined]


class ColumnForm(forms.Form):
    """The mapping of one column; fields that its kind does not need are ignored."""

    part = forms.ChoiceField(label=_("This column is"), choices=PARTS)
    question = forms.CharField(label=_("The question, as it was asked"), required=False, max_length=1000)
    option = forms.CharField(
        label=_("The choice this column stands for"),
        required=False,
        max_length=500,
        help_text=_("Only where each choice of a question has its own column."),
    )
    separator = forms.ChoiceField(
        label=_("Between several choices in a cell"), choices=SEPARATORS, required=False
    )
    options = forms.CharField(
        label=_("The choices, one a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("So that a choice with a comma in it stays whole."),
    )
    labels = forms.CharField(
        label=_("The steps of the scale from lowest to highest, one a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Leave it empty where the cells are numbers."),
    )
    date_order = forms.ChoiceField(label=_("How dates are written"), choices=ORDERS, required=False)

    def __init__(
        self,
        posted: Posted,
        *,
        prefix: str,
        column: PreviewColumn,
        roles: Mapping[str, str],
        initial: dict[str, str],
    ) -> None:
        super().__init__(posted, prefix=prefix, initial=initial)
        self.column = column
        self.role_cells = list(column.options) if column.guess == "role" else []
        for i, cell in enumerate(self.role_cells):
            self.fields[f"role{i}"] = forms.ChoiceField(
                label=gettext("“%(cell)s” means") % {"cell": cell},
                choices=ContributorRole.choices,
                required=False,
                initial=roles.get(cell) or guess_role(cell),
            )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        for name in set(self.errors) - self._needed(str(cleaned.get("part", ""))):
            del self.errors[name]
            cleaned[name] = ""
        must_say_order = cleaned.get("part") == "date" and self.column.must_say_date_order
        if must_say_order and not cleaned.get("date_order") and "date_order" not in self.errors:
            self.add_error(
                "date_order", gettext("Every date here can be read in two ways: say which comes first.")
            )
        return cleaned

    def _needed(self, part: str) -> frozenset[str]:
        if part == "role":
            return frozenset({"question", *(f"role{i}" for i in range(len(self.role_cells)))})
        return FIELDS_OF.get(part, frozenset(self.fields))

    def mapping(self) -> ColumnMapping:
        cleaned = self.cleaned_data
        part = cleaned["part"]
        is_multiple, is_scale = part == "multiple", part == "scale"
        return ColumnMapping(
            column=self.column.name,
            part=part,
            question=cleaned["question"].strip(),
            option=cleaned["option"].strip() if is_multiple else "",
            separator=cleaned["separator"] if is_multiple and not cleaned["option"].strip() else "",
            options=_lines(cleaned["options"]) if is_multiple else (),
            labels=_lines(cleaned["labels"]) if is_scale else (),
            values={cell: cleaned.get(f"role{i}") or "other" for i, cell in enumerate(self.role_cells)}
            if part == "role"
            else {},
            date_order=cleaned["date_order"] or None if part == "date" else None,
        )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


class MappingForm:
    """One form for each column, all submitted together."""

    def __init__(
        self, preview: Preview, *, kept: Mapping[str, dict[str, str]], posted: Posted = None
    ) -> None:
        suggested = {one.column: one for one in preview.suggested().columns}
        self.problems: list[str] = []
        self.columns = []
        for i, column in enumerate(preview.columns):
            form = ColumnForm(
                posted,
                prefix=f"c{i}",
                column=column,
                roles={},
                initial=kept.get(column.name) or _initial(suggested[column.name]),
            )
            self.columns.append(form)

    @property
    def has_errors(self) -> bool:
        return bool(self.problems) or any(form.errors for form in self.columns)

    def is_valid(self) -> bool:
        validity = [form.is_valid() for form in self.columns]
        is_fine = all(validity)
        if is_fine and not any(form.cleaned_data["part"] in ANSWERED for form in self.columns):
            self.problems.append(
                gettext("No column is a question. Choose at least one whose answers are to be imported.")
            )
        for part, label in PARTS:
            if part in ONCE and sum(form["part"].value() == part for form in self.columns) > 1:
                self.problems.append(
                    gettext(
                        "Two columns are said to be “%(part)s”, and only one can be. Leave the other out."
                    )
                    % {"part": label}
                )
        return is_fine and not self.problems

    def kept(self) -> dict[str, dict[str, str]]:
        """The current value of every field, valid or not, to be shown again."""
        return {form.column.name: typed_values(form) for form in self.columns}

    def mapping(self) -> survey_csv.Mapping:
        return survey_csv.Mapping(tuple(form.mapping() for form in self.columns))


ANSWERED = frozenset({"text", "single", "multiple", "scale"})
ONCE = frozenset({"school", "role", "language", "date"})


def _initial(guess: ColumnMapping) -> dict[str, str]:
    separator = guess.separator.strip()
    return {
        "part": guess.part,
        "question": guess.question or guess.column,
        "option": guess.option,
        "separator": separator if separator in dict(SEPARATORS) else "",
        "options": "\n".join(guess.options),
        "labels": "\n".join(guess.labels),
        "date_order": guess.date_order or "",
    }
