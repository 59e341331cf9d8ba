"""Two districts whose every text is marked, and a walk through all addresses with the rows of either."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import CharField, F, TextField, Value
from django.db.models.functions import Concat
from django_scopes import scope, scopes_disabled

from tests import make
from tests.architecture.furnished import APPS, DOORS, MODULES
from tests.doors import Door, World
from tests.quick_client import QuickClient, signed_in, taken_back
from throughline.accounts.models import District, DistrictRow, Person, Role
from throughline.ui.fields import TranslatedText, TranslatedTextField

WORDS = {"name", "title", "text", "label", "words", "description", "what_was_done", "owner", "why"}
"""Columns of one language that hold words, besides those of several."""

MODELS = {model._meta.db_table: model for model in apps.get_models() if issubclass(model, DistrictRow)}
WRITES = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')


def mark_of(district: District) -> str:
    return f"MARK-OF-{district.slug.upper()}"


def mark_texts(district: District) -> int:
    """Write the district's mark into each text of each of its rows; return how many columns have it."""
    mark, n_marked = mark_of(district), 0
    for model in MODELS.values():
        for field in model._meta.concrete_fields:
            if isinstance(field, TranslatedTextField):
                texts: Any = TranslatedText.of("en", f"{mark} {model.__name__}", es=mark)
                n_marked += bool(model.objects.update(**{field.name: texts}))
            elif isinstance(field, CharField | TextField) and field.name in WORDS and not field.choices:
                rows = model.objects.exclude(**{field.name: ""})
                n_marked += bool(rows.update(**{field.name: Concat(F(field.name), Value(f" {mark}"))}))
    return n_marked


class Tenant:
    """A district with the rows that the doors of every app ask for, and one member of each role."""

    def __init__(self, slug: str) -> None:
        self.district = make.district(slug, name=slug.title())
        self.worlds: dict[str, World] = {}
        with scope(district=self.district):
            for app in APPS:
                self.worlds[app] = World(self.district)
                MODULES[app].furnish(self.worlds[app])
            self.n_marked = mark_texts(self.district)
            school = make.school()
            self.members = {
                role.value: make.member(
                    self.district, role, f"{role} of {slug}", school if role == Role.SCHOOL_LEADER else None
                )
                for role in Role
            }

        with scopes_disabled():
            self.before = {table: self._rows(table) for table in MODELS}

    def has_changed(self, tables: Iterable[str]) -> bool:
        """Whether any row of the district in these tables is another than at the beginning."""
        with scopes_disabled():
            return any(self._rows(table) != self.before[table] for table in tables)

    def _rows(self, table: str) -> list[tuple[Any, ...]]:
        rows = MODELS[table]._base_manager.filter(district=self.district)
        return list(rows.order_by("pk").values_list())


@dataclass(frozen=True)
class Breach:
    who: str
    method: str
    address: str
    status: int
    what: str


@contextmanager
def written_tables() -> Iterator[set[str]]:
    """The tables of districts that are written to meanwhile."""
    tables: set[str] = set()

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith("SELECT"):
            tables.update(MODELS.keys() & set(WRITES.findall(sql)))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield tables


class Walk:
    """Ask for every address, by GET and by POST, as everybody."""

    def __init__(self, ours: Tenant, theirs: Tenant) -> None:
        self.ours, self.theirs = ours, theirs
        self.n_seen = 0
        self.cast: dict[str, Person | None] = {
            "anonymous": None,
            "stranger": make.person("a stranger"),
            "other owner": theirs.members[Role.OWNER],
            **ours.members,
        }
        self._clients: dict[str, QuickClient] = {}

    def breaches(self, under: Tenant, rows_of: Tenant, *who: str) -> Iterator[Breach]:
        """Ask under the address of one district for rows of one, also in what is posted.

        What no page is made for, such as a POST to a list, is asked by nobody and by owners alone.
        """
        for one in who or self.cast:
            for app, door, is_made_for in addresses(rows_of):
                world = rows_of.worlds[app]
                names_rows = under is rows_of or bool(door.kwargs(world))
                if names_rows and (is_made_for or one in {"anonymous", "other owner", Role.OWNER}):
                    yield from self._ask(one, under, world, door)

    def _ask(self, who: str, under: Tenant, world: World, door: Door) -> Iterator[Breach]:
        address = door.address(world, under.district)
        walled = [one for one in (self.ours, self.theirs) if not self._is_open(who, one, under, door)]
        client = self._client_of(who)
        with taken_back(), written_tables() as tables:
            answer = getattr(client, door.method)(address, door.data(world))
            body = b"".join(answer) if answer.streaming else answer.content
            changed = [one for one in walled if one.has_changed(tables)]
        text = body.decode("utf-8", "replace") + str(answer.headers)
        self.n_seen += mark_of(under.district) in text
        shown = [one for one in walled if mark_of(one.district) in text]
        for what, tenants in (("shows", shown), ("changes", changed)):
            for one in tenants:
                yield Breach(who, door.method, address, answer.status_code, f"{what} {one.district.slug}")

    def _client_of(self, who: str) -> QuickClient:
        if who not in self._clients:
            self._clients[who] = signed_in(self.cast[who])
        return self._clients[who]

    def _is_open(self, who: str, tenant: Tenant, under: Tenant, door: Door) -> bool:
        """Whether the answer may be about this district: it is the one in the address, and open to them."""
        person = self.cast[who]
        is_member = person is not None and person in tenant.members.values()
        return tenant is under and (door.public or is_member)


@cache
def addresses(tenant: Tenant) -> list[tuple[str, Door, bool]]:
    """Each address once by GET and once by POST, and whether a door has that method and something to send."""
    doors: dict[tuple[str, str, str, str], Door] = {}
    for app, door in DOORS:
        address = door.address(tenant.worlds[app])
        doors[app, door.name, address, door.method] = door
    found = []
    for (app, name, address, method), door in doors.items():
        found.append((app, door, True))
        other = "post" if method == "get" else "get"
        if (app, name, address, other) not in doors:
            found.append((app, replace(door, method=other, data=lambda world: {}), False))
    return found
