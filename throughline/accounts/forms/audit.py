from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.ui.forms import Posted, Words


class AuditFilterForm(forms.Form):
    """Filter of the audit log. Unknown values show nothing rather than everything."""

    verb = forms.ChoiceField(label=gettext_lazy("Action"), required=False)
    person = forms.ChoiceField(label=gettext_lazy("Person"), required=False)
    object_type = forms.ChoiceField(label=gettext_lazy("Item"), required=False)
    object_id = forms.CharField(label=gettext_lazy("Item ID"), required=False, max_length=40)
    first_day = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    last_day = forms.DateField(
        label=gettext_lazy("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(
        self,
        posted: Posted,
        *,
        verbs: Iterable[tuple[str, Words]],
        people: Iterable[tuple[str, Words]],
        object_types: Iterable[tuple[str, Words]],
    ) -> None:
        super().__init__(posted)
        for name, everything, choices in (
            ("verb", _("All actions"), verbs),
            ("person", _("Everyone"), people),
            ("object_type", _("All items"), object_types),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", everything), *choices]
