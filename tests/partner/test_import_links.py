"""Links of an import lead to rows of its files, or else to those that earlier imports brought."""

import io
import zipfile
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client

from tests import make
from tests.formats.directories import a_directory
from throughline.accounts.models import District
from throughline.accounts.permissions import Actor
from throughline.partner import actions, queries, workflows
from throughline.partner.models import (
    DirectoryImport,
    Duplicate,
    Location,
    Organization,
    Phone,
    Revision,
    Schedule,
    Service,
    ServiceAtLocation,
)

ORGANIZATIONS = "id,name,parent_organization_id\no0,Mother,\no1,Helpers,o0\n"
SERVICES = "id,organization_id,name,status\ns1,o1,Tutoring,active\n"
LOCATIONS = "id,organization_id,name,location_type\nl1,o1,Library,physical\n"
PLACES = "id,service_id,location_id\np1,s1,l1\n"
PHONES = "id,organization_id,service_id,location_id,service_at_location_id,contact_id,number\n"
CONTACTS = "id,organization_id,name\nc1,o1,Ana\n"
WHOLE = {
    "organizations": ORGANIZATIONS,
    "services": SERVICES,
    "locations": LOCATIONS,
    "service_at_location": PLACES,
    "contacts": CONTACTS,
    "phones": PHONES + "f1,o1,s1,l1,p1,c1,970-555-0101\n",
    "schedules": "id,service_id,byday,freq,opens_at,closes_at\nh1,s1,MO,WEEKLY,09:00,17:00\n",
}


def bring(district: District, folder: Path, **files: str) -> DirectoryImport:
    workflows.import_directory(Actor.system(district), a_directory(folder, **files))
    return DirectoryImport.objects.latest("id")


def test_one_file_alone_keeps_its_links_to_what_was_imported_before(
    district: District, tmp_path: Path
) -> None:
    bring(district, tmp_path / "whole", **WHOLE)
    for stem in ("services", "locations"):
        parts = {stem: WHOLE[stem], **({"phones": WHOLE["phones"]} if stem == "locations" else {})}
        brought = bring(district, tmp_path / stem, **parts)
        assert (brought.n_changed, brought.n_removed, queries.problems_of(brought)) == (0, 0, [])
        assert queries.n_problems_of(brought) == 0
    organization = Organization.objects.get(foreign_id="o1")
    assert Service.objects.get().organization == Location.objects.get().organization == organization
    phone = Phone.objects.get()
    assert phone.organization == organization
    assert phone.contact is not None
    assert phone.service_at_location == ServiceAtLocation.objects.get()


def test_new_rows_of_one_file_alone_are_linked_to_earlier_ones(district: District, tmp_path: Path) -> None:
    bring(district, tmp_path / "whole", **WHOLE)
    bring(
        district,
        tmp_path / "more",
        services="id,organization_id,name,status\ns2,o1,Meals,active\n",
        service_at_location="id,service_id,location_id\np2,s2,l1\n",
        schedules="id,service_id,byday,freq,opens_at,closes_at\nh2,s1,TU,WEEKLY,09:00,17:00\n",
    )
    meals = Service.objects.get(name="Meals")
    assert meals.organization == Organization.objects.get(foreign_id="o1")
    assert [place.location for place in meals.places.all()] == [Location.objects.get()]
    assert Schedule.objects.filter(service__name="Tutoring").count() == 2
    assert meals.extra == {}


def test_a_link_that_leads_nowhere_is_reported_and_blanks_no_good_one(
    district: District, tmp_path: Path
) -> None:
    bring(district, tmp_path / "whole", **WHOLE)
    brought = bring(
        district,
        tmp_path / "wrong",
        organizations=ORGANIZATIONS.replace("o1,Helpers,o0", "o1,Helpers,zz"),
        services=SERVICES.replace("o1", "zz"),
    )
    assert Service.objects.get().organization == Organization.objects.get(foreign_id="o1")
    assert Organization.objects.get(foreign_id="o1").parent_organization is not None
    assert ["“zz”" in one for one in queries.problems_of(brought)] == [True, True]


def test_a_parent_that_an_earlier_import_brought_stays_the_parent(district: District, tmp_path: Path) -> None:
    bring(district, tmp_path / "whole", organizations=ORGANIZATIONS)
    bring(district, tmp_path / "one", organizations="id,name,parent_organization_id\no1,Helpers,o0\n")
    assert Organization.objects.get(foreign_id="o1").parent_organization == Organization.objects.get(
        foreign_id="o0"
    )
    assert not Revision.objects.exists()


def test_a_link_leads_to_a_published_id_and_to_the_row_that_was_kept_in_a_merge(
    district: District, tmp_path: Path
) -> None:
    by_hand = make.organization("By hand")
    bring(district, tmp_path / "whole", organizations="id,name\no1,Helpers\n")
    helpers = Organization.objects.get(foreign_id="o1")
    pair = Duplicate.objects.create(
        table="organization", first_key=by_hand.pk, second_key=helpers.pk, score=3.0, reasons=[]
    )
    actions.merge_duplicate(Actor.system(district), pair, kept_key=by_hand.pk, choices={})
    bring(
        district,
        tmp_path / "services",
        services=f"id,organization_id,name\ns1,o1,Tutoring\ns2,{by_hand.hsds_id},Meals\ns3,{uuid4()},None\n",
    )
    found = {one.name: one.organization for one in Service.objects.all()}
    assert found == {"Tutoring": by_hand, "Meals": by_hand, "None": None}


@pytest.mark.parametrize("kind", ["tables", "records"])
def test_a_package_written_for_everyone_takes_no_contact_from_a_phone(
    district: District, tmp_path: Path, client: Client, kind: str
) -> None:
    bring(district, tmp_path / "whole", **WHOLE)
    answer = client.get(f"{district.url('directory_package')}?kind={kind}&version=3.1")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer))) as archive:
        archive.extractall(tmp_path / "back")
    workflows.import_directory(Actor.system(district), tmp_path / "back")
    assert Phone.objects.get().contact is not None
    assert Phone.objects.get().service_at_location is not None
