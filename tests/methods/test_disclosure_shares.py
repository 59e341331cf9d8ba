import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.methods.disclosure import (
    COLORADO_STUDENTS,
    PUBLIC,
    BadCountsError,
    BadRuleError,
    CannotBeProtectedError,
    CodedShare,
    Rule,
    code_share,
    implied_range,
    protect_shares,
    quote_attribution,
)


@pytest.mark.parametrize(
    ("count", "n", "share"),
    [
        (0, 100, CodedShare(5, "less")),
        (4, 100, CodedShare(5, "less")),
        (5, 100, CodedShare(5, "")),
        (95, 100, CodedShare(95, "")),
        (96, 100, CodedShare(95, "more")),
        (1, 8, CodedShare(13, "")),
        (0, 0, CodedShare(None, "hidden")),
    ],
)
def test_shares_are_in_whole_percents_and_coded_at_both_ends(count, n, share):
    assert code_share(count, n) == share


@pytest.mark.parametrize(
    ("arguments", "ends", "error"),
    [
        ((5, 4), {}, BadCountsError),
        ((-1, 4), {}, BadCountsError),
        ((1, 4), {"bottom_percent": 96}, BadRuleError),
    ],
)
def test_what_is_no_share_is_refused(arguments, ends, error):
    with pytest.raises(error):
        code_share(*arguments, **ends)


@given(st.integers(1, 400), st.data(), st.integers(0, 40), st.integers(60, 100))
@settings(max_examples=150)
def test_a_share_implies_just_the_counts_that_are_coded_so(n, data, bottom, top):
    count = data.draw(st.integers(0, n))
    ends = {"bottom_percent": bottom, "top_percent": top}
    share = code_share(count, n, **ends)
    low, high = implied_range(share, n, **ends)
    assert list(range(low, high + 1)) == [k for k in range(n + 1) if code_share(k, n, **ends) == share]


def test_a_share_that_no_count_has_is_refused():
    with pytest.raises(BadCountsError):
        implied_range(CodedShare(33, ""), 10)


def test_a_share_of_few_is_coded_at_the_minimum():
    protected = protect_shares(["Spanish", "English"], [3, 37], PUBLIC)
    assert protected.shares == (CodedShare(25, "less"), CodedShare(75, "more"))


def test_the_others_do_not_give_a_hidden_share_away():
    protected = protect_shares(["a", "b", "c"], [3, 17, 20], PUBLIC)
    assert [share.bound for share in protected.shares] == ["less", "hidden", ""]


def test_fewer_than_the_minimum_in_all_get_no_shares():
    with pytest.raises(CannotBeProtectedError):
        protect_shares(["a", "b"], [4, 5], PUBLIC)


@given(
    st.lists(st.integers(0, 60), min_size=2, max_size=6),
    st.sampled_from([PUBLIC, COLORADO_STUDENTS, Rule(5)]),
)
@settings(max_examples=150)
def test_no_small_count_can_be_worked_out_of_shares_and_n(counts, rule):
    try:
        protected = protect_shares([f"g{k}" for k in range(len(counts))], counts, rule)
    except CannotBeProtectedError:
        return
    ends = {"bottom_percent": protected.bottom_percent, "top_percent": protected.top_percent}
    ranges = [implied_range(share, protected.n, **ends) for share in protected.shares]
    for k, count in enumerate(counts):
        if rule.is_small(count):
            others = [ends for other, ends in enumerate(ranges) if other != k]
            low = max(ranges[k][0], protected.n - sum(high for _, high in others))
            high = min(ranges[k][1], protected.n - sum(low for low, _ in others))
            assert low <= count <= high
            assert high - low >= rule.protection


@pytest.mark.parametrize(
    ("descriptions", "attribution"),
    [
        ([("a parent at Alder", 30), ("a parent", 80)], "a parent at Alder"),
        ([("a parent at Alder", 4), ("a parent", 80)], "a parent"),
        ([("a parent at Alder", 76), ("a parent", 80)], "a parent"),
        ([("a parent at Alder", 80), ("a parent", 80)], "a parent at Alder"),
        ([("a parent", 9)], None),
        ([], None),
    ],
)
def test_a_quote_is_attributed_to_a_group_that_is_large_enough(descriptions, attribution):
    assert quote_attribution(descriptions, PUBLIC) == attribution
