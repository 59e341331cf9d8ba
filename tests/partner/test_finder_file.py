"""The file of the finder's list: the rows of the page in their order, with what a family needs to call."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests import make
from tests.partner.test_finder import planted
from tests.partner.test_finder_views import names, text_of
from throughline.accounts.models import District
from throughline.partner import actions
from throughline.partner.models import Location, Phone, Schedule, Service, ServiceAtLocation

pytestmark = pytest.mark.django_db


def rows_of(client: Client, district: District, **query: Any) -> list[dict[str, str]]:
    answer = client.get(district.url("services_csv"), query)
    return list(csv.DictReader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))  # type: ignore[call-overload]


def plant_three() -> None:
    planted("Art", kinds=("food",), at=(39.2, -108.5), languages=("vi",))
    planted("Bread", kinds=("food",), at=(39.0, -108.5), languages=("es",), fees_description="Free")
    planted("Clinic", kinds=("vision-dental",), at=(39.1, -108.5), languages=("es",))
    planted("Closed", kinds=("food",), at=(39.1, -108.5), status="inactive")


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "food"},
        {"language": "es"},
        {"cost": "free"},
        {"q": "dentist"},
        {"within": "50"},
        {"within": "50", "near": "yes"},
        {"within": "25", "near": "yes", "language": "es"},
    ],
)
def test_the_file_has_the_rows_of_the_page_in_its_order(
    client: Client, district: District, query: dict[str, str]
) -> None:
    plant_three()
    school = make.school("Juniper", latitude=39.0, longitude=-108.5)
    if "near" in query:
        query = {**query, "near": school.public_id}
    listed = names(text_of(client, district, **query))
    assert listed
    if "near" in query:
        assert listed[0] == "Bread"
    if query != {"within": "50"}:
        assert [row["name"] for row in rows_of(client, district, **query)] == listed


def test_hours_in_the_districts_time_are_written_as_such(client: Client, district: District) -> None:
    service = make.service("Bread", make.organization("Hands"))
    hours = {"freq": "WEEKLY", "byday": "MO", "opens_at": "09:00", "closes_at": "17:00"}
    Schedule.objects.create(service=service, timezone=district.time_zone, **hours)
    with timezone.override(district.zone):
        actions.index_services([service.pk])
    (row,) = rows_of(client, district)
    assert row["hours"] == "Monday, 9 a.m. to 5 p.m."


def test_the_link_has_all_filters_but_not_the_page(client: Client, district: District) -> None:
    plant_three()
    page = text_of(client, district, q="bread", cost="free", page="1")
    assert f'href="{district.url("services_csv")}?q=bread&amp;cost=free"' in page
    assert "Download this list" in page
    assert "Download all services" in text_of(client, district)


def test_without_filters_the_file_has_all_services_with_their_status(
    client: Client, district: District
) -> None:
    plant_three()
    found = {row["name"]: row["status"] for row in rows_of(client, district)}
    assert sorted(found) == ["Art", "Bread", "Clinic", "Closed"]
    assert found["Closed"] == "inactive"


def test_a_row_says_how_to_call_and_when(client: Client, district: District) -> None:
    organization = make.organization("Smiles")
    service = planted(
        "Clinic",
        organization=organization,
        kinds=("food",),
        languages=("es", "en"),
        hours=("MO", "09:00", "17:00"),
        fees_description="Free",
        minimum_age=6,
        maximum_age=12.5,
    )
    other = planted("Other", organization=organization)
    Phone.objects.create(organization=organization, number="970-555-0199")
    Phone.objects.create(organization=organization, service=other, number="970-555-0155")
    [row] = rows_of(client, district, kind="food")
    assert (row["phones"], row["hours"]) == ("970-555-0199", "Monday, 9 a.m. to 5 p.m.")
    assert (row["languages"], row["cost"]) == ("English; Spanish", "Free")
    assert (row["minimum_age"], row["maximum_age"]) == ("6", "12.5")
    Phone.objects.create(service=service, number="970-555-0111")
    [row] = rows_of(client, district, kind="food")
    assert row["phones"] == "970-555-0111"


def test_a_row_is_in_the_language_of_the_reader(client: Client, district: District) -> None:
    planted("Clinic", kinds=("food",), hours=("MO", "09:00", "17:00"), fees_description="Free")
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "es"
    [row] = rows_of(client, district, kind="food")
    assert row["cost"] == "Gratis"
    assert row["hours"].lower().startswith("lunes")
    assert row["types_of_support"] == "Programas de alimentos"


def test_hours_that_differ_by_place_are_not_those_of_one(client: Client, district: District) -> None:
    service = planted("Clinic", kinds=("food",), at=(39.0, -108.5))
    place = ServiceAtLocation.objects.get(service=service)
    second = ServiceAtLocation.objects.create(service=service, location=Location.objects.create(name="B"))
    for one, opens in ((place, "09:00"), (second, "13:00")):
        Schedule.objects.create(
            service_at_location=one, freq="WEEKLY", byday="MO", opens_at=opens, closes_at="17:00"
        )
    actions.index_services(Service.objects.values_list("pk", flat=True))
    [row] = rows_of(client, district, kind="food")
    assert row["hours"] == "Hours differ by place."
