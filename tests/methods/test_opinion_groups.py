import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.methods.measures import adjusted_rand_index, linear_separability
from tests.methods.polis import WITH_SEVEN_VOTE_RULE, conversation
from throughline.methods.opinion_groups import (
    GroupsTooSmallError,
    Moments,
    NoDifferenceError,
    OpinionGroupsError,
    TooFewPeopleError,
    TooFewStatementsError,
    find,
    fit_plane,
    group_informed_consensus,
    place,
    project,
    representative_statements,
    statement_statistics,
)
from throughline.methods.votes import Votes


def rng(seed=0):
    return np.random.default_rng(seed)


def votes_of(rows, zeroed=()):
    """Votes from a literal table: 1, 0, -1, None for unseen."""
    cells = [(i, j, value) for i, row in enumerate(rows) for j, value in enumerate(row) if value is not None]
    person, statement, value = zip(*cells, strict=True) if cells else ((), (), ())
    return Votes.of(person, statement, value, n_people=len(rows), n_statements=len(rows[0]), zeroed=zeroed)


def planted(n_people=60, n_statements=20, n_groups=2, seed=0, seen_share=0.7):
    """Votes of groups with opposite opinions, and the group of each person."""
    source = rng(seed)
    group = np.arange(n_people) % n_groups
    opinion = source.choice([-1, 1], size=(n_groups, n_statements))
    noise = source.random((n_people, n_statements))
    value = np.where(noise < 0.1, -opinion[group], np.where(noise < 0.2, 0, opinion[group]))
    person, statement = np.nonzero(source.random((n_people, n_statements)) < seen_share)
    return (
        Votes.of(person, statement, value[person, statement], n_people=n_people, n_statements=n_statements),
        group,
    )


def reordered(votes, person_order, row_order, **changes):
    """The same votes with people renumbered and rows shuffled."""
    of_votes = {"value": votes.value, "n_people": votes.n_people, **changes}
    return Votes.of(
        np.argsort(person_order)[votes.person][row_order],
        votes.statement[row_order],
        of_votes["value"][row_order],
        n_people=votes.n_people,
        n_statements=of_votes.get("n_statements", votes.n_statements),
        zeroed=np.flatnonzero(votes.is_zeroed),
    )


# Means 0 and 1/3; deviations (1, 2/3), (1, 2/3), (-1, -4/3), (-1, none).
SMALL = ([1, 1], [1, 1], [-1, -1], [-1, None])


def test_sums_of_deviations_of_a_worked_example():
    moments = Moments.of(votes_of(SMALL))
    assert moments.seen.tolist() == [4, 3]
    assert moments.total.tolist() == [0, 1]
    assert moments.product.tolist() == [[4, 3], [3, 3]]
    assert moments.total_where_seen.tolist() == [[0, 1], [1, 1]]
    assert moments.seen_together.tolist() == [[4, 3], [3, 3]]
    assert moments.deviations() == pytest.approx(np.array([[4, 8 / 3], [8 / 3, 8 / 3]]))


def test_components_of_a_worked_example():
    plane = fit_plane(votes_of(SMALL))
    larger, smaller = (10 + np.sqrt(68)) / 3, (10 - np.sqrt(68)) / 3
    assert plane.variance_share == pytest.approx(np.array([larger, smaller]) / (20 / 3))
    first = np.array([8 / 3, larger - 4])
    assert plane.component[0] == pytest.approx(first / np.linalg.norm(first))
    assert plane.component @ plane.component.T == pytest.approx(np.eye(2))


def test_a_person_who_saw_half_of_the_statements_is_moved_out_by_the_root_of_two():
    votes = votes_of(SMALL)
    plane = fit_plane(votes)
    deviations = np.array([[1, 2 / 3], [1, 2 / 3], [-1, -4 / 3], [-np.sqrt(2), 0]])
    assert project(votes, plane) == pytest.approx(deviations @ plane.component.T)


def test_a_zeroed_statement_moves_nobody_and_counts_as_seen_by_everyone():
    rows = [[*row, zeroed] for row, zeroed in zip(SMALL, [1, -1, None, 1], strict=True)]
    votes = votes_of(rows, zeroed=[2])
    plane = fit_plane(votes)
    assert plane.component[:, 2].tolist() == [0, 0]
    deviations = np.array([[1, 2 / 3], [1, 2 / 3], [-1, -4 / 3], [-np.sqrt(3 / 2), 0]])
    assert project(votes, plane) == pytest.approx(deviations @ plane.component[:, :2].T)


