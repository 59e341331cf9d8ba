"""Each page and endpoint, as owner, colleague without the right, stranger, and owner of another district."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django_scopes import scope

from tests import make
from tests.architecture.checks import urls
from tests.architecture.furnished import DOORS
from tests.doors import Door, World
from tests.quick_client import QuickClient, signed_in
from throughline.accounts.models import Role


def _door_id(app: str, door: Door) -> str:
    return f"{app}-{door.name}-{door.method}-{door.colleague_role}"


class Opened:
    """The rows of one app, and the browsers of those who come to its doors."""

    def __init__(self, world: World) -> None:
        other = make.district("sagebrush", name="Sagebrush")
        with scope(district=other):
            other_owner = make.member(other, Role.OWNER, name="owner of elsewhere")
        self.world = world
        self.anonymous, self.other_owner = signed_in(None), signed_in(other_owner)
        self.stranger = signed_in(make.person("a stranger"))
        with scope(district=world.district):
            self.owner = signed_in(make.member(world.district, Role.OWNER, name="an owner"))
            self._colleagues = {
                role: signed_in(make.member(world.district, role, name=f"a colleague: {role}"))
                for role in Role
            }

    def cast(self, role: str) -> dict[str, QuickClient]:
        """All of them, in the order in which they come; the colleague has this role."""
        return {
            "anonymous": self.anonymous,
            "stranger": self.stranger,
            "other_owner": self.other_owner,
            "colleague": self._colleagues[Role(role)],
            "owner": self.owner,  # last: their requests change rows
        }


@pytest.fixture(scope="module")
def opened_apps() -> dict[str, Opened]:
    """The app that was furnished last."""
    return {}


@pytest.fixture
def opened(
    request: pytest.FixtureRequest,
    furnished_app: Callable[[str], World],
    opened_apps: dict[str, Opened],
    django_db_blocker: Any,
) -> Opened:
    """The rows of the app in the test's parameter. They come before `db`, which takes back what follows."""
    with django_db_blocker.unblock():
        world = furnished_app(request.param)
        if request.param not in opened_apps:
            opened_apps.clear()
            opened_apps[request.param] = Opened(world)
    return opened_apps[request.param]


def _answer(door: Door, world: World, client: QuickClient) -> Any:
    url = door.address(world)
    with client.as_before():
        return getattr(client, door.method)(url, door.data(world))


@pytest.mark.parametrize(
    ("opened", "door"),
    [pytest.param(app, door, id=_door_id(app, door)) for app, door in DOORS],
    indirect=["opened"],
)
def test_a_door_opens_to_whom_it_should_and_to_nobody_else(opened: Opened, door: Door, db: None) -> None:
    world, cast = opened.world, opened.cast(door.colleague_role)
    wanted = {who: door.owner if door.public else getattr(door, who) for who in cast}
    if door.method == "post" and not door.public:
        wanted["anonymous"] = 403  # the form's text is shown again, so there is no redirect
    found = {}
    for who, client in cast.items():
        response = _answer(door, world, client)
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
