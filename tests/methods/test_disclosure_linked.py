import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.methods import attack
from tests.shared import shared
from throughline.methods.disclosure import (
    PUBLIC,
    BadCountsError,
    CannotBeProtectedError,
    Publication,
    Rule,
    TableSet,
    audit,
    check_release,
    linked_tables,
    protect_tables,
    tables_of_array,
)


def names(prefix, n):
    return [f"{prefix}{k}" for k in range(n)]


def tables(counts, **options):
    counts = np.array(counts)
    dimensions = {dimension: names(dimension, n) for dimension, n in zip("abc", counts.shape, strict=False)}
    return tables_of_array(counts, dimensions, **options)


def assert_nothing_can_be_inferred(publication, counts, rule):
    assert not [key for key, n in publication.shown.items() if rule.is_small(n)]
    assert {**publication.shown} == {key: counts[key] for key in publication.shown}
    assert set(publication.shown) | set(publication.hidden) == set(counts)
    found = attack.intervals([publication])
    for key in publication.hidden:
        low, high = found[publication.people, key]
        assert low <= counts[key] <= high
        assert high - low >= rule.protection, key


def test_an_array_becomes_cells_totals_and_sums():
    made = tables([[1, 2], [3, 4]])
    assert made.counts == {
        "a=a0 & b=b0": 1,
        "a=a0 & b=b1": 2,
        "a=a1 & b=b0": 3,
        "a=a1 & b=b1": 4,
        "a=a0": 3,
        "a=a1": 7,
        "b=b0": 4,
        "b=b1": 6,
        "everyone": 10,
    }
    assert ("a=a1", ("a=a1 & b=b0", "a=a1 & b=b1")) in made.relations
    assert len(made.relations) == 6
    assert made.always_shown == {"everyone"}


def test_a_hierarchy_is_between_labels_and_total():
    levels = {"elementary": ("a0", "a1"), "secondary": ("a2",), "east": ("elementary",)}
    made = tables([5, 6, 7, 8], hierarchies={"a": levels})
    assert made.counts["a=elementary"] == 11
    assert made.counts["a=east"] == 11
    assert dict(made.relations) == {
        "everyone": ("a=secondary", "a=east", "a=a3"),
        "a=elementary": ("a=a0", "a=a1"),
        "a=secondary": ("a=a2",),
        "a=east": ("a=elementary",),
    }


@pytest.mark.parametrize(
    "levels",
    [{"x": ("a0",), "y": ("a0",)}, {"x": ("nobody",)}, {"x": ("y",), "y": ("x",)}, {"a0": ("a1",)}],
)
def test_a_hierarchy_that_is_none_is_refused(levels):
    with pytest.raises(BadCountsError):
        tables([5, 6, 7], hierarchies={"a": levels})


def test_tables_that_do_not_add_up_are_refused():
    with pytest.raises(BadCountsError, match="add up"):
        TableSet({"everyone": 10, "a": 3}, (("everyone", ("a",)),))
    with pytest.raises(BadCountsError, match="without a count"):
        TableSet({"everyone": 10}, (("everyone", ("a",)),))
    with pytest.raises(BadCountsError, match="Two counts"):
        linked_tables([tables([4, 5]), tables([4, 6])])
    with pytest.raises(BadCountsError, match="different people"):
        linked_tables([tables([4, 5]), tables([4, 5], people="later")])


small_tables = st.tuples(
    st.lists(st.integers(2, 4), min_size=1, max_size=3), st.integers(0, 2**32 - 1), st.integers(3, 40)
)


def drawn(shape, seed, mean):
    shape = shape if len(shape) < 3 else [min(n, 3) for n in shape]
    return np.random.default_rng(seed).negative_binomial(1, 1 / (1 + mean), size=shape)


@given(small_tables, st.sampled_from([PUBLIC, Rule(5), Rule(16), Rule(10, 5, hides_zeros=True)]))
@settings(max_examples=10)
def test_whatever_is_published_of_linked_tables_no_hidden_count_can_be_inferred(drawing, rule):
    counts = drawn(*drawing)
    groups = {"a": {"first": ("a0", "a1")}} if counts.shape[0] > 2 else {}
    made = tables(counts, hierarchies=groups)
    try:
        protected = protect_tables(made, rule)
    except CannotBeProtectedError:
        return
    assert protected.audit.is_safe
    assert set(protected.small) == {key for key, n in made.counts.items() if rule.is_small(n)}
    assert_nothing_can_be_inferred(protected.publication, made.counts, rule)


