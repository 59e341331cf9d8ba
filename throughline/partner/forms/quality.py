"""Filter of the problems of the directory."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.ui.forms import Posted, Words


class ProblemFilterForm(forms.Form):
    """Unknown values show nothing rather than everything."""

    grade = forms.ChoiceField(label=gettext_lazy("How urgent"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Problem"), required=False)
    table = forms.ChoiceField(label=gettext_lazy("Entries"), required=False)

    def __init__(
        self,
        posted: Posted,
        *,
        grades: Iterable[tuple[str, Words]],
        kinds: Iterable[tuple[str, Words]],
        tables: Iterable[tuple[str, Words]],
    ) -> None:
        super().__init__(posted)
        for name, everything, choices in (
            ("grade", _("All"), grades),
            ("kind", _("All problems"), kinds),
            ("table", _("All entries"), tables),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", everything), *choices]
