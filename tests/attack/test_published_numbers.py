"""The attacker on the sample district: nothing is narrower than declared."""

import re

import pytest
from django_scopes import scope

from tests.attack.attacker import Findings, Unknowns, ends_of, read_everything, work_out
from throughline.accounts.models import District
from throughline.understand.models import Release
from throughline.understand.workflows import reproduce

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(sample_slug: str, db: None) -> Findings:
    return read_everything(f"/d/{sample_slug}/")


def test_the_attacker_reads_pages_packages_and_a_whole_release(read: Findings) -> None:
    assert any("/c/" in address for address in read.pages)
    assert len(read.releases) == 1
    assert len(read.figures) > 100
    assert read.minimum_n == 10


def test_nothing_an_attacker_can_work_out_is_narrower_than_declared(read: Findings) -> None:
    assert list(work_out(read)) == []


def test_the_pages_show_no_number_of_people_that_the_package_does_not(read: Findings) -> None:
    in_package = {row["n"] for row in [*read.figures, *read.basis]} | {row["count"] for row in read.figures}
    in_package |= {str(one["n"]) for release in read.releases for one in release["findings"]}
    on_pages = {n for page in read.pages.values() for n in re.findall(r"· (\d+) people</p>", page)}
    assert on_pages
    assert on_pages <= in_package
    assert all(int(n) >= read.minimum_n for n in on_pages)


def test_the_smallest_school_and_its_survey_are_described_in_a_true_sentence(read: Findings) -> None:
    page = next(
        page for page in read.pages.values() if "Only a few people answered in each of these groups" in page
    )
    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    (sentence,) = re.findall(
        r"Only a few people answered in each of these groups: [^.]*Dry Fork School[^.]*\.", words
    )
    assert "They are counted together, so no one can be identified" in words
    others = re.search(r"Together, (\d+) people answered. The most common answer is", words)
    assert others is not None
    rows = [row for row in read.figures if row["table"] == "rows" and "Dry Fork School" in row["row"]]
    assert int(rows[0]["n"]) >= 10
    assert all(name in sentence for name in rows[0]["row"].split(" + "))
    by_row: dict[str, float] = {}
    for row in read.figures:
        if row["table"] == "cells" and row["column"] in {"Never", "Sometimes"}:
            by_row[row["row"]] = by_row.get(row["row"], 0) + float(row["percent"])
    assert "at least half said “Never” or “Sometimes”" in words
    assert min(by_row.values()) >= 50


def test_the_sample_is_counted_again_and_identical(sample_slug: str) -> None:
    with scope(district=District.objects.get(slug=sample_slug)):
        found = reproduce(Release.objects.get())
    assert [str(one) for one in found.differences] == []
    assert found.n_compared > 100


def test_the_attacker_solves_for_what_is_hidden() -> None:
    unknowns = Unknowns()
    cells = [unknowns.add("a", 17, 17), unknowns.add("b", 22, 22), unknowns.add("c", 0, 40)]
    unknowns.adds_up(cells, None, 40)
    assert unknowns.between(cells[2]) == (1, 1)
    assert ends_of("5", "less", 40) == (0, 1)
    assert ends_of("43", "", 40) == (17, 17)
