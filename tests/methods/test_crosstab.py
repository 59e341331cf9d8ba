import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.methods.crosstab import BadAnswersError, crosstab

ROLE = ["parent", "parent", "student", "parent", None, "student", None]
ANSWER = ["yes", "no", "yes", None, "yes", "yes", None]


def test_people_are_counted_by_both_answers():
    table = crosstab(ROLE, ANSWER)
    assert (table.rows, table.columns) == (("parent", "student"), ("no", "yes"))
    assert table.n.tolist() == [[1, 1], [0, 2]]
    assert table.row_n.tolist() == [2, 2]
    assert table.column_n.tolist() == [1, 3]
    assert table.total == 4


def test_who_gave_one_answer_or_none_is_counted_too():
    table = crosstab(ROLE, ANSWER)
    assert table.n_missing_column.tolist() == [1, 0]
    assert table.n_missing_row.tolist() == [0, 1]
    assert table.n_missing_both == 1
    assert table.n_missing == 3
    assert table.total + table.n_missing == len(ROLE)


def test_answers_stand_in_the_order_offered_given_or_not():
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
