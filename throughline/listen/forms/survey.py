from dataclasses import replace

from django import forms
from django.utils.translation import gettext as _

from throughline.listen.actions.voice import MAX_LENGTH, normalized
from throughline.listen.forms.words import is_unread_and_urgent
from throughline.listen.models import QuestionKind, SurveyQuestion
from throughline.listen.queries.question_kinds import (
    DECLINED,
    Stored,
    asked_field,
    kind_of,
    other_choice,
    stored_answer,
)
from throughline.ui.forms import Initial, LongTextField, Posted


class AnswerForm(forms.Form):
    """A form for one question of a survey: its answer, and what is written for "Other"."""

    def __init__(
        self,
        posted: Posted = None,
        *,
        question: SurveyQuestion,
        initial: Initial = None,
        auto_id: str = "id_%s",
    ) -> None:
        super().__init__(posted, initial=initial, auto_id=auto_id)
        self.question, self.other_choice = question, other_choice(question)
        field = asked_field(question)
        field.label = str(question.prompt)
        if not field.widget.use_fieldset:
            field.widget.attrs["aria-labelledby"] = f"question-{question.public_id}"
        self.fields["answer"] = field
        if self.other_choice is not None:
            self.fields["other_words"] = LongTextField(
                label=_("If you chose “%(choice)s,” please say more") % {"choice": self.other_choice.label},
                required=False,
                max_length=MAX_LENGTH["survey_text"],
                widget=forms.TextInput(
                    attrs={"dir": "auto", "autocomplete": "off", "data-other": self.other_choice.public_id}
                ),
            )
        if question.may_be_declined and kind_of(question).is_in_words:
            self.fields["is_declined"] = forms.BooleanField(label=_("Prefer not to say"), required=False)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        given, is_declined = cleaned.get("answer"), bool(cleaned.get("is_declined"))
        if isinstance(given, list) and DECLINED in given and len(given) > 1:
            self.add_error("answer", _("Choose “Prefer not to say” alone, or choose other answers."))
        if is_declined and given:
            self.add_error("answer", _("Delete what you wrote, or uncheck “Prefer not to say.”"))
        if self.other_choice is not None and normalized(str(cleaned.get("other_words") or "")):
            self._choose_other(cleaned, given, self.other_choice.public_id)
        return cleaned

    def _choose_other(self, cleaned: dict[str, object], given: object, other: str) -> None:
        """Whoever writes something for "Other" has chosen it, unless they chose another single answer."""
        if given == DECLINED or (isinstance(given, list) and DECLINED in given):
            self.add_error("answer", _("Delete what you wrote, or uncheck “Prefer not to say.”"))
        elif self.question.kind == QuestionKind.MULTIPLE and isinstance(given, list):
            cleaned["answer"] = [*given, *({other} - set(given))]
        elif given in ("", other):
            cleaned["answer"] = other
        elif given is not None:
            message = _(
                "You wrote something for “%(other)s” and chose another answer. Choose “%(other)s,” or delete "
                "what you wrote."
            )
            self.add_error("answer", message % {"other": self.other_choice and self.other_choice.label})

    @property
    def shown(self) -> dict[str, forms.BoundField | None]:
        """The fields by their names in the template of a kind of question."""
        names = {"field": "answer", "other": "other_words", "declined": "is_declined"}
        return {shown: self[name] if name in self.fields else None for shown, name in names.items()}

    @property
    def stored(self) -> Stored:
        """What to store of a valid form."""
        if self.cleaned_data.get("is_declined"):
            return Stored(is_declined=True)
        stored = stored_answer(self.question, self.cleaned_data["answer"])
        other = normalized(self.cleaned_data.get("other_words", ""))
        return replace(stored, text=other) if other else stored

    @property
    def is_unread_and_urgent(self) -> bool:
        return is_unread_and_urgent(self, "answer") or is_unread_and_urgent(self, "other_words")
