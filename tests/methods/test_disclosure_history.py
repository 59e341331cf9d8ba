import doctest
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.methods import attack
from tests.methods.test_disclosure_linked import names, tables
from throughline.methods.disclosure import (
    COLORADO_STUDENTS,
    PUBLIC,
    BadCountsError,
    CannotBeProtectedError,
    DisclosureError,
    Publication,
    Rule,
    audit,
    cell_key,
    check_release,
    history,
    protect_counts,
    protect_table,
    protect_tables,
    publication_of_counts,
    publication_of_json,
    publication_of_table,
    tables_of_array,
)

SCHOOLS = ["alder", "birch", "cedar"]


def schools(counts, rule=COLORADO_STUDENTS, **options):
    return publication_of_counts(protect_counts(SCHOOLS, counts, rule), "school", **options)


def test_the_example_of_the_check_is_right():
    assert doctest.testmod(history) == (0, 7)


def test_a_group_has_one_name_in_every_table():
    assert cell_key({"school": "alder", "role": "parent"}) == "role=parent & school=alder"
    assert cell_key({"role": "parent", "school": ["birch", "alder"]}) == "role=parent & school=alder+birch"
    assert cell_key({}) == "everyone"
    assert cell_key({"a": "x & b=y"}) != cell_key({"a": "x", "b": "y"})


def test_a_publication_goes_through_json():
    table = protect_table(SCHOOLS, ["parent", "staff"], [[40, 3], [30, 12], [20, 14]], PUBLIC)
    published = publication_of_table(table, "school", "role", name="may", people="f at 119")
    assert publication_of_json(json.loads(json.dumps(published.as_json()))) == published


def test_a_key_is_shown_or_hidden():
    with pytest.raises(BadCountsError):
        Publication("", {"everyone": 10}, hidden=("everyone",))


def test_the_audit_of_a_table_reports_what_can_be_inferred():
    table = protect_table(
        ["a", "b", "c"],
        ["x", "y", "z"],
        [[4, 20, 31], [22, 35, 40], [50, 28, 33]],
        PUBLIC,
        row_order="fixed",
    )
    checked = audit(publication_of_table(table, "row", "column"), PUBLIC, exact=True)
    assert checked.is_safe
    assert (checked.n_shown, checked.n_hidden, checked.n_audited) == (12, 4, 4)
    assert (checked.narrowest, checked.is_exact) == (22, True)
    first = checked.intervals[0]
    assert (first.key, first.low, first.high) == ("column=x & row=a", 1, 23)
    assert json.loads(json.dumps(checked.as_json()))["intervals"][0] == ["column=x & row=a", 1, 23]


def test_the_audit_fails_a_small_count_shown_and_one_that_can_be_worked_out():
    relations = (("everyone", ("a", "b")),)
    assert audit(Publication("", {"a": 4}), PUBLIC).small_shown == ("a",)
    checked = audit(Publication("", {"everyone": 30, "b": 26}, ("a",), relations), PUBLIC)
    assert [(one.key, one.low, one.high) for one in checked.too_narrow] == [("a", 4, 4)]
    assert checked.narrowest == 0
    never_published = audit(Publication("", {"everyone": 30, "b": 26}, (), relations), PUBLIC)
    assert [one.key for one in never_published.too_narrow] == ["a"]


def test_answers_of_a_group_that_is_large_enough_may_be_small():
    table = protect_table(SCHOOLS, ["yes", "no"], [[40, 2], [30, 12], [20, 14]], PUBLIC, unit="row")
    assert audit(publication_of_table(table, "school", "answer", unit="row"), PUBLIC).is_safe
    assert not audit(publication_of_table(table, "school", "answer"), PUBLIC).is_safe


def test_a_percentage_of_a_known_n_is_held_to_the_rule():
    exact = Publication("", {"everyone": 40}, ranges={"a": (3, 3)}, relations=(("everyone", ("a", "b")),))
    assert audit(exact, PUBLIC).small_shown == ("a",)
    close = Publication("", {"everyone": 40}, ranges={"a": (3, 6)}, relations=(("everyone", ("a", "b")),))
    assert [one.key for one in audit(close, PUBLIC).too_narrow] == ["a"]
    wide = Publication("", {"everyone": 40}, ranges={"a": (0, 9)}, relations=(("everyone", ("a", "b")),))
    assert audit(wide, PUBLIC).is_safe


def test_numbers_that_do_not_add_up_are_an_error():
    with pytest.raises(DisclosureError):
        audit(Publication("", {"everyone": 30, "a": 31}, ("b",), (("everyone", ("a", "b")),)), PUBLIC)
    with pytest.raises(DisclosureError):
        audit([Publication("", {"a": 30}), Publication("", {"a": 31})], PUBLIC)


def test_a_school_published_later_gives_away_the_one_it_was_merged_with():
    first = schools([117, 38, 11], name="first", people="p")
    assert first.shown["school=birch+cedar"] == 49
    later = Publication("later", {"school=birch": 38}, people="p")
    verdict = check_release(later, [first], COLORADO_STUDENTS)
    (leak,) = verdict.leaks
    assert (leak.kind, leak.key, leak.interval.low, leak.interval.high) == ("count", "school=cedar", 11, 11)
    assert leak.with_releases == ("first",)
    assert json.loads(json.dumps(verdict.as_json()))["is_safe"] is False


