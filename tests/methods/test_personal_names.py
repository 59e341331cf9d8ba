"""A title or role beside a name is found in both languages, ordinary sentences are not, whatever is sent."""

import random
import sys

import pytest

from throughline.methods.personal_names import (
    LONGEST_READ,
    NO_NAMES,
    OFFICES,
    RELATIONS,
    TITLES,
    find_names,
)

NAMED = {
    "Mr. Lopez yells at kids.": "Mr. Lopez",
    "nobody likes mr lopez": "mr lopez",
    "MS. KIM IS BAD": "MS. KIM",
    "Ms.Kim is kind": "Ms.Kim",
    "Miss Ortega left": "Miss Ortega",
    "Ask Principal Ortega first": "Principal Ortega",
    "I like Coach Dan": "Coach Dan",
    "my teacher Anna is kind": "teacher Anna",
    "a teacher named Anna": "teacher named Anna",
    "our principal, Maria Ortega, is new": "principal, Maria Ortega",
    "Anna Lopez, my teacher, is kind": "Anna Lopez, my teacher",
    "Anna is my teacher": "Anna is my teacher",
    "my friend Jake is hungry": "friend Jake",
    "Mrs. O’Neil helped": "Mrs. O’Neil",
    "la maestra Rosa es buena": "maestra Rosa",
    "El señor García grita": "señor García",
    "una maestra que se llama Rosa": "maestra que se llama Rosa",
    "Sra. Gómez no contesta": "Sra. Gómez",
    "mi hijo Luis no quiere ir": "hijo Luis",
    "Rosa es la maestra": "Rosa es la maestra",
    "don Luis el conserje": "don Luis",
}

HARMLESS = [
    "Teacher pay must rise.",
    "We need a Teacher Appreciation Week.",
    "Ask the principal. We need an answer.",
    "Dear Principal, please listen.",
    "I miss Mondays with music.",
    "Don't cut art.",
    "The light on Maple Dr near the park is out.",
    "Maple Dr. is icy.",
    "The Student Council should decide.",
    "This is my teacher and she is kind.",
    "However, the teacher was late.",
    "La maestra. Mi hijo espera.",
    "Señor director, por favor escuche.",
    "A nurse at Juniper High School.",
    "Our nurse Monday was kind.",
    "THE TEACHER IS LATE",
]


@pytest.mark.parametrize(("text", "name"), NAMED.items())
def test_a_title_or_role_beside_a_name_is_found(text, name):
    assert [match.text for match in find_names(text)] == [name]


@pytest.mark.parametrize("text", HARMLESS)
def test_ordinary_sentences_name_nobody(text):
    assert find_names(text) == ()


def test_every_name_of_a_text_is_found_where_it_stands():
    text = "Mr. Lopez and Ms. Kim met la maestra Rosa."
    matches = find_names(text)
    assert [match.text for match in matches] == ["Mr. Lopez", "Ms. Kim", "maestra Rosa"]
    assert [text[match.start : match.end] for match in matches] == [match.text for match in matches]


def test_any_text_gives_places_within_it_that_do_not_overlap():
    dice = random.Random(7)
    words = [
        *sorted(TITLES | OFFICES | RELATIONS | NO_NAMES),
        "Anna",
        "Lopez",
        "named",
        "se",
        "llama",
        "is",
        "my",
    ]
    signs = [" ", ". ", ", ", ".", "\n", "’", "", "\u202e", "😀"]
    for _ in range(500):
        parts = [dice.choice([str.lower, str.title, str.upper])(dice.choice(words)) for _ in range(12)]
        text = "".join(part + dice.choice(signs) for part in parts)
        end = 0
        for match in find_names(text):
            assert end <= match.start < match.end <= len(text)
            assert text[match.start : match.end] == match.text
            end = match.end


def _lines_run(text):
    """How many lines of the method run: a measure of its work that no busy machine changes."""
    n = 0

    def count(frame, event, _arg):
        nonlocal n
        n += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        find_names(text)
    finally:
        sys.settrace(before)
    return n


@pytest.mark.parametrize(
    "piece", ["Mr. ", "Anna ", "la maestra ", "Anna is my ", "teacher, Anna ", "a" * 40, "'-"]
)
def test_work_grows_with_the_length_of_the_text_only(piece):
    short, long = _lines_run(piece * 50), _lines_run(piece * 200)
    assert long < 5 * short + 200


def test_a_very_long_text_is_read_to_its_limit():
    assert find_names(" " * LONGEST_READ + "Mr. Lopez") == ()
    assert find_names(" " * (LONGEST_READ - 9) + "Mr. Lopez")[0].text == "Mr. Lopez"
