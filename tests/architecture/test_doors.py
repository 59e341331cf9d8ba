"""Each page and endpoint, as owner, colleague without the right, stranger, and owner of another district."""

import importlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver
from django_scopes import scope

from tests import clock, copies, make
from tests.conftest import CHEAP_HASHERS
from tests.copies import Copies
from tests.doors import Door, World
from throughline.accounts.models import District, Membership, Person, Role

APPS = [path.parent.name for path in sorted(Path(__file__).parents[1].glob("*/doors.py"))]
MODULES = {app: importlib.import_module(f"tests.{app}.doors") for app in APPS}
DOORS: list[tuple[str, Door]] = [(app, door) for app in APPS for door in MODULES[app].DOORS]


def _door_id(app: str, door: Door) -> str:
    return f"{app}-{door.name}-{door.method}-{door.colleague_role}"


def furnished(district: District, app: str) -> World:
    world = World(district)
    with scope(district=district):
        for before in APPS if app == "" else [app]:
            MODULES[before].furnish(world)
    return world


@pytest.fixture(scope="module")
def furnished_app(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: Any,
    database_copies: Copies,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    """A district with the rows of one app, made once for all doors: each test takes back its changes."""
    files = tmp_path_factory.mktemp("uploads")
    made = override_settings(PASSWORD_HASHERS=CHEAP_HASHERS, MEDIA_ROOT=files)
    with django_db_blocker.unblock():
        with made, clock.stopped():
            world = furnished(make.district("juniper", name="Juniper Valley"), request.param)
        yield world
        database_copies.load(copies.TABLES)


def _answer(door: Door, world: World, person: Person | None) -> Any:
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person)
    url = world.district.url(door.name, **door.kwargs(world))
    return client.post(url, door.data(world)) if door.method == "post" else client.get(url, door.data(world))


def _cast(door: Door, district: District, other: District) -> dict[str, Person | None]:
    with scope(district=other):
        other_owner = make.member(other, Role.OWNER, name="owner of elsewhere")
    with scope(district=district):
        return {
            "anonymous": None,
            "stranger": make.person("a stranger"),
            "other_owner": other_owner,
            "colleague": make.member(district, door.colleague_role, name="a colleague"),
            "owner": make.member(district, Role.OWNER, name="an owner"),
        }


@pytest.mark.parametrize(
    ("furnished_app", "door"),
    [pytest.param(app, door, id=_door_id(app, door)) for app, door in DOORS],
    indirect=["furnished_app"],
)
def test_a_door_opens_to_whom_it_should_and_to_nobody_else(
    furnished_app: World, door: Door, db: None
) -> None:
    world = furnished_app
    cast = _cast(door, world.district, make.district("sagebrush", name="Sagebrush"))
    wanted = {
        who: door.owner if door.public else getattr(door, who)
        for who in (
            "anonymous",
            "stranger",
            "other_owner",
            "colleague",
            "owner",
        )  # owners last: their requests change rows
    }
    if door.method == "post" and not door.public:
        wanted["anonymous"] = 403  # the form's text is shown again, so there is no redirect
    found = {}
    for who, person in cast.items():
        response = _answer(door, world, person)
        found[who] = response.status_code
        if response.status_code == 302 and wanted[who] == 302 and who == "anonymous" and not door.public:
            assert response["Location"].startswith("/accounts/login/"), "an anonymous request goes to sign-in"
    assert found == wanted


def _names_under_a_district() -> Iterator[str]:
    def walk(patterns: list[Any], route: str) -> Iterator[str]:
        for pattern in patterns:
            here = route + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, here)
            elif isinstance(pattern, URLPattern) and here.startswith("d/<slug:district>/"):
                yield pattern.name or here

    yield from walk(get_resolver().url_patterns, "")


def test_every_url_name_under_a_district_is_listed_as_a_door() -> None:
    listed = {door.name for _app, door in DOORS}
    named = set(_names_under_a_district())
    assert sorted(named - listed) == []
    assert sorted(listed - named) == []


def test_url_names_are_unique() -> None:
    names = list(_names_under_a_district())
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_a_page_asks_for_a_membership_unless_it_is_marked_public() -> None:
    """Views listed as public are marked `public`, and no others."""
    views: dict[str, Callable[..., Any]] = {}

    def walk(patterns: list[Any]) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns)
            elif pattern.name:
                views[pattern.name] = pattern.callback

    walk(get_resolver().url_patterns)
    marked = {name for name in _names_under_a_district() if getattr(views[name], "is_public", False)}
    listed = {door.name for _app, door in DOORS if door.public}
    assert sorted(marked ^ listed) == []


def test_no_page_of_one_district_shows_anothers_people(db: None) -> None:
    """Request every page as the owner of a district with rows, while another district has rows too."""
    districts = [
        make.district("juniper", name="Juniper Valley"),
        make.district("sagebrush", name="Sagebrush"),
    ]
    worlds = [furnished(district, "") for district in districts]
    owners = []
    for district in districts:
        with scope(district=district):
            owners.append(make.member(district, Role.OWNER, name=f"owner of {district.slug}"))
    secrets: list[set[str]] = []
    for district in districts:
        with scope(district=district):
            people = [row.person for row in Membership.objects.select_related("person")]
            secrets.append({person.email for person in people} | {person.public_id for person in people})
    for here, elsewhere in ((0, 1), (1, 0)):
        client = Client()
        client.force_login(owners[here])
        for _app, door in DOORS:
            if door.method != "get":
                continue
            url = worlds[here].district.url(door.name, **door.kwargs(worlds[here]))
            response = client.get(url, door.data(worlds[here]))
            body = b"".join(response) if response.streaming else response.content
            shown = {word for word in secrets[elsewhere] if word in body.decode("utf-8", "replace")}
            assert not shown, f"{url} shows {shown} of another district"


def test_no_row_of_one_district_answers_under_another(db: None) -> None:
    """The owner of one district requests every row of the other under their own district's URL."""
    here, elsewhere = make.district("juniper"), make.district("sagebrush")
    ours = furnished(here, "")
    theirs = furnished(elsewhere, "")
    with scope(district=here):
        owner = make.member(here, Role.OWNER, name="owner of juniper")
    client = Client(raise_request_exception=False)
    client.force_login(owner)
    for _app, door in DOORS:
        kwargs = door.kwargs(theirs)
        if not kwargs or kwargs == door.kwargs(ours):
            continue  # the URL names no row
        url = here.url(door.name, **kwargs)
        send = client.post if door.method == "post" else client.get
        answer = send(url, door.data(theirs))
        assert answer.status_code == 404, f"{door.method} {url} answers {answer.status_code}"


def test_ids_in_addresses_are_never_row_numbers(db: None) -> None:
    world = furnished(make.district("juniper"), "")
    with scope(district=world.district):
        for _app, door in DOORS:
            for name, value in door.kwargs(world).items():
                assert not re.fullmatch(r"\d+", str(value)), f"{door.name} names {name} by a row number"
