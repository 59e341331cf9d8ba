"""What a search ignores: case, accents, apostrophes, hyphens, and ways of writing the same letter."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.formats.folding import fold, terms_of

SAME = [
    ("Educación para NIÑOS", "educacion para ninos"),
    ("Straße, GROẞ", "strasse gross"),
    ("Æsop œuvre SØREN Đặng Łódź", "aesop oeuvre soren dang lodz"),
    ("İstanbul ırmak", "istanbul irmak"),
    ("ΟΔΟΣ Αθήνα", "οδοσ αθηνα"),
    ("ЁЛКА їжак", "елка іжак"),
    ("children’s children's", "childrens childrens"),
    ("after\u2011school after-school", "afterschool afterschool"),
    ("soft\u00adhyphen zero\u200bwidth", "softhyphen zerowidth"),
    ("ﬁle Ｗｉｄｅ ①", "file wide 1"),
    ("مَدْرَسَة مـــدرسة", "مدرسه مدرسه"),
    ("أمل إمل آمل ٱمل", "امل امل امل امل"),
    ("علی کتاب", "علي كتاب"),
    ("١٢٣ ۱۲۳ १२३", "123 123 123"),
    ("한국어", "한국어"),
    ("ﾄﾞﾗﾏ ドラマ", "ドラマ ドラマ"),
    ("牙科诊所", "牙科诊所"),
    ("ትምህርት ቤት", "ትምህርት ቤት"),
    ("हिंदी", "हिंदी"),
    ("100% of_it a\\b", "100% of_it a\\b"),
    ("St. Mary's (K–8); «yes»", "st marys k 8 yes"),
    ("  one\n\ttwo\u00a0three ", "one two three"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "folded"), SAME)
def test_what_people_type_differently_is_the_same(text: str, folded: str) -> None:
    assert fold(text) == unicodedata.normalize("NFC", folded)


def test_voiced_kana_and_other_vowels_stay_different_letters() -> None:
    assert fold("がき") != fold("かき")
    assert fold("कि") != fold("क")
    assert fold("กา") != fold("กี")


def test_a_syllable_of_hangul_is_not_found_in_another() -> None:
    assert fold("하") not in fold("한국")
    assert fold(unicodedata.normalize("NFD", "한국")) == fold("한국")


def _all_characters() -> list[str]:
    return [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) != "Cs"]


def test_folding_each_character_again_changes_nothing() -> None:
    assert [c for c in _all_characters() if fold(folded := fold(f"a{c}b")) != folded] == []


def test_each_character_is_folded_as_its_decomposition() -> None:
    forms = ("NFC", "NFD", "NFKC", "NFKD")
    different = {
        c
        for c in _all_characters()
        for form in forms
        if (other := unicodedata.normalize(form, c)) != c and fold(f"a{c}b") != fold(f"a{other}b")
    }
    # Accents that stand alone: their compatibility decomposition is a blank and a mark.
    assert different <= {"´", "΄", "\u1ffd"}


def test_case_of_a_letter_makes_no_difference() -> None:
    different = [c for c in _all_characters() if c.lower() != c and fold(c.lower()) != fold(c)]
    assert different == []


def _is_found(text: str, words: str) -> bool:
    return all(term.is_in(fold(text)) for term in terms_of(words))


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(TEXTS)
def test_folding_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(TEXTS.filter(lambda text: "´" not in unicodedata.normalize("NFC", text)))
def test_composed_and_decomposed_texts_are_the_same(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@given(TEXTS, TEXTS)
def test_a_text_has_each_of_its_words(one: str, other: str) -> None:
    assert _is_found(f"{one} {other}", one)


@pytest.mark.parametrize(
    ("words", "texts", "others"),
    [
        ("NINOS educacion", ["Educación para niños"], ["Educación para todos", "Los niños"]),
        ('"para ninos"', ["Educación para niños"], ["niños para"]),
        ("“para niños”", ["Educación para niños"], ["niños para"]),
        ("after-school", ["After school", "afterschool", "after‑school"], ["school after"]),
        ("l'école", ["L’école", "lécole"], ["école"]),
        ("100%", ["100% of us"], ["1000", "100 percent"]),
        ("a_b", ["A_B"], ["axb"]),
        ("a\\b", ["A\\B"], ["ab"]),
        ('"unfinished quote', ["an unfinished quote"], ["unfinished"]),
    ],
)
def test_every_word_of_a_search_is_in_what_it_finds(words: str, texts: list[str], others: list[str]) -> None:
    assert [text for text in [*texts, *others] if _is_found(text, words)] == texts


def test_a_search_has_each_word_once_and_none_for_punctuation() -> None:
    assert [term.typed for term in terms_of("niños NINOS school")] == ["niños", "school"]
    assert terms_of(' ?! "" ’ - ') == []
