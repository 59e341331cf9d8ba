"""What a family may choose on the page that finds services. What the page does not offer is left out."""

from datetime import datetime
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from throughline.accounts.models import School
from throughline.methods.needs import Needs
from throughline.partner.models import Cost, SupportKind
from throughline.partner.queries import (
    ACCESS_LABELS,
    LANGUAGES,
    METERS_PER_MILE,
    TIME_LABELS,
    Point,
    Wishes,
    center_of_zip,
    language_label,
)

MILES: Final = (1, 3, 5, 10, 25, 50)
USUAL_MILES: Final = 10
OLDEST: Final = 120
FIRST_LANGUAGES: Final = ("es", "en")
MOST_LETTERS: Final = 200
GRADES: Final = ("pk", "k", *map(str, range(1, 13)))
COSTS: Final = {"free": (Cost.FREE,), "low": (Cost.FREE, Cost.REDUCED)}
_NAMES: Final = {
    "near": gettext_lazy("Near this school"),
    "grade": gettext_lazy("Grade in school"),
    "within": gettext_lazy("Distance"),
}
"""What notes call fields whose labels only make sense beside other ones."""


class FinderForm(forms.Form):
    """The search and its filters, all of them optional. Who manages the directory has one more."""

    q = forms.CharField(label=gettext_lazy("What do you need?"), strip=True)
    kind = forms.ChoiceField(label=gettext_lazy("Type of help"))
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    open = forms.BooleanField(label=gettext_lazy("Open now"))
    zip = forms.CharField(label=gettext_lazy("Near this ZIP code"), max_length=10)
    near = forms.ChoiceField(label=gettext_lazy("Or near this school"))
    within = forms.ChoiceField(label=gettext_lazy("How far?"))
    school = forms.ChoiceField(label=gettext_lazy("Offered at this school"))
    time = forms.ChoiceField(label=gettext_lazy("Time of day"))
    month = forms.ChoiceField(label=gettext_lazy("Month"))
    age = forms.IntegerField(label=gettext_lazy("Age"), min_value=0, max_value=OLDEST)
    grade = forms.ChoiceField(label=gettext_lazy("Or grade in school"))
    cost = forms.ChoiceField(label=gettext_lazy("Cost"))
    access = forms.MultipleChoiceField(
        label=gettext_lazy("Accessibility"), widget=forms.CheckboxSelectMultiple
    )
    full = forms.BooleanField(label=gettext_lazy("Leave out services that are full"))
    state = forms.ChoiceField(label=gettext_lazy("Status"))

    def __init__(self, data: QueryDict, *, may_manage: bool) -> None:
        super().__init__(data)
        self.query = data
        self.schools = list(School.objects.all())
        for name, choices in self._choices().items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.required = False
        if not may_manage:
            del self.fields["state"]
        self.fields["zip"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "postal-code"}
        age = _("We left out the age. Type a whole number from 0 to %(oldest)s.") % {"oldest": OLDEST}
        for name, field in self.fields.items():
            unknown = _("We left out the filter “%(filter)s”: your choice is not in its list.")
            unknown %= {"filter": _NAMES.get(name, field.label)}
            for code in ("invalid", "min_value", "max_value", "invalid_choice", "invalid_list"):
                field.error_messages[code] = age if name == "age" else unknown
        self.center: Point | None = None

    def _choices(self) -> dict[str, list[tuple[str, Any]]]:
        others = sorted(((code, language_label(code)) for code in LANGUAGES), key=lambda pair: pair[1])
        first = [(code, language_label(code)) for code in FIRST_LANGUAGES]
        schools = [(one.public_id, one.name) for one in self.schools]
        placed = [(one.public_id, one.name) for one in self.schools if one.latitude is not None]
        everything = [("", pgettext_lazy("filter", "All"))]
        return {
            "kind": [*everything, *((kind.code, kind.name) for kind in SupportKind.objects.all())],
            "language": [*everything, *first, *(one for one in others if one not in first)],
            "near": [("", "—"), *placed],
            "within": [("", "—"), *((str(n), miles_label(n)) for n in MILES)],
            "school": [("", pgettext("filter", "All")), *schools],
            "time": [*everything, *TIME_LABELS.items()],
            "month": [*everything, *((str(n), name) for n, name in MONTHS.items())],
            "grade": [("", "—"), *((grade, grade_label(grade)) for grade in GRADES)],
            "cost": [*everything, ("free", _("Free")), ("low", _("Free or low cost"))],
            "access": list(ACCESS_LABELS.items()),
            "state": [
                *everything,
                ("stale", _("Not confirmed for a year")),
                ("full", _("No open places")),
                ("unavailable", _("Not available")),
            ],
        }

    def clean_q(self) -> str:
        words: str = self.cleaned_data["q"]
        return words[:MOST_LETTERS]

    def clean_zip(self) -> str:
        code: str = self.cleaned_data["zip"].strip()
        if code:
            self.center = center_of_zip(code)
            if self.center is None:
                raise forms.ValidationError(
                    _("We don't know where this ZIP code is. Check it, or choose a school instead.")
                )
        return code

    def clean_near(self) -> str:
        chosen: str = self.cleaned_data["near"]
        school = self._school(chosen)
        if self.center is None and school and school.latitude is not None and school.longitude is not None:
            self.center = Point(school.latitude, school.longitude)
        return chosen

    def _school(self, public_id: str) -> School | None:
        return next((one for one in self.schools if one.public_id == public_id), None)

    @property
    def chosen(self) -> dict[str, Any]:
        """What was chosen and can be used."""
        self.is_valid()
        values = self.cleaned_data.items()
        return {name: value for name, value in values if value not in ("", None, []) and value is not False}

    @property
    def notes(self) -> list[str]:
        """What was not used as it was typed or chosen, in sentences."""
        chosen = self.chosen
        notes = []
        if len(self.data.get("q", "").strip()) > MOST_LETTERS:
            notes.append(
                _("Your search is long. We looked for its first %(n)s letters only.") % {"n": MOST_LETTERS}
            )
        notes += [str(message) for messages in self.errors.values() for message in messages]
        if "within" in chosen and self.center is None:
            notes.append(
                _("We left out the distance. Type a ZIP code or choose a school to measure it from.")
            )
        if "zip" in chosen and "near" in chosen:
            notes.append(_("We measured the distance from the ZIP code, not from the school."))
        if "age" in chosen and "grade" in chosen:
            notes.append(_("We used the age, not the grade."))
        return notes

    def wishes(self, now: datetime) -> Wishes:
        chosen = self.chosen
        school = self._school(chosen.get("school", ""))
        miles = int(chosen.get("within", USUAL_MILES))
        return Wishes(
            words=chosen.get("q", ""),
            kinds=(chosen["kind"],) if "kind" in chosen else (),
            school_id=school.pk if school else None,
            center=self.center,
            most_meters=miles * METERS_PER_MILE if self.center else None,
            open_at=now if "open" in chosen else None,
            times=(chosen["time"],) if "time" in chosen else (),
            month=int(chosen["month"]) if "month" in chosen else None,
            languages=(chosen["language"],) if "language" in chosen else (),
            accessibility=tuple(chosen.get("access", ())),
            ages=ages_of(chosen.get("age"), chosen.get("grade", "")),
            costs=tuple(map(int, COSTS[chosen["cost"]])) if "cost" in chosen else (),
            leaves_out_full="full" in chosen,
        )

    def labels(self) -> list[tuple[str, str, str]]:
        """The filters in use, each with its name, its value and what a person calls it."""
        not_shown = {"q", "state", "within"}
        not_shown |= {second for first, second in (("zip", "near"), ("age", "grade")) if first in self.chosen}
        return [
            (name, str(one), self._label(name, one))
            for name, value in self.chosen.items()
            if name not in not_shown
            for one in (value if isinstance(value, list) else [value])
        ]

    def _label(self, name: str, value: Any) -> str:
        if name in ("zip", "near"):
            miles = miles_label(int(self.chosen.get("within", USUAL_MILES)))
            place = value if name == "zip" else self._chosen_label(name, value)
            return _("Within %(miles)s of %(place)s") % {"miles": miles, "place": place}
        if name == "age":
            return _("Age %(age)s") % {"age": value}
        if name in ("open", "full"):
            return str(self.fields[name].label)
        return self._chosen_label(name, value)

    def _chosen_label(self, name: str, value: Any) -> str:
        return str(dict(self.fields[name].choices)[value])  # type: ignore[attr-defined]


