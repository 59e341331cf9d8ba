import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from tests import make
from tests.words import n_words
from throughline.accounts.models import AuditEntry, District, Person, Role
from throughline.convene import actions
from throughline.convene.models import Cycle, Promise, StorylineStep, Tally

As = Callable[[Person | None], Client]

WHOLE = {
    "title_en": "What should graduates know?",
    "title_es": "¿Qué deben saber los graduados?",
    "school": "",
    "decision_en": "The board votes on the portrait of a graduate.",
    "decider_en": "The board",
    "decided_when_en": "this winter",
    "already_fixed_en": "State law",
    "asked_of_people_en": "Five minutes",
    "promise": "involve",
    "staff_hours_a_week": "9",
}


@pytest.fixture
def leader(district: District) -> Person:
    return make.member(district, Role.SCHOOL_LEADER, school=make.school("Aspen Middle"))


def test_create_cycle_keeps_both_languages_and_is_audited(
    district: District, coordinator: Person, client_of: As
) -> None:
    answer = client_of(coordinator).post(district.url("create_cycle"), WHOLE)
    cycle = Cycle.objects.get()
    assert answer["Location"] == district.url("cycle", cycle_id=cycle.public_id)
    assert cycle.title.in_language("es") == "¿Qué deben saber los graduados?"
    assert cycle.missing_before_opening == []
    entry = AuditEntry.objects.get(verb="create_cycle")
    assert "graduates" not in str(entry.details)


def test_a_new_cycle_offers_to_ask_for_school_and_role_and_either_can_be_turned_off(
    district: District, coordinator: Person, client_of: As
) -> None:
    client = client_of(coordinator)
    page = client.get(district.url("create_cycle")).content.decode()
    boxes = re.findall(r'<input type="checkbox" name="(is_\w+_asked)"[^>]*checked', page)
    assert boxes == ["is_school_asked", "is_role_asked"]
    client.post(district.url("create_cycle"), {**WHOLE, "is_role_asked": "on"})
    cycle = Cycle.objects.get()
    assert (cycle.is_school_asked, cycle.is_role_asked) == (False, True)
    page = client.get(district.url("edit_cycle", cycle_id=cycle.public_id)).content.decode()
    assert re.findall(r'name="(is_\w+_asked)"[^>]*checked', page) == ["is_role_asked"]


def test_create_cycle_may_be_left_half_filled_in(
    district: District, coordinator: Person, client_of: As
) -> None:
    client = client_of(coordinator)
    client.post(district.url("create_cycle"), {"title_en": "A question"})
    cycle = Cycle.objects.get()
    page = client.get(district.url("cycle", cycle_id=cycle.public_id)).content.decode()
    assert "Still missing: the decision this will inform, who decides, when it will be decided" in page
    assert district.url("edit_cycle", cycle_id=cycle.public_id) in page


def test_create_cycle_without_a_question_is_refused_and_keeps_what_was_typed(
    district: District, coordinator: Person, client_of: As
) -> None:
    answer = client_of(coordinator).post(
        district.url("create_cycle"), {**WHOLE, "title_en": "", "title_es": ""}
    )
    assert answer.status_code == 422
    assert "The board votes on the portrait" in answer.content.decode()


def test_cycle_shows_the_decision_the_promise_in_plain_words_and_the_hours(
    district: District, board_member: Person, client_of: As
) -> None:
    cycle = make.cycle()
    page = client_of(board_member).get(district.url("cycle", cycle_id=cycle.public_id)).content.decode()
    for words in (
        "The board votes on the portrait of a graduate.",
        "State graduation law",
        "You take people&#x27;s concerns into account from start to finish",
        "Staff hours per week",
    ):
        assert words in page
    assert district.url("edit_cycle", cycle_id=cycle.public_id) not in page, "a board member reads"


def test_a_promise_made_to_people_can_be_reworded_but_not_emptied(
    district: District, coordinator: Person, client_of: As
) -> None:
    cycle = make.cycle()
    make.forum(cycle)
    url = district.url("edit_cycle", cycle_id=cycle.public_id)
    client = client_of(coordinator)
    emptied = client.post(url, {**WHOLE, "decision_en": ""})
    assert emptied.status_code == 422
    assert "the decision this will inform" in emptied.content.decode()
    cycle.refresh_from_db()
    assert cycle.decision
    assert client.post(url, {**WHOLE, "decision_en": "The board decides in June."}).status_code == 303
    cycle.refresh_from_db()
    assert str(cycle.decision) == "The board decides in June."


def test_a_school_leader_manages_cycles_of_their_own_school_only(
    district: District, leader: Person, client_of: As
) -> None:
    client = client_of(leader)
    school_id = leader.memberships_everywhere().get().school_id
    own, others, of_all = make.cycle(school_id=school_id), make.cycle(school=make.school()), make.cycle()
    assert client.get(district.url("edit_cycle", cycle_id=own.public_id)).status_code == 200
    for cycle in (others, of_all):
        assert client.get(district.url("cycle", cycle_id=cycle.public_id)).status_code == 200
        assert client.get(district.url("edit_cycle", cycle_id=cycle.public_id)).status_code == 403
        assert client.get(district.url("create_forum", cycle_id=cycle.public_id)).status_code == 403
        assert client.post(district.url("ready_questions", cycle_id=cycle.public_id)).status_code == 403


