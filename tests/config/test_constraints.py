"""Unique constraints are enforced by the database, also where a foreign key is null."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone

from tests import make
from throughline.accounts.models import District, Membership, Role
from throughline.convene.models import ForumKind, Tally
from throughline.understand.models import Coding


def _is_refused(insert: Callable[[], Model]) -> bool:
    try:
        with transaction.atomic():
            insert()
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize("has_school", [False, True])
def test_a_membership_exists_once(district: District, has_school: bool) -> None:
    someone = make.person()
    school = make.school() if has_school else None

    def insert(role: str = Role.ANALYST) -> Membership:
        return Membership.objects.create(district=district, person=someone, role=role, school=school)

    insert()
    assert _is_refused(insert)
    assert not _is_refused(lambda: insert(Role.FACILITATOR))


def test_a_membership_of_a_school_may_exist_with_one_of_the_district(district: District) -> None:
    someone = make.person()
    for school in (None, make.school(), make.school()):
        Membership.objects.create(person=someone, role=Role.SCHOOL_LEADER, school=school)
    assert Membership.objects.filter(person=someone).count() == 3


@pytest.mark.parametrize("has_forum", [False, True])
def test_a_tally_exists_once(district: District, has_forum: bool) -> None:
    cycle = make.cycle()
    forum = make.forum(cycle) if has_forum else None

    def insert() -> Tally:
        return Tally.objects.create(cycle=cycle, forum=forum, what="people", counted_at=timezone.now())

    insert()
    assert _is_refused(insert)


@pytest.mark.parametrize("has_coder", [False, True])
@pytest.mark.parametrize("span", [(None, None), (0, 4)])
def test_a_coding_exists_once_until_it_is_removed(
    district: District, has_coder: bool, span: tuple[int | None, int | None]
) -> None:
    cycle = make.cycle()
    voice = make.voice(make.forum(cycle, ForumKind.QUESTION))
    code = make.code(cycle)
    coder = make.person() if has_coder else None

    def insert() -> Coding:
        return Coding.objects.create(code=code, voice=voice, coder=coder, start=span[0], end=span[1])

    first = insert()
    assert _is_refused(insert)
    Coding.objects.create(code=code, voice=voice, coder=coder, start=5, end=9)
    first.removed_at = timezone.now()
    first.save()
    assert not _is_refused(insert)
