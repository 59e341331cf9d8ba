"""Every address, by GET and POST, as every role, with the rows of one district under that of the other."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.urls import get_resolver

from tests.architecture.checks import urls
from tests.attack.tenancy import MODELS, Tenant, Walk, addresses
from tests.conftest import Making, queue_only
from throughline.accounts.models import Role
from throughline.accounts.models.scoped import DistrictManager, DistrictQuerySet
from throughline.accounts.permissions import Actor

pytestmark = pytest.mark.slow

FEW = ["anonymous", "other owner", Role.OWNER, Role.PARTNER_CONTACT]


@pytest.fixture(scope="module")
def tenants(making: Making) -> tuple[Tenant, Tenant, Path]:
    """Both districts and their files: each request is taken back."""
    with making() as uploads, pytest.MonkeyPatch.context() as patch:
        queue_only(patch)
        return Tenant("juniper"), Tenant("sagebrush"), uploads


@pytest.fixture
def walk(tenants: tuple[Tenant, Tenant, Path], db: None, no_worker: None, settings: Any) -> Walk:
    ours, theirs, uploads = tenants
    shutil.copytree(uploads, settings.MEDIA_ROOT)
    return Walk(ours, theirs)


@pytest.fixture
def who(walk: Walk) -> list[str]:
    """Everybody; on PostgreSQL one of each kind, since roles do not depend on the database."""
    return FEW if connection.vendor == "postgresql" else list(walk.cast)


def test_rows_of_another_district_are_neither_shown_nor_changed_under_ones_own_address(
    walk: Walk, who: list[str]
) -> None:
    assert list(walk.breaches(walk.ours, walk.theirs, *who)) == []


def test_ones_own_rows_answer_under_the_address_of_another_district_to_nobody(
    walk: Walk, who: list[str]
) -> None:
    assert list(walk.breaches(walk.theirs, walk.ours, *who)) == []


def test_the_pages_of_another_district_are_closed_to_every_role(walk: Walk, who: list[str]) -> None:
    assert list(walk.breaches(walk.theirs, walk.theirs, *who)) == []


@pytest.mark.parametrize("who", ["anonymous", "stranger", "other owner", *Role])
def test_ones_own_pages_show_and_change_nothing_of_another_district(walk: Walk, who: str) -> None:
    if connection.vendor == "postgresql" and who not in FEW:
        pytest.skip("Roles do not depend on the database.")
    assert list(walk.breaches(walk.ours, walk.ours, who)) == []
    n_expected = 80 if who in {Role.OWNER, Role.COORDINATOR} else 10
    assert walk.n_seen > n_expected, "the marks are seen where they may be seen"


def test_every_address_is_walked_by_both_methods_and_every_table_with_words_is_marked(walk: Walk) -> None:
    walked = {(door.name, door.method) for _app, door, _made_for in addresses(walk.ours)}
    under_a_district = {
        pattern.name
        for pattern in urls.url_patterns(get_resolver())
        if "district" in pattern.callback.__code__.co_varnames
    }
    assert {name for name, _method in walked} >= under_a_district
    assert {name for name, method in walked if method == "get"} == {name for name, _method in walked}
    assert {name for name, method in walked if method == "post"} == {name for name, _method in walked}
    assert walk.ours.n_marked == walk.theirs.n_marked > 40
    assert len(MODELS) > 50


def without_scope(patch: pytest.MonkeyPatch) -> None:
    """Rows of every district are found."""

    def get_queryset(self: DistrictManager) -> QuerySet:  # type: ignore[type-arg]
        return DistrictQuerySet(self.model, using=self._db)

    patch.setattr(DistrictManager, "get_queryset", get_queryset)


def without_membership(patch: pytest.MonkeyPatch) -> None:
    """Whoever is signed in is an owner everywhere."""
    patch.setattr(Actor, "of", lambda district, person: Actor(district, person, frozenset({Role.OWNER})))


@pytest.mark.parametrize(
    ("switch_off", "is_foreign_address"), [(without_scope, False), (without_membership, True)]
)
def test_without_a_wall_the_same_walk_reads_and_changes(
    walk: Walk,
    monkeypatch: pytest.MonkeyPatch,
    switch_off: Callable[[pytest.MonkeyPatch], None],
    is_foreign_address: bool,
) -> None:
    switch_off(monkeypatch)
    under = walk.theirs if is_foreign_address else walk.ours
    found = {one.what for one in walk.breaches(under, walk.theirs, "owner")}
    assert found == {"shows sagebrush", "changes sagebrush"}
