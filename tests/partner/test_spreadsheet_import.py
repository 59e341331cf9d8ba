"""Any spreadsheet comes in through three pages and the import that every directory goes through."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from tests import make
from tests.formats.directories import a_directory
from tests.formats.workbooks import a_workbook
from throughline.accounts.models import AuditEntry, District, Job, JobState, Person, Upload
from throughline.accounts.permissions import Actor
from throughline.partner import actions, queries, workflows
from throughline.partner.models import (
    Address,
    Attribute,
    ConfidentialPlace,
    DirectoryImport,
    DirectoryMapping,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    Taxonomy,
    TaxonomyTerm,
)
from throughline.partner.queries.kind_rows import kind_taxonomy_id

ClientOf = Callable[[Person | None], Client]

HEADER = "Agency,Program,Street,City,Zip,Phone,Hours,Category,Odd\n"
LIST = (
    HEADER
    + "Helpers,Food bank,1 Main St,Pueblo,81003,719-555-0101,Mon-Fri 9am-5pm,Food programs,x\n"
    + "Helpers,Tutoring,1 Main St,Pueblo,81003,719-555-0102,Call first,Magic,\n"
)


@pytest.fixture
def jobs_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run queued tasks at once, on commit."""

    def enqueue(task: Any, *args: Any, **kwargs: Any) -> Any:
        transaction.on_commit(lambda: task.func(*args, **kwargs))
        return SimpleNamespace(id=uuid4())

    monkeypatch.setattr("django_tasks.base.Task.enqueue", enqueue)


@pytest.fixture
def desk(coordinator: Person, client_of: ClientOf) -> Client:
    return client_of(coordinator)


def keep(client: Client, district: District, content: str | bytes = LIST, name: str = "list.csv") -> str:
    """Upload a file; return the address of the page that maps it."""
    data = content.encode() if isinstance(content, str) else content
    response = client.post(
        district.url("import_spreadsheet"), {"file": SimpleUploadedFile(name, data), "encoding": "detect"}
    )
    assert response.status_code == 303, response.content.decode()
    return str(response["Location"])


def form_of(client: Client, url: str) -> dict[str, str]:
    """What the mapping page would send as it is."""
    form = client.get(url).context["form"]
    return {field.html_name: field.value() or "" for field in form}


def import_all(client: Client, url: str, **changes: str) -> Job:
    preview = client.post(url, {**form_of(client, url), **changes})
    assert preview.status_code == 303
    assert client.post(preview["Location"]).status_code == 303
    return Job.objects.latest("pk")


@pytest.mark.django_db(transaction=True)
def test_a_list_comes_in_and_a_second_time_it_updates(
    district: District, desk: Client, jobs_at_once: None
) -> None:
    job = import_all(desk, keep(desk, district))
    assert (job.state, job.kind) == (JobState.DONE, "import_spreadsheet")
    assert "Spreadsheet: 1 organization, 2 services, 1 location" in str(job.sentence)
    assert Organization.objects.get().name == "Helpers"
    food, tutoring = Service.objects.order_by("name")
    assert [term.code for term in food.terms.all()] == ["food"]
    assert TaxonomyTerm.objects.count() == Attribute.objects.count() == 0
    assert (food.extra, tutoring.extra) == ({"odd": "x"}, {"category": "Magic"})
    assert [(one.city, one.postal_code) for one in Address.objects.all()] == [("Pueblo", "81003")]
    assert sorted(one.number for one in Phone.objects.all()) == ["719-555-0101", "719-555-0102"]
    assert sorted(one.description for one in Schedule.objects.all()) == ["", "Call first"]
    first = DirectoryImport.objects.get()
    assert desk.get(district.url("directory_import", import_id=first.public_id)).status_code == 200
    assert Upload.objects.get().removed_at is not None
    changed = LIST.replace("1 Main St", "2 Oak St").replace("719-555-0102", "719-555-0199")
    import_all(desk, keep(desk, district, changed))
    assert Service.objects.count() == 2
    assert [one.address_1 for one in Address.objects.all()] == ["2 Oak St"]
    assert sorted(one.number for one in Phone.objects.all()) == ["719-555-0101", "719-555-0199"]
    second = DirectoryImport.objects.latest("pk")
    assert (second.n_added, second.n_changed, second.n_removed) == (1, 1, 1)


def test_the_page_shows_the_first_values_and_a_suggestion_for_each_column(
    district: District, desk: Client
) -> None:
    url = keep(desk, district)
    page = desk.get(url)
    rows = [(column.name, field.value()) for column, field, _ in page.context["rows"]]
    assert rows == [
        ("Agency", "organization.name"),
        ("Program", "service.name"),
        ("Street", "address.address_1"),
        ("City", "address.city"),
        ("Zip", "address.postal_code"),
        ("Phone", "phone.number"),
        ("Hours", "schedule.hours"),
        ("Category", "support.kinds"),
        ("Odd", ""),
    ]
    assert "719-555-0101" in page.content.decode()