def test_three_who_answered_between_two_releases_are_found():
    first = schools([117, 38, 40], name="first", people="at 195")
    later = schools([120, 38, 40], name="later", people="at 198")
    leaks = check_release(later, [first], COLORADO_STUDENTS).leaks
    assert [(leak.kind, leak.key, leak.interval.low) for leak in leaks] == [
        ("change", "everyone", 3),
        ("change", "school=alder", 3),
    ]
    assert (leaks[0].people, leaks[0].later_people) == ("at 195", "at 198")


def test_enough_newcomers_everywhere_are_no_difference_to_fear():
    first = schools([117, 38, 40], name="first", people="at 195")
    later = schools([137, 58, 60], name="later", people="at 255")
    verdict = check_release(later, [first], COLORADO_STUDENTS)
    assert verdict.is_safe
    assert verdict.n_checked == 12


def test_three_who_left_are_found_too():
    first = Publication("first", {"everyone": 40}, people="before")
    later = Publication("later", {"everyone": 37}, people="after")
    (leak,) = check_release(later, [first], PUBLIC).leaks
    assert (leak.interval.low, leak.interval.high) == (-3, -3)


def test_the_same_release_again_gives_nothing_away():
    first = schools([117, 38, 11], name="first", people="p")
    assert check_release(first, [first], COLORADO_STUDENTS).is_safe


def test_what_was_given_away_before_is_not_attributed_to_the_new_release():
    first = Publication("first", {"everyone": 40, "school=alder": 36}, people="p")
    second = Publication("second", {"school=birch": 4}, people="p")
    assert not check_release(second, [first], PUBLIC).is_safe
    third = Publication("third", {"role=parent": 20}, people="p")
    assert check_release(third, [first, second], PUBLIC).is_safe


def test_two_earlier_releases_that_only_together_give_it_away_are_both_named():
    sums = (("everyone", ("a", "b", "c")),)
    earlier = [
        Publication("one", {"everyone": 60}, relations=sums, people="p"),
        Publication("two", {"a": 30}, people="p"),
    ]
    (leak,) = check_release(Publication("new", {"b": 26}, people="p"), earlier, PUBLIC).leaks
    assert (leak.key, leak.interval.low, leak.with_releases) == ("c", 4, ("one", "two"))


def test_contradicting_releases_are_not_safe():
    verdict = check_release(
        Publication("new", {"a": 30}, people="p"), [Publication("old", {"a": 31}, people="p")], PUBLIC
    )
    assert not verdict.is_consistent
    assert not verdict.is_safe


def random_publication(rng, counts, people, name):
    """A publication with randomly hidden cells, which may or may not protect it."""
    made = tables(counts, people=people)
    hidden = {key for key, n in made.counts.items() if 0 < n < 8}
    hidden |= {key for key, n in made.counts.items() if n and key != "everyone" and rng.random() < 0.3}
    kept = {key: n for key, n in made.counts.items() if key not in hidden and rng.random() < 0.8}
    return Publication(name, kept, tuple(sorted(hidden)), made.relations, people=people)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=10)
def test_no_release_makes_an_earlier_one_unsafe_without_a_leak(seed):
    rng, rule = np.random.default_rng(seed), Rule(8)
    counts = rng.poisson(9, size=(2, 3))
    published = [random_publication(rng, counts, f"at {counts.sum()}", "r0")]
    for k in range(1, 3):
        if rng.random() < 0.6:
            counts = counts + rng.poisson(rng.choice([0.3, 9]), size=counts.shape)
        published.append(random_publication(rng, counts, f"at {counts.sum()}", f"r{k}"))
    *earlier, new = published
    verdict = check_release(new, earlier, rule)
    before = attack.given_away(earlier, 8, rule.protection)
    after = attack.given_away(published, 8, rule.protection)
    worse = {
        name: ends
        for name, ends in after.items()
        if name not in before or ends[1] - ends[0] < before[name][1] - before[name][0]
    }
    reported = {
        (leak.people, leak.key) if leak.kind == "count" else (leak.people, leak.later_people, leak.key)
        for leak in verdict.leaks
    }
    assert reported == set(worse)


@given(st.integers(0, 2**32 - 1), st.sampled_from([0, 2, 12]))
@settings(max_examples=5)
def test_a_release_protected_together_with_earlier_ones_gives_nothing_away(seed, n_joining):
    rng = np.random.default_rng(seed)
    counts = rng.poisson(14, size=(3, 3))
    published = []
    for k in range(3):
        made = tables(counts, people=f"at {counts.sum()}")
        try:
            protected = protect_tables(made, PUBLIC, name=f"r{k}", earlier=published)
        except CannotBeProtectedError:
            return
        published.append(protected.publication)
        counts = counts + rng.poisson(n_joining, size=counts.shape)
        assert attack.given_away(published, PUBLIC.minimum_n, PUBLIC.protection) == {}


def test_a_cell_hidden_once_stays_hidden_for_the_same_people():
    counts = np.array([[4, 20, 31], [22, 35, 40], [50, 28, 33]])
    first = protect_tables(tables(counts), PUBLIC, name="first").publication
    coarser = tables_of_array(counts.sum(axis=0), {"b": names("b", 3)})
    assert protect_tables(coarser, PUBLIC, earlier=[first]).publication.hidden == ()
    finer = protect_tables(tables(counts), PUBLIC, earlier=[first]).publication
    assert finer.hidden == first.hidden
