import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from throughline.methods.crosstab import BadAnswersError, NothingToCompareError, crosstab, independence

ROLE = ["parent", "parent", "student", "parent", None, "student", None]
ANSWER = ["yes", "no", "yes", None, "yes", "yes", None]


def test_people_are_counted_by_both_answers():
    table = crosstab(ROLE, ANSWER)
    assert (table.rows, table.columns) == (("parent", "student"), ("no", "yes"))
    assert table.n.tolist() == [[1, 1], [0, 2]]
    assert table.row_n.tolist() == [2, 2]
    assert table.column_n.tolist() == [1, 3]
    assert table.total == 4


def test_people_who_gave_one_answer_or_none_are_counted_too():
    table = crosstab(ROLE, ANSWER)
    assert table.n_missing_column.tolist() == [1, 0]
    assert table.n_missing_row.tolist() == [0, 1]
    assert table.n_missing_both == 1
    assert table.n_missing == 3
    assert table.total + table.n_missing == len(ROLE)


def test_answers_are_in_the_order_offered_given_or_not():
    table = crosstab(ROLE, ANSWER, rows=["student", "parent", "staff"], columns=["yes", "not sure", "no"])
    assert table.n.tolist() == [[2, 0, 0], [1, 0, 1], [0, 0, 0]]


def test_shares_are_of_the_row_and_none_where_it_is_empty():
    table = crosstab(ROLE, ANSWER, rows=["student", "parent", "staff"])
    assert table.row_shares == ((0.0, 1.0), (0.5, 0.5), (None, None))


def test_nobody_is_a_table_of_nobody():
    table = crosstab([], [], rows=["a"], columns=["b", "c"])
    assert table.n.tolist() == [[0, 0]]
    assert table.row_shares == ((None, None),)
    assert crosstab([], []).total == 0


@pytest.mark.parametrize(
    ("row_answers", "column_answers", "rows"),
    [(["a"], [], None), (["a"], ["x"], ["b"]), (["a"], ["x"], ["a", "a"])],
)
def test_lists_that_do_not_fit_are_refused(row_answers, column_answers, rows):
    with pytest.raises(BadAnswersError):
        crosstab(row_answers, column_answers, rows=rows)


@given(st.lists(st.tuples(st.sampled_from(["a", "b", None]), st.sampled_from(["x", "y", None]))))
def test_every_person_is_counted_once(pairs):
    table = crosstab([row for row, _ in pairs], [column for _, column in pairs])
    assert table.total + table.n_missing == len(pairs)
    for i, row in enumerate(table.rows):
        for j, column in enumerate(table.columns):
            assert table.n[i, j] == pairs.count((row, column))
    shares = [share for line in table.row_shares for share in line if share is not None]
    assert np.isfinite(shares).all()


def rng():
    return np.random.default_rng(1)


def test_two_by_two_answers_are_tested_exactly():
    found = independence([[3, 1], [1, 3]], rng=rng())
    assert (found.how, found.n_shuffles, found.n) == ("fisher", 0, 8)
    assert found.p == pytest.approx(34 / 70)
    assert found.cramers_v == pytest.approx(0.5)


def test_large_tables_are_tested_by_pearsons_formula():
    found = independence([[30, 20, 10], [20, 30, 40]], rng=rng())
    pearson = stats.chi2_contingency([[30, 20, 10], [20, 30, 40]], correction=False)
    assert found.how == "chi_square"
    assert (found.chi_square, found.p) == pytest.approx((pearson.statistic, pearson.pvalue))
    assert found.degrees_of_freedom == 2


def test_small_tables_are_tested_by_shuffling_and_the_same_seed_gives_the_same():
    table = [[6, 1, 0], [2, 3, 1], [0, 2, 5]]
    found = independence(table, rng=rng())
    assert (found.how, found.n_shuffles) == ("shuffled", 9_999)
    assert found == independence(table, rng=rng())
    exact = _share_of_shuffles_as_uneven(table)
    assert found.p == pytest.approx(exact, abs=0.01)


def _share_of_shuffles_as_uneven(table):
    counts = np.array(table)
    row = np.repeat(np.arange(3), counts.sum(axis=1))
    column = np.concatenate([np.repeat(np.arange(3), line) for line in table])
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()

    def uneven(of_column):
        drawn = np.zeros((3, 3))
        np.add.at(drawn, (row, of_column), 1)
        return ((drawn - expected) ** 2 / expected).sum()

    own, chance = uneven(column), np.random.default_rng(2)
    return np.mean([uneven(chance.permutation(column)) >= own - 1e-9 for _ in range(4_000)])


def test_empty_rows_and_columns_are_left_out_of_the_test():
    one = independence([[30, 0, 20], [0, 0, 0], [10, 0, 40]], rng=rng())
    other = independence([[30, 20], [10, 40]], rng=rng())
    assert one == other


@pytest.mark.parametrize("table", [[[3, 4]], [[3, 0], [4, 0]], [[0, 0], [0, 0]], np.zeros((0, 3))])
def test_one_row_or_column_has_nothing_to_compare(table):
    with pytest.raises(NothingToCompareError):
        independence(table, rng=rng())


def test_tables_of_chance_are_seldom_called_uneven():
    chance = np.random.default_rng(3)
    drawn = stats.random_table([6, 8, 6], [5, 9, 6], seed=chance).rvs(size=200)
    p = np.array([independence(table, rng=chance, n_shuffles=199).p for table in drawn])
    assert (p <= 0.05).mean() <= 0.1


def test_a_row_that_determines_the_answer_has_strength_one():
    assert independence([[9, 0, 0], [0, 9, 0], [0, 0, 9]], rng=rng()).cramers_v == pytest.approx(1)
    assert independence([[10, 10], [20, 20]], rng=rng()).cramers_v == pytest.approx(0)
