"""What an import must not bring back, or show for the first time, of a confidential place."""

import io
import json
import uuid
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tests import make
from tests.formats.directories import a_directory
from throughline.accounts.models import District, Person
from throughline.accounts.permissions import Actor
from throughline.formats.hsds.additions import says_confidential
from throughline.partner import actions, queries, workflows
from throughline.partner.models import (
    Address,
    ConfidentialPlace,
    DirectoryImport,
    Location,
    Metadata,
    Organization,
    Revision,
    RevisionRow,
    Service,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_worker")]

COLUMNS = "id,location_id,organization_id,address_1,city,state_province,postal_code,country,address_type\n"
OF_THE_PLACE = "a1,l1,,77 Covert Road,Covertville,CO,77777,US,physical\n"
OF_THE_ORGANIZATION = "a2,,o1,77 Covert Road,Covertville,CO,77777,US,physical\n"
FILES = {
    "organizations": "id,name,description\no1,Safe nights,Beds\n",
    "services": "id,organization_id,name,status\ns1,o1,Night shelter,active\n",
    "locations": "id,organization_id,name,location_type\nl1,o1,Heron house,physical\n",
    "service_at_locations": "id,service_id,location_id\nx1,s1,l1\n",
    "addresses": COLUMNS + OF_THE_PLACE + OF_THE_ORGANIZATION,
}
MARKED = "id,organization_id,name,location_type,is_confidential\nl1,o1,Heron house,physical,{}\n"


@pytest.fixture
def actor(district: District, coordinator: Person) -> Actor:
    return make.actor(coordinator, district)


def bring(actor: Actor, folder: Path, **files: str) -> DirectoryImport:
    workflows.import_directory(actor, a_directory(folder, **{**FILES, **files}))
    return DirectoryImport.objects.latest("pk")


def public_files(client: Client, district: District) -> dict[str, str]:
    """The texts of all files of both packages, as anyone may download them."""
    texts = {}
    for kind in ("tables", "records"):
        response = client.get(district.url("directory_package"), {"kind": kind})
        with zipfile.ZipFile(io.BytesIO(b"".join(response))) as package:  # type: ignore[arg-type]
            texts |= {f"{kind}/{name}": package.read(name).decode() for name in package.namelist()}
    return texts


def where(client: Client, district: District, word: str) -> list[str]:
    """Where a word is in what anyone may read, and in the rows and the history of this district."""
    found = [name for name, text in public_files(client, district).items() if word.lower() in text.lower()]
    for name in ("hsds_services", "hsds_organizations"):
        text = client.get(district.url(name), {"full": "true"}).content.decode()
        found += [name] if word.lower() in text.lower() else []
    for model in (Address, Location, RevisionRow, DirectoryImport, Metadata):
        text = str(list(model._base_manager.values()))
        found += [model.__name__] if word.lower() in text.lower() else []
    return found


def held(location: Location) -> list[str]:
    place = ConfidentialPlace.objects.get(location=location)
    return [row["address_1"] for row in place.values["address"]]


def test_an_import_does_not_bring_back_the_same_address_of_the_organization(
    district: District, actor: Actor, client: Client, tmp_path: Path
) -> None:
    bring(actor, tmp_path)
    location = actions.mark_confidential(actor, Location.objects.get())
    for again in ("once", "twice"):
        bring(actor, tmp_path)
        assert where(client, district, "Covert") == [], again
        assert held(location) == ["77 Covert Road", "77 Covert Road"], again


def test_a_file_that_marks_the_place_hides_the_same_address_of_the_organization(
    district: District, actor: Actor, client: Client, tmp_path: Path
) -> None:
    changed = "id,resource_id,resource_type,last_action_type,field_name,previous_value,replacement_value\n"
    told = "m1,a2,address,update,address_1,76 Covert Road,77 Covert Road\n"
    bring(actor, tmp_path, locations=MARKED.format("true"), metadata=changed + told)
    assert where(client, district, "Covert") == []
    assert held(Location.objects.get()) == ["77 Covert Road", "77 Covert Road"]


def test_it_is_hidden_before_anyone_sees_what_the_import_brought(
    district: District, actor: Actor, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("throughline.partner.actions.imports.finish_import", lambda run: None)
    bring(actor, tmp_path, locations=MARKED.format("true"))
    assert Organization.objects.exists(), "the import is done"
    assert where(client, district, "Covert") == []


def test_a_known_address_that_becomes_that_of_the_place_is_hidden(
    district: District, actor: Actor, client: Client, tmp_path: Path
) -> None:
    elsewhere = "a2,,o1,5 Main St,Covertville,CO,77777,US,postal\n"
    bring(actor, tmp_path, addresses=COLUMNS + OF_THE_PLACE + elsewhere)
    actions.mark_confidential(actor, Location.objects.get())
    assert [one.address_1 for one in Address.objects.all()] == ["5 Main St"]
    bring(actor, tmp_path)
    assert where(client, district, "Covert") == []


@pytest.mark.parametrize(
    "spelled", ["77 Covert Rd.", "77 COVERT ROAD, Covertville, CO 77777", "77 Covert Rd #4"]
)
def test_a_street_spelled_otherwise_is_hidden_too(
    district: District, actor: Actor, client: Client, tmp_path: Path, spelled: str
) -> None:
    other = f'a2,,o1,"{spelled}",,CO,,US,postal\n'
    bring(actor, tmp_path, addresses=COLUMNS + OF_THE_PLACE + other)
    location = actions.mark_confidential(actor, Location.objects.get())
    assert where(client, district, "Covert") == []
    assert held(location) == ["77 Covert Road", spelled]


def test_undoing_an_import_gives_back_the_address_that_it_replaced(
    district: District, actor: Actor, tmp_path: Path
) -> None:
    bring(actor, tmp_path)
    location = actions.mark_confidential(actor, Location.objects.get())
    moved = bring(actor, tmp_path, addresses=COLUMNS + OF_THE_PLACE.replace("77 Covert Road", "9 New St"))
    assert held(location) == ["9 New St"]
    assert queries.undo_of_import(moved).n_changed == 1
    actions.undo_import(actor, moved, lambda n, n_all: None)
    assert held(location) == ["77 Covert Road", "77 Covert Road"]
    assert queries.undo_of_import(moved).is_empty


def test_an_address_typed_since_the_import_is_not_undone(
    district: District, actor: Actor, tmp_path: Path
) -> None:
    bring(actor, tmp_path)
    location = actions.mark_confidential(actor, Location.objects.get())
    moved = bring(actor, tmp_path, addresses=COLUMNS + OF_THE_PLACE.replace("77 Covert Road", "9 New St"))
    (row,) = ConfidentialPlace.objects.get().values["address"]
    typed = actions.TypedRow(queries.key_of_place_row(row), {"address_1": "10 Newer St"})
    actions.edit_location(
        actor,
        location,
        is_confidential=True,
        was_confidential=True,
        services=[],
        lists={"addresses": [typed]},
    )
    assert queries.undo_of_import(moved).n_changed == 0
    assert held(location) == ["10 Newer St"]


def test_an_organization_with_a_hidden_place_shows_no_address_of_its_own_but_keeps_it(
    district: District, actor: Actor, client: Client, tmp_path: Path
) -> None:
    office = "a2,,o1,5 Main St,Fruita,CO,81521,US,postal\n"
    bring(
        actor,
        tmp_path,
        addresses=COLUMNS + OF_THE_PLACE + office,
        locations=MARKED.format("yes"),
        metadata="id,resource_id,resource_type,last_action_type,field_name,previous_value,replacement_value\n"
        "m1,a2,address,update,address_1,4 Main St,5 Main St\n",
    )
    assert Metadata.objects.get().replacement_value == "5 Main St"
    assert not [name for name, text in public_files(client, district).items() if "5 Main St" in text]
    organization = Organization.objects.get()
    page = client.get(district.url("organization", organization_id=organization.public_id))
    assert "5 Main St" not in page.content.decode()
    bring(actor, tmp_path, addresses=COLUMNS, locations=MARKED.format("yes"))
    assert [one.address_1 for one in Address.objects.all()] == ["5 Main St"], "no public file has it"


def test_what_is_tied_to_a_hidden_place_shows_no_id_of_its_file(
    district: District, actor: Actor, client: Client, tmp_path: Path
) -> None:
    bring(
        actor,
        tmp_path,
        locations=MARKED.format("true").replace("l1", "77-covert-road"),
        service_at_locations="id,service_id,location_id\nat-77-covert-road,s1,77-covert-road\n",
        addresses=COLUMNS + OF_THE_PLACE.replace("l1", "77-covert-road"),
        phones="id,location_id,number\ncall-77-covert-road,77-covert-road,719-555-0100\n",
    )
    assert where(client, district, "covert") == ["Location"], "the id by which an import finds it again"
    assert "719-555-0100" in public_files(client, district)["tables/phones.csv"]


def test_no_published_id_is_made_from_what_a_hidden_place_is(
    district: District, actor: Actor, client: Client, tmp_path: Path
) -> None:
    place = {"name": "Heron house", "latitude": 38.5, "longitude": -104.25, "is_confidential": True}
    phone = {"number": "719-555-0100"}
    record = {
        "id": str(uuid.uuid4()),
        "name": "Night shelter",
        "status": "active",
        "organization": {"id": str(uuid.uuid4()), "name": "Safe nights", "description": "Beds"},
        "service_at_locations": [{"location": {**place, "phones": [phone]}}],
    }
    (tmp_path / "services.json").write_text(json.dumps([record]), encoding="utf-8")
    workflows.import_directory(actor, tmp_path)
    location = Location.objects.get()
    shown = {str(location.hsds_id), *(str(row.hsds_id) for row in location.services.all())}
    assert all(uuid.UUID(one).version == 4 for one in shown)
    assert uuid.UUID(str(location.phones.get().hsds_id)).version == 4
    workflows.import_directory(actor, tmp_path)
    assert (Location.objects.count(), location.phones.count()) == (1, 1), "the same file finds it again"
    assert {str(Location.objects.get().hsds_id)} <= shown


def test_no_id_of_a_row_without_one_gives_a_hidden_place_away(
    district: District, actor: Actor, client: Client, tmp_path: Path
) -> None:
    rows = MARKED.format("true").replace("l1,", ",")
    bring(
        actor, tmp_path, locations=rows, addresses=COLUMNS, service_at_locations="id,service_id,location_id\n"
    )
    identity = Location.objects.get().foreign_id
    assert identity.startswith("location:"), "made from its cells"
    assert not [name for name, text in public_files(client, district).items() if identity[9:33] in text]


@pytest.mark.parametrize(
    "word", ["sí", "si", "oui", "x", "on", "confidential", "TRUE", "Yes", "1", "✓", "-", "#REF!"]
)
def test_whatever_is_no_clear_no_hides_the_place(
    district: District, actor: Actor, client: Client, tmp_path: Path, word: str
) -> None:
    assert says_confidential(word)
    bring(actor, tmp_path, locations=MARKED.format(word))
    assert Location.objects.get().is_confidential
    assert where(client, district, "Covert") == []


@pytest.mark.parametrize(
    "word", ["", " ", "no", "NO", "false", "0", "off", "NULL", "Falso", "Not confidential", None, False]
)
def test_a_blank_and_a_clear_no_hide_nothing(word: object) -> None:
    assert not says_confidential(word)


def test_what_belongs_to_nothing_is_in_no_public_file_but_is_kept(
    district: District,
    actor: Actor,
    client: Client,
    owner: Person,
    client_of: Callable[[Person], Client],
    tmp_path: Path,
) -> None:
    lost = "a3,lx,,1 Lost St,Fruita,CO,81521,US,physical\n"
    bring(
        actor,
        tmp_path,
        addresses=COLUMNS + OF_THE_PLACE + lost,
        phones="id,service_id,number\np1,,970-555-9999\np2,s1,970-555-0100\n",
    )
    files = public_files(client, district)
    assert not [name for name, text in files.items() if "1 Lost St" in text or "970-555-9999" in text]
    assert "970-555-0100" in files["tables/phones.csv"]
    assert "1 Lost St" in public_files(client_of(owner), district)["tables/addresses.csv"]


def test_a_public_download_that_is_imported_again_changes_nothing(
    district: District, actor: Actor, client: Client, tmp_path: Path
) -> None:
    bring(
        actor,
        tmp_path / "first",
        services="id,organization_id,name,status,assurer_email,x_floor\n"
        "s1,o1,Night shelter,active,desk@safe.example,second\ns2,gone,Day room,active,,\n",
        locations="id,organization_id,name,location_type,x_gate\nl1,o1,Heron house,physical,blue\n",
    )
    before = list(Service.objects.order_by("pk").values())
    folder = tmp_path / "again"
    folder.mkdir()
    response = client.get(district.url("directory_package"), {"kind": "tables"})
    zipfile.ZipFile(io.BytesIO(b"".join(response))).extractall(folder)  # type: ignore[arg-type]
    workflows.import_directory(actor, folder)
    again = DirectoryImport.objects.latest("pk")
    assert (again.n_added, again.n_changed, again.n_removed) == (0, 0, 0)
    assert list(Service.objects.order_by("pk").values()) == before
    assert not Revision.objects.filter(brought_by=again).exists()


def test_a_stored_column_goes_where_the_file_has_it_without_a_value(
    district: District, actor: Actor, tmp_path: Path
) -> None:
    head = "id,organization_id,name,status,x_floor,x_door\n"
    bring(actor, tmp_path, services=head + "s1,o1,Night shelter,active,second,red\n")
    bring(actor, tmp_path, services=head + "s1,o1,Night shelter,active,,red\n")
    assert Service.objects.get().extra == {"x_door": "red"}


def test_the_own_address_of_an_organization_with_a_hidden_place_is_not_compared_or_searched(
    district: District, actor: Actor, client: Client, tmp_path: Path
) -> None:
    office = "a2,,o1,5 Main St,Quietville,CO,81521,US,postal\n"
    bring(actor, tmp_path, addresses=COLUMNS + OF_THE_PLACE + office)
    assert {one.address_1 for one in queries.open_addresses()} == {"77 Covert Road", "5 Main St"}
    actions.mark_confidential(actor, Location.objects.get())
    assert list(queries.open_addresses()) == []
    assert [one.addresses for one in queries.entries_to_compare("organization")] == [()]
    for name in ("organizations_csv", "services_csv", "locations_csv"):
        text = b"".join(client.get(district.url(name))).decode()  # type: ignore[arg-type]
        assert "Quietville" not in text
        assert "Covert" not in text
