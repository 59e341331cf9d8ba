"""An import of a directory is written in steps, and nobody sees one of them."""

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests import make
from tests.formats.directories import a_directory
from tests.shared import shared
from throughline.accounts.actions import JobRefused, run_import
from throughline.accounts.models import District, JobState, Person, SearchEntry, Upload
from throughline.accounts.permissions import Actor
from throughline.formats import hsds
from throughline.partner import actions, queries, workflows
from throughline.partner.actions import import_run, imports
from throughline.partner.models import (
    Address,
    Attribute,
    ConfidentialPlace,
    DirectoryImport,
    Location,
    MergedRow,
    Organization,
    PendingChange,
    Phone,
    Revision,
    RevisionRow,
    Schedule,
    Service,
    ServiceAtLocation,
)
from throughline.partner.queries import MODELS, values_of

As = Callable[[Person | None], Client]
Files = dict[str, str]

FIRST: Files = {
    "organizations": "id,name,description,parent_organization_id\no1,Helpers,We help,o2\no2,Umbrella,All,\n",
    "services": "id,organization_id,name,status,description\ns1,o1,Tutoring,active,Every day\n",
    "locations": "id,name,latitude,longitude\nl1,Library,38.5,-104.25\n",
    "service_at_locations": "id,service_id,location_id\nx1,s1,l1\n",
    "addresses": "id,location_id,address_1,city,state_province,postal_code\n"
    "a1,l1,1 Main St,Juniper,CO,81001\n",
    "phones": "id,service_id,number\np1,s1,555-0100\np2,s1,555-0101\n",
    "schedules": "service_id,byday,opens_at,closes_at,freq\ns1,MO,09:00,17:00,WEEKLY\n",
    "languages": "id,phone_id,name\nn1,p1,Spanish\n",
}
SECOND: Files = {
    **FIRST,
    "organizations": "id,name,description,parent_organization_id\n"
    "o1,Helpers and friends,We help,o3\no2,Umbrella,All,\no3,Newcomers,New,\n",
    "services": "id,organization_id,name,status,description\n"
    "s1,o3,Tutoring,active,Every day\ns2,o3,Chess,active,On Fridays\n",
    "phones": "id,service_id,number\np2,s1,555-0199\n",
    "languages": "id,phone_id,name\n",
    "schedules": "service_id,byday,opens_at,closes_at,freq\ns1,TU,09:00,17:00,WEEKLY\n",
}


class Killed(BaseException):
    """Stands for the end of a process: nothing of ours runs after it."""


def bring(district: District, files: Files, folder: Path) -> DirectoryImport:
    for old in folder.glob("*.csv"):
        old.unlink()
    workflows.import_directory(Actor.system(district), a_directory(folder, **files))
    brought = DirectoryImport.objects.first()
    assert brought is not None
    return brought


def contents() -> Mapping[str, list[dict[str, Any]]]:
    """Every row of the directory, without the ids that each run draws by chance."""
    return {
        table: [
            {name: value for name, value in values_of(row).items() if name not in {"public_id", "hsds_id"}}
            for row in model.everything.order_by("pk")
        ]
        for table, model in MODELS.items()
    }


def without_keys(rows: Mapping[str, list[dict[str, Any]]]) -> object:
    links = {name for table in hsds.TABLES.values() for name in table.links} | {"location_id"}
    plain = {name.removesuffix("_id") for name in links}
    return {
        table: sorted(
            [{name: value for name, value in row.items() if name not in plain} for row in some], key=str
        )
        for table, some in rows.items()
    }


def n_leftovers() -> int:
    indexed = SearchEntry.objects.filter(kind="partner.organization").count()
    return (
        PendingChange.objects.count()
        + DirectoryImport.objects.filter(seen_at__isnull=False).count()
        + abs(indexed - Organization.everything.count())
    )


def test_a_real_directory_a_second_time_changes_no_cell(district: District) -> None:
    actor = Actor.system(district)
    workflows.import_directory(actor, shared("hsds", "illinois"))
    before = contents()
    workflows.import_directory(actor, shared("hsds", "illinois"))
    brought = DirectoryImport.objects.first()
    assert brought is not None
    assert (brought.n_added, brought.n_changed, brought.n_removed) == (0, 0, 0)
    assert contents() == before
    assert not Revision.objects.exists()


