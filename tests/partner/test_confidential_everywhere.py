"""The words and numbers of random confidential places are nowhere but in the guarded form."""

import io
import logging
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from hypothesis import HealthCheck, Phase, given
from hypothesis import strategies as st

from tests import make
from tests.architecture.furnished import APPS, DOORS, MODULES
from tests.doors import World
from tests.formats.directories import a_directory
from throughline.accounts.actions import start_job
from throughline.accounts.models import District, Person
from throughline.accounts.permissions import Actor
from throughline.partner import actions, tasks, workflows
from throughline.partner.models import (
    Accessibility,
    Address,
    Attribute,
    ConfidentialPlace,
    DirectoryImport,
    Location,
    Metadata,
    Organization,
    Service,
    ServiceAtLocation,
)
from throughline.partner.queries import values_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

WORDS = st.text("bcdfgjklmpvwxz", min_size=6, max_size=9).map(lambda word: f"zq{word}")
FIELDS = [
    *("name", "alternate_name", "description", "transportation", "street", "unit", "city", "region"),
    *("zip", "ramp", "details", "gate"),
]
DRAWN = st.lists(WORDS, min_size=len(FIELDS), max_size=len(FIELDS), unique=True)
PLACES = st.tuples(DRAWN, st.integers(310_001, 389_999), st.integers(1_020_001, 1_089_999))


class Secret:
    """What a place is made of: its distinctive words, and its coordinates."""

    def __init__(self, drawn: tuple[list[str], int, int]) -> None:
        words, north, west = drawn
        self.words = dict(zip(FIELDS, words, strict=True))
        self.latitude, self.longitude = north / 10_000, -west / 10_000
        self.needles = [*words, str(self.latitude), str(abs(self.longitude))]

    def found_in(self, text: str) -> list[str]:
        low = text.lower()
        return [needle for needle in self.needles if needle in low]

    def location(self) -> dict[str, Any]:
        names = ("name", "alternate_name", "description", "transportation")
        return {
            **{name: self.words[name] for name in names},
            "latitude": self.latitude,
            "longitude": self.longitude,
        }

    def address(self) -> dict[str, str]:
        return {
            "address_1": f"417 {self.words['street']} lane",
            "address_2": self.words["unit"],
            "city": self.words["city"],
            "region": self.words["region"],
            "state_province": "CO",
            "postal_code": self.words["zip"],
        }


def planted(actor: Actor, secret: Secret) -> Location:
    """A location with everything that can be kept about it, not confidential yet."""
    organization = Organization.objects.create(name="Safe nights", foreign_id="o9")
    location = Location.objects.create(
        organization=organization,
        foreign_id="l9",
        extra={"x_gate": secret.words["gate"]},
        **secret.location(),
    )
    service = Service.objects.create(name="Night shelter", organization=organization, foreign_id="s9")
    ServiceAtLocation.objects.create(service=service, location=location)
    address = Address.objects.create(location=location, foreign_id="a9", **secret.address())
    Accessibility.objects.create(
        location=location, description=secret.words["ramp"], details=secret.words["details"]
    )
    Attribute.objects.create(link_id=location.hsds_id, link_entity="location", value=secret.words["gate"])
    Metadata.objects.create(resource_id=address.hsds_id, previous_value=secret.words["street"])
    with actions.revising(actor) as revision:
        revision.added(location, address)
    before = values_of(address)
    with actions.revising(actor) as revision:
        address.attention = secret.words["gate"]
        address.save()
        revision.changed(address, before)
    quoted = {"code": "x", "column": None, "is_error": False, "row": 2}
    DirectoryImport.objects.create(
        version="3.0",
        report={
            "problems": [{**quoted, "file": "locations.csv", "params": {"value": secret.words["name"]}}],
            "fields": [],
            "counts": [],
        },
    )
    return location


def imported_again(actor: Actor, secret: Secret, folder: Path) -> None:
    """The file from which the place came, with the same cells, and one that cannot be read."""
    where = secret.location()
    address = secret.address()
    a_directory(
        folder,
        organizations="id,name,description\no9,Safe nights,Beds\n",
        services="id,organization_id,name,status\ns9,o9,Night shelter,active\n",
        locations=f"id,organization_id,{','.join(where)},x_gate\nl9,o9,"
        f"{','.join(map(str, where.values()))},{secret.words['gate']}\n",
        services_at_location="id,service_id,location_id\nsl9,s9,l9\n",
        addresses=f"id,location_id,{','.join(address)},country,address_type\na9,l9,"
        f"{','.join(address.values())},US,{secret.words['gate']}\n",
        attributes=f"id,link_id,link_entity,value\nt9,l9,location,{secret.words['gate']}\n",
    )
    workflows.import_directory(actor, folder)


