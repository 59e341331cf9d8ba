"""The results of one question, for users who may read everything. Counted on request."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.accounts.models import School
from throughline.convene.models import Forum
from throughline.listen.models import Contributor, ContributorRole, QuestionKind, SurveyQuestion, Voice
from throughline.listen.queries.question_kinds import kind_of
from throughline.listen.queries.words import words_of
from throughline.measure.models import Dimension
from throughline.measure.queries.populations.people import known_attributes, people_heard
from throughline.measure.queries.question_results.counts import (
    VoteCounts,
    answers_to,
    n_answered_by_question,
    option_counts,
    texts_counted,
    votes_on,
)
from throughline.methods import estimates
from throughline.ui.charts import CountBar, CountBars, Segment, ShareBar, count_bars, share_bars
from throughline.ui.data_kinds import may_have_interval

Key = TypeVar("Key", str, int)
Attributes = Mapping[tuple[str, int | None], int]
"""The number of people by role and school."""


@dataclass(frozen=True)
class AnsweredGroup:
    """People of one school or role: how many took part, and how many of them answered the question."""

    label: str
    n_took_part: int
    n_answered: int

    @property
    def percent(self) -> int:
        return round(100 * self.n_answered / self.n_took_part)


@dataclass(frozen=True)
class WhoAnswered:
    """Who answered, by one attribute; no rows if nobody's is known. `n_unknown` took part without it.

    `is_asked` is whether anybody was asked for it.
    """

    rows: Sequence[AnsweredGroup]
    n_unknown: int
    is_asked: bool


@dataclass(frozen=True)
class QuestionResults:
    """`n` answered and `n_skipped` took part without answering. Texts have no `chart`."""

    n: int
    n_texts: int
    n_skipped: int
    chart: CountBars | None
    is_multiple: bool
    roles: WhoAnswered
    schools: WhoAnswered
    computed_at: datetime


@dataclass(frozen=True)
class QuestionRow:
    """A line of the list of questions; `n` is None for users who get no live counts."""

    question: SurveyQuestion
    n: int | None


@dataclass(frozen=True)
class TextsResults:
    """The comments of a forum, and how many people wrote them; `n_unsigned` have no known writer."""

    n_texts: int
    n_people: int
    n_unsigned: int


@dataclass(frozen=True)
class StatementResults:
    """One statement with its votes; `cells` are the people who agree, disagree and are not sure."""

    statement: Voice
    bar: ShareBar
    segments: Sequence[Segment]
    cells: Sequence[tuple[int, int]]


def question_rows(forum: Forum, questions: Iterable[SurveyQuestion], *, may_read: bool) -> list[QuestionRow]:
    n = n_answered_by_question(forum) if may_read else {}
    return [QuestionRow(one, n.get(one.pk, 0) if may_read else None) for one in questions]


def texts_results(forum: Forum) -> TextsResults:
    texts = texts_counted(forum)
    signed = texts.filter(contributor__isnull=False)
    n_texts = texts.count()
    return TextsResults(n_texts, signed.values("contributor").distinct().count(), n_texts - signed.count())


def question_results(question: SurveyQuestion) -> QuestionResults:
    answers = answers_to(question)
    known = answers.filter(contributor__isnull=False)
    n = known.values("contributor").distinct().count()
    is_in_words = kind_of(question).is_in_words
    n_heard = people_heard(question.forum).count()
    roles, schools = _who_answered(question)
    return QuestionResults(
        n=n,
        n_texts=answers.count() if is_in_words else 0,
        n_skipped=max(0, n_heard - n),
        chart=None if is_in_words else question_chart(question),
        is_multiple=question.kind == QuestionKind.MULTIPLE,
        roles=roles,
        schools=schools,
        computed_at=timezone.now(),
    )


def question_chart(question: SurveyQuestion) -> CountBars:
    counts = option_counts(question)
    bars = [
        (option.label, counts.n_by_key.get(option.key, 0)) for option in kind_of(question).options(question)
    ]
    if counts.n_other:
        bars.append((_("Other answers"), counts.n_other))
    return count_bars(_bar(label, n, counts.n, question.forum.data_kind) for label, n in bars)


def _bar(label: str, n: int, n_answered: int, data_kind: str) -> CountBar:
    """A bar, with the margin of error if the people are a sample of somebody."""
    if not may_have_interval(data_kind) or n_answered < 2:
        return CountBar(label, n, n_answered)
    low, high = estimates.wilson(n / n_answered, n_answered, n_answered - 1)
    return CountBar(label, n, n_answered, float(low), float(high))


def _who_answered(question: SurveyQuestion) -> tuple[WhoAnswered, WhoAnswered]:
    """The people heard, and those of them who answered, by role and by school."""
    heard = people_heard(question.forum)
    answers: Any = answers_to(question)
    took_part = _n_by_role_and_school(heard)
    gave = _n_by_role_and_school(heard.filter(pk__in=answers.values("contributor")))
    roles = {str(value): str(label) for value, label in ContributorRole.choices}
    schools = dict(School.objects.values_list("pk", "name"))
    of_roles = {role: roles.get(role, role) for (role, _school), _n in took_part.items() if role}
    of_schools = {school: schools[school] for (_role, school), _n in took_part.items() if school is not None}
    asked = known_attributes(question.forum)
    by_role = _by(lambda role, school: role or None, of_roles, took_part, gave)
    by_school = _by(lambda role, school: school, of_schools, took_part, gave)
    return (
        WhoAnswered(*by_role, is_asked=Dimension.ROLE in asked),
        WhoAnswered(*by_school, is_asked=Dimension.SCHOOL in asked),
    )


def _n_by_role_and_school(people: QuerySet[Contributor]) -> Attributes:
    rows = people.order_by().values_list("role", "school").annotate(n=Count("pk"))
    return {(role, school): n for role, school, n in rows}


def _by(
    key_of: Callable[[str, int | None], Key | None],
    labels: Mapping[Key, str],
    took_part: Attributes,
    gave: Attributes,
) -> tuple[list[AnsweredGroup], int]:
    """Sum by one attribute, those groups first of whom the smallest share answered."""
    n_took_part, n_gave = Counter[Key | None](), Counter[Key | None]()
    for counts, n_by in ((took_part, n_took_part), (gave, n_gave)):
        for (role, school), n in counts.items():
            n_by[key_of(role, school)] += n
    rows = [AnsweredGroup(label, n_took_part[key], n_gave[key]) for key, label in labels.items()]
    rows.sort(key=lambda row: (row.n_answered / row.n_took_part, row.label))
    return rows, n_took_part[None]


def statement_results(statements: Sequence[Voice]) -> list[StatementResults]:
    votes = votes_on(statements)
    rows = []
    for statement in statements:
        n = votes.get(statement.pk, VoteCounts())
        bar = ShareBar(words_of(statement), n.n_agree, n.n_disagree, n.n_not_sure)
        (row,) = share_bars([bar]).rows
        cells = [(count, row.percents[name]) for name, count in bar.counts.items()]
        rows.append(StatementResults(statement, bar, row.segments, cells))
    return rows
