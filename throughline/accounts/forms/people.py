from collections.abc import Sequence

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.accounts.models import District, Invitation, Membership, Person, Role, School
from throughline.accounts.queries import known_addresses, member_with_address, pending_invitation
from throughline.ui.forms import Initial, Posted
from throughline.ui.language import language_choices


class PersonForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Your language"),
        choices=language_choices,
        help_text=gettext_lazy(
            "For emails to you, for this device, and for each new device where you sign in. To switch only "
            "the language of a device, use the links at the top of any page."
        ),
    )


class JoinForm(forms.Form):
    """Form that sets up an account for an invited address."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password (at least 12 characters)"),
        strip=False,
        help_text=gettext_lazy("Three or four unrelated words are easy to remember and hard to guess."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, posted: Posted = None, *, email: str, district: District) -> None:
        super().__init__(posted)
        self.email, self.district = email, district

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        someone = Person(email=self.email, name=self.cleaned_data.get("name", ""))
        someone.password_context = (self.district.name, self.district.slug)
        password_validation.validate_password(password, someone)
        return password


class _SchoolChoices(forms.Form):
    """Form that offers the schools of the district in scope, identified by their public ids."""

    def __init__(self, posted: Posted = None, *, schools: QuerySet[School], initial: Initial = None) -> None:
        super().__init__(posted, initial=initial)
        self.schools = {school.public_id: school for school in schools}

    def choose_from_schools(self, name: str, *, empty: str | None = None) -> None:
        choices = [(public_id, school.name) for public_id, school in self.schools.items()]
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", empty), *choices] if empty is not None else choices


class InvitationForm(_SchoolChoices):
    email = forms.EmailField(
        label=gettext_lazy("Email address"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"))
    school = forms.ChoiceField(
        label=gettext_lazy("School"), required=False, help_text=gettext_lazy("Only for school leaders.")
    )

    def __init__(
        self, posted: Posted = None, *, schools: QuerySet[School], roles: Sequence[str] = Role.values
    ) -> None:
        super().__init__(posted, schools=schools)
        self.choose_from_schools("school", empty=_("None"))
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(role, Role(role).label) for role in roles]
        field.initial = Role.COORDINATOR if Role.COORDINATOR in roles else Role.FACILITATOR
        self.member: Membership | None = None
        self.pending: Invitation | None = None
        """Who has this address already, for the page to link to."""

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        self.member, self.pending = member_with_address(email), pending_invitation(email)
        known = known_addresses([email])
        if email in known:
            raise ValidationError(known[email], code="known")
        return email

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        if data.get("role") == Role.SCHOOL_LEADER and not data.get("school"):
            self.add_error("school", _("Which school does this person lead?"))
        data["school"] = self.schools.get(data.get("school", ""))
        return data


class MemberForm(_SchoolChoices):
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles"),
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one role.")},
    )
    schools_led = forms.MultipleChoiceField(
        label=gettext_lazy("Schools"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Only for school leaders. Choose the schools that they lead."),
    )

    def __init__(self, posted: Posted = None, *, schools: QuerySet[School], initial: Initial = None) -> None:
        super().__init__(posted, schools=schools, initial=initial)
        self.choose_from_schools("schools_led")

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        if Role.SCHOOL_LEADER in data.get("roles", []) and not data.get("schools_led"):
            self.add_error("schools_led", _("Which school does this person lead?"))
        data["schools_led"] = [self.schools[public_id] for public_id in data.get("schools_led", [])]
        return data
