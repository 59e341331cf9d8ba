"""What families type is understood as kinds of support, in both languages, and nothing else is."""

import csv
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.formats.folding import fold
from throughline.formats.service_words import ACCESS_NAMES
from throughline.methods.needs import LONGEST_READ, NEEDS, SURE, Needs, needs_in
from throughline.methods.needs.phrases import terms_in, vocabulary
from throughline.methods.needs.spellings import MOST_CORRECTED, sound, stem, words_of

KINDS = {
    "health-care": ["Health care", "Atención médica"],
    "vision-dental": ["Vision and dental exams", "Exámenes de la vista y dentales"],
    "food": ["Food programs", "Programas de alimentos"],
    "child-care": ["Child care", "Cuidado de niños"],
    "teen-pregnancy-prevention": ["Teen pregnancy prevention", "Prevención del embarazo adolescente"],
    "teen-parenting": ["Teen parenting", "Apoyo a padres y madres adolescentes"],
    "mental-health": ["Mental health", "Salud mental"],
    "substance-abuse": ["Substance abuse prevention and intervention", "Prevención del abuso de sustancias"],
    "sports": ["Sports and recreation", "Deporte y recreación"],
    "mentoring": ["Mentoring and reading help", "Mentoría y ayuda con la lectura"],
    "work-experience": ["Work experience", "Experiencia de trabajo"],
    "enrichment": ["Arts and enrichment", "Arte y enriquecimiento"],
    "academic-help": ["Academic help", "Ayuda con los estudios"],
    "college-career": ["College and career", "Universidad y carrera"],
    "basic-needs": ["Basic needs", "Necesidades básicas"],
    "family-engagement": ["Family engagement", "Participación de las familias"],
}

UNDERSTOOD = {
    "dentist": "vision-dental",
    "tooth ache": "vision-dental",
    "toothache": "vision-dental",
    "me duele una muela": "vision-dental",
    "dentizta": "vision-dental",
    "DIENTES!!": "vision-dental",
    "reading glasses": "vision-dental",
    "no ve bien el pizarrón": "vision-dental",
    "reading help": "mentoring",
    "my son can't read": "mentoring",
    "ayuda con la tarea": "academic-help",
    "clases de inglés": "academic-help",
    "job for my son": "work-experience",
    "job shadow": "college-career",
    "beca para el colegio": "college-career",
    "can’t pay rent": "basic-needs",
    "luz cortada": "basic-needs",
    "panales": "basic-needs",
    "gaurderia": "child-care",
    "someone to watch my kids while I work": "child-care",
    "my kid is sad all the time": "mental-health",
    "sicologo para mi niña": "mental-health",
    "mi esposo toma mucho": "substance-abuse",
    "pregnant and in high school": "teen-parenting",
    "im pregnant": "health-care",
    "prevent pregnancy": "teen-pregnancy-prevention",
    "big brother for my son": "mentoring",
    "swim lessons": "sports",
    "piano lessons": "enrichment",
    "llenar formas": "family-engagement",
    "alquiler": "basic-needs",
    "alquilar": "basic-needs",
    "no puedo pagar el alquiler": "basic-needs",
    "arriendo": "basic-needs",
    "homeles": "basic-needs",
    "i need fod": "food",
    "foood": "food",
    "hunger": "food",
    "aire acondicionado": "basic-needs",
    "medicade": "health-care",
    "estampillas": "food",
}

NOT_UNDERSTOOD = {
    "": (),
    "?!": (),
    "child": (),
    "necesito ayuda": (),
    "nesesito alluda": (),
    "lawyer": ("lawyer",),
    "abogado de inmigración": ("abogado", "inmigracion"),
    "school": ("school",),
    "xyzzy qwfp": ("xyzzy", "qwfp"),
    "\ufdfa": tuple(fold("\ufdfa").split()),
}

NEED = {
    "alquiler": "rent",
    "alquilar": "rent",
    "no puedo pagar el alquiler": "rent",
    "debo el arriendo": "rent",
    "homeles": "shelter",
    "fod today": "food",
    "domestic violence": "safety",
    "violencia doméstica": "safety",
    "mi esposo me golpea": "safety",
    "he hits me": "safety",
    "carpool": "transportation",
}

