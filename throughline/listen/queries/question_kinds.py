"""The kinds of survey question, one class each.

Elsewhere a kind has only its line in `models/survey.py` and, if no existing one fits, its template: see
docs/how-to/add-a-question-kind.md.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from throughline.accounts.models import School
from throughline.listen.models import (
    ContributorRole,
    QuestionKind,
    SurveyAnswer,
    SurveyChoice,
    SurveyQuestion,
)
from throughline.ui.forms import LongTextField

HOME_LANGUAGES = ["en", "es", "ar", "fr", "ko", "my", "ne", "ru", "sw", "vi", "zh-hans"]
OTHER_LANGUAGE = "other"
DECLINED = "-declined"
"""The value of "Prefer not to say" in a form. It is no option: no table counts it as a group."""

Given = TypeVar("Given")
"""The cleaned value of a kind's field, which is also its initial value."""


@dataclass(frozen=True)
class Stored:
    """An answer as stored: columns of `SurveyAnswer`, or a text, which becomes a voice."""

    number: int | None = None
    school: School | None = None
    word: str = ""
    choices: tuple[SurveyChoice, ...] = ()
    text: str = ""
    is_declined: bool = False

    @property
    def is_nothing(self) -> bool:
        return self == Stored()

    @property
    def is_only_text(self) -> bool:
        return replace(self, text="") == Stored()


@dataclass(frozen=True)
class Option:
    """One possible answer, as tables count it."""

    key: str
    label: str


class Kind(ABC, Generic[Given]):
    """How a kind of question is asked, stored and read back."""

    kind: QuestionKind
    template: str
    has_choices = False
    has_scale = False
    is_in_words = False
    key_column = ""
    """The column of `SurveyAnswer` that `keys` reads, if it can be read from 100,000 rows at once."""

    @abstractmethod
    def field(self, question: SurveyQuestion) -> forms.Field:
        """The form field; never required, since the page says itself what is missing."""

    @abstractmethod
    def store(self, question: SurveyQuestion, given: Given) -> Stored:
        """What to store of the field's cleaned value."""

    @abstractmethod
    def initial(self, answer: SurveyAnswer) -> Given:
        """The field's initial value for an answer given before."""

    def can_be_answered(self, question: SurveyQuestion) -> bool:
        """False while there is nothing to choose from."""
        choices = getattr(self.field(question), "choices", None)
        return choices is None or any(key for key, _label in choices)

    def about_contributor(self, stored: Stored) -> dict[str, str | School | None]:
        """Contributor fields that this answer sets; they are shown with all their answers in the forum."""
        return {}

    def options(self, question: SurveyQuestion) -> Sequence[Option]:
        """The possible answers, in reading order; none if answers are not counted by option."""
        return []

    def keys(self, answer: SurveyAnswer) -> list[str]:
        """The keys of the options an answer chose."""
        return []

    def may_have_words(self, question: SurveyQuestion) -> bool:
        """Whether an answer may have a text, which is a voice."""
        return self.is_in_words


def _is_one_of(options: Sequence[Option], *, widget: forms.Widget) -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=[(option.key, option.label) for option in options], required=False, widget=widget
    )


def other_choice(question: SurveyQuestion) -> SurveyChoice | None:
    """The choice "Other", if the question has one: whoever selects it may write something."""
    return next((choice for choice in question.choices.all() if choice.is_other), None)


class OfChoices(Kind[Given]):
    """One or several of the choices that staff wrote."""

    template = "listen/question_kinds/choices.html"
    has_choices = True
    key_column = "choices__public_id"

    def options(self, question: SurveyQuestion) -> Sequence[Option]:
        return [Option(choice.public_id, str(choice.label)) for choice in question.choices.all()]

    def keys(self, answer: SurveyAnswer) -> list[str]:
        return [choice.public_id for choice in answer.choices.all()]

    def may_have_words(self, question: SurveyQuestion) -> bool:
        return other_choice(question) is not None


class Single(OfChoices[str]):
    kind = QuestionKind.SINGLE

    def field(self, question: SurveyQuestion) -> forms.Field:
        return _is_one_of(self.options(question), widget=forms.RadioSelect())

    def store(self, question: SurveyQuestion, given: str) -> Stored:
        return Stored(choices=tuple(c for c in question.choices.all() if c.public_id == given))

    def initial(self, answer: SurveyAnswer) -> str:
        return next(iter(self.keys(answer)), "")


class Multiple(OfChoices[list[str]]):
    kind = QuestionKind.MULTIPLE

    def field(self, question: SurveyQuestion) -> forms.Field:
        return forms.MultipleChoiceField(
            choices=[(option.key, option.label) for option in self.options(question)],
            required=False,
            widget=forms.CheckboxSelectMultiple(),
        )

    def store(self, question: SurveyQuestion, given: list[str]) -> Stored:
        return Stored(choices=tuple(c for c in question.choices.all() if c.public_id in set(given)))

    def initial(self, answer: SurveyAnswer) -> list[str]:
        return self.keys(answer)


