"""docs/reference/security.md answers each requirement of levels 1 and 2, and what it names exists."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import shared

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "security.md"
ANSWERS = ("met", "not applicable", "not met")
ROW = re.compile(r"^\| (V\d+\.\d+\.\d+) \| ([12]) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
ANY_ROW = re.compile(r"^\| *V\d.*$", re.MULTILINE)
NAMED_TEST = re.compile(r"`([\w/]+)(?:::(test_\w+))?`")
NAMED_PAGE = re.compile(r"\]\(([^)#\s]+)(?:#([^)]+))?\)")
COUNT = re.compile(r"^\| level ([12]) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", re.MULTILINE)


@dataclass(frozen=True)
class Row:
    id: str
    level: str
    answer: str
    why: str


def rows(page: str) -> list[Row]:
    return [Row(*found) for found in ROW.findall(page)]


def required() -> list[tuple[str, str]]:
    """The ids and levels of the standard, in its order."""
    path = shared.shared("asvs", "asvs-5.0.0.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [(row["req_id"], row["L"]) for row in csv.DictReader(file) if row["L"] in {"1", "2"}]


def broken_names(row: Row) -> Iterator[str]:
    """The tests and pages that a row names and that do not exist."""
    for file, function in NAMED_TEST.findall(row.why):
        if not re.search(r"(^|/)test_\w+$", file):
            continue
        path = ROOT / "tests" / f"{file}.py"
        if not path.exists():
            yield f"{row.id}: no file tests/{file}.py"
        elif function and f"\ndef {function}(" not in path.read_text(encoding="utf-8"):
            yield f"{row.id}: no test {function} in tests/{file}.py"
    for target, heading in NAMED_PAGE.findall(row.why):
        if target.startswith("http"):
            continue
        page = (PAGE.parent / target).resolve()
        if not page.exists():
            yield f"{row.id}: no page {target}"
        elif heading and heading not in headings(page.read_text(encoding="utf-8")):
            yield f"{row.id}: no heading {heading} in {target}"


def headings(page: str) -> set[str]:
    """The headings of a page as they stand in links to them."""
    titles = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


def names_something(row: Row) -> bool:
    tests = [file for file, _function in NAMED_TEST.findall(row.why) if re.search(r"(^|/)test_\w+$", file)]
    return bool(tests or NAMED_PAGE.findall(row.why))


def faults(page: str, wanted: list[tuple[str, str]]) -> list[str]:
    found = rows(page)
    wrong = []
    if [(row.id, row.level) for row in found] != wanted:
        have = Counter((row.id, row.level) for row in found)
        want = Counter(wanted)
        wrong += [f"missing: {id_} of level {level}" for id_, level in (want - have)]
        wrong += [f"too much: {id_} of level {level}" for id_, level in (have - want)]
        wrong += [] if wrong else ["not in the order of the standard"]
    if len(found) != len(ANY_ROW.findall(page)):
        wrong.append("a row that cannot be read")
    wrong += [f"{row.id}: {row.answer!r} is no answer" for row in found if row.answer not in ANSWERS]
    wrong += [f"{row.id}: no reason" for row in found if len(row.why.strip()) < 6]
    wrong += [
        f"{row.id} is met by nothing that is named"
        for row in found
        if row.answer == "met" and not names_something(row)
    ]
    wrong += [name for row in found for name in broken_names(row)]
    counted = Counter((row.level, row.answer) for row in found)
    stated = {
        (level, answer): int(n)
        for level, *numbers in COUNT.findall(page)
        for answer, n in zip((*ANSWERS, "all"), numbers, strict=True)
    }
    for level in "12":
        true = {answer: counted[level, answer] for answer in ANSWERS}
        true["all"] = sum(true.values())
        wrong += [
            f"level {level}: {n} {answer}, the top says {stated.get((level, answer))}"
            for answer, n in true.items()
            if stated.get((level, answer)) != n
        ]
    return wrong


def test_each_requirement_has_one_answer_and_what_it_names_exists() -> None:
    assert faults(PAGE.read_text(encoding="utf-8"), required()) == []


def test_the_list_of_what_is_not_met_is_that_of_the_table() -> None:
    page = PAGE.read_text(encoding="utf-8")
    listed = re.findall(r"^- \*\*(V[\d.]+)\*\*", page, re.MULTILINE)
    assert listed == [row.id for row in rows(page) if row.answer == "not met"]


PLANTED = """
| level | met | not applicable | not met | all |
|---|---|---|---|---|
| level 1 | 1 | 0 | 0 | 1 |
| level 2 | 0 | 1 | 0 | 1 |

| id | level | answer | by what, or why |
|---|---|---|---|
| V1.1.1 | 1 | met | `architecture/test_security_page::test_a_planted_fault_is_found` |
| V1.1.2 | 2 | not applicable | nothing of this kind exists |
"""
WANTED = [("V1.1.1", "1"), ("V1.1.2", "2")]


def test_a_page_without_a_fault_has_none() -> None:
    assert faults(PLANTED, WANTED) == []


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("| V1.1.2 | 2 |", "| V1.1.3 | 2 |", "missing: V1.1.2"),
        ("| V1.1.2 | 2 | not applicable | nothing of this kind exists |\n", "", "missing"),
        ("| V1.1.2 | 2 |", "| V1.1.2 | 1 |", "of level 1"),
        ("not applicable | nothing", "perhaps | nothing", "is no answer"),
        ("nothing of this kind exists", "no", "no reason"),
        ("test_a_planted_fault_is_found", "test_that_is_not_there", "no test"),
        ("architecture/test_security_page::", "architecture/test_gone::", "no file"),
        ("`architecture/test_security_page::test_a_planted_fault_is_found`", "it just is so", "by nothing"),
        ("`architecture/test_security_page::test_a_planted_fault_is_found`", "[here](gone.md)", "no page"),
        (
            "`architecture/test_security_page::test_a_planted_fault_is_found`",
            "[here](urls.md#gone)",
            "no heading",
        ),
        ("| level 1 | 1 |", "| level 1 | 2 |", "the top says 2"),
    ],
)
def test_a_planted_fault_is_found(before: str, after: str, what: str) -> None:
    assert before in PLANTED
    assert any(what in fault for fault in faults(PLANTED.replace(before, after, 1), WANTED))
