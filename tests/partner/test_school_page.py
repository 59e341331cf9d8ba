"""A school's public page: what it offers by kind, how to ask, its forums, and what came of the last ones."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests import make
from throughline.accounts.models import District, Person, School
from throughline.accounts.permissions import Actor
from throughline.partner import actions, queries
from throughline.partner.models import Phone, Schedule, Service, Support, SupportState

As = Callable[[Person | None], Client]


@pytest.fixture
def school(district: District) -> School:
    return make.school("Mesa Middle School")


def offer(
    district: District, service: Service, school: School | None, kind: str = "food", **fields: Any
) -> Support:
    terms = {term.code: term for term in actions.ensure_terms(Actor.system(district))}
    fields = {"state": SupportState.OFFERED, **fields}
    return actions.create_support(
        Actor.system(district), service=service, school=school, term=terms[kind], **fields
    )


def lines(client: Client, district: District, school: School, language: str = "") -> list[str]:
    answer = client.get(
        district.url("school_page", school_id=school.public_id), {"lang": language} if language else {}
    )
    assert answer.status_code == 200
    assert len(answer.content) <= 60_000
    page = answer.content.decode()
    main = page.partition("<main")[2].partition(">")[2].partition("</main>")[0]
    text = unescape(re.sub(r"<(?!/?(?:a|span|strong)\b)[^>]*>", "\0", main))
    return [line for part in re.sub(r"<[^>]*>", "", text).split("\0") if (line := " ".join(part.split()))]


def test_supports_are_listed_by_kind_with_hours_and_a_number_to_call(
    district: District, school: School, client_of: As
) -> None:
    pantry = make.service("Pantry", make.organization("Helpers"))
    Phone.objects.create(service=pantry, number="970-555-0100")
    Schedule.objects.create(service=pantry, freq="WEEKLY", byday="MO,TU", opens_at="09:00", closes_at="17:00")
    tutoring = make.service("Tutoring", make.organization("Tutors"))
    Phone.objects.create(organization=tutoring.organization, number="970-555-0199")
    actions.index_services([pantry.pk, tutoring.pk])
    offer(district, pantry, school, "food", n_seats=12)
    offer(district, tutoring, school, "academic-help", is_in_school_time=True)
    shown = lines(client_of(None), district, school)
    at_school = shown[shown.index("At this school") : shown.index("Find services for this school")]
    assert at_school == [
        "At this school",
        "Food programs",
        "Pantry · Helpers",
        "outside school hours · 12 seats",
        "Monday and Tuesday, 9 a.m. to 5 p.m.",
        "To ask: 970-555-0100",
        "Academic help",
        "Tutoring · Tutors",
        "during school hours",
        "To ask: 970-555-0199",
    ]


def test_what_is_for_every_school_is_shown_apart_and_other_schools_are_not(
    district: District, school: School, client_of: As
) -> None:
    other = make.school("Other School")
    offer(district, make.service("Everywhere"), None)
    offer(district, make.service("Elsewhere"), other)
    shown = lines(client_of(None), district, school)
    assert "Elsewhere" not in shown
    assert shown.index("For families of every school") < shown.index("Everywhere")
    assert any(line.startswith("Nothing is listed for this school alone yet.") for line in shown)


@pytest.mark.parametrize(
    "fields",
    [
        {"state": SupportState.PLANNED},
        {"state": SupportState.ENDED},
        {"begins_on": timezone.localdate() + timedelta(days=800)},
    ],
)
def test_what_is_not_offered_today_is_not_shown(
    district: District, school: School, client_of: As, fields: dict[str, Any]
) -> None:
    offer(district, make.service("Pantry"), school, **fields)
    assert "Pantry" not in lines(client_of(None), district, school)


def test_services_that_closed_or_whose_partner_left_are_not_shown(
    district: District, school: School, client_of: As
) -> None:
    offer(district, make.service("Gone", status=Service.Status.DEFUNCT), school)
    left = make.organization("Left", ended_on=timezone.localdate())
    offer(district, make.service("Former", left), school)
    shown = lines(client_of(None), district, school)
    assert not {"Gone", "Former", "Former · Left"} & set(shown)


def test_a_service_with_other_hours_at_each_place_names_none(district: District) -> None:
    service = make.service("Two places")
    actions.index_services([service.pk])
    entry = service.finder_entries.get()
    assert queries.weekly_hours([service.pk]) == {service.pk: []}
    second = type(entry).objects.create(service=service, name="Two places", is_first=False)
    second.hours.create(weekday=0, opens=540, closes=600)
    assert queries.weekly_hours([service.pk]) == {}


def test_open_forums_of_the_school_come_first_and_closed_ones_lead_to_what_came_of_them(
    district: District, school: School, client_of: As
) -> None:
    now = timezone.now()
    own = make.cycle(title=make.translated("Homework"), school=school, is_public=True)
    whole = make.cycle(title=make.translated("Budget"), is_public=True)
    other = make.cycle(title=make.translated("Elsewhere"), school=make.school("Other"), is_public=True)
    hidden = make.cycle(title=make.translated("Hidden"), school=school, is_public=False)
    week = timedelta(days=7)
    for cycle in (whole, own, other, hidden):
        make.forum(
            cycle,
            title=make.translated(f"Open {cycle}"),
            announced_at=now - week,
            opens_at=now - week,
            closes_at=now + week,
        )
        make.forum(
            cycle,
            title=make.translated(f"Closed {cycle}"),
            announced_at=now - 3 * week,
            opens_at=now - 3 * week,
            closes_at=now - 2 * week,
        )
    assert [str(forum) for forum in queries.open_forums_at(school)] == ["Open Homework", "Open Budget"]
    assert {str(cycle) for cycle in queries.past_cycles_at(school)} == {"Homework", "Budget"}
    shown = lines(client_of(None), district, school)
    assert "Open Homework" in shown
    assert shown.index("Results of earlier forums") < shown.index("Homework")


def test_a_school_without_anything_has_a_first_step(
    district: District, school: School, client_of: As
) -> None:
    shown = lines(client_of(None), district, school)
    assert "Find a service" in shown
    assert "No forum is open right now." in shown
    assert "Results of earlier forums" not in shown


def test_the_page_is_in_spanish(district: District, school: School, client_of: As) -> None:
    offer(district, make.service("Pantry"), school)
    client = client_of(None)
    client.cookies["django_language"] = "es"
    answer = client.get(
        district.url("school_page", school_id=school.public_id), headers={"accept-language": "es"}
    )
    page = answer.content.decode()
    assert "En esta escuela" in page
    assert "At this school" not in page


def test_schools_are_listed_with_how_many_supports_they_offer(
    district: District, school: School, client_of: As
) -> None:
    make.school("Empty School")
    offer(district, make.service("Pantry"), school)
    page = client_of(None).get(district.url("school_pages")).content.decode()
    assert re.search(r"Mesa Middle School</a>\s*<span class=\"small\">\s*·\s*1 kind of help", page)
    assert "Empty School" in page


def test_many_supports_are_cut_off_and_counted(
    district: District, school: School, client_of: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("throughline.partner.queries.at_school.MOST_OFFERS", 2)
    for number in range(5):
        offer(district, make.service(f"Pantry {number}"), school)
    offers = queries.offers_at(school)
    assert [one.service.name for kind in offers.kinds for one in kind.offers] == ["Pantry 0", "Pantry 1"]
    assert offers.n_more == 3
    assert "3 more are in the list of services." in lines(client_of(None), district, school)
