"""What a person may type or hand in of the community's own figures."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models import School
from throughline.formats import race_ethnicity
from throughline.formats.population import Count
from throughline.formats.population.acs import Meaning, Pair
from throughline.formats.population.model import key_from
from throughline.formats.population.roster import RosterColumn
from throughline.formats.survey_csv.words import language_code
from throughline.measure.models import CountState, Dimension, MarginState, PopulationSource, WhoIsCounted
from throughline.measure.queries.populations import known_labels, plain

MOST_FIGURES_MB = 100
MOST_VARIABLES = 400
FILE_SOURCES = [source for source in PopulationSource if source != PopulationSource.TYPED]
NEEDS_NCES_ID = {PopulationSource.CCD, PopulationSource.ACS, PopulationSource.EDGE}


class AboutFiguresForm(forms.Form):
    """What every population says of itself."""

    title = forms.CharField(
        label=_("What to call these figures"),
        max_length=200,
        help_text=_("Such as “Enrollment, October 2026”."),
    )
    who_is_counted = forms.ChoiceField(label=_("Whom do they count?"), choices=WhoIsCounted.choices)
    as_of = forms.CharField(
        label=_("As of when?"),
        max_length=40,
        help_text=_("A day, a school year or years, as the source says it: “2020–2024”."),
    )
    citation = forms.CharField(
        label=_("Where do they come from?"),
        max_length=300,
        required=False,
        help_text=_("So that anyone can find them again: the office, the table, the address."),
    )

    @property
    def about(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("title", "who_is_counted", "as_of", "citation")}


class FiguresUploadForm(AboutFiguresForm):
    source = forms.ChoiceField(
        label=_("What kind of file is it?"),
        choices=[(source.value, source.label) for source in FILE_SOURCES],
    )
    leaid = forms.CharField(
        label=_("The district's NCES number"),
        max_length=7,
        required=False,
        help_text=_("Seven digits, with the zero in front. Needed for NCES and Census files."),
    )
    file = forms.FileField(
        label=_("The file"),
        help_text=_(
            "A CSV file, or the zip of a OneRoster export. At most 100 MB. Only counts are kept, never the "
            "people; the file is removed after the import, or after a day."
        ),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("The file is empty. Export it again."),
        },
    )
    encoding = forms.ChoiceField(
        label=_("How the file was saved"),
        choices=[("detect", _("UTF-8, or as the file says")), ("cp1252", _("Western (Windows-1252)"))],
        required=False,
    )
    field_order = ["source", "file", "title", "who_is_counted", "as_of", "citation", "leaid", "encoding"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        source, who = said.get("source"), said.get("who_is_counted")
        if source in NEEDS_NCES_ID and not re.fullmatch(r"[0-9]{7}", said.get("leaid", "")):
            self.add_error("leaid", _("Write the seven digits, with the zero in front if there is one."))
        if source == PopulationSource.CCD and who != WhoIsCounted.STUDENTS:
            self.add_error("who_is_counted", _("Membership counts are of students."))
        if source == PopulationSource.ONEROSTER and who not in {
            WhoIsCounted.STUDENTS,
            WhoIsCounted.FAMILIES,
            WhoIsCounted.STAFF,
        }:
            self.add_error("who_is_counted", _("A OneRoster export names students, families and staff."))
        return said

    @property
    def choices(self) -> dict[str, str]:
        names = ("source", "who_is_counted", "as_of", "citation", "leaid", "encoding")
        return {name: self.cleaned_data.get(name) or "" for name in names}


ROSTER_PARTS = [
    ("ignore", _("Leave it out")),
    ("id", _("The person's id (looked at to find nobody twice, and not kept)")),
    ("school", _("School")),
    ("grade", _("Grade")),
    ("language", _("Language at home")),
    ("role", _("Role")),
    ("group", _("Race and ethnicity")),
    ("sex", _("Sex")),
    ("age", _("Age")),
    ("other", _("Another grouping")),
]
WORDED_PARTS: dict[str, Any] = {
    "school": _("Words for schools, if they are not the schools' names"),
    "language": _("Words for languages, if they are codes of your own"),
    "group": _("Words for race and ethnicity, if they are codes of your own"),
}


class RosterMappingForm(forms.Form):
    """What each column of a roster stands for."""

    def __init__(self, *args: Any, columns: Sequence[RosterColumn], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        for i, column in enumerate(columns):
            self.fields[f"c{i}"] = forms.ChoiceField(
                label=column.name,
                choices=ROSTER_PARTS,
                initial=column.part,
                help_text=ngettext("%(n)s different value", "%(n)s different values", column.n_values)
                % {"n": column.n_values},
            )
        for part, label in WORDED_PARTS.items():
            self.fields[f"words_{part}"] = forms.CharField(
                label=label,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("One a line: what stands in the file = what it means."),
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        parts = [said.get(f"c{i}") for i in range(len(self.columns))]
        for part, label in ROSTER_PARTS:
            if part != "ignore" and parts.count(part) > 1:
                self.add_error(
                    None, gettext("Only one column can be “%(part)s”. Leave the other out.") % {"part": label}
                )
        if not set(parts) - {"ignore", "id", None}:
            self.add_error(None, gettext("Choose at least one column to count by, such as school or grade."))
        return said

    @property
    def mapping(self) -> dict[str, Any]:
        said = self.cleaned_data
        values = {part: _pairs(said[f"words_{part}"]) for part in WORDED_PARTS}
        return {
            "parts": {column.name: said[f"c{i}"] for i, column in enumerate(self.columns)},
            "values": {part: pairs for part, pairs in values.items() if pairs},
        }


def _pairs(lines: str) -> dict[str, str]:
    found = (line.partition("=") for line in lines.splitlines() if "=" in line)
    return {cell.strip(): meaning.strip() for cell, _equals, meaning in found if cell.strip()}


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
            ("ignore", gettext("Leave it out")),
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
                label=_("Called"),
                max_length=200,
                required=False,
                initial=meaning.label if meaning else pair.label.rsplit(" > ", 1)[-1],
            )
        self.known = known

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        return [(self[f"d{i}"], self[f"l{i}"]) for i in range(len(self.pairs))]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        chosen = {said.get(f"d{i}") for i in range(len(self.pairs))} - {"ignore", "total", None}
        if not chosen:
            self.add_error(None, gettext("Choose at least one variable that counts a group of people."))
        return said

    @property
    def meanings(self) -> dict[str, dict[str, str]]:
        said = self.cleaned_data
        found: dict[str, dict[str, str]] = {}
        for i, pair in enumerate(self.pairs):
            dimension = said[f"d{i}"]
            if dimension == "ignore":
                continue
            meaning = self.known.get(pair.variable)
            label = said[f"l{i}"].strip() or pair.label
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


TYPED_LINE = re.compile(
    r"(?P<label>.+?)\s*[:=]\s*(?P<n>[0-9][0-9,. ]*)?\s*((±|\+/-|\+-)\s*(?P<margin>[0-9][0-9,. ]*))?"
)
TYPED_DIMENSIONS = (
    Dimension.SCHOOL,
    Dimension.GRADE_BAND,
    Dimension.LANGUAGE,
    Dimension.ROLE,
    Dimension.GROUP,
    Dimension.SEX,
    Dimension.OTHER,
)


class TypedFiguresForm(AboutFiguresForm):
    """Figures typed in by hand: a line a group."""

    def __init__(self, *args: Any, schools: Sequence[School], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.schools = {plain(school.name): school for school in schools}
        for dimension in TYPED_DIMENSIONS:
            self.fields[dimension.value] = forms.CharField(
                label=dimension.label,
                required=False,
                max_length=20_000,
                widget=forms.Textarea(attrs={"rows": 4}),
                initial="\n".join(f"{school.name}:" for school in schools)
                if dimension == Dimension.SCHOOL
                else "",
                help_text=_("One a line, such as “Spanish: 420” or, for an estimate, “Spanish: 420 ± 60”."),
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        self.counts: list[Count] = []
        self.schools_named: dict[str, School] = {}
        for dimension in TYPED_DIMENSIONS:
            self._read(dimension, said.get(dimension.value) or "")
        if not self.counts and not self.errors:
            self.add_error(None, gettext("Type at least one group with its number."))
        return said

    def _read(self, dimension: Dimension, text: str) -> None:
        seen: set[str] = set()
        for number, line in enumerate(text.splitlines(), start=1):
            if not line.strip():
                continue
            match = TYPED_LINE.fullmatch(line.strip())
            if match is None or (match["n"] is None and match["margin"] is not None):
                self._refuse(dimension, number, gettext("write a name, a colon and a number"))
            elif match["n"] is not None:
                self._take(dimension, number, match, seen)

    def _take(self, dimension: Dimension, number: int, match: re.Match[str], seen: set[str]) -> None:
        label = match["label"].strip()[:200]
        n, margin = (_whole(match[name]) for name in ("n", "margin"))
        if n is None or (match["margin"] and margin is None):
            self._refuse(dimension, number, gettext("write a whole number of people"))
            return
        category = _category_of(dimension, label)
        if dimension == Dimension.SCHOOL:
            school = self.schools.get(plain(label))
            if school is None:
                self._refuse(dimension, number, gettext("the district has no school of this name"))
                return
            category = school.public_id
            self.schools_named[category] = school
        if category in seen:
            self._refuse(dimension, number, gettext("this group stands in a line above"))
            return
        seen.add(category)
        state = "exact" if margin is None else "given"
        self.counts.append(
            Count(
                dimension.value,  # type: ignore[arg-type]
                category,
                label,
                n,
                None if margin is None else float(margin),
                margin_state=state,  # type: ignore[arg-type]
            )
        )

    def _refuse(self, dimension: Dimension, number: int, problem: str) -> None:
        self.add_error(
            dimension.value,
            gettext("Line %(number)s: %(problem)s.") % {"number": number, "problem": problem},
        )


def _whole(digits: str | None) -> int | None:
    """The number, with or without signs between its thousands; none where it is no whole number."""
    written = (digits or "").strip()
    plain_digits = re.sub(r"[,. ]", "", written)
    is_whole = re.fullmatch(r"[0-9]+|[0-9]{1,3}([,. ][0-9]{3})+", written) is not None
    return int(plain_digits) if is_whole and len(plain_digits) <= 9 else None


def _category_of(dimension: Dimension, label: str) -> str:
    """The key that means the same in every source, if the words are known."""
    for key, name in known_labels(dimension).items():
        if plain(label) in {plain(name), plain(key)}:
            return key
    if dimension == Dimension.GROUP and (known := race_ethnicity.key_of(label)) is not None:
        return known
    if dimension == Dimension.LANGUAGE and (code := language_code(label)) is not None:
        return code
    return key_from(label)
