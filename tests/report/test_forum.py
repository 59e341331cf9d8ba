"""Forums on the public page: how many people took part, their last day, drafts."""

import json
from datetime import date

from django.utils import timezone

from tests import make
from tests.report.public_cycle import make_public_cycle
from throughline.accounts.models import District
from throughline.convene.actions import set_tally
from throughline.convene.models import ForumKind
from throughline.listen.models import Burst
from throughline.report.queries import compose


def test_forums_with_few_people_say_fewer_than_the_minimum(district: District) -> None:
    public_cycle = make_public_cycle(district)
    few = make.forum(public_cycle.cycle, ForumKind.QUESTION, title=make.translated("A small forum"))
    students = make.forum(
        public_cycle.cycle,
        ForumKind.QUESTION,
        title=make.translated("A forum for students"),
        is_for_students=True,
    )
    uncounted = make.forum(public_cycle.cycle, ForumKind.MEETING, title=make.translated("A meeting"))
    set_tally(public_cycle.cycle, "people", 3, few)
    set_tally(public_cycle.cycle, "people", 12, students)
    asked = {row["public_id"]: row for row in public_cycle.publish().content["asked"]}
    assert asked[public_cycle.forum.public_id]["n_people"] == 12
    assert (asked[few.public_id]["n_people"], asked[few.public_id]["fewer_than"]) == (None, 10)
    assert (asked[students.public_id]["n_people"], asked[students.public_id]["fewer_than"]) == (None, 16)
    page = public_cycle.page()
    assert "fewer than 10 people took part" in page
    assert "fewer than 16 people took part" in page
    assert "3 people" not in page
    assert asked[uncounted.public_id]["counted_at"] is None
    assert "number of people not counted yet" in page


def test_a_number_hidden_for_responses_that_came_together_does_not_grow_with_them(district: District) -> None:
    public_cycle = make_public_cycle(district)
    forum = make.forum(public_cycle.cycle, ForumKind.QUESTION)
    make.burst(forum, 6)
    set_tally(public_cycle.cycle, "people", 6, forum)
    public_cycle.publish()
    before = public_cycle.page()
    assert "number of people not shown yet" in before
    now = timezone.now()
    make.contributor(forum, began_at=now, network="abcde", burst=Burst.objects.get())
    set_tally(public_cycle.cycle, "people", 7, forum)
    row = next(one for one in compose(public_cycle.cycle)["asked"] if one["public_id"] == forum.public_id)
    assert (row["n_people"], row["fewer_than"]) == (None, None)


def test_editions_do_not_reveal_the_few_who_came_between_them(district: District) -> None:
    public_cycle = make_public_cycle(district)
    forum = make.forum(public_cycle.cycle, ForumKind.QUESTION)

    def edition_at(n: int) -> dict[str, object]:
        set_tally(public_cycle.cycle, "people", n, forum)
        make.forum(public_cycle.cycle, ForumKind.QUESTION)
        content = public_cycle.publish().content
        return next(row for row in content["asked"] if row["public_id"] == forum.public_id)

    first = edition_at(31)
    assert first["n_people"] == 31
    assert edition_at(32) == first, "with the day it was counted"
    assert edition_at(40) == first
    assert edition_at(41)["n_people"] == 41
    assert edition_at(33)["n_people"] == 41, "neither compared with the last edition nor with the first"
    assert edition_at(30)["n_people"] == 31, "what an older edition showed may be remembered"
    assert edition_at(8)["n_people"] is None


def test_a_number_shown_before_a_stricter_rule_is_not_shown_again(district: District) -> None:
    public_cycle = make_public_cycle(district)
    forum = make.forum(public_cycle.cycle, ForumKind.QUESTION)
    set_tally(public_cycle.cycle, "people", 12, forum)
    public_cycle.publish()
    district.minimum_n = 16
    district.save()
    cycle = type(public_cycle.cycle).objects.get(pk=public_cycle.cycle.pk)
    row = next(one for one in compose(cycle)["asked"] if one["public_id"] == forum.public_id)
    assert (row["n_people"], row["fewer_than"]) == (None, 16)


def test_people_at_the_tables_of_a_meeting_are_counted(district: District) -> None:
    public_cycle = make_public_cycle(district)
    meeting = make.forum(public_cycle.cycle, ForumKind.MEETING)
    set_tally(public_cycle.cycle, "people", 48, meeting)
    public_cycle.publish()
    assert "48 people attended" in public_cycle.page()


def test_a_forum_is_shown_through_its_last_day(district: District) -> None:
    public_cycle = make_public_cycle(district)
    public_cycle.forum.closes_at = district.ends(date(2026, 12, 15))
    public_cycle.forum.save()
    public_cycle.publish()
    page = public_cycle.page()
    assert "through Dec. 15, 2026" in page
    assert "Dec. 16" not in page
    assert "midnight" not in page


def test_a_draft_of_a_forum_is_not_published(district: District) -> None:
    public_cycle = make_public_cycle(district)
    make.forum(public_cycle.cycle, ForumKind.QUESTION, is_open=False, title=make.translated("Only a draft"))
    assert "Only a draft" not in json.dumps(public_cycle.publish().content)
