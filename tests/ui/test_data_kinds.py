"""The claims allowed for each kind of data are defined in one place."""

import pytest
from django.template import Context, Template
from django.utils import translation

from throughline.convene.models import DataKind
from throughline.ui.data_kinds import KINDS, may_have_interval


def test_every_kind_a_forum_may_declare_has_its_words() -> None:
    assert set(KINDS) == set(DataKind.values)
    for kind in DataKind:
        assert str(KINDS[kind].name) == str(kind.label)


def test_only_chance_and_full_lists_may_carry_an_interval() -> None:
    assert {kind for kind in KINDS if may_have_interval(kind)} == {"roster", "random"}
    assert may_have_interval("made up") is False


@pytest.mark.parametrize("kind", ["chose", "imported"])
def test_kinds_without_an_interval_say_so_to_staff(kind: str) -> None:
    with translation.override("en"):
        message = Template("{% load ui %}{{ kind|claim }}").render(Context({"kind": kind}))
    assert "no margin of error" in message or "don&#x27;t give a margin of error" in message


def test_everyone_reads_a_sentence_for_each_kind() -> None:
    sentences = {Template("{% load ui %}{{ k|public_claim }}").render(Context({"k": kind})) for kind in KINDS}
    assert len(sentences) == len(KINDS)
    assert all(sentence.endswith(".") for sentence in sentences)
