"""The table of all responses, and its export."""

import csv
import io
from collections.abc import Callable
from itertools import islice

import pytest
from django.test import Client
from django.utils import timezone

from tests import make
from throughline.accounts.models import AuditEntry, District, Person, Role
from throughline.accounts.models.scoped import new_public_id
from throughline.convene.models import Forum, ForumKind
from throughline.listen.actions.bulk import insert_rows
from throughline.listen.models import ContributorRole, Voice, VoiceState
from throughline.listen.queries.voices import VoiceFilter, export_rows, voices_to_read

ClientOf = Callable[[Person | None], Client]
MANY = 100_000


@pytest.fixture
def forum(district: District) -> Forum:
    return make.forum(make.cycle(), ForumKind.QUESTION)


@pytest.fixture
def desk(analyst: Person, client_of: ClientOf) -> Client:
    return client_of(analyst)


def rows_in(response: object) -> list[dict[str, str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text)))


def test_filters_find_what_they_say(desk: Client, district: District, forum: Forum) -> None:
    school = make.school("Juniper High")
    someone = make.contributor(forum, school=school, role=ContributorRole.STUDENT)
    wanted = make.voice(forum, "Más árboles.", language="es", contributor=someone, state=VoiceState.REJECTED)
    other = make.statement(make.forum(make.cycle()), "Lunch is too short.")
    for query in (
        f"forum={forum.public_id}",
        "kind=answer",
        "state=rejected",
        "language=es",
        f"school={school.public_id}",
        "role=student",
        "search=RBOLES",
    ):
        page = desk.get(f"{district.url('voices')}?{query}").content.decode()
        assert wanted.text in page, query
        assert other.text not in page, query


def test_a_filter_that_makes_no_sense_filters_nothing(desk: Client, district: District, forum: Forum) -> None:
    voice = make.voice(forum)
    response = desk.get(f"{district.url('voices')}?forum=nonsense&state=nonsense&page=nonsense")
    assert voice.text in response.content.decode()


def test_words_held_back_are_neither_shown_nor_found_nor_exported(
    desk: Client, district: District, forum: Forum
) -> None:
    make.voice(forum, "Words nobody may see.", is_held=True)
    assert b"Words nobody may see." not in desk.get(district.url("voices")).content
    page = desk.get(district.url("voices") + "?search=nobody").content.decode()
    assert "No responses match these filters" in page
    (row,) = rows_in(desk.get(district.url("export_voices")))
    assert row["comment"] == ""
    assert row["on hold"] == "true"


def test_no_voice_of_another_district_is_in_the_table(
    desk: Client, district: District, other_owner: Person, client_of: ClientOf, forum: Forum
) -> None:
    make.voice(forum, "Only ours.")
    page = client_of(other_owner).get("/d/sagebrush/voices/").content.decode()
    assert "Only ours." not in page


def test_an_empty_table_says_what_to_do_next(desk: Client, district: District) -> None:
    assert b"No responses yet" in desk.get(district.url("voices")).content


def test_a_hundred_thousand_voices_take_no_more_queries_than_fifty(
    desk: Client,
    district: District,
    analyst: Person,
    forum: Forum,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    now = timezone.now()
    insert_rows(
        Voice,
        ["district_id", "public_id", "forum_id", "kind", "text", "language", "state", "received_at"],
        (
            (district.pk, new_public_id(), forum.pk, "answer", f"Words {i}", "en", "approved", now)
            for i in range(MANY)
        ),
    )
    for query in ("", "?page=1000", "?search=99999", f"?forum={forum.public_id}&state=approved"):
        with django_assert_max_num_queries(16):  # type: ignore[attr-defined]
            response = desk.get(district.url("voices") + query)
        assert response.status_code == 200
    assert b"Words 99999" in desk.get(district.url("voices")).content
    rows = voices_to_read(make.actor(analyst, district), VoiceFilter())
    exported = [row[4] for row in islice(export_rows(district, rows), 2_500)]
    assert len(set(exported)) == 2_500
    place = [int(str(words).split()[1]) for words in exported]
    assert max(place) - min(place) > MANY / 2, "drawn from everything, not from the newest"


def test_the_export_runs_no_formula_and_numbers_people_anew_each_time(
    desk: Client, district: District, forum: Forum
) -> None:
    someone = make.contributor(forum)
    make.voice(forum, '=HYPERLINK("https://example.org")', contributor=someone)
    make.voice(forum, "Two lines\nand a comma, too", contributor=someone)
    url = district.url("export_voices_tied")
    exports = [rows_in(desk.post(url, {"is_needed": "on"})) for _ in range(2)]
    first = exports[0]
    assert sorted(row["comment"] for row in first) == [
        '\'=HYPERLINK("https://example.org")',
        "Two lines\nand a comma, too",
    ]
    number = "person (number for this file only)"
    assert first[0][number] == first[1][number] != ""
    assert first[0][number] != exports[1][0][number]
    assert someone.token_hash not in str(first)
    assert someone.public_id not in str(first)
    assert AuditEntry.objects.filter(verb="export_voices").count() == 2


def test_the_export_holds_what_was_filtered_and_nothing_else(
    desk: Client, district: District, forum: Forum
) -> None:
    make.voice(forum, "In English.")
    make.voice(forum, "En español.", language="es")
    (row,) = rows_in(desk.get(district.url("export_voices") + "?language=es"))
    assert row["comment"] == "En español."


def test_a_school_leader_reads_the_voices_of_their_own_school_only(
    district: District, client_of: ClientOf, forum: Forum
) -> None:
    school = make.school()
    own = make.forum(make.cycle(school=school), ForumKind.QUESTION)
    make.voice(own, "Of our school.")
    make.voice(forum, "Of the district.")
    client = client_of(make.member(district, Role.SCHOOL_LEADER, school=school))
    page = client.get(district.url("voices")).content.decode()
    assert "Of our school." in page
    assert "Of the district." not in page
    assert [row["comment"] for row in rows_in(client.get(district.url("export_voices")))] == [
        "Of our school."
    ]
    url = f"{district.url('voices')}?forum={forum.public_id}"
    assert "Of the district." not in client.get(url).content.decode()


def test_whoever_may_only_read_gets_no_boxes_to_tick(desk: Client, district: District, forum: Forum) -> None:
    make.voice(forum)
    assert b'type="checkbox"' not in desk.get(district.url("voices")).content
