"""An import is undone whole, except for what something else rests on since."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from tests import make
from tests.formats.directories import a_directory
from throughline.accounts.actions import JobRefused
from throughline.accounts.models import District, Job, JobState, Person
from throughline.accounts.permissions import Actor
from throughline.partner import actions, queries, tasks, workflows
from throughline.partner.models import (
    Address,
    DirectoryImport,
    Duplicate,
    Location,
    Organization,
    Phone,
    Revision,
    Service,
    ServiceAtLocation,
    TaxonomyTerm,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_worker")]

FILES = {
    "organizations": "id,name,description\no1,Helpers,We help\no2,Umbrella,All\n",
    "services": "id,organization_id,name,status,description\n"
    "s1,o1,Tutoring,active,Every day\ns2,o2,Chess,active,On Fridays\n",
    "locations": "id,name,latitude,longitude\nl1,Library,38.5,-104.25\n",
    "service_at_locations": "id,service_id,location_id\nx1,s1,l1\n",
    "addresses": "id,location_id,address_1,city,state_province,postal_code\n"
    "a1,l1,1 Main St,Juniper,CO,81001\n",
    "phones": "id,service_id,number\np1,s1,555-0100\n",
    "taxonomy_terms": "id,term,name\nt1,chess,Chess\n",
}


@pytest.fixture
def actor(district: District, coordinator: Person) -> Actor:
    return make.actor(coordinator, district)


@pytest.fixture
def client(client_of: Callable[[Person | None], Client], coordinator: Person) -> Client:
    return client_of(coordinator)


def bring(district: District, folder: Path, **files: str) -> DirectoryImport:
    workflows.import_directory(Actor.system(district), a_directory(folder, **{**FILES, **files}))
    return DirectoryImport.objects.latest("pk")


def page_of(client: Client, district: District, brought: DirectoryImport) -> str:
    page = client.get(district.url("undo_import", import_id=brought.public_id)).content.decode()
    return " ".join(page.split())


def undo(client: Client, district: District, brought: DirectoryImport) -> str:
    """Start it on its page and let the worker do it; the sentence of the job."""
    response = client.post(district.url("undo_import", import_id=brought.public_id))
    job = Job.objects.latest("pk")
    assert response["Location"] == district.url("job", job_id=job.public_id)
    tasks.undo_import.func(district.slug, job.public_id, import_id=brought.public_id)
    return Job.objects.get(pk=job.pk).sentence


def n_rows() -> int:
    return sum(model.everything.count() for model in queries.MODELS.values())


def test_no_import_begins_while_one_is_undone_and_no_undo_while_one_writes(
    client: Client, district: District, tmp_path: Path
) -> None:
    brought = bring(district, tmp_path)
    other = bring(district, tmp_path, phones="id,service_id,number\np2,s1,719-555-0100\n")
    undo_page = district.url("undo_import", import_id=brought.public_id)
    client.post(undo_page)
    job = Job.objects.latest("pk")
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING)
    with pytest.raises(JobRefused, match="An import is being undone now"):
        bring(district, tmp_path)
    assert client.post(undo_page)["Location"] == district.url("job", job_id=job.public_id), "it is at work"
    client.post(district.url("undo_import", import_id=other.public_id))
    assert Job.objects.latest("pk") != job, "the undo of another import is another one"
    Job.objects.filter(kind=queries.UNDO_KIND).update(state=JobState.DONE)
    DirectoryImport.objects.create(version="3.0", state=DirectoryImport.State.WRITING, seen_at=timezone.now())
    sentence = "A directory is being imported now. Wait until it is done, then try again."
    assert undo(client, district, brought) == sentence


def test_the_first_import_is_undone_whole_and_can_come_again(
    client: Client, district: District, tmp_path: Path, actor: Actor
) -> None:
    brought = bring(district, tmp_path)
    assert "5 entries that it added are removed" in page_of(client, district, brought)
    assert undo(client, district, brought) == "The import was undone."
    assert n_rows() == 0
    assert "This import was undone." in page_of(client, district, brought)
    # The undo is in the history, and can be undone there.
    actions.undo(actor, Revision.objects.get(kind=Revision.Kind.UNDO))
    assert Service.objects.get(name="Tutoring").phones.get().number == "555-0100"
    assert ServiceAtLocation.objects.get().location.name == "Library"


def test_an_import_is_undone_again_after_its_undo_was_undone(
    client: Client, district: District, tmp_path: Path, actor: Actor
) -> None:
    bring(district, tmp_path)
    later = bring(district, tmp_path, organizations="id,name,description\no1,Friends,We help\no3,Third,New\n")
    undo(client, district, later)
    actions.undo(actor, Revision.objects.filter(kind=Revision.Kind.UNDO).latest("pk"))
    assert {one.name for one in Organization.objects.all()} == {"Friends", "Umbrella", "Third"}
    page = client.get(district.url("directory_import", import_id=later.public_id)).content.decode()
    assert "This import was undone." not in page
    assert undo(client, district, later) == "The import was undone."
    assert {one.name for one in Organization.objects.all()} == {"Helpers", "Umbrella"}
    page = client.get(district.url("directory_import", import_id=later.public_id)).content.decode()
    assert "This import was undone." in page


@pytest.mark.parametrize("how", ["merge", "remove", "undo of an addition"])
def test_an_imported_entry_that_was_brought_back_goes_with_its_import(
    client: Client, district: District, tmp_path: Path, actor: Actor, how: str
) -> None:
    brought = bring(district, tmp_path)
    kept, gone = Organization.objects.get(name="Helpers"), Organization.objects.get(name="Umbrella")
    if how == "merge":
        pair = Duplicate.objects.create(
            table="organization", first_key=kept.pk, second_key=gone.pk, score=3.0, reasons=["same_name"]
        )
        actions.merge_duplicate(actor, pair, kept_key=kept.pk, choices={})
        actions.reopen_duplicate(actor, pair)
    else:
        actions.remove_entry(actor, gone)
        undone = actions.undo(actor, Revision.objects.latest("pk"))
        if how == "undo of an addition":
            actions.undo(actor, actions.undo(actor, undone))
    assert Organization.objects.get(name="Umbrella").arrival == brought
    assert undo(client, district, brought) == "The import was undone."
    assert n_rows() == 0


def test_an_entry_comes_back_without_an_import_that_is_gone(district: District, actor: Actor) -> None:
    brought = DirectoryImport.objects.create(version="3.0")
    organization = make.organization("Helpers", arrival=brought)
    actions.remove_entry(actor, organization)
    brought.delete()
    actions.undo(actor, Revision.objects.latest("pk"))
    assert Organization.objects.get().arrival is None


def test_what_something_rests_on_stays_whole_and_is_named_before_and_after(
    client: Client, district: District, tmp_path: Path, actor: Actor
) -> None:
    brought = bring(district, tmp_path)
    service = Service.objects.get(name="Tutoring")
    term = actions.ensure_terms(actor)[0]
    support = actions.create_support(actor, service=service, term=term, state="offered")
    for text in (page_of(client, district, brought), undo(client, district, brought)):
        assert "3 entries stay as they are." in text
    page = page_of(client, district, brought)
    assert "Tutoring</a> · A support at a school uses it." in page
    assert "Helpers</a> · Another entry that stays needs it." in page
    assert district.url("service_history", service_id=service.public_id) in page
    assert [one.name for one in Organization.objects.all()] == ["Helpers"]
    assert list(Service.objects.all()) == [service]
    assert (Phone.objects.count(), Address.objects.count(), Location.objects.count()) == (1, 1, 1)
    assert ServiceAtLocation.objects.get().service == service
    # What stood in the way is gone: the rest can be undone too.
    support.delete()
    assert undo(client, district, brought) == "The import was undone."
    assert n_rows() == 0


def test_an_entry_edited_since_stays_unless_the_edit_was_undone(
    client: Client, district: District, tmp_path: Path, actor: Actor
) -> None:
    brought = bring(district, tmp_path)
    organization = Organization.objects.get(name="Umbrella")
    actions.edit_organization(actor, organization, description="Rewritten")
    edit = Revision.objects.latest("pk")
    assert "Umbrella</a> · Someone edited it since." in page_of(client, district, brought)
    actions.undo(actor, edit)
    assert "Someone edited it since." not in page_of(client, district, brought)
    mine = make.service("Checkers", organization)
    assert "Something that was added since belongs to it." in page_of(client, district, brought)
    undo(client, district, brought)
    assert list(Organization.objects.all()) == [organization]
    assert list(Service.objects.all()) == [mine]
    assert not TaxonomyTerm.objects.exists()


def test_a_changed_entry_that_was_changed_again_keeps_all_of_it(
    client: Client, district: District, tmp_path: Path, actor: Actor
) -> None:
    bring(district, tmp_path)
    renamed = "id,name,description\no1,Helpers and friends,We help\no2,Umbrellas,All\n"
    later = bring(district, tmp_path, organizations=renamed)
    organization = Organization.objects.get(name="Umbrellas")
    actions.edit_organization(actor, organization, name="Parasols")
    page = page_of(client, district, later)
    assert "1 entry that it changed goes back to how it was." in page
    assert "What the import changed was changed again since." in page
    undo(client, district, later)
    assert {one.name for one in Organization.objects.all()} == {"Helpers", "Parasols"}
    assert Service.objects.count() == 2


def test_the_history_leads_from_a_change_of_an_import_to_undoing_the_import(
    client: Client, district: District, tmp_path: Path
) -> None:
    bring(district, tmp_path)
    later = bring(district, tmp_path, organizations="id,name,description\no1,Friends,We help\n")
    revision = Revision.objects.get(brought_by=later)
    response = client.get(district.url("undo_revision", revision_id=revision.public_id))
    assert response["Location"] == district.url("undo_import", import_id=later.public_id)


def test_a_refused_undo_names_the_entry_and_links_to_its_history(
    client: Client, district: District, actor: Actor
) -> None:
    service = make.service("Tutoring")
    with actions.revising(actor) as revision:
        place = ServiceAtLocation.objects.create(service=service, location=Location.objects.create())
        revision.added(place)
    url = district.url("undo_revision", revision_id=Revision.objects.get().public_id)
    place.description = "Upstairs"
    place.save()
    page = client.post(url).content.decode()
    assert "Service at a location (Tutoring) was changed since." in page
    assert district.url("service_history", service_id=service.public_id) in page
