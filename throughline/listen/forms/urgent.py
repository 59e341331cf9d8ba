from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.ui.forms import Posted


class DealForm(forms.Form):
    what_was_done = forms.CharField(
        label=_("What was done?"),
        help_text=_(
            "Include who was notified, when, and the next steps. Don't include more about the person "
            "than needed."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        error_messages={"required": _("Describe what was done, so the next person can see it in the log.")},
    )
    is_let_go = forms.TypedChoiceField(
        label=_("What do you want to do with the message?"),
        choices=[
            ("no", _("Keep it on hold. Only people who handle urgent messages can see it.")),
            ("yes", _("Release it to moderation, like any other comment.")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="no",
    )

    def __init__(self, posted: Posted = None, *, has_voice: bool = True, is_held: bool = True) -> None:
        super().__init__(posted)
        if not has_voice:
            del self.fields["is_let_go"]
        elif not is_held:
            choice = self.fields["is_let_go"]
            choice.initial = "yes"
            choice.choices = [  # type: ignore[attr-defined]
                ("yes", _("Leave it as it is. Others can still see it.")),
                ("no", _("Put it on hold. Only people who handle urgent messages can see it.")),
            ]
