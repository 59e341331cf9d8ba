import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from tests import make
from throughline.accounts.actions import Refused
from throughline.accounts.models import District, Person
from throughline.convene import actions, queries
from throughline.convene.actions import NotReady
from throughline.convene.models import Forum, ForumKind

As = Callable[[Person | None], Client]
TIMES = {"meets_on": "2026-12-03", "starts": "18:00", "ends": "20:00"}
WHERE = {"place_en": "The library", "place_es": "La biblioteca"}
SETTINGS = {"title_en": "Meeting", "moderation": "before", "data_kind": "chose"}


def _draft() -> Forum:
    return make.forum(make.cycle(), ForumKind.MEETING, is_open=False)


def _announce(client: Client, forum: Forum, **typed: str) -> Any:
    return client.post(forum.district.url("announce_forum", forum_id=forum.public_id), typed)


def _read(client: Client, forum: Forum) -> Any:
    answer = client.get(forum.district.url("meeting_ics", forum_id=forum.public_id))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    [event] = Calendar.from_ical(answer.content).walk("VEVENT")
    return event


def test_announcing_a_meeting_asks_when_and_where_it_takes_place(
    district: District, coordinator: Person, client_of: As
) -> None:
    forum = _draft()
    client = client_of(coordinator)
    page = client.get(district.url("announce_forum", forum_id=forum.public_id)).content.decode()
    assert 'name="starts"' in page
    assert 'name="closes_on"' not in page
    assert _announce(client, forum, **TIMES, **WHERE).status_code == 303
    forum.refresh_from_db()
    assert forum.starts_at == datetime(2026, 12, 4, 1, tzinfo=UTC)
    assert forum.ends_at == forum.closes_at == datetime(2026, 12, 4, 3, tzinfo=UTC)
    assert forum.opens_at == timezone.now()
    assert forum.place.texts["es"] == "La biblioteca"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"starts": ""}, "This field is required"),
        ({"ends": "18:00"}, "The end time must be after the start time."),
        ({"meets_on": "2026-10-13"}, "This date has passed. Choose today or a later date."),
        ({"meets_on": "2026-10-14", "starts": "08:00"}, "This time has passed. Choose a later date or time."),
        ({"meets_on": "2027-03-14", "starts": "02:30"}, "The clocks change on this day"),
        ({"place_en": "", "place_es": ""}, "Enter the place or an online link"),
        ({"online_url": "http://example.org/room"}, "Enter a link that starts with https://."),
        ({"online_url": "javascript:alert(1)"}, "Enter a link that starts with https://."),
    ],
)
def test_a_meeting_that_people_could_not_come_to_is_not_announced(
    district: District, coordinator: Person, client_of: As, typed: dict[str, str], message: str
) -> None:
    forum = _draft()
    answer = _announce(client_of(coordinator), forum, **{**TIMES, **WHERE, **typed})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert message in page
    assert typed.get("place_en", "The library") in page, "nothing typed is lost"
    forum.refresh_from_db()
    assert forum.announced_at is None
    assert forum.starts_at is None


def test_the_form_of_a_meeting_takes_all_of_its_times_or_none(
    district: District, coordinator: Person, client_of: As
) -> None:
    client = client_of(coordinator)
    url = f"{district.url('create_forum', cycle_id=make.cycle().public_id)}?kind=meeting"
    answer = client.post(url, {**SETTINGS, "meets_on": "2026-12-03"})
    assert answer.status_code == 422
    assert "Enter the date, the start time and the end time of the meeting." in answer.content.decode()
    assert client.post(url, SETTINGS).status_code == 303
    assert Forum.objects.get().when_label == ""
    assert client.post(url, {**SETTINGS, **TIMES, **WHERE}).status_code == 303
    assert Forum.objects.latest("id").when_label == "Dec. 3, 2026, 6 p.m. to 8 p.m."
    other = client.get(url.replace("meeting", "survey")).content.decode()
    assert 'name="starts"' not in other


