from datetime import UTC, date, datetime, timedelta

from tests import make
from throughline.accounts.models import District


def test_a_forum_that_closes_at_midnight_is_open_through_the_day_before(district: District) -> None:
    forum = make.forum(make.cycle())
    forum.closes_at = district.ends(date(2026, 12, 15))
    assert forum.last_day == date(2026, 12, 15)
    forum.closes_at = datetime(2026, 12, 16, 7, tzinfo=UTC)  # midnight in Denver
    assert forum.last_day == date(2026, 12, 15)


def test_a_forum_that_was_closed_at_noon_was_open_on_that_day(district: District) -> None:
    forum = make.forum(make.cycle())
    forum.closes_at = district.starts(date(2026, 12, 15)) + timedelta(hours=12)
    assert forum.last_day == date(2026, 12, 15)


def test_a_forum_without_an_end_has_no_last_day(district: District) -> None:
    assert make.forum(make.cycle(), closes_at=None).last_day is None
