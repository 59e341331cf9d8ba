"""Urgent words are found, however they are written, and everyday words are not; no text takes long."""

import random
import sys

import pytest

from tests.methods.harmless_sentences import ENGLISH_HARMLESS, SPANISH_HARMLESS
from tests.methods.urgent_sentences import (
    ENGLISH_ABUSE,
    ENGLISH_SELF_HARM,
    ENGLISH_THREAT,
    SPANISH_ABUSE,
    SPANISH_SELF_HARM,
    SPANISH_THREAT,
)
from throughline.methods.urgent_words import UrgentMatch, find_urgent
from throughline.methods.urgent_words.find import _patterns, has_pattern
from throughline.methods.urgent_words.plain import plain_text, without_positions


def sentences(block):
    return [line for line in block.strip().splitlines() if line]


def kinds(text):
    return {found.kind for found in find_urgent(text)}


@pytest.mark.parametrize(
    ("kind", "block"),
    [
        ("self_harm", ENGLISH_SELF_HARM.replace("want\nto", "want\u2028to")),
        ("self_harm", SPANISH_SELF_HARM),
        ("abuse", ENGLISH_ABUSE),
        ("abuse", SPANISH_ABUSE),
        ("threats", ENGLISH_THREAT),
        ("threats", SPANISH_THREAT),
    ],
)
def test_words_that_may_indicate_harm_are_found(kind, block):
    lines = [line for line in block.strip().split("\n") if line]
    missed = [line for line in lines if kind not in kinds(line)]
    assert missed == []


@pytest.mark.parametrize("block", [ENGLISH_HARMLESS, SPANISH_HARMLESS])
def test_everyday_words_match_no_pattern(block):
    assert [line for line in sentences(block) if has_pattern(line)] == []


@pytest.mark.parametrize("block", [ENGLISH_HARMLESS, SPANISH_HARMLESS])
def test_everyday_words_are_seldom_taken_for_urgent_by_the_model(block):
    lines = sentences(block)
    assert sum(bool(find_urgent(line)) for line in lines) <= 0.05 * len(lines)


@pytest.mark.parametrize(
    "block",
    [ENGLISH_SELF_HARM, ENGLISH_ABUSE, ENGLISH_THREAT, SPANISH_SELF_HARM, SPANISH_ABUSE, SPANISH_THREAT],
)
@pytest.mark.parametrize(
    "changed", [str.upper, str.title, lambda line: f"  «{line}» ", lambda line: f"Ok. {line} !!!"]
)
def test_case_and_surrounding_characters_make_no_difference(block, changed):
    assert [line for line in sentences(block) if kinds(line) - kinds(changed(line))] == []


def test_a_match_has_its_position():
    text = "Class was fine. But I want to   DIE, and “te voy a matar” he said."
    assert find_urgent(text) == [
        UrgentMatch("self_harm", 22, 35, "en"),
        UrgentMatch("threats", 42, 56, "es"),
    ]
    assert [text[found.start : found.end] for found in find_urgent(text)] == [
        "want to   DIE",
        "te voy a matar",
    ]


def test_positions_hold_where_letters_are_composed_of_several():
    text = "Mi papa\u0301 me golpea ﬁn"
    (found,) = find_urgent(text)
    assert text[found.start : found.end] == "me golpea"


@pytest.mark.parametrize("text", ["", " ", "\u0301", "...", "🙂🙂🙂", "学校很好", "a" * 50])
def test_texts_without_words_of_the_two_languages_are_no_trouble(text):
    assert find_urgent(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "I don't want to live",
        "I don’t want to live",
        "I dont want to live",
        "I don`t want to live",
        "I do not want to live",
    ],
)
def test_any_apostrophe_or_none_will_do(text):
    assert kinds(text) == {"self_harm"}


@pytest.mark.parametrize("text", ["Me hago daño", "Me hago dano", "Me hago dan\u0303o", "ME HAGO DAÑO"])
def test_accents_may_be_left_out(text):
    assert kinds(text) == {"self_harm"}


@pytest.mark.parametrize(
    "text",
    [
        "I want to kill my\u00adself",
        "I want to kill my\u200bself",
        "I want to k\u0456ll mys\u0435lf",
        "I W\u0410NT TO DI\u0395",
    ],
    ids=["soft hyphen", "no space", "Cyrillic letters", "capitals that look alike"],
)
def test_letters_that_look_alike_or_cannot_be_seen_hide_nothing(text):
    assert kinds(text) == {"self_harm"}


def test_an_idiom_does_not_shield_the_words_next_to_it():
    assert kinds("It killed two birds with one stone, but I want to kill myself") == {"self_harm"}
    assert kinds("Me muero de risa pero quiero morir") == {"self_harm"}


COMMON = """i want to die kill kil killl him them all my self the a b c d e f g quiero morir me voy a
matar la escuela shoot up school he she they said would going gonna touched in where no puedo vivir wish was
bomb a una"""

PIECES = [
    "a ",
    "i ",
    "kill ",
    "want to ",
    "k i l l ",
    "quiero ",
    "he said he ",
    "!1!",
    "l",
    "\u0301",
    " ",
    "k*",
]
PIECES += [
    "my dad would ",
    "me va a ",
    "hope the ",
    "send me a big ",
    "all of my ",
    "shoot up the whole entire ",
]


# Each takes a fifth of a second; work that grew with the square of the length would take a minute or more.
@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", PIECES)
def test_no_long_text_takes_long(piece):
    find_urgent(piece * (200_000 // len(piece)))


def n_calls(text):
    """How many functions are called to look through a text: a time that no other work changes."""
    calls = 0

    def count(_frame, event, _argument):
        nonlocal calls
        calls += event == "call"

    find_urgent(text)  # fills the caches
    sys.setprofile(count)
    try:
        find_urgent(text)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("piece", ["gun. ", "I will kill myself. ", "x\n"])
def test_many_urgent_sentences_take_as_long_as_each_of_them(piece):
    assert n_calls(piece * (16_000 // len(piece))) < 5 * n_calls(piece * (4_000 // len(piece)))


def test_a_sign_that_stands_for_a_sentence_does_not_make_a_text_many_times_as_long():
    text = "\ufdfa I want to die \ufdfb"
    assert len(without_positions(text)) < 2 * len(text)
    assert without_positions(text) == plain_text(text)[0]
    assert find_urgent(text)


@pytest.mark.timeout(20)
def test_no_long_text_of_words_from_patterns_takes_long():
    source = random.Random(7)
    find_urgent(" ".join(source.choice(COMMON.split()) for _ in range(40_000)))


@pytest.mark.parametrize(
    "block",
    [ENGLISH_SELF_HARM, ENGLISH_ABUSE, ENGLISH_THREAT, SPANISH_SELF_HARM, SPANISH_ABUSE, SPANISH_THREAT],
)
def test_every_match_of_a_pattern_has_one_of_its_needles(block):
    for line in sentences(block):
        plain = without_positions(line)
        for _, _, needles, pattern in _patterns():
            assert not pattern.search(plain) or any(needle in plain for needle in needles), (line, needles)
