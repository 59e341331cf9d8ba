"""All changes of the directory on one page: what each was about, and the way to undo it."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests import make
from tests.formats.directories import a_directory
from throughline.accounts.models import District, Job, Person
from throughline.accounts.permissions import Actor
from throughline.partner import actions, queries, tasks, workflows
from throughline.partner.models import (
    DirectoryImport,
    Location,
    Organization,
    Phone,
    Revision,
    RevisionRow,
    Service,
    TaxonomyTerm,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_worker")]

FILES = {
    "organizations": "id,name,description\no1,Helpers,We help\no2,Umbrella,All\n",
    "services": "id,organization_id,name,status,description\n"
    "s1,o1,Tutoring,active,Every day\ns2,o2,Chess,active,On Fridays\n",
}


@pytest.fixture
def actor(district: District, coordinator: Person) -> Actor:
    return make.actor(coordinator, district)


@pytest.fixture
def client(client_of: Callable[[Person | None], Client], coordinator: Person) -> Client:
    return client_of(coordinator)


def page_of(client: Client, url: str, **query: object) -> str:
    return " ".join(client.get(url, query).content.decode().split())


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def bring(district: District, folder: Path, **files: str) -> DirectoryImport:
    workflows.import_directory(Actor.system(district), a_directory(folder, **{**FILES, **files}))
    return DirectoryImport.objects.latest("pk")


def undo_import(client: Client, district: District, brought: DirectoryImport) -> None:
    client.post(district.url("undo_import", import_id=brought.public_id))
    job = Job.objects.latest("pk")
    tasks.undo_import.func(district.slug, job.public_id, import_id=brought.public_id)


@pytest.mark.parametrize("table", ["service", "organization", "location"])
def test_what_was_removed_is_said_listed_and_brought_back(
    client: Client, district: District, table: str
) -> None:
    organization = make.organization("Helpers")
    entry: Any = {
        "service": make.service("Tutoring", organization),
        "organization": organization,
        "location": Location.objects.create(name="Annex", organization=organization),
    }[table]
    url = district.url(f"remove_{table}", **{f"{table}_id": entry.public_id})
    after = client.post(url, follow=True).content.decode()
    undo = district.url("undo_revision", revision_id=Revision.objects.get().public_id)
    assert f"“{entry.name}” was removed from the directory." in after
    assert f'<a href="{undo}">Undo</a>' in after
    for name in ("directory_desk", "directory_changes"):
        page = page_of(client, district.url(name))
        assert f"Removed: {queries.TABLE_WORDS[table]} “{entry.name}”" in text_of(page)
        assert undo in page
    answer = client.post(undo, follow=True)
    assert "The change was undone." in answer.content.decode()
    back = answer.redirect_chain[-1][0]
    assert back == district.url(f"{table}_history", **{f"{table}_id": entry.public_id})
    assert type(entry).objects.get(pk=entry.pk).name == entry.name


def test_older_changes_are_on_further_pages_and_say_that_they_were_undone(
    client: Client, district: District, actor: Actor
) -> None:
    url = district.url("directory_changes")
    assert "No changes yet." in page_of(client, url)
    organization = make.organization("Helpers")
    for number in range(30):
        actions.edit_organization(actor, organization, name=f"Helpers {number}")
    first, second = Revision.objects.last(), page_of(client, url, page=2)
    assert first is not None
    assert first.public_id in second
    assert first.public_id not in page_of(client, url)
    assert "Undone on" not in second
    actions.undo(actor, Revision.objects.latest("pk"))
    assert "Undone on" in text_of(page_of(client, url))
    assert url in page_of(client, district.url("directory_desk"))


def test_an_undone_import_is_named_with_what_it_had_added_and_nothing_else_is_listed(
    client: Client, district: District, actor: Actor, tmp_path: Path
) -> None:
    brought = bring(district, tmp_path, taxonomy_terms="id,term,name\nt1,chess,Chess\n")
    assert "No changes yet." in page_of(client, district.url("directory_changes"))
    undo_import(client, district, brought)
    for name in ("directory_desk", "directory_changes"):
        text = text_of(page_of(client, district.url(name)))
        words = "Organization “Helpers”, Organization “Umbrella”, Service “Tutoring” and 2 more"
        assert f"Undid an import: {words}" in text
        assert "Changed by an import" not in text
    actions.undo(actor, Revision.objects.get(kind=Revision.Kind.UNDO))
    assert Service.objects.count() == 2
    assert TaxonomyTerm.objects.exists()


def test_a_change_of_an_entry_that_is_gone_names_it(client: Client, district: District, actor: Actor) -> None:
    service = make.service("Tutoring", make.organization("Helpers"))
    actions.edit_service(actor, service, terms=[], description="Every day")
    actions.remove_entry(actor, service)
    assert "Edited: Service “Tutoring”" in text_of(page_of(client, district.url("directory_changes")))


@pytest.mark.parametrize("is_link_lost", [True, False])
def test_a_refused_undo_names_what_was_removed_and_leads_to_that_change(
    client: Client, district: District, actor: Actor, is_link_lost: bool
) -> None:
    organization = make.organization("Helpers")
    service = make.service("Tutoring", organization)
    actions.edit_service(actor, service, terms=[], description="Every day")
    if is_link_lost:
        actions.remove_entry(actor, service)
    first = Revision.objects.latest("pk")
    removal = actions.remove_entry(actor, organization if is_link_lost else service)
    assert removal is not None
    answer = client.post(district.url("undo_revision", revision_id=first.public_id))
    assert answer.status_code == 422
    what = "Organization “Helpers”" if is_link_lost else "Service “Tutoring”"
    page = answer.content.decode()
    assert f"{what} was removed since. Undo that change first." in page
    assert district.url("undo_revision", revision_id=removal.public_id) in page


def test_no_page_offers_to_undo_a_change_about_an_address_that_is_confidential_now(
    client: Client, district: District, actor: Actor
) -> None:
    location = Location.objects.create(name="Heron house", organization=make.organization("Helpers"))
    with actions.revising(actor) as recorder:
        before = queries.values_of(location)
        location.name = "Heron house 2"
        location.save()
        recorder.changed(location, before)
    edit = Revision.objects.latest("pk")
    actions.mark_confidential(actor, location)
    why = "This change was about an address that is confidential now. It can&#x27;t be undone."
    own = "To change whether an address is confidential, open the location and edit its address."
    undo = district.url("undo_revision", revision_id=edit.public_id)
    for page in (
        page_of(client, district.url("location_history", location_id=location.public_id)),
        page_of(client, district.url("directory_changes")),
    ):
        assert why in page
        assert own in page
        assert "See or undo" not in page
    history = page_of(client, district.url("location_history", location_id=location.public_id))
    assert undo not in history
    page = page_of(client, undo)
    assert why in page
    assert "Undo this change</button>" not in page
    assert client.post(undo).status_code == 422


def test_an_undone_import_is_marked_in_every_list_and_on_its_page(
    client: Client, district: District, actor: Actor, tmp_path: Path
) -> None:
    brought = bring(district, tmp_path)
    lists = [district.url("directory_desk"), district.url("import_directory")]
    mark = '<span class="tag">Undone</span>'
    assert not any(mark in page_of(client, url) for url in lists)
    undo_import(client, district, brought)
    assert all(mark in page_of(client, url) for url in lists)
    page = page_of(client, district.url("directory_import", import_id=brought.public_id))
    assert "This page shows what it did before that." in page
    actions.undo(actor, Revision.objects.get(kind=Revision.Kind.UNDO))
    assert not any(mark in page_of(client, url) for url in lists)


def test_a_page_of_changes_takes_as_many_queries_for_changes_of_many_rows(
    actor: Actor, django_assert_max_num_queries: Any
) -> None:
    organizations = [make.organization(f"Helpers {number}") for number in range(20)]
    for _number in range(6):
        with actions.revising(actor) as recorder:
            for organization in organizations:
                before = queries.values_of(organization)
                organization.description += "."
                organization.save()
                recorder.changed(organization, before)
                recorder.added(Phone.objects.create(organization=organization, number="303-555-0101"))
    with actions.revising(actor) as recorder:
        recorder.remove(organizations[0])
    with django_assert_max_num_queries(10):
        found = queries.changes(queries.directory_changes())
    assert [one.n_more for one in found] == [0, *([17] * 6)]
    assert found[0].words == "Removed"
    assert [one.name for one in found[1].entries] == ["Organization “Helpers 0”", "Helpers 1", "Helpers 2"]
    assert RevisionRow.objects.count() > 200
    assert Organization.objects.count() == 19
