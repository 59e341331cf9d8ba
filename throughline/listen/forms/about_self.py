from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.accounts.models import School
from throughline.convene.models import Forum
from throughline.listen.models import Contributor, ContributorRole
from throughline.listen.queries.about_self import AboutSelf
from throughline.ui.forms import Initial, Posted

UNKNOWN = {
    "invalid_choice": gettext_lazy("That isn't one of the choices. Choose one from the list, or skip.")
}


def _school_label(forum: Forum) -> str:
    if forum.is_for_students:
        return _("Which school do you go to?")
    if forum.is_for_staff:
        return _("Which school do you work at?")
    return _("Which school are you connected to?")


class AboutSelfForm(forms.Form):
    """One or both of the questions about school and role; neither is ever required."""

    def __init__(
        self, posted: Posted = None, *, forum: Forum, asked: AboutSelf, initial: Initial = None
    ) -> None:
        super().__init__(posted, initial=initial, auto_id="about_%s")
        self.schools: dict[str, School] = {}
        if asked.is_school_asked:
            self.schools = {school.public_id: school for school in School.objects.all()}
            names = [(public_id, school.name) for public_id, school in self.schools.items()]
            self.fields["school"] = forms.ChoiceField(
                label=_school_label(forum),
                choices=[("", _("Choose a school")), *names],
                required=False,
                error_messages=UNKNOWN,
            )
        if asked.is_role_asked:
            self.fields["role"] = forms.ChoiceField(
                label=_("What is your connection to our schools?"),
                choices=ContributorRole.choices,
                required=False,
                widget=forms.RadioSelect,
                error_messages=UNKNOWN,
            )

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        if "school" in data:
            data["school"] = self.schools.get(data["school"])
        return data

    @staticmethod
    def initial_of(contributor: Contributor | None) -> dict[str, object]:
        if contributor is None:
            return {}
        school = contributor.school.public_id if contributor.school else ""
        return {"school": school, "role": contributor.role}
