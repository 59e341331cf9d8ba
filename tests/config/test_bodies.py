"""A large request is answered unread unless the person may send it to that page."""

import ast
import inspect
import textwrap
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from tests import make
from tests.accounts.upload_files import PAGES, each_kind
from tests.architecture.checks.urls import url_patterns
from throughline.accounts.declarations import UploadKind
from throughline.accounts.forms.lines import MOST_FILE_BYTES
from throughline.accounts.models import District, Person, Role
from throughline.config.requests import bodies
from throughline.config.server.limits import FORM_BODY_BYTES, SMALL_BODY_BYTES
from throughline.convene.models import ForumKind

As = Callable[[Person | None], Client]
HUGE = 300_000_000
SMALL_FILES = {"create_schools"}


class Body:
    """A body that counts how often it is read, and has nothing in it."""

    n_reads = 0

    def read(self, *size: int) -> bytes:
        self.n_reads += 1
        return b""

    readline = read


def send(client: Client, url: str, n_bytes: int, **headers: Any) -> tuple[Any, Body]:
    body = Body()
    environ = {"CONTENT_LENGTH": str(n_bytes), "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    answer = client.generic("POST", url, **{**environ, "wsgi.input": body, **headers})
    return answer, body


def forum_url(district: District) -> str:
    forum = make.forum(make.cycle(), ForumKind.QUESTION)
    return district.url("give_answer", forum_id=forum.public_id)


@pytest.mark.parametrize("name", ["give_answer", "account_login", "front"])
@pytest.mark.parametrize("n_bytes", [SMALL_BODY_BYTES + 1, HUGE])
def test_what_anybody_sends_to_a_public_page_is_small(district: District, name: str, n_bytes: int) -> None:
    url = forum_url(district) if name == "give_answer" else reverse(name)
    answer, body = send(Client(enforce_csrf_checks=True), url, n_bytes)
    assert (answer.status_code, body.n_reads) == (413, 0)
    assert "You can submit up to 1 MB" in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"


def test_a_request_of_the_allowed_size_is_read_as_ever(district: District) -> None:
    answer, body = send(Client(), forum_url(district), SMALL_BODY_BYTES)
    assert answer.status_code != 413
    assert body.n_reads


@each_kind
@pytest.mark.parametrize(("cast", "status"), [("nobody", 403), ("stranger", 404), ("other_owner", 404)])
def test_whoever_may_not_come_in_is_told_before_the_file_is_read(
    kind: UploadKind,
    cast: str,
    status: int,
    request: pytest.FixtureRequest,
    district: District,
    client_of: As,
) -> None:
    client = Client() if cast == "nobody" else client_of(request.getfixturevalue(cast))
    answer, body = send(client, district.url(PAGES[kind.name][0]), HUGE)
    assert (answer.status_code, body.n_reads) == (status, 0)
    if cast == "nobody":
        assert "You are signed out" in answer.content.decode()


@each_kind
def test_a_member_without_the_right_is_refused_before_the_file_is_read(
    kind: UploadKind, district: District, client_of: As
) -> None:
    contact = make.member(district, Role.PARTNER_CONTACT)
    answer, body = send(client_of(contact), district.url(PAGES[kind.name][0]), SMALL_BODY_BYTES + 1)
    assert (answer.status_code, body.n_reads) in {(403, 0), (404, 0)}


@each_kind
def test_who_may_send_files_may_send_as_much_as_their_kind_and_no_more(
    kind: UploadKind, district: District, owner: Person, client_of: As
) -> None:
    url, most = district.url(PAGES[kind.name][0]), kind.limits.max_total_bytes
    _answer, body = send(client_of(owner), url, most + FORM_BODY_BYTES)
    assert body.n_reads
    answer, body = send(client_of(owner), url, most + FORM_BODY_BYTES + 1)
    assert (answer.status_code, body.n_reads) == (413, 0)
    assert f"You can submit up to {most // 1_000_000} MB" in answer.content.decode()


def test_a_members_page_without_files_takes_a_long_form_and_no_file(
    district: District, owner: Person, client_of: As
) -> None:
    url = district.url("create_school")
    _answer, body = send(client_of(owner), url, FORM_BODY_BYTES)
    assert body.n_reads
    answer, body = send(client_of(owner), url, FORM_BODY_BYTES + 1)
    assert (answer.status_code, body.n_reads) == (413, 0)


def test_a_real_file_above_the_small_limit_arrives_whole(
    district: District, owner: Person, client_of: As
) -> None:
    rows = b"id,name\n" + b"1,Maple\n" * 200_000
    page, field, fields = PAGES["directory"]
    answer = client_of(owner).post(
        district.url(page), {**fields, field: SimpleUploadedFile("organizations.csv", rows)}
    )
    assert answer.status_code in {303, 422}
    if answer.status_code == 422:
        assert "Choose a file first" not in answer.content.decode()
        assert not answer.context["form"].errors.get(field, [""])[0].startswith("This field")


def test_a_file_that_would_fill_the_disk_is_not_read(
    district: District, owner: Person, client_of: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "ROOM_LEFT_BYTES", 1 << 62)
    answer, body = send(client_of(owner), district.url("import_survey"), SMALL_BODY_BYTES + 1)
    assert (answer.status_code, body.n_reads) == (507, 0)
    assert "enough space for your files" in answer.content.decode()


def test_a_form_that_does_not_say_how_long_it_is_is_refused_and_not_taken_for_an_empty_one(
    district: District,
) -> None:
    answer, body = send(Client(), forum_url(district), 0, HTTP_TRANSFER_ENCODING="chunked")
    assert (answer.status_code, body.n_reads) == (411, 0)


def test_an_error_page_cannot_read_what_was_not_let_in(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the database is away nobody is known, and the error page repeats what was typed."""

    def is_away(*_arguments: object, **_more: object) -> HttpResponse:
        raise OperationalError("the database is away")

    monkeypatch.setattr("throughline.config.requests.middleware.District.objects.filter", is_away)
    answer, body = send(Client(raise_request_exception=False), forum_url_of(district), HUGE)
    assert (answer.status_code, body.n_reads) == (503, 0)


def forum_url_of(district: District) -> str:
    return district.url("district_front")


def test_every_page_that_reads_files_says_which_kind_and_for_whom() -> None:
    """Otherwise its files would be refused above the small limit, which is enough for a list of schools."""
    takers = {name: view for name, view in named_views().items() if "sent_files" in called_by(view)}
    assert set(takers) == {page for page, _field, _fields in PAGES.values()} | SMALL_FILES
    assert {name for name, view in takers.items() if not hasattr(view, "taken_files")} == SMALL_FILES
    assert MOST_FILE_BYTES < SMALL_BODY_BYTES


def named_views() -> dict[str, Callable[..., Any]]:
    return {pattern.name: pattern.callback for pattern in url_patterns(get_resolver()) if pattern.name}


def called_by(view: Callable[..., Any]) -> set[str]:
    if not view.__module__.startswith("throughline."):
        return set()
    tree = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(view))))
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def test_the_length_is_that_of_the_declaration() -> None:
    request = HttpRequest()
    for declared, n_bytes in [("12", 12), ("", 0), (None, 0), ("-5", 0), ("x", 0)]:
        request.META["CONTENT_LENGTH"] = declared
        assert bodies.n_bytes_of(request) == n_bytes
