"""Each action, tried by each role, and by school leaders on what is of their school, another, or none."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_scopes import scope

from tests import make
from tests.architecture.furnished import DOORS, furnished
from tests.attack.roles_table import COLUMNS, TABLE
from tests.doors import Door, World
from tests.quick_client import QuickClient, signed_in, taken_back
from throughline.accounts.models import District, Person, Role, School
from throughline.accounts.permissions import Actor
from throughline.align.models import Initiative
from throughline.convene.models import Cycle
from throughline.partner.models import Support

pytestmark = pytest.mark.once  # what a role may do does not depend on the database

APPS = sorted({app for app, _door in DOORS})
Data = Callable[[World, School | None], dict[str, Any]]


def rows_of_table() -> dict[str, list[str]]:
    rows: dict[str, list[str]] = {}
    for line in TABLE.strip().splitlines():
        if not line.startswith("#"):
            name, *cells = line.split()
            assert name not in rows, f"{name} is listed twice"
            assert len(cells) == len(COLUMNS)
            rows[name] = cells
    return rows


def posts(app: str) -> list[Door]:
    return [door for of_app, door in DOORS if of_app == app and door.method == "post"]


def _file(name: str, field: str) -> Data:
    return lambda world, school: {
        "cycle": world.rows["cycle"].public_id,
        "title": "Brought in",
        field: SimpleUploadedFile(name, b"What matters?\nHands-on learning\nMusic\n"),
        "encoding": "detect",
    }


CHOSEN: dict[str, Data] = {
    "create_cycle": lambda world, school: {"school": school.public_id if school else ""},
    "edit_cycle": lambda world, school: {"school": school.public_id if school else ""},
    "create_initiative": lambda world, school: {"schools": [school.pk] if school else []},
    "edit_initiative": lambda world, school: {"schools": [school.pk] if school else []},
    "create_support": lambda world, school: {"school": school.pk if school else ""},
    "edit_support": lambda world, school: {"school": school.pk if school else ""},
    "import_survey": _file("survey.csv", "file"),
    "import_polis": _file("votes.csv", "exported"),
}
"""What is chosen in a form, where the door leaves it out: the school or the cycle that the row is about."""


def belong_to(school: School | None) -> None:
    """Let everything that can belong to a school belong to this one."""
    Cycle.objects.update(school=school)
    Support.objects.update(school=school)
    for initiative in Initiative.objects.all():
        initiative.schools.set([school] if school else [])


def status(door: Door, world: World, client: QuickClient, school: School | None) -> int:
    """What a browser gets where everything belongs to this school; afterwards, all is as before."""
    chosen = CHOSEN.get(door.name)
    with taken_back(), client.as_before(), scope(district=world.district):
        data = {**door.data(world), **(chosen(world, school) if chosen else {})}
        status: int = client.post(door.address(world), data).status_code
        return status


def rows_of(
    doors: list[Door], world: World, cast: dict[str, Person], led: dict[str, School | None]
) -> list[tuple[str, list[str]]]:
    """What each column gets for each door. One school after the other owns everything."""
    clients = {who: signed_in(person) for who, person in cast.items()}
    found: list[tuple[str, dict[str, str]]] = [(door.name, {}) for door in doors]
    for school in led.values():
        with taken_back():
            with scope(district=world.district):
                belong_to(school)
            for door, (_name, row) in zip(doors, found, strict=True):
                wanted = status(door, world, clients["owner"], school)
                for column in (column for column in COLUMNS if led.get(column) == school):
                    got = status(door, world, clients.get(column, clients["leader"]), school)
                    row[column] = "yes" if got == wanted else str(got)
    return [(name, [row[column] for column in COLUMNS]) for name, row in found]


@pytest.mark.parametrize("app", APPS)
def test_each_role_does_what_the_table_says_and_a_school_leader_only_at_their_school(
    app: str, district: District, no_worker: None
) -> None:
    own, other = make.school("Alder"), make.school("Birch")
    cast = {role.value: make.member(district, role) for role in Role if role != Role.SCHOOL_LEADER}
    cast["leader"] = make.member(district, Role.SCHOOL_LEADER, school=own)
    world = furnished(district, app)
    led = {"own school": own, "other school": other, "district": None}
    found = rows_of(posts(app), world, cast, led)
    expected = rows_of_table()
    assert found == [(name, expected.get(name)) for name, _row in found]


@pytest.mark.parametrize("app", APPS)
def test_a_school_leader_without_a_school_changes_nothing(
    app: str, district: District, no_worker: None
) -> None:
    leader, school = make.member(district, Role.SCHOOL_LEADER), make.school("Alder")
    world = furnished(district, app)
    closed, client, tried = [door for door in posts(app) if not door.public], signed_in(leader), []
    for of in (school, None):
        with taken_back():
            belong_to(of)
            tried += [(door.name, of, status(door, world, client, of)) for door in closed]
    assert [one for one in tried if one[-1] < 400] == []


def test_it_is_the_tie_to_the_school_that_stops_them(
    district: District, no_worker: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    leader, other = (
        make.member(district, Role.SCHOOL_LEADER, school=make.school("Alder")),
        make.school("Birch"),
    )
    world, client = furnished(district, "convene"), signed_in(leader)
    belong_to(other)
    (door,) = [door for door in posts("convene") if door.name == "end_cycle"]
    assert status(door, world, client, other) == 403
    monkeypatch.setattr(Actor, "is_leader_of", lambda actor, school_id: actor.has(Role.SCHOOL_LEADER))
    assert status(door, world, client, other) == 303


def test_the_table_lists_every_page_that_takes_a_post() -> None:
    """That every such page has a door is tested with the doors."""
    assert sorted(rows_of_table()) == sorted({door.name for _app, door in DOORS if door.method == "post"})
