"""Reads of align, shaped for its pages and for the public page of a cycle."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Window
from django.db.models.functions import RowNumber

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
class ListedDirective:
    """A directive as a list shows it."""

    directive: Directive
    response: Response | None
    n_initiatives: int


@dataclass(frozen=True)
class CycleDirectives:
    """One cycle with the first of its directives; an empty one shows too: it is where the next is written."""

    cycle: Cycle
    lines: Sequence[ListedDirective]
    n: int
    n_unanswered: int

    @property
    def has_more(self) -> bool:
        return self.n > len(self.lines)


@dataclass(frozen=True)
class MatrixRow:
    """One directive against the initiatives shown: True where one serves it; `n` counts all of them."""

    directive: Directive
    serves: Sequence[bool]
    n: int

    @property
    def is_empty(self) -> bool:
        return not self.n


@dataclass(frozen=True)
class Matrix:
    """Directives × initiatives, as far as a page shows: rows that nothing serves, columns nobody asked for.

    The numbers are those of the whole cycle. `is_asked` says of each initiative shown whether a directive of
    the cycle asks for it.
    """

    initiatives: Sequence[Initiative]
    rows: Sequence[MatrixRow]
    is_asked: Sequence[bool]
    n_unanswered: int
    n_unserved: int


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
    """Some cycles, each with its first directives and how many there are of them."""
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


def directives_found(words: str, languages: Iterable[str]) -> QuerySet[Directive]:
    """Directives whose sentence holds every word in one of the languages, those of the latest cycle first."""
    rows = Directive.objects.order_by("-cycle_id", "position", "id")
    for word in words.split():
        in_any = Q()
        for language in languages:
            in_any |= Q(**{f"sentence__texts__{language}__icontains": word})
        rows = rows.filter(in_any)
    return rows


def directive_line(directive: Directive) -> DirectiveLine:
    return _line(_whole(Directive.objects.filter(pk=directive.pk)).get())


def initiatives() -> QuerySet[Initiative]:
    return Initiative.objects.prefetch_related("directives", "actions", "schools").order_by("id")


def actions_of(initiative: Initiative) -> QuerySet[Action]:
    return initiative.actions.prefetch_related(Prefetch("progress", Progress.objects.order_by("-on", "-id")))


def initiatives_beside(cycle: Cycle) -> QuerySet[Initiative]:
    """Every initiative, those that a directive of the cycle asks for first."""
    return Initiative.objects.annotate(is_asked=_asked_in(cycle)).order_by("-is_asked", "id")


def unasked_initiatives(cycle: Cycle) -> QuerySet[Initiative]:
    return Initiative.objects.filter(~_asked_in(cycle)).order_by("id")


def _asked_in(cycle: Cycle) -> Exists:
    return Exists(Directive.objects.filter(cycle=cycle, initiatives=OuterRef("pk")))


def matrix_of(cycle: Cycle, directives: Iterable[Directive], initiatives: Iterable[Any]) -> Matrix:
    """What is shown of `directives_of` the cycle, against what is shown of `initiatives_beside` it."""
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
