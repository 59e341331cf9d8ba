"""Records of the standard from rows: every value is valid, and what does not fit is kept beside."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from throughline.formats import hsds
from throughline.formats.hsds import HsdsRow, gaps, record_of
from throughline.formats.hsds.cells import TYPES

ID = "5b1b2b6f-8d3a-4c5e-9f10-0c6a6d0f3a11"
OTHER = "0f7e3a52-6f0e-4a5b-8b8e-6a3f9a1f2b33"


def a_row(table: str, extra: dict[str, str] | None = None, **values: Any) -> HsdsRow:
    blanks = {name: "" if kind is str else None for name, kind in TYPES[table].items()}
    return HsdsRow(table=table, values={**blanks, "id": ID, **values}, extra=extra or {})


def test_a_record_has_what_is_there_and_what_the_standard_requires() -> None:
    assert record_of(a_row("organization", name="Hope"), "3.0") == {
        "id": ID,
        "name": "Hope",
        "description": "",
    }


def test_values_have_the_types_of_the_standard() -> None:
    service = a_row(
        "service",
        name="Meals",
        status="inactive",
        minimum_age=5.0,
        maximum_age=17.5,
        assured_date=date(2026, 9, 1),
        last_modified=datetime(2026, 9, 2, 8, 30, tzinfo=UTC),
        organization_id=OTHER,
    )
    record = record_of(service, "3.0")
    assert record["minimum_age"] == 5
    assert record["maximum_age"] == 17.5
    assert record["assured_date"] == "2026-09-01"
    assert record["last_modified"] == "2026-09-02T08:30:00+00:00"
    assert record["organization_id"] == OTHER


@pytest.mark.parametrize(
    ("table", "field", "value"),
    [
        ("organization", "website", "www.hope.example"),
        ("organization", "website", "http://hope.example:port/"),
        ("organization", "email", "ask at the door"),
        ("organization", "year_incorporated", "about 1970"),
        ("phone", "extension", "007"),
        ("phone", "extension", "12 or 13"),
        ("schedule", "timezone", "America/Chicago"),
        ("schedule", "freq", "DAILY"),
        ("attribute", "link_id", "12"),
    ],
)
def test_a_text_that_does_not_fit_its_field_is_kept_beside_it(table: str, field: str, value: str) -> None:
    record = record_of(a_row(table, **{field: value}), "3.1")
    assert field not in record
    assert record[f"{field}_as_written"] == value


@pytest.mark.parametrize(
    ("table", "field", "value", "written"),
    [
        ("phone", "extension", "12", 12),
        ("schedule", "timezone", "-6", -6),
        ("organization", "year_incorporated", "1970", 1970),
        ("organization", "website", "https://hope.example/a?b=c#d", "https://hope.example/a?b=c#d"),
        ("organization", "email", "a.b+c@hope.example", "a.b+c@hope.example"),
    ],
)
def test_a_text_that_fits_is_in_its_field(table: str, field: str, value: str, written: object) -> None:
    assert record_of(a_row(table, **{field: value}), "3.0")[field] == written


def test_a_required_choice_that_nobody_made_is_filled_in_and_marked() -> None:
    record = record_of(a_row("location", name="Library"), "3.0")
    assert record["location_type"] == "physical"
    assert record["not_stated"] == "location_type"


def test_unknown_columns_are_kept_under_names_that_are_free() -> None:
    extra = {"parking": "behind", "phones": "two", "source_id": "x", "latitude": "abc"}
    record = record_of(a_row("location", extra, location_type="physical"), "3.0")
    assert record == {
        "id": ID,
        "location_type": "physical",
        "parking": "behind",
        "phones_as_written": "two",
        "source_id_as_written": "x",
        "latitude_as_written": "abc",
    }


def test_the_id_in_the_directory_it_came_from_goes_along() -> None:
    row = a_row("funding", source="grant")
    row.source_id = "17"
    assert record_of(row, "3.0") == {"id": ID, "source": "grant", "source_id": "17"}


def test_a_record_holds_only_what_its_version_has() -> None:
    held = {"additional_urls": [{"id": OTHER, "url": "https://hope.example"}], "phones": []}
    service = a_row("service", name="Meals", status="active")
    assert "additional_urls" in record_of(service, "3.1", held)
    assert record_of(service, "3.0", held).keys() == {"id", "name", "status"}


def test_what_a_record_must_have_and_has_not_is_told() -> None:
    assert gaps(a_row("organization"), "3.1") == ()
    assert gaps(a_row("url", url="hope.example"), "3.1") == ("url",)
    assert gaps(a_row("service_capacity", available=0.0), "3.1") == ("updated",)
    full = a_row("service_capacity", available=0.0, updated=datetime(2026, 9, 2, tzinfo=UTC))
    assert gaps(full, "3.1", {"unit": {"id": OTHER, "name": "Beds"}}) == ()
    assert gaps(full, "3.1", {}) == ("unit",)


def test_every_table_has_a_record() -> None:
    for table in hsds.TABLES:
        assert record_of(a_row(table), "3.1")["id"] == ID
