from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.accounts.models import (
    OWN_RULES,
    RULE_FIELDS,
    RULE_SETS,
    SMALLEST_N,
    District,
)
from throughline.ui.forms import Initial, Posted, Words


def _smallest(label: Words, hint: Words) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, help_text=hint, min_value=SMALLEST_N, max_value=1000, required=False
    )


class SmallGroupsForm(forms.Form):
    """The thresholds below which numbers are hidden: a named rule set, or the district's own numbers."""

    rule_set = forms.ChoiceField(label=gettext_lazy("Privacy rule"), widget=forms.RadioSelect)
    minimum_n = _smallest(
        gettext_lazy("Minimum group size"),
        gettext_lazy("Only for custom numbers. At least 3."),
    )
    student_minimum_n = _smallest(
        gettext_lazy("Minimum group size in forums for students"),
        gettext_lazy("Only for custom numbers. Many states require 16."),
    )
    employee_minimum_n = _smallest(
        gettext_lazy("Minimum group size in forums for district employees"),
        gettext_lazy("Only for custom numbers. At least 3."),
    )
    protection = forms.IntegerField(
        label=gettext_lazy("Protection range"),
        min_value=1,
        max_value=1000,
        required=False,
        help_text=gettext_lazy(
            "Only for custom numbers. How far the best guess at a hidden number must be from the true "
            "number. If you leave this empty, half of the minimum group size is used."
        ),
    )
    bottom_percent = forms.IntegerField(
        label=gettext_lazy("Show percentages below this as “less than”"),
        min_value=1,
        max_value=49,
        required=False,
        help_text=gettext_lazy("Only for custom numbers, as a percentage. The usual value is 5."),
    )
    top_percent = forms.IntegerField(
        label=gettext_lazy("Show percentages above this as “more than”"),
        min_value=51,
        max_value=99,
        required=False,
        help_text=gettext_lazy("Only for custom numbers, as a percentage. The usual value is 95."),
    )

    def __init__(self, posted: Posted = None, *, initial: Initial = None) -> None:
        super().__init__(posted, initial=initial)
        field = self.fields["rule_set"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.key, one.label) for one in RULE_SETS] + [(OWN_RULES, _("Custom numbers"))]
        for name in RULE_FIELDS:
            self.fields[name].is_needed_later = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        """Use the typed numbers only if the district chose to set its own."""
        data = super().clean() or self.cleaned_data
        chosen = next((one for one in RULE_SETS if one.key == data.get("rule_set")), None)
        if chosen is not None:
            for name in RULE_FIELDS:
                self.errors.pop(name, None)
            return {"rule_set": chosen.key, **chosen.numbers}
        needed = [name for name in RULE_FIELDS if name != "protection"]
        for name in needed:
            if data.get(name) is None and name not in self.errors:
                self.add_error(name, _("Enter a number."))
        smallest = [int(data[name]) for name in RULE_FIELDS[:3] if data.get(name)]
        if data.get("protection") and smallest and data["protection"] > min(smallest):
            self.add_error("protection", _("This can't be more than the minimum group size."))
        return data

    @property
    def numbers(self) -> dict[str, int | None]:
        return {name: self.cleaned_data[name] for name in RULE_FIELDS}

    @staticmethod
    def initial_of(district: District) -> dict[str, object]:
        return {"rule_set": district.rule_set} | {name: getattr(district, name) for name in RULE_FIELDS}
