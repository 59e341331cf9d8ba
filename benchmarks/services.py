"""The finder among 5,000, 50,000 and 300,000 services of one district: the time of its query.

A made-up directory of a region: towns of very different size, kinds of support, hours, languages, ages and
costs. Each query finds the services and reads those of the first page, as the page does. Measured are
queries with all filters set, made from entries that meet them; and, without a bound, parts of these queries:
words alone, a kind alone, words and a distance, and what is on top of the page (kind, language, open now).
There is no peer: the bounds are ours.
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.databases import databases, environment
from benchmarks.harness import Figure, at_most, percentile, report

if TYPE_CHECKING:
    from throughline.accounts.models import School
    from throughline.partner.models import Location, Organization, Service
    from throughline.partner.queries import Wishes

PEERS: list[str] = []
ROOT = Path(__file__).resolve().parents[1]
SEED = 20261130
SIZES = {5_000: 50, 50_000: 100, 300_000: 250}
"""Numbers of services, each with the most milliseconds of the 95th percentile."""

N_QUERIES = 120
N_TOWNS = 60
N_SCHOOLS = 40
BATCH = 5_000
SERVICES_PER_ORGANIZATION = 6
PER_PAGE = 25

OFFERS = {
    "health-care": ("Community clinic", "Well-child checkups", "Help with health insurance"),
    "vision-dental": ("Dental clinic", "Eye exams and glasses", "Mobile dentist"),
    "food": ("Food pantry", "Free lunch", "Help with food benefits"),
    "child-care": ("Preschool", "After-school care", "Child care assistance"),
    "mental-health": ("Counseling for families", "Youth counseling", "Grief group"),
    "substance-abuse": ("Recovery group", "Prevention program"),
    "sports": ("Soccer league", "Open gym", "Swim lessons"),
    "mentoring": ("Mentoring", "Reading buddies"),
    "work-experience": ("Job training", "Summer jobs"),
    "enrichment": ("Art studio", "Music lessons", "Robotics club"),
    "academic-help": ("Tutoring", "Homework help", "English classes"),
    "college-career": ("College counseling", "Help with financial aid"),
    "basic-needs": ("Clothing closet", "Rent assistance", "Shelter", "Diaper bank"),
    "family-engagement": ("Parenting class", "Home visits"),
}
TYPED = {
    "health-care": ("clinic", "medical insurance", "checkups"),
    "vision-dental": ("dentist", "dentista", "dental clinc", "glasses"),
    "food": ("food pantry", "comida", "free lunch"),
    "child-care": ("after-school care", "preescolar", "preschol"),
    "mental-health": ("counseling", "councelling", "consejería"),
    "substance-abuse": ("recovery group", "prevention"),
    "sports": ("soccer", "futbol", "swim lesons"),
    "mentoring": ("mentoring", "reading buddies"),
    "work-experience": ("job training", "summer jobs"),
    "enrichment": ("art studio", "music", "robotics"),
    "academic-help": ("tutoring", "homework help", "clases de inglés"),
    "college-career": ("college counseling", "financial aid"),
    "basic-needs": ("rent assistance", "ropa", "shelter", "diapers"),
    "family-engagement": ("parenting class", "home visits"),
}
"""What families type, in both languages, with errors of typing."""

HOURS = (
    ("MO,TU,WE,TH,FR", "08:00", "17:00", 40),
    ("MO,WE,FR", "15:00", "18:00", 20),
    ("TU,TH", "17:30", "20:30", 15),
    ("SA", "09:00", "13:00", 15),
    ("MO,TU,WE,TH,FR,SA,SU", "00:00", "23:59", 5),
)
FEES = {"Free": 50, "Sliding scale": 20, "$20 per visit": 15, "": 15}
LANGUAGES = {"es": 45, "vi": 6, "so": 3, "ar": 3, "zh": 4, "ru": 2}


def main(as_json: bool) -> bool:
    figures = []
    for name, url in databases():
        for size in SIZES:
            figures += _measured(name, url, size)
    return report("services", figures, as_json)


def _measured(name: str, url: str, size: int) -> list[Figure]:
    with tempfile.TemporaryDirectory() as home:
        measured = subprocess.run(
            [sys.executable, "-m", "benchmarks.services", name, str(size)],
            cwd=ROOT,
            env=environment(home, url),
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
    return [Figure(**figure) for figure in json.loads(measured.stdout.splitlines()[-1])]


def measure(name: str, size: int) -> list[Figure]:
    """Fill an empty database and search it. Runs in its own process."""
    import django

    django.setup()
    from django.core.management import call_command
    from django_scopes import scope

    call_command("flush", verbosity=0, interactive=False) if _is_migrated() else None
    call_command("migrate", verbosity=0)
    from throughline.accounts.actions import create_district

    district, _link = create_district(slug="bench", name="Bench", languages=["en"])
    with scope(district=district):
        planted = plant(size)
        label = f"{size:,} services"
        figures = [Figure(f"{label}: entries written a second, {name}", round(planted.n_a_second), "1/s")]
        for what, part in QUERIES.items():
            milliseconds = 1_000 * percentile([_timed(part(one)) for one in planted.searches], 95)
            figure = Figure(f"{label}: {what}, 95th percentile, {name}", milliseconds, "ms")
            is_bound = what == "all filters"
            figures.append(replace(figure, **at_most(milliseconds, SIZES[size])) if is_bound else figure)
    return figures


def _is_migrated() -> bool:
    from django.db import connection

    return "partner_service" in connection.introspection.table_names()


@dataclass(frozen=True)
class Planted:
    """The searches that are made, and how fast the entries were written."""

    searches: "Sequence[Wishes]"
    n_a_second: float


def plant(size: int) -> Planted:
    """Write a directory, and the finder's entries of it."""
    from django.db import connection

    from throughline.accounts.models import School
    from throughline.accounts.permissions import Actor
    from throughline.partner import actions
    from throughline.partner.models import Organization, Service

    rng = random.Random(SEED)
    towns = [(rng.uniform(37.1, 40.9), rng.uniform(-108.9, -102.2)) for _number in range(N_TOWNS)]
    schools = School.objects.bulk_create(
        School(name=f"School {number}", latitude=towns[number % 8][0], longitude=towns[number % 8][1])
        for number in range(N_SCHOOLS)
    )
    kinds = {kind.code: kind for kind in actions.ensure_terms(Actor.system(schools[0].district))}
    draw = _made_up(rng)
    for first in range(0, size, BATCH):
        n = min(BATCH, size - first)
        organizations = Organization.objects.bulk_create(
            Organization(name=" ".join(draw(2)).title(), description=" ".join(draw(15)))
            for _number in range(n // SERVICES_PER_ORGANIZATION + 1)
        )
        _plant_services(rng, n, organizations, towns, schools, kinds, draw)
    keys = list(Service.objects.order_by("pk").values_list("pk", flat=True))
    began = time.perf_counter()
    for first in range(0, size, BATCH):
        actions.index_services(keys[first : first + BATCH])
    seconds = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Planted(_searches(rng), size / seconds)


def _plant_services(
    rng: random.Random,
    n: int,
    organizations: "Sequence[Organization]",
    towns: Sequence[tuple[float, float]],
    schools: "Sequence[School]",
    kinds: dict[str, Any],
    draw: Callable[[int], list[str]],
) -> None:
    from throughline.partner.models import Service, ServiceTerm, Support, SupportState

    locations = _locations(rng, organizations, towns)
    rows, codes = [], []
    for _number in range(n):
        code = rng.choice([*OFFERS])
        codes.append(code)
        youngest = rng.choice((None, 0, 3, 5, 11, 18))
        rows.append(
            Service(
                organization=rng.choice(organizations),
                name=f"{rng.choice(OFFERS[code])} {draw(1)[0].title()}",
                description=" ".join([*draw(25), *rng.choice(OFFERS[code]).split()]),
                fees_description=rng.choices([*FEES], [*FEES.values()])[0],
                minimum_age=youngest,
                maximum_age=None if youngest is None else youngest + rng.choice((6, 13, 60)),
                status=rng.choices(["active", "inactive"], [95, 5])[0],
                capacity_status=rng.choices(["", "open", "limited", "full"], [50, 30, 10, 10])[0],
            )
        )
    services = Service.objects.bulk_create(rows, batch_size=1_000)
    ServiceTerm.objects.bulk_create(
        ServiceTerm(service=row, term=kinds[code]) for row, code in zip(services, codes, strict=True)
    )
    Support.objects.bulk_create(
        Support(service=row, term=kinds[code], school=rng.choice(schools), state=SupportState.OFFERED)
        for row, code in zip(services, codes, strict=True)
        if rng.random() < 0.2
    )
    _describe(rng, services, locations)


def _locations(
    rng: random.Random, organizations: "Sequence[Organization]", towns: Sequence[tuple[float, float]]
) -> "dict[int, list[Location]]":
    """One to three places of each organization, in towns of which few are large."""
    from throughline.partner.models import Accessibility, Address, Location

    weights = list(accumulate(1 / (rank + 1) for rank in range(len(towns))))
    rows, cities = [], []
    for organization in organizations:
        for _number in range(rng.choice((1, 1, 2, 3))):
            [town] = rng.choices(range(len(towns)), cum_weights=weights)
            north, west = towns[town]
            cities.append(town)
            rows.append(
                Location(
                    organization=organization,
                    name="",
                    latitude=north + rng.gauss(0, 0.08),
                    longitude=west + rng.gauss(0, 0.1),
                )
            )
    locations = Location.objects.bulk_create(rows)
    Address.objects.bulk_create(
        Address(location=row, address_1="1 Main St", city=f"Town {town}", postal_code=f"80{town:03}")
        for row, town in zip(locations, cities, strict=True)
    )
    Accessibility.objects.bulk_create(
        Accessibility(location=row, description="Wheelchair ramp, parking")
        for row in locations
        if rng.random() < 0.6
    )
    found: dict[int, list[Location]] = {}
    for row in locations:
        found.setdefault(row.organization_id or 0, []).append(row)
    return found


def _describe(
    rng: random.Random, services: "Sequence[Service]", locations: "dict[int, list[Location]]"
) -> None:
    from throughline.partner.models import Language, Schedule, ServiceAtLocation

    places, schedules, languages = [], [], []
    for row in services:
        there = locations[row.organization_id or 0]
        places += [
            ServiceAtLocation(service=row, location=place)
            for place in rng.sample(there, rng.randint(1, len(there)))
        ]
        days, opens, closes, _weight = rng.choices(HOURS, [one[3] for one in HOURS])[0]
        if rng.random() < 0.85:
            schedules.append(
                Schedule(service=row, freq="WEEKLY", byday=days, opens_at=opens, closes_at=closes)
            )
        languages += [
            Language(service=row, code=code)
            for code, share in LANGUAGES.items()
            if rng.random() * 100 < share
        ]
    ServiceAtLocation.objects.bulk_create(places, batch_size=1_000)
    Schedule.objects.bulk_create(schedules, batch_size=500)
    Language.objects.bulk_create(languages, batch_size=1_000)


def _made_up(rng: random.Random) -> Callable[[int], list[str]]:
    """Draw so many made-up words, some of them often, as in a language."""
    syllables = [consonant + vowel for consonant in "bcdfghlmnprstv" for vowel in "aeiou"]
    words = sorted({"".join(rng.choices(syllables, k=rng.choice((2, 3, 3, 4)))) for _ in range(20_000)})
    rng.shuffle(words)
    weights = list(accumulate(1 / (rank + 10) for rank in range(len(words))))
    return lambda n: rng.choices(words, cum_weights=weights, k=n)


def _searches(rng: random.Random) -> "list[Wishes]":
    """Searches with every filter set, each made from an entry that meets them."""
    from throughline.partner.models import FinderEntry

    usable = FinderEntry.objects.filter(
        is_available=True, latitude__isnull=False, languages__gt=1, accessibility__gt=0, cost__in=[1, 2]
    )
    usable = usable.exclude(capacity_status="full").filter(hours__weekday__isnull=False).order_by("pk")
    keys = list(usable.values_list("pk", flat=True).distinct())
    chosen = FinderEntry.objects.filter(pk__in=rng.sample(keys, min(N_QUERIES, len(keys))))
    return [_search_for(rng, entry) for entry in chosen.order_by("pk")]


def _search_for(rng: random.Random, entry: Any) -> "Wishes":
    from django.utils import timezone

    from throughline.partner.models import ServiceTerm, Support
    from throughline.partner.queries import Wishes, finder_bits
    from throughline.partner.queries.near import Point

    code = ServiceTerm.objects.filter(service=entry.service_id).values_list("term__code", flat=True)[0]
    school = Support.objects.filter(service=entry.service_id).values_list("school", flat=True).first()
    hours = entry.hours.order_by("pk").first()
    now = timezone.localtime().replace(hour=0, minute=0, second=0)
    day = now + timedelta(days=(hours.weekday - now.weekday()) % 7)
    age = entry.minimum_age or 9
    return Wishes(
        words=rng.choice(TYPED[code]),
        kinds=(code,),
        school_id=school,
        center=Point(entry.latitude + rng.gauss(0, 0.02), entry.longitude + rng.gauss(0, 0.02)),
        most_meters=rng.choice((16_000, 40_000)),
        open_at=day.replace(hour=hours.opens // 60, minute=59),
        times=tuple(finder_bits.names_in(entry.times, finder_bits.TIMES)[:1]),
        month=now.month,
        languages=tuple(finder_bits.names_in(entry.languages, finder_bits.LANGUAGES)[:1]),
        accessibility=("wheelchair",),
        ages=(age, age + 1),
        costs=(entry.cost,),
        leaves_out_full=True,
    )


def _only(*names: str) -> "Callable[[Wishes], Wishes]":
    """The same searches with these wishes only."""

    def only(wishes: "Wishes") -> "Wishes":
        from throughline.partner.queries import Wishes

        return Wishes(**{name: getattr(wishes, name) for name in names})

    return only


QUERIES: "dict[str, Callable[[Wishes], Wishes]]" = {
    "all filters": lambda wishes: wishes,
    "words alone": _only("words"),
    "a kind alone": _only("kinds"),
    "words and a distance": _only("words", "center", "most_meters"),
    "kind, language and open now": _only("kinds", "languages", "open_at"),
}


def _timed(wishes: "Wishes") -> float:
    """Seconds to find the services and to read those of the first page."""
    from throughline.partner.models import Service
    from throughline.partner.queries import find_services

    began = time.perf_counter()
    found = find_services(wishes)
    keys = [hit.service_id for hit in found.hits[:PER_PAGE]]
    list(Service.objects.filter(pk__in=keys).select_related("organization"))
    return time.perf_counter() - began


if __name__ == "__main__":
    print(json.dumps([asdict(figure) for figure in measure(sys.argv[1], int(sys.argv[2]))]))
