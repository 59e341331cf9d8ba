from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests import make
from throughline.accounts.models import AuditEntry, District, Person, Role
from throughline.accounts.permissions import Actor
from throughline.partner import actions, queries
from throughline.partner.models import Support, SupportKind, SupportState

As = Callable[[Person | None], Client]


def _term(district: District) -> SupportKind:
    return actions.ensure_terms(Actor.system(district))[0]


def test_create_support_ties_a_service_to_a_school_and_a_directive(
    district: District, coordinator: Person, client_of: As
) -> None:
    school, directive = make.school("Dry Fork"), make.directive(make.cycle(), "Teach by doing.")
    service, term = make.service("Two weeks on site"), _term(district)
    client = client_of(coordinator)
    data = {
        "service": service.pk,
        "term": term.pk,
        "school": school.pk,
        "directive": directive.pk,
        "layer": "targeted",
        "n_seats": "54",
        "state": "offered",
        "is_in_school_time": "on",
        "begins_on": "2026-09-01",
        "ends_on": "2027-06-01",
        "note_en": "A van is needed.",
    }
    assert client.post(district.url("create_support"), data).status_code == 303
    support = Support.objects.get()
    assert (support.school, support.directive, support.n_seats) == (school, directive, 54)
    entry = AuditEntry.objects.get(verb="create_support")
    assert entry.details == {"service": service.public_id}
    page = client.get(district.url("supports")).content.decode()
    assert page.count("Two weeks on site") >= 2  # under its directive and under its school
    assert "54 seats" in page
    assert "during school hours" in page
    url = district.url("edit_support", support_id=support.public_id)
    assert 'value="2026-09-01"' in client.get(url + "?lang=es").content.decode()
    client.get(district.url("supports") + "?lang=en")
    bad = client.post(url, {**data, "ends_on": "2026-01-01", "n_seats": "-1"})
    page = bad.content.decode()
    assert bad.status_code == 422
    assert "The end date can&#x27;t be before the start date." in page
    assert "A van is needed." in page
    assert 'href="#id_n_seats"' in page


def test_supports_show_the_gaps_by_school_and_by_directive(
    district: District, coordinator: Person, client_of: As
) -> None:
    alder, dry_fork = make.school("Alder"), make.school("Dry Fork")
    cycle = make.cycle()
    answered, unanswered = make.directive(cycle, "Teach by doing."), make.directive(cycle, "Two languages.")
    term, service = _term(district), make.service("Shop class")
    made = {"term": term, "service": service, "state": SupportState.OFFERED}
    Support.objects.create(**made, school=alder, directive=answered, n_seats=20)
    Support.objects.create(**made, school=alder, n_seats=10)
    Support.objects.create(**made, n_seats=None)
    Support.objects.create(**{**made, "state": SupportState.ENDED}, school=dry_fork, directive=unanswered)
    by_school = {row.school: row for row in queries.supports_by_school([alder, dry_fork, None])}
    assert [len(by_school[key].supports) for key in (alder, dry_fork, None)] == [2, 0, 1]
    assert by_school[alder].n_seats == 30
    by_directive = {
        row.directive: len(row.supports) for row in queries.supports_by_directive([answered, unanswered])
    }
    assert by_directive == {answered: 1, unanswered: 0}
    page = client_of(coordinator).get(district.url("supports")).content.decode()
    assert page.count("No supports for this priority yet.") == 1
    assert page.count("No supports yet.") == 1


@pytest.mark.parametrize(("n", "first", "second"), [(0, 0, 0), (1, 1, 1), (30, 20, 10)])
def test_supports_come_by_twenty_directives_and_twenty_schools_in_the_same_few_queries(
    district: District,
    coordinator: Person,
    client_of: As,
    n: int,
    first: int,
    second: int,
    django_assert_max_num_queries: Any,
) -> None:
    cycle, term = make.cycle(), _term(district)
    for number in range(n):
        Support.objects.create(
            service=make.service(f"Service number {number}", make.organization()),
            term=term,
            school=make.school(),
            directive=make.directive(cycle),
        )
    client, url = client_of(coordinator), district.url("supports")
    client.get(url)
    with django_assert_max_num_queries(16):
        page = client.get(url).content.decode()
    # by directive and by school, each with a link to edit it
    assert page.count("Service number") == first * 4
    assert ('href="?schools=2"' in page, 'href="?directives=2"' in page) == (n > 20, n > 20)
    page = client.get(url + "?directives=2&schools=2").content.decode()
    assert page.count("Service number") == second * 4
    page = client.get(url + "?schools=2").content.decode()
    assert page.count("Service number") == (first + second) * 2


