from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from tests.shared import shared
from throughline.methods.disclosure import (
    COLORADO_EMPLOYEES,
    COLORADO_STUDENTS,
    INTERNAL,
    PRESETS,
    PUBLIC,
    BadCountsError,
    BadRuleError,
    CannotBeProtectedError,
    ProtectedTable,
    Rule,
    attacker_intervals,
    is_protected,
    protect_counts,
    protect_table,
)

ORDERS = ("ordered", "unordered", "fixed")


def names(prefix, n):
    return [f"{prefix}{number}" for number in range(n)]


def protected(table, rule, **options):
    table = np.array(table)
    return protect_table(names("r", table.shape[0]), names("c", table.shape[1]), table, rule, **options)


def widths_by_definition(table):
    """Width of the interval of each hidden number, by linear programs over all entries."""
    n_rows, n_columns = len(table.rows), len(table.columns)
    cells = np.arange(n_rows * n_columns).reshape(n_rows, n_columns)
    row_n = cells.size + np.arange(n_rows)
    column_n = cells.size + n_rows + np.arange(n_columns)
    n_variables = cells.size + n_rows + n_columns
    sums = [(cells[i], row_n[i]) for i in range(n_rows)]
    sums += [(cells[:, j], column_n[j]) for j in range(n_columns)]
    equations = np.zeros((len(sums) + 2, n_variables))
    for number, (parts, whole) in enumerate(sums):
        equations[number, parts] = 1
        equations[number, whole] = -1
    equations[-2, row_n] = equations[-1, column_n] = 1
    right = np.concatenate([np.zeros(len(sums)), [table.total, table.total]])
    shown = [n for line in table.n for n in line] + list(table.row_n) + list(table.column_n)
    bounds = [(table.smallest_hidden, None) if n is None else (n, n) for n in shown]
    widths = []
    for variable, n in enumerate(shown):
        if n is None:
            goal = np.zeros(n_variables)
            goal[variable] = 1
            low, high = (
                linprog(sign * goal, A_eq=equations, b_eq=right, bounds=bounds, method="highs").fun
                for sign in (1, -1)
            )
            widths.append(-high - low)
    return widths


def test_presets():
    assert (PUBLIC.minimum_n, COLORADO_STUDENTS.minimum_n) == (10, 16)
    assert (COLORADO_EMPLOYEES.minimum_n, INTERNAL.minimum_n) == (5, 5)
    assert set(PRESETS.values()) == {PUBLIC, COLORADO_STUDENTS, COLORADO_EMPLOYEES, INTERNAL}


def test_zero_is_not_small():
    assert [PUBLIC.is_small(n) for n in (0, 1, 9, 10)] == [False, True, True, False]


def test_the_protection_is_half_of_the_minimum_unless_given():
    assert (PUBLIC.protection, INTERNAL.protection, Rule(10, 2).protection) == (5, 3, 2)


@pytest.mark.parametrize("arguments", [(1,), (0,), (10, -1)])
def test_a_rule_that_protects_nobody_is_refused(arguments):
    with pytest.raises(BadRuleError):
        Rule(*arguments)


def test_nothing_is_touched_where_nothing_is_small():
    for order in ORDERS:
        counts = protect_counts(["a", "b", "c"], [10, 0, 12], PUBLIC, order=order)
        assert counts.groups == (("a",), ("b",), ("c",))
        assert counts.n == (10, 0, 12)
        assert (counts.merged, counts.hidden, counts.total) == ((), (), 22)


def test_neighbors_are_merged_so_that_the_most_groups_stay():
    counts = protect_counts(["2022", "2023", "2024", "2025"], [3, 50, 8, 20], PUBLIC, order="ordered")
    assert counts.groups == (("2022", "2023"), ("2024", "2025"))
    assert counts.n == (53, 28)
    assert counts.merged == counts.groups


def test_a_small_group_joins_the_smaller_of_its_neighbors():
    counts = protect_counts(["low", "middle", "high"], [40, 4, 12], PUBLIC, order="ordered")
    assert counts.groups == (("low",), ("middle", "high"))


