"""Releases for staff pages."""

from collections.abc import Sequence

from django.db.models import Count, QuerySet

from throughline.convene.models import Cycle
from throughline.understand.models import Release, ReleasedFinding


def releases_of(cycle: Cycle) -> QuerySet[Release]:
    return (
        Release.objects.filter(cycle=cycle)
        .select_related("released_by", "corrects")
        .annotate(n_findings=Count("findings"))
        .order_by("-number")
    )


def findings_in(release: Release) -> Sequence[ReleasedFinding]:
    findings = ReleasedFinding.objects.filter(release=release).select_related("release")
    return list(findings.prefetch_related("quotes__words").order_by("position"))


def later_correction(release: Release) -> Release | None:
    return Release.objects.filter(corrects=release).order_by("-number").first()
