"""Every page as it is shown: nothing technical or empty, a title that names its object, plain English."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override
from django_scopes import scope

from tests import make, reading
from tests.architecture.furnished import APPS, DOORS
from tests.doors import Door, World
from tests.plain_words import faults_on_a_page
from tests.words import visible
from throughline.accounts.models import Role

ROOT = Path(__file__).resolve().parents[2]
PAGES = {app: [door for of, door in DOORS if of == app and door.method == "get"] for app in APPS}
# What a page is about, by the name in its address. Its title has one of these fields of it.
NAMES = ("title", "name", "sentence", "label")


@pytest.fixture
def world(
    request: pytest.FixtureRequest, furnished_app: Callable[[str], World], django_db_blocker: Any
) -> World:
    with django_db_blocker.unblock():
        return furnished_app(request.param)


def _pages(app: str, world: World, language: str = "en") -> Iterator[tuple[Door, Any, str]]:
    """Each page of an app that its district's owner can open, with its text."""
    client = Client()
    with scope(district=world.district):
        client.force_login(make.member(world.district, Role.OWNER))
    for door in PAGES[app]:
        response = client.get(door.address(world), {**door.data(world), "lang": language}, follow=True)
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            yield door, response, _text(response.content.decode())


def _text(page: str) -> str:
    """What is read on a page, without code, files that are shown as such, and what people type in fields."""
    page = re.sub(r"<(script|style|code|pre|textarea|svg|option)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return unescape(re.sub(r"\s+", " ", visible(page)))


BY_APP = pytest.mark.parametrize(
    ("world", "app"), [pytest.param(app, app, id=app) for app in APPS], indirect=["world"]
)


@BY_APP
@pytest.mark.parametrize("language", ["en", "es"])
def test_no_page_shows_internal_names_or_empty_pieces(
    world: World, app: str, language: str, db: None
) -> None:
    pages = list(_pages(app, world, language))
    assert pages
    faults = {f"{door.name}: {fault}" for door, _response, text in pages for fault in faults_on_a_page(text)}
    assert not faults, "\n".join(sorted(faults))


@BY_APP
def test_the_title_of_a_page_names_its_object(world: World, app: str, db: None) -> None:
    wrong = []
    for door, response, _text_of_page in _pages(app, world):
        title = unescape(re.findall(r"<title>(.*?)</title>", response.content.decode(), re.DOTALL)[0])
        what, _dot, where = title.strip().rpartition(" · ")
        about = _names_of(door, world)
        if not what or not where or (about and not any(name[:40] in what for name in about)):
            wrong.append(f"{door.name}: {title!r}, about {about}")
    assert not wrong, "\n".join(wrong)


def _names_of(door: Door, world: World) -> list[str]:
    """The names of the object in a page's address; none for what has no name, such as a comment."""
    ids = set(door.kwargs(world).values())
    rows = [row for row in world.rows.values() if getattr(row, "public_id", None) in ids]
    with override("en"):
        return [str(getattr(row, field)) for row in rows for field in NAMES if getattr(row, field, "")]


@BY_APP
def test_public_pages_read_at_grade_8(world: World, app: str, db: None) -> None:
    """The sentences of the templates that people who take part are shown, by the Flesch-Kincaid grade."""
    templates = {
        Path(template.origin.name)
        for door, response, _text_of_page in _pages(app, world)
        if door.public
        for template in response.templates
        if template.origin and Path(template.origin.name).is_relative_to(ROOT)
    }
    assert reading.too_hard(sorted(templates), reading.HARDEST_FOR_FAMILIES) == []
    assert reading.grade(text for path in templates for text in reading.sentences(path)) <= reading.FAMILIES
