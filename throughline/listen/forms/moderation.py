from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from throughline.accounts.permissions import Actor
from throughline.listen.actions.appeal import LONGEST_APPEAL
from throughline.listen.forms.words import is_unread_and_urgent
from throughline.listen.models import ModerationMove, Reason, VoiceKind, VoiceState
from throughline.listen.permissions import forums_to_moderate
from throughline.listen.queries.moderation import ALL, UNTRANSLATED, QueueFilter
from throughline.listen.queries.voices import languages_heard
from throughline.ui.forms import LongTextField, Posted
from throughline.ui.language import language_name


class QueueFilterForm(forms.Form):
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            (ALL, _("Needs review")),
            ("reported", _("Reported by readers")),
            ("unread", _("Shown, not yet reviewed")),
            ("waiting", _("Not shown until reviewed")),
            (UNTRANSLATED, _("Needs translation")),
            (VoiceState.REJECTED, _("Rejected")),
            (VoiceState.MERGED, _("Merged")),
            (VoiceState.APPROVED, _("Approved")),
        ],
    )
    forum = forms.ChoiceField(label=_("Forum"), required=False)
    kind = forms.ChoiceField(
        label=_("Type"), required=False, choices=[("", _("All types")), *VoiceKind.choices]
    )
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, query: Posted, *, actor: Actor) -> None:
        super().__init__(query)
        self.forums = {forum.public_id: forum for forum in forums_to_moderate(actor)}
        self.fields["forum"].choices = [  # type: ignore[attr-defined]
            ("", _("All forums")),
            *((key, str(forum.title)) for key, forum in self.forums.items()),
        ]
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            ("", _("All languages")),
            *((code, capfirst(language_name(code))) for code in languages_heard()),
        ]

    def chosen(self) -> QueueFilter:
        """The chosen filter; invalid values are ignored."""
        self.is_valid()
        cleaned = self.cleaned_data
        return QueueFilter(
            show=cleaned.get("show") or ALL,
            forum=self.forums.get(cleaned.get("forum", "")),
            kind=cleaned.get("kind", ""),
            language=cleaned.get("language", ""),
        )


MOVES = [
    (ModerationMove.APPROVE, _("Approve")),
    (ModerationMove.REJECT, _("Reject")),
    (ModerationMove.MERGE, _("Merge")),
    (ModerationMove.MARK_META, _("Mark as off topic (about the process)")),
    (ModerationMove.UNMARK_META, _("Remove off-topic mark")),
]


class MoveForm(forms.Form):
    """One move on one voice. The template writes the fields itself, since each move has its own button."""

    move = forms.ChoiceField(choices=MOVES, error_messages={"required": _("Choose an action.")})
    reason = forms.ChoiceField(choices=[("", ""), *Reason.choices], required=False)
    into = forms.CharField(max_length=22, required=False)
    seen = forms.CharField(max_length=40, required=False)


class BulkMoveForm(forms.Form):
    """The same move on all selected voices."""

    move = forms.ChoiceField(
        label=_("Action"),
        choices=[
            (ModerationMove.APPROVE, _("Approve")),
            (ModerationMove.REJECT, _("Reject")),
            (ModerationMove.MARK_META, _("Mark as off topic (about the process)")),
            (ModerationMove.UNMARK_META, _("Remove off-topic mark")),
        ],
    )
    reason = forms.ChoiceField(
        label=_("Reason (required to reject)"),
        choices=[("", _("No reason selected")), *Reason.choices],
        required=False,
    )


class AppealForm(forms.Form):
    text = LongTextField(
        label=_("Why should it be shown?"),
        help_text=_(
            "You don't have to write anything here. A person will review your response again either way."
        ),
        required=False,
        max_length=LONGEST_APPEAL,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    @property
    def is_unread_and_urgent(self) -> bool:
        return is_unread_and_urgent(self, "text")


class AnswerAppealForm(forms.Form):
    is_granted = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[
            ("yes", _("Undo the rejection and approve the comment")),
            ("no", _("Keep the rejection")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Reply to the person who wrote it"),
        help_text=_(
            "The person can read this at their private link. Explain which guideline applies and what "
            "would be acceptable."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )
