"""Secrets of links: in no log whatever goes wrong, and in no cache, search engine or Referer header."""

import logging
import logging.config
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core import mail
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, path
from django.utils.log import AdminEmailHandler

from tests import make
from throughline.accounts.actions import invite_member
from throughline.accounts.models import District, Person, Role
from throughline.accounts.permissions import public
from throughline.config import redaction, urls
from throughline.config.redaction import REMOVED, is_secret_address, redacted
from throughline.config.server.processes import server_command
from throughline.convene.models import ForumKind
from throughline.listen.queries.contributor import code_hash
from throughline.report import views

As = Callable[[Person | None], Client]
CODE = "Zq-3xK_v9TtBw0LrYc7Hne"
KEY = "d2xw1k-5f0e9b1c7a"
WORDS = "My brother is afraid of the bus"
# What the parts of an address stand for that are no secret. Any other part has to be found by the pattern.
NO_SECRETS = {"short_code", "paper", "district", "slug", "dimension", "pk", "version"}


def broken(request: HttpRequest, code: str = "") -> HttpResponse:
    raise RuntimeError(f"broken at {request.get_full_path()} with a cookie sessionid=0123456789abcdef")


urlpatterns = [path("d/<slug:district>/f/<str:code>/broken/", public(broken)), *urls.urlpatterns]
handler400, handler500 = urls.handler400, urls.handler500


