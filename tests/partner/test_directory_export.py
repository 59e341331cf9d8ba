"""The directory as files: complete and valid, contacts for staff alone, confidential places for nobody."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import models
from django.test import Client
from django_scopes import scope

from tests import make
from tests.formats.hsds_packages import (
    NOON,
    EveryTable,
    an_id,
    cells,
    complaints,
    errors_of,
    judge,
    unpacked,
    written_records,
)
from tests.partner.api.furnished import furnish_directory
from tests.shared import shared
from throughline.accounts.models import AuditEntry, District, Person
from throughline.accounts.permissions import Actor
from throughline.formats import hsds
from throughline.formats.hsds import TABLES, WRITTEN, Version, record_of
from throughline.partner import actions, queries, workflows
from throughline.partner.models import (
    Address,
    DirectoryImport,
    Location,
    Organization,
    Service,
    ServiceAtLocation,
)
from throughline.partner.queries.kind_rows import kind_taxonomy, kind_terms
from throughline.partner.queries.rows import MODELS, foreign_key

pytestmark = pytest.mark.django_db

As = Callable[[Person | None], Client]
VERSIONS = pytest.mark.parametrize("version", WRITTEN)


def fill_every_table() -> None:
    made: dict[str, int] = {}
    for table, model in MODELS.items():
        for row in EveryTable().rows(table):
            values = {name: value for name, value in row.values.items() if value not in ("", None)}
            for link in TABLES[table].links:
                if link in values:
                    target = made.get(values.pop(link))
                    values[f"{foreign_key(table, link)}_id"] = target
            fields = model._meta.concrete_fields
            longest = {one.name: one.max_length for one in fields if isinstance(one, models.CharField)}
            for name, value in values.items():
                values[name] = value[: longest.get(name)] if isinstance(value, str) else value
            one = model.objects.create(
                hsds_id=values.pop("id"), foreign_id=row.source_id, extra=row.extra, **values
            )
            made[row.values["id"]] = one.pk


@VERSIONS
def test_what_the_tables_hold_goes_out_valid_and_complete(
    district: District, version: Version, tmp_path: Path
) -> None:
    fill_every_table()
    source = queries.DistrictDirectory()
    pieces, _losses = hsds.write_tables(source, version, title="Valley", created=NOON)
    folder = unpacked(pieces, tmp_path / "tables")
    assert errors_of(folder) == []
    expected = {table: rows for table, rows in cells(source).items() if TABLES[table].since <= version}
    read = cells(hsds.read(folder))
    assert {table: set(rows) for table, rows in read.items() if table in expected} == {
        table: set(rows) for table, rows in expected.items()
    }
    pieces, _losses = hsds.write_records(source, version, created=NOON)
    folder = unpacked(pieces, tmp_path / "records")
    for name in ("service", "organization"):
        content = json.loads((folder / f"{name}s.json").read_text("utf-8"))
        assert complaints(judge(version, f"{name}_package"), content) == []
    assert written_records(folder) == {
        table: {row.id: record_of(row, version) for row in source.rows(table)} for table in expected
    }


def files_of(client: Client, address: str) -> dict[str, str]:
    response = client.get(address)
    assert response.status_code == 200
    with zipfile.ZipFile(io.BytesIO(b"".join(response))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.mark.parametrize("kind", ["tables", "records"])
def test_contacts_are_for_staff_alone(district: District, owner: Person, client_of: As, kind: str) -> None:
    fill_every_table()
    address = f"{district.url('directory_package')}?kind={kind}&version=3.1"
    own, public = files_of(client_of(owner), address), files_of(client_of(None), address)
    assert an_id("contact") in "".join(own.values())
    assert an_id("contact") not in "".join(public.values())
    assert an_id("phone") in "".join(public.values())
    assert [entry.details for entry in AuditEntry.objects.filter(verb="export_directory")] == [
        {"kind": kind, "version": "3.1"}
    ]


@pytest.mark.parametrize("name", ["hsds_services", "hsds_organizations", "hsds_service_at_locations"])
def test_the_api_has_no_contacts(district: District, client: Client, name: str) -> None:
    fill_every_table()
    answer = client.get(f"{district.url(name, version='3.1')}?full=true").content.decode()
    assert an_id("service") in answer or an_id("organization") in answer
    assert an_id("contact") not in answer


def test_the_kinds_of_support_of_services_go_along_and_come_back(
    district: District, other_district: District, client: Client, tmp_path: Path
) -> None:
    organization = make.organization("Valley Library")
    service, _other = make.service("Homework room", organization), make.service("Story hour", organization)
    kind = actions.ensure_terms(Actor.system(district))[0]
    service.terms.set([kind])
    source = queries.DistrictDirectory(kinds_of=district)
    assert [row.link_id for row in source.rows("attribute")] == [str(service.hsds_id)]
    pieces, _losses = hsds.write_tables(source, "3.0", title="Valley", created=NOON)
    folder = unpacked(pieces, tmp_path / "package")
    assert errors_of(folder) == []
    with scope(district=other_district):
        workflows.import_directory(Actor.system(other_district), folder)
        codes = {one.name: [term.code for term in one.terms.all()] for one in Service.objects.all()}
        assert codes == {"Homework room": [kind.code], "Story hour": []}
    workflows.import_directory(Actor.system(district), folder)
    again = queries.DistrictDirectory(kinds_of=district)
    assert [row.id for row in again.rows("attribute")] == [row.id for row in source.rows("attribute")]


def test_an_unknown_kind_or_version_is_not_found(district: District, client: Client) -> None:
    for query in ("kind=xml", "version=9.9"):
        assert client.get(f"{district.url('directory_package')}?{query}").status_code == 404


def a_shelter() -> Location:
    organization = make.organization("Safe nights")
    service = make.service("Beds", organization)
    shelter = Location.objects.create(
        organization=organization,
        name="Heron house",
        location_type="physical",
        latitude=39.77,
        longitude=-89.65,
    )
    ServiceAtLocation.objects.create(service=service, location=shelter)
    Address.objects.create(
        location=shelter,
        address_1="12 Quiet Lane",
        city="Springfield",
        state_province="IL",
        postal_code="62701",
    )
    return shelter


@pytest.mark.parametrize("name", ["directory_package", "services_csv", "locations_csv", "organizations_csv"])
@pytest.mark.parametrize("query", ["", "?kind=records"])
def test_a_confidential_place_is_in_no_file(
    district: District, owner: Person, client_of: As, name: str, query: str
) -> None:
    shelter = a_shelter()

    def content() -> str:
        response = client_of(owner).get(district.url(name) + (query if name == "directory_package" else ""))
        whole = b"".join(response)
        if name != "directory_package":
            return whole.decode()
        with zipfile.ZipFile(io.BytesIO(whole)) as archive:
            return "".join(archive.read(one).decode() for one in archive.namelist())

    words = ("Heron house", "Quiet Lane", "Springfield", "62701", "39.77", "89.65")
    if name != "organizations_csv":
        assert any(word in content() for word in words)
    actions.mark_confidential(make.actor(owner, district), shelter)
    assert not any(word in content() for word in words)
    if name == "directory_package":
        assert "is_confidential" in content()


def test_rows_of_an_unfinished_import_are_in_no_file(district: District, client: Client) -> None:
    writing = DirectoryImport.objects.create(version="3.0", state=DirectoryImport.State.WRITING)
    make.organization("Known helpers")
    Organization.everything.create(name="Half brought", arrival=writing)
    files = files_of(client, district.url("directory_package"))
    assert "Known helpers" in files["organizations.csv"]
    assert "Half brought" not in files["organizations.csv"]


def test_rows_that_come_while_a_file_is_written_are_not_in_it(district: District) -> None:
    make.organization("Known helpers")
    source = queries.DistrictDirectory()
    brought = DirectoryImport.objects.create(version="3.0")
    Organization.objects.create(name="Later", arrival=brought)
    assert [row.name for row in source.rows("organization")] == ["Known helpers"]


def test_a_list_has_the_rows_of_its_page(district: District, client: Client) -> None:
    organization = make.organization("Valley Library")
    make.service("Homework room", organization)
    make.service("=Story hour", organization)
    response = client.get(f"{district.url('services_csv')}?q=story")
    [row] = csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig")))
    assert (row["name"], row["organization"]) == ("'=Story hour", "Valley Library")
    response = client.get(district.url("organizations_csv"))
    [row] = csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig")))
    assert (row["name"], row["n_services"]) == ("Valley Library", "2")


def test_supports_are_listed_with_where_and_what_for(
    district: District, owner: Person, client_of: As
) -> None:
    service = make.service("Homework room", make.organization("Valley Library"))
    term = actions.ensure_terms(make.actor(owner, district))[0]
    for state, seats in (("offered", 12), ("ended", None)):
        actions.create_support(
            make.actor(owner, district), service=service, term=term, state=state, n_seats=seats
        )
    content = b"".join(client_of(owner).get(district.url("supports_csv"))).decode("utf-8-sig")
    rows = {row["state"]: row for row in csv.DictReader(io.StringIO(content))}
    assert {state: row["n_seats"] for state, row in rows.items()} == {"offered": "12", "ended": ""}
    assert rows["offered"]["organization"] == "Valley Library"
    assert rows["offered"]["type_of_support"] == str(term)
    assert (rows["offered"]["school"], rows["offered"]["priority"]) == ("", "")


def test_the_number_of_queries_does_not_grow_with_the_rows(
    district: District, django_assert_max_num_queries: Callable[..., object]
) -> None:
    organization = make.organization("Valley Library")
    for number in range(30):
        make.service(f"Room {number}", organization)
    with django_assert_max_num_queries(80):  # type: ignore[attr-defined]
        pieces, _losses = hsds.write_records(queries.DistrictDirectory(), "3.1", created=NOON)
        assert b"".join(pieces)


@pytest.mark.parametrize(("kind", "version"), [("tables", "3.0"), ("records", "3.1")])
def test_a_real_directory_goes_through_two_districts_unchanged(
    district: District, other_district: District, version: Version, kind: str, tmp_path: Path
) -> None:
    workflows.import_directory(Actor.system(district), shared("hsds", "illinois"))
    source = queries.DistrictDirectory()
    before = cells(source)
    if kind == "tables":
        pieces, losses = hsds.write_tables(source, version, title="Illinois", created=NOON)
    else:
        pieces, losses = hsds.write_records(source, version, created=NOON)
    folder = unpacked(pieces, tmp_path / "package")
    assert list(losses) == []
    with scope(district=other_district):
        workflows.import_directory(Actor.system(other_district), folder)
        assert Service.objects.count() == 430
        assert cells(queries.DistrictDirectory()) == before


@pytest.mark.parametrize("is_json", [False, True])
def test_our_own_package_has_no_fault_and_no_warning_of_our_types_of_support(
    district: District, system: Actor, tmp_path: Path, is_json: bool
) -> None:
    furnish_directory(system)
    own = {str(one.values["id"]) for one in (kind_taxonomy(district), *kind_terms(district).values())}
    source = queries.DistrictDirectory()
    if is_json:
        pieces, _losses = hsds.write_records(source, "3.0", created=NOON)
    else:
        pieces, _losses = hsds.write_tables(source, "3.0", title="Valley", created=NOON)
    findings = hsds.quality.check_package(unpacked(pieces, tmp_path / "out"), NOON.date())
    found = [one for one in findings.problems if one.grade != "advice"]
    # Entries without descriptions, with short numbers and with rows that belong to nothing.
    assert {one.code for one in found} <= {"quality_blank", "quality_phone", "quality_orphan"}
    assert not [one for one in found if one.table in {"taxonomy", "taxonomy_term"} and one.record in own]
    with hsds.open_directory(tmp_path / "out") as opened:
        assert "is_confidential" not in {use.column for use in opened.report.fields_in_state("kept aside")}
