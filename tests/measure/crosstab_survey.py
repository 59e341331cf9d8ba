"""A survey to cross-tabulate, with answers, and weights of its people."""

import json
from collections.abc import Sequence
from typing import Any

from tests import make
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, DataKind, Forum, ForumKind
from throughline.listen.models import Contributor, QuestionKind, SurveyQuestion
from throughline.measure import actions, workflows
from throughline.measure.models import Run, RunKind
from throughline.measure.models.results import ExactWeights, FrozenWeights, WeightMargin, to_plain
from throughline.measure.queries.guard import rules_of


class Survey:
    """A survey of three schools with a single-choice and a multiple-choice question."""

    def __init__(self, cycle: Cycle, kind: str = DataKind.CHOSE) -> None:
        self.forum = make.forum(cycle, ForumKind.SURVEY, data_kind=kind)
        self.school = make.question(self.forum, QuestionKind.SCHOOL)
        self.role = make.question(self.forum, QuestionKind.ROLE)
        self.bus = make.question(self.forum, QuestionKind.SINGLE, "On time", "Late")
        self.ways = make.question(self.forum, QuestionKind.MULTIPLE, "Bus", "Bike", "Walk")

    def people(
        self, school: str, role: str, bus: str, n: int, ways: Sequence[str] = ("Bus",)
    ) -> list[Contributor]:
        school_row = make.School.objects.filter(name=school).first() or make.school(school)
        people = make.contributors(self.forum, n, language="es" if role == "family" else "en")
        make.answers(people, self.school, school=school_row)
        make.answers(people, self.role, word=role)
        for question, labels in ((self.bus, [bus]), (self.ways, ways)):
            choices = question.choices.all()
            places = [place for place, choice in enumerate(choices) if str(choice.label) in labels]
            make.answers(people, question, *places)
        return people

    def fill(self) -> "Survey":
        """Add 166 people in three schools of unequal size, one of them small."""
        self.people("North", "family", "On time", 50)
        self.people("North", "student", "Late", 30, ["Bus", "Walk"])
        self.people("South", "family", "On time", 20)
        self.people("South", "student", "Late", 50, ["Bike"])
        self.people("Little", "family", "Late", 16, ["Walk"])
        return self

    def query(self, *questions: SurveyQuestion, **more: str) -> dict[str, str]:
        named = zip(("one", "other", "split"), questions, strict=False)
        return {name: question.public_id for name, question in named} | more

    def count(self, *questions: SurveyQuestion, **more: object) -> dict[str, object]:
        table = workflows.count_crosstab(self.forum, one=questions[0], other=questions[1], **more)
        found: dict[str, Any] = json.loads(json.dumps(to_plain(table.exact.side_by_side)))
        return found


WEIGHTS = ExactWeights(
    margins=(WeightMargin("school", "", "", "", {}, {}),),
    is_single=True,
    bounds=None,
    n_profiles=1,
    design_effect=1.0,
    effective_n=1.0,
    smallest=1.0,
    median=1.0,
    largest=1.0,
    n_at_lower_bound=0,
    n_at_upper_bound=0,
    relative_error=0.0,
    balances=(),
    costs=(),
    highest=(),
    lowest=(),
)


def weighted(
    actor: Actor,
    forum: Forum,
    weight_of: dict[int, float],
    profiles: Sequence[Sequence[Contributor]] = (),
) -> Run:
    """Record a run of weights; with `profiles`, of one margin with these categories."""
    frozen = FrozenWeights(
        rules_of(forum.district),
        profiles=tuple((number,) for number, _people in enumerate(profiles)),
        people=tuple(tuple(person.pk for person in people) for people in profiles),
    )
    return actions.record_run(
        actor,
        forum,
        kind=RunKind.WEIGHTS,
        method="weighting",
        method_version="1",
        settings={},
        seed=None,
        log_position=0,
        input_hash="0" * 64,
        n_people=len(weight_of),
        exact=WEIGHTS,
        weight_of=weight_of,
        frozen=frozen,
    )
