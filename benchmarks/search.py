"""Searches for a service among 100,000 of one district: seconds, and whether all rows are found.

Each search counts what is found and reads the first 25, as the page does. It is compared, on the same rows
in the same run, with the usual means of a Django project on the same columns: `icontains`; and on PostgreSQL
also with `icontains` and word similarity of its extensions unaccent and pg_trgm, with indexes for both, if
they can be created. What is to be found is counted here, by code that shares nothing with the search.
"""

import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.databases import databases, environment
from benchmarks.harness import Figure, at_least, at_most, compared_with, report

if TYPE_CHECKING:
    from django.db.models import Q, QuerySet

    from throughline.partner.models import Service

PEERS: list[str] = []
ROOT = Path(__file__).resolve().parents[1]
SEED = 20261129
N_SERVICES = 100_000
N_ORGANIZATIONS = 5_000
N_MADE_UP = 30_000
N_RARE = 7
PER_PAGE = 25
N_REPEATS = 5
MOST_SECONDS = 1.0

OFFERS = {
    "Tutoring": 30,
    "Homework help": 15,
    "Counseling for families": 12,
    "Food pantry": 12,
    "After-school care": 10,
    "Mentoring": 8,
    "Clínica dental": 5,
    "Educación para familias": 3,
    "EDUCACIÓN BILINGÜE": 2,
    "Immigration help": 3,
}
"""Names of services, and how often each occurs in a hundred."""

CITIES = ["Alder Creek", "Cañón Alto", "Juniper", "Sagebrush", "San Ysidro", "Upper Mesa", "Willow Bend"]


@dataclass(frozen=True)
class Case:
    name: str
    typed: str
    meant: tuple[str, ...]
    """The words to be found, without accents."""


CASES = (
    Case("a frequent word", "tutoring", ("tutoring",)),
    Case("two frequent words", "homework help", ("homework", "help")),
    Case("a rare word", "zapotec", ("zapotec",)),
    Case("accents typed", "Educación", ("educacion",)),
    Case("accents left out", "educacion", ("educacion",)),
    Case("a typing error", "imigration", ("immigration",)),
    Case("two typing errors", "councelling", ("counseling",)),
    Case("a word that nobody has", "qwyjibotron", ("qwyjibotron",)),
    Case("four words, two of a city", "food pantry willow bend", ("food", "pantry", "willow", "bend")),
)


def main(as_json: bool) -> bool:
    figures = []
    for name, url in databases():
        with tempfile.TemporaryDirectory() as home:
            measured = subprocess.run(
                [sys.executable, "-m", "benchmarks.search", name],
                cwd=ROOT,
                env=environment(home, url),
                check=True,
                stdout=subprocess.PIPE,
                text=True,
            )
        figures += [Figure(**figure) for figure in json.loads(measured.stdout.splitlines()[-1])]
    return report("search", figures, as_json)


def measure(name: str) -> list[Figure]:
    """Fill an empty database and search it. Runs in its own process."""
    import django

    django.setup()
    from django.core.management import call_command
    from django_scopes import scope

    call_command("migrate", verbosity=0)
    from throughline.accounts.actions import create_district

    district, _link = create_district(slug="bench", name="Bench", languages=["en"])
    with scope(district=district):
        texts, seconds = fill()
        figures = [Figure(f"{name}: rows written and indexed a second", N_SERVICES / seconds, "1/s")]
        peers = [Peer("icontains", contains)]
        if name == "PostgreSQL":
            peers += extensions()
        for case in CASES:
            figures += compare(name, case, texts, peers)
    return figures


