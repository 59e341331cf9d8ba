"""Lists of any app, with one row more than a page has: the last row is on the second page."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_scopes import scope

from tests import make
from throughline.accounts.models import District, Membership, Person, Role, Session
from throughline.align.models import Action
from throughline.convene.models import ForumKind, StorylineStep
from throughline.measure.models import InvitationRound
from throughline.partner.models import Support, SupportKind
from throughline.ui.pages import PER_PAGE

Made = tuple[str, str]  # the address of the page, and the name of its second page in a query


def schools(district: District) -> Made:
    for n in range(PER_PAGE + 1):
        make.school(f"Row number {n:02}", position=n)
    return district.url("schools"), "page"


def terms(district: District) -> Made:
    for n in range(PER_PAGE + 1):
        SupportKind.objects.create(code=f"t{n}", name=make.translated(f"Row number {n:02}"), position=n)
    return district.url("taxonomy"), "page"


def supports(district: District) -> Made:
    service, term = make.service("Tutoring"), SupportKind.objects.create(code="t", name=make.translated("T"))
    for n in reversed(range(PER_PAGE + 1)):  # the newest is first
        school = make.school(f"Row number {n:02}")
        Support.objects.create(service=service, term=term, school=school)
    return district.url("service", service_id=service.public_id), "page"


def invitation_rounds(district: District) -> Made:
    forum = make.forum(make.cycle(), ForumKind.SURVEY)
    for n in range(PER_PAGE + 1):
        InvitationRound.objects.create(forum=forum, title=f"Row number {n:02}", n_invited=300)
    return district.url("invitations", forum_id=forum.public_id), "page"


def forums_to_analyze(district: District) -> Made:
    cycle = make.cycle()
    for n in range(PER_PAGE + 1):
        make.forum(cycle, ForumKind.STATEMENTS, title=make.translated(f"Row number {n:02}"))
    return district.url("runs", cycle_id=cycle.public_id), "forums"


def actions_of_an_initiative(district: District) -> Made:
    initiative = make.initiative("Buses", make.directive(make.cycle()))
    for n in range(PER_PAGE + 1):
        Action.objects.create(
            initiative=initiative,
            title=make.translated(f"Row number {n:02}"),
            owner="Transportation",
            due_on=date(2027, 6, 1),
            measure=make.translated("Late buses"),
            position=n,
        )
    return district.url("initiative", initiative_id=initiative.public_id), "page"


def steps_of_a_timeline(district: District) -> Made:
    cycle = make.cycle()
    for n in range(PER_PAGE + 1):
        StorylineStep.objects.create(cycle=cycle, title=make.translated(f"Row number {n:02}"), position=n)
    return district.url("storyline", cycle_id=cycle.public_id), "page"


def devices_of_a_member(district: District) -> Made:
    person, now = make.member(district), timezone.now()
    for n in range(PER_PAGE + 1):
        Session.objects.create(
            session_key=f"key {n}",
            person=person,
            began_at=now,
            seen_at=now - timedelta(minutes=n),
            expire_date=now + timedelta(hours=1),
            browser=f"Row number {n:02}",
        )
    membership = Membership.objects.get(person=person)
    return district.url("change_member", membership_id=membership.public_id), "devices"


@pytest.mark.parametrize(
    "made",
    [
        schools,
        terms,
        supports,
        invitation_rounds,
        forums_to_analyze,
        actions_of_an_initiative,
        steps_of_a_timeline,
        devices_of_a_member,
    ],
)
def test_a_list_of_one_more_than_a_page_has_a_second_page(
    made: Callable[[District], Made],
    district: District,
    owner: Person,
    client_of: Callable[[Person | None], Client],
) -> None:
    address, name = made(district)
    client = client_of(owner)
    first = client.get(address).content.decode()
    assert "Row number 00" in first
    assert f"Row number {PER_PAGE:02}" not in first
    assert f'rel="next" href="?{name}=2"' in first
    second = client.get(address, {name: "2"}).content.decode()
    assert f"Row number {PER_PAGE:02}" in second
    assert "Row number 00" not in second


def test_ones_own_devices_and_districts_come_in_pages(
    district: District, owner: Person, client_of: Callable[[Person | None], Client]
) -> None:
    now = timezone.now()
    for n in range(PER_PAGE + 1):
        other = make.district(f"row-{n:02}", name=f"Row {n:02}")
        with scope(district=other):
            Membership.objects.create(district=other, person=owner, role=Role.ANALYST)
        Session.objects.create(
            session_key=f"key {n}",
            person=owner,
            began_at=now,
            seen_at=now - timedelta(minutes=n + 1),
            expire_date=now + timedelta(hours=1),
            browser=f"Row {n:02}",
        )
    client = client_of(owner)
    for address in ("/my/sessions/", "/my/"):
        first, second = (client.get(address, {"page": n}).content.decode() for n in (1, 2))
        assert ("Row 00" in first, f"Row {PER_PAGE:02}" in first) == (True, False)
        assert f"Row {PER_PAGE:02}" in second
