"""The same attacker with a part of the guard disabled: then the attack succeeds."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.attack.attacked_survey import Attacked
from tests.attack.attacker import read_everything, work_out
from throughline.accounts.models import District
from throughline.measure.models.results import PublishedShare
from throughline.measure.queries import guard
from throughline.measure.queries.guard import tables
from throughline.understand.releases import content, disclosed_figures, disclosed_table

pytestmark = pytest.mark.django_db


def exactly(counts: Any, rules: guard.Rules, n: int | None = None, known: Any = ()) -> list[PublishedShare]:
    of = sum(counts) if n is None else n
    return [PublishedShare(int(100 * count / of + 0.5) if of else 0, "") for count in counts]


def without_coding(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(tables, "shares_of", exactly)


def without_merging(patch: pytest.MonkeyPatch) -> None:
    def as_they_are(labels: Any, counts: Any, rules: Any, **_how: Any) -> guard.ProtectedCounts:
        groups = tuple((label,) for label in labels)
        return guard.ProtectedCounts(groups, tuple(int(n) for n in counts), int(sum(counts)))

    patch.setattr(tables, "protect_counts", as_they_are)
    without_any_audit(patch)


def without_any_audit(patch: pytest.MonkeyPatch) -> None:
    safe = content.verdict_on([], [])
    patch.setattr(content, "verdict_on", lambda new, earlier, **how: safe)


def without_history(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(content, "disclosed_earlier", lambda cycle: [])
    patch.setattr(content, "counted_earlier", lambda cycle: [])


def without_comparing_people(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(content, "overlap_refusals", lambda new, earlier, rules: [])


def without_reading_tables_together(patch: pytest.MonkeyPatch) -> None:
    """Ignore bounds, and the few people who skipped an answer."""
    patch.setattr(disclosed_figures, "BOUNDS", frozenset())
    patch.setattr(disclosed_table.TableFigures, "add_complement", lambda self, *about: None)


PARTS: list[Callable[[pytest.MonkeyPatch], None]] = [
    without_coding,
    without_merging,
    without_any_audit,
    without_history,
    without_comparing_people,
    without_reading_tables_together,
]


def test_with_the_guard_some_tables_are_released_others_refused_and_nothing_is_worked_out(
    district: District,
) -> None:
    attacked = Attacked(district)
    attacked.release_everything()
    assert attacked.n_released >= 2
    assert attacked.n_refused >= 2
    found = read_everything(f"/d/{district.slug}/")
    assert sum(row["table"] == "rows" for row in found.figures) >= 4
    assert list(work_out(found)) == []


@pytest.mark.parametrize("switch_off", PARTS, ids=lambda part: part.__name__)
def test_without_a_part_of_the_guard_the_same_attacker_works_something_out(
    district: District, monkeypatch: pytest.MonkeyPatch, switch_off: Callable[[pytest.MonkeyPatch], None]
) -> None:
    """Each part is necessary: without it, the attack succeeds."""
    switch_off(monkeypatch)
    Attacked(district).release_everything()
    assert list(work_out(read_everything(f"/d/{district.slug}/")))
