"""The finder finds what meets all wishes, once each, in the order that helps most."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from django_scopes import scope
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import make
from throughline.accounts.models import District
from throughline.accounts.permissions import Actor
from throughline.partner import actions
from throughline.partner.models import (
    Accessibility,
    FinderEntry,
    Language,
    Location,
    Schedule,
    Service,
    ServiceAtLocation,
    Support,
)
from throughline.partner.queries import Wishes, find_services, finder, finder_bits
from throughline.partner.queries.near import Point, distance_meters

pytestmark = pytest.mark.django_db

HERE = Point(39.0, -108.5)
MONDAY = date(2026, 11, 2)


def moment(hour: int, minute: int = 0, day: date = MONDAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=timezone.get_current_timezone())


def planted(
    name: str,
    *,
    kinds: tuple[str, ...] = (),
    at: tuple[float, float] | None = None,
    languages: tuple[str, ...] = (),
    hours: tuple[str, str, str] | None = None,
    access: str = "",
    **fields: Any,
) -> Service:
    service = make.service(name, fields.pop("organization", None), **fields)
    if at is not None or access:
        north, west = at or (None, None)
        place = Location.objects.create(name="", latitude=north, longitude=west)
        ServiceAtLocation.objects.create(service=service, location=place)
        Accessibility.objects.create(location=place, description=access)
    for code in languages:
        Language.objects.create(service=service, code=code)
    if hours is not None:
        days, opens, closes = hours
        Schedule.objects.create(service=service, freq="WEEKLY", byday=days, opens_at=opens, closes_at=closes)
    if kinds:
        terms = actions.ensure_terms(Actor.system(service.district))
        service.terms.set([one for one in terms if one.code in kinds])
    actions.index_services([service.pk])
    return service


def names(wishes: Wishes, **more: Any) -> list[str]:
    found = find_services(wishes, **more)
    by_key = Service.objects.in_bulk([hit.service_id for hit in found.hits])
    return [by_key[hit.service_id].name for hit in found.hits]


def test_without_wishes_all_available_services_are_listed_by_name(district: District) -> None:
    planted("Tutoring")
    planted("Art")
    planted("Closed", status="inactive")
    planted("Former", organization=make.organization(ended_on=date(2026, 1, 1)))
    assert names(Wishes()) == ["Art", "Tutoring"]
    assert names(Wishes(), listed=Service.objects.filter(status="inactive")) == ["Closed"]


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        (Wishes(kinds=("food",)), ["Pantry"]),
        (Wishes(kinds=("food", "vision-dental")), ["Dentist", "Pantry"]),
        (Wishes(kinds=("no-such-kind",)), []),
        (Wishes(languages=("es",)), ["Dentist"]),
        (Wishes(languages=("es", "vi")), ["Dentist", "Pantry"]),
        (Wishes(languages=("xx",)), []),
        (Wishes(accessibility=("wheelchair",)), ["Dentist", "Pantry"]),
        (Wishes(accessibility=("wheelchair", "elevator")), ["Dentist"]),
        (Wishes(costs=(1,)), ["Pantry"]),
        (Wishes(costs=(1, 2)), ["Dentist", "Pantry"]),
        (Wishes(ages=(4, 5)), ["Pantry", "Tutoring"]),
        (Wishes(ages=(8, 8)), ["Dentist", "Pantry", "Tutoring"]),
        (Wishes(ages=(13, 13)), ["Dentist", "Pantry"]),
        (Wishes(times=("weekend",)), ["Pantry"]),
        (Wishes(times=("after_school", "weekend")), ["Dentist", "Pantry"]),
        (Wishes(month=7), ["Dentist", "Pantry", "Tutoring"]),
        (Wishes(leaves_out_full=True), ["Dentist", "Tutoring"]),
        (Wishes(center=HERE, most_meters=2_000), ["Dentist"]),
        (Wishes(center=HERE, most_meters=20_000), ["Dentist", "Pantry"]),
        (Wishes(words="dentist"), ["Dentist"]),
        (Wishes(words="tutring"), ["Tutoring"]),
        (Wishes(words="dentist", languages=("vi",)), []),
        (Wishes(words="pantr", languages=("vi",)), ["Pantry"]),
        (Wishes(words="pentry", languages=("vi",), costs=(1,)), ["Pantry"]),
        (Wishes(words="qwyjibo"), []),
        (Wishes(words="?"), []),
    ],
)
def test_every_wish_narrows_and_all_hold_together(
    district: District, wishes: Wishes, expected: list[str]
) -> None:
    planted(
        "Dentist",
        kinds=("vision-dental",),
        at=(39.0, -108.501),
        languages=("es",),
        hours=("MO,TU", "09:00", "17:00"),
        access="Ramp and elevator",
        fees_description="Sliding scale",
        minimum_age=6,
        maximum_age=18,
    )
    planted(
        "Pantry",
        kinds=("food",),
        at=(39.1, -108.5),
        languages=("vi",),
        hours=("SA", "10:00", "12:00"),
        access="Ramp",
        fees_description="Free",
        capacity_status="full",
    )
    planted("Tutoring", minimum_age=5, maximum_age=12, fees_description="$20 per hour")
    assert sorted(names(wishes)) == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (moment(9), ["Day"]),
        (moment(8, 59), []),
        (moment(16, 59), ["Day"]),
        (moment(17), []),
        (moment(23), ["Night"]),
        (moment(1, 30, MONDAY + timedelta(days=1)), ["Night"]),
        (moment(1, 30, MONDAY), []),
        (moment(10, 0, MONDAY + timedelta(days=7)), ["Special"]),
        (moment(10, 0, MONDAY + timedelta(days=14)), ["Day", "Every second Monday"]),
    ],
)
def test_open_is_what_is_certainly_open(district: District, at: datetime, expected: list[str]) -> None:
    day = planted("Day", hours=("MO", "09:00", "17:00"))
    holiday = MONDAY + timedelta(days=7)
    Schedule.objects.create(service=day, valid_from=holiday, valid_to=holiday, opens_at="closed")
    special = planted("Special")
    Schedule.objects.create(
        service=special, valid_from=holiday, valid_to=holiday, opens_at="10:00", closes_at="11:00"
    )
    second = planted("Every second Monday")
    Schedule.objects.create(
        service=second,
        freq="WEEKLY",
        interval=2,
        byday="MO",
        dtstart=MONDAY - timedelta(days=14),
        opens_at="10:00",
        closes_at="11:00",
    )
    planted("Night", hours=("MO", "20:00", "02:00"))
    planted("Unknown")
    actions.index_services(Service.objects.values_list("pk", flat=True))
    assert names(Wishes(open_at=at)) == expected


def test_a_school_has_what_is_offered_there_and_has_not_ended(district: District) -> None:
    term = actions.ensure_terms(Actor.system(district))[0]
    school, other = make.school("One"), make.school("Other")
    here, there, ended, over = (planted(name) for name in ("Here", "There", "Ended", "Over"))
    Support.objects.create(service=here, school=school, term=term, state="offered")
    Support.objects.create(service=here, school=school, term=term, state="planned")
    Support.objects.create(service=there, school=other, term=term, state="offered")
    Support.objects.create(service=ended, school=school, term=term, state="ended")
    Support.objects.create(service=over, school=school, term=term, state="offered", ends_on=date(2026, 1, 1))
    assert names(Wishes(school_id=school.pk)) == ["Here"]


def test_the_nearest_place_of_each_service_counts(district: District) -> None:
    chain = planted("Chain", at=(39.5, -108.5))
    near = Location.objects.create(name="", latitude=39.02, longitude=-108.5)
    ServiceAtLocation.objects.create(service=chain, location=near)
    planted("Clinic", at=(39.01, -108.5))
    planted("Nowhere")
    actions.index_services([chain.pk])
    found = find_services(Wishes(center=HERE))
    assert [hit.service_id for hit in found.hits] == list(
        Service.objects.filter(name__in=["Clinic", "Chain"]).order_by("-name").values_list("pk", flat=True)
    )
    assert [round((hit.meters or 0) / 1000, 1) for hit in found.hits] == [1.1, 2.2]
    assert FinderEntry.objects.get(pk=found.hits[1].entry_id).location_id == near.pk


def test_what_is_open_comes_first_where_it_is_asked_for(district: District) -> None:
    planted("Art", hours=("TU", "09:00", "17:00"))
    planted("Zoo", hours=("MO", "09:00", "17:00"))
    assert names(Wishes(shows_open_first=True), now=moment(10)) == ["Zoo", "Art"]
    assert names(Wishes(), now=moment(10)) == ["Art", "Zoo"]
    for wishes in (Wishes(words="o"), Wishes(words="o", costs=(0,))):
        planted("Oboe")
        first = replace(wishes, shows_open_first=True)
        assert (names(wishes)[0], names(first, now=moment(10))[0]) == ("Oboe", "Zoo")


@pytest.mark.parametrize("costs", [(), (0,)])
def test_a_holiday_puts_what_is_closed_behind(district: District, costs: tuple[int, ...]) -> None:
    closed = planted("A pantry", kinds=("food",), hours=("MO", "09:00", "17:00"))
    Schedule.objects.create(service=closed, valid_from=MONDAY, valid_to=MONDAY, opens_at="closed")
    actions.index_services([closed.pk])
    planted("Z pantry", kinds=("food",), hours=("MO", "09:00", "17:00"))
    wishes = Wishes(words="we need food today", costs=costs)
    assert names(wishes, now=moment(10)) == ["Z pantry", "A pantry"]
    assert names(wishes, now=moment(10, 0, MONDAY + timedelta(days=7))) == ["A pantry", "Z pantry"]


def test_the_best_match_of_the_words_comes_first(district: District) -> None:
    planted("Another service", description="We have quil.")
    planted("Tranquil")
    planted("Zen and quil")
    for wishes in (Wishes(words="quil"), Wishes(words="quil", costs=(0,))):
        assert names(wishes) == ["Zen and quil", "Tranquil", "Another service"]


BOTH_WAYS = pytest.mark.parametrize("costs", [(), (0, 1, 2, 3)])
"""Searched in the whole index, and in the services that meet other wishes."""


@BOTH_WAYS
def test_words_of_a_need_are_not_found_inside_words(district: District, costs: tuple[int, ...]) -> None:
    planted("Apprenticeship for parents")
    planted("Rental help")
    planted("Business school")
    assert names(Wishes(words="rent", costs=costs)) == ["Rental help"]
    assert names(Wishes(words="bus", costs=costs)) == []
    planted("Bus passes")
    assert names(Wishes(words="bus", costs=costs)) == ["Bus passes"]


@BOTH_WAYS
def test_a_word_that_is_understood_is_never_shown_as_corrected(
    district: District, costs: tuple[int, ...]
) -> None:
    planted("Rental help for a bill", kinds=("basic-needs",))
    for words in ("renta", "biles", "calefacion"):
        found = find_services(Wishes(words=words, costs=costs))
        assert (found.n, found.search.is_corrected) == (1, False)


@BOTH_WAYS
def test_shelters_come_before_other_basic_needs_where_someone_is_hit(
    district: District, costs: tuple[int, ...]
) -> None:
    planted("Diaper bank", kinds=("basic-needs",), hours=("MO", "09:00", "17:00"))
    planted("Safe house", description="A shelter for survivors.", kinds=("basic-needs",))
    for words in ("domestic violence", "violencia doméstica", "mi esposo me golpea", "he hits me"):
        wishes = Wishes(words=words, costs=costs)
        assert names(wishes, now=moment(10)) == ["Safe house", "Diaper bank"]
        found = find_services(wishes, now=moment(10))
        assert found.meaning.is_urgent
        assert (found.has_exact, found.n_exact) == (True, 1)


@BOTH_WAYS
def test_it_is_known_if_no_service_names_what_is_needed(district: District, costs: tuple[int, ...]) -> None:
    planted("Diaper bank", kinds=("basic-needs",))
    found = find_services(Wishes(words="winter coat", costs=costs))
    assert (found.n, found.has_exact) == (1, False)
    planted("Warm coats", kinds=("basic-needs",), at=(39.5, -108.5))
    planted("Beds", kinds=("basic-needs",), at=(39.0, -108.5))
    wishes = Wishes(words="winter coat", costs=costs)
    assert names(wishes)[0] == "Warm coats"
    assert find_services(wishes).n_exact == 1
    assert names(replace(wishes, center=HERE)) == ["Warm coats", "Beds"]


@BOTH_WAYS
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("gratis", ["Art"]),
        ("free", ["Art"]),
        ("rampa", ["Bowls"]),
        ("silla de ruedas", ["Bowls"]),
        ("open now", ["Chess"]),
        ("abierto ahora", ["Chess"]),
        ("for my 5 year old", ["Art", "Chess"]),
        ("algo gratis para niña de 5 años", ["Art"]),
        ("elevator", ["Art", "Bowls", "Chess"]),
        ("ayuda", ["Art", "Bowls", "Chess"]),
        ("para mi hijo", ["Art", "Bowls", "Chess"]),
        ("i need help with", ["Art", "Bowls", "Chess"]),
        ("qwyjibo", []),
    ],
)
def test_words_that_are_a_filter_list_all_that_fits(
    district: District, words: str, expected: list[str], costs: tuple[int, ...]
) -> None:
    planted("Art", fees_description="Free")
    planted("Bowls", access="Ramp", minimum_age=8)
    planted("Chess", hours=("MO", "09:00", "17:00"), maximum_age=7)
    found = find_services(Wishes(words=words, costs=costs), now=moment(10))
    assert names(Wishes(words=words, costs=costs), now=moment(10)) == expected
    assert found.n_exact == found.n == len(expected)


@BOTH_WAYS
def test_filters_order_the_services_of_a_need(district: District, costs: tuple[int, ...]) -> None:
    planted("Dentist A", kinds=("vision-dental",))
    planted("Dentist B", kinds=("vision-dental",), fees_description="Free")
    planted("Dentist C", kinds=("vision-dental",), hours=("MO", "09:00", "17:00"))
    assert names(Wishes(words="dentista gratis", costs=costs))[0] == "Dentist B"
    assert names(Wishes(words="dentista abierto ahora", costs=costs), now=moment(10))[0] == "Dentist C"
    planted("Immigration lawyers")
    assert names(Wishes(words="free lawyer", costs=costs)) == ["Immigration lawyers"]


def test_a_long_list_says_that_there_is_more(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finder, "MOST_LISTED", 2)
    for name in ("A", "B"):
        planted(name)
    assert not find_services(Wishes()).has_more
    planted("C")
    found = find_services(Wishes())
    assert (found.n, found.has_more) == (2, True)


def test_services_of_another_district_are_not_found(district: District, other_district: District) -> None:
    planted("Here")
    with scope(district=other_district):
        planted("There")
        assert names(Wishes()) == ["There"]
    assert names(Wishes()) == ["Here"]


SPOTS = st.sampled_from([(39.0, -108.5), (39.01, -108.5), (39.0, -108.6), (39.3, -108.5), None])
ROWS = st.fixed_dictionaries(
    {
        "kinds": st.sampled_from([(), ("food",), ("sports",), ("food", "sports")]),
        "at": SPOTS,
        "languages": st.sampled_from([(), ("es",), ("vi", "es")]),
        "hours": st.sampled_from([None, ("MO,TU", "09:00", "17:00"), ("SA", "20:00", "02:00")]),
        "access": st.sampled_from(["", "Ramp", "Ramp and elevator"]),
        "fees_description": st.sampled_from(["", "Free", "$10 per visit"]),
        "minimum_age": st.sampled_from([None, 3, 12]),
        "maximum_age": st.sampled_from([None, 11, 18]),
        "capacity_status": st.sampled_from(["", "full"]),
        "description": st.sampled_from(["", "soup", "soup and bread"]),
    }
)
WISHES = st.fixed_dictionaries(
    {},
    optional={
        "words": st.sampled_from(["soup", "bread", "soup bread", "sopu"]),
        "kinds": st.sampled_from([("food",), ("food", "sports")]),
        "center": st.just(HERE),
        "most_meters": st.sampled_from([1_500.0, 10_000.0]),
        "open_at": st.sampled_from([moment(10), moment(1, 0, MONDAY + timedelta(days=6)), moment(18)]),
        "times": st.sampled_from([("school_hours",), ("weekend", "evening")]),
        "languages": st.sampled_from([("es",), ("vi",)]),
        "accessibility": st.sampled_from([("wheelchair",), ("wheelchair", "elevator")]),
        "ages": st.sampled_from([(4, 5), (11, 11), (16, 17)]),
        "costs": st.sampled_from([(1,), (1, 3), (0,)]),
        "leaves_out_full": st.just(True),
    },
)


def meets(service: Service, row: dict[str, Any], wishes: Wishes) -> bool:
    """The same question, answered from what was planted."""
    entry = FinderEntry.objects.get(service=service)
    cost = {"": 0, "Free": 1, "$10 per visit": 3}[row["fees_description"]]
    words = wishes.words.replace("sopu", "soup").split()
    checks = [
        not wishes.kinds or set(row["kinds"]) & set(wishes.kinds),
        not wishes.languages or set(row["languages"]) & set(wishes.languages),
        not wishes.costs or cost in wishes.costs,
        not wishes.leaves_out_full or row["capacity_status"] != "full",
        all(word in row["description"] for word in words),
        not wishes.times or set(finder_bits.names_in(entry.times, finder_bits.TIMES)) & set(wishes.times),
        all(
            {"wheelchair": "Ramp", "elevator": "elevator"}[name] in row["access"]
            for name in wishes.accessibility
        ),
    ]
    if wishes.ages:
        oldest = row["maximum_age"]
        if oldest is not None and row["minimum_age"] is not None and oldest < row["minimum_age"]:
            oldest = None
        checks.append((row["minimum_age"] or 0) <= wishes.ages[1] and (oldest or 99) >= wishes.ages[0])
    if wishes.center:
        spot = row["at"]
        far = distance_meters(HERE, Point(*spot)) if spot else None
        checks.append(far is not None and far <= (wishes.most_meters or 1e9))
    if wishes.open_at:
        local, hours = wishes.open_at, row["hours"]
        is_day = hours is not None and hours[0] == "MO,TU" and local.weekday() < 2 and 9 <= local.hour < 17
        is_night = hours is not None and hours[0] == "SA" and local.weekday() == 6 and local.hour < 2
        checks.append(is_day or is_night)
    return all(checks)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
@given(rows=st.lists(ROWS, min_size=1, max_size=6), wished=WISHES, few=st.sampled_from([0, 5_000]))
def test_the_finder_finds_what_anyone_would_by_reading_the_rows(
    district: District,
    monkeypatch: pytest.MonkeyPatch,
    rows: list[dict[str, Any]],
    wished: dict[str, Any],
    few: int,
) -> None:

    with transaction.atomic():
        monkeypatch.setattr(finder, "_MOST_CANDIDATES", few)
        made = [(planted(f"Service {number}", **row), row) for number, row in enumerate(rows)]
        planted("Elsewhere", description="soup bread", status="inactive")
        wishes = Wishes(**wished)
        expected = [service.name for service, row in made if meets(service, row, wishes)]
        assert sorted(names(wishes)) == expected
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "words", ["dentist", "dentista", "dientes", "tooth ache", "me duele una muela", "dentits", "DENTISTA"]
)
@pytest.mark.parametrize("costs", [(), (0,)])
def test_a_need_is_found_in_any_words(district: District, words: str, costs: tuple[int, ...]) -> None:
    planted("Glasses for kids", kinds=("vision-dental",))
    planted("Smile clinic", kinds=("vision-dental",), description="Dental care")
    planted("Homework help", kinds=("academic-help",))
    assert names(Wishes(words=words, costs=costs)) == ["Smile clinic", "Glasses for kids"]


def test_a_language_in_the_words_puts_those_who_speak_it_first(district: District) -> None:
    planted("A dental clinic", kinds=("vision-dental",))
    planted("Z dental clinic", kinds=("vision-dental",), languages=("es",))
    assert names(Wishes(words="dentist who speaks Spanish")) == ["Z dental clinic", "A dental clinic"]


def test_words_that_were_not_understood_rank_what_was(district: District) -> None:
    planted("A dental clinic", kinds=("vision-dental",))
    planted("Z dental clinic", kinds=("vision-dental",), organization=make.organization("Marigold"))
    assert names(Wishes(words="dentist marigold"))[0] == "Z dental clinic"


def test_an_urgent_need_lists_what_is_open_first(district: District) -> None:
    planted("A pantry", kinds=("food",), hours=("TU", "09:00", "17:00"))
    planted("Z pantry", kinds=("food",), hours=("MO", "09:00", "17:00"))
    found = find_services(Wishes(words="we need food today"), now=moment(10))
    assert found.meaning.is_urgent
    assert names(Wishes(words="we need food today"), now=moment(10)) == ["Z pantry", "A pantry"]
    assert names(Wishes(words="food"), now=moment(10)) == ["A pantry", "Z pantry"]
