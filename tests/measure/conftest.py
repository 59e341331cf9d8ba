"""Fixtures of several files: who computes, who sees the pages, an exported conversation, people to weight."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tests import make
from tests.measure.weighing import FAMILY, STUDENT, population
from tests.shared import shared
from throughline.accounts.models import District, Person, School
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, Forum, ForumKind
from throughline.listen.models import QuestionKind, SurveyAnswer
from throughline.measure.models import Population

Clients = Callable[[Person | None], Client]


@pytest.fixture
def london(tmp_path: Path) -> Path:
    """A copy of the smallest real conversation, for tests to modify."""
    folder = tmp_path / "london"
    folder.mkdir()
    for path in shared("polis", "london.youth.policing").iterdir():
        shutil.copyfile(path, folder / path.name)
    return folder


@pytest.fixture
def actor(district: District, analyst: Person) -> Actor:
    return make.actor(analyst, district)


@pytest.fixture
def cycle(district: District) -> Cycle:
    return make.cycle()


@pytest.fixture
def desk(analyst: Person, client_of: Clients) -> Client:
    return client_of(analyst)


@pytest.fixture
def schools(district: District) -> list[School]:
    return [make.school(name) for name in ("Adams", "Baker", "Clay")]


@pytest.fixture
def forum(cycle: Cycle, schools: list[School]) -> Forum:
    """The survey of the tests of weights: a hundred people, too many of Adams, too few students."""
    forum = make.forum(cycle, ForumKind.SURVEY)
    question = make.question(forum, QuestionKind.SINGLE, "Yes", "No")
    numbers = [0] * 60 + [1] * 30 + [2] * 10
    for i, number in enumerate(numbers):
        role = STUDENT if i % 5 == 4 else FAMILY
        person = make.contributor(forum, school=schools[number], role=role)
        SurveyAnswer.objects.create(forum=forum, contributor=person, question=question, at=forum.created_at)
    return forum


@pytest.fixture
def roster(district: District, schools: list[School]) -> Population:
    return population(district, schools, [300, 500, 200], {FAMILY: 650, STUDENT: 350})
