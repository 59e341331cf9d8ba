"""Tokens and codes: what they open, and what they do not disclose."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests import make
from tests.listen.taking_part import fill
from throughline.accounts.models import District
from throughline.convene.models import ForumKind
from throughline.listen.models import Contributor, Voice
from throughline.listen.queries import contributor_by_code, voice_by_code
from throughline.listen.queries.contributor import (
    code_hash,
    follow_code,
    has_token,
    is_token,
    new_token,
    token_hash,
)
from throughline.listen.views.browser_token import COOKIE


def test_a_browser_is_another_contributor_in_every_forum_and_cannot_be_followed(district: District) -> None:
    cycle = make.cycle()
    client = Client()
    for _number in range(2):
        forum = make.forum(cycle, ForumKind.QUESTION)
        fill(client, district.url("part", forum_id=forum.public_id), 0, text="More trees.")
    first, second = Contributor.objects.all()
    assert first.token_hash != second.token_hash
    token = client.cookies[COOKIE].value
    for contributor in (first, second):
        row = [str(getattr(contributor, field.attname)) for field in Contributor._meta.concrete_fields]
        assert token not in row


def test_a_contributor_begins_on_the_day_of_the_district(district: District) -> None:
    cycle = make.cycle()
    began = set()
    for zone in ("Pacific/Kiritimati", "Pacific/Niue"):  # dates always differ
        district.time_zone = zone
        district.save()
        forum = make.forum(cycle, ForumKind.QUESTION)
        fill(Client(), district.url("part", forum_id=forum.public_id), 0, text="More trees.")
        began.add(Contributor.objects.get(forum=forum).began_on)
    assert len(began) == 2


def test_codes_hold_at_least_128_bits_and_are_kept_as_hashes_alone(district: District) -> None:
    forum = make.forum(make.cycle(), ForumKind.QUESTION)
    client = Client()
    fill(client, district.url("part", forum_id=forum.public_id), 0, text="More trees.")
    token, voice = client.cookies[COOKIE].value, Voice.objects.get()
    code = follow_code(token, voice.public_id)
    assert len(code) == 22  # from an alphabet of 64: 132 bits
    assert voice.follow_hash == code_hash(code)
    assert voice_by_code(code) == voice
    contributor = Contributor.objects.get()
    assert contributor_by_code(follow_code(token, contributor.public_id)) == contributor
    assert voice_by_code(voice.public_id) is None
    assert voice_by_code(follow_code(new_token(), voice.public_id)) is None


def test_a_token_that_is_none_of_ours_is_not_taken(district: District) -> None:
    assert is_token(new_token())
    assert not any(is_token(wrong) for wrong in ("", "short", "x" * 44, "x" * 42 + "é", "x" * 42 + "\n"))
    forum = make.forum(make.cycle(), ForumKind.QUESTION)
    client = Client()
    client.cookies[COOKIE] = "admin"
    fill(client, district.url("part", forum_id=forum.public_id), 0, text="More trees.")
    assert client.cookies[COOKIE].value != "admin"
    assert Contributor.objects.get().token_hash != token_hash("admin", forum)


def test_under_https_the_cookie_has_a_name_that_no_plain_page_can_set(
    district: District, settings: Any
) -> None:
    """Whoever had the cookie of an earlier version is still known, and has the new one from then on."""
    settings.SESSION_COOKIE_SECURE = True
    first, second = (make.forum(make.cycle(), ForumKind.QUESTION) for _ in range(2))
    client = Client()
    client.cookies[COOKIE] = earlier = new_token()
    fill(client, district.url("part", forum_id=first.public_id), 0, text="More trees.")
    cookie = client.cookies[f"__Secure-{COOKIE}"]
    assert cookie.value == earlier
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
    assert cookie["path"] == f"/d/{district.slug}/"
    client.cookies[COOKIE] = new_token()
    fill(client, district.url("part", forum_id=second.public_id), 0, text="More shade.")
    known = {contributor.token_hash for contributor in Contributor.objects.all()}
    assert known == {token_hash(earlier, first), token_hash(earlier, second)}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL needs no hint to use a partial index")
def test_a_browser_is_found_by_the_index_of_its_token(district: District) -> None:
    forum = make.forum(make.cycle(), ForumKind.QUESTION)
    plan = Contributor.objects.filter(has_token(new_token(), forum)).explain()
    assert "USING INDEX contributor_token_once_a_forum (forum_id=? AND token_hash=?)" in plan