URGENT = [
    "domestic violence",
    "violencia doméstica",
    "mi esposo me golpea",
    "mi pareja me pega",
    "he hits me",
    "fod today",
    "food today",
    "necesito comida hoy",
    "no tenemos qué comer",
    "nowhere to sleep",
    "my mom kicked me out",
    "a safe place tonight",
    "donde dormir esta noche",
    "my husband hits me",
    "my daughter cuts herself",
    "emergency",
    "ayuda urgente",
    "emergency food",
]

NOT_URGENT = [
    "food pantry",
    "urgent care",
    "tutor today",
    "now hiring",
    "shelter volunteer",
    "walk on the street",
    "baseball: he hits well",
    "dinner night",
    "homework tonight",
    "emergency medicaid",
]


@pytest.mark.parametrize(("text", "kind"), UNDERSTOOD.items())
def test_a_need_means_its_kind_of_support(text: str, kind: str) -> None:
    found = needs_in(text, KINDS)
    assert found.codes[0] == kind
    assert found.kinds[0].score == 1
    assert found.likely[0] == kind


@pytest.mark.parametrize(("text", "need"), NEED.items())
def test_everyday_words_and_misspellings_mean_their_need(text: str, need: str) -> None:
    assert needs_in(text, KINDS).needs[0] == need


def test_services_for_safety_are_ranked_by_the_words_of_shelters() -> None:
    words = needs_in("my husband hits me", KINDS).words[:12]
    assert {"violence", "violencia", "shelter", "refugio", "safe place"} <= set(words)
    assert "abuse" not in words  # Substance abuse.


@pytest.mark.parametrize(("text", "others"), NOT_UNDERSTOOD.items())
def test_what_is_not_understood_is_left_to_a_search(text: str, others: tuple[str, ...]) -> None:
    found = needs_in(text, KINDS)
    assert (found.others, found.searched) == (others, others)
    assert found == Needs(others=others, searched=others)


@pytest.mark.parametrize("text", URGENT)
def test_a_need_that_cannot_wait_is_urgent(text: str) -> None:
    assert needs_in(text, KINDS).is_urgent


@pytest.mark.parametrize("text", NOT_URGENT)
def test_other_needs_are_not_urgent(text: str) -> None:
    assert not needs_in(text, KINDS).is_urgent


def test_nine_of_ten_written_needs_have_their_kind_among_the_first_three() -> None:
    """They were written by someone who had not seen the vocabulary. They don't add to it."""
    with (Path(__file__).parent / "needs_cases.csv").open(encoding="utf-8", newline="") as file:
        cases = list(csv.DictReader(file))
    found = [case["kind"] in needs_in(case["need"], KINDS).codes[:3] for case in cases]
    assert len(cases) >= 80
    assert {case["kind"] for case in cases} <= set(KINDS)
    assert sum(found) / len(cases) >= 0.9


def test_a_search_gets_the_words_of_the_need_and_not_of_others_of_its_kind() -> None:
    dental, vision = needs_in("tooth hurts", KINDS), needs_in("anteojos", KINDS)
    assert {"dentist", "muela", "tooth", "diente"} <= set(dental.words)
    assert "glasses" not in dental.words
    assert vision.words[0] == "anteojos"
    assert "dentist" not in vision.words


def test_the_first_words_of_a_need_are_of_both_languages_and_none_contains_a_former_one() -> None:
    for need in NEEDS:
        english, spanish = (terms_in(listed) for listed in need.names.split(";"))
        assert english
        assert spanish
    words = needs_in("braces", KINDS).words
    assert words[0] == "braces"
    assert {"teeth", "diente", "muela"} <= set(words[:12])
    assert not [(one, other) for one, other in combinations(words, 2) if one in other]