def test_nothing_chosen_is_lost_when_the_columns_are_refused(district: District, desk: Client) -> None:
    url = keep(desk, district)
    typed = {
        **form_of(desk, url),
        "c0": "ignore",
        "c1": "ignore",
        "c8": "service.alert",
        "keep_as": "Ours",
    }
    refused = desk.post(url, typed)
    assert refused.status_code == 422
    assert "No column is a name" in refused.content.decode()
    again = form_of(desk, url)
    assert {name: again[name] for name in ("c0", "c1", "c8", "keep_as")} == {
        "c0": "ignore",
        "c1": "ignore",
        "c8": "service.alert",
        "keep_as": "Ours",
    }
    twice = desk.post(url, {**typed, "c0": "organization.name", "c1": "organization.name"})
    assert "Only one column can be “Organization name.”" in twice.content.decode()
    assert DirectoryMapping.objects.count() == 0


def test_choices_can_be_left_for_later(district: District, desk: Client) -> None:
    url = keep(desk, district)
    response = desk.post(url, {**form_of(desk, url), "c8": "service.alert", "then": "later"})
    assert response["Location"] == district.url("import_spreadsheet")
    assert url in desk.get(district.url("import_spreadsheet")).content.decode()
    assert form_of(desk, url)["c8"] == "service.alert"


def test_the_preview_says_what_would_be_made_and_makes_nothing(district: District, desk: Client) -> None:
    url = keep(desk, district)
    response = desk.post(url, form_of(desk, url))
    page = desk.get(response["Location"])
    preview = page.context["preview"]
    assert (preview.n_rows, preview.n_organizations, preview.n_services, preview.n_locations) == (2, 1, 2, 1)
    text = page.content.decode()
    assert "Food bank" in text
    assert "“Magic” is not one of your types of support" in text
    assert "Main St" not in text
    assert Organization.objects.count() == 0


def test_a_mapping_is_kept_offered_renamed_and_deleted(district: District, desk: Client) -> None:
    url = keep(desk, district)
    desk.post(url, {**form_of(desk, url), "c8": "service.alert", "keep_as": "County list"})
    mapping = DirectoryMapping.objects.get()
    assert (mapping.name, mapping.columns["Odd"]) == ("County list", "service.alert")
    other = keep(desk, district)
    assert form_of(desk, other)["c8"] == ""
    used = desk.post(other, {**form_of(desk, other), "then": "use", "mapping": mapping.public_id})
    assert used.status_code == 303
    assert form_of(desk, other)["c8"] == "service.alert"
    page = district.url("directory_mapping", mapping_id=mapping.public_id)
    desk.post(page, {"name": "Our county"})
    mapping.refresh_from_db()
    assert mapping.name == "Our county"
    desk.post(district.url("delete_directory_mapping", mapping_id=mapping.public_id))
    assert DirectoryMapping.objects.count() == 0
    verbs = (
        AuditEntry.objects.filter(object_type="directorymapping")
        .order_by("pk")
        .values_list("verb", flat=True)
    )
    assert list(verbs) == ["keep_mapping", "rename_mapping", "delete_mapping"]


def test_a_name_of_a_mapping_is_used_once(district: District, desk: Client) -> None:
    actor = Actor.system(district)
    actions.keep_mapping(actor, name="One", columns={"A": "service.name"})
    two = actions.keep_mapping(actor, name="Two", columns={"A": "service.name"})
    page = district.url("directory_mapping", mapping_id=two.public_id)
    refused = desk.post(page, {"name": "One"})
    assert refused.status_code == 422
    assert "already a mapping with this name" in refused.content.decode()
    actions.keep_mapping(actor, name="One", columns={"B": "service.name"})
    assert [one.columns for one in DirectoryMapping.objects.filter(name="One")] == [{"B": "service.name"}]


def test_only_mappings_that_know_half_of_the_columns_are_offered(district: District) -> None:
    actor = Actor.system(district)
    actions.keep_mapping(actor, name="Half", columns={"A": "service.name", "X": ""})
    actions.keep_mapping(actor, name="Whole", columns={"A": "service.name", "B": "service.alert"})
    actions.keep_mapping(actor, name="Other", columns={"X": "service.name"})
    assert [one.name for one in queries.fitting_mappings({"A": "", "B": ""})] == ["Whole", "Half"]


