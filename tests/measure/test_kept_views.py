"""Kept views: what is counted anew, what waits, and that two requests at once make one view."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import make
from throughline.accounts.models import AuditEntry, District, School
from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum, ForumKind
from throughline.listen.models import Burst, BurstState, Contributor
from throughline.measure.actions import keep_view
from throughline.measure.models import KeptView, KeptViewKind
from throughline.measure.models.results import KeptCoverage, from_stored
from throughline.measure.queries.guard import Rules, joined_groups, protect_counts
from throughline.measure.queries.kept_views.columns import EVERYONE, Column, packed, unpacked
from throughline.measure.queries.kept_views.steps import Groups, Values, next_step
from throughline.measure.queries.populations.people import people_heard
from throughline.measure.workflows import coverage_in_sight, kept_views

RULES = Rules(10, 5)
SCHOOLS = ("alder", "birch", "cedar")


def merged(values: Values) -> Groups:
    """Group schools as the guard merges them."""
    groups: dict[str, dict[str, int]] = {EVERYONE: {"": 0}}
    for name in values.keys() - {EVERYONE}:
        n = Counter(values[name].values())
        parts = protect_counts(SCHOOLS, [n[school] for school in SCHOOLS], RULES).groups
        groups[name] = {school: number for number, part in enumerate(parts) for school in part}
    return groups


def live(schools: Mapping[int, str]) -> Values:
    return {EVERYONE: dict.fromkeys(schools, ""), "school": schools}


def in_schools(*n: int, first: int = 1) -> dict[int, str]:
    schools = [school for school, n_of in zip(SCHOOLS, n, strict=True) for _number in range(n_of)]
    return dict(enumerate(schools, first))


def test_columns_are_stored_and_read_back() -> None:
    columns = {
        EVERYONE: Column({5: "", 9: ""}, {"": 0}),
        "school": Column({9: "a", 5: "b"}, {"a": 0, "b": 1}),
    }
    assert unpacked(packed(columns)) == columns


def test_nothing_is_in_sight_before_enough_people_have_come() -> None:
    assert next_step({}, live(in_schools(9, 0, 0)), merged, RULES) is None
    assert next_step({}, live(in_schools(10, 0, 0)), merged, RULES) is not None


def step_of(shown: Mapping[str, Column], people: Mapping[int, str], **how: Any) -> Any:
    return next_step(shown, live(people), merged, RULES, **how)


def test_one_who_withdraws_changes_or_comes_is_not_seen() -> None:
    people = in_schools(20, 15, 12)
    shown = step_of({}, people).columns
    assert step_of(shown, {pk: school for pk, school in people.items() if pk != 1}) is None
    assert step_of(shown, {**people, 1: "birch"}) is None
    assert step_of(shown, {**people, 99: "birch"}) is None


def test_a_change_waits_while_enough_others_come_elsewhere() -> None:
    people = in_schools(20, 15, 12)
    shown = step_of({}, people).columns
    newcomers = in_schools(0, 0, 10, first=100)
    columns = step_of(shown, {**people, **newcomers, 1: "birch"}).columns
    assert Counter(columns["school"].value_of.values()) == {"alder": 20, "birch": 15, "cedar": 22}
    assert columns["school"].value_of[1] == "alder"


def test_many_who_withdraw_together_are_counted_no_longer() -> None:
    people = in_schools(30, 15, 12)
    shown = step_of({}, people).columns
    columns = step_of(shown, {pk: school for pk, school in people.items() if pk > 10}).columns
    assert Counter(columns["school"].value_of.values()) == {"alder": 20, "birch": 15, "cedar": 12}


def test_a_change_within_merged_schools_waits_until_others_join_them() -> None:
    people = in_schools(3, 20, 24)
    shown = step_of({}, people).columns
    moved = {**people, **dict.fromkeys(range(4, 12), "alder"), **in_schools(0, 0, 10, first=100)}
    columns = step_of(shown, moved).columns
    assert Counter(columns["school"].value_of.values()) == {"alder": 3, "birch": 20, "cedar": 34}


def test_people_whom_somebody_made_up_hide_nobody() -> None:
    people = in_schools(20, 15, 12)
    shown = step_of({}, people).columns
    more = {**people, **in_schools(12, 0, 1, first=100), 113: "alder"}
    made_up = frozenset(range(100, 112))

    def counted(people: Mapping[int, str], *units: frozenset[int]) -> dict[str, int]:
        columns = step_of(shown, people, units=units).columns
        return dict(Counter(columns["school"].value_of.values()))

    assert counted(more) == {"alder": 33, "birch": 15, "cedar": 12}
    assert step_of(shown, more, units=(made_up,)) is None, "some of the unit may be real"
    assert step_of({}, people, units=(frozenset(range(1, 39)),)) is None
    many = {**more, **in_schools(9, 0, 0, first=200)}
    assert counted(many, made_up) == {"alder": 42, "birch": 15, "cedar": 12}


schools_of = st.dictionaries(st.integers(1, 60), st.sampled_from(SCHOOLS), min_size=30)


@settings(max_examples=60, deadline=None)
@given(st.lists(schools_of, min_size=2, max_size=5))
def test_every_number_that_two_views_share_moves_by_nobody_or_by_enough(
    views: list[dict[int, str]],
) -> None:
    shown: Mapping[str, Column] = {}
    for people in views:
        step = step_of(shown, people)
        if step is None:
            continue
        if shown:
            before, after = shown["school"], step.columns["school"]
            block_of = joined_groups(before.group_of, after.group_of, SCHOOLS)
            for block in block_of.values():
                old, new = (
                    {pk for pk, school in one.value_of.items() if block_of[school] == block}
                    for one in (before, after)
                )
                assert len(new - old) not in range(1, 10)
                assert len(old - new) not in range(1, 10)
        shown = step.columns


# With rows


@pytest.fixture
def forum(district: District) -> Forum:
    return make.forum(make.cycle(), ForumKind.QUESTION)


def take_part(forum: Forum, n: int, school: School | None = None) -> None:
    for _number in range(n):
        make.voice(forum, contributor=make.contributor(forum, school=school))


@pytest.mark.django_db
def test_two_requests_at_once_keep_one_view(forum: Forum, monkeypatch: pytest.MonkeyPatch) -> None:
    take_part(forum, 12)

    def keep(*args: Any, **how: Any) -> KeptView:
        monkeypatch.undo()
        take_part(forum, 1)
        coverage_in_sight(forum)  # another request that counts one more
        return keep_view(*args, **how)

    monkeypatch.setattr(kept_views, "keep_view", keep)
    assert coverage_in_sight(forum).n_heard == 13
    assert KeptView.objects.get().number == 1
    assert AuditEntry.objects.filter(verb="keep_view").count() == 1


@pytest.mark.django_db
def test_a_view_stays_as_it_was_when_people_are_deleted(forum: Forum) -> None:
    take_part(forum, 25)
    assert coverage_in_sight(forum).n_heard == 25
    for person in list(Contributor.objects.filter(forum=forum)[:3]):
        person.delete()
    assert coverage_in_sight(forum).n_heard == 25
    for person in list(Contributor.objects.filter(forum=forum)[:8]):
        person.delete()
    assert coverage_in_sight(forum).n_heard == 14


@pytest.mark.django_db
def test_a_view_is_not_counted_again_while_few_have_come(
    forum: Forum, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_part(forum, 12)
    coverage_in_sight(forum)
    monkeypatch.setattr(kept_views, "next_step", None)
    take_part(forum, 9)
    assert coverage_in_sight(forum).n_heard == 12


@pytest.mark.django_db
def test_a_view_has_numbers_and_names_but_no_sentence(forum: Forum, system: Actor) -> None:
    make.population({"language": {"en": 700, "es": 300}})
    take_part(forum, 12)
    coverage_in_sight(forum)
    view = KeptView.objects.get()
    kept = from_stored(view.content, KeptCoverage)
    assert kept.n_heard == view.n_people == 12
    again = keep_view(
        system,
        KeptViewKind.COVERAGE,
        forum.cycle,
        forum,
        seen=None,
        content=kept,
        columns={},
        n_people=1,
        fingerprint="",
        at=timezone.now(),
    )
    assert again.n_people == 12, "it was computed from a view that is out of sight"


@pytest.mark.django_db
def test_people_who_were_set_aside_are_not_among_those_heard(forum: Forum) -> None:
    take_part(forum, 12)
    for person in Contributor.objects.filter(burst=make.burst(forum, 8)):
        make.voice(forum, contributor=person)
    assert people_heard(forum).count() == 20
    Burst.objects.update(state=BurstState.SET_ASIDE)
    assert people_heard(forum).count() == 12


def test_coverage_in_sight_keeps_to_a_minimum_that_was_raised_since(district: District) -> None:
    forum = make.forum(make.cycle(), ForumKind.QUESTION)
    for _number in range(12):
        make.voice(forum, contributor=make.contributor(forum))
    assert coverage_in_sight(forum).n_heard == 12
    district.minimum_n = 16
    district.save()
    forum = Forum.objects.get()
    assert (coverage_in_sight(forum).n_heard, coverage_in_sight(forum).minimum_n) == (None, 16)
    for _number in range(16):
        assert coverage_in_sight(forum).n_heard is None, "the newcomers alone would be fewer than 16"
        make.voice(forum, contributor=make.contributor(forum))
    assert coverage_in_sight(forum).n_heard == 28
