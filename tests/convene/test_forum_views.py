import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests import make
from tests.architecture.checks.markup import inline_parts
from throughline.accounts.actions import Refused, remove_member
from throughline.accounts.models import AuditEntry, District, Membership, Person
from throughline.convene import actions, queries
from throughline.convene.actions import NotReady
from throughline.convene.models import Cycle, Forum, ForumKind, Moderation

As = Callable[[Person | None], Client]
IN_MAY = datetime(2026, 5, 4, 18, tzinfo=UTC)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


def _today(district: District) -> date:
    return timezone.now().astimezone(district.zone).date()


def _announce(client: Client, forum: Forum, first: date, last: date | None) -> Any:
    days = {"opens_on": first.isoformat(), "closes_on": last.isoformat() if last else ""}
    return client.post(forum.district.url("announce_forum", forum_id=forum.public_id), days)


def test_create_forum_asks_for_the_kind_then_for_words_and_people(
    district: District, coordinator: Person, client_of: As
) -> None:
    cycle = make.cycle()
    url = district.url("create_forum", cycle_id=cycle.public_id)
    client = client_of(coordinator)
    first = client.get(url).content.decode()
    for kind in ForumKind:
        assert f"?kind={kind}" in first
    answer = client.post(
        f"{url}?kind=statements",
        {
            "title_en": "Graduates",
            "title_es": "Graduados",
            "moderation": Moderation.AFTER,
            "data_kind": "chose",
            "responders": [coordinator.public_id],
        },
    )
    forum = Forum.objects.get()
    assert answer["Location"] == district.url("ask", forum_id=forum.public_id)
    assert (forum.kind, forum.moderation, forum.may_add_statements) == ("statements", "after", False)
    assert list(forum.responders.all()) == [coordinator]
    assert forum.state(timezone.now()) == "draft"


def test_create_forum_shows_how_often_each_audience_was_asked_this_year(
    district: District, coordinator: Person, client_of: As
) -> None:
    cycle = make.cycle()
    for is_for_students in (True, False, False):
        make.forum(cycle, is_for_students=is_for_students, opens_at=timezone.now(), closes_at=None)
    make.forum(cycle, is_open=False)
    make.forum(cycle, opens_at=timezone.now() - timedelta(days=800), closes_at=None)
    asked = queries.forums_this_year(district, timezone.now())
    assert (asked.n_everyone, asked.n_students) == (2, 1)
    page = client_of(coordinator).get(district.url("create_forum", cycle_id=cycle.public_id)).content.decode()
    assert "Forums so far in" in page
    assert "2 forums" in page


def test_create_forum_shows_what_earlier_cycles_have_released(
    district: District, coordinator: Person, client_of: As
) -> None:
    earlier, cycle = make.cycle(title=make.translated("How should lunch work?")), make.cycle()
    actions.set_tally(earlier, "released", 7)
    actions.set_tally(cycle, "released", 2)
    page = client_of(coordinator).get(district.url("create_forum", cycle_id=cycle.public_id)).content.decode()
    assert "How should lunch work?" in page
    assert "7 findings released" in page
    assert "2 findings released" not in page


def test_the_year_of_the_asking_budget_is_that_of_the_districts_clock(district: District) -> None:
    """02:00 UTC on January 1 is still in the previous year in Denver."""
    make.forum(make.cycle(), opens_at=datetime(2027, 1, 1, 2, tzinfo=UTC), closes_at=None)
    assert len(queries.forums_this_year(district, datetime(2026, 6, 1, tzinfo=UTC)).forums) == 1
    assert len(queries.forums_this_year(district, datetime(2027, 6, 1, tzinfo=UTC)).forums) == 0


def test_announce_forum_today_opens_it_at_once(
    district: District, coordinator: Person, client_of: As
) -> None:
    forum = make.forum(make.cycle(is_public=False), is_open=False)
    today = _today(district)
    assert _announce(client_of(coordinator), forum, today, today).status_code == 303
    forum.refresh_from_db()
    assert forum.is_open(timezone.now())
    assert forum.closes_at == district.ends(today)
    assert forum.cycle.is_public, "what is promised to people can be read by people"
    assert AuditEntry.objects.filter(verb="announce_forum").count() == 1


