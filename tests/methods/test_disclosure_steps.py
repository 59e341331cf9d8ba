"""Views of a page that grow in steps: nobody's change stands out between two of them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from throughline.methods.disclosure import PUBLIC, REST, joined_groups, moves_in_steps


def test_people_are_held_back_until_enough_move_the_same_number() -> None:
    assert not moves_in_steps(range(9), [0] * 9, 9, PUBLIC).any()
    assert moves_in_steps(range(10), [0] * 10, 10, PUBLIC).all()


def test_those_held_back_for_one_number_are_held_back_for_all() -> None:
    person = [*range(20), *range(20)]
    move = [*([0] * 11 + [1] * 9), *([2] * 9 + [3] * 11)]
    assert not moves_in_steps(person, move, 20, PUBLIC).any()


def test_coming_and_leaving_are_counted_by_themselves() -> None:
    move = [0] * 9 + [1] * 9
    assert not moves_in_steps(range(18), move, 18, PUBLIC).any()


@given(st.lists(st.tuples(st.integers(0, 39), st.integers(0, 5)), max_size=120))
def test_each_number_moves_by_nobody_or_enough_and_no_larger_choice_does(
    moves: list[tuple[int, int]],
) -> None:
    moves = sorted(set(moves))
    person, move = [one for one, _move in moves], [one for _person, one in moves]
    shown = moves_in_steps(person, move, 40, PUBLIC)
    n = np.bincount([one for who, one in moves if shown[who]], minlength=6)
    assert all(each == 0 or each >= PUBLIC.minimum_n for each in n)
    # Whoever is held back moves some number that too few move even together with all who are shown.
    held = [who for who in range(40) if not shown[who]]
    assert not held or any(n[one] + sum(who in held for who, other in moves if other == one) for one in move)


@given(
    st.lists(st.tuples(st.integers(0, 49), st.integers(0, 4)), max_size=160),
    st.lists(st.integers(0, 3), min_size=50, max_size=50),
)
def test_whoever_knows_a_unit_sees_nobody_or_enough_others_move(
    moves: list[tuple[int, int]], unit_of: list[int]
) -> None:
    moves = sorted(set(moves))
    person, move = [one for one, _move in moves], [one for _person, one in moves]
    units = [[one for one in range(50) if unit_of[one] == number] for number in (1, 2, 3)]
    shown = moves_in_steps(person, move, 50, PUBLIC, units=units)
    for unit in units:
        for number in range(5):
            who = {one for one, other in moves if other == number and shown[one]}
            touched = any(other == number and one in unit for one, other in moves)
            if touched and who:
                assert len(who - set(unit)) >= PUBLIC.minimum_n
    assert not (shown & ~moves_in_steps(person, move, 50, PUBLIC)).any()


def test_a_unit_is_shown_among_enough_others_and_hides_nobody() -> None:
    unit = range(12)
    assert moves_in_steps(range(22), [0] * 22, 22, PUBLIC, units=[unit]).all()
    assert not moves_in_steps(range(21), [0] * 21, 21, PUBLIC, units=[unit]).any()
    # Those whom the unit does not touch move by themselves.
    shown = moves_in_steps(range(31), [0] * 21 + [1] * 10, 31, PUBLIC, units=[unit])
    assert shown.tolist() == [False] * 21 + [True] * 10


def test_very_many_units_are_weighed_at_once() -> None:
    n = 40_000
    units = [range(4 * one, 4 * one + 4) for one in range(n // 4)]
    numbers = np.tile(np.arange(3), n)
    assert moves_in_steps(np.repeat(np.arange(n), 3), numbers, n, PUBLIC, units=units).all()


def test_groups_of_two_views_are_joined_where_they_overlap() -> None:
    before, after = {"a": 0, "b": 0, "c": 1, "d": 2}, {"a": 0, "b": 1, "c": 1, "d": 2}
    assert joined_groups(before, after, "abcde") == {"a": 0, "b": 0, "c": 0, "d": 1, "e": 2}


def test_values_in_no_group_are_one_group() -> None:
    assert joined_groups({"a": 0, "b": REST}, {"a": 0}, "abc") == {"a": 0, "b": 1, "c": 1}
