import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.methods.votes import BadVotesError, DuplicateVotesError, Votes


def test_votes_stand_by_person_and_statement_whatever_the_row_order():
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
@settings(max_examples=60, deadline=None)
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
