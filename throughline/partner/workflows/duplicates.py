"""Find duplicates in the directory of a district."""

from collections.abc import Callable
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.accounts.actions import RunningJob
from throughline.accounts.actions.job import JobRefused
from throughline.methods import duplicates
from throughline.methods.duplicates import Entry, Pair
from throughline.partner import actions, queries

STEPS: Final = 1_000
"""Parts of the bar of progress for each kind of entry."""


def find_duplicates(job: RunningJob) -> None:
    """Compare all organizations, services and locations; write what was found as the last step."""
    tables = list(queries.TABLES_COMPARED)
    found: dict[str, list[Pair]] = {}
    n_entries = 0
    for place, table in enumerate(tables):
        entries: list[Entry] = queries.entries_to_compare(table)
        n_entries += len(entries)
        found[table] = duplicates.find_duplicates(entries, _report(job, place, len(tables)))
    if not n_entries:
        raise JobRefused(
            lambda: _("The directory is empty. Add an organization or import a directory first.")
        )
    job.advance(n_entries, n_entries)
    with job.last_step():
        n_found = sum(actions.note_duplicates(table, pairs) for table, pairs in found.items())
        job.finish_at(job.actor.district.url("duplicates"))
        job.set_result(lambda: _result(n_found, n_entries))


def _report(job: RunningJob, place: int, n_tables: int) -> Callable[[int, int], None]:
    def report(n_done: int, n_total: int) -> None:
        done = place * STEPS + STEPS * n_done // max(1, n_total)
        job.advance(done, n_tables * STEPS, lambda: _("Comparing entries"))

    return report


def _result(n_found: int, n_entries: int) -> str:
    pairs = ngettext(
        "Found %(n)s pair that may be the same.", "Found %(n)s pairs that may be the same.", n_found
    ) % {"n": _grouped(n_found)}
    return pairs + " " + _("Compared %(n)s entries.") % {"n": _grouped(n_entries)}


def _grouped(number: int) -> str:
    return number_format(number, force_grouping=True)
