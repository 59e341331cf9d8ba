"""Messages are extracted, checked and compiled without gettext's binaries; Spanish is complete."""

import gettext
from pathlib import Path

import pytest

from throughline.config import translations

PYTHON = """
from django.utils.translation import gettext as _, ngettext, pgettext

# Translators: shown on arrival
_("Hello %(name)s")
ngettext("%(n)s vote", "%(n)s votes", 3)
pgettext("month", "May")
_("A long sentence "
  "in two parts")
"""
TEMPLATE = """
{% load i18n %}
    {% translate "It's 100% here" %}
  don't "mind
 {# Translators: about people #}
 {% translate "People" context "crowd" as people %}
{% blocktranslate trimmed count n=n %}
    {{ n }} <b>person</b>
{% plural %}
    {{ n }} <b>people</b>
{% endblocktranslate %}
{{ _("A constant") }} {{ x|default:_("A default") }}
{% include "ui/a.html" with label=_("A label") kind="b" %}
"""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    templates = tmp_path / "throughline" / "ui" / "templates" / "ui"
    templates.mkdir(parents=True)
    (templates / "page.html").write_text(TEMPLATE)
    (tmp_path / "throughline" / "views.py").write_text(PYTHON)
    return tmp_path


def edit(base: Path, before: str, after: str) -> None:
    path = translations.catalog_path("es", base)
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))


def complaints(base: Path) -> set[tuple[str, str]]:
    return {(fault.kind, fault.message) for fault in translations.check("es", base)}


def test_messages_are_gathered_from_python_and_templates(base: Path) -> None:
    found = {message.id: message for message in translations.gather(base) if message.id}
    assert set(found) == {
        "Hello %(name)s",
        ("%(n)s vote", "%(n)s votes"),
        "May",
        "A long sentence in two parts",
        "It's 100%% here",
        "People",
        ("%(n)s <b>person</b>", "%(n)s <b>people</b>"),
        "A constant",
        "A default",
        "A label",
    }
    assert found["Hello %(name)s"].auto_comments == ["Translators: shown on arrival"]
    assert found["People"].auto_comments == ["Translators: about people"]
    assert (found["May"].context, found["People"].context) == ("month", "crowd")
    assert "python-format" in found["Hello %(name)s"].flags


def test_an_update_keeps_translations_and_is_calm(base: Path) -> None:
    translations.update("es", base)
    edit(base, 'msgid "A label"\nmsgstr ""', 'msgid "A label"\nmsgstr "Una etiqueta"')
    first = translations.update("es", base).read_bytes()
    assert b"Una etiqueta" in first
    assert translations.update("es", base).read_bytes() == first
    (base / "throughline" / "ui" / "templates" / "ui" / "page.html").write_text("")
    assert b"Una etiqueta" not in translations.update("es", base).read_bytes()


def test_a_check_names_what_is_missing_or_wrong(base: Path) -> None:
    translations.update("es", base)
    assert ("not translated", "May") in complaints(base)
    edit(base, 'msgid "Hello %(name)s"\nmsgstr ""', 'msgid "Hello %(name)s"\nmsgstr "Hola %(nombre)s"')
    edit(base, 'msgid "May"\nmsgstr ""', 'msgid "May"\nmsgstr "mayo"')
    edit(base, 'msgid "A constant"\nmsgstr ""', '#, fuzzy\nmsgid "A constant"\nmsgstr "Una constante"')
    with translations.catalog_path("es", base).open("a") as file:
        file.write('\nmsgid "Gone"\nmsgstr "Ido"\n')
    found = complaints(base)
    assert ("placeholders differ", "Hello %(name)s") in found
    assert ("not translated", "May") not in found
    assert ("marked fuzzy", "A constant") in found
    assert ("no longer used", "Gone") in found


def test_a_catalog_is_compiled_when_it_is_stale(base: Path) -> None:
    path = translations.update("es", base)
    edit(base, 'msgid "A label"\nmsgstr ""', 'msgid "A label"\nmsgstr "Una etiqueta"')
    assert translations.compile_stale(base) == [path.with_suffix(".mo")]
    assert translations.compile_stale(base) == []
    with path.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("A label") == "Una etiqueta"


def test_the_pseudo_language_keeps_placeholders_and_markup(base: Path) -> None:
    with translations.write_pseudo(base / "out", base).open("rb") as file:
        pseudo = gettext.GNUTranslations(file)
    assert pseudo.gettext("Hello %(name)s") == "⟦Héľľö %(name)s ·⟧"
    assert "<b>" in pseudo.ngettext("%(n)s <b>person</b>", "%(n)s <b>people</b>", 2)
    assert pseudo.gettext("It's 100%% here").count("%%") == 1


def test_spanish_is_complete() -> None:
    assert [str(fault) for fault in translations.check("es")] == []
