"""Fixtures of several files: who sees the pages, and a survey that is imported."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests import make
from tests.listen.survey_file import QUEUED, SURVEY, carry_out, hand_in, mapping_of
from throughline.accounts.models import District, Job, Person, Upload
from throughline.convene.models import Cycle
from throughline.listen import tasks

ClientOf = Callable[[Person | None], Client]


@pytest.fixture
def cycle(district: District) -> Cycle:
    make.school("Juniper High School")
    make.school("Juniper Middle School")
    return make.cycle()


@pytest.fixture
def desk(coordinator: Person, client_of: ClientOf) -> Client:
    return client_of(coordinator)


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> None:
    """Record queued tasks instead of running them; `carry_out` runs them."""

    def keep(task: object, slug: str, job_id: str, *, upload_id: str, mapping: dict[str, object]) -> Any:
        QUEUED[job_id] = mapping
        return SimpleNamespace(id=uuid4())

    monkeypatch.setattr(type(tasks.import_survey), "enqueue", keep)


@pytest.fixture
def start(
    desk: Client, cycle: Cycle, django_capture_on_commit_callbacks: Callable[..., object]
) -> Callable[..., Job]:
    """Upload, map, and run the import job."""

    def start(data: str | bytes = SURVEY, *, changes: dict[str, str] | None = None) -> Job:
        assert hand_in(desk, cycle, data) == 303
        upload = Upload.objects.latest("pk")
        url = upload.district.url("map_survey", upload_id=upload.public_id)
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            response = desk.post(url, {**mapping_of(desk, upload), **(changes or {})})
        assert response.status_code == 303, [c.errors for c in response.context["form"].columns]
        return carry_out(cycle.district)

    return start
