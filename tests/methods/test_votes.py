import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.methods.votes import BadVotesError, DuplicateVotesError, Votes


def test_votes_are_sorted_by_person_and_statement_in_any_row_order():
    votes = Votes.of([1, 0, 1], [0, 2, 1], [-1, 1, 0], n_people=3, n_statements=4, zeroed=[3])
    assert votes.offsets.tolist() == [0, 1, 3, 3]
    assert votes.statement.tolist() == [2, 0, 1]
    assert votes.value.tolist() == [1, -1, 0]
    assert votes.is_zeroed.tolist() == [False, False, False, True]
    assert (votes.n_people, votes.n_statements, votes.n_votes) == (3, 4, 3)
    assert votes.n_votes_by_person.tolist() == [1, 2, 0]
    assert votes.n_votes_by_statement.tolist() == [1, 1, 1, 0]
    assert votes.person.tolist() == [0, 1, 1]


def test_votes_are_kept_small():
    votes = Votes.of([0], [0], [1], n_people=1, n_statements=300)
    assert votes.value.dtype == np.int8
    assert votes.statement.dtype == np.int16
    assert Votes.of([0], [40_000], [1], n_people=1, n_statements=40_001).statement.dtype == np.int32


def test_votes_cannot_be_changed():
    votes = Votes.of([0], [0], [1], n_people=1, n_statements=1)
    with pytest.raises(ValueError, match="read-only"):
        votes.value[0] = -1


def test_the_last_vote_of_a_person_on_a_statement_wins():
    votes = Votes.of([0, 0, 0], [5, 5, 5], [1, 0, -1], n_people=1, n_statements=6, sequence=[20, 30, 10])
    assert votes.value.tolist() == [0]


def test_of_votes_with_the_same_sequence_the_later_row_wins():
    votes = Votes.of([0, 0], [0, 0], [1, -1], n_people=1, n_statements=1, sequence=[7, 7])
    assert votes.value.tolist() == [-1]


def test_a_second_vote_without_a_sequence_is_refused():
    with pytest.raises(DuplicateVotesError):
        Votes.of([0, 0], [1, 1], [1, -1], n_people=1, n_statements=2)


def test_no_votes_at_all_are_votes():
    votes = Votes.of([], [], [], n_people=2, n_statements=3)
    assert votes.n_votes == 0
    assert votes.n_votes_by_person.tolist() == [0, 0]
    assert Votes.of([], [], [], n_people=0, n_statements=0, sequence=[]).n_people == 0


@pytest.mark.parametrize(
    ("person", "statement", "value"),
    [
        ([0], [0, 1], [1]),
        ([[0]], [[0]], [[1]]),
        ([-1], [0], [1]),
        ([2], [0], [1]),
        ([0], [3], [1]),
        ([0], [0], [2]),
        ([0], [0], [float("nan")]),
        ([0.5], [0], [1]),
    ],
)
def test_columns_that_are_not_votes_are_refused(person, statement, value):
    with pytest.raises(BadVotesError):
        Votes.of(person, statement, value, n_people=2, n_statements=3)


@pytest.mark.parametrize("zeroed", [[3], [-1]])
def test_a_zeroed_statement_that_is_not_there_is_refused(zeroed):
    with pytest.raises(BadVotesError):
        Votes.of([0], [0], [1], n_people=2, n_statements=3, zeroed=zeroed)


@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.integers(0, 4), st.sampled_from([-1, 0, 1]), st.integers(0, 99)),
        unique_by=lambda row: row[3],
    ),
    st.randoms(use_true_random=False),
)
@settings(max_examples=60)
def test_any_row_order_of_a_sequenced_log_gives_the_last_votes(rows, random):
    current = {
        (person, statement): value for person, statement, value, _ in sorted(rows, key=lambda row: row[3])
    }
    random.shuffle(rows)
    person, statement, value, sequence = zip(*rows, strict=True) if rows else ((), (), (), ())
    votes = Votes.of(person, statement, value, n_people=5, n_statements=5, sequence=sequence)
    held = zip(votes.person.tolist(), votes.statement.tolist(), votes.value.tolist(), strict=True)
    assert {(person, statement): value for person, statement, value in held} == current
    assert votes.n_votes == len(current)


def by_person(offsets=(0, 2, 2, 3), statement=(0, 2, 1), value=(1, -1, 0), **options):
    return Votes.by_person(
        np.array(offsets),
        np.array(statement, dtype=np.int16),
        np.array(value, dtype=np.int8),
        **{"n_statements": 3, **options},
    )


def test_votes_sorted_by_person_are_used_without_a_copy():
    statement, value = np.array([0, 2, 1], dtype=np.int16), np.array([1, -1, 0], dtype=np.int8)
    votes = Votes.by_person([0, 2, 2, 3], statement, value, n_statements=3, zeroed=[2])
    assert np.shares_memory(votes.statement, statement)
    assert np.shares_memory(votes.value, value)
    assert statement.flags.writeable
    assert not votes.statement.flags.writeable
    same = Votes.of([0, 2, 0], [2, 1, 0], [-1, 0, 1], n_people=3, n_statements=3, zeroed=[2])
    for name in ("offsets", "statement", "value", "is_zeroed"):
        assert getattr(votes, name).tolist() == getattr(same, name).tolist()


def test_wider_columns_are_narrowed():
    votes = by_person(statement=np.array([0, 2, 1], dtype=np.int64))
    assert (votes.statement.dtype, votes.value.dtype) == (np.int16, np.int8)


@pytest.mark.parametrize(
    "wrong",
    [
        {"offsets": (0, 2, 3, 4)},
        {"offsets": (1, 2, 3)},
        {"offsets": (0, 3, 2, 3)},
        {"offsets": ()},
        {"offsets": (0.0, 3.0)},
        {"statement": (0, 2)},
        {"statement": (2, 0, 1)},
        {"statement": (0, 3, 1)},
        {"statement": (-1, 2, 1)},
        {"value": (1, 2, 0)},
        {"zeroed": [3]},
    ],
)
def test_votes_not_sorted_by_person_are_refused(wrong):
    with pytest.raises(BadVotesError):
        by_person(**wrong)


def test_two_votes_of_a_person_on_a_statement_are_refused_by_person_too():
    with pytest.raises(DuplicateVotesError):
        by_person(statement=(2, 2, 1))


def test_the_same_people_may_be_given_other_answers():
    votes = by_person()
    other = votes.revoted(np.array([0, 1, -1]))
    assert other.value.tolist() == [0, 1, -1]
    assert other.statement is votes.statement
    for wrong in ([0, 1], [0, 1, 2]):
        with pytest.raises(BadVotesError):
            votes.revoted(np.array(wrong))


def test_votes_are_counted_by_statement_and_value():
    votes = Votes.of([0, 1, 2, 0], [0, 0, 0, 2], [1, 1, -1, 0], n_people=3, n_statements=3)
    assert votes.n_votes_by_value.tolist() == [[1, 0, 0], [0, 0, 1], [2, 0, 0]]
    assert votes.n_votes_by_statement.tolist() == [3, 0, 1]
