"""What the public page of a service tells families about a directory that was imported."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from tests import make
from tests.formats.directories import a_directory
from tests.shared import shared
from throughline.accounts.models import District, Person
from throughline.accounts.permissions import Actor
from throughline.partner import actions, queries, workflows
from throughline.partner.models import Schedule, Service

As = Callable[[Person | None], Client]
ORGANIZATIONS = "id,name\no1,Helpers\n"
SERVICES = "id,organization_id,name,status\ns1,o1,Tutoring,active\n"
LOCATIONS = "id,name\nl1,Hall\nl2,Library\n"


@pytest.fixture
def told(district: District, client_of: As) -> Callable[..., list[str]]:
    """Import a folder, and return the lines that the page of its service shows to anybody."""

    def lines(folder: Path, **which: str) -> list[str]:
        workflows.import_directory(Actor.system(district), folder)
        service = Service.objects.get(**which)
        page = client_of(None).get(district.url("service", service_id=service.public_id)).content.decode()
        main = page.partition("<main")[2].partition(">")[2].partition("</main>")[0]
        assert "<script" not in main
        main = main.partition("<dt>Last confirmed</dt>")[0]
        text = unescape(
            re.sub(
                r"</?(?:a|span|strong)\b[^>]*>", "", re.sub(r"<(?!/?(?:a|span|strong)\b)[^>]*>", "\0", main)
            )
        )
        return [line for part in text.split("\0") if (line := " ".join(part.split()))]

    return lines


def after(lines: list[str], heading: str) -> list[str]:
    return lines[lines.index(heading) + 1 :]


def test_rules_of_hours_are_told_as_they_are_and_what_has_ended_is_not(
    told: Callable[..., list[str]],
) -> None:
    assert after(told(shared("cases", "hsds-schedule-rules")), "Hours") == [
        "Monday and Wednesday, 6 p.m. to 8 p.m.",
        "First Saturday of the month, 9 a.m. to 5 p.m.",
        "Every other Tuesday, 10 a.m. to noon",
    ]


def test_rows_of_two_files_with_the_same_ids_are_all_told(told: Callable[..., list[str]]) -> None:
    lines = told(shared("cases", "hsds-ids-of-two-files"))
    assert after(lines, "Hours") == [
        "Monday to Wednesday, 9 a.m. to 5 p.m.",
        "Dec. 24 to 26: closed",
        "Jan. 1: closed",
        "Where",
        "Hall on Main Street",
        "1 Main Street, Juniper, CO 80000",
        "Mailing address: PO Box 9, Juniper, CO 80000",
        "Directions (OpenStreetMap)",
    ]
    assert told(shared("cases", "hsds-ids-of-two-files")) == lines


def test_marks_of_html_are_read_and_not_shown(told: Callable[..., list[str]]) -> None:
    lines = told(shared("cases", "hsds-html"))
    assert after(lines, "Supper club & pantry") == [
        "A warm meal.",
        "- Mondays",
        "- Bring a bowl",
        "More (http://example.org/x)",
    ]


def test_a_real_directory_of_1_1_tells_fees_and_days_without_hours(told: Callable[..., list[str]]) -> None:
    lines = told(shared("hsds", "illinois"), foreign_id="135836")
    assert after(lines, "Cost")[0] == "Free to everyone"


def test_hours_of_the_service_of_a_place_and_of_the_service_there_are_told_apart(
    told: Callable[..., list[str]], tmp_path: Path
) -> None:
    lines = told(
        a_directory(
            tmp_path,
            organizations=ORGANIZATIONS,
            services=SERVICES,
            locations=LOCATIONS,
            service_at_location="id,service_id,location_id\nx1,s1,l1\nx2,s1,l2\n",
            schedules=(
                "id,service_id,location_id,service_at_location_id,freq,byday,opens_at,closes_at\n"
                "a,s1,,,WEEKLY,MO,08:00,12:00\n"
                "b,,l1,,WEEKLY,TU,08:00,20:00\n"
                "c,,,x2,WEEKLY,WE,10:00,11:00\n"
                "d,s1,l2,,WEEKLY,TH,09:00,11:00\n"
                "e,s1,l1,x1,WEEKLY,FR,09:00,11:00\n"
            ),
        )
    )
    assert after(lines, "Hours") == [
        "Monday, 8 a.m. to noon",
        "Where",
        "Hall",
        "Friday, 9 a.m. to 11 a.m.",
        "Hours at this location:",
        "Tuesday, 8 a.m. to 8 p.m.",
        "Library",
        "Wednesday, 10 a.m. to 11 a.m.",
        "Thursday, 9 a.m. to 11 a.m.",
    ]


def test_hours_of_a_service_with_one_place_are_told_once(
    told: Callable[..., list[str]], tmp_path: Path
) -> None:
    lines = told(
        a_directory(
            tmp_path,
            organizations=ORGANIZATIONS,
            services=SERVICES,
            locations=LOCATIONS,
            service_at_location="id,service_id,location_id\nx1,s1,l1\n",
            schedules=(
                "id,service_id,location_id,service_at_location_id,freq,byday,opens_at,closes_at\n"
                "a,s1,l1,x1,WEEKLY,MO,08:00,12:00\nb,,,x1,WEEKLY,TU,08:00,12:00\n"
            ),
        )
    )
    assert after(lines, "Hours") == [
        "Monday, 8 a.m. to noon",
        "Where",
        "Hall",
        "Tuesday, 8 a.m. to noon",
    ]


def test_own_words_exceptions_and_the_page_of_the_dates_are_told(
    told: Callable[..., list[str]], tmp_path: Path
) -> None:
    lines = told(
        a_directory(
            tmp_path,
            organizations=ORGANIZATIONS,
            services=SERVICES,
            schedules=(
                "id,service_id,freq,byday,opens_at,closes_at,timezone,exdate,description,notes,attending_type,"
                "schedule_link\n"
                "a,s1,WEEKLY,MO,09:00,12:00,-7,2026-12-28,<b>Mondays</b> 9-12,Ring the bell,In person,"
                "https://example.org/book\n"
            ),
        )
    )
    assert after(lines, "Hours") == [
        "Monday, 9 a.m. to noon, except on Dec. 28",
        "Ring the bell",
        "In person",
        "Dates and reservations: https://example.org/book",
    ]


@pytest.mark.parametrize(
    ("zone", "line"),
    [
        ("-7", "Monday, 9 a.m. to noon"),
        ("America/Denver", "Monday, 9 a.m. to noon"),
        ("3", "Monday, 9 a.m. to noon (UTC+3:00)"),
        ("Asia/Tokyo", "Monday, 9 a.m. to noon (UTC+9:00)"),
        ("Nowhere/Else", "Monday, 9 a.m. to noon"),
        ("", "Monday, 9 a.m. to noon"),
    ],
)
def test_times_of_another_zone_are_told_with_it(
    told: Callable[..., list[str]], tmp_path: Path, zone: str, line: str
) -> None:
    rows = f"id,service_id,freq,byday,opens_at,closes_at,timezone\na,s1,WEEKLY,MO,09:00,12:00,{zone}\n"
    lines = told(a_directory(tmp_path, organizations=ORGANIZATIONS, services=SERVICES, schedules=rows))
    assert after(lines, "Hours") == [line]


def test_alerts_ages_fees_and_waiting_are_told(told: Callable[..., list[str]], tmp_path: Path) -> None:
    lines = told(
        a_directory(
            tmp_path,
            organizations=ORGANIZATIONS,
            locations=LOCATIONS,
            services=(
                "id,organization_id,name,status,alert,minimum_age,maximum_age,fees,wait_time,"
                "eligibility_description\n"
                "s1,o1,Tutoring,Closed,Closed for repairs,5,18,<p>Free</p><p>Books $5</p>,2 weeks,"
                "**Students**\n"
            ),
            service_at_location="id,service_id,location_id\nx1,s1,l1\n",
            phones="id,service_at_location_id,number,extension\n1,x1,719-555-0100,12\n",
        )
    )
    assert after(lines, "Tutoring")[:8] == [
        "Status in the directory: “Closed”",
        "Closed for repairs",
        "Who it's for",
        "Students",
        "Ages 5 to 18",
        "Cost",
        "Free",
        "Books $5",
    ]
    assert after(lines, "Wait time") == ["2 weeks"]
    assert after(lines, "Phone")[0] == "719-555-0100 ext. 12"


def test_a_service_that_is_not_active_is_marked_in_the_list(
    told: Callable[..., list[str]], tmp_path: Path, district: District, owner: Person, client_of: As
) -> None:
    services = SERVICES.replace("active", "Temporarily closed")
    lines = told(a_directory(tmp_path, organizations=ORGANIZATIONS, services=services))
    assert "This service isn't available right now." in lines
    assert "Not available" not in client_of(None).get(district.url("services")).content.decode()
    page = client_of(owner).get(district.url("services"), {"state": "unavailable"}).content.decode()
    assert '<span class="tag">Not available</span>' in page


def test_nothing_of_a_directory_is_run_or_leads_to_a_script(
    told: Callable[..., list[str]], tmp_path: Path
) -> None:
    lines = told(
        a_directory(
            tmp_path,
            organizations=ORGANIZATIONS,
            services=(
                "id,organization_id,name,description,url,status\n"
                's1,o1,Tutoring,"<a href=""javascript:alert(1)"">Click</a> [here](javascript:alert(2)) '
                '&lt;script&gt;alert(3)&lt;/script&gt;",javascript:alert(4),active\n'
            ),
        )
    )
    assert after(lines, "Tutoring") == ["Click here", "Website", "javascript:alert(4)"]


def test_postal_and_physical_addresses_of_prefixed_files_stay_two(
    told: Callable[..., list[str]], tmp_path: Path
) -> None:
    folder = a_directory(
        tmp_path,
        **{
            "2026-11-01_organizations": ORGANIZATIONS,
            "2026-11-01_services": SERVICES,
            "2026-11-01_locations": LOCATIONS,
            "2026-11-01_services_at_location": "id,service_id,location_id\n1,s1,l1\n",
            "2026-11-01_physical_addresses": "id,location_id,address_1,city\n1,l1,1 Main St,Juniper\n",
            "2026-11-01_postal_addresses": "id,location_id,address_1,city\n1,l1,PO Box 9,Juniper\n",
        },
    )
    assert after(told(folder), "Hall") == ["1 Main St, Juniper", "Mailing address: PO Box 9, Juniper"]


def test_cells_that_cannot_be_read_are_words_for_families(
    tmp_path: Path, told: Callable[..., list[str]]
) -> None:
    folder = a_directory(
        tmp_path,
        organizations=ORGANIZATIONS,
        services=SERVICES,
        schedules="id,service_id,freq,byday,opens_at,closes_at\nh1,s1,WEEKLY,XX,25:00,26:00\n",
        cost_options="id,service_id,option,amount,currency\nc1,s1,once,five,USD\n",
    )
    lines = told(folder)
    assert after(lines, "Hours")[0] == "Call to ask about hours"
    assert after(lines, "Prices")[0] == "once five USD"


def test_the_page_says_when_and_by_whom_it_was_confirmed_and_that_it_is_old(
    district: District, client_of: As
) -> None:
    service = make.service("Tutoring", make.organization("Helpers"))
    address = district.url("service", service_id=service.public_id)

    def last_confirmed() -> str:
        page = client_of(None).get(address).content.decode()
        words = page.partition("<dt>Last confirmed</dt>")[2].partition("</dd>")[0]
        return " ".join(re.sub("<[^>]*>", "", words).split())

    assert last_confirmed() == "No one has confirmed this entry yet. Call before you go."
    today = timezone.localdate()
    Service.objects.update(assured_date=today, assured_by="partner")
    assert last_confirmed() == f"{date_format(today)} · The organization itself"
    Service.objects.update(assured_date=queries.stale_before(today) - timedelta(days=1), assured_by="staff")
    assert last_confirmed().endswith(
        "District staff No one has confirmed this entry for more than 18 months. Call before you go."
    )


def test_families_see_the_supports_that_are_offered_and_the_priority_they_can_read(
    district: District, client_of: As
) -> None:
    service = make.service("Tutoring", make.organization("Helpers"))
    school = make.school("Juniper High")
    system = Actor.system(district)
    kind = actions.ensure_terms(system)[0]
    for state in ("offered", "planned", "ended"):
        actions.create_support(system, service=service, term=kind, school=school, state=state, n_seats=12)
    page = client_of(None).get(district.url("service", service_id=service.public_id)).content.decode()
    assert page.count("Juniper High") == 1
    assert "12 seats" in page
    assert "Universal" not in page
    assert "Added because families asked for it" not in page


def test_a_page_can_be_sent_by_message_and_mail_and_scanned(district: District, client_of: As) -> None:
    service = make.service("Tutoring", make.organization("Helpers"))
    address = district.url("service", service_id=service.public_id)
    page = client_of(None).get(address).content.decode()
    assert 'href="sms:?&amp;body=Tutoring%0Ahttp' in page
    assert 'href="mailto:?subject=Tutoring&amp;body=Tutoring%0Ahttp' in page
    assert 'src="data:image/svg+xml' in page


@pytest.mark.parametrize(("status", "is_told"), [("active", True), ("", True), ("defunct", False)])
def test_whether_it_is_open_now_is_said_only_of_what_is_available(
    status: str, is_told: bool, district: District, client_of: As
) -> None:
    service = make.service("Pantry", make.organization("Hands"), status=status)
    Schedule.objects.create(service=service, freq="WEEKLY", byday="MO", opens_at="09:00", closes_at="17:00")
    actions.index_services([service.pk])
    page = client_of(None).get(district.url("service", service_id=service.public_id)).content.decode()
    assert ("Today and this week" in page) is is_told
    assert "Monday, 9 a.m. to 5 p.m." in page
