"""Every page as it is shown: nothing technical or empty, a title that names its object, plain English."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
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
from tests.quick_client import taken_back
from tests.words import visible
from throughline.accounts.models import Role

ROOT = Path(__file__).resolve().parents[2]
PAGES = {app: [door for of, door in DOORS if of == app and door.method == "get"] for app in APPS}
# What a page is about, by the name in its address. Its title has one of these fields of it.
NAMES = ("title", "name", "sentence", "label")
LANGUAGES = ("en", "es")


@dataclass(frozen=True)
class Shown:
    """A page as it was answered, and the names of what it is about."""

    door: Door
    html: str
    text: str
    names: list[str]
    templates: frozenset[Path]


@pytest.fixture(scope="module")
def seen() -> dict[str, dict[str, list[Shown]]]:
    return {}


@pytest.fixture
def pages(
    request: pytest.FixtureRequest,
    furnished_app: Callable[[str], World],
    seen: dict[str, dict[str, list[Shown]]],
    django_db_blocker: Any,
) -> dict[str, list[Shown]]:
    """The pages of an app by language, asked for once for all tests."""
    app = request.param
    if app not in seen:
        with django_db_blocker.unblock():
            world = furnished_app(app)
            seen[app] = {}
            for language in LANGUAGES:
                with taken_back():
                    seen[app][language] = list(_pages(app, world, language))
    return seen[app]


def _pages(app: str, world: World, language: str) -> Iterator[Shown]:
    """Each page of an app that its district's owner can open."""
    client = Client()
    with scope(district=world.district):
        client.force_login(make.member(world.district, Role.OWNER))
    for door in PAGES[app]:
        response = client.get(door.address(world), {**door.data(world), "lang": language}, follow=True)
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            html, templates = (
                response.content.decode(),
                {Path(one.origin.name) for one in response.templates if one.origin},
            )
            yield Shown(door, html, _text(html), _names_of(door, world), frozenset(templates))


def _text(page: str) -> str:
    """What is read on a page, without code, files that are shown as such, and what people type in fields."""
    page = re.sub(r"<(script|style|code|pre|textarea|svg|option)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return unescape(re.sub(r"\s+", " ", visible(page)))


def _names_of(door: Door, world: World) -> list[str]:
    """The names of the object in a page's address; none for what has no name, such as a comment."""
    ids = set(door.kwargs(world).values())
    rows = [row for row in world.rows.values() if getattr(row, "public_id", None) in ids]
    with override("en"):
        return [str(getattr(row, field)) for row in rows for field in NAMES if getattr(row, field, "")]


BY_APP = pytest.mark.parametrize("pages", APPS, indirect=True)


@BY_APP
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_shows_internal_names_or_empty_pieces(pages: dict[str, list[Shown]], language: str) -> None:
    assert pages[language]
    faults = {
        f"{page.door.name}: {fault}" for page in pages[language] for fault in faults_on_a_page(page.text)
    }
    assert not faults, "\n".join(sorted(faults))


@BY_APP
def test_the_title_of_a_page_names_its_object(pages: dict[str, list[Shown]]) -> None:
    wrong = []
    for page in pages["en"]:
        title = unescape(re.findall(r"<title>(.*?)</title>", page.html, re.DOTALL)[0])
        what, _dot, where = title.strip().rpartition(" · ")
        if not what or not where or (page.names and not any(name[:40] in what for name in page.names)):
            wrong.append(f"{page.door.name}: {title!r}, about {page.names}")
    assert not wrong, "\n".join(wrong)


@BY_APP
def test_public_pages_read_at_grade_8(pages: dict[str, list[Shown]]) -> None:
    """The sentences of the templates that people who take part are shown, by the Flesch-Kincaid grade."""
    used = {path for page in pages["en"] if page.door.public for path in page.templates}
    templates = sorted(path for path in used if path.is_relative_to(ROOT))
    assert reading.too_hard(templates, reading.HARDEST_FOR_FAMILIES) == []
    assert reading.grade(text for path in templates for text in reading.sentences(path)) <= reading.FAMILIES
