"""The questions of a survey, and the answers to them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count

from throughline.accounts.models import School
from throughline.convene.models import Forum
from throughline.listen.models import (
    Contributor,
    QuestionKind,
    SurveyAnswer,
    SurveyQuestion,
    Voice,
    VoiceState,
)
from throughline.listen.queries.question_kinds import Option, answer_label, given_before, kind_of


def questions_of(forum: Forum) -> list[SurveyQuestion]:
    return list(SurveyQuestion.objects.filter(forum=forum).prefetch_related("choices"))


def questions_to_answer(forum: Forum) -> list[SurveyQuestion]:
    """The questions that are asked: one with nothing to choose from is left out."""
    return [question for question in questions_of(forum) if kind_of(question).can_be_answered(question)]


def required_unanswered(forum: Forum, contributor: Contributor | None) -> list[SurveyQuestion]:
    """The required questions that a contributor has not answered, in order."""
    questions = [question for question in questions_to_answer(forum) if question.is_required]
    if not questions:
        return []
    given = answers_given(questions, contributor)
    return [question for question in questions if question.pk not in given]


def presets_to_add(forum: Forum) -> list[str]:
    """The ready questions about people that make sense in a survey and that it does not ask yet.

    Everybody in a forum for students has the same role.
    """
    kinds = [QuestionKind.SCHOOL.value] if School.objects.exists() else []
    kinds += [] if forum.is_for_students else [QuestionKind.ROLE.value]
    asked = set(SurveyQuestion.objects.filter(forum=forum).values_list("kind", flat=True))
    return [kind for kind in kinds if kind not in asked]


def n_answers_by_question(forum: Forum) -> dict[int, int]:
    """How many answered each question, written answers included, "prefer not to say" left out.

    What somebody wrote for "Other" is a part of the answer in which they chose it.
    """
    answers = SurveyAnswer.objects.filter(forum=forum, is_declined=False)
    n: dict[int, int] = dict(answers.values_list("question").annotate(n=Count("pk")).order_by())
    words = Voice.objects.filter(forum=forum, question__kind=QuestionKind.TEXT).order_by()
    for question_id, n_voices in words.values_list("question").annotate(n=Count("pk")):
        n[question_id] = n.get(question_id, 0) + n_voices
    return n


def n_answers_by_choice(forum: Forum) -> dict[int, int]:
    answers = SurveyAnswer.objects.filter(forum=forum, choices__isnull=False).order_by()
    return dict(answers.values_list("choices").annotate(n=Count("pk")))


@dataclass(frozen=True)
class Given:
    """One contributor's answers so far, by question."""

    initial: dict[int, str | list[str]]
    labels: dict[int, str]
    other: dict[int, str]
    """What was written for "Other"."""
    declined: set[int]

    def __contains__(self, question_id: int) -> bool:
        return question_id in self.initial

    def of(self, question: SurveyQuestion) -> dict[str, object]:
        """The initial values of the form of a question."""
        return {
            "answer": self.initial.get(question.pk),
            "other_words": self.other.get(question.pk, ""),
            "is_declined": question.pk in self.declined,
        }


def answers_given(questions: Sequence[SurveyQuestion], contributor: Contributor | None) -> Given:
    """The current answer to each question, as the form shows it and as a line of the review page."""
    initial: dict[int, str | list[str]] = {}
    labels: dict[int, str] = {}
    other: dict[int, str] = {}
    declined: set[int] = set()
    if contributor is None:
        return Given(initial, labels, other, declined)
    by_id = {question.pk: question for question in questions}
    answers = SurveyAnswer.objects.filter(contributor=contributor).select_related("school")
    for answer in answers.prefetch_related("choices"):
        if (question := by_id.get(answer.question_id)) is not None:
            answer.question = question
            initial[question.pk] = given_before(answer)
            labels[question.pk] = answer_label(answer)
            if answer.is_declined:
                declined.add(question.pk)
    words = Voice.objects.filter(contributor=contributor, question__isnull=False)
    for voice in words.exclude(state=VoiceState.WITHDRAWN):
        if (question := by_id.get(voice.question_id or 0)) is None:
            continue
        if kind_of(question).is_in_words:
            initial[question.pk] = labels[question.pk] = voice.text
        else:
            other[question.pk] = voice.text
            labels[question.pk] = ": ".join(filter(None, (labels.get(question.pk), voice.text)))
    return Given(initial, labels, other, declined)


@dataclass(frozen=True)
class AnswerColumn:
    """The countable answers to one question: which options each contributor chose."""

    question: SurveyQuestion
    options: Sequence[Option]
    keys_by_contributor: dict[int, list[str]]

    @property
    def n(self) -> int:
        return len(self.keys_by_contributor)


def countable_questions(forum: Forum) -> list[SurveyQuestion]:
    """Questions that are answered by option, not in one's own words."""
    return [question for question in questions_of(forum) if kind_of(question).options(question)]


def answer_column(question: SurveyQuestion, *, without: Collection[int] = ()) -> AnswerColumn:
    """The countable answers, except those of contributors who are left out."""
    kind = kind_of(question)
    answers = SurveyAnswer.objects.filter(question=question)
    keys_by_contributor: dict[int, list[str]] = {}
    if kind.key_column:
        order = ("pk", "choices__position", "choices__pk") if kind.has_choices else ("pk",)
        rows = answers.order_by(*order).values_list("contributor_id", kind.key_column)
        for contributor_id, key in rows.iterator(chunk_size=10_000):
            if key not in (None, ""):
                keys_by_contributor.setdefault(contributor_id, []).append(str(key))
    else:
        for answer in answers.select_related("school").prefetch_related("choices"):
            if keys := kind.keys(answer):
                keys_by_contributor[answer.contributor_id] = keys
    for contributor_id in without:
        keys_by_contributor.pop(contributor_id, None)
    return AnswerColumn(question, kind.options(question), keys_by_contributor)