def test_the_language_wanted_is_no_need() -> None:
    found = needs_in("dentist who speaks Spanish", KINDS)
    assert (found.languages, found.others, found.codes[0]) == (("es",), (), "vision-dental")
    assert needs_in("dentista que hable español", KINDS).languages == ("es",)
    assert needs_in("consejera en inglés", KINDS).languages == ("en",)
    assert needs_in("Vietnamese interpreter", KINDS).languages == ("vi",)
    assert needs_in("she doesn't speak English", KINDS).languages == ()
    assert needs_in("learn Spanish", KINDS).languages == ()
    assert needs_in("learn English", KINDS).codes[0] == "academic-help"


@pytest.mark.parametrize(
    ("text", "free", "is_open", "access", "age"),
    [
        ("gratis", True, False, (), None),
        ("free", True, False, (), None),
        ("sin costo", True, False, (), None),
        ("drug free", False, False, (), None),
        ("free time", False, False, (), None),
        ("abierto ahora", False, True, (), None),
        ("open now", False, True, (), None),
        ("what is open right now", False, True, (), None),
        ("que esté abierto hoy", False, True, (), None),
        ("open on saturday", False, False, (), None),
        ("open gym", False, False, (), None),
        ("dentista abierto ahora", False, True, (), None),
        ("dentista gratis", True, False, (), None),
        ("wheelchair", False, False, ("wheelchair",), None),
        ("silla de ruedas", False, False, ("wheelchair",), None),
        ("rampa", False, False, ("wheelchair",), None),
        ("wheelchair accessible dentist with elevator", False, False, ("wheelchair", "elevator"), None),
        ("ASL", False, False, ("sign_language",), None),
        ("sign language class", False, False, (), None),
        ("algo gratis para niña de 5 años", True, False, (), 5),
        ("free for 5 year old", True, False, (), 5),
        ("free for my 5yo", True, False, (), 5),
        ("age 12", False, False, (), 12),
        ("mi hijo tiene 8 años", False, False, (), 8),
        ("bebé de 3 meses", False, False, (), 0),
        ("18 month old", False, False, (), 1),
        ("behind 2 months on rent", False, False, (), None),
        ("debo 2 meses de renta", False, False, (), None),
        ("lived here 5 years", False, False, (), None),
    ],
)
def test_words_of_filters_are_no_texts_to_search(
    text: str, free: bool, is_open: bool, access: tuple[str, ...], age: int | None
) -> None:
    found = needs_in(text, KINDS)
    assert (found.wants_free, found.wants_open, found.accessibility, found.age) == (
        free,
        is_open,
        access,
        age,
    )
    assert set(found.accessibility) <= set(ACCESS_NAMES)
    if found.has_filters:
        assert found.others == ()
    assert not found.is_urgent


def test_what_is_needed_is_told_from_filters_and_from_asking() -> None:
    assert needs_in("dentista gratis", KINDS).codes[0] == "vision-dental"
    assert needs_in("free wheelchair accessible dentist", KINDS).codes[0] == "vision-dental"
    assert needs_in("free lawyer", KINDS).searched == ("lawyer",)
    assert needs_in("i need a tutor for my son", KINDS).searched == ("tutor",)
    for text in ("ayuda", "para mi hijo", "i need help with", "gratis", "open now", "rampa", ""):
        assert needs_in(text, KINDS).is_open_ended
    for text in ("dentist", "lawyer", "free lawyer"):
        assert not needs_in(text, KINDS).is_open_ended
    assert not needs_in("ayuda", KINDS).has_filters


def test_understood_words_are_known_with_their_spelling() -> None:
    assert needs_in("renta", KINDS).understood == {"renta"}
    assert not needs_in("renta biles", KINDS).misspelled
    assert needs_in("dentizta gratis", KINDS).understood == {"dentizta", "gratis"}
    assert needs_in("dentizta gratis", KINDS).misspelled == {"dentizta"}


def test_two_needs_are_both_found() -> None:
    assert set(needs_in("diapers and a dentist", KINDS).likely) == {"basic-needs", "vision-dental"}