def miles_label(n: int) -> str:
    return ngettext("%(n)s mile", "%(n)s miles", n) % {"n": n}


def grade_label(grade: str) -> str:
    if grade == "pk":
        return _("Preschool")
    if grade == "k":
        return _("Kindergarten")
    return _("Grade %(number)s") % {"number": grade}


def ages_of(age: int | None, grade: str) -> tuple[float, float] | None:
    """The ages meant: a child turns one age older during a grade."""
    if age is not None:
        return (age, age)
    if not grade:
        return None
    first = {"pk": 3, "k": 5}.get(grade) or 5 + int(grade)
    return (first, first + 1)


def suggested(form: FinderForm, meaning: Needs) -> list[tuple[str, str]]:
    """Filters that the words of a search ask for and that are not in use: their labels and queries."""
    found: list[tuple[str, Any]] = []
    if meaning.wants_free:
        found.append(("cost", "free"))
    if meaning.wants_open:
        found.append(("open", "on"))
    if meaning.age is not None:
        found.append(("age", str(meaning.age)))
    found += [("language", code) for code in meaning.languages[:1]]
    if meaning.accessibility:
        found.append(("access", list(meaning.accessibility)))
    offered = []
    for name, value in found:
        if name in form.chosen or (name == "age" and "grade" in form.chosen):
            continue
        data = form.query.copy()
        data.pop("page", None)
        data.setlist(name, value if isinstance(value, list) else [value])
        more = FinderForm(data, may_manage=False)
        labels = [label for one, _value, label in more.labels() if one == name]
        if labels:
            offered.append((", ".join(labels), data.urlencode()))
    return offered


def without(data: QueryDict, name: str, value: str) -> str:
    """The query of the same search without a value of a filter, and without what is empty."""
    gone = {"zip", "near", "within"} if name in ("zip", "near") else {name}
    left = QueryDict(mutable=True)
    for key, kept in data.lists():
        rest = [one for one in kept if one and not (key in gone and (key != "access" or one == value))]
        if rest and key != "page":
            left.setlist(key, rest)
    return left.urlencode()
