"""What can be told from one value: phones, email and web addresses, coordinates, marks, capitals."""

import pytest

from throughline.formats.hsds import exact, reaching
from throughline.formats.hsds.quality import words


@pytest.mark.parametrize(
    "number",
    [
        "(217) 555-0100",
        "217.555.0100",
        "1-217-555-0100",
        "+1 217 555 0100",
        "217-555-0100 ext. 12",
        "217 555 0100 x4",
        "1-800-555-HELP",
        "800-CALL-NOW1",
        "+44 20 7946 0958",
        "020 7946 0958",
        "211",
        "988",
        "741741",
        "741-741",
    ],
)
def test_a_number_that_can_be_dialed(number: str) -> None:
    assert reaching.can_be_dialed(number)


@pytest.mark.parametrize(
    "number",
    [
        "",
        "555-0100",
        "217-555-010",
        "117-555-0100",
        "217-155-0100",
        "911-555-0100",
        "217-555-0100 or 217-555-0101",
        "217-555-0100, 217-555-0101",
        "Call us",
        "+1 217 555",
        "+0 12345678",
        "2175550100217",
        "n/a",
        "970-55",
        "970-555",
        "(970) 555",
    ],
)
def test_a_number_that_cannot_be_dialed(number: str) -> None:
    assert not reaching.can_be_dialed(number)


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        ("help@example.org", True),
        ("first.last+tag@mail.example.co.uk", True),
        ("email-example_com", False),
        ("help@example", False),
        ("help@example.org, other@example.org", False),
        ("Help <help@example.org>", False),
        ("@example.org", False),
        ("help@example..org", False),
    ],
)
def test_an_email_address(text: str, is_right: bool) -> None:
    assert reaching.is_email(text) is is_right


@pytest.mark.parametrize(
    ("text", "is_whole", "lacks_beginning"),
    [
        ("https://example.org", True, False),
        ("http://example.org:8080/a?b=c#d", True, False),
        ("urn:uuid:0bc248fa", True, False),
        ("www.example.org/help", False, True),
        ("example.org", False, True),
        ("example/counselling", False, False),
        ("example_counselling", False, False),
        ("example_com", False, False),
        ("https://", False, False),
        ("https://[::1", False, False),
        ("https://a b.org", False, False),
        ("see our page", False, False),
    ],
)
def test_a_web_address(text: str, is_whole: bool, lacks_beginning: bool) -> None:
    assert (words.is_uri(text), words.is_host(text)) == (is_whole, lacks_beginning)


@pytest.mark.parametrize(
    ("latitude", "longitude", "fault"),
    [
        (39.8, -89.6, ""),
        (-89.6, 39.8, ""),
        (-118.2, 34.1, "swapped"),
        (0.0, 0.0, "impossible"),
        (0.0, 30.0, ""),
        (100.0, 101.0, "impossible"),
        (39.8, -189.6, "impossible"),
    ],
)
def test_coordinates(latitude: float, longitude: float, fault: str) -> None:
    assert words.coordinate_fault(latitude, longitude) == fault


def test_marks_of_html_are_told_from_plain_signs() -> None:
    assert words.has_marks("<p>Free meals</p>")
    assert words.has_marks("Meals &amp; rides")
    assert not words.has_marks("Ages 5 < 12 & up")
    assert not words.has_marks("AT&T")


def test_capitals_are_told_from_short_names() -> None:
    assert words.is_in_capitals("JUNIPER FOOD PANTRY")
    assert not words.is_in_capitals("YMCA")
    assert not words.is_in_capitals("YWCA of Juniper")
    assert not words.is_in_capitals("NAACP NYC")


def test_dates_and_times_of_the_standard() -> None:
    assert exact.is_date("2026-09-01")
    assert not exact.is_date("2026-02-30")
    assert not exact.is_date("9/1/2026")
    assert exact.is_moment("2023-03-15T10:30:45.123Z")
    assert not exact.is_moment("2023-03-15")
    assert exact.is_time("09:00")
    assert exact.is_time("10:00:00Z")
    assert not exact.is_time("9 am")
    assert words.day_of("2023-03-15T10:30:45Z") == words.day_of("2023-03-15")
