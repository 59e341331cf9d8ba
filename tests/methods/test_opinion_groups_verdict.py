import numpy as np
import pytest

from tests.methods.planted import planted_continuum, planted_groups, planted_yes_saying, shown
from tests.methods.polis import conversation
from throughline.methods.opinion_groups import GROUP_COUNTS, adjusted_rand_index, judge, place
from throughline.methods.opinion_groups.continuum import (
    Continuum,
    best_continuum,
    drawn_votes,
    fit_continuum,
    one_peaked,
)
from throughline.methods.opinion_groups.null import (
    PermutationNull,
    Shuffler,
    smallest_visible_share,
)
from throughline.methods.opinion_groups.separation import (
    N_STARTS_TO_CHOOSE,
    separation,
    separations,
    split,
)
from throughline.methods.opinion_groups.sheet import Sheet, largest_variances
from throughline.methods.votes import Votes


def rng(seed=0):
    return np.random.default_rng(seed)


def sheet_of(votes):
    return Sheet.of(votes, place(votes), rng=rng())


def no_opinion(n_people=80, n_statements=20, seed=0):
    source = rng(seed)
    return shown(source.choice([-1, 1], size=(n_people, n_statements)), 0.6, source)


def n_calls(limit):
    """A time budget that is over after `limit` calls."""
    left = iter(range(limit))
    return lambda: next(left, None) is None


# --- The sheet ---


def test_a_sheet_places_people_where_the_plane_does():
    votes, _ = planted_groups(rng(), 50, 20, (0.5, 0.5))
    placement = place(votes)
    sheet = Sheet.of(votes, placement, rng=rng())
    row_of = np.searchsorted(placement.person, sheet.person)
    ours, planes = sheet.positions(sheet.value, 2), placement.position[row_of]
    assert np.abs(ours) == pytest.approx(np.abs(planes), abs=1e-4)


def test_a_sheet_leaves_zeroed_and_unseen_statements_out():
    value = rng().choice([-1, 1], size=(20, 10))
    person, statement = np.nonzero(np.ones((20, 9), dtype=bool))
    votes = Votes.of(person, statement, value[person, statement], n_people=20, n_statements=10, zeroed=[0])
    sheet = sheet_of(votes)
    assert sorted(sheet.statement) == list(range(1, 9))
    assert sheet.n_zeroed == 1


def test_a_sheet_of_many_people_is_a_sample():
    votes, _ = planted_groups(rng(), 60, 20, (0.5, 0.5))
    sheet = Sheet.of(votes, place(votes), rng=rng(), maximum_people=25)
    assert sheet.n_people == 25
    assert np.unique(sheet.person).size == 25


def test_variances_are_the_same_whichever_side_is_longer():
    deviation = rng().standard_normal((12, 30)).astype(np.float32)
    singular = np.linalg.svd(deviation, compute_uv=False)
    assert largest_variances(deviation, 3) == pytest.approx(singular[:3] ** 2, rel=1e-4)
    assert largest_variances(deviation.T, 3) == pytest.approx(singular[:3] ** 2, rel=1e-4)
    assert largest_variances(deviation[:2], 3)[2] == 0


# --- Chance ---


def test_a_permutation_keeps_who_saw_what_and_each_statements_counts():
    sheet = sheet_of(no_opinion())
    drawn = Shuffler(sheet).draw(rng())
    assert not drawn[~sheet.is_seen].any()
    assert (drawn != sheet.value).any()
    for kind in (-1, 0, 1):
        ours, theirs = ((value == kind) & sheet.is_seen for value in (drawn, sheet.value))
        assert (ours.sum(axis=0) == theirs.sum(axis=0)).all()


def test_a_p_value_counts_the_votes_themselves_as_a_draw():
    null = PermutationNull(np.array([3.0, 5, 4]))
    assert [null.p_value(value) for value in (6, 5, 1)] == [0.25, 0.5, 1.0]


def test_dimensions_beyond_chance_are_counted_from_the_first_on():
    null = PermutationNull(np.full(20, 4.0))
    assert null.n_beyond(np.array([5.0, 3.9, 1, 1]), 20, 0.01) == 2  # thresholds 4 and 4 · 15/20
    assert null.n_beyond(np.array([4.0, 9, 9, 9]), 40, 0.01) == 0
    assert null.n_beyond(np.array([5.0, 5, 5, 5]), 40, 0.01) == 4


def test_votes_without_opinion_are_nothing():
    verdicts = [judge(no_opinion(seed=seed), rng=rng(seed), n_draws=99).verdict for seed in range(6)]
    assert verdicts.count("nothing") >= 5


def test_a_group_is_visible_in_the_votes_of_many_sooner_than_of_few():
    of_many = judge(no_opinion(n_people=200, n_statements=40), rng=rng(), n_draws=99).grounds
    of_few = judge(no_opinion(n_people=30, n_statements=12), rng=rng(), n_draws=99).grounds
    assert 0.02 <= of_many.smallest_visible_share <= 0.2
    assert (of_few.smallest_visible_share or 1) > of_many.smallest_visible_share


