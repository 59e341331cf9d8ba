"""The language of a page: from the link, the user's choice, the device, or the first offered."""

from datetime import datetime

import pytest
from django.utils.formats import date_format, number_format
from django.utils.translation import override

from throughline.ui.language import direction, language_name, negotiate

OFFERED = ["en", "es", "ar"]


@pytest.mark.parametrize(
    ("query", "cookie", "accepted", "expected"),
    [
        ("es", "en", "ar", "es"),
        ("", "ar", "es", "ar"),
        ("", "", "es-MX,es;q=0.9,en;q=0.8", "es"),
        ("", "", "fr,de;q=0.9", "en"),
        ("", "", "fr;q=0.9,ar;q=0.3,es;q=0.7", "es"),
        ("xx", "yy", "", "en"),
        ("ES", "", "", "es"),
        ("es-419", "", "", "es"),
        ("", "", "nonsense;;q=,", "en"),
        ("../../etc", "", "*", "en"),
    ],
)
def test_the_language_is_the_first_of_link_choice_and_device_that_is_offered(
    query: str, cookie: str, accepted: str, expected: str
) -> None:
    assert negotiate(query, cookie, accepted, OFFERED) == expected


def test_a_language_the_district_does_not_offer_is_never_chosen() -> None:
    assert negotiate("es", "es", "es", ["en"]) == "en"


@pytest.mark.parametrize(("code", "reads"), [("en", "ltr"), ("ar", "rtl"), ("es-mx", "ltr"), ("xx", "ltr")])
def test_arabic_reads_from_the_right_and_an_unknown_language_from_the_left(code: str, reads: str) -> None:
    assert direction(code) == reads


def test_spanish_is_written_as_in_the_united_states() -> None:
    evening = datetime(2026, 11, 29, 21, 30)
    with override("es"):
        assert number_format(1_234_567.5, 1, force_grouping=True) == "1,234,567.5"
        assert date_format(evening, "DATETIME_FORMAT") == "29 de noviembre de 2026, 9:30 p.m."
        assert date_format(evening, "TIME_FORMAT") == "9:30 p.m."


@pytest.mark.parametrize(
    ("code", "english", "spanish"),
    [("es", "Spanish", "español"), ("fr", "French", "francés"), ("xx", "xx", "xx")],
)
def test_a_language_is_named_in_the_reader_s(code: str, english: str, spanish: str) -> None:
    with override("en"):
        assert language_name(code) == english
    with override("es"):
        assert language_name(code) == spanish
