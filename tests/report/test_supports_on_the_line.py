"""A service that answers a priority: both public pages say so, once the priority is published."""

from django.test import Client

from tests import make
from tests.report.public_cycle import DIRECTIVE, PublicCycle
from throughline.accounts.permissions import Actor
from throughline.align.models import Directive
from throughline.partner import actions
from throughline.partner.models import Service
from throughline.report.actions import withdraw_publication

ADDED = "Added because families asked for it:"


def answer(public_cycle: PublicCycle, directive: Directive) -> Service:
    system = Actor.system(public_cycle.district)
    service = make.service("Maker space", make.organization("Valley Library"))
    school, kind = make.school("Juniper High"), actions.ensure_terms(system)[0]
    actions.create_support(
        system, service=service, school=school, term=kind, directive=directive, state="offered"
    )
    return service


def page_of(service: Service) -> str:
    return Client().get(service.district.url("service", service_id=service.public_id)).content.decode()


def test_both_pages_lead_to_each_other_once_the_priority_is_published(public_cycle: PublicCycle) -> None:
    directive = public_cycle.directive()
    service = answer(public_cycle, directive)
    assert ADDED not in page_of(service), "an unpublished priority is for staff"
    assert DIRECTIVE not in page_of(service)
    publication = public_cycle.publish()
    page = page_of(service)
    url = public_cycle.district.url("public_cycle", cycle_id=public_cycle.cycle.public_id)
    assert ADDED in page
    assert f'<a href="{url}#directive-{directive.public_id}">{DIRECTIVE}</a>' in page
    cycle_page = public_cycle.page()
    assert f'id="directive-{directive.public_id}"' in cycle_page
    assert "Services added for this" in cycle_page
    assert public_cycle.district.url("service", service_id=service.public_id) in cycle_page
    withdraw_publication(public_cycle.actor, publication)
    assert ADDED not in page_of(service)
    assert DIRECTIVE not in page_of(service)


def test_a_support_that_is_planned_or_over_is_on_neither_page(public_cycle: PublicCycle) -> None:
    directive = public_cycle.directive()
    service = answer(public_cycle, directive)
    public_cycle.publish()
    for state in ("planned", "ended"):
        service.supports.update(state=state)
        assert "Maker space" not in public_cycle.page()
        assert ADDED not in page_of(service)
