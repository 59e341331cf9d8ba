from typing import Any

from django import forms

from throughline.listen.forms.words import is_unread_and_urgent
from throughline.listen.models import SurveyQuestion
from throughline.listen.queries.question_kinds import kind_of


class AnswerForm(forms.Form):
    """One question of a survey as a form of one field."""

    def __init__(self, *args: Any, question: SurveyQuestion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = kind_of(question).field(question)
        field.label = str(question.prompt)
        if not field.widget.use_fieldset:
            field.widget.attrs["aria-labelledby"] = f"question-{question.public_id}"
        self.fields["answer"] = field

    @property
    def is_unread_and_urgent(self) -> bool:
        return is_unread_and_urgent(self, "answer")