class Scale(Kind[str]):
    kind = QuestionKind.SCALE
    template = "listen/question_kinds/scale.html"
    has_scale = True
    key_column = "number"

    def field(self, question: SurveyQuestion) -> forms.Field:
        return _is_one_of(self.options(question), widget=forms.RadioSelect())

    def store(self, question: SurveyQuestion, given: str) -> Stored:
        return Stored(number=int(given) if given else None)

    def initial(self, answer: SurveyAnswer) -> str:
        return "" if answer.number is None else str(answer.number)

    def options(self, question: SurveyQuestion) -> Sequence[Option]:
        steps = range(question.scale_from, question.scale_to + 1)
        return [Option(str(step), self._label(question, step)) for step in steps]

    def keys(self, answer: SurveyAnswer) -> list[str]:
        return [] if answer.number is None else [str(answer.number)]

    def _label(self, question: SurveyQuestion, step: int) -> str:
        ends = {question.scale_from: question.scale_low_label, question.scale_to: question.scale_high_label}
        end = ends.get(step)
        return f"{step} – {end}" if end else str(step)


class Text(Kind[str]):
    kind = QuestionKind.TEXT
    template = "listen/question_kinds/text.html"
    is_in_words = True

    def field(self, question: SurveyQuestion) -> forms.Field:
        return LongTextField(required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))

    def store(self, question: SurveyQuestion, given: str) -> Stored:
        return Stored(text=given.strip())

    def initial(self, answer: SurveyAnswer) -> str:
        return ""  # the text is read from its voice


class InOneWord(Kind[str]):
    """One item of a list that is the same in every survey."""

    template = "listen/question_kinds/choices.html"
    key_column = "word"

    def field(self, question: SurveyQuestion) -> forms.Field:
        return _is_one_of(self.options(question), widget=forms.RadioSelect())

    def store(self, question: SurveyQuestion, given: str) -> Stored:
        return Stored(word=given)

    def initial(self, answer: SurveyAnswer) -> str:
        return answer.word

    def keys(self, answer: SurveyAnswer) -> list[str]:
        return [answer.word] if answer.word else []


class Role(InOneWord):
    kind = QuestionKind.ROLE

    def about_contributor(self, stored: Stored) -> dict[str, str | School | None]:
        return {"role": stored.word}

    def options(self, question: SurveyQuestion) -> Sequence[Option]:
        return [Option(value, str(label)) for value, label in ContributorRole.choices]


class Language(InOneWord):
    kind = QuestionKind.LANGUAGE

    def options(self, question: SurveyQuestion) -> Sequence[Option]:
        named = [Option(code, get_language_info(code)["name_local"].capitalize()) for code in HOME_LANGUAGES]
        return [*named, Option(OTHER_LANGUAGE, _("Another language"))]


class OfSchool(Kind[str]):
    kind = QuestionKind.SCHOOL
    template = "listen/question_kinds/box.html"
    key_column = "school__public_id"

    def about_contributor(self, stored: Stored) -> dict[str, str | School | None]:
        return {"school": stored.school}

    def field(self, question: SurveyQuestion) -> forms.Field:
        choices: list[tuple[str, str | Promise]] = [("", _("Choose a school"))]
        choices += [(option.key, option.label) for option in self.options(question)]
        return forms.ChoiceField(choices=choices, required=False)

    def store(self, question: SurveyQuestion, given: str) -> Stored:
        return Stored(school=School.objects.filter(public_id=given).first() if given else None)

    def initial(self, answer: SurveyAnswer) -> str:
        return next(iter(self.keys(answer)), "")

    def options(self, question: SurveyQuestion) -> Sequence[Option]:
        return [Option(school.public_id, school.name) for school in School.objects.all()]

    def keys(self, answer: SurveyAnswer) -> list[str]:
        return [answer.school.public_id] if answer.school else []


KINDS: dict[str, Kind[Any]] = {
    kind.kind: kind
    for kind in (
        Single(),
        Multiple(),
        Scale(),
        Text(),
        OfSchool(),
        Role(),
        Language(),
    )
}


def declined_label() -> str:
    return _("Prefer not to say")


def asked_field(question: SurveyQuestion) -> forms.Field:
    """The field of a question, with "Prefer not to say" if it may be declined and has a list of answers."""
    field = kind_of(question).field(question)
    if question.may_be_declined and isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        field.choices = [*choices, (DECLINED, declined_label())]
    return field


def stored_answer(question: SurveyQuestion, given: Any) -> Stored:
    """What to store of the cleaned value of `asked_field`."""
    if given == DECLINED or (isinstance(given, list) and DECLINED in given):
        return Stored(is_declined=True)
    stored: Stored = kind_of(question).store(question, given)
    return stored


def given_before(answer: SurveyAnswer) -> Any:
    """The initial value of `asked_field` for an answer given before."""
    kind = kind_of(answer.question)
    if answer.is_declined and not kind.is_in_words:
        return [DECLINED] if answer.question.kind == QuestionKind.MULTIPLE else DECLINED
    return kind.initial(answer)


def answer_label(answer: SurveyAnswer) -> str:
    """An answer as a line of text, in the active language."""
    if answer.is_declined:
        return declined_label()
    kind = kind_of(answer.question)
    chosen = set(kind.keys(answer))
    labels = [option.label for option in kind.options(answer.question) if option.key in chosen]
    return ", ".join(labels) if labels else str(kind.initial(answer))


def kind_of(question: SurveyQuestion) -> Kind[Any]:
    return KINDS[question.kind]
