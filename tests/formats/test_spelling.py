"""Which words a mistyped word may have meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.formats.spelling import most_errors, n_errors_between, nearest, pieces

KNOWN = [
    "dentist",
    "dental",
    "tutor",
    "tutoring",
    "counseling",
    "immigration",
    "housing",
    "food",
    "educacion",
]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("dentst", ["dentist"]),
        ("dentisst", ["dentist"]),
        ("dentizt", ["dentist"]),
        ("detnist", ["dentist"]),
        ("immagrasion", ["immigration"]),
        ("councelling", ["counseling"]),
        ("eduacion", ["educacion"]),
        ("fod", []),
        ("2024", []),
        ("zzzzzz", []),
        ("dintixt", []),
    ],
)
def test_a_word_with_few_errors_means_the_known_one(word: str, meant: list[str]) -> None:
    assert list(nearest(word, KNOWN)) == meant


def test_all_words_equally_near_are_meant_and_first_letters_are_seldom_wrong() -> None:
    assert list(nearest("bood", ["food", "wood", "book"])) == ["book"]
    assert list(nearest("bood", ["food", "wood"])) == ["food", "wood"]


WORDS = st.text("abcd", min_size=4, max_size=12)


def _with_errors(word: str, edits: list[tuple[int, str]]) -> str:
    for place, letter in edits:
        i = place % len(word)
        word = {
            "a": word[:i] + "x" + word[i:],
            "b": word[:i] + word[i + 1 :],
            "c": word[:i] + "y" + word[i + 1 :],
        }.get(letter, word[:i] + word[i : i + 2][::-1] + word[i + 2 :])
    return word


@given(WORDS, st.lists(st.tuples(st.integers(0, 11), st.sampled_from("abcd")), min_size=1, max_size=2))
def test_a_piece_of_a_mistyped_word_is_in_the_word_that_was_meant(
    word: str, edits: list[tuple[int, str]]
) -> None:
    typed = _with_errors(word, edits)
    most = most_errors(typed)
    if n_errors_between(typed, word, 2) <= most:
        assert any(piece in word for piece in pieces(typed, most))


@given(WORDS, WORDS)
def test_errors_are_the_same_in_both_directions(one: str, other: str) -> None:
    assert min(n_errors_between(one, other, 2), 3) == min(n_errors_between(other, one, 2), 3)
    assert (n_errors_between(one, other, 2) == 0) == (one == other)
