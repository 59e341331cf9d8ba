"""Queries for the pages of align and for the public page of a cycle."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    QuerySet,
    Window,
    prefetch_related_objects,
)
from django.db.models.fields.json import KT
from django.db.models.functions import RowNumber

from throughline.accounts.models import District
from throughline.accounts.queries import has_words
from throughline.accounts.queries.export import rows_in_pieces, translated_cells, translated_columns
from throughline.align.models import Action, Directive, Initiative, Progress, Response
from throughline.convene.models import Cycle
from throughline.formats.writing import Cell
from throughline.understand.releases import (
    EvidenceDescription,
    ReleasedFinding,
    ShownFinding,
    evidence_descriptions,
    shown_findings,
)


@dataclass(frozen=True)
class DirectiveLine:
    """A directive with its findings, the decisions about it, and its initiatives."""

    directive: Directive
    findings: Sequence[ReleasedFinding]
    response: Response | None
    earlier_responses: Sequence[Response]
    initiatives: Sequence[Initiative]


@dataclass(frozen=True)
class ListedDirective:
    """A directive as shown in a list."""

    directive: Directive
    response: Response | None
    n_initiatives: int


@dataclass(frozen=True)
class CycleDirectives:
    """One cycle with its first directives. Empty cycles are included: directives are added to them there."""

    cycle: Cycle
    lines: Sequence[ListedDirective]
    n: int
    n_unanswered: int

    @property
    def has_more(self) -> bool:
        return self.n > len(self.lines)


@dataclass(frozen=True)
class MatrixRow:
    """One directive: which of the initiatives shown serve it; `n` is the number of all that do."""

    directive: Directive
    serves: Sequence[bool]
    n: int

    @property
    def is_empty(self) -> bool:
        return not self.n


@dataclass(frozen=True)
class Matrix:
    """The part of directives × initiatives on one page, with unserved directives and unrequested initiatives.

    `n_unanswered` and `n_unserved` count the whole cycle. `is_asked` is, for each initiative shown, whether a
    directive of the cycle asks for it.
    """

    initiatives: Sequence[Initiative]
    rows: Sequence[MatrixRow]
    is_asked: Sequence[bool]
    n_unanswered: int
    n_unserved: int


def _whole(directives: QuerySet[Directive]) -> QuerySet[Directive]:
    actions = Action.objects.prefetch_related(Prefetch("progress", Progress.objects.order_by("-on", "-id")))
    return directives.select_related("cycle").prefetch_related(
        Prefetch("findings", ReleasedFinding.objects.select_related("release")),
        Prefetch("responses", Response.objects.order_by("-decided_on", "-id")),
        Prefetch(
            "initiatives",
            Initiative.objects.order_by("id").prefetch_related(Prefetch("actions", actions), "schools"),
        ),
    )


def _line(directive: Directive) -> DirectiveLine:
    responses = list(directive.responses.all())
    return DirectiveLine(
        directive=directive,
        findings=list(directive.findings.all()),
        response=responses[0] if responses else None,
        earlier_responses=responses[1:],
        initiatives=list(directive.initiatives.all()),
    )


def directive_lines(cycle: Cycle | None = None) -> list[DirectiveLine]:
    """Every directive of one cycle or of all, each with its findings, responses and initiatives."""
    directives = Directive.objects.all() if cycle is None else Directive.objects.filter(cycle=cycle)
    return [_line(directive) for directive in _whole(directives.order_by("-cycle_id", "position", "id"))]


@dataclass(frozen=True)
class FindingWithEvidence:
    """A released finding of a directive, with its quotes and its evidence as released."""

    shown: ShownFinding
    evidence: Sequence[EvidenceDescription]


def findings_with_evidence(line: DirectiveLine) -> list[FindingWithEvidence]:
    findings = list(line.findings)
    prefetch_related_objects(findings, "quotes__words")
    return [FindingWithEvidence(one, evidence_descriptions(one.entries)) for one in shown_findings(findings)]


def _listed(directives: QuerySet[Directive]) -> QuerySet[Directive]:
    responses = Prefetch("responses", Response.objects.order_by("-decided_on", "-id"))
    return directives.prefetch_related(responses).annotate(n_initiatives=Count("initiatives"))


def _listed_line(directive: Any) -> ListedDirective:
    return ListedDirective(directive, next(iter(directive.responses.all()), None), directive.n_initiatives)


def cycles_to_plan() -> QuerySet[Cycle]:
    return Cycle.objects.all()


def directives_of(cycle: Cycle) -> QuerySet[Directive]:
    return _listed(Directive.objects.filter(cycle=cycle).order_by("position", "id"))


def listed(directives: Iterable[Directive]) -> list[ListedDirective]:
    return [_listed_line(directive) for directive in directives]


def directives_by_cycle(cycles: Sequence[Cycle], n_each: int) -> list[CycleDirectives]:
    """The given cycles, each with its first `n_each` directives and the number of all of them."""
    of_these = Directive.objects.filter(cycle__in=cycles)
    place = Window(RowNumber(), partition_by=F("cycle_id"), order_by=["position", "id"])
    first = [row.pk for row in of_these.annotate(place=place).filter(place__lte=n_each)]
    by_cycle: dict[int, list[ListedDirective]] = {}
    for directive in _listed(Directive.objects.filter(pk__in=first).order_by("position", "id")):
        by_cycle.setdefault(directive.cycle_id, []).append(_listed_line(directive))
    n_of = _counted(of_these)
    n_unanswered_of = _counted(of_these.filter(responses__isnull=True))
    return [
        CycleDirectives(
            cycle, by_cycle.get(cycle.pk, []), n_of.get(cycle.pk, 0), n_unanswered_of.get(cycle.pk, 0)
        )
        for cycle in cycles
    ]


def _counted(directives: QuerySet[Directive]) -> dict[int, int]:
    return dict(directives.order_by().values_list("cycle_id").annotate(n=Count("pk")))


def directives_named(public_ids: Sequence[str]) -> list[Directive]:
    return list(Directive.objects.filter(public_id__in=public_ids))


def directives_found(words: str, languages: Iterable[str], among: QuerySet[Directive]) -> QuerySet[Directive]:
    """Those whose sentence contains every word, each in any of the languages; the latest cycle first."""
    sentences = [KT(f"sentence__texts__{language}") for language in languages]
    return among.filter(has_words(words, *sentences)).order_by("-cycle_id", "position", "id")


def directive_line(directive: Directive) -> DirectiveLine:
    return _line(_whole(Directive.objects.filter(pk=directive.pk)).get())


def initiatives() -> QuerySet[Initiative]:
    return Initiative.objects.prefetch_related("directives", "actions", "schools").order_by("id")


def actions_of(initiative: Initiative) -> QuerySet[Action]:
    return initiative.actions.prefetch_related(Prefetch("progress", Progress.objects.order_by("-on", "-id")))


def sorted_initiatives(cycle: Cycle) -> QuerySet[Initiative]:
    """Every initiative, those that a directive of the cycle asks for first."""
    return Initiative.objects.annotate(is_asked=_asked_in(cycle)).order_by("-is_asked", "id")


def unasked_initiatives(cycle: Cycle) -> QuerySet[Initiative]:
    return Initiative.objects.filter(~_asked_in(cycle)).order_by("id")


def _asked_in(cycle: Cycle) -> Exists:
    return Exists(Directive.objects.filter(cycle=cycle, initiatives=OuterRef("pk")))


def matrix_of(cycle: Cycle, directives: Iterable[Directive], initiatives: Iterable[Any]) -> Matrix:
    """The matrix of one page of `directives_of(cycle)` and one page of `sorted_initiatives(cycle)`."""
    lines, columns = listed(directives), list(initiatives)
    pairs = set(
        Directive.objects.filter(
            pk__in=[line.directive.pk for line in lines],
            initiatives__in=[initiative.pk for initiative in columns],
        ).values_list("pk", "initiatives__pk")
    )
    every = Directive.objects.filter(cycle=cycle)
    return Matrix(
        initiatives=columns,
        rows=[
            MatrixRow(
                line.directive,
                [(line.directive.pk, initiative.pk) in pairs for initiative in columns],
                line.n_initiatives,
            )
            for line in lines
        ],
        is_asked=[initiative.is_asked for initiative in columns],
        n_unanswered=every.filter(responses__isnull=True).count(),
        n_unserved=every.filter(initiatives__isnull=True).count(),
    )


def directives_to_export(cycle: Cycle | None) -> QuerySet[Directive]:
    directives = Directive.objects.all() if cycle is None else Directive.objects.filter(cycle=cycle)
    return directives.select_related("cycle").prefetch_related(
        "findings", Prefetch("responses", Response.objects.order_by("-decided_on", "-id"))
    )


def directives_header(languages: Sequence[str]) -> list[str]:
    return [
        "cycle_id",
        *translated_columns("cycle", languages),
        "directive_id",
        *translated_columns("directive", languages),
        "findings",
        "response",
        "is_current",
        "decided_on",
        *translated_columns("decided_by", languages),
        *translated_columns("reason", languages),
        *translated_columns("changes", languages),
        "vote",
        "minutes_url",
    ]


def directives_rows(district: District, directives: QuerySet[Directive]) -> Iterator[list[Cell]]:
    """One row per response, the one in effect first; one row for a directive without a response."""
    languages = district.languages

    def cells(directive: Directive) -> Iterator[list[Cell]]:
        line: list[Cell] = [
            directive.cycle.public_id,
            *translated_cells(directive.cycle.title, languages),
            directive.public_id,
            *translated_cells(directive.sentence, languages),
            " ".join(finding.public_id for finding in directive.findings.all()),
        ]
        responses: list[Response | None] = [*directive.responses.all()]
        for number, response in enumerate(responses or [None]):
            yield [
                *line,
                response.kind if response else "",
                number == 0 if response else None,
                response.decided_on.isoformat() if response else "",
                *translated_cells(response.decided_by if response else None, languages),
                *translated_cells(response.reason if response else None, languages),
                *translated_cells(response.changes if response else None, languages),
                response.vote if response else "",
                response.minutes_url if response else "",
            ]

    return rows_in_pieces(district, directives, cells)


def initiatives_to_export() -> QuerySet[Initiative]:
    actions = Action.objects.prefetch_related(Prefetch("progress", Progress.objects.order_by("-on", "-id")))
    return Initiative.objects.prefetch_related("directives", "schools", Prefetch("actions", actions))


def initiatives_header(languages: Sequence[str]) -> list[str]:
    return [
        "initiative_id",
        *translated_columns("initiative", languages),
        "state",
        "responsible",
        "required_by",
        "pilot_ends_on",
        "is_public",
        "directives",
        "schools",
        "action_id",
        *translated_columns("action", languages),
        "action_by",
        "due_on",
        *translated_columns("measure", languages),
        "target",
        "status",
        "progress_on",
        "progress_status",
        "progress_value",
        *translated_columns("progress", languages),
    ]


def initiatives_rows(district: District, initiatives: QuerySet[Initiative]) -> Iterator[list[Cell]]:
    """One row per progress report, the newest first; one for an action or initiative that has none."""
    languages = district.languages

    def cells(initiative: Initiative) -> Iterator[list[Cell]]:
        line: list[Cell] = [
            initiative.public_id,
            *translated_cells(initiative.title, languages),
            initiative.state,
            initiative.owner,
            initiative.required_by,
            initiative.pilot_ends_on.isoformat() if initiative.pilot_ends_on else "",
            initiative.is_public,
            " ".join(directive.public_id for directive in initiative.directives.all()),
            "; ".join(school.name for school in initiative.schools.all()),
        ]
        actions: list[Action | None] = [*initiative.actions.all()]
        for action in actions or [None]:
            reports: list[Progress | None] = [*action.progress.all()] if action else []
            for report in reports or [None]:
                yield line + _action_cells(action, languages) + _progress_cells(report, languages)

    return rows_in_pieces(district, initiatives, cells)


def _action_cells(action: Action | None, languages: Sequence[str]) -> list[Cell]:
    return [
        action.public_id if action else "",
        *translated_cells(action.title if action else None, languages),
        action.owner if action else "",
        action.due_on.isoformat() if action else "",
        *translated_cells(action.measure if action else None, languages),
        str(action.target) if action and action.target is not None else "",
        action.status if action else "",
    ]


def _progress_cells(report: Progress | None, languages: Sequence[str]) -> list[Cell]:
    return [
        report.on.isoformat() if report else "",
        report.status if report else "",
        str(report.value) if report and report.value is not None else "",
        *translated_cells(report.sentence if report else None, languages),
    ]
