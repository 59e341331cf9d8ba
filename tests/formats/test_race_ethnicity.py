import itertools

import pytest

from throughline.formats.race_ethnicity import (
    CROSSWALK,
    KEYS_1997,
    KEYS_2024,
    LABELS,
    key_of,
    to_1997,
)


def test_hispanic_takes_precedence_over_every_other_choice() -> None:
    for n in range(len(KEYS_2024)):
        for others in itertools.combinations(set(KEYS_2024) - {"hispanic"}, n):
            assert to_1997({"hispanic", *others}) == "hispanic"


def test_one_choice_falls_where_the_crosswalk_says() -> None:
    for step in CROSSWALK:
        assert to_1997([step.key_2024]) == step.key_1997
    assert {step.key_2024 for step in CROSSWALK} == set(KEYS_2024)


def test_middle_eastern_or_north_african_alone_has_no_official_count() -> None:
    assert to_1997(["middle_eastern"]) is None
    assert next(step for step in CROSSWALK if step.key_2024 == "white").is_whole is False


def test_middle_eastern_together_with_white_is_one_race_of_1997_and_with_black_two() -> None:
    assert to_1997({"middle_eastern", "white"}) == "white"
    assert to_1997({"middle_eastern", "black"}) == "two_or_more"


def test_every_set_of_choices_has_a_category_of_1997_or_none() -> None:
    for n in range(len(KEYS_2024) + 1):
        for chosen in itertools.combinations(KEYS_2024, n):
            assert to_1997(chosen) in {*KEYS_1997, None}


def test_an_unknown_category_is_refused() -> None:
    with pytest.raises(ValueError, match="not a category"):
        to_1997(["martian"])


@pytest.mark.parametrize(
    ("wording", "key"),
    [
        ("Hispanic/Latino", "hispanic"),
        ("Black or African American", "black"),
        ("AMERICAN INDIAN/ALASKA NATIVE", "american_indian"),
        ("Native Hawaiian or Other Pacific Islander", "pacific_islander"),
        ("Two or more races", "two_or_more"),
        ("  white ", "white"),
        ("Not Specified", None),
        ("", None),
    ],
)
def test_categories_are_recognized_as_files_word_them(wording: str, key: str | None) -> None:
    assert key_of(wording) == key


def test_every_key_has_a_label_that_is_recognized() -> None:
    for key in {*KEYS_1997, *KEYS_2024}:
        assert key_of(LABELS[key]) == key
