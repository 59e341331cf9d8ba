"""Mapping of the columns of a finished survey."""

from collections.abc import Iterable, Mapping, Sequence

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from throughline.formats import marks, survey_csv
from throughline.formats.survey_csv import ColumnMapping, Preview, PreviewColumn
from throughline.formats.survey_csv.choices import LINE_BREAK, TIGHT_COMMA
from throughline.formats.survey_csv.mapping import LOCAL
from throughline.formats.survey_csv.personal import PersonalData
from throughline.listen.models import ContributorRole
from throughline.listen.queries.imports import EarlierMapping
from throughline.listen.queries.known_words import guess_role
from throughline.ui.forms import Posted, Words, typed_values
from throughline.ui.time_zones import US_TIME_ZONES

PARTS = [
    ("ignore", _("Do not import")),
    ("text", _("Question: written answer")),
    ("single", _("Question: multiple choice (one answer)")),
    ("multiple", _("Question: checkboxes (several answers)")),
    ("scale", _("Question: scale")),
    ("school", _("School")),
    ("role", _("Role (such as parent or student)")),
    ("language", _("Language of the answers")),
    ("date", _("Date of the answer")),
]
ORDERS = [
    ("", _("Detect from the data")),
    ("YMD", _("Year, month, day")),
    ("MDY", _("Month, day, year")),
    ("DMY", _("Day, month, year")),
    ("EXCEL", _("Spreadsheet day numbers")),
]
SEPARATORS = [
    ("", _("One choice in each cell")),
    (";", _("Semicolon (;)")),
    (",", _("Comma (,)")),
    (TIGHT_COMMA, _("Comma without a space after it")),
    ("space", _("Space")),
    (LINE_BREAK, _("Line break")),
    ("|", "|"),
    ("/", "/"),
]
TOOLS = [
    *(
        (source, source)
        for source in survey_csv.SOURCES
        if source not in {"one header row", "two header rows"}
    ),
    ("one header row", _("Another tool or a spreadsheet (one header row)")),
    ("two header rows", _("Another tool or a spreadsheet (two header rows)")),
]
PERSONAL: dict[PersonalData, Words] = {
    "name": _("This column seems to contain people's names. Don't import it unless you need it."),
    "email": _("This column seems to contain email addresses. Don't import it unless you need it."),
    "phone": _("This column seems to contain phone numbers. Don't import it unless you need it."),
    "address": _("This column seems to contain addresses. Don't import it unless you need it."),
    "birth": _("This column seems to contain dates of birth. Don't import it unless you need it."),
    "place": _("This column seems to contain coordinates. Don't import it unless you need it."),
    "device": _("This column seems to identify devices or connections. Don't import it unless you need it."),
    "id": _("This column seems to contain people's IDs. Don't import it unless you need it."),
    "other": _("This column seems to contain personal data. Don't import it unless you need it."),
}
"""What the mapping page says about a column of personal data."""

FIELDS_OF = {
    "ignore": frozenset[str](),
    "text": frozenset({"question", "choice_of", "no_answers", "why"}),
    "single": frozenset({"question", "no_answers", "why"}),
    "multiple": frozenset({"question", "option", "separator", "options", "no_answers", "why"}),
    "scale": frozenset({"question", "labels", "no_answers", "why"}),
    "school": frozenset({"question", "no_answers", "why"}),
    "language": frozenset({"no_answers", "why"}),
    "date": frozenset({"date_order", "zone", "why"}),
}
"""The fields that each kind of column needs, besides those of a role."""


