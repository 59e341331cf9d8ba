"""Reads of align, shaped for its pages and for the public page of a cycle."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from throughline.align.models import Action, Directive, Initiative, Progress, Response
from throughline.convene.models import Cycle
from throughline.understand.releases import ReleasedFinding


@dataclass(frozen=True)
class DirectiveLine:
    """A directive with what it rests on, what was decided, and what is done about it."""

    directive: Directive
    findings: Sequence[ReleasedFinding]
    response: Response | None
    earlier_responses: Sequence[Response]
    initiatives: Sequence[Initiative]


@dataclass(frozen=True)
class CycleDirectives:
    """One cycle with its directives; an empty one shows too, since it is where the next is written."""

    cycle: Cycle
    lines: Sequence[DirectiveLine]

    @property
    def n_unanswered(self) -> int:
        return sum(line.response is None for line in self.lines)


@dataclass(frozen=True)
class MatrixRow:
    """One directive against every initiative: True where the initiative serves it."""

    directive: Directive
    serves: Sequence[bool]

    @property
    def n(self) -> int:
        return sum(self.serves)

    @property
    def is_empty(self) -> bool:
        return not any(self.serves)


@dataclass(frozen=True)
class Matrix:
    """Directives × initiatives: a row that nothing serves and a column that nobody asked for both show.

    `unasked` are the initiatives of those columns.
    """

    initiatives: Sequence[Initiative]
    rows: Sequence[MatrixRow]
    unasked: Sequence[Initiative]
    n_unanswered: int
    n_unserved: int

    @property
    def is_asked(self) -> list[bool]:
        """For each initiative, whether a directive of the cycle asks for it."""
        unasked = {initiative.pk for initiative in self.unasked}
        return [initiative.pk not in unasked for initiative in self.initiatives]


def _whole(directives: QuerySet[Directive]) -> QuerySet[Directive]:
    actions = Action.objects.prefetch_related(Prefetch("progress", Progress.objects.order_by("-on", "-id")))
    return directives.select_related("cycle").prefetch_related(
        Prefetch("findings", ReleasedFinding.objects.select_related("release").prefetch_related("quotes")),
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
    """Every directive, of one cycle or of all, with its line to the right."""
    directives = Directive.objects.all() if cycle is None else Directive.objects.filter(cycle=cycle)
    return [_line(directive) for directive in _whole(directives.order_by("-cycle_id", "position", "id"))]


def directives_by_cycle() -> list[CycleDirectives]:
    by_cycle: dict[int, list[DirectiveLine]] = {}
    for line in directive_lines():
        by_cycle.setdefault(line.directive.cycle_id, []).append(line)
    return [CycleDirectives(cycle, by_cycle.get(cycle.pk, [])) for cycle in Cycle.objects.all()]


def directives_named(public_ids: Sequence[str]) -> list[Directive]:
    return list(Directive.objects.filter(public_id__in=public_ids))


def directive_line(directive: Directive) -> DirectiveLine:
    return _line(_whole(Directive.objects.filter(pk=directive.pk)).get())


def initiatives() -> QuerySet[Initiative]:
    return Initiative.objects.prefetch_related("directives", "actions", "schools").order_by("id")


def actions_of(initiative: Initiative) -> QuerySet[Action]:
    return initiative.actions.prefetch_related(Prefetch("progress", Progress.objects.order_by("-on", "-id")))


def matrix_of(cycle: Cycle) -> Matrix:
    directives = list(Directive.objects.filter(cycle=cycle).prefetch_related("initiatives", "responses"))
    every = list(Initiative.objects.order_by("id"))
    rows = [
        MatrixRow(directive, [initiative.pk in served for initiative in every])
        for directive in directives
        for served in [{initiative.pk for initiative in directive.initiatives.all()}]
    ]
    asked = {initiative.pk for directive in directives for initiative in directive.initiatives.all()}
    return Matrix(
        initiatives=every,
        rows=rows,
        unasked=[initiative for initiative in every if initiative.pk not in asked],
        n_unanswered=sum(not directive.responses.all() for directive in directives),
        n_unserved=sum(row.is_empty for row in rows),
    )