def test_the_smallest_is_merged_with_the_next_smallest():
    counts = protect_counts(["north", "south", "east", "west"], [3, 50, 8, 20], PUBLIC)
    assert counts.groups == (("north", "east"), ("south",), ("west",))
    assert counts.n == (11, 50, 20)


def test_where_nothing_may_be_merged_a_second_count_is_hidden_with_the_small_one():
    counts = protect_counts(["agree", "not sure", "disagree"], [40, 4, 15], PUBLIC, order="fixed")
    assert counts.n == (40, None, None)
    assert counts.hidden == (("not sure",), ("disagree",))


def test_two_small_counts_do_not_hide_each_other():
    counts = protect_counts(names("g", 4), [40, 4, 15, 3], PUBLIC, order="fixed")
    assert counts.n == (40, None, None, None)


def test_166_answers_of_three_schools_still_say_something():
    counts = protect_counts(["Alder", "Birch", "Cedar"], [117, 38, 11], COLORADO_STUDENTS)
    assert counts.n == (117, 49)


@pytest.mark.parametrize("order", ORDERS)
def test_fewer_than_the_minimum_in_all_are_refused(order):
    with pytest.raises(CannotBeProtectedError):
        protect_counts(["a", "b"], [4, 5], PUBLIC, order=order)


def test_ones_that_would_be_known_by_their_sum_are_refused():
    with pytest.raises(CannotBeProtectedError):
        protect_counts(names("g", 10), [1] * 10, PUBLIC, order="fixed")


@pytest.mark.parametrize(
    ("labels", "counts"), [(["a"], [10, 20]), (["a", "a"], [10, 20]), (["a"], [-1]), (["a"], [1.5])]
)
def test_what_is_not_a_list_of_counts_is_refused(labels, counts):
    with pytest.raises(BadCountsError):
        protect_counts(labels, counts, PUBLIC)


def test_no_groups_are_no_groups():
    for order in ORDERS:
        assert protect_counts([], [], PUBLIC, order=order).groups == ()


@given(st.lists(st.integers(0, 30), min_size=1, max_size=8), st.sampled_from(ORDERS))
@settings(max_examples=100)
def test_no_small_count_is_published_and_nobody_is_lost(values, order):
    labels = names("g", len(values))
    try:
        counts = protect_counts(labels, values, PUBLIC, order=order)
    except CannotBeProtectedError:
        assert order == "fixed" or 0 < sum(values) < 10
        return
    assert not any(n is not None and PUBLIC.is_small(n) for n in counts.n)
    assert sorted(label for group in counts.groups for label in group) == labels
    assert counts.total == sum(values)
    if order == "fixed":
        hidden = [values[labels.index(group[0])] for group in counts.hidden]
        assert len(hidden) != 1
        if hidden:
            assert sum(hidden) >= PUBLIC.minimum_n
            # Each ranges from 1 to what is left when all others are 1.
            assert sum(hidden) - len(hidden) >= PUBLIC.protection
    else:
        assert sum(n for n in counts.n if n is not None) == counts.total


@given(st.lists(st.integers(0, 30), min_size=1, max_size=7))
@settings(max_examples=40)
def test_no_merger_of_neighbors_keeps_more_groups(values):
    if PUBLIC.is_small(sum(values)):
        return
    counts = protect_counts(names("g", len(values)), values, PUBLIC, order="ordered")
    inner = range(1, len(values))
    cuts = [cut for n in range(len(values)) for cut in combinations(inner, n)]
    runs = [[sum(part) for part in np.split(values, cut)] for cut in cuts]
    assert len(counts.groups) == max(len(run) for run in runs if not any(map(PUBLIC.is_small, run)))


def test_a_table_without_small_counts_is_published_whole():
    table = protected([[20, 0], [15, 30]], PUBLIC)
    assert table.n == ((20, 0), (15, 30))
    assert (table.row_n, table.column_n, table.total) == ((20, 45), (35, 30), 65)
    assert (table.merged_rows, table.merged_columns, table.n_hidden) == ((), (), 0)


