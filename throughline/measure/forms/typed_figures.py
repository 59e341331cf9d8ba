"""Population figures typed by hand, one group per line."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models import School
from throughline.formats import race_ethnicity
from throughline.formats.population import Count
from throughline.formats.population.model import key_from
from throughline.formats.survey_csv.words import language_code
from throughline.measure.forms.figures_upload import AboutFiguresForm
from throughline.measure.models import Dimension
from throughline.measure.queries.populations.counts import known_labels
from throughline.measure.queries.populations.matching import plain

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
    """Population figures typed by hand, one group per line."""

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
                help_text=_(
                    "One group per line. For a count, enter the group and the number, "
                    "such as “Spanish: 420”. For an estimate, add the margin of error, "
                    "such as “Spanish: 420 ± 60”."
                ),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.counts: list[Count] = []
        self.schools_named: dict[str, School] = {}
        for dimension in TYPED_DIMENSIONS:
            self._read(dimension, cleaned.get(dimension.value) or "")
        if not self.counts and not self.errors:
            self.add_error(None, gettext("Enter at least one group and its number."))
        return cleaned

    def _read(self, dimension: Dimension, text: str) -> None:
        seen: set[str] = set()
        for number, line in enumerate(text.splitlines(), start=1):
            if not line.strip():
                continue
            match = TYPED_LINE.fullmatch(line.strip())
            if match is None or (match["n"] is None and match["margin"] is not None):
                self._refuse(dimension, number, gettext("enter a name, a colon and a number"))
            elif match["n"] is not None:
                self._take(dimension, number, match, seen)

    def _take(self, dimension: Dimension, number: int, match: re.Match[str], seen: set[str]) -> None:
        label = match["label"].strip()[:200]
        n, margin = (_whole(match[name]) for name in ("n", "margin"))
        if n is None or (match["margin"] and margin is None):
            self._refuse(dimension, number, gettext("enter a whole number of people"))
            return
        category = _category_of(dimension, label)
        if dimension == Dimension.SCHOOL:
            school = self.schools.get(plain(label))
            if school is None:
                self._refuse(dimension, number, gettext("the district has no school with this name"))
                return
            category = school.public_id
            self.schools_named[category] = school
        if category in seen:
            self._refuse(dimension, number, gettext("this group is already listed above"))
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
    """Parse a number with or without thousands separators; None if it is not a whole number."""
    written = (digits or "").strip()
    plain_digits = re.sub(r"[,. ]", "", written)
    is_whole = re.fullmatch(r"[0-9]+|[0-9]{1,3}([,. ][0-9]{3})+", written) is not None
    return int(plain_digits) if is_whole and len(plain_digits) <= 9 else None


def _category_of(dimension: Dimension, label: str) -> str:
    """Return the key shared by all sources if the label is known, else one made from the label."""
    for key, name in known_labels(dimension).items():
        if plain(label) in {plain(name), plain(key)}:
            return key
    if dimension == Dimension.GROUP and (known := race_ethnicity.key_of(label)) is not None:
        return known
    if dimension == Dimension.LANGUAGE and (code := language_code(label)) is not None:
        return code
    return key_from(label)
