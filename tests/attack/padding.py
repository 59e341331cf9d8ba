"""Somebody adds answers of their own to a small group, reads what is published, and subtracts them."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.test import Client

from tests import make
from tests.attack.attacker import Findings, ends_of, read_everything
from throughline.accounts.models import District
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, Forum, ForumKind
from throughline.listen.models import QuestionKind, SurveyQuestion
from throughline.measure.models import Run
from throughline.measure.workflows.crosstab import save_crosstab
from throughline.report.workflows import publish_cycle
from throughline.understand.actions import ReleaseRefused, release_findings
from throughline.understand.models import Finding

ATTIC, BELL, DOOR = "Attic School", "Bell School", "Door School"
CHOICES = ("early", "late", "never")
ONE_NETWORK = tuple(["203.0.113.7"] * 8)
MANY_NETWORKS = tuple(f"203.0.{number}.7" for number in range(8))


class Padded:
    """A survey and votes in which few people of one small school take part."""

    def __init__(self, district: District) -> None:
        self.district = district
        self.actor = Actor.system(district)
        self.cycle: Cycle = make.cycle(is_public=True)
        self.forum: Forum = make.forum(self.cycle, ForumKind.SURVEY)
        self.school = make.question(self.forum, QuestionKind.SCHOOL, prompt=make.translated("Which school?"))
        words = make.translated("When to start?")
        self.start = make.question(self.forum, QuestionKind.SINGLE, *CHOICES, prompt=words)
        self.schools = {name: make.school(name) for name in (ATTIC, BELL, DOOR)}

    def add_people(self, school: str, answers: Sequence[int]) -> None:
        """Real people, each with one answer to the question when to start."""
        for place in set(answers):
            people = make.contributors(self.forum, list(answers).count(place))
            make.answers(people, self.school, school=self.schools[school])
            make.answers(people, self.start, place)

    def pad(
        self, school: str, answers: Sequence[int], addresses: Sequence[str], traveller: Any = None
    ) -> None:
        """Answer as a browser of its own for each answer, as anybody may."""
        for place, address in zip(answers, addresses, strict=True):
            client = Client(REMOTE_ADDR=address)
            choice = self.start.choices.all()[place].public_id
            self._answer(client, self.school, self.schools[school].public_id)
            self._answer(client, self.start, choice)
            if traveller is not None:
                traveller.shift(timedelta(minutes=1))

    def _answer(self, client: Client, question: SurveyQuestion, answer: str) -> None:
        address = self.district.url(
            "save_survey_answer", forum_id=self.forum.public_id, question_id=question.public_id
        )
        assert client.post(address, {"answer": answer}).status_code == 303

    def table(self) -> Run:
        return save_crosstab(self.actor, self.forum, one=self.school, other=self.start)

    def release(self, *findings: Finding) -> str:
        """Release and publish; return why it was refused, if it was."""
        try:
            release_findings(self.actor, self.cycle, findings)
        except ReleaseRefused as refused:
            return str(refused)
        publish_cycle(self.actor, self.cycle)
        return ""

    def release_table(self) -> str:
        return self.release(make.finding(self.cycle, run=self.table()))

    def read(self) -> Findings:
        return read_everything(f"/d/{self.district.slug}/")


def rest_of_row(found: Findings, name: str, padded: Sequence[int]) -> dict[str, tuple[int, int]]:
    """What remains of the newest row of a school by itself: by answer, the least and the most people."""
    rows = [row for row in found.figures if row["row"] == name]
    if not rows:
        return {}
    lines = [row for row in rows if row["table"] == "rows"]
    n = int(lines[-1]["n"])
    cells = [row for row in rows if row["table"] == "cells"][-len(CHOICES) :]
    return subtracted({row["column"]: ends_of(row["percent"], row["bound"], n) for row in cells}, n, padded)


def subtracted(ends: dict[str, tuple[int, int]], n: int, padded: Sequence[int]) -> dict[str, tuple[int, int]]:
    """Subtract one's own answers, and use that all add up."""
    own = {name: list(padded).count(place) for place, name in enumerate(ends)}
    n_rest = n - len(padded)
    rest = {
        name: (max(0, low - own[name]), min(n_rest, high - own[name])) for name, (low, high) in ends.items()
    }
    lows, highs = sum(low for low, _high in rest.values()), sum(high for _low, high in rest.values())
    return {
        name: (max(low, n_rest - (highs - high)), min(high, n_rest - (lows - low)))
        for name, (low, high) in rest.items()
    }


def of_statement(found: Findings, names: Iterable[str]) -> tuple[dict[str, tuple[int, int]], int]:
    """The possible counts of each answer to the statement that was released, and n."""
    rows = [row for row in found.figures if row["table"] == "answers"]
    by_name = {row["column"]: row for row in rows}
    n = int(rows[0]["n"])
    return {name: ends_of(by_name[name]["percent"], by_name[name]["bound"], n) for name in names}, n