@pytest.mark.django_db(transaction=True)
def test_of_a_workbook_with_several_sheets_one_is_chosen(
    district: District, desk: Client, jobs_at_once: None, tmp_path: Path
) -> None:
    rows = [["Service", "Phone"], ["Food", "719-555-0101"]]
    book = a_workbook(tmp_path / "a.xlsx", Old=[["Service"], ["Gone"]], New=rows)
    url = keep(desk, district, book.read_bytes(), "a.xlsx")
    page = desk.get(url)
    assert [name for name, _ in page.context["form"].fields["sheet"].choices] == ["", "Old", "New"]
    assert desk.post(url, {"then": "sheet", "sheet": ""}).status_code == 422
    assert desk.post(url, {"then": "sheet", "sheet": "New"}).status_code == 303
    assert import_all(desk, url).state == JobState.DONE
    assert [service.name for service in Service.objects.all()] == ["Food"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0" + b"Workbook" * 20, "old Excel workbook"),
        ("a.xlsx", b"PK\x03\x04 and nothing", "damaged or incomplete"),
        ("a.csv", b"", "The file is empty"),
        ("a.csv", b"%PDF-1.7", "This is a PDF file"),
        ("a.pages", b"Agency\nHelpers\n", "You can only import files"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_once(
    district: District, desk: Client, name: str, content: bytes, sentence: str
) -> None:
    response = desk.post(
        district.url("import_spreadsheet"), {"file": SimpleUploadedFile(name, content), "encoding": "detect"}
    )
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert Upload.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_file_that_turns_out_bad_imports_nothing_and_can_be_mapped_again(
    district: District, desk: Client, jobs_at_once: None
) -> None:
    url = keep(desk, district, LIST + "Others,Late,,,,,,\n")
    response = desk.post(url, form_of(desk, url))
    assert "has 8 cells, but the header has 9" in desk.get(response["Location"]).content.decode()
    desk.post(response["Location"])
    assert Job.objects.get().state == JobState.FAILED
    assert Organization.objects.count() == 0
    assert "has 8 cells" in desk.get(url).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_confidential_address_is_on_no_page_of_a_later_import(
    district: District, desk: Client, jobs_at_once: None
) -> None:
    import_all(desk, keep(desk, district))
    actions.mark_confidential(Actor.system(district), Location.objects.get())
    url = keep(desk, district)
    page = desk.get(url).content.decode()
    assert "Main St" not in page
    assert "719-555-0101" in page
    job = import_all(desk, url)
    assert job.state == JobState.DONE
    assert Address.objects.count() == 0
    brought = DirectoryImport.objects.latest("pk")
    assert (brought.n_added, brought.n_changed) == (0, 0)
    assert "Main St" not in f"{brought.report}{job.report}{job.sentence}"


def test_the_preview_counts_what_is_known_by_its_name_and_can_remove_the_file(
    district: District, desk: Client
) -> None:
    helpers = make.organization("helpers")
    make.service("Tutoring", helpers)
    make.service("Food bank", make.organization("Others"))
    url = keep(desk, district)
    page = desk.get(desk.post(url, form_of(desk, url))["Location"])
    assert page.context["preview"].n_known == 2
    text = page.content.decode()
    assert "Already in the directory by these names: 2." in text
    remove = district.url("discard_spreadsheet", upload_id=Upload.objects.get().public_id)
    assert f'action="{remove}"' in text


def test_own_kinds_in_files_become_kinds_again_and_no_terms(district: District, tmp_path: Path) -> None:
    actor = Actor.system(district)
    folder = a_directory(
        tmp_path / "ours",
        organizations="id,name\no1,Helpers\n",
        services="id,organization_id,name\ns1,o1,Tutoring\n",
        taxonomies=f"id,name,description\n{kind_taxonomy_id(district)},Kinds of support,Ours\n",
        taxonomy_terms="id,code,name,description,taxonomy\n"
        "t1,food,Food programs,x,Kinds of support\nt2,juggling,Juggling,x,Kinds of support\n",
        attributes="id,link_id,link_entity,taxonomy_term_id\na1,s1,service,t1\na2,s1,service,t2\n",
    )
    for _time in range(2):
        workflows.import_directory(actor, folder)
        assert [term.code for term in Service.objects.get().terms.all()] == ["food"]
        assert [term.code for term in TaxonomyTerm.objects.all()] == ["juggling"]
        assert (Attribute.objects.count(), Taxonomy.objects.count()) == (1, 0)


def test_kinds_are_known_in_every_language_and_by_open_eligibility(district: District) -> None:
    actions.ensure_terms(Actor.system(district))
    names = queries.kinds_by_name()
    assert names["food programs"] == names["programas de alimentos"] == ("food", "Food programs")
    assert names["food pantry"] == ("food", "Food programs")


SHELTERS = (
    "Agency,Service,Address,City/State/Zip,Domicilio confidencial,Access code\n"
    'Safe nights,Shelter,417 Zebra Lane,"Quagga, CO 81501",Yes,Zorilla\n'
    'Helpers,Food bank,1 Main St,"Juniper, CO 81501",no,x\n'
)


@pytest.mark.django_db(transaction=True)
def test_a_column_marks_addresses_as_confidential(
    district: District, desk: Client, jobs_at_once: None
) -> None:
    url = keep(desk, district, SHELTERS)
    page = desk.get(url)
    assert not any(word in page.content.decode() for word in ("Zebra", "Quagga", "Zorilla"))
    preview = desk.get(desk.post(url, form_of(desk, url))["Location"])
    assert preview.context["preview"].n_hidden == 1
    assert "Its address will be hidden." in preview.content.decode()
    assert "Zebra" not in preview.content.decode()
    import_all(desk, url)
    hidden, open_one = Location.objects.order_by("organization__name").reverse()
    assert (hidden.is_confidential, hidden.extra, open_one.is_confidential) == (True, {}, False)
    assert [(one.location, one.address_1) for one in Address.objects.all()] == [(open_one, "1 Main St")]
    assert [one.extra for one in Service.objects.order_by("name")] == [{"access code": "x"}, {}]
    held = ConfidentialPlace.objects.get(location=hidden).values
    assert held["location"]["extra"] == {"access code": "Zorilla"}
    assert (held["address"][0]["address_1"], held["address"][0]["city"]) == ("417 Zebra Lane", "Quagga")
    told = json.dumps(DirectoryImport.objects.get().report)
    assert not any(word in told for word in ("Zebra", "Quagga", "Zorilla"))


@pytest.mark.django_db(transaction=True)
def test_a_known_location_becomes_confidential_when_a_later_list_says_so(
    district: District, desk: Client, jobs_at_once: None
) -> None:
    import_all(desk, keep(desk, district, SHELTERS.replace(",Yes,", ",,")))
    assert Address.objects.count() == 2
    import_all(desk, keep(desk, district, SHELTERS))
    hidden = Location.objects.get(is_confidential=True)
    assert not Address.objects.filter(location=hidden).exists()
    assert ConfidentialPlace.objects.get(location=hidden).values["address"][0]["city"] == "Quagga"
    # A list without the mark does not publish the address.
    import_all(desk, keep(desk, district, SHELTERS.replace(",Yes,", ",no,")))
    assert not Address.objects.filter(address_1__contains="Zebra").exists()


def test_a_mapping_from_before_the_field_does_not_publish_confidential_addresses(district: District) -> None:
    DirectoryMapping.objects.create(name="Old", columns={"Agency": "organization.name", "Confidential": ""})
    columns = {"Agency": "organization.name", "Confidential": "location.is_confidential"}
    (found,) = queries.fitting_mappings(columns)
    assert found.columns == columns


def test_the_preview_names_a_last_row_that_is_a_total(district: District, desk: Client) -> None:
    url = keep(desk, district, "Agency,Service\nHelpers,Food bank\nTOTAL,3\n")
    page = desk.get(desk.post(url, form_of(desk, url))["Location"])
    assert page.context["preview"].n_organizations == 1
    assert "row 3: The last row looks like a total. It was not imported." in page.content.decode()


def test_the_preview_says_that_no_column_has_the_status(district: District, desk: Client) -> None:
    for content, is_said in ((LIST, True), ("Agency,Service,Status\nHelpers,Food,active\n", False)):
        url = keep(desk, district, content)
        page = desk.get(desk.post(url, form_of(desk, url))["Location"]).content.decode()
        assert ("No column says whether a service is active." in page) == is_said


def test_the_page_of_a_removed_file_says_why_it_may_be_gone(
    district: District, desk: Client, coordinator: Person
) -> None:
    url = keep(desk, district)
    location = Location.objects.create(name="Shelter", organization=make.organization("Safe nights"))
    actions.mark_confidential(make.actor(coordinator, district), location)
    page = desk.get(url)
    assert page.status_code == 410
    assert "When a location becomes confidential" in page.content.decode()


def test_the_preview_warns_of_marks_that_are_not_used(district: District, desk: Client) -> None:
    url = keep(desk, district, SHELTERS)
    page = desk.get(desk.post(url, {**form_of(desk, url), "c4": "ignore"})["Location"])
    assert page.context["preview"].unmatched_marks == ["Domicilio confidencial"]
    assert "The addresses it marks would be public." in page.content.decode()
