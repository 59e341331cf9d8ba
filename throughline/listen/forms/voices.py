from django import forms
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models import School
from throughline.accounts.permissions import Actor
from throughline.listen.models import ContributorRole, VoiceKind, VoiceState
from throughline.listen.permissions import forums_to_read
from throughline.listen.queries.voices import HELD, VoiceFilter, languages_heard, roles_heard
from throughline.ui.forms import Posted
from throughline.ui.language import language_name


class VoiceFilterForm(forms.Form):
    forum = forms.ChoiceField(label=_("Forum"), required=False)
    kind = forms.ChoiceField(
        label=_("Type"), required=False, choices=[("", _("All types")), *VoiceKind.choices]
    )
    state = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("All statuses")), *VoiceState.choices, (HELD, _("On hold (urgent)"))],
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    school = forms.ChoiceField(label=_("School"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False)
    search = forms.CharField(label=_("Search"), required=False, max_length=100)

    def __init__(self, data: Posted, *, actor: Actor) -> None:
        super().__init__(data)
        self.forums = {forum.public_id: forum for forum in forums_to_read(actor)}
        self.schools = {school.public_id: school for school in School.objects.all()}
        labels = dict(ContributorRole.choices)
        self._offer("forum", _("All forums"), [(key, str(forum.title)) for key, forum in self.forums.items()])
        self._offer(
            "language",
            _("All languages"),
            [(code, capfirst(language_name(code))) for code in languages_heard()],
        )
        self._offer("school", _("All schools"), [(key, school.name) for key, school in self.schools.items()])
        self._offer("role", _("All roles"), [(role, str(labels.get(role, role))) for role in roles_heard()])

    def _offer(self, field: str, nothing: str | Promise, options: list[tuple[str, str]]) -> None:
        self.fields[field].choices = [("", nothing), *options]  # type: ignore[attr-defined]

    def chosen(self) -> VoiceFilter:
        """The chosen filter; invalid values are ignored."""
        self.is_valid()
        cleaned = self.cleaned_data
        return VoiceFilter(
            forum=self.forums.get(cleaned.get("forum", "")),
            kind=cleaned.get("kind", ""),
            state=cleaned.get("state", ""),
            language=cleaned.get("language", ""),
            school=self.schools.get(cleaned.get("school", "")),
            role=cleaned.get("role", ""),
            search=cleaned.get("search", "").strip(),
        )
