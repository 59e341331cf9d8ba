"""A thief of the database looks for the forums in which one browser took part, after it made its one link."""

import re
from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from time_machine import Traveller

from tests import make
from tests.attack.test_client_addresses import unpacked
from tests.listen.taking_part import fill
from throughline.accounts.models import District
from throughline.accounts.permissions import keys_of_days, process_counts
from throughline.config.settings import CACHES
from throughline.convene.models import Forum, ForumKind
from throughline.listen.models import Contributor, Voice
from throughline.listen.queries.contributor import code_hash, one_link_code

Row = frozenset[str]
WORDS = re.compile(r"[\w+/=.:-]{12,}|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.\d]*")


@pytest.fixture(autouse=True)
def _cache_in_the_database(db: None, settings: Any) -> Iterator[None]:
    settings.CACHES = CACHES
    keys_of_days.clear()
    process_counts.clear()
    yield
    keys_of_days.clear()
    process_counts.clear()


def rows_stored() -> list[Row]:
    """What each row of every table holds that could tell one from others: ids, hashes and times."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                text = "\n".join(str(value) for value in row)
                text += "".join(unpacked(word) for word in re.findall(r"[\w+/=-]{16,}", text))
                rows.append(frozenset(WORDS.findall(text)))
    return rows


def ids_of(contributor: Contributor) -> Row:
    voices = Voice.objects.filter(contributor=contributor)
    ids = {contributor.public_id, contributor.token_hash, contributor.follow_hash or ""}
    ids |= {contributor.one_link_hash or ""}
    return frozenset(ids.union(*({voice.public_id, voice.follow_hash or ""} for voice in voices)) - {""})


def what_joins(one: Contributor, other: Contributor, *others: Contributor) -> set[str]:
    """What rows about both have in common, and rows about nobody else."""
    rows = rows_stored()

    def near(contributor: Contributor) -> set[str]:
        ids = ids_of(contributor)
        return {value for row in rows if row & ids for value in row}

    return (near(one) & near(other)) - {value for contributor in others for value in near(contributor)}


def take_part(district: District, forum: Forum, client: Client) -> Contributor:
    before = set(Contributor.objects.values_list("pk", flat=True))
    fill(client, district.url("part", forum_id=forum.public_id), 0, text="More trees.")
    return Contributor.objects.exclude(pk__in=before).get()


def one_of_two_forums(district: District, traveller: Traveller) -> list[Contributor]:
    """A browser takes part in two forums, makes its link, opens it, goes on in a third. Others do too."""
    cycle = make.cycle()
    forums = [make.forum(cycle, ForumKind.QUESTION) for _n in range(3)]
    browser, link = Client(), ""
    own, others = [], []
    for forum in forums:
        own.append(take_part(district, forum, browser))
        traveller.shift(timedelta(minutes=7))
        others.append(take_part(district, forum, Client()))
        traveller.shift(timedelta(minutes=7))
        if forum is forums[1]:
            browser.post(district.url("make_one_link", forum_id=forum.public_id))
            token = browser.cookies["tl_token"].value
            link = district.url("everything", code=one_link_code(token))
        if link:
            traveller.shift(timedelta(minutes=7))
            assert Client().get(link).status_code == 200
            traveller.shift(timedelta(minutes=7))
    for contributor in own:
        contributor.refresh_from_db()
        assert contributor.one_link_hash
    return [*own, *others]


def test_no_table_joins_the_forums_of_a_browser_that_made_its_link(
    district: District, traveller: Traveller
) -> None:
    first, second, third, *others = one_of_two_forums(district, traveller)
    assert cache.get("nothing") is None  # the cache is a table here
    for one, other in ((first, second), (first, third), (second, third)):
        assert what_joins(one, other, *others) == set()


def test_the_attack_finds_them_when_the_forum_is_left_out_of_the_hash(
    district: District, traveller: Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_forum(code: str, _forum_id: str) -> str:
        return code_hash(code)

    for module in ("queries", "actions"):
        monkeypatch.setattr(f"throughline.listen.{module}.contributor.one_link_hash", without_forum)
    first, second, third, *others = one_of_two_forums(district, traveller)
    assert what_joins(first, second, *others)
    assert what_joins(second, third, *others)


def test_the_attack_finds_rows_of_the_audit_that_name_participants(
    district: District, traveller: Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were each participant recorded when everything is viewed, the moment would join them."""
    trace = import_module("throughline.understand.releases.trace")
    whole = trace._line_of_contributor

    def recorded(contributor: Contributor) -> Any:
        trace.record(trace.Actor.contributor(district), "trace", contributor)
        return whole(contributor)

    monkeypatch.setattr(trace, "_line_of_contributor", recorded)
    first, second, _third, *others = one_of_two_forums(district, traveller)
    assert what_joins(first, second, *others)