def test_sparse_sums_equal_the_mean_filled_dense_matrix():
    votes = conversation("15-per-hour-seattle").votes
    dense = np.full((votes.n_people, votes.n_statements), np.nan)
    dense[votes.person, votes.statement] = votes.value
    filled = np.where(np.isnan(dense), np.nanmean(dense, axis=0), dense)
    filled[:, votes.is_zeroed] = 0
    _, singular, components = np.linalg.svd(filled - filled.mean(axis=0), full_matrices=False)
    plane = fit_plane(votes)
    assert np.abs((plane.component * components[:2]).sum(axis=1)) == pytest.approx([1, 1])
    assert plane.variance_share == pytest.approx(singular[:2] ** 2 / (singular**2).sum())


def test_the_loading_of_largest_size_is_positive():
    for component in fit_plane(conversation("15-per-hour-seattle").votes).component:
        assert component[np.abs(component).argmax()] > 0


def test_votes_that_differ_in_one_direction_only_are_on_a_line():
    plane = fit_plane(votes_of([[1, 1, 1]] * 5 + [[-1, -1, -1]] * 5))
    assert plane.component[1].tolist() == [0, 0, 0]
    assert plane.variance_share == pytest.approx([1, 0])


def test_seven_votes_are_needed_passes_and_zeroed_statements_included():
    rows = [[1, 0, -1, 1, 0, -1, 1, None], [1, 0, -1, 1, 0, -1, None, None], [-1] * 8]
    assert place(votes_of(rows, zeroed=[0])).person.tolist() == [0, 2]


def test_all_votes_are_needed_where_there_are_fewer_than_seven_statements():
    rows = [[1, 0, -1], [1, 0, None], [-1, 1, 0]]
    assert place(votes_of(rows)).person.tolist() == [0, 2]


@pytest.mark.parametrize("name", WITH_SEVEN_VOTE_RULE)
def test_the_people_placed_are_those_polis_placed(name):
    one = conversation(name)
    ours = set(place(one.votes).person.tolist())
    published = set(np.flatnonzero(one.published_group >= 0).tolist())
    assert len(ours & published) / len(ours | published) >= 0.99


def test_group_informed_consensus_equals_the_published_column():
    one = conversation("bg2050-volunteers")
    ours = group_informed_consensus(statement_statistics(one.votes, one.published_group))
    assert one.published_consensus.size == 371
    assert int((np.abs(ours - one.published_consensus) < 1e-9).sum()) == 371


@pytest.mark.parametrize("name", WITH_SEVEN_VOTE_RULE)
def test_published_groups_are_separated_by_a_line_on_our_plane(name):
    one = conversation(name)
    placement = place(one.votes)
    label = one.published_group[placement.person]
    assert linear_separability(placement.position[label >= 0], label[label >= 0]) >= 0.975


@pytest.mark.parametrize(
    ("name", "bar"),
    [
        ("vtaiwan.uberx", 0.80),
        ("scoop-hivemind.biodiversity", 0.90),
        ("scoop-hivemind.taxes", 0.90),
        ("canadian-electoral-reform", 0.89),
        ("brexit-consensus", 0.86),
    ],
)
def test_groups_agree_with_the_published_ones(name, bar):
    one = conversation(name)
    n_groups = int(one.published_group.max()) + 1
    agreements = []
    for seed in range(5):
        ours = find(one.votes, rng=rng(seed), n_groups=n_groups).group_of_person
        both = (ours >= 0) & (one.published_group >= 0)
        agreements.append(adjusted_rand_index(ours[both], one.published_group[both]))
    assert np.median(agreements) >= bar, agreements


def test_no_group_is_a_person_alone():
    groups = find(conversation("bg2050-volunteers").votes, rng=rng())
    assert groups.sizes.min() >= 5


def test_planted_groups_are_found_and_counted():
    votes, group = planted(n_groups=3, n_people=90, n_statements=40)
    groups = find(votes, rng=rng())
    assert groups.n_groups == 3
    assert groups.sizes.tolist() == [30, 30, 30]
    assert adjusted_rand_index(groups.group_of_person, group) == 1


def test_groups_are_numbered_by_size():
    votes = votes_of([[1, 1, -1]] * 6 + [[-1, -1, 1]] * 9)
    groups = find(votes, rng=rng(), n_groups=2)
    assert groups.group_of_person.tolist() == [1] * 6 + [0] * 9
    assert groups.sizes.tolist() == [9, 6]


def test_base_clusters_hold_everyone_placed():
    groups = find(conversation("canadian-electoral-reform").votes, rng=rng())
    assert len(groups.base_size) == 100
    assert groups.base_size.sum() == groups.group.size == groups.placement.person.size
    assert (np.bincount(groups.base, minlength=100) == groups.base_size).all()


