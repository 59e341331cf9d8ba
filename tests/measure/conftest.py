"""Fixtures of several files: who computes, who sees the pages, a cycle, and an exported conversation."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tests import make
from tests.shared import shared
from throughline.accounts.models import District, Person
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle

Clients = Callable[[Person | None], Client]


@pytest.fixture
def system(district: District) -> Actor:
    return Actor.system(district)


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