def test_neighboring_rows_are_merged_before_anything_is_hidden():
    table = protected([[40, 30], [4, 20], [12, 25], [50, 60]], PUBLIC, row_order="ordered")
    assert table.rows == (("r0",), ("r1", "r2"), ("r3",))
    assert table.n == ((40, 30), (16, 45), (50, 60))
    assert table.n_hidden == 0


def test_columns_are_merged_where_that_leaves_fewer_small_counts():
    table = protected([[40, 3, 12], [30, 2, 14], [20, 1, 30]], PUBLIC, column_order="ordered")
    assert table.columns == (("c0",), ("c1", "c2"))
    assert table.rows == (("r0",), ("r1",), ("r2",))


def test_where_nothing_may_be_merged_a_small_cell_is_hidden_in_a_rectangle():
    table = protected([[4, 20, 31], [22, 35, 40], [50, 28, 33]], PUBLIC, row_order="fixed")
    assert table.n == ((None, None, 31), (None, None, 40), (50, 28, 33))
    assert None not in (*table.row_n, *table.column_n)
    assert is_protected(table, PUBLIC)


def test_a_small_total_is_hidden_too():
    table = protected([[4, 3, 0], [22, 35, 40], [50, 28, 33]], PUBLIC, row_order="fixed")
    assert table.row_n[0] is None
    assert table.row_n.count(None) >= 2
    assert is_protected(table, PUBLIC)


def test_ones_that_the_totals_would_disclose_are_not_published():
    # Hiding only the four ones would disclose them: each row or column hides 2 people in 2 cells above 0.
    table = protected([[1, 1, 30], [1, 1, 30], [30, 30, 30]], Rule(3, 1), row_order="fixed")
    assert min(widths_by_definition(table)) >= 1


def test_a_table_that_cannot_be_protected_is_refused():
    with pytest.raises(CannotBeProtectedError):
        protected([[3, 0], [0, 40]], PUBLIC, row_order="fixed")


def test_a_table_of_fewer_than_the_minimum_in_all_is_refused():
    with pytest.raises(CannotBeProtectedError):
        protected([[3, 1], [2, 1]], PUBLIC)


def test_rows_large_enough_may_hold_small_cells_where_the_rule_is_for_rows():
    table = protected([[40, 2], [3, 4], [9, 9]], PUBLIC, unit="row")
    assert table.rows == (("r0",), ("r1", "r2"))
    assert table.n == ((40, 2), (12, 13))


def test_rows_that_stay_small_are_hidden_whole():
    table = protected([[40, 2, 5], [3, 4, 0], [9, 9, 0]], PUBLIC, unit="row", row_order="fixed")
    assert table.n == ((40, 2, 5), (None, None, 0), (None, None, 0))
    assert table.row_n == (47, None, None)
    assert table.smallest_hidden == 0
    assert min(widths_by_definition(table)) >= 1


@pytest.mark.parametrize("counts", [[[1, 2]], [[10, 20], [30, -1]], [[1.5, 2.0], [3.0, 4.0]], [1, 2]])
def test_what_is_not_a_table_of_counts_is_refused(counts):
    with pytest.raises(BadCountsError):
        protect_table(["a", "b"], ["x", "y"], counts, PUBLIC)


def test_two_rows_of_one_name_are_refused():
    with pytest.raises(BadCountsError):
        protect_table(["a", "a"], ["x", "y"], [[10, 20], [30, 40]], PUBLIC)


