from django import forms

from throughline.listen.forms.words import is_unread_and_urgent
from throughline.listen.models import SurveyQuestion
from throughline.listen.queries.question_kinds import kind_of
from throughline.ui.forms import Initial, Posted


class AnswerForm(forms.Form):
    """A form with one field, for one question of a survey."""

    def __init__(
        self,
        posted: Posted = None,
        *,
        question: SurveyQuestion,
        initial: Initial = None,
        auto_id: str = "id_%s",
    ) -> None:
        super().__init__(posted, initial=initial, auto_id=auto_id)
        field = kind_of(question).field(question)
        field.label = str(question.prompt)
        if not field.widget.use_fieldset:
            field.widget.attrs["aria-labelledby"] = f"question-{question.public_id}"
        self.fields["answer"] = field

    @property
    def is_unread_and_urgent(self) -> bool:
        return is_unread_and_urgent(self, "answer")
