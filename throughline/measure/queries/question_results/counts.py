"""Count the answers to one question in SQL, as they are now: for users who may read everything."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from throughline.convene.models import Forum
from throughline.listen.models import (
    BurstState,
    CurrentVote,
    QuestionKind,
    SurveyAnswer,
    SurveyQuestion,
    Voice,
    VoiceState,
)
from throughline.listen.queries.burst import people_set_aside
from throughline.listen.queries.question_kinds import kind_of
from throughline.listen.queries.survey import answer_column


@dataclass(frozen=True)
class OptionCounts:
    """How many people chose each option, by key; `n` answered, and `n_other` of them chose no option of it.

    An answer that is no option was imported, or its option was removed.
    """

    n_by_key: dict[str, int]
    n_other: int
    n: int


@dataclass(frozen=True)
class VoteCounts:
    n_agree: int = 0
    n_disagree: int = 0
    n_not_sure: int = 0


def answers_counted(forum: Forum) -> QuerySet[SurveyAnswer]:
    """Answers of the people who are counted: those set aside, and those who prefer not to say, are not."""
    return (
        SurveyAnswer.objects.filter(forum=forum, is_declined=False)
        .exclude(contributor__burst__state=BurstState.SET_ASIDE)
        .order_by()
    )


def texts_counted(forum: Forum) -> QuerySet[Voice]:
    """Texts that were not withdrawn, without those of people who were set aside and of the district."""
    voices = Voice.objects.filter(forum=forum, is_seed=False).exclude(state=VoiceState.WITHDRAWN)
    return voices.exclude(contributor__burst__state=BurstState.SET_ASIDE).order_by()


def answers_to(question: SurveyQuestion) -> "QuerySet[SurveyAnswer] | QuerySet[Voice]":
    """The rows that answer a question; each has a contributor, or none if the writer is not known."""
    if kind_of(question).is_in_words:
        return texts_counted(question.forum).filter(question=question)
    answers = answers_counted(question.forum).filter(question=question)
    column = kind_of(question).key_column
    if column:
        answers = answers.filter(**{f"{column}__isnull": False})
    return answers.exclude(word="") if column == "word" else answers


def option_counts(question: SurveyQuestion) -> OptionCounts:
    """Count people by the option that they chose."""
    kind = kind_of(question)
    options = {option.key for option in kind.options(question)}
    n_by_key: Counter[str] = Counter()
    if kind.key_column:
        answers: Any = answers_to(question)
        for key, count in answers.values_list(kind.key_column).annotate(n=Count("pk", distinct=True)):
            n_by_key[str(key)] += count
        n = answers.values("pk").distinct().count()
    else:
        column = answer_column(question, without=people_set_aside(question.forum))
        n_by_key.update(key for keys in column.keys_by_contributor.values() for key in keys)
        n = column.n
    n_other = sum(count for key, count in n_by_key.items() if key not in options)
    return OptionCounts(dict(n_by_key), n_other, n)


def n_answered_by_question(forum: Forum) -> dict[int, int]:
    """How many people answered each question, by row number."""
    answers = answers_counted(forum).values_list("question").annotate(n=Count("pk"))
    n: dict[int, int] = dict(answers)
    words = texts_counted(forum).filter(question__kind=QuestionKind.TEXT)
    for question, n_texts in words.values_list("question").annotate(n=Count("pk")):
        n[question] = n.get(question, 0) + n_texts
    return n


def votes_on(statements: Iterable[Voice]) -> dict[int, VoteCounts]:
    """The current votes on statements, by row number."""
    votes = CurrentVote.objects.filter(statement__in=list(statements), value__isnull=False)
    votes = votes.exclude(contributor__burst__state=BurstState.SET_ASIDE).order_by()
    found: dict[int, dict[int, int]] = {}
    for statement, value, n in votes.values_list("statement", "value").annotate(n=Count("pk")):
        found.setdefault(statement, {})[value] = n
    return {statement: VoteCounts(n.get(1, 0), n.get(-1, 0), n.get(0, 0)) for statement, n in found.items()}
