"""The kinds of the method and those of the flags: no kind that a text may have is lost on the way."""

import importlib
from typing import get_args

import pytest
from django.apps import apps

from tests import make
from throughline.accounts.models import District
from throughline.listen.actions import urgent
from throughline.listen.models import UrgentFlag, UrgentKind
from throughline.methods.urgent_words import Kind, UrgentMatch

MIGRATION = "throughline.listen.migrations.0006_threats_by_the_name_of_the_method"


def matches(monkeypatch: pytest.MonkeyPatch, *kinds: str) -> None:
    found = [UrgentMatch(kind, 0, 1, "en") for kind in kinds]  # type: ignore[arg-type]
    monkeypatch.setattr(urgent, "find_urgent", lambda text: found)


@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_kind_of_the_method_raises_a_flag_of_its_kind(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    matches(monkeypatch, kind)
    assert urgent.kind_of_urgency("words") == kind


@pytest.mark.parametrize("at", [0, 14_990, 17_000, 19_990, 25_000, 34_000, 39_000])
def test_urgent_words_anywhere_in_a_long_text_are_found(at: int) -> None:
    harmless = "The bus was late again. " * 1_700
    text = f"{harmless[:at]} I want to kill myself. {harmless[at:]}"[:40_000]
    assert urgent.kind_of_urgency(text) == UrgentKind.SELF_HARM
    assert urgent.kind_of_urgency(harmless[:40_000]) is None


def test_a_kind_that_only_the_method_knows_raises_a_flag_all_the_same(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    matches(monkeypatch, "a kind of next year")
    voice = make.voice(make.forum(make.cycle()), "words")
    flag = urgent.hold_if_urgent(make.actor(make.person(), district), voice)
    assert flag is not None
    assert flag.kind == UrgentKind.OTHER
    assert voice.is_held


def test_the_gravest_of_several_kinds_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(urgent.GRAVEST_FIRST) == set(UrgentKind) - {UrgentKind.FLAGGED, UrgentKind.REPORTED}
    matches(monkeypatch, "unheard of", "substances", "weapons", "self_harm", "abuse")
    assert urgent.kind_of_urgency("words") == UrgentKind.SELF_HARM


def test_threats_of_earlier_versions_keep_their_kind_under_its_new_name(district: District) -> None:
    voice = make.voice(make.forum(make.cycle()), "words")
    former = UrgentFlag.objects.create(voice=voice, kind="threat")
    other = UrgentFlag.objects.create(voice=voice, kind=UrgentKind.ABUSE)
    importlib.import_module(MIGRATION).rename_kinds(apps, None)
    former.refresh_from_db()
    other.refresh_from_db()
    assert (former.kind, other.kind) == (UrgentKind.THREATS, UrgentKind.ABUSE)
