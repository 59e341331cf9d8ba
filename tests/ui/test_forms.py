"""Form errors, and the HTML that forms render."""

import re
from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.utils import translation
from django_scopes import scope

from tests import make
from throughline.ui.fields import TranslatedText
from throughline.ui.forms import DayField, EncodingField, ManyFilesField, TranslatedTextFormField
from throughline.ui.templatetags.ui import weblink


class Everything(forms.Form):
    words = TranslatedTextFormField(label="Words", help_text="In your own.")
    short = TranslatedTextFormField(label="Short", rows=1, required=False)
    day = DayField(label="Day")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    several = forms.MultipleChoiceField(
        label="Several", choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple
    )
    yes = forms.BooleanField(label="Yes", help_text="Say yes.")
    n = forms.IntegerField(label="How many")
    hidden = forms.CharField(widget=forms.HiddenInput)


def _ids(page: str) -> list[str]:
    return re.findall(r'\sid="([^"]+)"', page)


@pytest.mark.parametrize("data", [None, {}, {"words_es": "Hola", "n": "many"}])
def test_no_id_stands_twice_and_every_one_named_is_there(data: dict[str, str] | None) -> None:
    page = render_to_string("ui/form.html", {"form": Everything(data)})
    ids = _ids(page)
    assert len(ids) == len(set(ids))
    named = set(re.findall(r'for="([^"]+)"', page)) | set(re.findall(r'href="#([^"]+)"', page))
    for several in re.findall(r'aria-describedby="([^"]+)"', page):
        named |= set(several.split())
    assert named <= set(ids)


def test_the_list_of_errors_leads_to_the_first_box_of_each_field() -> None:
    page = render_to_string("ui/form.html", {"form": Everything({})})
    links = re.findall(r'href="#([^"]+)"', page)
    assert links == ["id_words_0", "id_day", "id_kind_0", "id_several_0", "id_yes", "id_n"]
    for link in links:
        assert re.search(rf'<(input|textarea|select)[^>]* id="{link}"', page), link
    assert 'role="alert"' in page
    assert "style=" not in page


def test_only_the_box_of_the_source_is_required() -> None:
    page = str(Everything()["words"])
    boxes = re.findall(r"<textarea[^>]*>", page)
    assert [" required" in box for box in boxes] == [True, False]
    assert " required" not in str(Everything()["short"])


def test_a_form_in_a_district_of_three_languages_has_a_box_for_each(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    district = make.district("three", languages=["es", "ar", "en"])
    with scope(district=district):
        form = Everything({"words_es": "Hola", "words_ar": "أهلا", "words_en": ""})
        page = str(form["words"])
        assert re.findall(r'<textarea[^>]* lang="(\w+)"', page) == ["es", "ar", "en"]
        assert "أهلا" in page
        assert page.count('dir="auto"') == 3
        form.is_valid()
        assert form.cleaned_data["words"] == TranslatedText("es", {"es": "Hola", "ar": "أهلا"})


def test_words_in_another_language_alone_ask_for_the_source() -> None:
    form = Everything({"words_es": "Hola"})
    assert "Enter the text in English too" in form.errors["words"][0]
    assert "Hola" in str(form["words"])


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_day_is_handed_to_the_browser_as_iso_whatever_the_language(language: str) -> None:
    with translation.override(language):
        form = Everything(initial={"day": date(2026, 11, 2)})
        assert 'value="2026-11-02"' in str(form["day"])
        typed = Everything({"day": "2026-11-02"})
        typed.is_valid()
        assert typed.cleaned_data["day"] == date(2026, 11, 2)
        assert 'value="2026-11-02"' in str(typed["day"])


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "http:",
        "http://[",
        "",
        "plain",
    ],
)
def test_what_is_no_web_address_is_shown_and_not_linked(address: str) -> None:
    assert weblink(address) == address


def test_a_web_address_is_a_link_and_is_escaped() -> None:
    assert 'href="https://example.org/a"' in weblink("https://example.org/a")
    assert ">example.org/a<" in weblink("https://example.org/a/")
    assert '"><' not in weblink('https://example.org/"><script>').replace("</a>", "").split(">", 1)[0]
    assert "<script>" not in weblink("https://example.org/<script>")


def test_an_empty_file_among_several_is_named() -> None:
    files = [SimpleUploadedFile("full.csv", b"id\n"), SimpleUploadedFile("none.csv", b"")]
    with pytest.raises(ValidationError, match=r"none\.csv: This file is empty\. Export it again\."):
        ManyFilesField().clean(files)
    with pytest.raises(ValidationError, match="This field is required"):
        ManyFilesField().clean([])


@pytest.mark.parametrize(("sent", "encoding"), [("", "detect"), (None, "detect"), ("cp1252", "cp1252")])
def test_an_encoding_is_detected_unless_it_is_stated(sent: str | None, encoding: str) -> None:
    assert EncodingField().clean(sent) == encoding
    with pytest.raises(ValidationError):
        EncodingField().clean("utf-7")