class ColumnForm(forms.Form):
    """The mapping of one column; fields that its kind does not need are ignored."""

    part = forms.ChoiceField(label=_("Import this column as"), choices=PARTS)
    question = forms.CharField(label=_("Question wording"), required=False, max_length=1000)
    option = forms.CharField(
        label=_("Choice in this column"),
        required=False,
        max_length=500,
        help_text=_("Fill this in only if each choice of the question has its own column."),
    )
    separator = forms.ChoiceField(
        label=_("Separator between choices in a cell"), choices=SEPARATORS, required=False
    )
    options = forms.CharField(
        label=_("Choices, one per line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("List the choices so that a choice with a comma in it isn't split."),
    )
    labels = forms.CharField(
        label=_("Scale values from lowest to highest, one per line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Leave this blank if the cells contain numbers."),
    )
    no_answers = forms.CharField(
        label=_("Codes for “no answer,” one per line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "For example, -99, or 9 for “don't know.” The import report counts them, but they aren't "
            "counted as answers."
        ),
    )
    choice_of = forms.ChoiceField(label=_("Also count this as a choice?"), required=False)
    date_order = forms.ChoiceField(label=_("Date format"), choices=ORDERS, required=False)
    zone = forms.ChoiceField(label=_("Time zone"), required=False)
    why = forms.CharField(
        label=_("Why do you need this column?"),
        required=False,
        max_length=300,
        help_text=_("It may contain personal data. Your reason is saved in the audit log."),
    )

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
        if column.may_be_dates:
            self.fields["zone"].choices = _zones(column.zone)  # type: ignore[attr-defined]
        else:
            del self.fields["zone"], self.fields["date_order"]
        if not column.is_personal:
            del self.fields["why"]
        if column.choice_of:
            yes = gettext("Yes, as the choice “%(choice)s”") % {"choice": column.option}
            choices = [(column.choice_of, yes), ("", gettext("No, only as a written answer"))]
            self.fields["choice_of"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["choice_of"]
        if not column.has_wording:
            self.fields["question"].help_text = _(
                "Enter the question at its first choice and leave this blank at its other choices. Where "
                "another question begins, enter that question."
            )
        self.role_cells = list(column.options) if column.guess == "role" else []
        for i, cell in enumerate(self.role_cells):
            self.fields[f"role{i}"] = forms.ChoiceField(
                label=gettext("Role for “%(cell)s”") % {"cell": cell},
                choices=ContributorRole.choices,
                required=False,
                initial=roles.get(cell) or guess_role(cell),
            )

    @property
    def notice(self) -> str:
        """Why the column is left out, or what the file does not say about it."""
        if self.column.personal:
            return str(PERSONAL[self.column.personal])
        if self.column.is_ranking:
            return gettext(
                "People ranked these choices. Rankings can't be counted here, so this column isn't imported."
            )
        if not self.column.has_wording:
            return gettext(
                "The file has this choice but not its question. Choices in nearby columns may belong to "
                "one question or to several. Enter each question at its first choice."
            )
        return ""

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        for name in set(self.errors) - self._needed(str(cleaned.get("part", ""))):
            del self.errors[name]
            cleaned[name] = ""
        must_say_order = cleaned.get("part") == "date" and self.column.must_say_date_order
        if must_say_order and not cleaned.get("date_order") and "date_order" not in self.errors:
            self.add_error(
                "date_order", gettext("These dates can be read in two ways. Choose a date format.")
            )
        if self.column.is_personal and cleaned.get("part") != "ignore" and not cleaned.get("why"):
            self.add_error("why", gettext("Enter why you need this column, or choose not to import it."))
        if cleaned.get("part") == "scale" and not cleaned.get("labels"):
            self._decide_doubtful_codes(_lines(str(cleaned.get("no_answers", ""))))
        return cleaned

    def _decide_doubtful_codes(self, no_answers: Iterable[str]) -> None:
        known = {marks.plain_cell(cell) for cell in no_answers}
        left = [str(code) for code in self.column.doubtful_codes if str(code) not in known]
        if left:
            sentence = gettext(
                "%(codes)s may be scale values or codes for “no answer.” If they mean “no answer,” list "
                "them here. If not, list all scale values above, from lowest to highest."
            )
            self.add_error("no_answers", sentence % {"codes": ", ".join(left)})

    def _needed(self, part: str) -> frozenset[str]:
        if part == "role":
            return frozenset(
                {"question", "no_answers", "why", *(f"role{i}" for i in range(len(self.role_cells)))}
            )
        return FIELDS_OF.get(part, frozenset(self.fields))

    def mapping(self) -> ColumnMapping:
        cleaned = self.cleaned_data
        part = cleaned["part"]
        is_multiple, is_scale = part == "multiple", part == "scale"
        return ColumnMapping(
            column=self.column.name,
            part=part,
            question=cleaned["question"].strip(),
            option=self._option(),
            separator=_separator(cleaned["separator"])
            if is_multiple and not cleaned["option"].strip()
            else "",
            options=_lines(cleaned["options"]) if is_multiple else (),
            labels=_lines(cleaned["labels"]) if is_scale else (),
            values={cell: cleaned.get(f"role{i}") or "other" for i, cell in enumerate(self.role_cells)}
            if part == "role"
            else {},
            date_order=cleaned.get("date_order") or None if part == "date" else None,
            zone=cleaned.get("zone", "") if part == "date" else "",
            no_answers=_lines(cleaned["no_answers"]),
            choice_of=cleaned.get("choice_of", "") if part == "text" else "",
            reason=cleaned.get("why", "").strip() if part != "ignore" else "",
        )

    def _option(self) -> str:
        cleaned = self.cleaned_data
        if cleaned["part"] == "text" and cleaned.get("choice_of"):
            return self.column.option
        return str(cleaned["option"]).strip() if cleaned["part"] == "multiple" else ""

    def roles(self) -> dict[str, str]:
        """The chosen role of each cell, valid or not."""
        return {cell: str(self[f"role{i}"].value() or "") for i, cell in enumerate(self.role_cells)}


def _separator(chosen: str) -> str:
    return " " if chosen == "space" else chosen


def _zones(stated: str) -> list[tuple[str, object]]:
    """Time zones to choose: first what the file states, if it does, else the district's own."""
    if not stated:
        return [
            ("", _("The district's time zone")),
            ("UTC", "UTC"),
            *((zone, zone) for zone in US_TIME_ZONES),
        ]
    first = gettext("%(zone)s (from the file)") % {"zone": stated}
    zones = [(zone, zone) for zone in ("UTC", *US_TIME_ZONES) if zone != stated]
    return [("", first), (LOCAL, _("The district's time zone")), *zones]


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


class MappingForm:
    """The survey tool, and one form for each column, all submitted together."""

    def __init__(
        self,
        preview: Preview,
        *,
        kept: Mapping[str, dict[str, str]],
        roles: Mapping[str, Mapping[str, str]] | None = None,
        posted: Posted = None,
    ) -> None:
        suggested = {one.column: one for one in preview.suggested().columns}
        self.tool = ToolForm(posted, initial={"tool": preview.source})
        self.problems: list[str] = []
        self.columns = []
        self._suggested = {one.name: _initial(suggested[one.name], one) for one in preview.columns}
        self._source = preview.stated_source
        for i, column in enumerate(preview.columns):
            form = ColumnForm(
                posted,
                prefix=f"c{i}",
                column=column,
                roles=(roles or {}).get(column.name, {}),
                initial=kept.get(column.name) or self._suggested[column.name],
            )
            self.columns.append(form)

    @property
    def has_errors(self) -> bool:
        return bool(self.problems) or any(form.errors for form in self.columns)

    def is_valid(self) -> bool:
        for form in self.columns:
            form.is_valid()
        self._ask_for_questions()
        is_fine = not any(form.errors for form in self.columns)
        if is_fine and not any(form.cleaned_data["part"] in ANSWERED for form in self.columns):
            self.problems.append(
                gettext("No column is set as a question. Choose at least one question to import.")
            )
        for part, label in PARTS:
            if part in ONCE and sum(form["part"].value() == part for form in self.columns) > 1:
                sentence = gettext("Only one column can be “%(part)s.” Choose not to import the other.")
                self.problems.append(sentence % {"part": label})
        return is_fine and not self.problems

    def _ask_for_questions(self) -> None:
        """A choice without the wording of its question belongs to the question written before it."""
        before: ColumnForm | None = None
        for form in self.columns:
            if form.column.has_wording or form.errors or form.cleaned_data["part"] != "multiple":
                before = None if form.column.has_wording else before
                continue
            is_next = before is not None and before.column.question == form.column.question
            if not form.cleaned_data["question"].strip():
                if is_next and before is not None:
                    form.cleaned_data["question"] = before.cleaned_data.get("question", "")
                else:
                    sentence = gettext("The file doesn't include this question. Enter it here.")
                    form.add_error("question", sentence)
            before = form

    def kept(self) -> dict[str, dict[str, str]]:
        """The current value of every field, valid or not, to be shown again."""
        return {
            form.column.name: {
                name: value for name, value in typed_values(form).items() if not name.startswith("role")
            }
            for form in self.columns
        }

    def corrected(self) -> dict[str, dict[str, str]]:
        """The values of the columns of which a person changed something."""
        return {
            name: values
            for name, values in self.kept().items()
            if any(values[field] != text for field, text in self._suggested[name].items())
        }

    def roles(self) -> dict[str, dict[str, str]]:
        """The role that each cell of a column of roles means."""
        return {form.column.name: form.roles() for form in self.columns if form.role_cells}

    def mapping(self) -> survey_csv.Mapping:
        columns = tuple(form.mapping() for form in self.columns)
        return survey_csv.Mapping(columns, source=self._source)


class ToolForm(forms.Form):
    """The survey tool that wrote the file."""

    tool = forms.ChoiceField(label=_("Survey tool"), choices=TOOLS)


class EarlierMappingField(forms.ChoiceField):
    """Mappings of earlier surveys that have columns of this file."""

    def offer(self, earlier: Sequence[EarlierMapping]) -> None:
        sentence = _("%(title)s (%(n)s of %(n_all)s columns)")
        self.choices = [
            (one.upload_id, sentence % {"title": one.title, "n": len(one.columns), "n_all": one.n_all})
            for one in earlier
        ]


class ReuseForm(forms.Form):
    earlier = EarlierMappingField(label=_("Use the mapping from an earlier survey"))

    def __init__(self, posted: Posted = None, *, earlier: Sequence[EarlierMapping]) -> None:
        super().__init__(posted)
        self.fields["earlier"].offer(earlier)  # type: ignore[attr-defined]


ANSWERED = frozenset({"text", "single", "multiple", "scale"})
ONCE = frozenset({"school", "role", "language", "date"})


def _initial(guess: ColumnMapping, column: PreviewColumn) -> dict[str, str]:
    separator = "space" if guess.separator == " " else guess.separator.strip()
    return {
        "part": guess.part,
        "question": (guess.question or guess.column) if column.has_wording else "",
        "option": guess.option,
        "separator": separator if separator in dict(SEPARATORS) else "",
        "options": "\n".join(guess.options),
        "labels": "\n".join(guess.labels),
        "no_answers": "\n".join(guess.no_answers),
        **({"date_order": guess.date_order or "", "zone": ""} if column.may_be_dates else {}),
        **({"choice_of": guess.choice_of} if column.choice_of else {}),
    }