class Kept(logging.Handler):
    """Writes all that reaches it, as the console does, with the traceback and the unformatted parts."""

    def __init__(self) -> None:
        super().__init__(level=logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(logging.Formatter("{name} {message}", style="{"))

    def emit(self, record: logging.LogRecord) -> None:
        parts = (record.msg, record.args, record.exc_text, record.stack_info)
        self.lines.append(f"{self.format(record)} {parts}")


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """What every logger writes, from the most talkative level on, whether it passes its records on or not."""
    kept = Kept()
    named = [log for log in logging.Logger.manager.loggerDict.values() if isinstance(log, logging.Logger)]
    every = [logging.getLogger(), *(log for log in named if not log.propagate)]
    levels = [(log, log.level) for log in [logging.getLogger(), *named]]
    for log in every:
        log.addHandler(kept)
    for log, _level in levels:
        log.setLevel(logging.DEBUG)
    yield kept.lines
    for log in every:
        log.removeHandler(kept)
    for log, level in levels:
        log.setLevel(level)


def secret_addresses(district: District) -> list[str]:
    return [
        district.url("follow", code=CODE),
        district.url("everything", code=CODE),
        district.url("appeal", code=CODE),
        district.url("partner_entry", code=CODE),
        district.url("edit_by_link", code=CODE, service_id="abc"),
        f"/invitation/{CODE}/",
        f"/accounts/confirm-email/{KEY}/",
        f"/accounts/password/reset/key/3-{KEY}/",
    ]


@pytest.fixture
def _own_site_map(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__


@pytest.mark.usefixtures("_own_site_map")
def test_no_log_holds_a_secret_whatever_goes_wrong(
    district: District, logged: list[str], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """Fails a check of the form, is not found, is limited, breaks, names a host that is not ours."""
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    for address in secret_addresses(district):
        for wrong in (address, f"{address}more/", address.rstrip("/")):
            strict.get(wrong)
            strict.post(wrong, {"text": WORDS}, headers={"referer": f"https://testserver{address}"})
            strict.post(wrong, {"text": WORDS}, headers={"origin": "https://elsewhere.example"}, secure=True)
            strict.post(wrong, headers={"referer": f"https://elsewhere.example{address}"}, secure=True)
            strict.get(f"/accounts/login/?next={quote(wrong, safe='')}&code={CODE}")
            strict.get(wrong, headers={"host": f"elsewhere.example:{CODE}"[:30]})
    monkeypatch.setattr(views, "FOLLOWS_A_MINUTE", 0)
    assert strict.get(district.url("follow", code=CODE)).status_code == 429
    assert strict.get(district.url("follow", code=CODE) + "broken/").status_code == 500
    text = "\n".join(logged)
    assert all(name in text for name in ("django.request", "django.security.csrf", "RuntimeError: broken at"))
    assert REMOVED in text
    assert CODE not in text
    assert KEY not in text
    assert "0123456789abcdef" not in text
    assert WORDS not in text


@pytest.mark.usefixtures("_own_site_map")
def test_a_fault_is_mailed_to_nobody_since_the_report_would_hold_what_was_sent(
    district: District, settings: Any
) -> None:
    settings.ADMINS = settings.MANAGERS = [("A", "admin@example.org")]
    client = Client(raise_request_exception=False)
    assert client.post(district.url("follow", code=CODE) + "broken/", {"text": WORDS}).status_code == 500
    assert mail.outbox == []
    handlers = [h for log in (logging.getLogger(), logging.getLogger("django")) for h in log.handlers]
    assert not any(isinstance(handler, AdminEmailHandler) for handler in handlers)
    assert not any("BrokenLink" in name for name in settings.MIDDLEWARE)


def test_with_plain_records_the_same_logs_hold_the_secret(
    district: District, logged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging, "_logRecordFactory", logging.LogRecord)
    Client(enforce_csrf_checks=True).post(district.url("appeal", code=CODE), {"text": WORDS})
    assert CODE in "\n".join(logged)


@pytest.mark.parametrize(
    "line",
    [
        f'"GET /d/juniper/f/{CODE}/ HTTP/1.1" 200',
        f"Not Found: /d/juniper/appeal/{CODE}",
        f"https://voices.example.org/invitation/{CODE}/?lang=es",
        f"/accounts/login/?next=%2Finvitation%2F{CODE}%2F",
        f"/accounts/login/?next={quote(quote(f'/invitation/{CODE}/'), safe='/%25').replace('%25', '%')}",
        f"/D/Juniper/F/{CODE}",
        f"{{'path': 'invitation/{CODE}/more/'}}",
        f"/somewhere/?a=1&code={CODE}",
        f"Cookie: a=b; tl_token={CODE}; sessionid={CODE}",
        f"Cookie: __Host-sessionid={CODE}; __Host-csrftoken={CODE}; __Host-messages={CODE}",
        f"Cookie: __Secure-tl_browser={CODE}",
        f"/accounts/password/reset/key/3-{CODE}/",
        f"/accounts/confirm-email/{CODE}/",
        f"duplicate key\nDETAIL:  Key (session_key)=({CODE}) already exists.",
        f"null value\nDETAIL:  Failing row contains (1, some words,\n\nand {CODE}).",
        f"Invalid request from ip={CODE}: no colon",
    ],
)
def test_a_line_is_kept_without_its_secret(line: str) -> None:
    assert CODE not in redacted(line)
    assert REMOVED in redacted(line)


def test_other_lines_stay_as_they_are() -> None:
    for line in ("/d/juniper/forum/Zq-3xK_v9TtBw0LrYc7Hne/", "/d/j/codes.csv", "sorted(rows, key=by)", "/f/"):
        assert redacted(line) == line


def test_a_mistake_in_a_call_of_the_log_is_still_logged_without_the_secret(logged: list[str]) -> None:
    logging.getLogger("somewhere").error("%s and %s", f"/invitation/{CODE}/")
    logging.getLogger("somewhere").error({"not": "a text"})
    assert CODE not in "\n".join(logged)
    assert len(logged) == 2


class Unwritable:
    """Like a row that was deleted while it was worked with."""

    def __str__(self) -> str:
        raise LookupError(CODE)

    __repr__ = __str__


@pytest.mark.parametrize("arguments", [("%s is gone", Unwritable()), (Unwritable(),), ("%c", 1 << 40)])
def test_whoever_logs_what_cannot_be_written_goes_on(logged: list[str], arguments: tuple[Any, ...]) -> None:
    logging.getLogger("throughline").warning(*arguments)
    assert len(logged) == 1
    assert CODE not in logged[0]


def test_a_logger_that_keeps_its_records_to_itself_is_covered() -> None:
    """Gunicorn's are: they have handlers of their own."""
    kept, alone = Kept(), logging.Logger("gunicorn.access")
    alone.addHandler(kept)
    alone.info("%(r)s", {"r": f"GET /d/juniper/f/{CODE}/ HTTP/1.1"})
    assert kept.lines
    assert CODE not in kept.lines[0]
    assert settings.LOGGING_CONFIG == "throughline.config.redaction.configure"


def test_the_access_log_that_an_operator_may_turn_on_has_no_address_query_or_browser() -> None:
    (form,) = (word for word in server_command("127.0.0.1:1") if word.startswith("--access-logformat="))
    atoms = set(re.findall(r"%\(([^)]+)\)", form))
    assert atoms == {"t", "m", "U", "s", "b", "L"}


def _parts_of_addresses() -> Iterator[tuple[str, str]]:
    """Yield each part of an address that is filled in, with an example of the whole address."""

    def walk(patterns: list[Any], before: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, (*before, pattern))
            elif isinstance(pattern, URLPattern):
                yield (*before, pattern)

    for chain in walk(get_resolver("throughline.config.urls").url_patterns, ()):
        names = [name for one in chain for name in one.pattern.regex.groupindex]
        known = {"district": "juniper", "slug": "a", "pk": 1, "uidb36": "3", "version": "3.1"}
        values = {name: known.get(name, "Zq-3xK") for name in names}
        example = get_resolver("throughline.config.urls").reverse(chain[-1].name, **values)
        yield from ((name, f"/{example}") for name in names)


def test_every_address_with_a_secret_in_it_is_known_and_no_other() -> None:
    known, unknown = set(), set()
    for name, address in _parts_of_addresses():
        is_plain = name in NO_SECRETS or name.endswith("_id")
        (unknown if is_plain else known).add((name, address))
    request = RequestFactory()
    assert [found for found in known if not is_secret_address(request.get(found[1]))] == []
    assert {name for name, _ in known} == {"code", "key", "uidb36"}
    secret = {address for _, address in known}
    plain = {address for _, address in unknown} - secret
    assert [found for found in plain if is_secret_address(request.get(found))] == []


def is_guarded(response: Any) -> bool:
    return (
        "no-store" in response["Cache-Control"]
        and response["X-Robots-Tag"] == "noindex"
        and response["Referrer-Policy"] == "strict-origin"
    )


@pytest.mark.usefixtures("_own_site_map")
def test_a_secret_address_is_stored_nowhere_and_sent_nowhere_errors_included(
    district: District, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    forum = make.forum(make.cycle(), ForumKind.QUESTION)
    make.voice(forum, follow_hash=code_hash(CODE))
    invitation = invite_member(make.actor(owner, district), email="new@example.org", role=Role.ANALYST)
    addresses = [*secret_addresses(district), invitation.path, f"/accounts/login/?next={invitation.path}"]
    addresses += [address.rstrip("/") for address in secret_addresses(district)]
    addresses += [district.url("follow", code="nobody-has-this-code-x"), f"/d/nowhere/f/{CODE}/"]
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    statuses = set()
    for address in addresses:
        for response in (client.get(address), client.post(address)):
            assert is_guarded(response), address
            statuses.add(response.status_code)
    monkeypatch.setattr(views, "FOLLOWS_A_MINUTE", 0)
    assert is_guarded(client.get(district.url("follow", code=CODE)))
    assert is_guarded(client.get(district.url("everything", code=CODE)))
    broken = client.get(district.url("follow", code=CODE) + "broken/")
    assert (is_guarded(broken), broken.status_code) == (True, 500)
    assert statuses >= {200, 301, 403, 404}
    other = client.get(district.url("rules"))
    assert "X-Robots-Tag" not in other.headers
    assert other["Referrer-Policy"] == "same-origin"


def test_pages_that_show_secret_links_are_not_stored_either(
    district: District, owner: Person, client_of: As
) -> None:
    """The way back on a shared computer must not show the links of the one before."""
    forum = make.forum(make.cycle(), ForumKind.MEETING)
    table = make.table(forum)
    client = client_of(owner)
    for name, kwargs in (
        ("members", {}),
        ("table_sheet", {"table_id": table.public_id}),
        ("part_done", {"forum_id": forum.public_id}),
    ):
        assert "no-store" in client.get(district.url(name, **kwargs))["Cache-Control"], name


def test_logging_is_set_up_through_the_module_that_removes_secrets() -> None:
    before = logging.getLogRecordFactory()
    try:
        logging.setLogRecordFactory(logging.LogRecord)
        redaction.configure({"version": 1, "incremental": True})
        assert logging.getLogRecordFactory() is redaction.RedactedRecord
    finally:
        logging.setLogRecordFactory(before)