def test_a_school_leader_begins_a_cycle_of_their_own_school_only(
    district: District, leader: Person, client_of: As
) -> None:
    client = client_of(leader)
    other = make.school("Other High")
    page = client.get(district.url("create_cycle")).content.decode()
    assert "Aspen Middle" in page
    assert "Other High" not in page
    for school in ("", other.public_id):
        assert client.post(district.url("create_cycle"), {**WHOLE, "school": school}).status_code == 422
    own = next(iter(leader.memberships_everywhere())).school
    assert own
    assert client.post(district.url("create_cycle"), {**WHOLE, "school": own.public_id}).status_code == 303
    assert Cycle.objects.get().school == own


def test_cycles_works_with_none_one_and_many(district: District, coordinator: Person, client_of: As) -> None:
    client = client_of(coordinator)
    assert "No cycles yet." in client.get(district.url("cycles")).content.decode()
    for number in range(26):
        make.cycle(title=make.translated(f"Question {number}"))
    page = client.get(district.url("cycles")).content.decode()
    assert "Question 25" in page
    assert "Page 1 of 2" in page


def test_cycles_asks_the_database_no_more_often_for_more_of_them(
    district: District,
    coordinator: Person,
    client_of: As,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    for _ in range(30):
        make.forum(make.cycle())
    client = client_of(coordinator)
    client.get(district.url("cycles"))
    with django_assert_max_num_queries(15):  # type: ignore[attr-defined]
        client.get(district.url("cycles"))


def test_counts_are_shown_with_when_they_were_counted(
    district: District, coordinator: Person, client_of: As
) -> None:
    cycle = make.cycle()
    forum = make.forum(cycle)
    actions.set_tally(cycle, "people", 902, forum=forum)
    actions.set_tally(cycle, "waiting", 38, forum=forum, oldest_at=timezone.now())
    actions.set_tally(cycle, "findings", 9)
    actions.set_tally(cycle, "people", 903, forum=forum)
    assert Tally.objects.count() == 3
    page = client_of(coordinator).get(district.url("cycle", cycle_id=cycle.public_id)).content.decode()
    assert n_words("903", page)
    assert "9 findings" in page
    forum_page = client_of(coordinator).get(district.url("forum", forum_id=forum.public_id)).content.decode()
    assert "38, oldest received" in " ".join(forum_page.split())
    assert "Updated" in forum_page
    assert "903 people who chose to take part" in forum_page


def test_end_cycle_says_in_public_whether_the_promise_was_kept(
    district: District, coordinator: Person, client_of: As
) -> None:
    cycle = make.cycle(promise=Promise.CONSULT)
    url = district.url("end_cycle", cycle_id=cycle.public_id)
    client = client_of(coordinator)
    assert client.post(url, {"is_promise_kept": "no", "note_en": ""}).status_code == 422
    client.post(url, {"is_promise_kept": "no", "note_en": "The vote came early."})
    cycle.refresh_from_db()
    assert cycle.is_promise_kept is False
    assert (
        "The vote came early." in client.get(district.url("cycle", cycle_id=cycle.public_id)).content.decode()
    )


# The storyline


def _steps(cycle: Cycle) -> list[str]:
    return [str(step.title) for step in StorylineStep.objects.filter(cycle=cycle)]


def test_the_storyline_is_added_to_edited_moved_marked_and_shortened(
    district: District, coordinator: Person, client_of: As
) -> None:
    cycle = make.cycle()
    client = client_of(coordinator)
    for title in ("Ask", "Listen", "Decide"):
        client.post(
            district.url("storyline", cycle_id=cycle.public_id), {"title_en": title, "when_en": "spring"}
        )
    assert _steps(cycle) == ["Ask", "Listen", "Decide"]
    ask, _listen, decide = StorylineStep.objects.filter(cycle=cycle)
    client.post(district.url("move_storyline_step", step_id=decide.public_id), {"way": "up"})
    assert _steps(cycle) == ["Ask", "Decide", "Listen"]
    client.post(district.url("move_storyline_step", step_id=ask.public_id), {"way": "up"})
    assert _steps(cycle) == ["Ask", "Decide", "Listen"], "the first stays first"
    client.post(district.url("mark_storyline_step", step_id=ask.public_id), {"is_done": "yes"})
    ask.refresh_from_db()
    assert ask.is_done
    client.post(
        district.url("edit_storyline_step", step_id=ask.public_id), {"title_en": "We ask", "when_en": "March"}
    )
    client.post(district.url("remove_storyline_step", step_id=decide.public_id))
    assert _steps(cycle) == ["We ask", "Listen"]
    page = client.get(district.url("cycle", cycle_id=cycle.public_id)).content.decode()
    assert "March" in page


def test_the_storyline_never_gates_taking_part(district: District, coordinator: Person) -> None:
    cycle = make.cycle()
    actor = make.actor(coordinator, district)
    for is_done in (True, False):
        actions.add_storyline_step(
            actor,
            cycle,
            title=make.translated("Asking is over"),
            when=make.translated("last year"),
            is_done=is_done,
        )
    assert make.forum(cycle).is_open(timezone.now())
