"""Every text of the product in plain words: no unusual turn comes back, and the spelling is American."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.plain_words import british_spelling, faults_in_english, faults_in_spanish, faults_on_a_page
from throughline.config import translations
from throughline.config.console import parser
from throughline.convene.queries import ready_questions

ROOT = Path(__file__).resolve().parents[2]


def _texts(value: object) -> Iterator[dict[str, str]]:
    """Every text with its languages in data that was read from JSON."""
    if isinstance(value, dict):
        if "en" in value and all(isinstance(text, str) for text in value.values()):
            yield value
        else:
            for part in value.values():
                yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def _outside_the_catalog() -> Iterator[dict[str, str]]:
    yield from _texts(
        json.loads((ROOT / "throughline/guide/queries/topics.json").read_text(encoding="utf-8"))
    )
    for question in ready_questions():
        yield question.title.texts
        yield question.introduction.texts


def test_english_messages_are_in_plain_words() -> None:
    texts = [
        text for message in translations.gather() if message.id for text in translations.all_of(message.id)
    ]
    texts += [text["en"] for text in _outside_the_catalog()]
    assert len(texts) > 2_000
    assert {text: faults for text in texts if (faults := faults_in_english(text))} == {}


def test_spanish_messages_are_in_plain_words() -> None:
    messages = [message for message in translations.read("es") if message.id]
    texts = [text for message in messages for text in translations.all_of(message.string)]
    texts += [text["es"] for text in _outside_the_catalog() if "es" in text]
    assert len(texts) > 2_000
    assert {text: faults for text in texts if (faults := faults_in_spanish(text))} == {}


def test_help_of_commands_is_in_plain_words() -> None:
    pages = [parser().format_help(), *_helps(parser())]
    assert len(pages) > 10
    assert [fault for page in pages for fault in faults_in_english(page)] == []


def _helps(of: object) -> Iterator[str]:
    for action in getattr(of, "_actions", ()):
        for command in (action.choices or {}).values() if hasattr(action.choices, "values") else ():
            yield command.format_help()
            yield from _helps(command)


@pytest.mark.parametrize(
    "path",
    [
        path.relative_to(ROOT)
        for path in sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("sample/*.json")])
    ],
    ids=str,
)
def test_pages_of_the_documentation_have_american_spelling(path: Path) -> None:
    text = re.sub(r"`[^`]*`|https?://\S+", " ", (ROOT / path).read_text(encoding="utf-8"))
    if path.name != "write-for-people.md":  # names what not to write
        assert british_spelling(text) == []
    assert re.findall(r"\d %(?!\w)", text) == []


@pytest.mark.parametrize(
    "text",
    [
        "As a square to scan",
        "What this finding rests on",
        "Nobody counts for more than",
        "This was told back in June.",
        "Held against the roster of today",
        "Whoever wrote it reads the reason.",
        "1 directive is served by no initiative.",
        "Take the announcement back",
        "Invented, to show how it works",
        "Write to us by e-mail.",
        "The color of the centre",
        "It was cancelled.",
        "People are recognised.",
        "84 % agree",
        "%(percent)s %% agree",
        "n = , people who chose to take part",
    ],
)
def test_a_planted_english_turn_is_found(text: str) -> None:
    assert faults_in_english(text) != []


@pytest.mark.parametrize(
    "text",
    [
        "Una directiva espera respuesta.",
        "Contado de vuelta el 3 de mayo",
        "Como cuadro para escanear",
        "Por leer",
        "Nadie vigila esta página.",
        "«Más música»",
        "Abra el fichero en su ordenador.",
        "84 % está de acuerdo",
    ],
)
def test_a_planted_spanish_turn_is_found(text: str) -> None:
    assert faults_in_spanish(text) != []


@pytest.mark.parametrize(
    "text",
    [
        "Method: votes_on_a_statement 1",
        "See docs/methods/votes.md",
        "n = , people who chose to take part",
        "Decided by None",
        "Statement “” was merged",
        "Closed %(when)s",
        "84 % agree",
    ],
)
def test_a_planted_leftover_on_a_page_is_found(text: str) -> None:
    assert faults_on_a_page(text) != []


@pytest.mark.parametrize(
    "text",
    [
        "84% of 48 people agree.",
        "n = 48, people who chose to take part",
        "Choose organizations.csv and services.csv.",
        "The organization recognized each color.",
        "The board analyzes both analyses.",
        "One line from every voice to every decision, and back",
    ],
)
def test_plain_text_has_no_faults(text: str) -> None:
    assert faults_in_english(text) == []
    assert faults_on_a_page(text) == []
