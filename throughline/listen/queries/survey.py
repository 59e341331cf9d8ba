"""The questions of a survey, and the answers to them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count

from throughline.convene.models import Forum
from throughline.listen.models import Contributor, SurveyAnswer, SurveyQuestion, Voice, VoiceState
from throughline.listen.queries.question_kinds import Option, answer_label, kind_of


def questions_of(forum: Forum) -> list[SurveyQuestion]:
    return list(SurveyQuestion.objects.filter(forum=forum).prefetch_related("choices"))


def questions_to_answer(forum: Forum) -> list[SurveyQuestion]:
    """The questions that are asked: one with nothing to choose from is left out."""
    return [question for question in questions_of(forum) if kind_of(question).can_be_answered(question)]


def n_answers_by_question(forum: Forum) -> dict[int, int]:
    """How many answered each question, written answers included."""
    n: dict[int, int] = dict(
        SurveyAnswer.objects.filter(forum=forum).values_list("question").annotate(n=Count("pk")).order_by()
    )
    words = Voice.objects.filter(forum=forum, question__isnull=False).order_by()
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

    def __contains__(self, question_id: int) -> bool:
        return question_id in self.initial


def answers_given(questions: Sequence[SurveyQuestion], contributor: Contributor | None) -> Given:
    """The current answer to each question, as the form shows it and as a line of the review page."""
    initial: dict[int, str | list[str]] = {}
    labels: dict[int, str] = {}
    if contributor is None:
        return Given(initial, labels)
    by_id = {question.pk: question for question in questions}
    answers = SurveyAnswer.objects.filter(contributor=contributor).select_related("school")
    for answer in answers.prefetch_related("choices"):
        if (question := by_id.get(answer.question_id)) is not None:
            answer.question = question
            initial[question.pk] = kind_of(question).initial(answer)
            labels[question.pk] = answer_label(answer)
    words = Voice.objects.filter(contributor=contributor, question__isnull=False)
    for voice in words.exclude(state=VoiceState.WITHDRAWN):
        if voice.question_id in by_id:
            initial[voice.question_id] = labels[voice.question_id] = voice.text
    return Given(initial, labels)


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
