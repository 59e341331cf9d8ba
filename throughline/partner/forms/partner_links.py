"""Forms for the links of partners and for how the directory is kept."""

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.formats.hsds.reaching import can_be_dialed


class PartnerLinkForm(forms.Form):
    email = forms.EmailField(
        label=_("Email"),
        required=False,
        help_text=_("We'll email the link there. Leave this empty to share the link yourself."),
    )


class AskForLinkForm(forms.Form):
    email = forms.EmailField(label=_("Your organization's email address"))


class DirectorySettingsForm(forms.Form):
    approves_partner_edits = forms.BooleanField(
        label=_("Review what partners edit before families see it"),
        help_text=_("Confirming an entry and saying whether there are openings never wait for review."),
        required=False,
    )
    sends_reminders = forms.BooleanField(
        label=_("Remind partners by email to confirm their entries"),
        help_text=_(
            "A partner gets a link about a month before an entry is a year old, at most once in 30 days."
        ),
        required=False,
    )
    helper_name = forms.CharField(
        label=_("Who can families call if nothing fits?"), max_length=120, required=False
    )
    helper_phone = forms.CharField(label=_("Phone number of this person"), max_length=40, required=False)

    def clean_helper_phone(self) -> str:
        number = str(self.cleaned_data["helper_phone"])
        if number and not can_be_dialed(number):
            raise forms.ValidationError(
                _("Enter a phone number with its area code, such as 719-555-0100, or a short one like 211.")
            )
        return number
