import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.formats.names import plain_name


@pytest.mark.parametrize(
    "spelling",
    [
        "services_at_location",
        "Services at Location",
        "services-at-location",
        "ServicesAtLocation",
        "SERVICES\N{NO-BREAK SPACE}AT\N{NON-BREAKING HYPHEN}LOCATION",
        " services.at..location ",
        "\N{FULLWIDTH LATIN SMALL LETTER S}ervices at location",
    ],
)
def test_spellings_of_one_name_are_equal(spelling: str) -> None:
    assert plain_name(spelling) == "servicesatlocation"


def test_accents_do_not_tell_names_apart() -> None:
    assert plain_name("Ubicación") == plain_name("UBICACIO\N{COMBINING ACUTE ACCENT}N") == "ubicacion"


def test_letters_digits_and_number_tell_names_apart() -> None:
    assert len({plain_name(name) for name in ("service", "services", "service 2", "سرویس", "服务")}) == 5


def test_a_name_of_punctuation_alone_is_empty() -> None:
    assert plain_name(" -_. ") == ""


@given(st.text())
def test_a_plain_name_is_its_own_plain_name(text: str) -> None:
    assert plain_name(plain_name(text)) == plain_name(text)
