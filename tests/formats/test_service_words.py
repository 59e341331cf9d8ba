"""What a service costs and how a place can be reached, in the words of entries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.formats.service_words import ACCESS_NAMES, accessibility_in, cost_in

FREE = [
    "Free",
    "FREE of charge.",
    "Free to everyone",
    "No cost",
    "There is no charge for this service.",
    "No membership fee",
    "$0",
    "$0.00",
    "Gratis",
    "Gratuito para todos",
    "Sin costo",
    "No hay cuotas",
    "No se cobra",
    "none",
]
REDUCED = [
    "Sliding scale",
    "Free or sliding scale",
    "Sliding-fee scale based on income",
    "Según ingresos",
    "Cuota según los ingresos de la familia",
    "Reduced price; donations welcome",
    "Low-cost: $5",
    "Scholarships available, $40 a month",
]
PAID = [
    "$25 per hour",
    "Not free",
    "This is not a free service",
    "No es gratis",
    "Fees vary",
    "Flat fee regardless of income",
    "20 dollars",
    "Cuota mensual",
    "Tiene costo",
    "Registration fee",
]
UNKNOWN = [
    "",
    "Call for information",
    "Free for members only",
    "First visit free",
    "Free for children, adults $5",
    "Free to eligible persons",
    "Primera consulta gratis",
    "Gratis si tiene Medicaid",
    "Smoke-free building",
    "Sugar-free snacks",
    "Call about costs",
    "Medicaid accepted",
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((text, "free") for text in FREE),
        *((text, "reduced") for text in REDUCED),
        *((text, "paid") for text in PAID),
        *((text, "") for text in UNKNOWN),
    ],
)
def test_a_cost_is_read_only_where_it_is_said_plainly(text: str, expected: str) -> None:
    assert cost_in(text) == expected
    assert cost_in(text.upper()) == expected
    assert cost_in(f"  {text}\n") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wheelchair ramp, elevator", {"wheelchair", "elevator"}),
        ("ADA accessible; no parking", {"wheelchair"}),
        ("No elevator", set()),
        ("Not wheelchair accessible", set()),
        ("Restrooms are not accessible", set()),
        ("Rampa y estacionamiento", {"wheelchair", "parking"}),
        ("Sin elevador, pero hay rampa", {"wheelchair"}),
        ("Baños y letra grande", {"restroom", "large_print"}),
        ("ASL interpreters on request", {"sign_language"}),
        ("Lenguaje de señas", {"sign_language"}),
        ("Hearing loop. Guide dogs welcome.", {"hearing", "service_animals"}),
        ("Elevator. The elevator is not working", set()),
        ("Second floor", set()),
        ("Stroller parking", set()),
        ("Street parking only", set()),
        ("Bike parking, accessible parking", {"parking"}),
        ("Parking lot", {"parking"}),
        ("Estacionamiento para carriolas", set()),
        ("Estacionamiento para personas con discapacidad", {"parking"}),
        ("Pool lift, accessible changing rooms", set()),
        ("Lift to all floors", {"elevator"}),
        ("Wheelchair lift", {"wheelchair", "elevator"}),
        ("Skate ramp", set()),
        ("Step-free entrance", {"wheelchair"}),
        ("step free", {"wheelchair"}),
        ("Barrier-free", {"wheelchair"}),
        ("Accessible entrance", {"wheelchair"}),
        ("The building is accessible", {"wheelchair"}),
        ("Fully accessible", {"wheelchair"}),
        ("Accessible", set()),
        ("Accessible by bus", set()),
        ("Accesible en autobús", set()),
        ("Entrada accesible", {"wheelchair"}),
    ],
)
def test_accessibility_is_what_no_clause_denies(text: str, expected: set[str]) -> None:
    assert accessibility_in([text]) == expected
    assert accessibility_in([text.upper()]) == expected


def test_texts_of_one_place_are_read_together() -> None:
    assert accessibility_in(["Elevator", "Ramp", ""]) == {"elevator", "wheelchair"}
    assert accessibility_in(["Elevator", "no elevator"]) == set()
    assert accessibility_in([]) == set()


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert cost_in(text) in {"free", "reduced", "paid", ""}
    assert accessibility_in([text]) <= set(ACCESS_NAMES)


@given(st.sampled_from(FREE), st.sampled_from(PAID))
def test_what_is_said_to_cost_something_is_never_free(free: str, paid: str) -> None:
    assert cost_in(f"{free}. {paid}") != "free"
    assert cost_in(f"{paid}. {free}") != "free"