@pytest.mark.parametrize(
    ("first", "last", "opens_at", "closes_at"),
    [
        (date(2026, 5, 10), date(2026, 5, 20), datetime(2026, 5, 10, 6), datetime(2026, 5, 21, 6)),
        (date(2026, 10, 25), date(2026, 11, 1), datetime(2026, 10, 25, 6), datetime(2026, 11, 2, 7)),
        (date(2027, 3, 1), date(2027, 3, 14), datetime(2027, 3, 1, 7), datetime(2027, 3, 15, 6)),
    ],
    ids=["summer time", "the clock goes back on the last day", "the clock goes forward on the last day"],
)
def test_a_forum_opens_and_closes_at_local_midnight(
    district: District,
    coordinator: Person,
    client_of: As,
    at: Callable[[datetime], None],
    first: date,
    last: date,
    opens_at: datetime,
    closes_at: datetime,
) -> None:
    client = client_of(coordinator)
    forum = make.forum(make.cycle(), is_open=False)
    at(IN_MAY)
    assert _announce(client, forum, first, last).status_code == 303
    forum.refresh_from_db()
    assert forum.opens_at == opens_at.replace(tzinfo=UTC)
    assert forum.closes_at == closes_at.replace(tzinfo=UTC)
    assert forum.state(forum.opens_at - timedelta(seconds=1)) == "announced"
    assert forum.is_open(forum.opens_at)
    assert forum.is_open(forum.closes_at - timedelta(seconds=1))
    assert forum.state(forum.closes_at) == "closed"


def test_the_page_names_the_last_day_and_not_the_midnight_after_it(
    district: District, coordinator: Person, client_of: As, at: Callable[[datetime], None]
) -> None:
    client = client_of(coordinator)
    forum = make.forum(make.cycle(), opens_at=IN_MAY, closes_at=district.ends(date(2026, 5, 20)))
    at(IN_MAY + timedelta(hours=1))
    page = client.get(district.url("forum", forum_id=forum.public_id)).content.decode()
    assert "through May 20, 2026" in page


def test_a_forum_may_stay_open_without_a_last_day(
    district: District, coordinator: Person, client_of: As
) -> None:
    forum = make.forum(make.cycle(), is_open=False)
    _announce(client_of(coordinator), forum, _today(district), None)
    forum.refresh_from_db()
    assert forum.closes_at is None
    assert forum.is_open(timezone.now() + timedelta(days=3650))


@pytest.mark.parametrize(
    ("first", "last", "message"),
    [(-1, 3, "This date has passed"), (3, 1, "be before the opening date"), (0, -2, "This date has passed")],
)
def test_days_that_cannot_be_are_refused(
    district: District, coordinator: Person, client_of: As, first: int, last: int, message: str
) -> None:
    forum = make.forum(make.cycle(), is_open=False)
    today = _today(district)
    answer = _announce(
        client_of(coordinator), forum, today + timedelta(days=first), today + timedelta(days=last)
    )
    assert answer.status_code == 422
    assert message in answer.content.decode()
    forum.refresh_from_db()
    assert forum.announced_at is None


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("decision", "the decision this will inform"),
        ("decider", "who decides"),
        ("decided_when", "when it will be decided"),
        ("already_fixed", "what can&#x27;t change"),
        ("asked_of_people", "what people are asked to do"),
        ("promise", "your promise"),
        ("staff_hours_a_week", "staff hours per week"),
    ],
)
def test_nothing_opens_before_the_cycle_says_what_it_is_for(
    district: District, coordinator: Person, client_of: As, name: str, message: str
) -> None:
    empty = {"promise": "", "staff_hours_a_week": None}.get(name, make.translated(""))
    cycle = make.cycle(**{name: empty})
    forum = make.forum(cycle, is_open=False)
    client = client_of(coordinator)
    answer = _announce(client, forum, _today(district), None)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f"Still missing: {message}." in page
    assert district.url("edit_cycle", cycle_id=cycle.public_id) in page
    assert Forum.objects.count() == 1
    forum.refresh_from_db()
    assert forum.announced_at is None
    closed = make.forum(cycle, closes_at=timezone.now() - timedelta(hours=1))
    with pytest.raises(NotReady):
        actions.reopen_forum(make.actor(coordinator, district), closed, closes_at=None)


def test_a_forum_for_students_does_not_open_without_a_named_responder(
    district: District, coordinator: Person, client_of: As
) -> None:
    forum = make.forum(make.cycle(), is_open=False, is_for_students=True)
    client = client_of(coordinator)
    answer = _announce(client, forum, _today(district), None)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Choose that person first" in page
    assert district.url("edit_forum", forum_id=forum.public_id) in page
    forum.responders.add(coordinator)
    assert _announce(client, forum, _today(district), None).status_code == 303


