from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models.scoped import DistrictRow, PublicIdMixin
from throughline.formats.writing import Cell

ReportLine: TypeAlias = Mapping[str, Cell]
"""A row of a job's report; the keys are the column headers."""
Wording: TypeAlias = str | Callable[[], str]
"""A text, or how to say it in the active language."""
Lines: TypeAlias = Sequence[ReportLine] | Callable[[], Sequence[ReportLine]]
"""A report, or how to write it in the active language."""


@dataclass(frozen=True)
class JobText:
    """A text of a job as the page shows it; `language` is empty if it is the page's own."""

    value: str
    language: str

    def __str__(self) -> str:
        return self.value


class JobState(models.TextChoices):
    WAITING = "waiting", _("Pending")
    RUNNING = "running", _("In progress")
    DONE = "done", _("Completed")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Canceled")


class Job(PublicIdMixin, DistrictRow):
    """A long-running job: an import, a run or an export.

    Title, sentence and report are stored in `language`, and in `texts` and `reports` in each language that
    the server offers: whoever looks reads their own. Jobs of earlier versions have one language only.
    """

    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    person = models.ForeignKey("accounts.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    n_done = models.PositiveIntegerField(default=0)
    n_total = models.PositiveIntegerField(default=0)
    language = models.CharField(max_length=10, blank=True)
    sentence = models.TextField(blank=True)
    is_cancel_asked = models.BooleanField(default=False)
    result_url = models.CharField(max_length=300, blank=True)
    report = models.JSONField(default=list, blank=True)
    texts = models.JSONField(default=dict, blank=True)
    reports = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    task_id = models.UUIDField(null=True, blank=True, editable=False)
    n_restarts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-id"]

    @property
    def is_over(self) -> bool:
        return self.state in {JobState.DONE, JobState.FAILED, JobState.CANCELLED}

    @property
    def shown_title(self) -> JobText:
        return self._shown("title", self.title)

    @property
    def shown_sentence(self) -> JobText:
        return self._shown("sentence", self.sentence)

    def _shown(self, name: str, stored: str) -> JobText:
        words = self.texts.get(name, {}).get(get_language() or "")
        return JobText(stored, self.language) if words is None else JobText(words, "")

    @property
    def shown_report(self) -> Sequence[ReportLine]:
        lines: Sequence[ReportLine] = self.reports.get(get_language() or "", self.report)
        return lines

    @property
    def report_language(self) -> str:
        return "" if (get_language() or "") in self.reports else self.language

    @property
    def percent(self) -> int | None:
        return round(100 * self.n_done / self.n_total) if self.n_total else None


class TimedRun(DistrictRow):
    """When a timed job last began in a district, so that only one of several workers runs it."""

    name = models.CharField(max_length=60)
    last_began_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district", "name"], name="timed_run_once_a_district")]


class Worker(models.Model):
    """A running worker's sign of life, for workers on other machines, which cannot see its process."""

    name = models.CharField(max_length=64, unique=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