def test_a_second_import_keeps_what_it_changed(district: District, tmp_path: Path) -> None:
    bring(district, FIRST, tmp_path / "d")
    brought = bring(district, SECOND, tmp_path / "d")
    assert Organization.objects.get(foreign_id="o1").parent_organization == Organization.objects.get(
        foreign_id="o3"
    )
    assert Service.objects.get(foreign_id="s1").organization == Organization.objects.get(foreign_id="o3")
    assert [phone.number for phone in Phone.objects.all()] == ["555-0199"]
    assert [one.byday for one in Schedule.objects.all()] == ["TU"]
    [revision] = Revision.objects.all()
    assert (revision.kind, revision.brought_by) == ("import", brought)
    rows = {(row.table, row.key): (row.before, row.after) for row in revision.rows.all()}
    organization = Organization.objects.get(foreign_id="o1")
    before, after = rows["organization", organization.pk]
    assert before["name"] == "Helpers"
    assert after["name"] == "Helpers and friends"
    assert {table for table, _key in rows} == {"organization", "service", "phone", "schedule", "language"}
    assert (brought.n_added, brought.n_removed) == (3, 2)
    # A phone takes its languages with it, and history keeps both.
    assert [row.before["name"] for row in revision.rows.filter(table="language")] == ["Spanish"]
    assert n_leftovers() == 0


def test_the_page_of_an_import_lists_what_changed_and_takes_it_back(
    district: District, coordinator: Person, client_of: As, tmp_path: Path
) -> None:
    bring(district, FIRST, tmp_path / "d")
    brought = bring(district, SECOND, tmp_path / "d")
    client = client_of(coordinator)
    page = district.url("directory_import", import_id=brought.public_id)
    text = " ".join(client.get(page).content.decode().split())
    assert "Rows added: 3. Rows changed: 4. Rows removed: 2." in text
    assert "<del>Helpers</del> <ins>Helpers and friends</ins>" in text
    service = Service.objects.get(foreign_id="s1")
    assert district.url("service", service_id=service.public_id) in text
    assert "2 organizations, services and locations that this import added" in text
    undo = district.url("undo_import", import_id=brought.public_id)
    assert undo in text
    assert not actions.undo_import(make.actor(coordinator, district), brought, lambda *_: None).stays
    assert {one.name for one in Organization.objects.all()} == {"Helpers", "Umbrella"}
    assert [one.name for one in Service.objects.all()] == ["Tutoring"]
    assert {one.number for one in Phone.objects.all()} == {"555-0100", "555-0101"}
    assert [one.byday for one in Schedule.objects.all()] == ["MO"]
    assert "This import was undone." in client.get(page).content.decode()