def texts_of(response: HttpResponseBase) -> Iterator[str]:
    """What a response says: the files of a zip too."""
    body = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
    if zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            for name in package.namelist():
                yield package.read(name).decode()
    else:
        yield body.decode(errors="replace")
    yield str(dict(response.headers))


def rows_everywhere() -> Iterator[tuple[str, str]]:
    """Every row of every table but the guarded one."""
    for model in apps.get_models():
        if model is not ConfidentialPlace:
            for row in model._base_manager.values():
                yield model._meta.label, str(row)


def furnished_worlds(district: District) -> dict[str, World]:
    """What the doors of each app ask for, so that every page of the site has something to show."""
    worlds = {app: World(district) for app in APPS}
    for app, world in worlds.items():
        MODULES[app].furnish(world)
    return worlds


def leaks(
    secret: Secret,
    district: District,
    worlds: dict[str, World],
    clients: dict[str, Client],
    location: Location,
) -> list[str]:
    guarded = district.url("edit_location", location_id=location.public_id)
    addresses = {
        *(door.address(worlds[app]) for app, door in DOORS if door.method == "get"),
        district.url("location_history", location_id=location.public_id),
        district.url("service", service_id=Service.objects.get(foreign_id="s9").public_id),
        district.url("organization", organization_id=Organization.objects.get(foreign_id="o9").public_id),
        district.url("hsds_services") + "?full=true",
        district.url("hsds_service_at_locations") + "?full=true",
        district.url("hsds_services") + f"?proximity={secret.latitude},{secret.longitude},50000",
    }
    found = []
    for who, client in clients.items():
        for address in sorted(addresses - {guarded}):
            for text in texts_of(client.get(address)):
                # An address that repeats what was asked for is no answer.
                answer = text.replace(f"{secret.latitude},{secret.longitude}", "")
                answer = answer.replace(f"{secret.latitude}%2C{secret.longitude}", "")
                found += [f"{who} {address.split('?')[0]}: {needle}" for needle in secret.found_in(answer)]
    for label, row in rows_everywhere():
        found += [f"{label}: {needle}" for needle in secret.found_in(row)]
    for path in Path(settings.MEDIA_ROOT).rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            found += [f"{path.name}: {needle}" for needle in secret.found_in(text)]
    return found


def is_found_by(client: Client, district: District, words: str) -> bool:
    service = Service.objects.get(foreign_id="s9")
    page = client.get(district.url("services"), {"q": words}).content.decode()
    return district.url("service", service_id=service.public_id) in page


@pytest.mark.usefixtures("no_worker")
def test_nothing_of_a_confidential_place_is_anywhere_else(
    district: District,
    owner: Person,
    coordinator: Person,
    partner_contact: Person,
    client_of: Callable[[Person | None], Client],
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
) -> None:
    actor = make.actor(coordinator, district)
    clients = {
        "owner": client_of(owner),
        "partner contact": client_of(partner_contact),
        "anybody": client_of(None),
    }
    caplog.set_level(logging.DEBUG)

    @hypothesis.settings(
        max_examples=2,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(PLACES)
    def holds(drawn: tuple[list[str], int, int]) -> None:
        secret = Secret(drawn)
        caplog.clear()
        with transaction.atomic():
            worlds = furnished_worlds(district)
            location = planted(actor, secret)
            assert is_found_by(clients["anybody"], district, secret.words["city"])
            actions.mark_confidential(actor, location)
            imported_again(actor, secret, tmp_path / "again")
            workflows.check_directory(district)
            search = start_job(
                actor, kind="find_duplicates", title="Find duplicates", task=tasks.find_duplicates
            )
            tasks.find_duplicates.func(district.slug, search.public_id)
            found = leaks(secret, district, worlds, clients, location)
            found += [f"log: {needle}" for needle in secret.found_in(caplog.text)]
            assert found == []
            assert not is_found_by(clients["anybody"], district, secret.words["city"])
            guarded = district.url("edit_location", location_id=location.public_id)
            form = clients["owner"].get(guarded).content.decode()
            assert set(secret.found_in(form)) >= {secret.words["street"], str(secret.latitude)}
            assert clients["partner contact"].get(guarded).status_code == 403
            transaction.set_rollback(True)

    holds()