def test_no_share_is_visible_to_a_test_that_detects_nothing():
    sheet = sheet_of(no_opinion())
    draw = Shuffler(sheet).draw
    assert smallest_visible_share(sheet, draw, lambda value: False, rng=rng()) is None
    assert smallest_visible_share(sheet, draw, lambda value: True, rng=rng()) == 0.02
    assert smallest_visible_share(sheet, draw, lambda value: True, rng=rng(), is_over=lambda: True) is None


# --- Separation of groups ---


def test_separation_of_a_worked_example():
    position = np.array([[0.0], [1.0], [2.0], [4.0]])
    center = np.array([[1.0], [4.0]])
    assert separation(position, center) == pytest.approx((3 / 4 + 1 + 1 / 2 + 1) / 4)


def test_clumps_are_split_where_they_are():
    source = rng()
    truth = np.repeat([0, 1, 2], 20)
    position = np.array([[0, 0], [9, 0], [0, 9]])[truth] + source.standard_normal((60, 2))
    found = split(position, 3, rng=source, minimum_size=5)
    assert found is not None
    assert adjusted_rand_index(found[0], truth) == 1
    assert split(position, 3, rng=source, minimum_size=21) is None
    found = separations(position, (2, 3, 4), rng=source, minimum_size=5)
    assert found.argmax() == 1


# --- A spread without groups ---


def test_shares_are_smoothed_to_one_peak():
    assert one_peaked(np.array([1.0, 3, 2, 4, 1])) == pytest.approx([1, 2.5, 2.5, 4, 1])
    assert one_peaked(np.array([4.0, 0, 4])).sum() == pytest.approx(8)
    assert one_peaked(np.array([1.0, 2, 3])) == pytest.approx([1, 2, 3])


def test_a_continuum_is_fitted_to_how_much_each_statement_divides():
    source = rng()
    place_of = source.standard_normal(600)
    loading = np.linspace(-2, 2, 21)
    lean = np.outer(place_of, loading)
    value = np.where(source.random(lean.shape) < 1 / (1 + np.exp(-lean)), 1, -1)
    sheet = sheet_of(shown(value, 0.9, source, pass_share=0))
    fitted = fit_continuum(sheet, 1).coefficient[1]
    true = loading[sheet.statement]
    assert abs(float(np.corrcoef(fitted, true)[0, 1])) > 0.97


def test_a_second_dimension_has_to_improve_the_criterion():
    source = rng()
    assert best_continuum(sheet_of(planted_continuum(source, 150, 24))).n_dimensions == 1
    three, _ = planted_groups(source, 150, 30, (0.4, 0.3, 0.3))
    assert best_continuum(sheet_of(three)).n_dimensions == 2


def test_votes_drawn_from_a_continuum_are_cast_where_the_real_ones_were():
    sheet = sheet_of(planted_continuum(rng(), 60, 20))
    one_sided = Continuum(
        coefficient=np.array([[9.0] * 20, [0.0] * 20]), weight=np.full((1, 31), 1 / 31), log_likelihood=0.0
    )
    drawn = drawn_votes(sheet, one_sided, rng())
    assert (drawn != 0).sum() == (sheet.value != 0).sum()
    assert drawn[sheet.value != 0].mean() > 0.99


@pytest.mark.parametrize("is_even", [False, True])
def test_people_along_a_line_are_a_spectrum(is_even):
    verdicts = [
        judge(planted_continuum(rng(seed), 100, 24, is_even=is_even), rng=rng(seed), n_draws=99).verdict
        for seed in range(4)
    ]
    assert verdicts.count("spectrum") >= 3
    assert "nothing" not in verdicts


def test_yes_saying_is_no_group():
    judgment = judge(planted_yes_saying(rng(1), 100, 24), rng=rng(), n_draws=99)
    assert judgment.verdict == "spectrum"
    assert judgment.n_groups == 1


# --- Groups ---


@pytest.mark.parametrize("shares", [(0.5, 0.5), (0.4, 0.3, 0.3)])
def test_planted_groups_are_found_and_counted(shares):
    votes, group = planted_groups(rng(3), 120, 40, shares, seen_share=0.7)
    judgment = judge(votes, rng=rng(), n_draws=99)
    assert judgment.verdict == "groups"
    assert judgment.n_groups == len(shares)
    assert adjusted_rand_index(judgment.group_of_person, group) > 0.9
    assert judgment.stability.steadiness == "steady"
    assert judgment.grounds.p_groups <= 0.02


def test_a_number_of_groups_may_be_requested_and_changes_no_verdict():
    votes = no_opinion()
    judgment = judge(votes, rng=rng(), n_draws=99, n_groups=2)
    assert judgment.verdict == judge(votes, rng=rng(), n_draws=99).verdict == "nothing"
    assert judgment.n_groups == 2
    assert judgment.stability.steadiness == "unsteady"


