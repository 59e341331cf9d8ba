"""Scope, permission check and language of every request."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language
from django_scopes import get_scope

from tests import make
from throughline.accounts.declarations import upload_kinds
from throughline.accounts.models import District, Membership, Person, Role, Session
from throughline.accounts.models.scoped import new_public_id
from throughline.accounts.permissions import limit, public, typed_words
from throughline.config import urls

As = Callable[[Person | None], Client]


@public
def open_to_all(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{get_scope()['district'].slug} {get_language()}")


def unmarked(request: HttpRequest) -> HttpResponse:
    return HttpResponse("members only")


@public
def limited(request: HttpRequest) -> HttpResponse:
    limit(request, "limited", 2)
    return HttpResponse("fine")


@public
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("broken on purpose")


@public
def busy(request: HttpRequest) -> HttpResponse:
    raise OperationalError("database is locked")


urlpatterns = [
    *urls.urlpatterns,
    path("d/<slug:district>/x-open/", open_to_all),
    path("d/<slug:district>/x-unmarked/", unmarked),
    path("d/<slug:district>/x-limited/", limited),
    path("d/<slug:district>/x-broken/", broken),
    path("d/<slug:district>/x-busy/", busy),
]
handler400 = urls.handler400
handler500 = urls.handler500


@pytest.fixture(autouse=True)
def _own_site_map(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__


def test_a_view_that_is_not_marked_public_is_for_members_alone(
    district: District, stranger: Person, other_owner: Person, partner_contact: Person, client_of: As
) -> None:
    url = "/d/juniper/x-unmarked/"
    assert Client().get(url)["Location"] == f"/accounts/login/?next={url}"
    assert client_of(stranger).get(url).status_code == 404
    assert client_of(other_owner).get(url).status_code == 404
    assert client_of(partner_contact).get(url).status_code == 200


def test_a_public_page_has_its_districts_scope_and_no_member_is_needed(
    db: None, district: District, other_district: District
) -> None:
    assert Client().get("/d/sagebrush/x-open/").content == b"sagebrush en"


def test_a_district_that_is_not_there_is_not_there(db: None) -> None:
    assert Client().get("/d/nowhere/x-open/").status_code == 404
    assert Client().get("/d/nowhere/x-unmarked/").status_code == 404


def test_no_scope_is_left_open_behind_a_request(db: None) -> None:
    make.district("aspen")
    Client().get("/d/aspen/x-open/")
    assert "district" not in get_scope()


@pytest.mark.parametrize(
    ("query", "cookie", "accept", "spoken"),
    [
        ("?lang=es", "en", "en", "es"),
        ("", "es", "en", "es"),
        ("", "", "es-MX,es;q=0.9,en;q=0.8", "es"),
        ("", "", "fr", "en"),
        ("?lang=xx", "", "es", "es"),
        ("", "", "", "en"),
    ],
)
def test_the_link_goes_before_the_choice_and_that_before_the_device(
    district: District, query: str, cookie: str, accept: str, spoken: str
) -> None:
    client = Client(headers={"accept-language": accept})
    if cookie:
        client.cookies["tl_language"] = cookie
    answer = client.get(f"/d/juniper/x-open/{query}")
    assert answer.content == f"juniper {spoken}".encode()
    assert answer["Content-Language"] == spoken
    assert "Accept-Language" in answer["Vary"]


def test_a_language_the_district_does_not_offer_is_not_spoken(db: None) -> None:
    make.district("aspen", languages=["en"])
    assert Client().get("/d/aspen/x-open/?lang=es").content == b"aspen en"


def test_the_language_of_the_account_goes_before_the_device(
    district: District, coordinator: Person, client_of: As
) -> None:
    coordinator.language = "es"
    coordinator.save()
    client = client_of(coordinator)
    assert client.get("/d/juniper/x-open/", headers={"accept-language": "en"}).content == b"juniper es"


def test_a_chosen_language_is_remembered(district: District) -> None:
    client = Client()
    client.get("/d/juniper/x-open/?lang=es")
    assert client.get("/d/juniper/x-open/").content == b"juniper es"


def test_too_many_requests_have_to_wait_and_the_address_is_not_shown(district: District) -> None:
    answers = [Client().get("/d/juniper/x-limited/") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"] == "30", "the tests' clock stands in mid-minute"
    assert "Please wait a minute" in answers[2].content.decode()
    assert "127.0.0.1" not in answers[2].content.decode()


def test_an_error_is_reported_without_the_details(district: District) -> None:
    answer = Client(raise_request_exception=False).get("/d/juniper/x-broken/")
    assert answer.status_code == 500
    assert "Something went wrong" in answer.content.decode()
    assert "on purpose" not in answer.content.decode()


def test_the_error_page_may_break_too(monkeypatch: pytest.MonkeyPatch) -> None:
    from throughline.accounts.views import error

    def fail(*args: Any, **kwargs: Any) -> HttpResponse:
        raise RuntimeError("no templates today")

    monkeypatch.setattr(error, "render", fail)
    answer = error.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert b"on our side" in answer.content
    assert "nuestro lado" in answer.content.decode()


def test_a_person_who_loses_a_role_loses_the_page_with_the_next_request(
    district: District, client_of: As
) -> None:
    person = make.member(district, Role.ANALYST)
    client = client_of(person)
    assert client.get("/d/juniper/x-unmarked/").status_code == 200
    Membership.objects.filter(person=person).delete()
    assert client.get("/d/juniper/x-unmarked/").status_code == 404


def test_pages_may_not_be_framed_nor_load_from_elsewhere(district: District) -> None:
    answer = Client().get("/")
    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"


TYPED = {
    "title_en": "Buses",
    "note": "Buses should <b>wait</b> for us",
    "text": "学校应该更温暖。",
    "password": "a line from every voice",
    "csrfmiddlewaretoken": "of the form",
    "code": "123456",
    "language": "en",
    "is_public": "on",
    "submission": "x",
    "school": "Q7xKd0Rw-5mZ_tYb2LfHqA",
}
SHOWN = ("Buses", "Buses should &lt;b&gt;wait&lt;/b&gt; for us", "学校应该更温暖。")


def repeated_texts(answer: Any) -> tuple[str, ...]:
    return tuple(re.findall(r'<blockquote dir="auto">(.*?)</blockquote>', answer.content.decode(), re.DOTALL))


@pytest.mark.parametrize(
    ("page", "status", "retry"),
    [
        ("x-limited", 429, "30"),
        ("x-broken", 500, None),
        ("x-busy", 503, "30"),
        ("x-unmarked", 403, None),
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_whatever_goes_wrong_gives_back_what_was_typed_and_no_secret(
    district: District,
    page: str,
    status: int,
    retry: str | None,
    language: str,
) -> None:
    client = Client(raise_request_exception=False, headers={"accept-language": language})
    for _ in range(3):
        answer = client.post(f"/d/juniper/{page}/", TYPED)
    assert answer.status_code == status
    assert repeated_texts(answer) == SHOWN
    assert "no-store" in answer["Cache-Control"]
    assert answer.get("Retry-After") == retry
    assert not any(TYPED[name] in answer.content.decode() for name in ("password", "code", "school"))


def test_a_page_that_was_only_read_does_not_mention_words(district: District) -> None:
    answer = Client(raise_request_exception=False).get("/d/juniper/x-busy/?text=Buses+should+wait")
    assert answer.status_code == 503
    assert repeated_texts(answer) == ()
    assert "Your submission" not in answer.content.decode()


def test_the_plain_page_behind_the_page_gives_back_what_was_typed_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from throughline.accounts.views import error

    def fail(*args: Any, **kwargs: Any) -> HttpResponse:
        raise RuntimeError("no templates today")

    monkeypatch.setattr(error, "render", fail)
    answer = error.server_error(RequestFactory().post("/", TYPED))
    assert (answer.status_code, repeated_texts(answer)[:1]) == (500, SHOWN[:1])
    assert "<b>wait" not in answer.content.decode()
    assert TYPED["password"] not in answer.content.decode()
    monkeypatch.setattr(error, "typed_words", fail)
    answer = error.server_error(RequestFactory().post("/", TYPED))
    assert (answer.status_code, repeated_texts(answer)) == (500, ())


def test_a_form_that_cannot_be_read_hides_no_page(district: District, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    answer = Client(raise_request_exception=False).post("/d/juniper/x-busy/", TYPED)
    assert (answer.status_code, repeated_texts(answer)) == (503, ())


def test_a_vote_is_no_words(district: District) -> None:
    vote = {"statement": new_public_id(), "answer": "agree", "browser": new_public_id()}
    answer = Client(raise_request_exception=False).post("/d/juniper/x-busy/", vote)
    assert repeated_texts(answer) == ()


def test_a_form_sent_after_signing_out_leads_by_sign_in_back_to_its_page(district: District) -> None:
    def sign_in_of(referer: str) -> str:
        headers = {"referer": referer} if referer else {}
        page = Client().post("/d/juniper/x-unmarked/?part=1", TYPED, headers=headers).content.decode()
        return re.findall(r'href="(/accounts/login/[^"]*)"', page)[-1]

    own = "/accounts/login/?next=%2Fd%2Fjuniper%2Fx-unmarked%2F%3Fpart%3D1"
    assert sign_in_of("http://testserver/d/juniper/desk/?a=1").endswith(
        "next=%2Fd%2Fjuniper%2Fdesk%2F%3Fa%3D1"
    )
    assert sign_in_of("") == own
    assert sign_in_of("https://elsewhere.example/d/juniper/") == own


def test_a_session_is_renewed_once_in_half_an_hour_and_on_no_public_page(
    district: District, partner_contact: Person, client_of: As, settings: Any
) -> None:
    client = client_of(partner_contact)
    soon = timezone.now() + timedelta(hours=1)

    def ends_after(page: str) -> Any:
        Session.objects.update(expire_date=soon)
        client.get(f"/d/juniper/{page}/")
        return Session.objects.get().expire_date

    assert ends_after("x-open") == soon
    assert ends_after("x-unmarked") > soon + timedelta(hours=10), "the first page of the desk"
    assert ends_after("x-unmarked") == soon, "too early to write again"
    session = client.session
    session["renewed_at"] -= 1_801
    session.save()
    assert ends_after("x-open") == soon
    assert ends_after("x-unmarked") > soon + timedelta(hours=10)
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == settings.SESSION_COOKIE_AGE


# `code` is also the name of a one-time code, a secret; the others are filled in by the page or a search.
NO_WORDS = {"code", "currency", "seen", "q", "uidb36", "key"}


def test_every_box_to_write_in_is_given_back_and_nothing_hidden_is() -> None:
    """Find forms whose text field is named like a secret, or whose hidden field is named like text."""
    lost, leaked = set(), set()
    for name, widget in _fields_of_all_forms():
        posted = RequestFactory().post("/", {name: "word"})
        is_given_back = bool(typed_words(posted))
        if isinstance(widget, forms.PasswordInput | forms.HiddenInput | forms.CheckboxInput):
            leaked |= {name} if is_given_back else set()
        elif isinstance(widget, forms.TextInput | forms.Textarea) and name not in NO_WORDS:
            lost |= set() if is_given_back else {name}
    assert (lost, leaked) == (set(), set())


def _fields_of_all_forms() -> Iterator[tuple[str, forms.Widget]]:
    def below(kind: type) -> Iterator[type]:
        for one in kind.__subclasses__():
            yield one
            yield from below(one)

    for form in below(forms.BaseForm):
        if form.__module__.startswith(("throughline.", "allauth.account.", "allauth.mfa.")):
            for name, field in getattr(form, "base_fields", {}).items():
                yield name, field.widget


def test_more_files_than_are_read_at_once_are_named_on_the_page(district: District, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    files = [SimpleUploadedFile(f"{n}.csv", b"id\n") for n in range(3)]
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "a" * 32
    answer = client.post("/d/juniper/x-open/", {"files": files})
    assert answer.status_code == 400
    assert "You chose more than 2 files." in answer.content.decode()


def test_every_kind_of_upload_is_refused_for_its_own_limit_of_files_first(settings: Any) -> None:
    assert max(kind.limits.max_files for kind in upload_kinds()) < settings.DATA_UPLOAD_MAX_NUMBER_FILES


@pytest.mark.parametrize(
    "address", ["/?q=a%00", "/d/juniper/services/?kind=%00", "/d/juniper/services/a%00b/", "/d/a%00/"]
)
def test_an_address_with_a_nul_is_refused_the_same_on_both_databases(
    district: District, address: str
) -> None:
    assert Client().get(address).status_code == 400
