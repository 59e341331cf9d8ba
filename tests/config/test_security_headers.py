"""What every answer says to browsers: pages, files, static files, refusals and errors alike."""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path, reverse

from tests import make
from tests.architecture.furnished import DOORS, furnished
from tests.attack.sign_in import PASSWORD
from tests.listen.taking_part import fill
from throughline.accounts.models import District, Person
from throughline.accounts.permissions import TooMany, public
from throughline.config import redaction, urls
from throughline.convene.models import ForumKind

As = Callable[[Person | None], Client]
TEXT = re.compile(r"text/|[\w/.]+[+/]xml")
TELL_TALES = ("Server", "X-Powered-By", "X-AspNet-Version", "Access-Control-Allow-Origin")


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("broken, with the inside of the program")


def limited(request: HttpRequest) -> HttpResponse:
    raise TooMany


urlpatterns = [
    path("x-broken/", broken),
    path("d/<slug:district>/x-limited/", public(limited)),
    *urls.urlpatterns,
]
handler400, handler500 = urls.handler400, urls.handler500


def faults(response: Any) -> list[str]:
    """What is missing or too much in the headers of an answer."""
    policy = response.headers.get("Content-Security-Policy", "")
    directives = {part.strip().split(" ")[0]: part.strip() for part in policy.split(";")}
    content_type = response.headers.get("Content-Type", "")
    found = [f"tells {name}" for name in TELL_TALES if name in response.headers]
    if response.headers.get("X-Content-Type-Options") != "nosniff":
        found.append("may be sniffed")
    if response.headers.get("Referrer-Policy") not in {"same-origin", "strict-origin"}:
        found.append("tells other sites its address")
    closed = ("object-src", "base-uri", "frame-ancestors")
    found += [f"no {name} 'none'" for name in closed if directives.get(name) != f"{name} 'none'"]
    if "unsafe" in policy or directives.get("default-src") != "default-src 'self'":
        found.append(f"a policy that allows too much: {policy}")
    has_body = response.streaming or bool(response.content)
    if has_body and TEXT.match(content_type) and "charset=utf-8" not in content_type.replace('"', ""):
        found.append(f"no encoding: {content_type}")
    if has_body and not content_type:
        found.append("no type")
    return found


@pytest.fixture
def static_client(tmp_path: Path, settings: Any) -> Client:
    """A client of a server whose static files are gathered, two of them."""
    (tmp_path / "mark.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    (tmp_path / "page.css").write_text("main { color: black }", encoding="utf-8")
    settings.STATIC_ROOT = tmp_path
    return Client()


def test_every_page_and_file_has_the_headers_and_members_can_sign_out(
    district: District, owner: Person, client_of: As
) -> None:
    world = furnished(district)
    client = client_of(owner)
    client.raise_request_exception = False
    wrong, without_sign_out, n_pages = {}, [], 0
    for _app, door in DOORS:
        if door.method == "get":
            answer = client.get(district.url(door.name, **door.kwargs(world)), door.data(world))
            if found := faults(answer):
                wrong[door.name] = found
            is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
            if is_page and not door.public:
                n_pages += 1
                if f'href="{reverse("account_logout")}"' not in answer.content.decode():
                    without_sign_out.append(door.name)
    assert wrong == {}
    assert n_pages > 60
    assert without_sign_out == []


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 200),
        ("/health/", 200),
        ("/accounts/login/", 200),
        ("/accounts/password/reset/", 200),
        ("/my/", 302),
        ("/nowhere/", 404),
        ("/d/juniper/members/", 302),
        ("/d/juniper/x-limited/", 429),
        ("/d/juniper/no\0where/", 400),
        ("/x-broken/", 500),
    ],
)
def test_refusals_and_errors_have_the_headers_too(
    district: District, settings: Any, address: str, status: int
) -> None:
    settings.ROOT_URLCONF = __name__
    answer = Client(raise_request_exception=False).get(address)
    assert answer.status_code == status
    assert faults(answer) == []


def test_a_form_without_its_token_and_a_wrong_method_are_refused_with_the_headers(
    district: District, owner: Person
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(owner)
    no_token = strict.post(district.url("invite_member"), {"email": "a@example.org"})
    wrong_method = strict.get(district.url("revoke_invitation", invitation_id="x"))
    assert (no_token.status_code, wrong_method.status_code) == (403, 405)
    assert faults(no_token) == faults(wrong_method) == []


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("name", ["mark.svg", "page.css"])
def test_static_files_have_the_headers_and_may_not_be_framed(static_client: Client, name: str) -> None:
    with closing(static_client.get(f"/static/{name}")) as answer:
        assert answer.status_code == 200
        assert faults(answer) == []


def test_a_host_that_is_not_ours_is_refused_with_the_headers(db: None) -> None:
    answer = Client(raise_request_exception=False).get("/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert faults(answer) == []


@pytest.mark.parametrize(
    "address", ["/", "/static/", "/static/../settings.py", "/.git/HEAD", "/.env", "/admin/"]
)
def test_no_folder_is_listed_and_nothing_lies_about(static_client: Client, db: None, address: str) -> None:
    answer = static_client.get(address)
    if address == "/":
        assert answer.status_code == 200
    else:
        assert answer.status_code == 404
        assert "page.css" not in answer.content.decode()


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "CONNECT", "PROPFIND"])
def test_no_other_method_is_answered(district: District, owner: Person, client_of: As, method: str) -> None:
    client = client_of(owner)
    secret = "a header that must not come back"
    pages = ["/", "/health/", district.url("members")]
    if method != "PUT":  # which the sign-in library takes for POST, with the same checks
        pages.append(reverse("account_change_password"))
    for address in pages:
        answer = client.generic(method, address, headers={"x-secret": secret})
        assert answer.status_code == 405, address
        assert secret not in answer.content.decode()