# --- Too few votes ---


@pytest.mark.parametrize(
    ("n_people", "n_statements", "reason"),
    [(14, 20, "few_people"), (30, 6, "few_statements"), (30, 1, "few_statements"), (3, 9, "few_people")],
)
def test_with_too_few_votes_there_is_no_verdict(n_people, n_statements, reason):
    votes = shown(rng().choice([-1, 1], size=(n_people, n_statements)), 1, rng())
    judgment = judge(votes, rng=rng())
    assert (judgment.verdict, judgment.reason) == ("cannot_tell", reason)
    assert judgment.n_groups == 1


@pytest.mark.parametrize("value", [0, 1, -1])
def test_where_all_vote_alike_there_is_no_verdict(value):
    votes = shown(np.full((30, 10), value), 1, rng(), pass_share=0)
    judgment = judge(votes, rng=rng())
    assert (judgment.verdict, judgment.reason) == ("cannot_tell", "no_difference")


def test_nobody_and_nothing_is_too_few():
    votes = Votes.of([], [], np.zeros(0, dtype=int), n_people=0, n_statements=0)
    assert judge(votes, rng=rng()).verdict == "cannot_tell"


def test_too_few_draws_cannot_tell_structure_from_chance():
    votes, _ = planted_groups(rng(3), 60, 20, (0.5, 0.5))
    judgment = judge(votes, rng=rng(), n_draws=20)
    assert (judgment.verdict, judgment.reason) == ("cannot_tell", "few_draws")


def test_a_budget_that_ends_is_reported():
    votes, _ = planted_groups(rng(3), 60, 20, (0.5, 0.5))
    judgment = judge(votes, rng=rng(), is_over=n_calls(110))
    assert judgment.grounds.n_permutations == 110
    assert judgment.grounds.n_continuum_draws == 0
    assert (judgment.verdict, judgment.reason) == ("cannot_tell", "few_draws")


def test_groups_cut_short_are_not_reported_as_a_spectrum():
    votes, _ = planted_groups(rng(3), 120, 40, (0.5, 0.5))
    judgment = judge(votes, rng=rng(), is_over=n_calls(199 + 20))
    assert 0 < judgment.grounds.n_continuum_draws <= 20
    assert (judgment.verdict, judgment.reason) == ("cannot_tell", "few_draws")
    assert judgment.n_groups == 1
    assert judge(votes, rng=rng()).verdict == "groups"


# --- Independence of order ---


def test_the_order_of_people_statements_and_rows_changes_nothing():
    votes, _ = planted_groups(rng(5), 60, 24, (0.5, 0.5), seen_share=0.6)
    people, statements = rng(1).permutation(60), rng(2).permutation(24)
    rows = rng(3).permutation(votes.n_votes)
    shuffled = Votes.of(
        np.argsort(people)[votes.person][rows],
        np.argsort(statements)[votes.statement][rows],
        votes.value[rows],
        n_people=60,
        n_statements=24,
    )
    one, other = judge(votes, rng=rng(), n_draws=99), judge(shuffled, rng=rng(), n_draws=99)
    assert one.grounds == other.grounds
    assert one.verdict == other.verdict
    assert (one.group_of_person[people] == other.group_of_person).all()
    assert one.stability == other.stability
    assert one.held_out is not None
    assert other.held_out is not None
    assert (one.held_out.q_value[:, statements] == other.held_out.q_value).all()


def test_the_number_of_groups_does_not_depend_on_the_starts_of_k_means():
    """With the few starts used for comparing sets, only some seeds find two groups of these people."""
    votes = conversation("scoop-hivemind.ubi").votes
    sheet = Sheet.of(votes, place(votes), rng=rng())
    position = sheet.positions(sheet.value, 4)
    found = [
        separations(position, GROUP_COUNTS, rng=rng(seed), minimum_size=5, n_starts=N_STARTS_TO_CHOOSE)
        for seed in range(5)
    ]
    assert {int(one.argmax()) for one in found} == {0}
    assert np.ptp([one.max() for one in found]) < 0.001


def test_agreeing_where_one_disagreed_changes_no_verdict():
    votes, _ = planted_groups(rng(3), 120, 40, (0.5, 0.5))
    mirrored = votes.revoted(-votes.value)
    one, other = judge(votes, rng=rng(), n_draws=99), judge(mirrored, rng=rng(), n_draws=99)
    assert one.verdict == other.verdict == "groups"
    assert one.grounds.p_structure == other.grounds.p_structure
    assert adjusted_rand_index(one.group_of_person, other.group_of_person) == 1


def test_a_real_conversation_has_structure():
    assert judge(conversation("15-per-hour-seattle").votes, rng=rng(), n_draws=99).verdict in (
        "spectrum",
        "groups",
    )