def test_a_partner_reads_supports_and_changes_none(
    district: District, partner_contact: Person, client_of: As
) -> None:
    support = Support.objects.create(service=make.service("Shop class"), term=_term(district))
    page = client_of(partner_contact).get(district.url("supports")).content.decode()
    assert "Shop class" in page
    assert district.url("edit_support", support_id=support.public_id) not in page
    assert district.url("create_support") not in page


@pytest.mark.parametrize(("n", "offered"), [(0, 0), (1, 1), (60, 50)])
def test_a_support_is_offered_the_first_services_and_finds_the_others(
    district: District,
    coordinator: Person,
    client_of: As,
    n: int,
    offered: int,
    django_assert_max_num_queries: Any,
) -> None:
    cycle, term = make.cycle(), _term(district)
    services = [make.service(f"Service {number:02}", make.organization("Parks")) for number in range(n)]
    directives = [make.directive(cycle, f"Directive {number:02}") for number in range(n)]
    client, url = client_of(coordinator), district.url("create_support")
    with django_assert_max_num_queries(30):
        page = client.get(url).content.decode()
    assert (page.count(">Service "), page.count(">Directive ")) == (offered, offered)
    assert ('name="find_service"' in page, 'name="find_directive"' in page) == (n > 50, n > 50)
    if n > 50:
        page = client.get(url + "?find_service=59&find_directive=58").content.decode()
        assert (page.count(">Service "), page.count(">Directive ")) == (1, 1)
        chosen = {"service": services[59].pk, "term": term.pk, "directive": directives[58].pk}
        data = {**chosen, "layer": "targeted", "state": "offered"}
        assert client.post(url, data).status_code == 303
        support = Support.objects.get()
        assert (support.service, support.directive) == (services[59], directives[58])
        page = client.get(district.url("edit_support", support_id=support.public_id)).content.decode()
        assert (page.count(">Service "), page.count(">Directive ")) == (51, 51)


def test_a_school_leader_changes_the_supports_of_their_own_school_only(
    district: District, client_of: As
) -> None:
    alder, birch = make.school("Alder"), make.school("Birch")
    service, term = make.service("Shop class"), _term(district)
    places = (alder, birch, None)
    supports = [Support.objects.create(service=service, term=term, school=school) for school in places]
    edits = [district.url("edit_support", support_id=one.public_id) for one in supports]
    client = client_of(make.member(district, Role.SCHOOL_LEADER, school=alder))
    for page in (district.url("supports"), district.url("service", service_id=service.public_id)):
        shown = client.get(page).content.decode()
        assert [url in shown for url in edits] == [True, False, False]
    assert [client.get(url).status_code for url in edits] == [200, 403, 403]
    form = client.get(district.url("create_support")).content.decode()
    assert "Alder" in form
    assert "Birch" not in form
    assert "The whole district" not in form
    of_birch = make.directive(make.cycle(school=birch), "A garden at Birch.")
    asked = {"service": service.pk, "term": term.pk, "layer": "targeted", "state": "offered"}
    for chosen in ({"school": ""}, {"school": birch.pk}, {"school": alder.pk, "directive": of_birch.pk}):
        for url in (district.url("create_support"), edits[0]):
            assert client.post(url, {**asked, **chosen}).status_code == 422, chosen
    assert client.post(edits[0], {**asked, "school": alder.pk}).status_code == 303
    assert Support.objects.get(school=alder).state == "offered"


def test_the_directory_belongs_to_no_school(district: District, client_of: As) -> None:
    client = client_of(make.member(district, Role.SCHOOL_LEADER, school=make.school("Alder")))
    organization = make.organization("Parks")
    service = make.service("Shop class", organization)
    in_one = {"organization_id": organization.public_id}
    of_one = {"service_id": service.public_id}
    pages = {
        district.url("organizations"): [district.url("create_organization"), district.url("taxonomy")],
        district.url("organization", **in_one): [
            district.url("edit_organization", **in_one),
            district.url("create_service", **in_one),
        ],
        district.url("service", **of_one): [district.url("edit_service", **of_one)],
    }
    for page, links in pages.items():
        shown = client.get(page).content.decode()
        assert [link for link in links if link in shown] == []
        assert {client.get(link).status_code for link in links} == {403}
