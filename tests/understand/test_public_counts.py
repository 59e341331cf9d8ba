"""Numbers of people that other apps show: guarded, in steps, and checked against all numbers shown before."""

from datetime import UTC, datetime, timedelta

import pytest

from tests import make
from throughline.accounts.models import District
from throughline.convene.models import Forum
from throughline.understand.models import PublicCount
from throughline.understand.releases import (
    CountToShow,
    PublishedCount,
    ShownCount,
    note_shown,
    public_counts,
)

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=3)


def shown(
    district: District, n: int | None, *, at: datetime | None = NOW, of_students: bool = False
) -> PublishedCount:
    counts = [CountToShow("helped with homework", n, at, is_of_students=of_students)]
    return public_counts(district, counts)["helped with homework"]


def test_a_small_number_is_not_shown_and_neither_is_one_nobody_counted(district: District) -> None:
    assert shown(district, 9) == PublishedCount(None, 10, NOW)
    assert shown(district, 0) == PublishedCount(None, 10, NOW)
    assert shown(district, None, at=None) == PublishedCount(None, 10, None)
    assert shown(district, 10) == PublishedCount(10, None, NOW)


def test_counts_about_students_have_the_students_minimum(district: District) -> None:
    assert shown(district, 15).n == 15
    assert shown(district, 15, of_students=True) == PublishedCount(None, 16, NOW)
    assert shown(district, 16, of_students=True).n == 16


def test_rules_are_those_of_the_forums(district: District) -> None:
    forum: Forum = make.forum(make.cycle(), is_for_students=True)
    counts = public_counts(district, [CountToShow("voted", 15, NOW, (forum,))])
    assert counts["voted"] == PublishedCount(None, 16, NOW)


def test_what_any_app_showed_stays_until_enough_have_come(district: District) -> None:
    note_shown("report", [ShownCount("helped with homework", 31, NOW)])
    assert shown(district, 40, at=LATER) == PublishedCount(31, None, NOW), "nine more could be identified"
    assert shown(district, 41, at=LATER) == PublishedCount(41, None, LATER)
    note_shown("partner", [ShownCount("helped with homework", 41, LATER)])
    assert shown(district, 33) == PublishedCount(41, None, LATER), "the newest first"
    assert shown(district, 30) == PublishedCount(31, None, NOW), "an older one may be remembered"
    assert shown(district, 8) == PublishedCount(None, 10, NOW)


def test_a_number_shown_under_a_laxer_rule_is_not_shown_again(district: District) -> None:
    note_shown("report", [ShownCount("helped with homework", 12, NOW)])
    assert shown(district, 12, of_students=True) == PublishedCount(None, 16, NOW)


def test_what_was_shown_last_is_kept_once_and_each_app_for_itself(district: District) -> None:
    for _edition in range(2):
        note_shown("report", [ShownCount("helped with homework", 31, NOW)])
    note_shown("guide", [ShownCount("helped with homework", 31, NOW)])
    note_shown("report", [ShownCount("helped with homework", 45, LATER)])
    rows = PublicCount.objects.order_by("id").values_list("app", "n")
    assert list(rows) == [("report", 31), ("guide", 31), ("report", 45)]


def test_one_question_is_asked_of_the_ledger_however_many_counts(
    district: District, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    counts = [CountToShow(f"series {number}", 20 + number, NOW) for number in range(30)]
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(public_counts(district, counts)) == 30
