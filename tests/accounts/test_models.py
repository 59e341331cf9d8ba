"""Rows keep their district and id; days follow the district's time zone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError
from django_scopes import scope
from django_scopes.exceptions import ScopeError

from tests import make
from throughline.accounts.models import District, Membership, OutsideScope, Person, Role, School
from throughline.accounts.models.scoped import new_public_id


def test_a_row_is_not_read_without_a_district(db: None) -> None:
    with pytest.raises(ScopeError):
        School.objects.count()


def test_a_row_is_not_saved_without_a_district(db: None) -> None:
    with pytest.raises(OutsideScope):
        School(name="Nowhere").save()


def test_a_row_of_another_district_is_not_saved(district: District, other_district: District) -> None:
    with pytest.raises(OutsideScope):
        School(district=other_district, name="Elsewhere").save()
    with pytest.raises(OutsideScope):
        School.objects.bulk_create([School(district=other_district, name="Elsewhere")])
    with pytest.raises(OutsideScope):
        School.objects.update(district=other_district)


def test_a_key_does_not_join_two_districts(
    district: District, other_district: District, owner: Person
) -> None:
    with scope(district=other_district):
        theirs = make.school("Elsewhere")
    with pytest.raises(OutsideScope):
        Membership.objects.create(person=owner, role=Role.SCHOOL_LEADER, school=theirs)


def test_rows_of_another_district_are_not_read(district: District, other_district: District) -> None:
    with scope(district=other_district):
        make.school("Elsewhere")
    assert not School.objects.filter(name="Elsewhere").exists()


def test_an_address_belongs_to_one_person_however_it_is_written(db: None) -> None:
    Person.objects.create_user("Ana@Example.org", "x")
    with pytest.raises(IntegrityError):
        Person.objects.create_user("ana@example.ORG", "x")


@pytest.mark.parametrize(
    ("day", "hours", "ends"),
    [
        (date(2026, 3, 8), 23, datetime(2026, 3, 9, 6, tzinfo=UTC)),
        (date(2026, 11, 1), 25, datetime(2026, 11, 2, 7, tzinfo=UTC)),
        (date(2026, 6, 14), 24, datetime(2026, 6, 15, 6, tzinfo=UTC)),
    ],
)
def test_a_day_has_the_hours_of_the_districts_clock(day: date, hours: int, ends: datetime) -> None:
    """Daylight saving time begins on March 8 and ends on November 1, 2026."""
    district = District(slug="x", name="X", time_zone="America/Denver")
    assert district.ends(day) == ends
    assert district.ends(day) - district.starts(day) == timedelta(hours=hours)


def test_no_id_begins_like_an_option_or_a_formula(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["-never", "once-more"])
    monkeypatch.setattr("secrets.token_urlsafe", lambda n_bytes: next(drawn))
    assert new_public_id() == "once-more"
