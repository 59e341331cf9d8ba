"""While the database or a disk is away each request is answered with 503 and what was typed."""

import errno
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db import (
    DatabaseError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
    connection,
    transaction,
)
from django.test import Client

from tests import make
from tests.config.test_middleware import repeated_texts
from throughline.accounts.models import District, Person
from throughline.accounts.queries import is_outage
from throughline.config import console, databases, outages
from throughline.convene.models import ForumKind

As = Callable[[Person | None], Client]
GONE = [OperationalError("the server closed the connection"), InterfaceError("connection already closed")]
SPANISH = {"accept-language": "es"}
WORDS = "El autobús llega tarde."


@contextmanager
def database_away(error: DatabaseError) -> Iterator[None]:
    def fail(*_: Any) -> None:
        raise error

    with connection.execute_wrapper(fail):
        yield


@pytest.mark.parametrize("error", GONE, ids=["operational", "interface"])
@pytest.mark.parametrize(
    "page",
    ["/", "/health/", "/accounts/login/", "/my/", "/d/juniper/", "/d/juniper/desk/", "/invitation/abc/"],
)
def test_no_page_fails_in_another_way_while_the_database_is_away(
    district: District, owner: Person, client_of: As, page: str, error: DatabaseError
) -> None:
    """Middleware reads the district, the session and the account before any page is reached."""
    client = client_of(owner)
    client.raise_request_exception = False
    with database_away(error):
        answer = client.get(page, headers=SPANISH)
    if page == "/accounts/login/" and answer.status_code == 200:
        pytest.fail("a page for signing in was shown without knowing whether somebody is")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert '<html lang="es"' in answer.content.decode()
    assert client.get("/health/").status_code == 200, "the first request after it is answered"


@pytest.mark.parametrize("error", GONE, ids=["operational", "interface"])
def test_what_was_typed_is_given_back_and_never_acknowledged(
    district: District, error: DatabaseError
) -> None:
    forum = make.forum(make.cycle(), ForumKind.QUESTION)
    url = district.url("part", forum_id=forum.public_id)
    client = Client(raise_request_exception=False, headers=SPANISH)
    client.get(url)
    with database_away(error):
        answer = client.post(url, {"text": WORDS})
    assert answer.status_code == 503
    assert repeated_texts(answer) == (WORDS,)
    assert "no-store" in answer["Cache-Control"]


def test_what_follows_from_an_outage_is_one_too() -> None:
    second = ProgrammingError("Cannot open a new connection in an atomic block.")
    second.__context__ = OperationalError("the server closed the connection")
    assert is_outage(second)
    assert is_outage(OSError(errno.ENOSPC, "No space left on device"))
    assert not is_outage(FileNotFoundError(errno.ENOENT, "No such file"))
    assert not is_outage(ProgrammingError("no such column"))
    assert not is_outage(None)


@pytest.mark.django_db
def test_a_mistake_in_a_query_is_no_outage_on_either_database() -> None:
    """It would be answered as something that passes, and logged without what the operator must know."""
    with pytest.raises(DatabaseError) as failure, transaction.atomic():
        connection.cursor().execute("SELECT no_such_column FROM accounts_district")
    assert not is_outage(failure.value)


def test_a_file_for_which_there_is_no_room_is_answered_with_503_and_leaves_nothing(
    district: District, owner: Person, client_of: As, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    spooled: list[str] = []

    def full(handler: TemporaryFileUploadHandler, raw_data: bytes, start: int) -> None:
        spooled.append(handler.file.temporary_file_path())
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", full)
    client = client_of(owner)
    client.raise_request_exception = False
    file = SimpleUploadedFile("answers.csv", b"id,answer\n1,yes\n" * 100)
    answer = client.post(district.url("create_cycle"), {"title_en": "Buses", "file": file})
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert len(spooled) == 1
    assert not Path(spooled[0]).exists()


def test_an_outage_fills_no_log_with_tracebacks(district: District, caplog: pytest.LogCaptureFixture) -> None:
    client = Client(raise_request_exception=False)
    with caplog.at_level(logging.ERROR, "django.request"), database_away(OperationalError("gone\nfor now")):
        client.get("/health/")
    (record,) = [one for one in caplog.records if one.name == "django.request"]
    assert record.getMessage() == "Service Unavailable: /health/ (OperationalError: gone for now)"
    assert record.exc_info is None


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL is reached over a network")
def test_no_thread_waits_for_ever_for_a_server_or_a_lock(db: None, settings: Any) -> None:
    options = settings.DATABASES["default"]["OPTIONS"]
    assert options["connect_timeout"] <= 5
    assert options["tcp_user_timeout"] <= 15_000
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("20s",)


def test_a_command_waits_for_the_database_with_growing_pauses_and_one_line(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    answers = iter([OperationalError("connection refused")] * 7 + [""])
    waited: list[float] = []

    def refusal() -> str:
        answer = next(answers)
        if isinstance(answer, OperationalError):
            raise answer
        return answer

    monkeypatch.setattr(outages, "wait", waited.append)
    monkeypatch.setattr(databases, "refusal", refusal)
    assert console._may_use_database(console.SECONDS_TO_WAIT_FOR_THE_DATABASE)
    assert waited == [1, 2, 4, 8, 16, 30, 30]
    assert len(caplog.messages) == 2
    assert "connection refused" in caplog.messages[0]


def test_other_commands_do_not_wait_and_say_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    def refusal() -> str:
        raise OperationalError("connection refused")

    monkeypatch.setattr(databases, "refusal", refusal)
    assert not console._may_use_database(0)
    assert "The database cannot be used" in capsys.readouterr().err
    assert "connection refused" in caplog.text


def test_serve_and_the_worker_wait_and_no_other_command_does() -> None:
    patience = {
        words[0]: console.parser().parse_args(words).patience_seconds
        for words in (["serve"], ["worker"], ["check"], ["demo"])
    }
    assert patience == {"serve": 300, "worker": float("inf"), "check": 0, "demo": 0}
