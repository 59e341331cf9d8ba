"""Background entry points."""

from collections.abc import Mapping

from django.utils import timezone
from django_scopes import scope
from django_tasks import task

from throughline.accounts.actions import run_import
from throughline.accounts.models import District
from throughline.listen.workflows import alerts, arrivals, bursts, survey_import, tallies


@task()
def alert_responders(district_slug: str) -> None:
    """Enqueued when an urgent voice arrives."""
    district = District.objects.get(slug=district_slug)
    with scope(district=district), timezone.override(district.zone):
        alerts.alert_responders(district)


@task()
def import_survey(district_slug: str, job_id: str, *, upload_id: str, mapping: Mapping[str, object]) -> None:
    work = survey_import.import_survey
    run_import(district_slug, job_id, work, upload_id=upload_id, mapping=mapping)


def send_due_alerts(district: District) -> None:
    """Timed: send alerts of imported voices, and those that failed the first time."""
    alerts.alert_responders(district)


def refresh_tallies(district: District) -> None:
    """Timed: refresh the counts that pages of apps to the left show."""
    tallies.refresh_tallies(district)


def remove_lost_imports(district: District) -> None:
    """Timed: delete rows of imports whose worker was stopped while writing. They were never visible."""
    arrivals.remove_lost_arrivals(district)


def note_bursts(district: District) -> None:
    """Timed: note responses that one person or one network may have made, and forget the networks."""
    bursts.note_all_bursts(district)
