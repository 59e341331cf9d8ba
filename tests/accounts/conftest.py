"""Fixtures of several files: the system as an actor, and tasks that nothing carries out."""

import pytest

from throughline.accounts.models import District
from throughline.accounts.permissions import Actor


@pytest.fixture
def system(district: District) -> Actor:
    return Actor.system(district)


@pytest.fixture
def no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django_tasks.base.Task.enqueue", lambda task, *args, **kwargs: None)