def test_files_in_json_come_in_through_the_page(
    district: District,
    coordinator: Person,
    client_of: As,
    django_capture_on_commit_callbacks: Any,
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        name = "3.0/examples/service_full.json"
        archive.writestr("service.json", shared("hsds", *name.split("/")).read_bytes())
    file = SimpleUploadedFile("directory.zip", packed.getvalue())
    client_of(coordinator).post(district.url("import_directory"), {"tables": file})
    upload = Upload.objects.get()
    assert [path.name for path in upload.folder.iterdir()] == ["service.json"]
    job = upload.job
    assert job is not None
    run_import(district.slug, job.public_id, workflows.import_uploaded_directory, upload_id=upload.public_id)
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.sentence
    assert (Service.objects.count(), Location.objects.count()) == (1, 1)


def n_turns(district: District, monkeypatch: pytest.MonkeyPatch, folder: Path) -> int:
    """How many transactions the second import has."""
    turns = []
    turn = import_run.ImportRun.turn

    def counted(run: import_run.ImportRun, n_rows: int = 0) -> Any:
        turns.append(n_rows)
        return turn(run, n_rows)

    with monkeypatch.context() as patch:
        patch.setattr(import_run.ImportRun, "turn", counted)
        bring(district, SECOND, folder)
    return len(turns)


@pytest.mark.parametrize("is_before", [True, False], ids=["before its transaction", "in its transaction"])
def test_an_import_whose_process_is_killed_at_any_step_is_whole_or_not_there(
    district: District,
    other_district: District,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    is_before: bool,
) -> None:
    from django_scopes import scope

    with scope(district=other_district):
        bring(other_district, FIRST, tmp_path / "o")
        n = n_turns(other_district, monkeypatch, tmp_path / "o")
        whole = without_keys(contents())
    assert n > 10
    bring(district, FIRST, tmp_path / "d")
    first = contents()
    outcomes = set()
    for step in range(1, n + 1):
        _killed_at(step, district, tmp_path / "d", monkeypatch, is_before=is_before)
        actions.settle_lost_imports(Actor.system(district), timezone.now() + timedelta(hours=1))
        is_there = DirectoryImport.objects.count() == 2
        outcomes.add(is_there)
        assert n_leftovers() == 0
        if is_there:
            assert without_keys(contents()) == whole
            DirectoryImport.objects.all()[0].revisions.all()
            break
        assert contents() == first
    assert outcomes == {False, True}


def _killed_at(
    step: int, district: District, folder: Path, monkeypatch: pytest.MonkeyPatch, *, is_before: bool
) -> None:
    turns = []
    turn = import_run.ImportRun.turn

    def killed(run: import_run.ImportRun, n_rows: int = 0) -> Any:
        turns.append(n_rows)
        if len(turns) != step:
            return turn(run, n_rows)
        if is_before:
            raise Killed
        return _dying(turn(run, n_rows))

    with monkeypatch.context() as patch:
        patch.setattr(import_run.ImportRun, "turn", killed)
        patch.setattr(imports, "discard_import", lambda *_arguments: None)
        with pytest.raises(Killed):
            bring(district, SECOND, folder)


class _dying:
    """A transaction whose process dies after its last statement."""

    def __init__(self, turn: Any) -> None:
        self._turn = turn

    def __enter__(self) -> None:
        self._turn.__enter__()

    def __exit__(self, *_error: object) -> None:
        self._turn.__exit__(Killed, Killed(), None)
        raise Killed


def test_a_second_import_waits_for_the_first(
    district: District, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = []

    def meanwhile(_n_rows: int) -> None:
        if not refused:
            try:
                workflows.import_directory(Actor.system(district), a_directory(tmp_path / "o", **SECOND))
            except JobRefused as refusal:
                refused.append(str(refusal))

    with hsds.open_directory(a_directory(tmp_path / "d", **FIRST)) as directory:
        actions.write_directory(Actor.system(district), directory, after_turn=meanwhile)
    assert refused == [
        "Another directory is being imported now. Wait until it is done, then import this one."
    ]
    assert [one.name for one in Organization.objects.all()] == ["Helpers", "Umbrella"]


def test_rows_of_an_import_are_seen_by_nobody_until_it_is_done(
    district: District, client_of: As, tmp_path: Path
) -> None:
    bring(district, FIRST, tmp_path / "d")
    seen: set[str] = set()
    words = ["Newcomers", "Chess", "Helpers and friends"]

    def look(_n_rows: int) -> None:
        pages = [
            district.url("organizations"),
            district.url("organizations") + "?q=newcomers",
            district.url("organizations") + "?q=newcomrs",
            district.url("services") + "?q=chess",
            district.url("services"),
        ]
        client = client_of(None)
        texts = [client.get(page).content.decode() for page in pages]
        rows = queries.DistrictDirectory().rows
        texts += [str([*rows(table)]) for table in ("organization", "service", "phone")]
        for page, text in zip(pages, texts, strict=False):
            typed = page.rpartition("=")[2]
            seen.update(word for word in words if word in text.replace(typed, ""))
        assert "1 service" in texts[0]

    with hsds.open_directory(a_directory(tmp_path / "e", **SECOND)) as directory:
        actions.write_directory(Actor.system(district), directory, after_turn=look)
    assert seen == set()
    assert "Chess" in client_of(None).get(district.url("services") + "?q=chess").content.decode()


def test_what_files_say_of_a_confidential_location_goes_to_its_place_alone(
    district: District, tmp_path: Path
) -> None:
    bring(district, FIRST, tmp_path / "d")
    location = actions.mark_confidential(Actor.system(district), Location.objects.get())
    files = {
        "organizations": FIRST["organizations"],
        "locations": "id,name,latitude,longitude,landmark\nl1,Quetzalhaus,thirty,-104.5,Zanzibarturm\n",
        "addresses": "id,location_id,address_1,city,state_province,postal_code,country\n"
        "a1,l1,77 Xylophonweg,Vaduzberg,CO,81001,USA\na2,l1,78 Xylophonweg,Vaduzberg,CO,81001,US\n",
        "accessibility": "id,location_id,description\nb1,l1,Ramp at Oktopusgasse\n",
        "metadata": "id,resource_id,resource_type,field_name,previous_value\n"
        "m1,l1,location,name,Quetzalhaus\n",
        "attributes": "id,link_id,link_entity,value\nt1,a1,address,Xylophonweg\n"
        "t2,l1,location,By the Zanzibarturm\n",
    }
    bring(district, files, tmp_path / "d")
    bring(
        district, {"organizations": FIRST["organizations"], "attributes": files["attributes"]}, tmp_path / "d"
    )
    assert not Attribute.everything.exists()
    place = ConfidentialPlace.objects.get(location=location)
    assert place.values["location"]["name"] == "Quetzalhaus"
    assert place.values["location"]["longitude"] == -104.5
    assert [row["address_1"] for row in place.values["address"]] == ["77 Xylophonweg", "78 Xylophonweg"]
    assert place.incoming is None
    location.refresh_from_db()
    assert (location.name, location.latitude, location.extra) == ("", None, {})
    assert not Address.everything.exists()
    place.delete()
    everywhere = str([contents(), [*DirectoryImport.objects.values()], [*RevisionRow.objects.values()]])
    for word in ("Quetzalhaus", "Xylophonweg", "Vaduzberg", "Oktopusgasse", "Zanzibarturm", "thirty"):
        assert word not in everywhere


def test_a_location_that_its_file_calls_confidential_comes_in_as_one(
    district: District, tmp_path: Path
) -> None:
    files = {
        **FIRST,
        "locations": "id,name,latitude,longitude,is_confidential\nl1,Library,38.5,-104.25,true\n",
    }
    bring(district, files, tmp_path / "d")
    location = Location.objects.get()
    assert (location.is_confidential, location.name, location.addresses.count()) == (True, "", 0)
    restored = actions.unmark_confidential(Actor.system(district), location)
    assert (restored.name, restored.latitude) == ("Library", 38.5)
    assert Address.objects.get().address_1 == "1 Main St"
    assert Address.objects.get().location == location


def test_a_known_location_that_a_file_calls_confidential_is_so_afterwards(
    district: District, tmp_path: Path
) -> None:
    bring(district, FIRST, tmp_path / "d")
    files = {
        **FIRST,
        "locations": "id,name,latitude,longitude,is_confidential\nl1,Quetzalhaus,thirty,-104.5,true\n",
        "addresses": "id,location_id,address_1,city,state_province,postal_code,country,address_type\n"
        "a1,l1,77 Xylophonweg,Vaduzberg,CO,81001,USA,physical\n",
    }
    bring(district, files, tmp_path / "d")
    location = Location.objects.get()
    assert (location.is_confidential, location.name, location.longitude) == (True, "", None)
    place = ConfidentialPlace.objects.get(location=location)
    assert place.values["location"]["name"] == "Quetzalhaus"
    assert [row["address_1"] for row in place.values["address"]] == ["77 Xylophonweg"]
    assert not PendingChange.objects.exists()
    place.delete()
    everywhere = str([contents(), [*DirectoryImport.objects.values()], [*RevisionRow.objects.values()]])
    for word in ("Quetzalhaus", "Xylophonweg", "Vaduzberg", "thirty", "1 Main St"):
        assert word not in everywhere


def test_an_import_leaves_alone_what_its_files_have_no_column_for(district: District, tmp_path: Path) -> None:
    bring(district, FIRST, tmp_path / "d")
    service = Service.objects.get()
    service.alert, service.description = "Closed today", "By hand"
    service.save()
    bring(district, {"organizations": FIRST["organizations"], "services": FIRST["services"]}, tmp_path / "d")
    service.refresh_from_db()
    assert (service.alert, service.description) == ("Closed today", "Every day")
    assert service.phones.count() == 2


def test_a_row_that_cannot_be_stored_is_reported_with_its_place(district: District, tmp_path: Path) -> None:
    files = {**FIRST, "cost_options": "id,service_id,option\nc1,s9,Free\nc2,s1,Free\n"}
    brought = bring(district, files, tmp_path / "d")
    assert [row.foreign_id for row in MODELS["cost_option"].objects.all()] == ["c2"]
    reported = [one for one in queries.problems_of(brought) if "was not stored" in one]
    assert len(reported) == 1
    assert reported[0].startswith("cost_options.csv, row 2, column “service_id”")


def test_terms_are_attached_to_rows_of_any_table_and_tell_the_kind_of_support(
    district: District, tmp_path: Path
) -> None:
    files = {
        **FIRST,
        "taxonomies": "id,name,description\ny1,Open Eligibility,Services\n",
        "taxonomy_terms": "id,taxonomy_id,code,name,description\nt1,y1,1102,Tutoring,Help with school\n",
        "attributes": "id,link_id,link_entity,taxonomy_term_id\n"
        "b1,s1,service,t1\nb2,p1,phone,t1\nb3,zz,phone,t1\n",
    }
    for _time in range(2):
        bring(district, files, tmp_path / "d")
        service = Service.objects.get()
        attached = {row.foreign_id: row.link_id for row in Attribute.objects.all()}
        phone = Phone.objects.get(foreign_id="p1").hsds_id
        assert attached == {"b1": service.hsds_id, "b2": phone, "b3": None}
        assert Attribute.objects.get(foreign_id="b3").extra == {"link_id": "zz"}
        assert [kind.code for kind in service.terms.all()] == ["academic-help"]
    assert not Revision.objects.exists()


def test_rows_keep_their_published_id_out_and_in_again(district: District, tmp_path: Path) -> None:
    bring(district, FIRST, tmp_path / "d")
    service, place = Service.objects.get(), ServiceAtLocation.objects.get()
    by_hand = Organization.objects.create(name="By hand")
    o1 = Organization.objects.get(foreign_id="o1")
    files = {
        "organizations": f"id,source_id,name\n{o1.hsds_id},o1,Helpers\n"
        f"{by_hand.hsds_id},,By hand and by file\n",
        "services": f"id,source_id,organization_id,name\n{service.hsds_id},s1,{by_hand.hsds_id},Tutoring\n",
    }
    bring(district, files, tmp_path / "d")
    assert Organization.objects.count() == 3
    service.refresh_from_db()
    by_hand.refresh_from_db()
    assert service.organization == by_hand
    assert (by_hand.name, by_hand.foreign_id) == ("By hand and by file", "")
    assert ServiceAtLocation.objects.get() == place


def test_a_row_that_was_merged_stays_merged(district: District, tmp_path: Path) -> None:
    bring(district, FIRST, tmp_path / "d")
    kept, gone = Organization.objects.get(foreign_id="o2"), Organization.objects.get(foreign_id="o1")
    Service.objects.update(organization=kept)
    MergedRow.objects.create(
        table="organization", key=gone.pk, kept_key=kept.pk, foreign_id="o1", hsds_id=gone.hsds_id
    )
    gone.delete()
    brought = bring(district, FIRST, tmp_path / "d")
    assert [one.name for one in Organization.objects.all()] == ["Umbrella"]
    assert Service.objects.get().organization == kept
    assert (brought.n_added, brought.n_changed) == (0, 0)
