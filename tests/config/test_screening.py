"""A page of any app, present or to come: what is typed there is screened without its doing anything."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from throughline.accounts.models import District, Person
from throughline.accounts.permissions import public, screened
from throughline.config import urls
from throughline.listen.models import FlagSource, UrgentFlag
from throughline.listen.tasks import send_due_alerts

URGENT = "I want to kill myself and nobody at school cares"


@public
def open_to_all(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Thank you.")


@screened
def message_of_partner(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Sent.")


def notes_of_staff(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Saved.")


urlpatterns = [
    *urls.urlpatterns,
    path("d/<slug:district>/x-open/", open_to_all),
    path("d/<slug:district>/x-message/", message_of_partner),
    path("d/<slug:district>/x-notes/", notes_of_staff),
]


@pytest.fixture(autouse=True)
def _pages(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__


def test_words_on_a_page_of_another_app_reach_the_owners_and_coordinators(
    district: District, owner: Person, coordinator: Person, board_member: Person
) -> None:
    assert Client().post("/d/juniper/x-open/", {"anything": URGENT}).content == b"Thank you."
    flag = UrgentFlag.objects.get()
    assert (flag.words, flag.source, flag.place) == (URGENT, FlagSource.ELSEWHERE, None)
    send_due_alerts(district)
    assert sorted(message.to[0] for message in mail.outbox) == sorted([owner.email, coordinator.email])
    assert all(district.name in message.body and URGENT not in message.body for message in mail.outbox)


def test_a_message_of_a_partner_is_screened_and_what_staff_write_is_not(
    district: District, partner_contact: Person, client_of: Callable[[Person], Client]
) -> None:
    client = client_of(partner_contact)
    client.post("/d/juniper/x-notes/", {"anything": URGENT})
    assert not UrgentFlag.objects.exists()
    client.post("/d/juniper/x-message/", {"anything": URGENT})
    assert UrgentFlag.objects.get().words == URGENT


@pytest.mark.parametrize("name", ["password", "csrfmiddlewaretoken", "code"])
def test_no_secret_is_screened_or_kept(district: District, name: str) -> None:
    Client().post("/d/juniper/x-open/", {name: URGENT})
    assert not UrgentFlag.objects.exists()


def test_a_page_that_is_only_read_and_one_of_no_district_are_not_screened(district: District) -> None:
    Client().get("/d/juniper/x-open/", {"anything": URGENT})
    Client().post("/accounts/login/", {"anything": URGENT})
    Client().post("/d/no-such-district/x-open/", {"anything": URGENT})
    assert not UrgentFlag.objects.exists()
