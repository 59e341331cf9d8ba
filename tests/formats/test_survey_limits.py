"""Cells that a stranger can write: very long ones, with what is looked for again and again.

No test measures seconds: read as it was once, each of these would take many minutes or end in an error.
"""

from pathlib import Path

import pytest

from throughline.formats import survey_csv
from throughline.formats.survey_csv import choices, dates

ENDLESS = 1_000_000


def test_many_names_like_time_zones_are_no_date(tmp_path: Path) -> None:
    path = tmp_path / "survey.csv"
    path.write_text("What do you say?\nx" + " his/her" * 2_000 + "\nThanks\n", encoding="utf-8")
    assert [column.guess for column in survey_csv.preview(path).columns] == ["text"]


@pytest.mark.parametrize("zones", [" his/her" * 5, " America/Denver" * 3, " Etc/GMT America/Denver"])
@pytest.mark.parametrize("order", dates.DATE_ORDERS)
def test_a_date_has_one_time_zone(zones: str, order: dates.DateOrder) -> None:
    assert dates.parse("2026-09-14 17:05" + zones, order) is None


def test_a_long_text_is_no_date() -> None:
    cell = "2026-09-14" + " " * ENDLESS + "17:05"
    assert dates.orders_that_fit([cell]) == ()
    assert dates.best_order([cell]) is None


@pytest.mark.parametrize("separator", [",", ";", "|", choices.TIGHT_COMMA, choices.LINE_BREAK])
@pytest.mark.parametrize("options", [(), ("a", "b")])
def test_blanks_without_end_are_split_at_once(separator: str, options: tuple[str, ...]) -> None:
    cell = "a" + " " * ENDLESS + "b"
    assert choices.split(cell, separator, options) == (cell,)


def test_marks_without_end_are_split_at_once() -> None:
    known = [f"Option {i}" for i in range(30)]
    cell = "a, " * 400_000 + "Option 7"
    assert choices.split(cell, ",", known)[1:] == ("Option 7",)


@pytest.mark.parametrize(
    ("cell", "separator", "options", "parts"),
    [
        ("Food , toys,  and games , Art", ",", (), ("Food , toys,  and games", "Art")),
        ("food, TOYS, big, art", ",", ("Toys, big", "Art", "Food"), ("Food", "Toys, big", "Art")),
        ("a \n b\n\n c", choices.LINE_BREAK, ("B",), ("a", "B", "c")),
        ("1,234,Bus , walk", choices.TIGHT_COMMA, (), ("1,234", "Bus , walk")),
        ("by  bus on foot", "", ("on foot",), ("by", "bus", "on foot")),
        ("Straße;STRASSE ; x", ";", ("Strasse",), ("Straße", "Strasse", "x")),
    ],
)
def test_choices_are_split_as_before(
    cell: str, separator: str, options: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    assert choices.split(cell, separator, options) == parts
