"""How current the directory is: counted by one rule, also with nothing in it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import make
from throughline.accounts.models import District, Person
from throughline.accounts.permissions import Actor
from throughline.partner import actions
from throughline.partner.models import EntryReport, Organization, ProposedEdit, Service
from throughline.partner.queries.pulse import (
    partners_without_answer,
    pulse_of_directory,
    services_to_confirm,
    shares_by_kind,
    shares_by_school,
)

As = Callable[[Person | None], Client]


def days_ago(n: int) -> dict[str, object]:
    return {"assured_date": timezone.localdate() - timedelta(days=n)}


@pytest.mark.parametrize("n", [0, 1])
def test_the_page_and_the_desk_open_without_services_and_with_one(
    n: int, district: District, coordinator: Person, client_of: As
) -> None:
    for number in range(n):
        make.service(f"Service {number}", make.organization("Valley Library"))
    for name in ("directory_pulse", "directory_desk"):
        response = client_of(coordinator).get(district.url(name))
        assert response.status_code == 200
        assert ("Confirmed in the last 90 days" in response.content.decode()) is bool(n)


def test_the_newer_of_two_dates_counts_and_closed_services_and_former_partners_do_not(
    district: District,
) -> None:
    organization, today = make.organization("Valley Library"), timezone.localdate()
    make.service("Edge", organization, **days_ago(90), assured_by="partner")
    make.service("Modified", organization, **days_ago(400), last_modified=timezone.now())
    make.service("Older", organization, **days_ago(91))
    make.service("Stale", organization, **days_ago(600))
    make.service("Never", organization)
    make.service("Closed", organization, status=Service.Status.DEFUNCT)
    make.service("Former", make.organization("Gone", ended_on=today), **days_ago(1))
    found = pulse_of_directory(today)
    assert (found.services.n, found.services.n_recent, found.n_partner, found.n_stale) == (5, 2, 1, 2)
    assert [one.name for one in services_to_confirm(today)] == ["Never", "Stale", "Older"]
    assert found.services.share == 0.4


def test_shares_by_kind_and_by_school(district: District) -> None:
    system, today = Actor.system(district), timezone.localdate()
    first, second = actions.ensure_terms(system)[:2]
    organization, school = make.organization("Valley Library"), make.school("Dry Fork")
    fresh = make.service("Fresh", organization, **days_ago(3))
    old = make.service("Old", organization, **days_ago(300))
    fresh.terms.set([first, second])
    old.terms.set([first])
    for service in (fresh, old):
        for term in (first, second):
            actions.create_support(system, service=service, term=term, school=school, state="offered")
    actions.create_support(system, service=old, term=first, state="offered")
    kinds = {str(share.name): (share.n_recent, share.n) for share in shares_by_kind(today)}
    assert kinds == {str(first.name): (1, 2), str(second.name): (1, 1)}
    schools = [(share.name, share.n_recent, share.n) for share in shares_by_school(today)]
    assert schools == [("Dry Fork", 1, 2), ("", 0, 1)]


def test_partners_that_never_answered_and_what_waits(district: District) -> None:
    system = Actor.system(district)
    sent, never, answered = (make.organization(name) for name in ("Alpha", "Beta", "Gamma"))
    services = [make.service("One", one) for one in (sent, never, answered)]
    make.organization("Without a service")
    actions.create_partner_link(system, sent)
    Organization.objects.filter(pk=answered.pk).update(answered_at=timezone.now())
    silent = [(one.name, one.has_link) for one in partners_without_answer()]
    assert silent == [("Beta", False), ("Alpha", True)]
    ProposedEdit.objects.create(service=services[0])
    EntryReport.objects.create(service=services[0], reason="hours")
    EntryReport.objects.create(service=services[0], reason="hours", is_likely_spam=True)
    found = pulse_of_directory(timezone.localdate())
    assert (found.n_silent, found.n_waiting, found.n_reports) == (2, 1, 1)


def test_the_figures_take_as_many_queries_however_many_services_there_are(district: District) -> None:
    def n_queries() -> int:
        today = timezone.localdate()
        with CaptureQueriesContext(connection) as queries:
            pulse_of_directory(today)
            shares_by_kind(today)
            shares_by_school(today)
        return len(queries)

    organization = make.organization("Valley Library")
    terms = actions.ensure_terms(Actor.system(district))
    make.service("Service", organization).terms.set(terms[:2])
    before = n_queries()
    for number in range(30):
        make.service(f"Service {number}", organization).terms.set(terms[:2])
    assert n_queries() == before < 12