def test_an_announced_meeting_keeps_a_date_and_moves_with_it(
    district: District, coordinator: Person, client_of: As
) -> None:
    forum = make.meeting(make.cycle())
    client = client_of(coordinator)
    before = _read(client, forum)
    url = district.url("edit_forum", forum_id=forum.public_id)
    assert client.post(url, SETTINGS).status_code == 422
    assert client.post(url, {**SETTINGS, **TIMES, **WHERE}).status_code == 303
    forum.refresh_from_db()
    assert forum.closes_at == forum.ends_at == datetime(2026, 12, 4, 3, tzinfo=UTC)
    after = _read(client, forum)
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert client.post(url, {**SETTINGS, **TIMES, **WHERE}).status_code == 303
    assert _read(client, forum)["SEQUENCE"] == 1, "nothing changed"


def test_an_event_that_has_passed_can_be_corrected(district: District, coordinator: Person) -> None:
    forum = make.meeting(make.cycle())
    ended = timezone.now() - timedelta(days=9)
    actions.change_forum(
        make.actor(coordinator, district), forum, starts_at=ended - timedelta(hours=1), ends_at=ended
    )
    forum.refresh_from_db()
    assert forum.state(timezone.now()) == "closed"


def test_the_calendar_file_is_public_once_announced_and_only_for_meetings(
    district: District, coordinator: Person, client_of: As
) -> None:
    cycle = make.cycle()
    meeting = make.meeting(cycle, title=make.translated("Évening, with families"))
    anyone = client_of(None)
    event = _read(anyone, meeting)
    assert str(event["SUMMARY"]) == "Évening, with families"
    assert str(event["LOCATION"]) == "The library"
    assert str(event["URL"]).endswith(district.url("part", forum_id=meeting.public_id))
    answer = anyone.get(district.url("meeting_ics", forum_id=meeting.public_id))
    assert 'filename="meeting-evening-with-families-2026-10-1' in answer["Content-Disposition"]
    for forum in (
        make.forum(cycle),
        make.forum(cycle, ForumKind.MEETING),
        make.meeting(cycle, announced_at=None),
    ):
        url = district.url("meeting_ics", forum_id=forum.public_id)
        assert anyone.get(url).status_code == 404


@pytest.mark.parametrize("name", ["part", "forum", "cycle", "district_front", "desk"])
def test_no_page_says_midnight_of_a_meeting(
    district: District, coordinator: Person, client_of: As, name: str
) -> None:
    cycle = make.cycle()
    forum = make.meeting(cycle, closes_at=district.ends(date(2026, 10, 20)), place=make.translated("Room 4"))
    ids = {"part": {"forum_id": forum.public_id}, "forum": {"forum_id": forum.public_id}}
    ids["cycle"] = {"cycle_id": cycle.public_id}
    page = client_of(coordinator).get(district.url(name, **ids.get(name, {}))).content.decode()
    assert forum.when_label in page
    assert "midnight" not in page
    assert not re.search(r"through \w|through\s*<|until", page)


def test_a_meeting_without_times_says_so_to_staff(
    district: District, coordinator: Person, client_of: As
) -> None:
    forum = make.forum(make.cycle(), ForumKind.MEETING)
    page = client_of(coordinator).get(district.url("forum", forum_id=forum.public_id)).content.decode()
    assert "No date given" in page
    with pytest.raises(NotReady):
        actions.announce_forum(make.actor(coordinator, district), _draft(), opens_at=timezone.now())


def test_a_meeting_that_is_still_to_come_is_called_off(
    district: District, coordinator: Person, client_of: As
) -> None:
    forum = make.meeting(make.cycle())
    client = client_of(coordinator)
    url = district.url("close_forum", forum_id=forum.public_id)
    assert "Cancel the announcement?" in client.get(url).content.decode()
    client.post(url)
    forum.refresh_from_db()
    assert forum.state(timezone.now()) == "draft"
    assert forum.starts_at is not None
    with pytest.raises(Refused, match="A meeting closes when it ends"):
        actions.reopen_forum(make.actor(coordinator, district), make.meeting(make.cycle()), closes_at=None)


def test_a_past_meeting_is_labeled_as_past(district: District) -> None:
    ended = timezone.now() - timedelta(days=1)
    starts_at = ended - timedelta(hours=2)
    forum = make.meeting(
        make.cycle(), opens_at=ended - timedelta(days=9), starts_at=starts_at, ends_at=ended, closes_at=ended
    )
    assert queries.forum_row(forum, timezone.now()).state_label == "Past"
    assert queries.forum_row(make.meeting(make.cycle()), timezone.now()).state_label == "Announced"