def test_a_kind_that_only_may_help_has_a_low_score() -> None:
    scores = {kind.code: kind.score for kind in needs_in("dentist", KINDS).kinds}
    assert scores["health-care"] < SURE <= scores["vision-dental"]


def test_a_district_without_a_kind_is_not_sent_to_it() -> None:
    assert needs_in("dentist", {"food": ["Food"]}).codes == ()
    assert needs_in("dentist", {"food": ["Food"]}).needs == ("dental",)


def test_kinds_of_a_district_are_known_by_their_names() -> None:
    kinds = {"teeth": ["Dental clinics"], "law": ["Legal help and immigration", "Ayuda legal"], "x": [""]}
    assert needs_in("me duele una muela", kinds).codes == ("teeth",)
    assert needs_in("inmigration", kinds).codes == ("law",)
    assert needs_in("ayuda legal", kinds).codes == ("law",)
    assert needs_in("ayuda", kinds).codes == ()
    assert needs_in("immigration", kinds).others == ()


def test_the_whole_name_of_a_kind_means_it() -> None:
    for code, names in KINDS.items():
        for name in names:
            assert needs_in(name, KINDS).codes[0] == code


def test_a_correction_counts_less_than_the_word_itself() -> None:
    kinds = [kind.code for kind in needs_in("dentst tutor", KINDS).kinds[:2]]
    assert kinds == ["academic-help", "vision-dental"]


def test_a_short_or_usual_word_is_not_corrected() -> None:
    assert needs_in("cot", KINDS).codes == ()  # coat
    assert needs_in("tired horse", KINDS).codes == ()
    for word in (
        "great",
        "where",
        "think",
        "building",
        "reporte",
        "glass",
        "cuando",
        "mientras",
        "gente",
    ):
        assert needs_in(word, KINDS).codes == ()


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    found = needs_in(text, KINDS)
    assert needs_in(fold(text), KINDS).codes == found.codes
    assert set(found.codes) <= set(KINDS)
    assert all(0 < kind.score <= 1 for kind in found.kinds)
    assert [kind.score for kind in found.kinds] == sorted((kind.score for kind in found.kinds), reverse=True)
    assert set(found.others) <= set(fold(text).split())


@given(st.text(max_size=40))
def test_words_are_in_their_basic_form(text: str) -> None:
    assert words_of(" ".join(words_of(text))) == words_of(text)
    for word in fold(text).split():
        assert stem(stem(word)) == stem(word)
        assert sound(word) == sound(sound(word))


@given(
    st.lists(st.sampled_from(sorted({word for term in vocabulary().meanings for word in term})), max_size=40)
)
def test_words_of_the_vocabulary_in_any_order_are_read(words: list[str]) -> None:
    found = needs_in(" ".join(words), KINDS)
    assert set(found.codes) <= set(KINDS)
    assert len(set(found.words)) == len(found.words)


def test_only_the_beginning_of_a_text_is_read() -> None:
    assert needs_in("x " * LONGEST_READ + "dentist", KINDS).codes == ()


def test_a_text_of_unknown_words_corrects_few_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    spellings = vocabulary().spellings
    asked: list[str] = []

    def meant(_self: object, word: str) -> list[str]:
        asked.append(word)
        return []

    monkeypatch.setattr(type(spellings), "meant", meant)
    needs_in("".join(f"quxwy{chr(97 + n // 26)}{chr(97 + n % 26)} " for n in range(100)), KINDS)
    assert len(set(asked)) == MOST_CORRECTED


def test_every_term_of_the_vocabulary_is_found_as_its_need() -> None:
    """A term that another need swallows, or that has only words that are left out, would never be found."""
    lost = [
        (need.code, term)
        for need in NEEDS
        for listed in (need.names, need.said, need.cannot_wait)
        for term in terms_in(listed)
        if need.code not in needs_in(term, KINDS).needs
    ]
    assert lost == []


def test_needs_have_kinds_and_codes_of_their_own() -> None:
    codes = [need.code for need in NEEDS]
    assert len(set(codes)) == len(codes)
    assert {kind for need in NEEDS for kind in need.kinds} == set(KINDS)