def test_an_address_of_a_form_that_is_opened_says_so_on_a_page(
    district: District, owner: Person, client_of: As
) -> None:
    client = client_of(owner)
    opened = client.get(district.url("keep_services"))
    assert (opened.status_code, opened.headers["Allow"]) == (405, "POST")
    assert "This address only takes a form." in opened.content.decode()
    sent = client.post(district.url("services"), {"words": "A long text."})
    assert (sent.status_code, sent.headers["Allow"]) == (405, "GET, HEAD")
    assert "Nothing was saved." in sent.content.decode()
    assert "A long text." in sent.content.decode()


def test_an_error_shows_nothing_of_the_inside(db: None, settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    page = Client(raise_request_exception=False).get("/x-broken/").content.decode()
    for inside in ("Traceback", "RuntimeError", "broken, with", "throughline.config", "django", "SECRET_KEY"):
        assert inside not in page


@pytest.fixture
def lines() -> Iterator[list[str]]:
    written: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(self.format(record))

    kept = Kept()
    log = logging.getLogger("throughline.test_forged")
    log.addHandler(kept)
    yield written
    log.removeHandler(kept)


FORGED = "2026-11-29 08:00:00,000 INFO throughline sign_in ok"


def _log_what_somebody_sent(sent: str) -> None:
    log = logging.getLogger("throughline.test_forged")
    log.warning("Refused %s", sent)
    try:
        raise ValueError(sent)
    except ValueError:
        log.exception("It failed")


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\x0b", "\x85", "\u2028"])
def test_nobody_can_forge_a_line_of_the_log(lines: list[str], line_break: str) -> None:
    _log_what_somebody_sent(f"x{line_break}{FORGED}")
    text = "\n".join(lines)
    assert text.count("throughline sign_in ok") == 2, "what was sent is in the log"
    assert not [line for line in text.splitlines() if line.startswith(FORGED)]


def test_with_plain_records_the_same_line_is_forged(
    lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redaction, "one_line", lambda text: text)
    _log_what_somebody_sent(f"x\n{FORGED}")
    assert [line for line in "\n".join(lines).splitlines() if line.startswith(FORGED)]


def test_over_https_every_answer_asks_for_https_next_time(static_client: Client, db: None) -> None:
    with override_settings(SECURE_HSTS_SECONDS=31_536_000):
        client = Client(raise_request_exception=False)
        for address in ("/", "/nowhere/", "/static/page.css", "/health/"):
            with closing(client.get(address, secure=True)) as answer:
                assert "max-age=31536000" in answer["Strict-Transport-Security"]


def test_each_line_of_the_log_has_its_time_with_the_zone(settings: Any) -> None:
    plain = settings.LOGGING["formatters"]["plain"]
    formatter = logging.Formatter(plain["format"], plain["datefmt"], style=plain["style"])
    line = formatter.format(logging.LogRecord("throughline", logging.INFO, "", 0, "A line", (), None))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000 INFO throughline A line", line)


def test_no_cookie_is_for_scripts_or_for_forms_of_other_sites(
    district: District, coordinator: Person
) -> None:
    """All cookies there are: of sign-in, forms, language, messages, a known browser, and taking part."""
    client = Client(enforce_csrf_checks=False)
    client.get("/?lang=es")
    client.get(reverse("account_login"))
    client.post(reverse("account_login"), {"login": coordinator.email, "password": PASSWORD})
    client.post(reverse("my_account"), {"name": "Nora", "language": "en"})
    message = client.cookies["messages"]
    assert message["httponly"]  # it goes with the next page
    forum = make.forum(make.cycle(), ForumKind.QUESTION)
    fill(client, district.url("part", forum_id=forum.public_id), 0, text="More trees.")
    wanted = {"csrftoken", "messages", "sessionid", "tl_browser", "tl_language", "tl_token"}
    assert set(client.cookies) == wanted
    for name, cookie in {**client.cookies, "messages": message}.items():
        assert (name, cookie["httponly"], cookie["samesite"]) == (name, True, "Lax")
