import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django_scopes import scope

from tests import make
from tests.formats.directories import a_directory
from tests.shared import shared
from throughline.accounts.actions import RunningJob, cancel_job
from throughline.accounts.models import AuditEntry, District, Job, JobState, Person, Upload
from throughline.accounts.permissions import Actor
from throughline.formats.problems import BadFile
from throughline.partner import queries, workflows
from throughline.partner.models import (
    Address,
    Contact,
    DirectoryImport,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
)

As = Callable[[Person | None], Client]

ORGANIZATIONS = "id,name,description,website\no1,Helpers,We help,https://example.org\n"
SERVICES = "id,organization_id,name,status\ns1,o1,Tutoring,active\n"
SCHEDULES = "service_id,byday,opens_at,closes_at,freq\ns1,MO,09:00,17:00,WEEKLY\ns1,TU,09:00,17:00,WEEKLY\n"


@pytest.fixture
def jobs_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run queued tasks at once, on commit."""

    def enqueue(task: Any, *args: Any, **kwargs: Any) -> Any:
        transaction.on_commit(lambda: task.func(*args, **kwargs))
        return SimpleNamespace(id=uuid4())

    monkeypatch.setattr("django_tasks.base.Task.enqueue", enqueue)


def n_rows(*parts: str) -> int:
    with shared("hsds", *parts).open(encoding="utf-8", newline="") as stream:
        return sum(1 for _row in csv.DictReader(stream))


def counts() -> list[int]:
    return [model.objects.count() for model in (Organization, Location, Service, Schedule, Phone, Address)]


def test_a_real_directory_comes_in_whole_and_a_second_time_changes_nothing(district: District) -> None:
    folder = shared("hsds", "illinois")
    actor = Actor.system(district)
    sentences = workflows.import_directory(actor, folder)
    files = ["organizations", "locations", "services", "regular_schedules"]
    assert counts()[:4] == [n_rows("illinois", f"{file}.csv") for file in files] == [33, 520, 430, 2492]
    assert "33 organizations, 430 services, 520 locations, 2,492 schedules" in sentences[0]
    brought = DirectoryImport.objects.get()
    assert (brought.version, brought.n_services, brought.n_schedules) == ("1.1", 430, 2492)
    entry = AuditEntry.objects.get(verb="import_directory")
    assert entry.details["schedule"] == 2492
    once, ids = counts(), set(Schedule.objects.values_list("pk", flat=True))
    workflows.import_directory(actor, folder)
    assert counts() == once
    assert set(Schedule.objects.values_list("pk", flat=True)) == ids
    assert DirectoryImport.objects.count() == 2


def test_every_column_of_a_real_directory_is_mapped_kept_aside_or_missing(
    district: District, coordinator: Person, client_of: As
) -> None:
    workflows.import_directory(Actor.system(district), shared("hsds", "illinois"))
    brought = DirectoryImport.objects.get()
    reported = {
        (row.file, row.column)
        for state in ("mapped", "kept aside")
        for row in queries.fields_of(brought, state)
    }
    for path in shared("hsds", "illinois").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            assert {(path.name, column) for column in next(csv.reader(stream))} <= reported
    page = client_of(coordinator).get(district.url("directory_import", import_id=brought.public_id))
    text = page.content.decode()
    assert "HSDS 1.1" in text
    assert "service.last_modified" in text
    assert "430 services have no date." in text
    assert "services.csv, row 2" in text
    assert len(page.content) < 200_000


def test_the_example_of_the_standard_comes_in_and_its_broken_links_are_reported(
    district: District, coordinator: Person, client_of: As
) -> None:
    workflows.import_directory(Actor.system(district), shared("hsds", "3.0", "examples", "csv"))
    brought = DirectoryImport.objects.get()
    assert brought.version == "3.0"
    lost = {(file, column) for code, file, column, _n in brought.report["counts"] if code == "hsds_no_target"}
    assert lost >= {("locations.csv", "organization_id"), ("contacts.csv", "organization_id")}
    assert Location.objects.get().organization is None
    assert Location.objects.get().extra["organization_id"]
    page = client_of(coordinator).get(district.url("directory_import", import_id=brought.public_id))
    assert "locations.csv, row 2, column “organization_id”" in page.content.decode()


DAMAGED: dict[str, dict[str, str | bytes]] = {
    "truncated": {"organizations": ORGANIZATIONS, "services": SERVICES + '"s2","o1","Cut off'},
    "mis-encoded": {"organizations": b"id,name,description\no1,Ni\xc3\x28o,We help\n"},
    "wrong columns": {"organizations": "colour,shape\nred,round\n"},
    "a row too long": {"organizations": ORGANIZATIONS + "o2,Others,They help,,,,more\n"},
    "nothing": {"readme": "id\n1\n"},
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_directory_is_refused_whole_with_a_remedy(
    district: District, tmp_path: Path, damage: str
) -> None:
    workflows.import_directory(
        Actor.system(district), a_directory(tmp_path / "ok", organizations=ORGANIZATIONS)
    )
    before = counts()
    folder = tmp_path / "bad"
    folder.mkdir()
    for stem, content in DAMAGED[damage].items():
        raw = content if isinstance(content, bytes) else content.encode()
        (folder / f"{stem}.csv").write_bytes(raw)
    with pytest.raises(BadFile) as refused:
        workflows.import_directory(Actor.system(district), folder)
    assert counts() == before
    assert DirectoryImport.objects.count() == 1
    assert refused.value.file
    assert refused.value.remedy


def test_an_id_that_stands_twice_is_shown_and_doubles_nothing(district: District, tmp_path: Path) -> None:
    folder = a_directory(
        tmp_path / "d", organizations=ORGANIZATIONS + "o1,Others,They help,\n", services=SERVICES
    )
    workflows.import_directory(Actor.system(district), folder)
    assert Organization.objects.get().name == "Helpers"
    assert Service.objects.get().organization == Organization.objects.get()
    [problem] = queries.problems_of(DirectoryImport.objects.get())
    assert problem.startswith("organizations.csv, row 3, column “id”: ")


def test_a_failure_half_way_leaves_nothing_behind(
    district: District, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = a_directory(tmp_path / "d", organizations=ORGANIZATIONS, services=SERVICES, schedules=SCHEDULES)

    def breaks(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("throughline.partner.actions.imports._report", breaks)
    with pytest.raises(RuntimeError):
        workflows.import_directory(Actor.system(district), folder)
    assert counts() == [0] * 6


def test_a_later_import_brings_rows_up_to_date_and_takes_old_hours_away(
    district: District, tmp_path: Path
) -> None:
    actor = Actor.system(district)
    folder = a_directory(tmp_path / "d", organizations=ORGANIZATIONS, services=SERVICES, schedules=SCHEDULES)
    workflows.import_directory(actor, folder)
    service = Service.objects.get()
    service_id = service.public_id
    Schedule.objects.create(service=service, description="By hand: call first")
    a_directory(
        folder,
        services=SERVICES.replace("Tutoring", "Tutoring and reading"),
        schedules="service_id,byday,opens_at,closes_at,freq\ns1,WE,10:00,12:00,WEEKLY\ns1,MO,09:00,17:00,WEEKLY\n",
    )
    workflows.import_directory(actor, folder)
    service = Service.objects.get()
    assert (service.name, service.public_id) == ("Tutoring and reading", service_id)
    assert queries.hours(list(service.schedules.all())) == [
        "Monday, 9 a.m. to 5 p.m.",
        "Wednesday, 10 a.m. to noon",
        "By hand: call first",
    ]


def test_rows_that_say_the_same_twice_stay_two(district: District, tmp_path: Path) -> None:
    twice = SCHEDULES + "s1,TU,09:00,17:00,WEEKLY\n"
    folder = a_directory(tmp_path / "d", organizations=ORGANIZATIONS, services=SERVICES, schedules=twice)
    for _time in range(2):
        workflows.import_directory(Actor.system(district), folder)
        assert Schedule.objects.count() == 3


def test_another_districts_rows_are_left_alone(
    district: District, other_district: District, tmp_path: Path
) -> None:
    folder = a_directory(tmp_path / "d", organizations=ORGANIZATIONS, services=SERVICES, schedules=SCHEDULES)
    with scope(district=other_district):
        workflows.import_directory(Actor.system(other_district), folder)
    workflows.import_directory(Actor.system(district), folder)
    a_directory(folder, services=SERVICES.replace("Tutoring", "Chess"))
    workflows.import_directory(Actor.system(district), folder)
    assert Service.objects.get().name == "Chess"
    with scope(district=other_district):
        assert Service.objects.get().name == "Tutoring"


def _upload(**files: str) -> dict[str, Any]:
    return {
        "tables": [SimpleUploadedFile(f"{stem}.csv", content.encode()) for stem, content in files.items()]
    }


def test_import_directory_hands_the_files_to_the_worker_and_reports(
    district: District,
    coordinator: Person,
    client_of: As,
    jobs_at_once: None,
    django_capture_on_commit_callbacks: Any,
) -> None:
    client = client_of(coordinator)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            district.url("import_directory"), _upload(organizations=ORGANIZATIONS, services=SERVICES)
        )
    job = Job.objects.get()
    assert answer["Location"] == district.url("job", job_id=job.public_id)
    assert (job.state, job.kind) == (JobState.DONE, "import_directory")
    assert "1 organization, 1 service" in job.sentence
    brought = DirectoryImport.objects.get()
    assert job.result_url == district.url("directory_import", import_id=brought.public_id)
    assert brought.person == coordinator
    assert brought.source == "organizations.csv, services.csv"
    assert client.get(job.result_url).status_code == 200
    assert "1 service" in client.get(district.url("import_directory")).content.decode()
    assert not Upload.objects.get().folder.exists()


def test_a_damaged_upload_says_file_row_and_remedy_on_the_job(
    district: District,
    coordinator: Person,
    client_of: As,
    jobs_at_once: None,
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        client_of(coordinator).post(
            district.url("import_directory"),
            _upload(organizations=ORGANIZATIONS + "o2,Others,They help,,,,more\n"),
        )
    job = Job.objects.get()
    assert job.state == JobState.FAILED
    assert job.sentence.startswith("organizations.csv, row 3")
    assert job.sentence.endswith("Nothing was imported.")
    (line,) = job.report
    assert (line["File"], line["Row"]) == ("organizations.csv", 3)
    assert line["What to do"]
    assert counts() == [0] * 6
    assert not Upload.objects.get().folder.exists()


def test_a_directory_comes_in_as_a_zip_and_its_odd_rows_are_reported(
    district: District,
    coordinator: Person,
    client_of: As,
    jobs_at_once: None,
    django_capture_on_commit_callbacks: Any,
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("directory/organizations.csv", ORGANIZATIONS + "o1,Others,They help,\n")
        archive.writestr("directory/services.csv", SERVICES)
    file = SimpleUploadedFile("directory.zip", packed.getvalue())
    with django_capture_on_commit_callbacks(execute=True):
        client_of(coordinator).post(district.url("import_directory"), {"tables": file})
    job = Job.objects.get()
    assert job.state == JobState.DONE, job.sentence
    assert DirectoryImport.objects.get().source == "organizations.csv, services.csv"
    (line,) = job.report
    assert (line["File"], line["Row"], line["Column"]) == ("organizations.csv", 3, "id")


@pytest.mark.parametrize("step", [1, 2], ids=["before it reads", "before it writes"])
def test_an_import_of_a_directory_that_is_stopped_writes_nothing_and_keeps_no_file(
    district: District,
    coordinator: Person,
    client_of: As,
    jobs_at_once: None,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
    step: int,
) -> None:
    steps = []
    advance = RunningJob.advance

    def stop(job: RunningJob, *args: Any) -> None:
        steps.append(args)
        if len(steps) == step:
            cancel_job(job.actor, job.job)
        advance(job, *args)

    monkeypatch.setattr(RunningJob, "advance", stop)
    with django_capture_on_commit_callbacks(execute=True):
        client_of(coordinator).post(district.url("import_directory"), _upload(organizations=ORGANIZATIONS))
    assert Job.objects.get().state == JobState.CANCELLED
    assert counts() == [0] * 6
    assert not DirectoryImport.objects.exists()
    assert not Upload.objects.get().folder.exists()


def test_import_directory_asks_for_files_and_for_each_once(
    district: District, coordinator: Person, client_of: As
) -> None:
    client = client_of(coordinator)
    url = district.url("import_directory")
    assert client.post(url).status_code == 422
    twice = {"tables": [SimpleUploadedFile("services.csv", b"id\n1\n") for _time in range(2)]}
    answer = client.post(url, twice)
    assert answer.status_code == 422
    assert "Two files have the same name: services.csv." in answer.content.decode()
    assert not Job.objects.exists()


def test_contacts_of_a_directory_are_for_staff_alone(
    district: District, coordinator: Person, partner_contact: Person, client_of: As
) -> None:
    organization = make.organization("Helpers")
    Contact.objects.create(organization=organization, name="Ann Persona", email="ann@example.org")
    url = district.url("organization", organization_id=organization.public_id)
    assert "Ann Persona" in client_of(coordinator).get(url).content.decode()
    for person in (None, partner_contact):
        assert "Ann Persona" not in client_of(person).get(url).content.decode()
