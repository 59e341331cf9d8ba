"""Results as users without access to raw voices see them: shares that move in steps, question by question."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from throughline.convene.models import Forum
from throughline.listen.models import QuestionKind, SurveyAnswer, SurveyQuestion
from throughline.listen.queries.burst import Units, people_set_aside, unvouched_units
from throughline.listen.queries.survey import AnswerColumn, answer_column, questions_of
from throughline.measure.models.results import KeptOption, KeptQuestion
from throughline.measure.queries.crosstab.counts import is_about_people, labels_of
from throughline.measure.queries.crosstab.visibility import visible_tables
from throughline.measure.queries.guard import Known, Rules, shares_of, with_margins
from throughline.measure.queries.kept_views.columns import EVERYONE, NOTHING, Column, Columns
from throughline.measure.queries.kept_views.steps import Groups, Step, Values, next_step
from throughline.measure.queries.populations.counts import (
    dimensions_by_population,
    populations,
    with_whole_counts,
)
from throughline.measure.queries.populations.matching import asked_in, match_of

CHOSEN, NOT_CHOSEN = "1", "0"
COUNTED = (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.SCALE)
SEPARATOR = " "
"""Between the question and the column of it, in the names of the columns of a view."""

Seen = Sequence[Mapping[int, Collection[str]]]
"""The answers to a question in each saved table that is in sight: the keys that each person chose."""


@dataclass(frozen=True)
class LiveQuestion:
    """The answers to a question now: one column for all options, or one for each if several may be chosen."""

    column: AnswerColumn
    languages: Sequence[str]
    units: Units
    seen: Seen

    @property
    def question(self) -> SurveyQuestion:
        return self.column.question

    @property
    def keys(self) -> list[str]:
        return [option.key for option in self.column.options]

    def values(self) -> Values:
        chosen = self.column.keys_by_contributor
        everyone = {EVERYONE: dict.fromkeys(chosen, NOTHING)}
        if self.question.kind != QuestionKind.MULTIPLE:
            return everyone | {"answer": {person: keys[0] for person, keys in chosen.items()}}
        return everyone | {
            key: {person: CHOSEN if key in keys else NOT_CHOSEN for person, keys in chosen.items()}
            for key in self.keys
        }

    def next_step(self, shown: Columns, rules: Rules, *, is_changed: bool) -> Step | None:
        """The next step, unless it differs by a few people from a saved table that is in sight."""
        step = next_step(shown, self.values(), _each_alone, rules, units=self.units, is_changed=is_changed)
        if step is None or not all(self._is_apart(step.columns, table, rules) for table in self.seen):
            return None
        return step

    def people_of(self, columns: Columns, key: str) -> set[int]:
        """Who chose an option, as counted in columns."""
        if "answer" in columns:
            return {person for person, value in columns["answer"].value_of.items() if value == key}
        column = columns.get(key)
        return {one for one, value in column.value_of.items() if value == CHOSEN} if column else set()

    def kept(self, columns: Columns, rules: Rules, at: datetime) -> KeptQuestion:
        people = set(columns[EVERYONE].value_of)
        chosen = [self.people_of(columns, key) for key in self.keys]
        known = [Known(len(unit & people), [len(unit & one) for one in chosen]) for unit in self.units]
        shares = shares_of([len(one) for one in chosen], rules, len(people), known)
        shares = with_margins(shares, len(people), self.question.forum.data_kind)
        labels = labels_of(self.column, self.languages)
        options = tuple(KeptOption(label, share) for label, share in zip(labels, shares, strict=True))
        return KeptQuestion(self.question.public_id, len(people), options, at.isoformat())

    def _is_apart(self, columns: Columns, table: Mapping[int, Collection[str]], rules: Rules) -> bool:
        between = [columns[EVERYONE].value_of.keys() ^ table.keys()]
        between += [
            self.people_of(columns, key) ^ {person for person, keys in table.items() if key in keys}
            for key in self.keys
        ]
        without: Units = (frozenset(), *self.units)
        return all(len(one - unit) >= rules.minimum_n for one in between if one for unit in without)


def _each_alone(values: Values) -> Groups:
    """Each answer is a group of its own."""
    return {
        name: {value: number for number, value in enumerate(sorted({NOTHING, *of_people.values()}))}
        for name, of_people in values.items()
    }


def questions_in_sight(forum: Forum) -> list[SurveyQuestion]:
    """The questions whose results may be in sight.

    Those that participation is compared by are left out: it shows their counts, which move in other steps.
    Protected topics are left out too.
    """
    compared = _compared_questions(forum)
    return [
        question
        for question in questions_of(forum)
        if question.kind in COUNTED
        and not question.is_protected_topic
        and not is_about_people(question)
        and question.public_id not in compared
    ]


def live_questions(forum: Forum) -> list[LiveQuestion]:
    aside, units = people_set_aside(forum), unvouched_units([forum])
    tables = [(run.frozen_table.row, run.frozen_table.column) for run in visible_tables([forum])]
    found = []
    for question in questions_in_sight(forum):
        column = answer_column(question, without=aside)
        column.question.forum = forum
        seen = [
            {person: one.answers[person] for person in one.answers.keys() & other.answers.keys()}
            for row, of_column in tables
            for one, other in ((row, of_column), (of_column, row))
            if one.question == question.public_id
        ]
        found.append(LiveQuestion(column, forum.district.languages, units, seen))
    return found


def _compared_questions(forum: Forum) -> set[str]:
    asked, dimensions = asked_in(forum), dimensions_by_population()
    matches = [
        match_of(forum, population, dimension, asked)
        for population in with_whole_counts(populations())
        for dimension in dimensions.get(population.pk, [])
    ]
    return {match.question.public_id for match in matches if match is not None and match.question is not None}


def state_of_answers(forum: Forum) -> str:
    """Changes with each answer."""
    found = SurveyAnswer.objects.filter(forum=forum).aggregate(n=Count("pk"), last=Max("at"))
    return f"{found['n']} {found['last']}"


def columns_of_question(columns: Columns, question: str) -> dict[str, Column]:
    prefix = question + SEPARATOR
    return {name.removeprefix(prefix): column for name, column in columns.items() if name.startswith(prefix)}


def columns_to_keep(columns: Columns, question: str) -> dict[str, Column]:
    return {question + SEPARATOR + name: column for name, column in columns.items()}
