"""Each page and endpoint, as owner, colleague without the right, stranger, and owner of another district."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django_scopes import scope

from tests import make
from tests.architecture.checks import urls
from tests.architecture.furnished import DOORS
from tests.doors import Door, World
from throughline.accounts.models import District, Person, Role


def _door_id(app: str, door: Door) -> str:
    return f"{app}-{door.name}-{door.method}-{door.colleague_role}"


@pytest.fixture
def world(
    request: pytest.FixtureRequest, furnished_app: Callable[[str], World], django_db_blocker: Any
) -> World:
    """The rows of the app in the test's parameter. It comes before `db`, which takes back what follows."""
    with django_db_blocker.unblock():
        return furnished_app(request.param)


def _answer(door: Door, world: World, person: Person | None) -> Any:
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person)
    url = door.address(world)
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
    ("world", "door"),
    [pytest.param(app, door, id=_door_id(app, door)) for app, door in DOORS],
    indirect=["world"],
)
def test_a_door_opens_to_whom_it_should_and_to_nobody_else(world: World, door: Door, db: None) -> None:
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


def test_every_page_that_takes_a_post_is_posted_to_through_a_door() -> None:
    posted = {door.name for _app, door in DOORS if door.method == "post"}
    under_a_district = set(_names_under_a_district())
    views = {pattern.name: pattern.callback for pattern in urls.url_patterns(get_resolver())}
    taking = {name for name in under_a_district if urls.takes_posts(views[name])}
    assert sorted(taking ^ posted) == []


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
