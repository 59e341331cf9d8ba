"""Translated text: display, storage and form fields."""

import json

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import override

from tests import make
from throughline.accounts.models import District
from throughline.ui.fields import TranslatedText, TranslatedTextField, translation_gaps
from throughline.ui.forms import LONGEST_TEXT, TranslatedTextFormField

BOTH = TranslatedText.of("en", "Real work", es="Trabajo real")


def test_a_text_speaks_the_language_of_the_page_and_falls_back_to_its_own() -> None:
    with override("es"):
        assert str(BOTH) == "Trabajo real"
        assert BOTH.lang == "es"
    with override("ar"):
        assert str(BOTH) == "Real work"
        assert BOTH.lang == "en"
    assert BOTH.in_language("es-mx") == "Trabajo real"


def test_a_text_without_words_in_its_source_language_counts_as_nothing() -> None:
    assert not TranslatedText()
    assert not TranslatedText.of("en", "  ")
    assert not TranslatedText("en", {"es": "solo esto"})


def test_a_text_survives_the_way_through_json_with_its_marks() -> None:
    text = TranslatedText("en", {"en": "a", "es": "b"}, {"es": True}, {"es": True})
    assert TranslatedText.from_json(json.loads(json.dumps(text.as_json()))) == text


@pytest.mark.parametrize("stored", [[], "words", 7, {"texts": "words"}, {}])
def test_what_is_no_text_with_languages_is_refused(stored: object) -> None:
    with pytest.raises(ValidationError):
        TranslatedText.from_json(stored)


def test_the_field_is_written_into_migrations_without_its_default() -> None:
    _name, path, args, kwargs = TranslatedTextField(blank=True).deconstruct()
    assert path == "throughline.ui.fields.TranslatedTextField"
    assert args == []
    assert kwargs == {"blank": True}
    assert isinstance(TranslatedTextField(**kwargs), models.JSONField)


def test_the_field_asks_for_words_unless_it_may_be_blank() -> None:
    with pytest.raises(ValidationError):
        TranslatedTextField().validate(TranslatedText(), None)
    TranslatedTextField(blank=True).validate(TranslatedText(), None)


class TextForm(forms.Form):
    words = TranslatedTextFormField(label="Words", languages=["en", "es"])
    aside = TranslatedTextFormField(label="Aside", languages=["en", "es"], required=False, rows=1)


def test_the_source_is_required_and_its_translation_is_not() -> None:
    form = TextForm({"words_en": "Hello", "words_es": ""})
    assert form.is_valid()
    assert form.cleaned_data["words"] == TranslatedText.of("en", "Hello")
    assert not TextForm({"words_en": " ", "words_es": "Hola"}).is_valid()


def test_a_translation_without_its_source_is_refused_even_where_nothing_is_required() -> None:
    form = TextForm({"words_en": "Hello", "aside_es": "Hola"})
    assert not form.is_valid()
    assert "English" in form.errors["aside"][0]


def test_each_box_is_labeled_in_its_own_language_and_holds_what_was_there() -> None:
    html = str(TextForm(initial={"words": BOTH})["words"])
    assert "Español" in html
    assert 'lang="es"' in html
    assert "Trabajo real" in html
    assert "style=" not in html


def test_a_form_asks_for_the_languages_of_the_district_it_is_opened_in(district: District) -> None:
    district.languages = ["es"]
    from django_scopes import scope

    with scope(district=district):
        form = TextForm({"words_es": "Hola"})
        assert form.is_valid()
    assert form.cleaned_data["words"] == TranslatedText.of("es", "Hola")


def test_a_text_in_any_language_has_a_most_of_characters() -> None:
    field = TranslatedTextFormField(languages=["en", "es"])
    assert field.clean(["a" * LONGEST_TEXT, ""])
    for too_long in (["a" * (LONGEST_TEXT + 1), ""], ["a", "b" * (LONGEST_TEXT + 1)]):
        with pytest.raises(forms.ValidationError):
            field.clean(too_long)


# What may be out of date


def _after(data: dict[str, str], before: TranslatedText = BOTH) -> TranslatedText:
    form = TextForm(data, initial={"words": before})
    assert form.is_valid()
    text: TranslatedText = form.cleaned_data["words"]
    return text


def test_a_translation_may_be_out_of_date_once_the_text_was_changed_and_it_was_not() -> None:
    english, spanish = BOTH.texts["en"], BOTH.texts["es"]
    changed = _after({"words_en": "Other words", "words_es": spanish})
    assert changed.stale == {"es": True}
    assert TranslatedText.from_json(changed.as_json()) == changed
    again = _after({"words_en": "Other words", "words_es": spanish}, changed)
    assert again == changed  # saving what is there changes nothing
    assert _after({"words_en": "Other words", "words_es": "Otras palabras"}, changed).stale == {}
    assert _after({"words_en": english, "words_es": "Otra vez"}).stale == {}
    checked = {"words_en": "Other words", "words_es": spanish, "words_checked_es": "on"}
    assert _after(checked, changed).stale == {}
    assert "stale" not in BOTH.as_json()


def test_a_text_that_is_saved_as_it_was_keeps_its_marks() -> None:
    before = TranslatedText("en", dict(BOTH.texts), {"es": True}, {"es": True})
    assert _after({"words_en": BOTH.texts["en"], "words_es": BOTH.texts["es"]}, before) == before


def test_the_boxes_say_what_is_missing_and_what_may_be_out_of_date() -> None:
    assert ">missing<" in str(TextForm(initial={"words": TranslatedText.of("en", "Hello")})["words"])
    assert ">missing<" not in str(TextForm()["words"])
    stale = TranslatedText("en", dict(BOTH.texts), stale={"es": True})
    html = str(TextForm(initial={"words": stale})["words"])
    assert ">may be out of date<" in html
    assert 'name="words_checked_es"' in html
    assert "checked_" not in str(TextForm(initial={"words": BOTH})["words"])


def test_gaps_are_counted_in_each_language_that_has_any(district: District) -> None:
    stale = TranslatedText("en", {"en": "A", "es": "B"}, stale={"es": True})
    cycle = make.cycle(decision=stale, title=TranslatedText.of("en", "A", es="B"))
    [gap] = translation_gaps([cycle], ["en", "es"])
    # The decider, when it is decided, what is fixed and what is asked have no Spanish; the note is empty.
    assert (gap.language, gap.n_missing, gap.n_stale) == ("es", 4, 1)
    assert translation_gaps([cycle], ["en"]) == []
