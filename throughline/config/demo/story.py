"""What both cycles of the demo are made of: people, forums, votes and their times."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeAlias

from throughline.accounts.models import District, School
from throughline.accounts.permissions import Actor
from throughline.config.demo import files
from throughline.config.demo.files import translated
from throughline.convene.actions import ForumFields, announce_forum, create_cycle, create_forum
from throughline.convene.models import Cycle, Forum
from throughline.listen.workflows.sample import Person, Question, Text, new_token

SEED = 2026
SURENESS = 1.2

Row: TypeAlias = Any
"""A voice, a code or a run, passed from one workflow to another. Only their apps may import its model."""


class Story:
    """One demo district while it is created; `dice` makes every random choice."""

    def __init__(
        self, district: District, actor: Actor, dice: random.Random, now: datetime, n_people: int
    ) -> None:
        self.district, self.actor, self.dice, self.now = district, actor, dice, now
        self.n_people = n_people
        self.schools = list(School.objects.all())
        self.sizes = [school["students"] for school in files.read("district")["schools"]]
        self.today = now.astimezone(district.zone).date()

    def people(self, n: int, source: random.Random, spanish: float = 0.22) -> list[Person]:
        """Participants: more from high schools, fewer from Spanish-speaking homes and small schools."""
        roles = ["family"] * 11 + ["student"] * 4 + ["staff"] * 3 + ["employer", "resident"]
        eagerness = [
            size * (1.6 if school.level == "high" else 0.8)
            for size, school in zip(self.sizes, self.schools, strict=True)
        ]
        return [
            Person(
                token=new_token(source),
                language="es" if source.random() < spanish else "en",
                role=source.choice(roles),
                school=source.choices(self.schools, eagerness)[0],
            )
            for _number in range(n)
        ]

    def authors(self, answers: Sequence[files.Answer], source: random.Random) -> list[Person]:
        """One participant for each answer, in the role that the answer speaks from."""
        people = self.people(len(answers), source)
        return [replace(person, role=answer["role"]) for person, answer in zip(people, answers, strict=True)]

    def moments(self, n: int, begins: datetime, ends: datetime) -> list[datetime]:
        seconds = (ends - begins).total_seconds()
        return sorted(begins + timedelta(seconds=self.dice.random() * seconds) for _number in range(n))

    def start_of(self, days: int) -> datetime:
        """Start of the day that many days from today."""
        return self.district.starts(self.today + timedelta(days=days))

    def cycle(self, about: files.Cycle) -> Cycle:
        return create_cycle(
            self.actor,
            title=translated(about["title"]),
            decision=translated(about["decision"]),
            decider=translated(about["decider"]),
            decided_when=translated(about["decided_when"]),
            already_fixed=translated(about["already_fixed"]),
            asked_of_people=translated(about["asked_of_people"]),
            promise=about["promise"],
            staff_hours_a_week=Decimal(about["staff_hours_a_week"]),
        )

    def forum(self, cycle: Cycle, kind: str, about: files.Forum) -> Forum:
        """Create and announce a forum."""
        fields: ForumFields = {}
        if "introduction" in about:
            fields["introduction"] = translated(about["introduction"])
        if "ready_question" in about:
            fields["ready_question"] = about["ready_question"]
        if "meets" in about:
            fields |= self._meeting(about["meets"])
        forum = create_forum(self.actor, cycle, kind=kind, title=translated(about["title"]), **fields)
        closes_at = fields.get("ends_at") or self.district.ends(
            self.today + timedelta(days=about["closes_in_days"])
        )
        return announce_forum(
            self.actor, forum, opens_at=self.start_of(about["opens_in_days"]), closes_at=closes_at
        )

    def _meeting(self, meets: files.Meeting) -> ForumFields:
        day = self.today + timedelta(days=meets["in_days"])
        starts_at, ends_at = (
            datetime.combine(day, time.fromisoformat(meets[at]), self.district.zone).astimezone(UTC)
            for at in ("starts", "ends")
        )
        return {"starts_at": starts_at, "ends_at": ends_at, "place": translated(meets["place"])}

    def close(self, forum: Forum, closed: int) -> None:
        forum.closes_at = self.district.ends(self.today + timedelta(days=closed))
        forum.save(update_fields=["closes_at"])

    def votes(self, statements: list[files.Statement], n_people: int) -> list[tuple[int, int, int]]:
        """Votes of two camps with a few people between them, on a random number of statements each."""
        votes = []
        for person in range(n_people):
            lean = self.dice.choices([0.0, 1.0, 0.5], [0.57, 0.38, 0.05])[0]
            stamina = min(len(statements), max(3, round(self.dice.gauss(17, 6))))
            for place in self.dice.sample(range(len(statements)), stamina):
                first, second = statements[place]["agree"]
                agrees = min(max(0.5 + SURENESS * (first + (second - first) * lean - 0.5), 0.03), 0.97)
                roll = self.dice.random()
                value = 0 if roll < 0.08 else 1 if self.dice.random() < agrees else -1
                votes.append((person, place, value))
        return votes


def questions_of(forum: files.Forum) -> list[Question]:
    return [
        Question(
            question["kind"],
            translated(question["prompt"]),
            [translated(choice) for choice in question.get("choices", ())],
        )
        for question in forum["questions"]
    ]


def texts_of(answers: Sequence[files.Answer]) -> list[Text]:
    return [Text(i, answer["text"], answer["language"]) for i, answer in enumerate(answers)]
