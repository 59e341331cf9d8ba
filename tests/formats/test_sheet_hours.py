"""Opening hours in words: read where they can mean one thing only."""

import pytest

from throughline.formats.hsds.sheet_hours import read_hours

WEEK = "MO,TU,WE,TH,FR"


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("Mon-Fri 9am-5pm; Sat 10am to 2pm", [(WEEK, "09:00", "17:00"), ("SA", "10:00", "14:00")]),
        ("M-F 8:30 a.m. to 5 p.m.", [(WEEK, "08:30", "17:00")]),
        ("Monday – Friday: 9:00 AM - 5:00 PM", [(WEEK, "09:00", "17:00")]),
        ("Mon-Fri 9-5pm", [(WEEK, "09:00", "17:00")]),
        ("Mon, Wed, Fri 1-5pm", [("MO,WE,FR", "13:00", "17:00")]),
        ("Mon 9am-noon, Tue 1pm-5pm", [("MO", "09:00", "12:00"), ("TU", "13:00", "17:00")]),
        ("Mon-Fri 8am-12pm and 1pm-5pm", [(WEEK, "08:00", "12:00"), (WEEK, "13:00", "17:00")]),
        ("Lunes a viernes de 8 a.m. a 5 p.m.", [(WEEK, "08:00", "17:00")]),
        ("9am-5pm, Monday to Friday", [(WEEK, "09:00", "17:00")]),
        ("Mon-Thu 6pm-2am", [("MO,TU,WE,TH", "18:00", "02:00")]),
        ("Mon-Fri 09:00-17:00", [(WEEK, "09:00", "17:00")]),
        ("Mon-Fri 9am-5pm\nSunday closed", [(WEEK, "09:00", "17:00")]),
        ("24 hours", [(f"{WEEK},SA,SU", "00:00", "23:59")]),
        ("24/7", [(f"{WEEK},SA,SU", "00:00", "23:59")]),
        ("M-F 9-5", [(WEEK, "09:00", "17:00")]),
        ("Mon-Fri 9:00-5:00", [(WEEK, "09:00", "17:00")]),
        ("Lun-Vie 8-17", [(WEEK, "08:00", "17:00")]),
        ("M-F 9-17", [(WEEK, "09:00", "17:00")]),
        ("Mié 12-5", [("WE", "12:00", "17:00")]),
        ("closed", []),
    ],
)
def test_hours_are_read(text: str, hours: list[tuple[str, str, str]]) -> None:
    read = read_hours(text)
    assert read is not None
    assert [(one.byday, one.opens_at, one.closes_at) for one in read] == hours


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Call first",
        "Mon-Fri 5-9",
        "Mon-Fri 1:00-5:00",
        "Mon-Fri 12-12",
        "9am-5pm",
        "1st Monday 9am-5pm",
        "M, T, W 9am-10am",
        "Mon-Fri 25am-5pm",
        "Mon-Fri 9am-5pm by appointment",
        "School days 9am-5pm",
    ],
)
def test_hours_that_are_uncertain_are_not_guessed(text: str) -> None:
    assert read_hours(text) is None


def test_a_column_of_a_day_needs_no_day_in_its_cells() -> None:
    assert read_hours("9am-5pm", (2,)) == (((2,), "09:00", "17:00"),)
    assert read_hours("Closed", (2,)) == ()
    assert read_hours("9-5", (2,)) == (((2,), "09:00", "17:00"),)
    assert read_hours("1-5", (2,)) is None
