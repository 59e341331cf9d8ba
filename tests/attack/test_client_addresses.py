"""A thief of the database, a backup or the logs looks for the network addresses of those who took part."""

import base64
import binascii
import contextlib
import hashlib
import hmac
import logging
import re
import zlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tests import make
from throughline.accounts.models import District, Person, Role, Session
from throughline.accounts.permissions import TooMany, hash_for_today, keys_of_days, limit, process_counts
from throughline.accounts.tasks import mail_invitation
from throughline.config.jobs import tick
from throughline.config.settings import CACHES, SECRET_KEY
from throughline.convene.models import ForumKind

ADDRESS = "203.0.113.77"
NETWORK_6 = "2001:db8:7:7"
BROWSER = "Mozilla/5.0 (a rare browser)"
TYPED_EMAIL = "somebody.elses@example.com"
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _cache_in_the_database(db: None, settings: Any) -> Iterator[None]:
    settings.CACHES = CACHES
    keys_of_days.clear()
    process_counts.clear()
    yield
    keys_of_days.clear()


def take_part_and_sign_in(district: District, person: Person, **where: str) -> None:
    """Do all that is limited or kept by a library: sign-ins that fail and succeed, forms, links, faults."""
    forum = make.forum(make.cycle(), ForumKind.QUESTION)
    client = Client(
        REMOTE_ADDR=where.get("address", ADDRESS), HTTP_USER_AGENT=BROWSER, raise_request_exception=False
    )
    for code in ("a-code-of-22-letters-x", "another-of-22-letters-"):
        client.get(district.url("follow", code=code))
        client.post(district.url("appeal", code=code), {"text": "Look again."})
        client.post(district.url("withdraw"), {"code": code})
    client.get("/invitation/nobody-has-this/")
    client.get(district.url("public_package", cycle_id=forum.cycle.public_id))
    for _ in range(70):  # each process writes once in a tenth of the allowance
        client.post(district.url("give_answer", forum_id=forum.public_id), {"text": "More buses."})
    sign_in = reverse("account_login")
    for _ in range(7):
        client.post(sign_in, {"login": TYPED_EMAIL, "password": "wrong"})
    client.post(reverse("account_reset_password"), {"email": TYPED_EMAIL})
    client.post(sign_in, {"login": person.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(
        reverse("account_change_password"), {"oldpassword": "wrong", "password1": "a", "password2": "b"}
    )


def everything_stored() -> str:
    """Every column of every table, third parties' and the cache's included, with what is packed in them."""
    texts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            texts += [f"{table}: {value}" for row in cursor.fetchall() for value in row]
    return "\n".join(
        [*texts, *(unpacked(word) for text in texts for word in re.findall(r"[\w+/=-]{16,}", text))]
    )


def unpacked(word: str) -> str:
    """What Base64 holds, decompressed as sessions are."""
    whole = word.lstrip(".")
    try:
        packed = base64.b64decode(whole + "=" * (-len(whole) % 4), altchars=b"-_")
    except binascii.Error:
        return ""
    with contextlib.suppress(zlib.error):
        packed = zlib.decompress(packed)
    return packed.decode("latin1")


def traces_of(address: str) -> dict[str, str]:
    """The address as it may be stored, and hashes that anyone can compute for all four billion addresses.

    The thief has the server's key too: it lies beside the database.
    """
    found = {"plain": address, "packed": base64.b64encode(address.encode()).decode().rstrip("=")}
    for kind in ("md5", "sha1", "sha256", "sha512", "blake2b"):
        found[kind] = hashlib.new(kind, address.encode()).hexdigest()
        found[f"keyed {kind}"] = hmac.new(SECRET_KEY.encode(), address.encode(), kind).hexdigest()
    return found


def found_in(stored: str, *addresses: str) -> set[str]:
    return {
        f"{address}: {kind}"
        for address in addresses
        for kind, trace in traces_of(address).items()
        if trace.lower() in stored.lower()
    }


@pytest.fixture
def member(district: District) -> Person:
    person = make.member(district, Role.ANALYST, name="Ana")
    person.set_password(PASSWORD)
    person.save()
    return person


def test_no_table_and_no_log_holds_an_address_a_browser_or_what_was_typed_to_sign_in(
    district: District, member: Person, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        take_part_and_sign_in(district, member)
        take_part_and_sign_in(district, member, address=f"{NETWORK_6}::5")
    stored = everything_stored()
    assert stored.count("throughline_cache: :1:limit:") > 5, "the requests were counted in the database"
    assert found_in(stored, ADDRESS, f"{NETWORK_6}::5", f"{NETWORK_6}::", TYPED_EMAIL) == set()
    assert BROWSER not in stored
    assert not [line for line in caplog.messages if ADDRESS in line or NETWORK_6 in line]


def test_with_plain_keys_of_the_cache_the_same_thief_finds_them(
    district: District, member: Person, settings: Any
) -> None:
    settings.CACHES = {"default": {**CACHES["default"], "KEY_FUNCTION": None}}
    take_part_and_sign_in(district, member)
    found = found_in(everything_stored(), ADDRESS, TYPED_EMAIL)
    assert found == {f"{ADDRESS}: plain", f"{TYPED_EMAIL}: sha256"}


def everything_guessed(stored: str, minutes: range) -> set[str]:
    """Try the addresses of one town with every key that the stolen database holds."""
    keys = [
        SECRET_KEY.encode(),
        *(word.encode() for word in re.findall(r"\b[0-9a-f]{64}\b", stored)),
    ]
    town = [f"203.0.{third}.{last}" for third in (112, 113) for last in range(256)]
    return {
        address
        for key in keys
        for address in town
        for minute in minutes
        if hmac.digest(key, f"follow:{address}/32:{minute}".encode(), "sha256").hex() in stored
    }


def follow(district: District, n: int) -> int:
    client = Client(REMOTE_ADDR=ADDRESS)
    url = district.url("follow", code="a-code-of-22-letters-x")
    return sum(client.get(url).status_code == 404 for _ in range(n))


def test_a_backup_of_the_next_day_holds_no_key_to_the_counts_of_the_day_before(
    district: District, traveller: time_machine.Traveller
) -> None:
    minute = int(timezone.now().timestamp() // 60)
    follow(district, 6)
    assert everything_guessed(everything_stored(), range(minute, minute + 1)) == {ADDRESS}, (
        "on the day itself"
    )
    counts = "\n".join(re.findall(r"throughline_cache: :1:limit:.*", everything_stored()))
    traveller.shift(timedelta(days=1))
    tick(timezone.now())
    later = everything_stored()
    assert "key-of-day" not in later
    assert everything_guessed(f"{later}\n{counts}", range(minute, minute + 1)) == set()


def test_the_same_address_has_another_hash_on_another_day(traveller: time_machine.Traveller) -> None:
    today = hash_for_today(ADDRESS)
    assert hash_for_today(ADDRESS) == today
    traveller.shift(timedelta(days=1))
    assert hash_for_today(ADDRESS) != today
    assert len(keys_of_days) == 1, "the key of the day before is forgotten"


def test_two_threads_may_ask_for_the_key_of_a_new_day_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    class ClearedByAnother(dict[int, bytes]):
        def __setitem__(self, day: int, key: bytes) -> None:
            super().__setitem__(day, key)
            self.clear()

    monkeypatch.setattr("throughline.accounts.permissions.rate.keys_of_days", ClearedByAnother())
    assert hash_for_today(ADDRESS) == hash_for_today(ADDRESS)


def test_processes_share_the_key_of_the_day_and_the_count() -> None:
    n_let_through = 0
    for _ in range(12):
        process_counts.clear()  # the state of another process
        keys_of_days.clear()
        with contextlib.suppress(TooMany):
            limit(RequestFactory().get("/", REMOTE_ADDR=ADDRESS), "vote", 5)
            n_let_through += 1
    assert n_let_through == 5


def test_a_flood_of_counts_that_fills_the_cache_leaves_the_key_of_the_day(settings: Any) -> None:
    settings.CACHES = {"default": {**CACHES["default"], "OPTIONS": {"MAX_ENTRIES": 20}}}
    today = hash_for_today(ADDRESS)
    n_before_culled = len({cache.set(f"limit:1:{number:x}{ADDRESS}", 1) or number for number in range(60)})
    keys_of_days.clear()  # the state of another process
    assert hash_for_today(ADDRESS) == today
    assert n_limits() < n_before_culled, "the cache was full, and something else went"


def n_limits() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM throughline_cache")
        return int(cursor.fetchone()[0])


def test_counts_and_sessions_go_when_they_say_they_do(
    district: District, member: Person, traveller: time_machine.Traveller
) -> None:
    """The clock moves on and nobody comes: what has expired is not only ignored but deleted."""
    take_part_and_sign_in(district, member)
    cache.set("lasts", 1, timeout=3 * 86_400)
    assert n_limits() > 5
    assert Session.objects.count() == 1
    traveller.shift(timedelta(seconds=31))
    tick(timezone.now())
    kept = everything_stored()
    assert not re.findall(r"throughline_cache: :1:limit:\d+:", kept), (
        "the counts of a minute last as long as it does"
    )
    traveller.shift(timedelta(days=1))
    tick(timezone.now())
    assert n_limits() == 1
    assert cache.get("lasts") == 1
    assert Session.objects.count() == 0


def test_finished_tasks_go_after_a_week_and_waiting_ones_stay(
    district: District, traveller: time_machine.Traveller
) -> None:
    """They say to the second when urgent words arrived, and a traceback may quote a row that was refused."""
    for _ in range(3):
        mail_invitation.enqueue(district.slug, "nobody")
    waiting, failed, done = DBTaskResult.objects.order_by("enqueued_at", "id")
    DBTaskResult.objects.update(finished_at=None, status=TaskResultStatus.READY)
    ended = {"finished_at": timezone.now()}
    DBTaskResult.objects.filter(pk=failed.pk).update(status=TaskResultStatus.FAILED, **ended)
    DBTaskResult.objects.filter(pk=done.pk).update(status=TaskResultStatus.SUCCESSFUL, **ended)
    traveller.shift(timedelta(days=6))
    tick(timezone.now())
    assert DBTaskResult.objects.count() == 3
    traveller.shift(timedelta(days=1, minutes=2))
    tick(timezone.now())
    assert list(DBTaskResult.objects.all()) == [waiting]


def test_without_the_job_they_stay(
    district: District, member: Person, traveller: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("throughline.accounts.workflows.remove_expired_rows", lambda: None)
    follow(district, 6)
    traveller.shift(timedelta(days=1))
    tick(timezone.now())
    assert n_limits() > 0