def test_people_with_too_few_votes_are_in_no_group():
    votes = votes_of([[1, 1, -1]] * 6 + [[-1, -1, 1]] * 6 + [[1, None, None]])
    groups = find(votes, rng=rng())
    assert groups.group_of_person[-1] == -1
    assert groups.sizes.sum() == 12


def test_the_same_seed_gives_the_same_groups():
    votes = conversation("15-per-hour-seattle").votes
    one, again = find(votes, rng=rng(3)), find(votes, rng=rng(3))
    assert (one.group == again.group).all()
    assert (one.base == again.base).all()


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=8)
def test_the_order_of_rows_and_people_changes_nothing(seed):
    votes, _ = planted(seed=seed, n_people=40, n_statements=12)
    people = rng(seed).permutation(votes.n_people)
    shuffled = reordered(votes, people, rng(seed + 1).permutation(votes.n_votes))
    groups, of_shuffled = find(votes, rng=rng()), find(shuffled, rng=rng())
    assert (of_shuffled.group_of_person == groups.group_of_person[people]).all()
    assert (
        project(shuffled, of_shuffled.placement.plane) == project(votes, groups.placement.plane)[people]
    ).all()
    assert groups.silhouette_of == of_shuffled.silhouette_of


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=8)
def test_agreeing_where_one_disagreed_mirrors_the_plane_and_keeps_the_groups(seed):
    votes, _ = planted(seed=seed)
    everyone, every_row = np.arange(votes.n_people), np.arange(votes.n_votes)
    mirrored = reordered(votes, everyone, every_row, value=-votes.value)
    assert (project(mirrored, fit_plane(mirrored)) == -project(votes, fit_plane(votes))).all()
    groups, of_mirrored = find(votes, rng=rng(), n_groups=2), find(mirrored, rng=rng(), n_groups=2)
    assert adjusted_rand_index(groups.group_of_person, of_mirrored.group_of_person) == 1


def test_a_statement_nobody_voted_on_changes_nothing():
    votes, _ = planted()
    everyone, every_row = np.arange(votes.n_people), np.arange(votes.n_votes)
    with_one_more = reordered(votes, everyone, every_row, n_statements=votes.n_statements + 1)
    groups, of_more = find(votes, rng=rng()), find(with_one_more, rng=rng())
    assert (groups.placement.position == of_more.placement.position).all()
    assert (groups.group == of_more.group).all()
    statistics = statement_statistics(with_one_more, of_more.group_of_person)
    assert statistics.n_seen[:, -1].tolist() == [0, 0]
    assert statistics.p_agree[:, -1].tolist() == [0.5, 0.5]
    assert statistics.zr_agree[:, -1].tolist() == [0, 0]


@pytest.mark.parametrize("call", [fit_plane, place, lambda votes: find(votes, rng=rng())])
def test_fewer_than_two_statements_with_votes_are_too_few(call):
    with pytest.raises(TooFewStatementsError):
        call(votes_of([[None, None], [None, None]]))
    with pytest.raises(TooFewStatementsError):
        call(votes_of([[1, 1], [-1, -1]], zeroed=[1]))


@pytest.mark.parametrize("call", [fit_plane, place, lambda votes: find(votes, rng=rng())])
def test_people_who_never_differ_cannot_be_placed(call):
    with pytest.raises(NoDifferenceError):
        call(votes_of([[1, -1, 0]] * 20))


def test_fewer_than_two_people_with_enough_votes_are_too_few():
    with pytest.raises(TooFewPeopleError):
        place(votes_of([[1, 1], [-1, None], [None, 1]]))


def test_more_groups_than_places_cannot_be_found():
    with pytest.raises(TooFewPeopleError):
        find(votes_of([[1, 1]] * 9 + [[-1, -1]] * 9), rng=rng(), n_groups=3)


def test_a_split_that_leaves_a_handful_is_skipped():
    with pytest.raises(GroupsTooSmallError):
        find(votes_of([[1, 1, 1]] * 3 + [[-1, -1, -1]] * 40), rng=rng())
    assert find(votes_of([[1, 1]] * 3 + [[-1, -1]] * 9), rng=rng(), minimum_group_size=3).n_groups == 2


