"""How often each page asks the database: seldom, and no more often where there are more rows."""

from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.urls import resolve
from django_scopes import scope

from tests import make
from tests.architecture.crawled import client_of, pages_by_links
from tests.architecture.furnished import APPS, DOORS, MODULES
from tests.doors import World
from throughline.accounts.models import District, Role
from throughline.listen.models import Voice

pytestmark = pytest.mark.once

MOST = 40
MORE = {
    "proposed_edit": (60, "tries out the edit and takes it back"),
    "proposed_edits": (80, "tries out each edit of the page and takes it back"),
    "preview_publication": (60, "counts the people of each forum again, to compare with what was shown"),
    "release": (130, "compared with today, it counts each piece of its evidence again"),
}
N_TIMES = 3
PER_ROW = {
    "desk": "each open cycle is read by itself, five on a page",
    "everything": "what one browser said in each forum of the page is read in its forum",
    "proposed_edits": "each edit of the page is tried out and taken back, ten on a page",
    "start_weights": "the schools are read once for each set of figures",
}


class Statements:
    """Counts SQL statements."""

    def __init__(self) -> None:
        self.n = 0

    def __call__(self, execute: Callable[..., object], *args: Any) -> object:
        self.n += 1
        return execute(*args)

    def taken(self) -> int:
        n, self.n = self.n, 0
        return n


@pytest.mark.slow
def test_no_page_of_the_sample_asks_the_database_often(sample_slug: str, db: None) -> None:
    statements, most = Statements(), Counter[str]()
    district = District.objects.get(slug=sample_slug)
    client = client_of(district, Role.OWNER)
    with connection.execute_wrapper(statements):
        for address, _response in pages_by_links(district, client):
            name = resolve(urlsplit(address).path).url_name or ""
            most[name] = max(most[name], statements.taken())
    assert len(most) > 100
    assert {name: n for name, n in most.items() if n > MORE.get(name, (MOST,))[0]} == {}


def district_with(n_times: int) -> World:
    """A district that has the rows of all apps several times."""
    world = World(make.district(f"rows-{n_times}"))
    with scope(district=world.district):
        for app in APPS:
            for _time in range(n_times):
                Voice.objects.update(follow_hash=None)  # the last rows have the links that the doors use
                MODULES[app].furnish(world)
    return world


@pytest.mark.slow
def test_no_page_asks_more_often_where_there_are_more_rows(db: None) -> None:
    n_by_page: dict[int, dict[str, int]] = {}
    for n_times in (1, N_TIMES):
        world, client, statements = district_with(n_times), Client(), Statements()
        with scope(district=world.district):
            client.force_login(make.member(world.district, Role.OWNER))
        found = n_by_page[n_times] = {}
        for _app, door in DOORS:
            if door.method == "get":
                client.get(door.address(world), door.data(world))  # what is cached is read
                with connection.execute_wrapper(statements):
                    client.get(door.address(world), door.data(world))
                found[door.name] = max(statements.taken(), found.get(door.name, 0))
    few, many = n_by_page[1], n_by_page[N_TIMES]
    grown = {name: (few[name], n) for name, n in many.items() if n > few[name]}
    assert {name: n for name, n in grown.items() if name not in PER_ROW} == {}


def test_statements_are_counted(db: None) -> None:
    statements = Statements()
    with connection.execute_wrapper(statements):
        assert District.objects.count() >= 0
    assert (statements.taken(), statements.taken()) == (1, 0)