@given(
    st.integers(2, 4),
    st.integers(2, 4),
    st.data(),
    st.sampled_from(ORDERS),
    st.sampled_from(ORDERS),
    st.sampled_from([PUBLIC, INTERNAL, Rule(3, 1)]),
)
@settings(max_examples=40)
def test_whatever_is_published_no_hidden_count_can_be_inferred(
    n_rows, n_columns, data, row_order, column_order, rule
):
    cell = st.one_of(st.integers(0, rule.minimum_n), st.integers(0, 60))
    table = np.array(data.draw(st.lists(cell, min_size=n_rows * n_columns, max_size=n_rows * n_columns)))
    table = table.reshape(n_rows, n_columns)
    try:
        published = protected(table, rule, row_order=row_order, column_order=column_order)
    except CannotBeProtectedError:
        return
    everything = [*(n for line in published.n for n in line), *published.row_n, *published.column_n]
    assert not any(n is not None and rule.is_small(n) for n in everything)
    assert published.total == table.sum()
    widths = widths_by_definition(published)
    assert len(widths) == published.n_hidden
    assert all(width >= rule.protection - 1e-6 for width in widths)
    for line, row_n in zip(published.n, published.row_n, strict=True):
        if row_n is not None and None in line:
            assert row_n - sum(n for n in line if n is not None) >= rule.minimum_n


@given(st.data(), st.integers(2, 5), st.sampled_from(ORDERS))
@settings(max_examples=40)
def test_by_row_no_hidden_count_can_be_inferred_either(data, n_rows, order):
    cells = data.draw(st.lists(st.integers(0, 12), min_size=3 * n_rows, max_size=3 * n_rows))
    try:
        published = protected(np.array(cells).reshape(n_rows, 3), PUBLIC, row_order=order, unit="row")
    except CannotBeProtectedError:
        return
    assert not any(n is not None and PUBLIC.is_small(n) for n in published.row_n)
    assert all(width >= 1 - 1e-6 for width in widths_by_definition(published))


def as_published(n, row_n, column_n, total, **options):
    rows = tuple((name,) for name in names("r", len(row_n)))
    columns = tuple((name,) for name in names("c", len(column_n)))
    return ProtectedTable(rows, columns, n, row_n, column_n, total, **options)


def test_a_single_hidden_cell_is_known():
    table = as_published(((None, 20), (22, 35)), (24, 57), (26, 55), 81)
    (interval,) = attacker_intervals(table)
    assert (interval.row, interval.column, interval.low, interval.high) == (0, 0, 4, 4)
    assert not is_protected(table, PUBLIC)


def test_four_hidden_ones_are_known_since_none_of_them_is_zero():
    table = as_published(((None, None), (None, None)), (2, 2), (2, 2), 4)
    assert {(interval.low, interval.high) for interval in attacker_intervals(table)} == {(1, 1)}
    zero_hidden = as_published(((None, None), (None, None)), (2, 2), (2, 2), 4, smallest_hidden=0)
    assert {(interval.low, interval.high) for interval in attacker_intervals(zero_hidden)} == {(0, 2)}


def test_a_rectangle_leaves_what_its_smallest_corners_allow():
    table = as_published(((None, None), (None, None)), (24, 57), (26, 55), 81)
    assert [(interval.low, interval.high) for interval in attacker_intervals(table)] == [
        (1, 23),
        (1, 23),
        (3, 25),
        (32, 54),
    ]


def test_hidden_totals_are_checked_too():
    table = as_published(((None, 20), (22, 35)), (None, 57), (26, 55), 81)
    assert [(one.row, one.column, one.low, one.high) for one in attacker_intervals(table)] == [
        (0, 0, 4, 4),
        (0, None, 24, 24),
    ]


@pytest.mark.parametrize(("name", "n_rows"), [("8x7", 8), ("30x7", 30)])
def test_given_tables_are_published_without_a_cell_below_the_declared_protection(name, n_rows):
    lines = shared("disclosure", f"{name}.csv").read_text(encoding="utf-8").splitlines()[1:]
    counts = np.array([int(line.rsplit(",", 1)[1]) for line in lines]).reshape(n_rows, 7)
    table = protected(counts, PUBLIC, row_order="fixed")
    assert 0 < table.n_hidden < counts.size / 1.5
    intervals = attacker_intervals(table)
    assert min(interval.high - interval.low for interval in intervals) >= PUBLIC.protection