@given(st.integers(0, 2**32 - 1), st.integers(1, 14), st.integers(1, 9), st.floats(0.1, 1))
@settings(max_examples=40)
def test_whatever_the_votes_there_are_groups_without_nan_or_a_named_error(
    seed, n_people, n_statements, seen_share
):
    source = rng(seed)
    person, statement = np.nonzero(source.random((n_people, n_statements)) < seen_share)
    value = source.integers(-1, 2, size=person.size)
    votes = Votes.of(
        person,
        statement,
        value,
        n_people=n_people,
        n_statements=n_statements,
        zeroed=[0] if seed % 3 else [],
    )
    try:
        groups = find(votes, rng=rng(), minimum_group_size=2)
    except OpinionGroupsError:
        return
    statistics = statement_statistics(votes, groups.group_of_person)
    numbers = [groups.placement.position, groups.center, group_informed_consensus(statistics)]
    numbers += [statistics.z_agree, statistics.zr_agree, statistics.r_disagree, statistics.zr_disagree]
    assert all(np.isfinite(number).all() for number in numbers)
    assert groups.sizes.min() >= 2


# Group 0: 3 agree, 1 disagrees. Group 1: 1 agrees, 1 disagrees, 1 passes.
DIVIDED = ([1], [1], [1], [-1], [1], [-1], [0], [-1])
DIVIDED_GROUP = np.array([0, 0, 0, 0, 1, 1, 1, -1])


def divided_statistics():
    return statement_statistics(votes_of(DIVIDED), DIVIDED_GROUP)


def test_counts_of_a_worked_example():
    statistics = divided_statistics()
    assert statistics.n_seen.ravel().tolist() == [4, 3]
    assert statistics.n_agree.ravel().tolist() == [3, 1]
    assert statistics.n_disagree.ravel().tolist() == [1, 1]
    assert statistics.n_pass.ravel().tolist() == [0, 1]


def test_figures_of_a_worked_example():
    statistics = divided_statistics()
    assert statistics.p_agree[0, 0] == pytest.approx(4 / 6)
    assert statistics.z_agree[0, 0] == pytest.approx(2 * np.sqrt(5) * (4 / 5 - 1 / 2))
    assert statistics.r_agree[0, 0] == pytest.approx((4 / 6) / (2 / 5))
    assert statistics.zr_agree[0, 0] == pytest.approx(
        (4 / 5 - 2 / 4) / np.sqrt((6 / 9) * (3 / 9) * (1 / 5 + 1 / 4))
    )
    assert statistics.p_disagree[1, 0] == pytest.approx(2 / 5)


def test_group_informed_consensus_of_a_worked_example():
    assert group_informed_consensus(divided_statistics()) == pytest.approx([(4 / 6) * (2 / 5)])


def test_two_groups_mirror_each_other():
    one = conversation("15-per-hour-seattle")
    statistics = statement_statistics(one.votes, one.published_group)
    assert statistics.r_agree[0] * statistics.r_agree[1] == pytest.approx(np.ones(one.votes.n_statements))
    assert statistics.zr_agree[0] == pytest.approx(-statistics.zr_agree[1])


def test_a_group_nobody_is_in_has_seen_nothing():
    statistics = statement_statistics(votes_of(DIVIDED), DIVIDED_GROUP, n_groups=3)
    assert statistics.n_seen[2].tolist() == [0]
    assert statistics.p_agree[2].tolist() == [0.5]


@pytest.mark.parametrize(
    ("group", "n_groups"), [(np.full(8, -1), None), (np.zeros(3, dtype=int), None), (np.full(8, 2), 2)]
)
def test_labels_that_do_not_fit_are_refused(group, n_groups):
    with pytest.raises(OpinionGroupsError):
        statement_statistics(votes_of(DIVIDED), group, n_groups)


def standing_out():
    # Statement 0 divides; on 1 all agree; on 2 the second group disagrees and the first is mixed.
    first = [[1, 1, 1 if person % 2 else -1] for person in range(20)]
    return [*first, *([-1, 1, -1] for _ in range(20))]


def listed(**options):
    statistics = statement_statistics(votes_of(standing_out()), np.repeat([0, 1], 20))
    return representative_statements(statistics, **options)


def test_a_statement_is_representative_where_a_group_agrees_more_than_the_others():
    first, second = listed()
    assert [(one.statement, one.direction) for one in first] == [(0, "agree")]
    assert [(one.statement, one.direction) for one in second] == [(0, "disagree"), (2, "disagree")]
    assert (first[0].n_of_direction, first[0].n_seen) == (20, 20)
    assert second[0].strength > second[1].strength


def test_statements_left_out_are_never_listed():
    first, second = listed(is_left_out=np.array([True, False, False]))
    assert first == ()
    assert [one.statement for one in second] == [2]


def test_no_more_are_listed_than_requested():
    assert [len(group) for group in listed(n_per_group=1)] == [1, 1]


def test_a_group_that_stands_out_nowhere_gets_none():
    statistics = statement_statistics(votes_of([[1, 1]] * 10), np.repeat([0, 1], 5))
    assert representative_statements(statistics) == ((), ())
