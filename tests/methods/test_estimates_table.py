"""Two-way tables: counts, weighted shares, and the test of association."""

import numpy as np
import pytest
from scipy import stats

from tests.methods.simple_sample import simple
from throughline.methods.estimates import association, design_of, two_way


def test_a_table_counts_people_and_weighs_shares():
    design = design_of([1, 1, 2, 4, 1], kind="random")
    table = two_way(design, ["a", "a", "b", "b", None], ["x", "y", "x", "y", "x"], columns=["y", "x"])
    assert (table.rows, table.columns) == (("a", "b"), ("y", "x"))
    assert table.n.tolist() == [[1, 1], [1, 1]]
    assert table.share.tolist() == [[0.125, 0.125], [0.5, 0.25]]
    assert [cell.value for cell in table.row_shares[1]] == pytest.approx([4 / 6, 2 / 6])
    assert table.column_shares[1][0].value == pytest.approx(4 / 5)
    assert table.row_shares[1][0].n == 2


def test_a_row_of_nobody_has_no_shares():
    table = two_way(simple(4), ["a", "a", "b", "b"], ["x", "y", "x", "y"], rows=["a", "b", "c"])
    assert table.row_shares[2] == (None, None)
    assert table.association is not None
    alone = two_way(simple(4), ["a"] * 4, ["x", "y", "x", "y"])
    assert (alone.association, alone.no_association) == (None, "nothing_to_compare")


def test_without_a_design_the_corrected_test_is_nearly_pearsons():
    rng = np.random.default_rng(5)
    row, answer = rng.integers(0, 3, 600), rng.integers(0, 4, 600)
    found = association(simple(600), row, answer)
    pearson = stats.chi2_contingency(stats.contingency.crosstab(row, answer).count, correction=False)
    assert found.pearson == pytest.approx(pearson.statistic)
    assert found.mean_design_effect == pytest.approx(1, abs=0.05)
    assert found.p == pytest.approx(pearson.pvalue, abs=0.02)
    assert found.cramers_v == pytest.approx(np.sqrt(pearson.statistic / 600 / 2))


def test_similar_people_within_clusters_make_the_test_less_powerful():
    rng = np.random.default_rng(6)
    clusters = np.repeat(np.arange(12), 20)
    row = rng.integers(0, 2, 12)[clusters]
    answer = (rng.normal(size=12)[clusters] + 0.3 * row + rng.normal(size=240)) > 0
    one = association(simple(240), row, answer)
    other = association(design_of(np.ones(240), kind="random", clusters=clusters), row, answer)
    assert other.pearson == pytest.approx(one.pearson)
    assert other.mean_design_effect > 2
    assert other.p > one.p