def test_a_responder_who_left_does_not_count(district: District, owner: Person, coordinator: Person) -> None:
    forum = make.forum(make.cycle(), is_open=False, is_for_students=True)
    forum.responders.add(coordinator)
    remove_member(make.actor(owner, district), Membership.objects.get(person=coordinator))
    with pytest.raises(NotReady):
        actions.announce_forum(make.actor(owner, district), forum, opens_at=timezone.now())
    assert queries.responders_of(forum) == [owner]


def test_an_announced_forum_for_students_keeps_its_responder(
    district: District, coordinator: Person, client_of: As
) -> None:
    forum = make.forum(make.cycle(), is_for_students=True)
    forum.responders.add(coordinator)
    answer = client_of(coordinator).post(
        district.url("edit_forum", forum_id=forum.public_id),
        {"title_en": "New", "moderation": "before", "data_kind": "chose", "is_for_students": "on"},
    )
    assert answer.status_code == 422
    forum.refresh_from_db()
    assert list(forum.responders.all()) == [coordinator]
    assert str(forum.title) != "New", "all or nothing"


def test_close_forum_ends_an_open_one_now_and_reopen_forum_opens_it_again(
    district: District, coordinator: Person, client_of: As
) -> None:
    forum = make.forum(make.cycle())
    client = client_of(coordinator)
    client.post(district.url("close_forum", forum_id=forum.public_id))
    forum.refresh_from_db()
    assert forum.state(timezone.now()) == "closed"
    last = _today(district) + timedelta(days=7)
    reopened = client.post(
        district.url("reopen_forum", forum_id=forum.public_id), {"closes_on": last.isoformat()}
    )
    assert reopened.status_code == 303
    forum.refresh_from_db()
    assert forum.is_open(timezone.now())
    assert forum.closes_at == district.ends(last)
    over = _today(district) - timedelta(days=1)
    answer = client.post(
        district.url("reopen_forum", forum_id=forum.public_id), {"closes_on": over.isoformat()}
    )
    assert answer.status_code == 422
    verbs = list(AuditEntry.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["close_forum", "reopen_forum"]


def test_a_draft_cannot_be_reopened(district: District, coordinator: Person) -> None:
    forum = make.forum(make.cycle(), is_open=False)
    with pytest.raises(Refused):
        actions.reopen_forum(make.actor(coordinator, district), forum, closes_at=None)


def test_an_announcement_is_taken_back_before_the_forum_opens(
    district: District, coordinator: Person, client_of: As
) -> None:
    forum = make.forum(make.cycle(), opens_at=timezone.now() + timedelta(days=3))
    client_of(coordinator).post(district.url("close_forum", forum_id=forum.public_id))
    forum.refresh_from_db()
    assert forum.state(timezone.now()) == "draft"


def test_several_forums_are_open_side_by_side(district: District, coordinator: Person, client_of: As) -> None:
    cycle = make.cycle()
    for kind in ForumKind:
        make.forum(cycle, kind)
    [row] = queries.cycle_rows([cycle], timezone.now())
    assert row.n_open == 4


# The ready questions


def test_a_ready_question_opens_as_a_draft_to_edit_before_it_is_announced(
    district: District, coordinator: Person, client_of: As
) -> None:
    cycle = make.cycle(decider=make.translated(""))
    client = client_of(coordinator)
    page = client.get(district.url("ready_questions", cycle_id=cycle.public_id)).content.decode()
    assert page.count('name="question"') == 5
    for question in queries.ready_questions():
        answer = client.post(
            district.url("ready_questions", cycle_id=cycle.public_id), {"question": question.key}
        )
        forum = Forum.objects.latest("id")
        assert answer["Location"] == district.url("edit_forum", forum_id=forum.public_id)
        assert forum.state(timezone.now()) == "draft"
        assert (forum.kind, forum.title) == (ForumKind.QUESTION, question.title)
        assert str(question.title) in client.get(answer["Location"]).content.decode()
    again = client.get(district.url("ready_questions", cycle_id=cycle.public_id)).content.decode()
    assert again.count("Already used in this cycle") == 5


def test_ready_questions_are_stated_in_english_and_spanish() -> None:
    for question in queries.ready_questions():
        for text in (question.title, question.introduction):
            assert set(text.texts) == {"en", "es"}
            assert text.in_language("en") != text.in_language("es")
            assert text.reviewed == {"en": True, "es": True}


def test_an_unknown_ready_question_is_not_there(
    district: District, coordinator: Person, client_of: As
) -> None:
    url = district.url("ready_questions", cycle_id=make.cycle().public_id)
    assert client_of(coordinator).post(url, {"question": "other"}).status_code == 404


# The page of a forum


def test_forum_shows_the_way_in_as_link_and_code_once_announced(
    district: District, coordinator: Person, client_of: As
) -> None:
    forum = make.forum(make.cycle())
    page = client_of(coordinator).get(district.url("forum", forum_id=forum.public_id)).content.decode()
    assert "http://localhost:8000" + district.url("short_link", short_code=forum.short_code) in page
    assert f'href="{district.url("part", forum_id=forum.public_id)}"' in page
    assert district.url("forum_qr", forum_id=forum.public_id) in page


def test_a_draft_is_previewed_by_staff_and_by_nobody_else(
    district: District, coordinator: Person, stranger: Person, client_of: As
) -> None:
    forum = make.forum(make.cycle(), is_open=False)
    page = client_of(coordinator).get(district.url("forum", forum_id=forum.public_id)).content.decode()
    assert "Preview" in page
    qr = district.url("forum_qr", forum_id=forum.public_id)
    assert client_of(coordinator).get(qr).status_code == 200
    assert client_of(stranger).get(qr).status_code == 404
    assert Client().get(qr).status_code == 404


def test_forum_qr_is_a_plain_picture_that_says_where_it_leads(district: District) -> None:
    forum = make.forum(make.cycle())
    answer = Client().get(district.url("forum_qr", forum_id=forum.public_id))
    text = answer.content.decode()
    assert answer["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert inline_parts(text) == []
    assert re.search(r"<title>http://localhost:8000/d/juniper/forum/", text)


def test_a_forum_names_who_is_alerted(
    district: District, owner: Person, coordinator: Person, client_of: As
) -> None:
    forum = make.forum(make.cycle())
    client = client_of(coordinator)
    url = district.url("forum", forum_id=forum.public_id)
    page = client.get(url).content.decode()
    assert owner.name in page
    assert "because no one has been chosen" in page
    forum.responders.add(coordinator)
    assert "because no one has been chosen" not in client.get(url).content.decode()


def test_a_partners_contact_cannot_be_named_responder(
    district: District, coordinator: Person, partner_contact: Person, client_of: As
) -> None:
    cycle: Cycle = make.cycle()
    answer = client_of(coordinator).post(
        district.url("create_forum", cycle_id=cycle.public_id) + "?kind=question",
        {
            "title_en": "A question",
            "moderation": "before",
            "data_kind": "chose",
            "responders": [partner_contact.public_id],
        },
    )
    assert answer.status_code == 422


def test_staff_hours_stand_on_the_page_before_it_opens(
    district: District, coordinator: Person, client_of: As
) -> None:
    forum = make.forum(make.cycle(staff_hours_a_week=12), is_open=False)
    page = (
        client_of(coordinator).get(district.url("announce_forum", forum_id=forum.public_id)).content.decode()
    )
    assert "about 12" in page


def test_the_pages_of_a_cycle_and_a_forum_count_what_is_not_translated_and_lead_to_the_form(
    district: District, coordinator: Person, board_member: Person, client_of: As
) -> None:
    forum = make.forum(make.cycle(), title=make.translated("What matters?"))
    for name, key, edit in (("cycle", "cycle_id", "edit_cycle"), ("forum", "forum_id", "edit_forum")):
        row = forum.cycle if name == "cycle" else forum
        url = district.url(name, **{key: row.public_id})
        page = client_of(coordinator).get(url).content.decode()
        assert "translated: Spanish." in page
        assert district.url(edit, **{key: row.public_id}) in page
        assert "translated: Spanish." not in client_of(board_member).get(url).content.decode()


def test_the_link_to_the_texts_is_not_taken_for_that_of_a_cycle_without_forums(
    district: District, coordinator: Person, client_of: As
) -> None:
    cycle = make.cycle(title=make.translated("What matters?"))
    page = client_of(coordinator).get(district.url("cycle", cycle_id=cycle.public_id)).content.decode()
    assert page.count(">Edit the texts of this cycle<") == 1
    assert "Edit the timeline" not in page
