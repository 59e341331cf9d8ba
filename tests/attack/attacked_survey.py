"""A survey with everything an attacker could use, released step by step.

Small schools, an answer that nobody of a school gave, a question that one person skipped, a multiple choice
with an option that nearly everyone took, a transposed table, and the same again after one more response.
"""

from collections import Counter
from collections.abc import Iterator

from tests import make
from throughline.accounts.models import District
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, Forum, ForumKind
from throughline.listen.models import QuestionKind, SurveyQuestion
from throughline.measure.models import Run
from throughline.measure.workflows.crosstab import save_crosstab
from throughline.report.workflows import publish_cycle
from throughline.understand.actions import ReleaseRefused, release_findings

SCHOOLS = {"Attic School": 6, "Bell School": 16, "Cellar School": 34, "Door School": 40}
N_SKIPPED = 1


class Attacked:
    """The survey. `release` tries to release one table; releases refused by the guard are counted."""

    def __init__(self, district: District) -> None:
        self.actor = Actor.system(district)
        self.cycle: Cycle = make.cycle(is_public=True)
        self.forum: Forum = make.forum(self.cycle, ForumKind.SURVEY)
        self.school = make.question(self.forum, QuestionKind.SCHOOL, prompt=make.translated("Which school?"))
        self.start = self._question(QuestionKind.SINGLE, "When to start?", "early", "late", "never")
        self.bus = self._question(QuestionKind.SINGLE, "By bus?", "bus", "foot")
        self.room = self._question(QuestionKind.SINGLE, "Larger rooms?", "yes", "no")
        self.wish = self._question(QuestionKind.MULTIPLE, "What more?", "music", "sport", "rest")
        self.n_released = self.n_refused = 0
        self.schools = {name: make.school(name) for name in SCHOOLS}
        places = [(name, place) for name, n in SCHOOLS.items() for place in range(n)]
        people = Counter((name, self._start_of(name, place), place % 2) for name, place in places[N_SKIPPED:])
        for about, n in people.items():
            self.add_people(n, *about)
        for name, place in places[:N_SKIPPED]:
            self.add_people(1, name, self._start_of(name, place), place % 2, skips_bus=True)

    def _question(self, kind: str, words: str, *choices: str) -> SurveyQuestion:
        return make.question(self.forum, kind, *choices, prompt=make.translated(words))

    @staticmethod
    def _start_of(school: str, place: int) -> int:
        """Nobody of Bell School answers late; few people of any school answer never."""
        if school == "Bell School":
            return 0
        return 2 if place % 17 == 3 else place % 2

    def add_people(self, n: int, school: str, start: int, bus: int, *, skips_bus: bool = False) -> None:
        people = make.contributors(self.forum, n)
        make.answers(people, self.school, school=self.schools[school])
        make.answers(people, self.start, start)
        make.answers(people, self.room, bus)
        if not skips_bus:
            make.answers(people, self.bus, bus)
        is_rare = school == "Attic School" and start == 0
        make.answers(people, self.wish, *([0] if is_rare else [1, 2] if bus else [0, 1]))

    def tables(self) -> Iterator[tuple[SurveyQuestion, SurveyQuestion]]:
        yield self.school, self.start
        yield self.school, self.room
        yield self.start, self.room
        yield self.start, self.wish
        yield self.bus, self.start
        yield self.school, self.bus
        yield self.wish, self.start

    def release(self, one: SurveyQuestion, other: SurveyQuestion) -> None:
        run: Run = save_crosstab(self.actor, self.forum, one=one, other=other)
        finding = make.finding(self.cycle, f"{one.prompt.source} {other.prompt.source} {run.pk}", run=run)
        try:
            release_findings(self.actor, self.cycle, [finding])
            self.n_released += 1
        except ReleaseRefused:
            self.n_refused += 1

    def release_everything(self) -> None:
        """Release every table, then all of them transposed after one more person has answered."""
        for one, other in self.tables():
            self.release(one, other)
        self.add_people(1, "Door School", 1, 1)
        for one, other in self.tables():
            self.release(other, one)
        publish_cycle(self.actor, self.cycle)
