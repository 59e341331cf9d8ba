"""The current released findings."""

from throughline.convene.models import Cycle
from throughline.understand.models import Release, ReleasedFinding


def released_findings(cycle: Cycle) -> list[ReleasedFinding]:
    """The current findings of a cycle: released, and neither corrected nor withdrawn since."""
    return list(
        ReleasedFinding.objects.filter(release__cycle=cycle, is_superseded=False)
        .select_related("release")
        .prefetch_related("quotes__words")
        .order_by("release__number", "position")
    )


def latest_release(cycle: Cycle) -> Release | None:
    return Release.objects.filter(cycle=cycle).order_by("-number").first()