def fill() -> tuple[list[str], float]:
    """Write the directory; return each service's words, and the seconds that the services took."""
    from django.db import connection

    from throughline.partner.models import Address, Location, Organization, Service, ServiceAtLocation

    rng = random.Random(SEED)
    draw = _made_up(rng)
    organizations = Organization.objects.bulk_create(
        Organization(name=" ".join(draw(2)).title(), description=" ".join(draw(20)))
        for _number in range(N_ORGANIZATIONS)
    )
    locations = Location.objects.bulk_create(Location(organization=row, name="") for row in organizations)
    cities = {location.pk: rng.choice(CITIES) for location in locations}
    Address.objects.bulk_create(
        Address(
            location=row, address_1="1 Main St", city=cities[row.pk], state_province="CO", postal_code="8"
        )
        for row in locations
    )
    rows, texts, places = [], [], []
    for number in range(N_SERVICES):
        offer = rng.choices([*OFFERS], [*OFFERS.values()])[0]
        place = rng.randrange(N_ORGANIZATIONS)
        description = " ".join([*draw(25), *(["Zapotec"] if number % (N_SERVICES // N_RARE) == 1 else [])])
        organization = organizations[place]
        row = Service(
            organization=organization, name=f"{offer} {draw(1)[0].title()}", description=description
        )
        rows.append(row)
        places.append(locations[place])
        texts.append(
            _plain(" ".join([row.name, description, organization.name, cities[locations[place].pk]]))
        )
    began = time.perf_counter()
    services = Service.objects.bulk_create(rows, batch_size=2_000)
    seconds = time.perf_counter() - began
    ServiceAtLocation.objects.bulk_create(
        ServiceAtLocation(service=row, location=place) for row, place in zip(services, places, strict=True)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return texts, seconds


def _made_up(rng: random.Random) -> Callable[[int], list[str]]:
    """Draw so many made-up words, some of them often, as in a language."""
    syllables = [consonant + vowel for consonant in "bcdfghlmnprstv" for vowel in "aeiou"]
    words = sorted({"".join(rng.choices(syllables, k=rng.choice((2, 3, 3, 4)))) for _ in range(N_MADE_UP)})
    rng.shuffle(words)
    weights = list(accumulate(1 / (rank + 10) for rank in range(len(words))))
    return lambda n: rng.choices(words, cum_weights=weights, k=n)


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()


@dataclass(frozen=True)
class Peer:
    name: str
    rows: "Callable[[str], QuerySet[Service]]"


def compare(name: str, case: Case, texts: Sequence[str], peers: Sequence[Peer]) -> list[Figure]:
    from throughline.partner import queries

    n = sum(all(word in text for word in case.meant) for text in texts)
    figures = []
    n_found, seconds = _timed(lambda: queries.services(case.typed))
    for place, peer in enumerate(peers):
        n_by_peer, peer_seconds = _timed(lambda peer=peer: peer.rows(case.typed))  # type: ignore[misc]
        label = f"{name}, {case.name}, beside {peer.name}"
        time_taken = Figure(f"{label}: time", seconds, "s", **compared_with(seconds, peer_seconds))
        found = Figure(f"{label}: found of {n}", n_found, "rows", **compared_with(n_found, n_by_peer))
        if place == 0:
            time_taken = replace(time_taken, **at_most(seconds, MOST_SECONDS))
            found = replace(found, **(at_least(n_found, n) if n else at_most(n_found, 0)))
        figures += [time_taken, found]
    return figures


def _timed(search: "Callable[[], QuerySet[Service]]") -> tuple[int, float]:
    """The number of rows found, and the median of seconds to count them and read the first page."""
    seconds, n = [], 0
    for _repeat in range(N_REPEATS):
        began = time.perf_counter()
        rows = search()
        n = rows.count()
        list(rows[:PER_PAGE])
        seconds.append(time.perf_counter() - began)
    return n, statistics.median(seconds)


# What peers do.


def contains(words: str) -> "QuerySet[Service]":
    """Every word in one of the columns, without an index, as `icontains` compares it."""
    from django.db.models import F

    return _having(words, lambda column, word: _lookup(F(column), word))


def _having(words: str, has: "Callable[[str, str], Q]") -> "QuerySet[Service]":
    from django.db.models import Q

    from throughline.partner.models import Service, ServiceAtLocation

    rows = Service.objects.select_related("organization").order_by("name", "id")
    for word in words.split():
        found = Q()
        for column in ("name", "alternate_name", "description"):
            found |= has(column, word)
        for column in ("organization__name", "organization__alternate_name"):
            found |= has(column, word)
        there = ServiceAtLocation.objects.filter(has("location__addresses__city", word))
        rows = rows.filter(found | Q(pk__in=there.values("service")))
    return rows


def _lookup(column: Any, word: str) -> "Q":
    from django.db.models import Q
    from django.db.models.lookups import IContains

    return Q(IContains(column, word))


def extensions() -> list[Peer]:
    """Unaccent and pg_trgm, with an index on each column; none if they cannot be created here."""
    from django.db import DatabaseError, connection, transaction
    from django.db.models import F, Func, Q, TextField

    class Unaccented(Func):
        function = "bench_unaccent"
        output_field = TextField()

    columns = [
        ("partner_service", ("name", "alternate_name", "description")),
        ("partner_organization", ("name", "alternate_name")),
        ("partner_address", ("city",)),
    ]
    with suppress(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION unaccent; CREATE EXTENSION pg_trgm")
        cursor.execute(
            "CREATE FUNCTION bench_unaccent(t text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE "
            "AS $$ SELECT public.unaccent('public.unaccent', t) $$"
        )
        for table, names in columns:
            for name in names:
                for form in ("UPPER(bench_unaccent({})::text)", "bench_unaccent({})"):
                    expression = form.format(name)
                    cursor.execute(f"CREATE INDEX ON {table} USING gin (({expression}) gin_trgm_ops)")
        cursor.execute("ANALYZE")

        def unaccented(words: str) -> "QuerySet[Service]":
            return _having(_plain(words), lambda column, word: _lookup(Unaccented(F(column)), word))

        def similar(words: str) -> "QuerySet[Service]":
            from django.contrib.postgres.lookups import TrigramWordSimilar

            return _having(
                _plain(words), lambda column, word: Q(TrigramWordSimilar(Unaccented(F(column)), word))
            )

        return [Peer("unaccent and pg_trgm", unaccented), Peer("word similarity of pg_trgm", similar)]
    print("unaccent and pg_trgm cannot be created here: they are left out.", file=sys.stderr)
    return []


if __name__ == "__main__":
    print(json.dumps([asdict(figure) for figure in measure(sys.argv[1])]))
