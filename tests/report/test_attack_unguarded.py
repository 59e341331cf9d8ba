"""The same outsider where the guard is switched off: then the attack succeeds."""

from typing import Any

import pytest

from tests.report.outsider import read_everything, work_out
from throughline.config import sample
from throughline.understand.queries import crosstab, guard, patterns
from throughline.understand.releases import content

pytestmark = pytest.mark.django_db


def test_without_the_guard_the_same_outsider_works_out_small_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """So the attack can succeed: what keeps it from it is the guard."""

    def exactly(counts: Any, rules: guard.Rules, n: int | None = None) -> list[dict[str, Any]]:
        of = sum(counts) if n is None else n
        return [{"percent": int(100 * count / of + 0.5) if of else 0, "bound": ""} for count in counts]

    def as_they_are(labels: Any, counts: Any, rules: Any, *, order: Any = "") -> guard.ProtectedCounts:
        groups = tuple((label,) for label in labels)
        return guard.ProtectedCounts(groups, tuple(int(n) for n in counts), int(sum(counts)))

    safe = content.verdict_on([], [])
    for module in (content, crosstab, patterns):
        monkeypatch.setattr(module, "shares_of", exactly)
    for module in (crosstab, patterns):
        monkeypatch.setattr(module, "protect_counts", as_they_are)
    monkeypatch.setattr(content, "verdict_on", lambda told, earlier, is_enough: safe)
    breaches = list(work_out(read_everything(f"/d/{sample.ensure().district}/")))
    said = [one.what for one in breaches]
    assert any("Dry Fork School" in what for what in said)
    assert any(one.high == 0 or one.low == one.high for one in breaches)
    assert len(breaches) > 10
