"""Reports of readers that wait, and those that are done."""

from django.db.models import QuerySet

from throughline.partner.models import EntryReport, Organization, Service


def entry_reports(*, is_handled: bool = False) -> QuerySet[EntryReport]:
    """Reports with their entries: those that wait by age, likely spam last; else the last handled first."""
    rows = EntryReport.objects.select_related("service__organization", "organization", "handled_by")
    if is_handled:
        return rows.exclude(state=EntryReport.State.OPEN).order_by("-handled_at", "-pk")
    return rows.filter(state=EntryReport.State.OPEN).order_by("is_likely_spam", "-is_urgent", "pk")


def n_open_reports() -> int:
    """How many wait, without those that are likely spam."""
    return EntryReport.objects.filter(state=EntryReport.State.OPEN, is_likely_spam=False).count()


def open_reports_of(entry: Organization | Service) -> QuerySet[EntryReport]:
    link = {str(entry._meta.model_name): entry}
    return EntryReport.objects.filter(**link, state=EntryReport.State.OPEN, is_likely_spam=False)
