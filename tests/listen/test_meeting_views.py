"""Meetings: the public page, and the notes taken at tables."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from tests import make
from tests.listen.taking_part import fill, forms_of, text_of
from throughline.accounts.models import District, Person
from throughline.convene.models import Forum, ForumKind
from throughline.listen.models import Channel, MeetingTable, NotePart, Voice, VoiceKind
from throughline.listen.queries import voice_by_code


@pytest.fixture
def forum(district: District) -> Forum:
    return make.forum(
        make.cycle(), ForumKind.MEETING, introduction=make.translated("In the library, at six.")
    )


@pytest.fixture
def table(forum: Forum) -> MeetingTable:
    return make.table(forum, "Table 4", n_people=6, language="es")


@pytest.fixture
def helper(facilitator: Person, client_of: Callable[[Person], Client]) -> Client:
    return client_of(facilitator)


def notes(district: District, table: MeetingTable) -> str:
    return district.url("table_notes", table_id=table.public_id)


def test_part_of_a_meeting_says_where_and_what_happens(
    district: District, forum: Forum, client: Client
) -> None:
    page = text_of(client.get(district.url("part", forum_id=forum.public_id)))
    assert "In the library, at six." in page
    assert all(str(label) in page for label in NotePart.labels)
    assert "Tables and notes" not in page


@pytest.mark.parametrize(("n_days", "is_shown"), [(1, True), (20, False)])
def test_a_meeting_names_its_day_only_if_it_is_open_for_one_day(
    district: District, forum: Forum, client: Client, n_days: int, is_shown: bool
) -> None:
    today = timezone.now().astimezone(district.zone).date()
    forum.opens_at = district.starts(today)
    forum.closes_at = district.ends(today + timedelta(days=n_days - 1))
    forum.save()
    page = text_of(client.get(district.url("part", forum_id=forum.public_id)))
    assert (date_format(today) in page) == is_shown
    assert "midnight" not in page


def test_meeting_tables_adds_a_table_with_how_many_sit_at_it(
    district: District, forum: Forum, helper: Client
) -> None:
    page = district.url("meeting_tables", forum_id=forum.public_id)
    response = fill(helper, page, label="Table 1", n_people="7", host="Ms. Roe", language="en")
    assert response.status_code == 303
    table = MeetingTable.objects.get()
    assert (table.label, table.n_people, table.position) == ("Table 1", 7, 0)
    assert "Table 1" in text_of(helper.get(page))


def test_meeting_tables_keeps_what_was_typed_when_it_makes_no_sense(
    district: District, forum: Forum, helper: Client
) -> None:
    page = district.url("meeting_tables", forum_id=forum.public_id)
    response = fill(helper, page, label="Table 1", n_people="-3")
    assert response.status_code == 422
    assert "Table 1" in text_of(response)


@pytest.mark.parametrize("part", NotePart.values)
def test_table_notes_saves_each_note_in_its_part(
    district: District, table: MeetingTable, helper: Client, part: str
) -> None:
    response = fill(helper, notes(district, table), 0, part=part, text="Más árboles.")
    assert response.status_code == 303
    note = Voice.objects.get()
    assert (note.kind, note.part, note.language, note.channel) == (
        VoiceKind.NOTE,
        part,
        "es",  # the table's language
        Channel.MEETING,
    )
    page = text_of(helper.get(response["Location"]))
    assert "Note saved." in page
    assert "Más árboles." in page
    next_form = forms_of(helper.get(response["Location"]))[0]
    assert next_form.fields["part"] == part, "the next note is taken in the same part"


def test_a_note_sent_twice_is_one_note(district: District, table: MeetingTable, helper: Client) -> None:
    form = forms_of(helper.get(notes(district, table)))[0]
    for _attempt in range(2):
        helper.post(form.action, {**form.fields, "text": "Warm rooms."})
    assert Voice.objects.count() == 1


def test_notes_may_be_written_down_after_the_meeting(
    district: District, table: MeetingTable, helper: Client
) -> None:
    Forum.objects.update(closes_at=table.forum.announced_at)
    assert fill(helper, notes(district, table), 0, text="Warm rooms.").status_code == 303


def test_edit_note_changes_words_and_part(district: District, table: MeetingTable, helper: Client) -> None:
    fill(helper, notes(district, table), 0, text="Warm rooms.")
    note = Voice.objects.get()
    page = district.url("edit_note", note_id=note.public_id)
    assert fill(helper, page, 0, text="Warmer rooms.", part="next_step").status_code == 303
    note.refresh_from_db()
    assert (note.text, note.part) == ("Warmer rooms.", "next_step")


def test_edit_note_is_refused_once_somebody_has_coded_it(
    district: District, table: MeetingTable, helper: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(helper, notes(district, table), 0, text="Warm rooms.")
    monkeypatch.setattr("throughline.listen.actions.voice.is_relied_on", lambda voice: True)
    page = district.url("edit_note", note_id=Voice.objects.get().public_id)
    response = fill(helper, page, 0, text="Cold rooms.")
    assert response.status_code == 422
    assert "Cold rooms." in text_of(response)
    assert Voice.objects.get().text == "Warm rooms."


def test_table_sheet_prints_the_link_by_which_each_note_is_followed(
    district: District, table: MeetingTable, helper: Client
) -> None:
    fill(helper, notes(district, table), 0, text="Warm rooms.")
    page = text_of(helper.get(district.url("table_sheet", table_id=table.public_id)))
    code = re.search(r"/f/([\w-]{22})/", page)
    assert code
    assert voice_by_code(code[1]) == Voice.objects.get()
    assert "data:image/svg+xml" in page


def test_remove_table_is_refused_while_it_has_notes(
    district: District, table: MeetingTable, helper: Client
) -> None:
    fill(helper, notes(district, table), 0, text="Warm rooms.")
    response = helper.post(district.url("remove_table", table_id=table.public_id))
    assert response.status_code == 422
    assert "This table has notes, so it can&#x27;t be removed." in text_of(response)
    empty = make.table(table.forum)
    assert helper.post(district.url("remove_table", table_id=empty.public_id)).status_code == 303


def test_withdraw_note_blanks_it(district: District, table: MeetingTable, helper: Client) -> None:
    fill(helper, notes(district, table), 0, text="Warm rooms.")
    helper.post(district.url("withdraw_note", note_id=Voice.objects.get().public_id))
    note: Any = Voice.objects.get()
    assert (note.text, note.state) == ("", "withdrawn")


def test_a_draft_leads_to_its_announcement_for_those_who_may_announce_it(
    district: District,
    forum: Forum,
    helper: Client,
    coordinator: Person,
    client_of: Callable[[Person], Client],
) -> None:
    page, announce = (
        district.url(name, forum_id=forum.public_id) for name in ("meeting_tables", "announce_forum")
    )
    staff = client_of(coordinator)
    assert announce not in text_of(staff.get(page))
    Forum.objects.filter(pk=forum.pk).update(announced_at=None, opens_at=None)
    assert f'href="{announce}"' in text_of(staff.get(page))
    assert announce not in text_of(helper.get(page))
