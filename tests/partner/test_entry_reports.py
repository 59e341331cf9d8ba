"""Readers say what is wrong with an entry, and a person sees to it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests import make
from throughline.accounts.actions import Refused
from throughline.accounts.models import District, Person
from throughline.accounts.permissions import Actor
from throughline.listen.models import UrgentFlag
from throughline.partner import actions, queries
from throughline.partner.models import EntryReport, Service
from throughline.partner.tasks import forget_words_of_reports

As = Callable[[Person | None], Client]


@pytest.fixture
def service(district: District) -> Service:
    return make.service("Food pantry", make.organization("Hope Hall"))


def url(service: Service) -> str:
    return service.district.url("report_service", service_id=service.public_id)


def test_a_reader_reports_without_an_account_and_the_list_shows_it(
    service: Service, client_of: As, owner: Person
) -> None:
    answer = client_of(None).post(
        url(service), {"reason": "phone", "words": "It is 303-555-0100 now"}, follow=True
    )
    assert "Thank you. We got your report." in answer.content.decode()
    listed = client_of(owner).get(service.district.url("entry_reports")).content.decode()
    assert "The phone number doesn&#x27;t work" in listed
    assert "It is 303-555-0100 now" in listed


def test_without_a_reason_nothing_is_sent_and_the_words_stay(service: Service, client_of: As) -> None:
    answer = client_of(None).post(url(service), {"words": "Closed since May"})
    assert answer.status_code == 422
    assert "Choose what is wrong." in answer.content.decode()
    assert "Closed since May" in answer.content.decode()
    assert not EntryReport.objects.exists()


def test_words_of_danger_reach_a_person_and_show_the_crisis_lines(service: Service, client_of: As) -> None:
    answer = client_of(None).post(
        url(service), {"reason": "other", "words": "I want to kill myself"}, follow=True
    )
    assert "988" in answer.content.decode()
    assert "Your words may be about someone in danger." in answer.content.decode()
    assert EntryReport.objects.get().is_urgent
    assert UrgentFlag.objects.get().words == "I want to kill myself"


def test_what_advertises_or_repeats_waits_behind_the_others(service: Service, district: District) -> None:
    actor = Actor.contributor(district)
    first = actions.report_entry(actor, service, reason="other", words="Call them, they moved")
    again = actions.report_entry(actor, service, reason="other", words="Call them, they moved")
    advert = actions.report_entry(actor, service, reason="other", words="Cheap loans www.example.com")
    last = actions.report_entry(actor, service, reason="hours")
    assert [one.is_likely_spam for one in (first, again, advert, last)] == [False, True, True, False]
    assert list(queries.entry_reports()) == [first, last, again, advert]
    assert queries.n_open_reports() == 2


def test_a_report_is_handled_once_and_can_be_reopened(service: Service, owner: Person) -> None:
    actor = Actor.of(service.district, owner)
    report = actions.report_entry(actor, service, reason="closed")
    actions.handle_report(actor, report, outcome="fixed", note="Marked as closed")
    with pytest.raises(Refused):
        actions.handle_report(actor, report, outcome="spam")
    assert list(queries.entry_reports(is_handled=True)) == [report]
    actions.reopen_report(actor, report)
    assert list(queries.entry_reports()) == [report]


def test_an_outcome_that_is_none_is_refused(service: Service, client_of: As, owner: Person) -> None:
    report = actions.report_entry(Actor.contributor(service.district), service, reason="closed")
    page = service.district.url("entry_report", report_id=report.public_id)
    assert client_of(owner).post(page, {"outcome": "open"}).status_code == 422
    report.refresh_from_db()
    assert report.state == EntryReport.State.OPEN


def test_words_are_deleted_ninety_days_after_a_report_is_done(service: Service, owner: Person) -> None:
    actor = Actor.of(service.district, owner)
    kept, old = (
        actions.report_entry(actor, service, reason="hours", words=words)
        for words in ("Open at 8", "Open at 9")
    )
    for one in (kept, old):
        actions.handle_report(actor, one, outcome="fixed")
    EntryReport.objects.filter(pk=old.pk).update(handled_at=timezone.now() - timedelta(days=91))
    forget_words_of_reports(service.district)
    kept.refresh_from_db()
    old.refresh_from_db()
    assert (kept.words, old.words) == ("Open at 8", "")


def test_spam_loses_its_words_at_once(service: Service, owner: Person) -> None:
    actor = Actor.of(service.district, owner)
    report = actions.report_entry(actor, service, reason="other", words="Buy now")
    assert actions.handle_report(actor, report, outcome="spam").words == ""