@given(st.integers(0, 2**32 - 1), st.integers(4, 20))
@settings(max_examples=4)
def test_tables_that_share_margins_are_protected_together(seed, mean):
    cube = drawn([3, 3, 3], seed, mean)
    pairs = [(0, 1), (0, 2), (1, 2)]
    made = linked_tables(
        tables_of_array(
            cube.sum(axis=3 - one - other),
            {"abc"[one]: names("abc"[one], 3), "abc"[other]: names("abc"[other], 3)},
        )
        for one, other in pairs
    )
    try:
        protected = protect_tables(made, PUBLIC)
    except CannotBeProtectedError:
        return
    assert_nothing_can_be_inferred(protected.publication, made.counts, PUBLIC)


def test_each_table_alone_would_have_given_the_small_count_away():
    made = tables([[4, 20, 31], [22, 35, 40], [50, 28, 33]])
    protected = protect_tables(made, PUBLIC)
    alone = Publication("another page", {"a=a0 & b=b1": 20}, people="")
    verdict = check_release(alone, [protected.publication], PUBLIC)
    assert not verdict.is_safe
    assert verdict.leaks[0].key == "a=a0 & b=b0"


@pytest.mark.parametrize("seed", range(6))
def test_no_choice_hides_fewer_where_all_can_be_tried(seed):
    counts = np.random.default_rng(seed).integers(1, 40, size=(3, 3))
    made, rule = tables(counts), Rule(8)
    protected = protect_tables(made, rule)
    small = {key for key, n in made.counts.items() if rule.is_small(n)}
    others = [key for key in made.counts if key not in small and key != "everyone"]
    for n_secondary in range(len(protected.secondary)):
        for secondary in itertools.combinations(others, n_secondary):
            hidden = small.union(secondary)
            shown = {key: n for key, n in made.counts.items() if key not in hidden}
            known_sums = [
                sum(made.counts[part] for part in parts if part in hidden)
                for whole, parts in made.relations
                if whole in shown
            ]
            if any(map(rule.is_small, known_sums)):
                continue
            assert not audit(Publication("", shown, tuple(hidden), made.relations), rule).is_safe


def test_zeros_are_hidden_where_the_rule_hides_them():
    counts = [[0, 25, 31], [22, 35, 0], [50, 28, 33]]
    protected = protect_tables(tables(counts), Rule(10, hides_zeros=True))
    assert {"a=a0 & b=b0", "a=a1 & b=b2"} <= set(protected.publication.hidden)
    assert protected.publication.smallest_hidden == 0
    assert protect_tables(tables(counts), PUBLIC).publication.hidden == ()


def test_what_everyone_knows_is_not_hidden():
    made = tables([[4, 20, 31], [22, 35, 40], [50, 28, 33]])
    known = TableSet(made.counts, made.relations, always_shown=made.always_shown | {"a=a0 & b=b1"})
    protected = protect_tables(known, PUBLIC)
    assert "a=a0 & b=b1" in protected.publication.shown
    assert_nothing_can_be_inferred(protected.publication, made.counts, PUBLIC)
    nothing_left = TableSet(made.counts, made.relations, always_shown=frozenset(made.counts))
    with pytest.raises(CannotBeProtectedError):
        protect_tables(nothing_left, PUBLIC)


def test_the_same_tables_give_the_same_answer():
    counts = np.random.default_rng(5).poisson(9, size=(6, 5))
    assert protect_tables(tables(counts), PUBLIC) == protect_tables(tables(counts), PUBLIC)


def test_renaming_groups_hides_as_many():
    counts = np.random.default_rng(6).poisson(12, size=(6, 5))
    turned = protect_tables(tables(counts[::-1, ::-1]), PUBLIC)
    assert len(turned.secondary) == len(protect_tables(tables(counts), PUBLIC).secondary)


@pytest.mark.parametrize(("name", "shape", "n_secondary"), [("8x7", (8, 7), 4), ("30x7", (30, 7), 14)])
def test_given_tables_hide_no_more_than_the_optimum(name, shape, n_secondary):
    lines = shared("disclosure", f"{name}.csv").read_text(encoding="utf-8").splitlines()[1:]
    counts = np.array([int(line.rsplit(",", 1)[1]) for line in lines]).reshape(shape)
    protected = protect_tables(tables(counts), PUBLIC)
    assert len(protected.secondary) == n_secondary
    assert protected.audit.narrowest >= PUBLIC.protection
