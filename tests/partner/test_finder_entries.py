"""The entries of the finder are as the directory is, whatever was done to it."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import make
from tests.formats.directories import a_directory
from throughline.accounts.actions import Refused
from throughline.accounts.models import District, Person
from throughline.accounts.permissions import Actor
from throughline.partner import actions, queries, workflows
from throughline.partner.models import (
    Accessibility,
    CostOption,
    DirectoryImport,
    Duplicate,
    FinderEntry,
    FinderHours,
    Language,
    Location,
    Organization,
    Revision,
    Schedule,
    Service,
    ServiceAtLocation,
)
from throughline.partner.queries import finder_bits
from throughline.partner.queries.finder_rows import DAYS_AHEAD

pytestmark = pytest.mark.django_db

Content = list[tuple[tuple[str, Any], ...]]


@pytest.fixture
def actor(district: District, coordinator: Person) -> Actor:
    return make.actor(coordinator, district)


def as_content(entry: FinderEntry, hours: list[FinderHours]) -> tuple[Any, ...]:
    names = [one.attname for one in FinderHours._meta.concrete_fields if one.name not in {"id", "entry"}]
    rows = sorted(str([getattr(one, name) for name in names]) for one in hours)
    return (*sorted(queries.values_of_entry(entry).items()), *rows)


def stored() -> list[tuple[Any, ...]]:
    rows = FinderEntry.objects.prefetch_related("hours")
    return sorted((as_content(one, list(one.hours.all())) for one in rows), key=str)


def from_scratch() -> list[tuple[Any, ...]]:
    keys = list(Service.objects.values_list("pk", flat=True))
    return sorted((as_content(one.entry, one.hours) for one in queries.entries_made_for(keys)), key=str)


def entry_of(service: Service) -> FinderEntry:
    actions.index_services([service.pk])
    return FinderEntry.objects.get(service=service)


def weekly(service: Service | None = None, byday: str = "MO,TU", **fields: Any) -> Schedule:
    fields = {"freq": "WEEKLY", "opens_at": "09:00", "closes_at": "17:00", **fields}
    return Schedule.objects.create(service=service, byday=byday, **fields)


def test_an_entry_says_what_the_rows_of_the_directory_say(district: District) -> None:
    service = make.service(
        "Tutoring",
        make.organization("Helpers"),
        fees_description="Free",
        minimum_age=6,
        maximum_age=12,
        assured_date=date(2026, 3, 1),
        capacity_status="limited",
    )
    place = Location.objects.create(name="Library", latitude=39.0, longitude=-108.5)
    ServiceAtLocation.objects.create(service=service, location=place)
    Language.objects.create(service=service, name="español")
    Language.objects.create(location=place, code="VIE")
    Accessibility.objects.create(location=place, description="Ramp", details="No elevator")
    weekly(service)
    entry = entry_of(service)
    assert (entry.latitude, entry.longitude, entry.name) == (39.0, -108.5, "Tutoring")
    assert finder_bits.names_in(entry.languages, finder_bits.LANGUAGES) == ["es", "vi"]
    assert finder_bits.names_in(entry.accessibility, finder_bits.ACCESS_NAMES) == ["wheelchair"]
    assert finder_bits.names_in(entry.times, finder_bits.TIMES) == ["school_hours", "after_school"]
    assert entry.months == finder_bits.ALL_MONTHS
    assert (entry.get_cost_display(), entry.minimum_age, entry.maximum_age) == ("Free", 6, 12)
    assert (entry.confirmed_on, entry.capacity_status) == (date(2026, 3, 1), "limited")
    assert entry.is_available
    assert entry.has_hours
    assert entry.is_first
    assert entry.hours_until is None
    assert sorted(entry.hours.values_list("weekday", "opens", "closes")) == [(0, 540, 1020), (1, 540, 1020)]


@pytest.mark.parametrize(
    ("fields", "ended", "available"),
    [
        ({}, None, True),
        ({"status": ""}, None, True),
        ({"status": "inactive"}, None, False),
        ({"status": "temporarily closed"}, None, False),
        ({}, date(2026, 1, 1), False),
    ],
)
def test_what_is_closed_or_of_a_former_partner_is_not_available(
    district: District, fields: dict[str, Any], ended: date | None, available: bool
) -> None:
    service = make.service("Tutoring", make.organization(ended_on=ended), **fields)
    assert entry_of(service).is_available is available


@pytest.mark.parametrize(
    ("fees", "amounts", "cost"),
    [
        ("", [], "Unknown"),
        ("", [0], "Free"),
        ("", [20], "Paid"),
        ("", [0, 20], "Reduced"),
        ("Sliding scale", [20], "Reduced"),
        ("Not free", [0], "Unknown"),
        ("Free for members", [], "Unknown"),
    ],
)
def test_a_cost_comes_from_amounts_and_words(
    district: District, fees: str, amounts: list[float], cost: str
) -> None:
    service = make.service(fees_description=fees)
    for amount in amounts:
        CostOption.objects.create(service=service, amount=amount)
    assert entry_of(service).get_cost_display() == cost


@pytest.mark.parametrize(
    ("name", "code", "expected"),
    [
        ("Spanish", "", {"es"}),
        ("ESPAÑOL", "", {"es"}),
        ("", "es-MX", {"es"}),
        ("", "SPA", {"es"}),
        ("English, Spanish and Somali", "", {"en", "es", "so"}),
        ("American Sign Language", "", {"ase"}),
        ("Haitian Creole", "", {"ht"}),
        ("inglés y español", "", {"en", "es"}),
        ("Spanish (interpreter)", "", {"es"}),
        ("Bilingual staff", "", set()),
        ("", "zxx", set()),
    ],
)
def test_languages_are_read_by_code_and_name(name: str, code: str, expected: set[str]) -> None:
    assert finder_bits.languages_named(name, code) == expected


def test_every_bit_of_a_language_has_a_name_and_fits_its_column(district: District) -> None:
    assert len(finder_bits.LANGUAGES) == len(set(finder_bits.LANGUAGES)) <= 60
    labels = [finder_bits.language_label(code) for code in finder_bits.LANGUAGES]
    assert len(set(labels)) == len(labels)
    assert not set(labels) & set(finder_bits.LANGUAGES)
    service = make.service()
    for code in finder_bits.LANGUAGES:
        Language.objects.create(service=service, code=code)
    assert finder_bits.names_in(entry_of(service).languages, finder_bits.LANGUAGES) == [
        *finder_bits.LANGUAGES
    ]


def test_the_hours_of_a_service_at_a_place_are_used_before_those_of_the_place(district: District) -> None:
    service = make.service()
    one, other = (Location.objects.create(name=name) for name in ("Library", "Gym"))
    there = ServiceAtLocation.objects.create(service=service, location=one)
    ServiceAtLocation.objects.create(service=service, location=other)
    weekly(None, "MO", location=one)
    weekly(None, "TU", service_at_location=there)
    weekly(None, "WE", location=other)
    holiday = timezone.localdate() + timedelta(days=10)
    Schedule.objects.create(location=one, valid_from=holiday, valid_to=holiday, opens_at="closed")
    actions.index_services([service.pk])
    entries = {one.location_id: one for one in FinderEntry.objects.filter(service=service)}
    assert set(entries[other.pk].hours.values_list("weekday", flat=True)) == {2}
    assert sorted(entries[one.pk].hours.values_list("weekday", "day", "opens"), key=str) == [
        (1, None, 540),
        (None, holiday, None),
    ]
    assert sorted(entry.is_first for entry in entries.values()) == [False, True]


def test_a_season_that_is_over_still_tells_its_months(district: District) -> None:
    service = make.service()
    weekly(service, "SA", valid_from=date(2026, 6, 1), valid_to=date(2026, 8, 15))
    entry = entry_of(service)
    assert not entry.hours.exists()
    assert entry.months == sum(finder_bits.month_bit(month) for month in (6, 7, 8))
    assert finder_bits.names_in(entry.times, finder_bits.TIMES) == ["weekend"]


def test_hours_that_nobody_can_read_are_not_known(district: District) -> None:
    service = make.service()
    Schedule.objects.create(service=service, description="Call for hours")
    entry = entry_of(service)
    assert not entry.has_hours
    assert entry.months == finder_bits.ALL_MONTHS
    assert entry.times == 0


def test_where_a_confidential_place_is_leaves_the_finder_in_the_same_transaction(actor: Actor) -> None:
    organization = make.organization("Shelter")
    service = make.service("Beds", organization)
    place = actions.create_location(
        actor, organization, services=[service], lists={}, latitude=39.1, longitude=-108.6
    )
    assert FinderEntry.objects.get().latitude == 39.1
    actions.mark_confidential(actor, place)
    entry = FinderEntry.objects.get()
    assert (entry.latitude, entry.longitude, entry.location_id) == (None, None, None)
    actions.unmark_confidential(actor, place)
    assert FinderEntry.objects.get().latitude == 39.1


def test_a_former_partner_takes_its_services_from_the_finder(actor: Actor) -> None:
    organization = make.organization("Helpers")
    actions.create_service(actor, organization, name="Tutoring")
    assert FinderEntry.objects.get().is_available
    actions.edit_organization(actor, organization, ended_on=date(2026, 10, 1))
    assert not FinderEntry.objects.get().is_available


def test_new_services_of_an_import_are_found_when_it_is_done(actor: Actor, tmp_path: Path) -> None:
    brought(actor, tmp_path, "Tutoring")
    assert FinderEntry.objects.get().name == "Tutoring"
    assert stored() == from_scratch()
    brought(actor, tmp_path, "Reading", hours="s1,h2,WEEKLY,FR,10:00,12:00\n")
    assert FinderEntry.objects.get().name == "Reading"
    assert stored() == from_scratch()


def test_the_timed_job_writes_what_is_missing_and_days_to_come(
    district: District, traveller: time_machine.Traveller
) -> None:
    service, other = make.service("Tutoring"), make.service("Reading")
    Schedule.objects.create(
        service=service,
        freq="WEEKLY",
        interval=2,
        byday="MO",
        dtstart=date(2026, 1, 5),
        opens_at="09:00",
        closes_at="10:00",
    )
    FinderEntry.objects.all().delete()
    assert workflows.keep_finder_current() == 2
    assert workflows.keep_finder_current() == 0
    assert stored() == from_scratch()
    traveller.shift(timedelta(days=20))
    assert workflows.keep_finder_current() == 1
    assert stored() == from_scratch()
    last = max(day for day in FinderHours.objects.values_list("day", flat=True) if day)
    assert last > timezone.localdate() + timedelta(days=DAYS_AHEAD)
    assert FinderEntry.objects.filter(service=other).exists()


def brought(actor: Actor, folder: Path, name: str, hours: str = "") -> None:
    a_directory(
        folder,
        organizations="id,name,description\no1,Helpers,Help\n",
        services=f"id,organization_id,name,status\ns1,o1,{name},active\n",
        locations="id,organization_id,name,latitude,longitude\nl1,o1,Library,39.2,-108.7\n",
        services_at_location="id,service_id,location_id\nx1,s1,l1\n",
        schedules=f"service_id,id,freq,byday,opens_at,closes_at\ns1,h1,WEEKLY,MO,09:00,11:00\n{hours}",
    )
    workflows.import_directory(actor, folder)


class Steps:
    """What people do to a directory, each step with what is there by then."""

    def __init__(self, actor: Actor, folder: Path) -> None:
        self.actor, self.folder = actor, folder

    def create(self, number: int) -> None:
        organization = actions.create_organization(self.actor, name=f"Helpers {number}")
        service = actions.create_service(self.actor, organization, name=f"Tutoring {number}")
        actions.create_location(
            self.actor,
            organization,
            services=[service],
            lists={"accessibility": [row(description="Ramp", details="", url="")]},
            latitude=39 + number / 100,
            longitude=-108.0,
            is_confidential=number == 3,
        )

    def edit_details(self, number: int) -> None:
        entry: Any = self._any(Service if number % 2 else Location, number)
        if entry is not None:
            hours = {"freq": "WEEKLY", "byday": "MO", "opens_at": f"0{number}:00", "closes_at": "12:00"}
            lists = {"schedules": [row(**hours)], "languages": [row(name="Spanish", code="es", note="")]}
            actions.edit_details(self.actor, entry, **lists)

    def edit(self, number: int) -> None:
        service = self._any(Service, number)
        if service is not None:
            status = "inactive" if number % 2 else "active"
            actions.edit_service(self.actor, service, terms=[], status=status, fees_description="Free")

    def end(self, number: int) -> None:
        organization = self._any(Organization, number)
        if organization is not None:
            ended = None if organization.ended_on else date(2026, 1, 1)
            actions.edit_organization(self.actor, organization, ended_on=ended)

    def attach(self, number: int) -> None:
        location, service = self._any(Location, number), self._any(Service, number + 1)
        if location is not None and service is not None:
            actions.edit_location(
                self.actor,
                location,
                is_confidential=location.is_confidential,
                was_confidential=location.is_confidential,
                services=[service],
                lists={},
            )

    def remove(self, number: int) -> None:
        entry = self._any(Service if number % 2 else Organization, number)
        if entry is not None:
            actions.remove_entry(self.actor, entry)

    def remove_location(self, number: int) -> None:
        location = self._any(Location, number)
        if location is not None:
            actions.remove_location(self.actor, location)

    def hide(self, number: int) -> None:
        location = self._any(Location, number)
        if location is not None and location.is_confidential:
            actions.unmark_confidential(self.actor, location)
        elif location is not None:
            actions.mark_confidential(self.actor, location)

    def merge(self, number: int) -> None:
        table = ("organization", "service", "location")[number % 3]
        rows = list(queries.TABLES_COMPARED[table].objects.order_by("pk")[:2])
        if len(rows) == 2:
            duplicate, _new = Duplicate.objects.get_or_create(
                table=table,
                first_key=rows[0].pk,
                second_key=rows[1].pk,
                defaults={"score": 1.0, "reasons": []},
            )
            actions.merge_duplicate(self.actor, duplicate, kept_key=rows[number % 2].pk, choices={})

    def undo(self, number: int) -> None:
        revision = Revision.objects.order_by("-pk")[number : number + 1].first()
        if revision is not None:
            actions.undo(self.actor, revision)

    def bring(self, number: int) -> None:
        brought(self.actor, self.folder, f"Reading {number}")

    def undo_import(self, number: int) -> None:
        latest = DirectoryImport.objects.order_by("-pk").first()
        if latest is not None:
            actions.undo_import(self.actor, latest, lambda _n, _all: None)

    def _any(self, model: Any, number: int) -> Any:
        rows = list(model.objects.order_by("pk"))
        return rows[number % len(rows)] if rows else None


def row(**values: Any) -> actions.TypedRow:
    return actions.TypedRow(key="", values=values)


NAMES = [name for name in vars(Steps) if not name.startswith("_")]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(steps=st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, 4)), min_size=3, max_size=9))
def test_after_any_steps_the_entries_are_those_made_from_scratch(
    actor: Actor, tmp_path: Path, steps: list[tuple[str, int]]
) -> None:
    with transaction.atomic():
        doing = Steps(actor, tmp_path)
        doing.create(1)
        doing.create(2)
        for name, number in steps:
            step: Callable[[int], None] = getattr(doing, name)
            try:
                with transaction.atomic():
                    step(number)
            except Refused:
                continue
            assert stored() == from_scratch(), name
        transaction.set_rollback(True)
