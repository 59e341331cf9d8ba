"""The quality of the directory: the last checks, and the problems they found."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django_scopes import scope

from throughline.accounts.models import District, Job, JobState
from throughline.formats.hsds import TABLES, HsdsRow
from throughline.formats.hsds.quality import GRADES
from throughline.partner.models import (
    DirectoryCheck,
    DirectoryImport,
    DirectoryProblem,
    LinkVisit,
    Location,
    Organization,
    Revision,
    Service,
)
from throughline.partner.queries.names import named
from throughline.partner.queries.quality_words import (
    GRADE_WORDS,
    OVERALL_WORDS,
    kind_words,
    overall,
    problem_sentence,
)
from throughline.partner.queries.revision_words import TABLE_WORDS, field_words
from throughline.partner.queries.rows import MODELS, ROWS_AT_ONCE, hsds_rows

ENTRIES: Final[dict[str, type[Organization] | type[Service] | type[Location]]] = {
    "organization": Organization,
    "service": Service,
    "location": Location,
}


class PagedDirectory:
    """The district's directory, read page by page, so that rows may be written between two pages.

    One query for a whole table would keep its snapshot of the database, in which SQLite does not let write.
    """

    def rows(self, table: str) -> Iterator[HsdsRow]:
        model, last = MODELS[table], 0
        while True:
            keys = model.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)
            page = list(keys[:ROWS_AT_ONCE])
            if not page:
                return
            for row in list(hsds_rows(table, model.objects.filter(pk__in=page).order_by("pk"))):
                for name in TABLES[table].links:
                    row.values[name] = row.values[name] or ""
                yield row
            last = page[-1]


def n_directory_rows() -> int:
    return sum(model.objects.count() for model in MODELS.values())


def n_entries() -> int:
    return sum(model.objects.count() for model in ENTRIES.values())


def running_check() -> Job | None:
    """The check that is waiting or running, if there is one."""
    unfinished = (JobState.WAITING, JobState.RUNNING)
    return Job.objects.filter(kind="check_directory", state__in=unfinished).first()


def finished_checks() -> QuerySet[DirectoryCheck]:
    """Checks that were carried out to the end, newest first: an unfinished one has no summary yet."""
    return DirectoryCheck.objects.exclude(summary={})


def last_check() -> DirectoryCheck | None:
    return finished_checks().first()


KINDS_OF_ANY_FIELD: Final = frozenset(("quality_blank", "quality_value", "quality_link", "quality_marks"))
MOST_FIELDS: Final = 3


@dataclass(frozen=True)
class KindRow:
    """One kind of problem: how many rows of a table have it, of how many, and how many at the last check."""

    code: str
    grade: str
    table: str
    n: int
    of: int
    n_before: int | None
    fields: Sequence[str] = ()
    """The fields that have the problem, those that have it most often first."""

    @property
    def words(self) -> str:
        return kind_words(self.code)

    @property
    def field_words(self) -> str:
        """The names of the fields, if the words of the kind do not say which field is meant."""
        if self.code not in KINDS_OF_ANY_FIELD:
            return ""
        names = list(dict.fromkeys(map(field_words, self.fields)))
        more = [_("other fields")] if len(names) > MOST_FIELDS else []
        return ", ".join([*names[:MOST_FIELDS], *more])

    @property
    def grade_words(self) -> str:
        return str(GRADE_WORDS[self.grade])

    @property
    def table_words(self) -> str:
        return str(TABLE_WORDS[self.table])


@dataclass(frozen=True)
class CheckSummary:
    """What the last check found, beside the one before."""

    check: DirectoryCheck
    kinds: Sequence[KindRow]
    by_grade: dict[str, int]
    n_entries: int
    n_to_fix: int
    overall: str
    n_to_fix_before: int | None
    is_outdated: bool
    """Whether the directory has changed since."""

    @property
    def n_good(self) -> int:
        return self.n_entries - self.n_to_fix

    @property
    def overall_words(self) -> str:
        return str(OVERALL_WORDS[self.overall])


def check_summary() -> CheckSummary | None:
    """The last check with the one before; None if there is none."""
    checks = list(finished_checks()[:2])
    if not checks:
        return None
    last, before = checks[0].summary, checks[1].summary if len(checks) > 1 else None
    earlier = {(code, table): n for code, _grade, table, n, _of in before["kinds"]} if before else {}
    fields = {(code, grade, table): names for code, grade, table, names in last.get("fields", ())}
    kinds = [
        KindRow(
            code,
            grade,
            table,
            n,
            of,
            earlier.get((code, table), 0) if before else None,
            fields.get((code, grade, table), ()),
        )
        for code, grade, table, n, of in last["kinds"]
    ]
    kinds.sort(key=lambda one: (GRADES.index(one.grade), -one.n, one.code))
    n_entries, n_to_fix = last["n_entries"], _n_to_fix(last["by_grade"])
    return CheckSummary(
        check=checks[0],
        kinds=kinds,
        by_grade=last["by_grade"],
        n_entries=n_entries,
        n_to_fix=n_to_fix,
        overall=overall(n_entries, n_to_fix),
        n_to_fix_before=_n_to_fix(before["by_grade"]) if before else None,
        is_outdated=_has_changed_since(checks[0]),
    )


def _has_changed_since(check: DirectoryCheck) -> bool:
    """Whether something was edited or imported after a check, or there are more or fewer entries now."""
    return (
        Revision.objects.filter(at__gt=check.at).exists()
        or DirectoryImport.objects.filter(at__gt=check.at, state=DirectoryImport.State.DONE).exists()
        or n_entries() != check.summary["n_entries"]
    )


def _n_to_fix(by_grade: dict[str, int]) -> int:
    return by_grade.get("fault", 0) + by_grade.get("warning", 0)


def problems_of_check(check: DirectoryCheck) -> QuerySet[DirectoryProblem]:
    """The problems of a check, grouped by entry."""
    return DirectoryProblem.objects.filter(check_run=check).order_by("entry_table", "entry_key", "pk")


def filtered_problems(
    problems: QuerySet[DirectoryProblem], *, grade: str = "", kind: str = "", table: str = ""
) -> QuerySet[DirectoryProblem]:
    wanted = {"grade": grade, "code": kind, "entry_table": table}
    return problems.filter(**{name: value for name, value in wanted.items() if value})


@dataclass(frozen=True)
class ProblemRow:
    """A problem with the entry it belongs to, which may be gone by now."""

    problem: DirectoryProblem
    entry: Model | None
    url: str = ""

    @property
    def grade_words(self) -> str:
        return str(GRADE_WORDS[self.problem.grade])

    @property
    def table_words(self) -> str:
        return str(TABLE_WORDS[self.problem.entry_table])

    @property
    def sentence(self) -> str:
        return problem_sentence(self.problem)

    @property
    def name(self) -> str:
        """What the entry is called; a row that is no entry may have no name."""
        if self.entry is None:
            return _("No longer in the directory")
        if isinstance(self.entry, Organization | Service | Location):
            return named(self.entry)
        return str(getattr(self.entry, "name", "")) or _("No name")


EDIT_PAGES: Final = {
    "organization": "edit_organization",
    "service": "edit_service",
    "location": "edit_location",
}


def with_entries(district: District, problems: Iterable[DirectoryProblem]) -> list[ProblemRow]:
    """Problems with their entries and the forms to fix them, in one query for each table."""
    found = list(problems)
    keys = defaultdict(set)
    for problem in found:
        keys[problem.entry_table].add(problem.entry_key)
    entries: dict[tuple[str, int], Any] = {}
    for table, wanted in keys.items():
        related = ("organization",) if table in {"service", "location"} else ()
        rows = MODELS[table].objects.select_related(*related).in_bulk(wanted) if table in MODELS else {}
        entries |= {(table, key): row for key, row in rows.items()}
    placed = [(one, entries.get((one.entry_table, one.entry_key))) for one in found]
    return [ProblemRow(one, entry, _page_to_fix(district, one, entry)) for one, entry in placed]


DETAILS: Final = frozenset(("phone", "unreachable", "no_hours", "rule", "closes_first", "ends_first"))
"""Problems of phones and hours, which have a form of their own."""


OWNERS: Final = ("service", "location", "organization", "program", "service_at_location", "contact", "phone")
MOST_STEPS: Final = 4


def _page_to_fix(district: District, problem: DirectoryProblem, entry: Any) -> str:
    """The page in which a problem is fixed: of the entry, or of the one that a row belongs to."""
    table = problem.entry_table
    for _step in range(MOST_STEPS):
        if entry is None or table in EDIT_PAGES:
            return _edit_page(district, table, problem.code, entry)
        owners = ((name, getattr(entry, name, None)) for name in OWNERS)
        table, entry = next(((name, owner) for name, owner in owners if owner is not None), ("", None))
    return ""


def _edit_page(district: District, table: str, code: str, entry: Any) -> str:
    """The form in which a problem is fixed; the page of a service where it is confirmed."""
    page = EDIT_PAGES.get(table)
    if table in {"organization", "service"} and code.removeprefix("quality_") in DETAILS:
        page = f"edit_{table}_details"
    if code in {"quality_old", "quality_undated"}:
        page = table
    return district.url(page, **{f"{table}_id": entry.public_id}) if page and entry is not None else ""


def problems_of_entry(table: str, key: int) -> list[str]:
    """What the last check found at an organization, a service or a location, worst first, in sentences."""
    check = last_check()
    if check is None:
        return []
    rows = problems_of_check(check).filter(entry_table=table, entry_key=key)
    found = sorted(rows, key=lambda one: GRADES.index(one.grade))
    return [problem_sentence(one) for one in found]


QUALITY_COLUMNS: Final = ("grade", "problem", "table", "entry", "id", "field", "what")


def quality_lines(district: District, check: DirectoryCheck | None) -> Iterator[Sequence[str]]:
    """Every problem of a check for a file. It streams after the request: each page opens a scope."""
    last = 0
    while check is not None:
        with scope(district=district):
            rows = DirectoryProblem.objects.filter(check_run=check, pk__gt=last).order_by("pk")
            page = with_entries(district, rows[:ROWS_AT_ONCE])
        if not page:
            return
        yield from (_line(one) for one in page)
        last = page[-1].problem.pk


def _line(row: ProblemRow) -> Sequence[str]:
    problem = row.problem
    key = getattr(row.entry, "public_id", "") or str(getattr(row.entry, "hsds_id", ""))
    kind = problem.code.removeprefix("quality_")
    return problem.grade, kind, problem.entry_table, row.name, key, problem.field, row.sentence


def dead_links() -> Iterator[LinkVisit]:
    yield from LinkVisit.objects.filter(is_dead=True).order_by("pk")
