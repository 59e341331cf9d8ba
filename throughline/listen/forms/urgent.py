from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.ui.forms import Posted


class DealForm(forms.Form):
    what_was_done = forms.CharField(
        label=_("What was done?"),
        help_text=_(
            "Who was told, when, and what comes next. Write no more about the person than is needed."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        error_messages={"required": _("Write what was done: the log is for whoever comes after you.")},
    )
    is_let_go = forms.TypedChoiceField(
        label=_("And what they wrote?"),
        choices=[
            ("no", _("Keep it back: nobody but you sees it")),
            ("yes", _("Let it go to moderation, like any other")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="no",
    )

    def __init__(self, posted: Posted = None, *, has_voice: bool = True) -> None:
        super().__init__(posted)
        if not has_voice:
            del self.fields["is_let_go"]
