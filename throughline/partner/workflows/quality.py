"""Check the quality of the district's directory, and try its links."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.accounts.actions import RunningJob
from throughline.accounts.models import District
from throughline.accounts.permissions import Actor
from throughline.formats.hsds import TABLES, quality
from throughline.formats.hsds.quality import links
from throughline.formats.visits import Visitor
from throughline.partner import actions, queries
from throughline.partner.models import DirectoryCheck, DirectoryProblem, LinkVisit
from throughline.partner.queries.rows import MODELS

ROWS_BETWEEN_SIGNS: Final = 1_000
MOST_OF_A_KIND: Final = 20_000
"""How many problems of one kind are kept as rows; all are counted."""

LINKS_AT_ONCE: Final = 100
LINKS_OF_A_HOST: Final = 5
DAYS_BETWEEN_VISITS: Final = 30
_THREADS: Final = 8
_SECONDS_FOR_A_LINK: Final = 10.0

Progress = Callable[[int, int], None]


def check_directory_in_job(job: RunningJob) -> None:
    """The job of the page: with progress, and ended on request."""

    def advance(n_done: int, n_total: int) -> None:
        job.advance(n_done, n_total, lambda: _("Checking the directory"))

    check = _Check(job.actor, advance)
    try:
        summary = check.carry_out()
    except BaseException:
        with suppress(Exception):  # the next check deletes it
            actions.forget_check(job.actor, check.row)
        raise
    with job.last_step():
        actions.finish_check(job.actor, check.row, summary=summary)
        job.finish_at(job.actor.district.url("directory_quality"))
        job.set_result(lambda: _result_sentence(summary))
    actions.forget_old_checks(job.actor)


def check_directory(district: District) -> None:
    """The nightly check. An empty directory needs none."""
    if not queries.n_entries():
        return
    actor = Actor.system(district)
    check = _Check(actor, lambda n_done, n_total: None)
    actions.finish_check(actor, check.row, summary=check.carry_out())
    actions.forget_old_checks(actor)


def _result_sentence(summary: dict[str, Any]) -> str:
    n = summary["by_grade"]["fault"] + summary["by_grade"]["warning"]
    sentence = ngettext(
        "%(n)s of %(total)s entries has a problem to fix first or soon.",
        "%(n)s of %(total)s entries have a problem to fix first or soon.",
        n,
    )
    n_entries = number_format(summary["n_entries"], force_grouping=True)
    return sentence % {"n": number_format(n, force_grouping=True), "total": n_entries}


class _Check:
    """One check: problems are written in batches, and counted by kind and by entry."""

    def __init__(self, actor: Actor, advance: Progress) -> None:
        self._actor = actor
        self._advance = advance
        self._n_done = 0
        self._n_total = 1
        self._batch: list[quality.Problem] = []
        self._kinds: Counter[tuple[str, str, str]] = Counter()
        self._fields: defaultdict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
        self._worst: dict[tuple[str, str], quality.Grade] = {}
        self.row: DirectoryCheck = actions.begin_check(actor)

    def carry_out(self) -> dict[str, Any]:
        self._n_total = 2 * queries.n_directory_rows() + 1
        check = quality.DirectoryCheck(queries.PagedDirectory(), timezone.localdate(), is_ours=True)
        for _row in check.prepare():
            self._count_row()
        for table in TABLES:
            for problem in check.problems(table):
                if problem is None:
                    self._count_row()
                else:
                    self._take(problem)
        for problem in _dead_links():
            self._take(problem)
        self._write()
        return self._summary(check.n_rows)

    def _count_row(self) -> None:
        self._n_done += 1
        if self._n_done % ROWS_BETWEEN_SIGNS == 0:
            self._write()
            self._advance(min(self._n_done, self._n_total), self._n_total)

    def _take(self, problem: quality.Problem) -> None:
        kind = problem.code, problem.grade, problem.table
        self._kinds[kind] += 1
        self._fields[kind][problem.field] += 1
        entry = problem.entry_table, problem.entry
        before = self._worst.get(entry)
        self._worst[entry] = quality.grade_of({problem.grade, before or problem.grade}) or problem.grade
        if self._kinds[kind] <= MOST_OF_A_KIND:
            self._batch.append(problem)
        if len(self._batch) >= ROWS_BETWEEN_SIGNS:
            self._write()

    def _write(self) -> None:
        """Write the problems found so far, with the keys of their entries."""
        ids: dict[str, set[str]] = defaultdict(set)
        for problem in self._batch:
            ids[problem.entry_table].add(problem.entry)
        keys: dict[tuple[str, str], int] = {}
        for table, wanted in ids.items():
            rows = MODELS[table].objects.filter(hsds_id__in=wanted).values_list("hsds_id", "pk")
            keys |= {(table, str(hsds_id)): key for hsds_id, key in rows}
        problems = [
            DirectoryProblem(
                code=one.code,
                grade=one.grade,
                entry_table=one.entry_table,
                entry_key=keys[one.entry_table, one.entry],
                field=one.field,
                params=dict(one.params),
            )
            for one in self._batch
            if (one.entry_table, one.entry) in keys
        ]
        self._batch.clear()
        if problems:
            actions.add_problems(self._actor, self.row, problems=problems)

    def _summary(self, n_rows: Counter[str]) -> dict[str, Any]:
        n_entries = sum(n_rows[table] for table in queries.ENTRIES)
        by_grade = Counter(worst for (table, _id), worst in self._worst.items() if table in queries.ENTRIES)
        graded = {grade: by_grade[grade] for grade in quality.GRADES}
        return {
            "n_entries": n_entries,
            "by_grade": {**graded, "good": n_entries - sum(graded.values())},
            "kinds": [
                [code, grade, table, n, max(n_rows[table], n)]
                for (code, grade, table), n in sorted(self._kinds.items())
            ],
            "fields": [[*kind, _most_often(of)] for kind, of in sorted(self._fields.items())],
        }


def _most_often(fields: Counter[str]) -> list[str]:
    return [name for name, _n in fields.most_common() if name]


def _dead_links() -> Iterator[quality.Problem]:
    """Links that led nowhere when they were tried, if the entry still has them."""
    visits = list(queries.dead_links())
    for table, (field,) in links.LINKED.items():
        of_table = {one.entry_key: one for one in visits if one.entry_table == table}
        rows = MODELS[table].objects.filter(pk__in=of_table).values_list("pk", "hsds_id", field)
        for key, hsds_id, address in rows:
            if address == of_table[key].address:
                yield links.dead_link(table, str(hsds_id), field, address, of_table[key].tried_on)


def try_links(district: District, visitor: links.Asking | None = None) -> int:
    """Try the links that were not tried for longest, a few at a time; return how many.

    Only if the operator has turned it on. One host is asked by one thread at a time.
    """
    if not settings.CHECK_LINKS:
        return 0
    actor, today = Actor.system(district), timezone.localdate()
    due = _due_links(today)
    asking = visitor or Visitor(seconds=_SECONDS_FOR_A_LINK, most_bytes=1_000_000)
    by_host: dict[str, list[str]] = defaultdict(list)
    for address in {links.whole_address(one.address) for one in due}:
        by_host[links.host_of(address)].append(address)
    with ThreadPoolExecutor(_THREADS) as pool:
        found = pool.map(
            lambda addresses: [(one, links.is_dead(asking, one)) for one in addresses], by_host.values()
        )
        dead = {address: is_dead for pairs in found for address, is_dead in pairs}
    for one in due:
        one.is_dead = dead[links.whole_address(one.address)]
    actions.note_link_visits(actor, visits=due)
    actions.forget_links_before(actor, day=today - timedelta(days=2 * DAYS_BETWEEN_VISITS))
    return len(due)


def _due_links(today: date) -> list[LinkVisit]:
    """Links that were never tried, have changed, or were tried too long ago: few of each host."""
    due: list[LinkVisit] = []
    of_host: Counter[str] = Counter()
    for table, key, field, address in _links_to_try(today):
        host = links.host_of(links.whole_address(address))
        of_host[host] += 1
        if host and of_host[host] <= LINKS_OF_A_HOST:
            visit = LinkVisit(entry_table=table, entry_key=key, field=field, address=address, tried_on=today)
            due.append(visit)
        if len(due) >= LINKS_AT_ONCE:
            break
    return due


def _links_to_try(today: date) -> Iterator[tuple[str, int, str, str]]:
    recently = LinkVisit.objects.filter(tried_on__gt=today - timedelta(days=DAYS_BETWEEN_VISITS))
    for table, (field,) in links.LINKED.items():
        known = dict(recently.filter(entry_table=table).values_list("entry_key", "address"))
        rows: QuerySet[Any] = MODELS[table].objects.exclude(**{field: ""}).order_by("pk")
        for key, address in rows.values_list("pk", field).iterator():
            if known.get(key) != address:
                yield table, key, field, address
