"""Scope, door and language of every request."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.utils.translation import get_language
from django_scopes import get_scope

from tests import make
from throughline.accounts.models import District, Membership, Person, Role
from throughline.accounts.permissions import limit, public
from throughline.config import urls as site_map

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


urlpatterns = [
    *site_map.urlpatterns,
    path("d/<slug:district>/x-open/", open_to_all),
    path("d/<slug:district>/x-unmarked/", unmarked),
    path("d/<slug:district>/x-limited/", limited),
    path("d/<slug:district>/x-broken/", broken),
]
handler400 = site_map.handler400
handler500 = site_map.handler500


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


def test_too_many_requests_are_asked_to_wait_and_nothing_of_the_address_is_said(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.time", lambda: 1_000_000.0)
    answers = [Client().get("/d/juniper/x-limited/") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"] == "60"
    assert "One moment, please" in answers[2].content.decode()
    assert "127.0.0.1" not in answers[2].content.decode()


def test_what_breaks_says_so_without_the_details(district: District) -> None:
    answer = Client(raise_request_exception=False).get("/d/juniper/x-broken/")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.content.decode()
    assert "on purpose" not in answer.content.decode()


def test_the_page_that_says_so_may_break_too(monkeypatch: pytest.MonkeyPatch) -> None:
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
