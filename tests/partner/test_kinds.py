"""The kinds of support that a district starts with, and their place in Open Eligibility."""

import re

import pytest
from django_scopes import scope

from tests import make
from tests.shared import shared
from throughline.accounts.models import District
from throughline.accounts.permissions import Actor
from throughline.formats.folding import fold
from throughline.methods.needs import NEEDS
from throughline.partner import actions
from throughline.partner.models import SupportKind
from throughline.partner.queries.kinds import KINDS, is_open_eligibility, kinds_of_titles


def titles() -> set[str]:
    text = shared("hsds", "openeligibility", "taxonomy.xml").read_text("utf-8")
    services = text[: text.index("</services>")]
    found = re.findall(r'<\w+_level id="\d+" title="([^"]+)"', services)
    return {title.replace("&amp;", "&") for title in found}


def test_every_title_is_in_the_taxonomy_and_means_one_kind() -> None:
    mapped = [title for kind in KINDS for title in kind.open_eligibility]
    assert set(mapped) <= titles()
    assert len({fold(title) for title in mapped}) == len(mapped)


def test_needs_in_families_words_mean_the_kinds_that_a_district_starts_with() -> None:
    assert {kind for need in NEEDS for kind in need.kinds} == {kind.code for kind in KINDS}


def test_only_kinds_without_a_clear_place_have_no_title() -> None:
    assert [kind.code for kind in KINDS if not kind.open_eligibility] == [
        "teen-parenting",
        "sports",
        "enrichment",
    ]


def test_titles_are_read_however_they_are_written_and_unknown_ones_mean_nothing() -> None:
    assert kinds_of_titles(["FOOD PANTRY", "Dental care", "Free Meals", "Notary"]) == [
        "food",
        "vision-dental",
    ]
    assert is_open_eligibility("", "https://openeligibility.org/taxonomy")
    assert is_open_eligibility("Open Eligibility 2.0")
    assert not is_open_eligibility("AIRS", "")


@pytest.mark.django_db
def test_a_district_starts_with_the_twelve_of_the_source_and_four_more() -> None:
    district: District = make.district()
    with scope(district=district):
        kinds = actions.ensure_terms(Actor.system(district))
        assert [kind.code for kind in kinds] == [kind.code for kind in KINDS]
        assert len(kinds) == 16
        assert actions.ensure_terms(Actor.system(district)) == list(SupportKind.objects.all())
