"""Whatever anybody types into a public page is screened for danger, and no new page can forget it."""

import ast
import inspect
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver
from django_scopes import scope

from tests.architecture.checks import urls
from tests.architecture.furnished import DOORS, furnished
from throughline.accounts.models import District, Role
from throughline.config.requests.middleware import ScreeningMiddleware
from throughline.listen.forms.ask import SeedForm
from throughline.listen.forms.moderation import AppealForm
from throughline.listen.forms.words import WordsForm
from throughline.listen.models import UrgentFlag

URGENT = "I want to kill myself and nobody at school cares"
VIEWS: dict[str, Callable[..., Any]] = {
    pattern.name: pattern.callback for pattern in urls.url_patterns(get_resolver()) if pattern.name
}
WORDS_OF_OTHERS = (WordsForm, SeedForm, AppealForm)


def is_screened(name: str) -> bool:
    return any(getattr(VIEWS[name], mark, False) for mark in ("is_public", "is_screened"))


def test_every_public_page_that_takes_a_post_screens_what_is_typed_into_a_field_it_does_not_know(
    district: District,
) -> None:
    public = [(app, door) for app, door in DOORS if door.public and door.method == "post"]
    names = {door.name for _app, door in public}
    assert {"give_answer", "add_statement", "save_survey_answer", "appeal"} <= names
    client = Client(raise_request_exception=False)
    worlds = {app: furnished(district, app) for app in {app for app, _door in public}}
    for app, door in public:
        with scope(district=district):
            UrgentFlag.objects.all().delete()
        url = district.url(door.name, **door.kwargs(worlds[app]))
        client.post(url, {**door.data(worlds[app]), "field_of_next_year": URGENT})
        with scope(district=district):
            assert [flag.words for flag in UrgentFlag.objects.all()] == [URGENT], door.name


def forms_below(kind: type) -> set[str]:
    return {kind.__name__}.union(*map(forms_below, kind.__subclasses__()))


def names_in(view: Callable[..., Any]) -> set[str]:
    """Names in a view's function, and in the private ones of its module that it calls."""
    module = ast.parse(inspect.getsource(inspect.getmodule(inspect.unwrap(view))))  # type: ignore[arg-type]
    functions = {part.name: part for part in module.body if isinstance(part, ast.FunctionDef)}
    found: set[str] = set()
    waiting = [inspect.unwrap(view).__name__]
    while waiting:
        names = {part.id for part in ast.walk(functions[waiting.pop()]) if isinstance(part, ast.Name)}
        waiting.extend(name for name in (names - found) & functions.keys() if name.startswith("_"))
        found |= names
    return found


def test_every_page_whose_form_takes_words_of_others_is_screened() -> None:
    forms = set[str]().union(*map(forms_below, WORDS_OF_OTHERS))
    taking = {name for name in VIEWS if urls.takes_posts(VIEWS[name]) and forms & names_in(VIEWS[name])}
    assert {"give_answer", "table_notes", "edit_note", "add_seed_statement", "appeal"} <= taking
    assert sorted(name for name in taking if not is_screened(name)) == []


def test_every_page_that_a_partner_may_post_to_is_screened() -> None:
    """Partners are members, though not staff: what they write is that of others."""
    open_to_partners = {
        door.name
        for _app, door in DOORS
        if door.method == "post" and door.colleague_role == Role.PARTNER_CONTACT and door.colleague < 400
    }
    assert sorted(name for name in open_to_partners if not is_screened(name)) == []


@pytest.mark.parametrize("is_on", [True, False])
def test_it_is_the_screening_that_finds_lost_words(
    district: District, monkeypatch: pytest.MonkeyPatch, is_on: bool
) -> None:
    if not is_on:
        monkeypatch.setattr(ScreeningMiddleware, "__call__", lambda self, request: unscreened(self, request))
    Client().post(district.url("give_answer", forum_id="no-such-forum"), {"text": URGENT})
    assert UrgentFlag.objects.exists() == is_on


def unscreened(middleware: ScreeningMiddleware, request: Any) -> Any:
    request.texts_taken_in = set()
    return middleware.get_response(request)
