"""Mapping the columns of a roster and the variables of a tabulation."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from throughline.formats.population.acs import Meaning, Pair
from throughline.formats.population.roster import RosterColumn
from throughline.formats.population.roster_hints import Part
from throughline.measure.models import CountState, Dimension, MarginState

MOST_VARIABLES = 400
MOST_RADIO_BUTTONS = 12
ROSTER_PARTS = [
    ("ignore", _("Do not import")),
    ("id", _("Person ID (used to avoid counting anyone twice; not stored)")),
    ("school", _("School")),
    ("grade", _("Grade")),
    ("language", _("Language at home")),
    ("role", _("Role")),
    ("group", _("Race and ethnicity")),
    ("hispanic", _("Hispanic or Latino: yes or no (takes priority over race)")),
    ("sex", _("Sex")),
    ("age", _("Age")),
    ("other", _("Other grouping")),
]

WORDED_PARTS: dict[str, Any] = {
    "school": _("What the school codes mean, if the file doesn't use the schools' names"),
    "grade": _("What the grade codes mean"),
    "language": _("What the language codes mean"),
    "group": _("What the race and ethnicity codes mean"),
    "sex": _("What the codes for sex mean"),
}


class PairsField(forms.CharField):
    """Lines of "what is in the file = what it means", as a dict; without a meaning it is unknown."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value: object) -> dict[str, str]:
        pairs: dict[str, str] = {}
        meanings: dict[str, str] = {}
        for line in super().clean(value).splitlines():
            cell, equals, meaning = (part.strip() for part in line.partition("="))
            if not line.strip():
                continue
            if not (cell and equals):
                raise forms.ValidationError(
                    gettext(
                        "“%(line)s” is missing a value or an equals sign. Enter the value in the file, then "
                        "= and what it means."
                    )
                    % {"line": line.strip()[:60]}
                )
            if meanings.setdefault(cell.casefold(), meaning.casefold()) != meaning.casefold():
                raise forms.ValidationError(
                    gettext("“%(cell)s” has two meanings. Keep only one.") % {"cell": cell[:60]}
                )
            pairs[cell] = meaning
        return pairs


class RosterMappingForm(forms.Form):
    """What each column of a roster contains. Where several may be one part, none is chosen beforehand."""

    def __init__(
        self,
        *args: Any,
        columns: Sequence[RosterColumn],
        unclear: Mapping[Part, Sequence[str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        self.unclear = unclear
        competing = {name for names in unclear.values() for name in names}
        for i, column in enumerate(columns):
            is_asked = column.name in competing
            self.fields[f"c{i}"] = forms.ChoiceField(
                label=column.name,
                choices=[("", _("Choose what this column contains")), *ROSTER_PARTS]
                if is_asked
                else ROSTER_PARTS,
                initial="" if is_asked else column.part,
                help_text=ngettext("%(n)s different value", "%(n)s different values", column.n_values)
                % {"n": column.n_values},
                error_messages={
                    "required": _("Choose what this column contains, or choose “Do not import”.")
                },
            )
        for part, label in WORDED_PARTS.items():
            self.fields[f"words_{part}"] = PairsField(
                label=label,
                required=False,
                help_text=_("One per line: value in the file = what it means."),
            )

    @property
    def questions(self) -> list[str]:
        """For each part that several columns may be, a sentence that names them."""
        labels = dict(ROSTER_PARTS)
        return [
            gettext("More than one column could be “%(part)s”: %(columns)s.")
            % {"part": labels[part], "columns": ", ".join(f"“{name}”" for name in names)}
            for part, names in self.unclear.items()
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        parts = [cleaned.get(f"c{i}") for i in range(len(self.columns))]
        for part, label in ROSTER_PARTS:
            if part != "ignore" and parts.count(part) > 1:
                self.add_error(
                    None,
                    gettext("Only one column can be “%(part)s”. Choose “Do not import” for the others.")
                    % {"part": label},
                )
        if not set(parts) - {"ignore", "id", None}:
            self.add_error(
                None, gettext("Choose at least one column to group people by, such as school or grade.")
            )
        return cleaned

    @property
    def chosen(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        parts = {column.name: cleaned[f"c{i}"] for i, column in enumerate(self.columns)}
        values = {part: pairs for part in WORDED_PARTS if (pairs := cleaned[f"words_{part}"])}
        return {"mapping": {"parts": parts, "values": values}}


class GeographyForm(forms.Form):
    """Which geography of a tabulation is the district."""

    def __init__(self, *args: Any, names: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(name, name) for name in names]
        is_short = len(names) <= MOST_RADIO_BUTTONS
        self.fields["geography"] = forms.ChoiceField(
            label=_("Geographic area"),
            choices=choices if is_short else [("", gettext("Choose one")), *choices],
            widget=forms.RadioSelect if is_short else forms.Select,
            help_text=_("Listed as written in the file. Only data for the area you choose is stored."),
        )


class TabulationForm(forms.Form):
    """What each variable of a tabulation counts."""

    def __init__(
        self, *args: Any, pairs: Sequence[Pair], known: Mapping[str, Meaning], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        first = [pair for pair in pairs if pair.variable in known]
        self.pairs = [*first, *(pair for pair in pairs if pair.variable not in known)][:MOST_VARIABLES]
        self.n_left_out = len(pairs) - len(self.pairs)
        choices = [
            ("ignore", gettext("Do not import")),
            ("total", gettext("Everyone")),
            *((one.value, str(one.label)) for one in Dimension if one != Dimension.SCHOOL),
        ]
        for i, pair in enumerate(self.pairs):
            meaning = known.get(pair.variable)
            self.fields[f"d{i}"] = forms.ChoiceField(
                label=pair.label or pair.variable,
                choices=choices,
                initial="ignore" if meaning is None else meaning.dimension or "total",
                help_text=_pair_label(pair),
            )
            self.fields[f"l{i}"] = forms.CharField(
                label=_("Group name"),
                max_length=200,
                required=False,
                initial=meaning.label if meaning else pair.label.rsplit(" > ", 1)[-1],
            )
        self.known = known

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        return [(self[f"d{i}"], self[f"l{i}"]) for i in range(len(self.pairs))]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = {cleaned.get(f"d{i}") for i in range(len(self.pairs))} - {"ignore", "total", None}
        if not chosen:
            self.add_error(None, gettext("Choose at least one variable that counts a group of people."))
        return cleaned

    @property
    def chosen(self) -> dict[str, dict[str, dict[str, str]]]:
        return {"meanings": self._meanings()}

    def _meanings(self) -> dict[str, dict[str, str]]:
        cleaned = self.cleaned_data
        found: dict[str, dict[str, str]] = {}
        for i, pair in enumerate(self.pairs):
            dimension = cleaned[f"d{i}"]
            if dimension == "ignore":
                continue
            meaning = self.known.get(pair.variable)
            label = cleaned[f"l{i}"].strip() or pair.label
            is_known = meaning is not None and meaning.dimension == dimension and meaning.label == label
            found[pair.variable] = {
                "dimension": "" if dimension == "total" else dimension,
                "category": meaning.category if meaning is not None and is_known else "",
                "label": label,
            }
        return found


def _pair_label(pair: Pair) -> str:
    if pair.n is None:
        return str(CountState(pair.state).label)
    if pair.margin_of_error is None:
        return gettext("%(n)s; %(margin)s") % {
            "n": pair.n,
            "margin": MarginState(pair.margin_state).label,
        }
    return gettext("%(n)s ± %(margin)s") % {"n": pair.n, "margin": round(pair.margin_of_error)}
