"""The derived state of each cycle, and the next steps for a person."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.accounts.models import Role
from throughline.accounts.permissions import Actor
from throughline.align.models import Action, Directive, Response, ResponseKind
from throughline.align.permissions import may_plan_for_district, may_respond, may_write_directives
from throughline.convene.models import Cycle, Forum, Tally
from throughline.convene.permissions import may_manage_cycle
from throughline.report.models import Publication
from throughline.report.permissions import may_publish
from throughline.report.queries import compose, current_publication, is_same_page
from throughline.understand.releases import released_findings

MOST_STEPS = 3
MAY_JUDGE = (Role.OWNER, Role.COORDINATOR, Role.ANALYST)


@dataclass(frozen=True)
class Step:
    """One thing to do next: its link text, its URL, and since when it has been waiting."""

    text: str
    url: str
    since: datetime | None = None
    is_urgent: bool = False


@dataclass(frozen=True)
class Node:
    """One node of the progress line: a number and what it counts. `state` is "done", "now" or ""."""

    n: int
    words: str
    state: str


@dataclass(frozen=True)
class ForumRow:
    forum: Forum
    state: str
    people: Tally | None
    contributions: Tally | None
    waiting: Tally | None
    unread: Tally | None

    @property
    def n_to_review(self) -> int | None:
        """Texts that nobody has reviewed, those that are shown already included; None if nobody counted."""
        counted = [tally.n for tally in (self.waiting, self.unread) if tally is not None]
        return sum(counted) if counted else None


@dataclass(frozen=True)
class CycleState:
    cycle: Cycle
    forums: Sequence[ForumRow]
    line: Sequence[Node]
    steps: Sequence[Step]
    counted_at: datetime | None


def open_cycles() -> QuerySet[Cycle]:
    """Cycles that have not ended, newest first, after any cycle with a waiting urgent message."""
    urgent = Tally.objects.filter(cycle=OuterRef("pk"), what="urgent", n__gt=0)
    cycles = Cycle.objects.select_related("school").annotate(is_urgent=Exists(urgent))
    return cycles.filter(Q(ended_on__isnull=True) | Q(is_urgent=True)).order_by("-is_urgent", "-id")


def cycle_state(actor: Actor, cycle: Cycle, now: datetime) -> CycleState:
    forums = list(cycle.forums.select_related("district").prefetch_related("responders"))
    tallies = list(Tally.objects.filter(cycle=cycle))
    by_forum = {(tally.forum_id, tally.what): tally for tally in tallies}
    rows = [
        ForumRow(
            forum,
            forum.state(now),
            by_forum.get((forum.pk, "people")),
            by_forum.get((forum.pk, "contributions")),
            by_forum.get((forum.pk, "waiting")),
            by_forum.get((forum.pk, "unread")),
        )
        for forum in forums
    ]
    counts = _Counts.of(cycle, tallies)
    steps = sorted(_steps(actor, cycle, rows, tallies, counts), key=lambda step: not step.is_urgent)
    return CycleState(
        cycle,
        rows,
        _line(counts),
        steps[:MOST_STEPS],
        max((tally.counted_at for tally in tallies), default=None),
    )


@dataclass(frozen=True)
class _Counts:
    contributions: int
    findings: int
    released: int
    directives: int
    answered: int
    actions: int
    publications: int
    unplanned: int
    new_findings: int

    @classmethod
    def of(cls, cycle: Cycle, tallies: Sequence[Tally]) -> "_Counts":
        def total(what: str) -> int:
            return sum(tally.n for tally in tallies if tally.what == what)

        directives = (
            Directive.objects.filter(cycle=cycle)
            .prefetch_related(
                "findings", Prefetch("responses", Response.objects.order_by("-decided_on", "-id"))
            )
            .annotate(
                n_responses=Count("responses", distinct=True), n_plans=Count("initiatives", distinct=True)
            )
        )
        return cls(
            contributions=total("contributions"),
            findings=total("findings"),
            released=total("released"),
            directives=len(directives),
            answered=sum(directive.n_responses > 0 for directive in directives),
            actions=Action.objects.filter(initiative__directives__cycle=cycle).distinct().count(),
            publications=Publication.objects.filter(cycle=cycle, withdrawn_at__isnull=True).count(),
            unplanned=sum(_is_accepted(directive) and not directive.n_plans for directive in directives),
            new_findings=_n_new_findings(cycle, directives),
        )


def _is_accepted(directive: Directive) -> bool:
    response = next(iter(directive.responses.all()), None)
    return response is not None and response.kind in {ResponseKind.ADOPT, ResponseKind.ADAPT}


def _n_new_findings(cycle: Cycle, directives: Iterable[Directive]) -> int:
    """The findings released since the last priority was added that no priority is based on."""
    used = {finding.stable_id for directive in directives for finding in directive.findings.all()}
    newest = max((directive.created_at for directive in directives), default=None)
    return sum(
        finding.stable_id not in used and newest is not None and finding.release.released_at > newest
        for finding in released_findings(cycle)
    )


def _line(counts: _Counts) -> list[Node]:
    entries = [
        (counts.contributions, ngettext("response", "responses", counts.contributions)),
        (counts.released, ngettext("finding released", "findings released", counts.released)),
        (counts.directives, ngettext("community priority", "community priorities", counts.directives)),
        (
            counts.answered,
            ngettext("priority with a response", "priorities with a response", counts.answered),
        ),
        (counts.actions, ngettext("action", "actions", counts.actions)),
        (counts.publications, ngettext("version published", "versions published", counts.publications)),
    ]
    reached = max((place for place, (n, _words) in enumerate(entries) if n), default=-1)
    return [
        Node(n, words, "done" if n and place < reached else "now" if n else "")
        for place, (n, words) in enumerate(entries)
    ]


def _steps(
    actor: Actor, cycle: Cycle, rows: Sequence[ForumRow], tallies: Sequence[Tally], counts: _Counts
) -> list[Step]:
    """Everything this person has to do, in the order of the progress line."""
    return [
        *_steps_of_reading(actor, cycle, rows, tallies),
        *_steps_of_asking(actor, cycle, rows),
        *_steps_of_understanding(actor, cycle, counts),
        *_steps_of_answering(actor, cycle, counts),
        *_steps_of_telling(actor, cycle, rows, counts),
    ]


def _steps_of_reading(
    actor: Actor, cycle: Cycle, rows: Sequence[ForumRow], tallies: Sequence[Tally]
) -> Iterator[Step]:
    url = actor.district.url
    answers_for = {row.forum.pk for row in rows if _answers_for(actor, row.forum)}
    urgent = [t for t in tallies if t.what == "urgent" and t.n and t.forum_id in answers_for]
    if urgent:
        n = sum(tally.n for tally in urgent)
        text = ngettext("Review %(n)s urgent message", "Review %(n)s urgent messages", n)
        yield Step(text % {"n": n}, url("urgent"), _oldest(urgent), is_urgent=True)
    yield from _steps_of_judging(actor, rows, tallies)
    if not _may_moderate(actor, cycle):
        return
    yield from _steps_of_moderating(actor, tallies)


def _steps_of_moderating(actor: Actor, tallies: Sequence[Tally]) -> Iterator[Step]:
    """What others see already comes first, then what waits."""
    url = actor.district.url
    queue = url("moderate_queue")
    pages = {
        "reported": f"{queue}?show=reported",
        "unread": f"{queue}?show=unread",
        "appeals": url("appeals"),
        "waiting": queue,
    }
    for what, page in pages.items():
        if found := [tally for tally in tallies if tally.what == what and tally.n]:
            n = sum(tally.n for tally in found)
            yield Step(_moderation_label(what, n), page, _oldest(found))


def _moderation_label(what: str, n: int) -> str:
    texts = {
        "reported": ngettext("Review %(n)s reported comment", "Review %(n)s reported comments", n),
        "unread": ngettext(
            "Review %(n)s comment that is already shown", "Review %(n)s comments that are already shown", n
        ),
        "appeals": ngettext("Review %(n)s appeal", "Review %(n)s appeals", n),
        "waiting": ngettext("Review %(n)s comment", "Review %(n)s comments", n),
    }
    return texts[what] % {"n": n}


def _steps_of_judging(actor: Actor, rows: Sequence[ForumRow], tallies: Sequence[Tally]) -> Iterator[Step]:
    """The forum whose undecided responses began first: a flood in several must not hide all else to do."""
    forum_by_id = {row.forum.pk: row.forum for row in rows}
    undecided = [t for t in tallies if t.what == "bursts" and t.n and t.forum_id in forum_by_id]
    if undecided and actor.has(*MAY_JUDGE):
        first = min(undecided, key=lambda tally: (tally.oldest_at or tally.counted_at, tally.pk))
        forum = forum_by_id[first.forum_id or 0]
        text = _("Review unusual activity in “%(forum)s”") % {"forum": forum.title}
        yield Step(text, url=actor.district.url("bursts", forum_id=forum.public_id), since=first.oldest_at)


def _answers_for(actor: Actor, forum: Forum) -> bool:
    """Whether they handle urgent messages of this forum; others could not open the page of the step."""
    if actor.has(Role.OWNER, Role.COORDINATOR):
        return True
    return actor.person is not None and any(one.pk == actor.person.pk for one in forum.responders.all())


def _may_moderate(actor: Actor, cycle: Cycle) -> bool:
    return actor.has(Role.FACILITATOR) or may_manage_cycle(actor, cycle)


def _steps_of_asking(actor: Actor, cycle: Cycle, rows: Sequence[ForumRow]) -> Iterator[Step]:
    url = actor.district.url
    if not may_manage_cycle(actor, cycle) or cycle.ended_on is not None:
        return
    if cycle.missing_before_opening:
        yield Step(_("Complete the cycle"), url("edit_cycle", cycle_id=cycle.public_id))
    elif not rows:
        yield Step(_("Announce a forum"), url("cycle", cycle_id=cycle.public_id))
    elif all(row.state == "draft" for row in rows):
        yield Step(_("Announce a draft forum"), url("cycle", cycle_id=cycle.public_id))


def _steps_of_understanding(actor: Actor, cycle: Cycle, counts: _Counts) -> Iterator[Step]:
    url = actor.district.url
    if not may_write_directives(actor):
        return
    if counts.contributions and not counts.findings:
        yield Step(_("Write the first finding"), url("findings", cycle_id=cycle.public_id))
    elif counts.findings > counts.released:
        n = counts.findings - counts.released
        text = ngettext("Release %(n)s finding", "Release %(n)s findings", n)
        yield Step(text % {"n": n}, url("findings", cycle_id=cycle.public_id))
    elif counts.released and not counts.directives:
        yield Step(
            _("Add a community priority based on the findings"),
            url("create_directive", cycle_id=cycle.public_id),
        )
    elif counts.new_findings:
        n = counts.new_findings
        text = ngettext(
            "Add a community priority based on %(n)s new finding",
            "Add community priorities based on %(n)s new findings",
            n,
        )
        yield Step(text % {"n": n}, url("create_directive", cycle_id=cycle.public_id))


def _steps_of_answering(actor: Actor, cycle: Cycle, counts: _Counts) -> Iterator[Step]:
    n = counts.directives - counts.answered
    if n and may_respond(actor):
        text = ngettext("Respond to %(n)s priority", "Respond to %(n)s priorities", n)
        yield Step(text % {"n": n}, actor.district.url("directives"))
    n = counts.unplanned
    if n and may_plan_for_district(actor):
        text = ngettext(
            "Add an initiative for %(n)s accepted priority",
            "Add initiatives for %(n)s accepted priorities",
            n,
        )
        yield Step(text % {"n": n}, actor.district.url("matrix", cycle_id=cycle.public_id))


def _steps_of_telling(
    actor: Actor, cycle: Cycle, rows: Sequence[ForumRow], counts: _Counts
) -> Iterator[Step]:
    url = actor.district.url
    if may_publish(actor):
        preview = url("preview_publication", cycle_id=cycle.public_id)
        current = current_publication(cycle)
        if current is None:
            if counts.answered:
                yield Step(_("Publish what was decided"), preview)
            elif counts.released:
                yield Step(_("Publish what you heard"), preview)
        elif not is_same_page(current.content, compose(cycle)):
            yield Step(_("Publish the public page again: it has changed since the last version"), preview)
    is_over = bool(rows) and all(row.state == "closed" for row in rows)
    is_answered = counts.directives > 0 and counts.directives == counts.answered
    if is_over and is_answered and cycle.ended_on is None and may_manage_cycle(actor, cycle):
        yield Step(_("Report whether the promise was kept"), url("end_cycle", cycle_id=cycle.public_id))


def _oldest(tallies: Sequence[Tally]) -> datetime | None:
    return min((tally.oldest_at for tally in tallies if tally.oldest_at), default=None)


@dataclass(frozen=True)
class EndedCycle:
    cycle: Cycle
    n_directives: int
    n_answered: int
    n_editions: int


def cycles_so_far() -> QuerySet[Cycle]:
    return Cycle.objects.select_related("school")


def ended_cycles(cycles: Iterable[Cycle]) -> list[EndedCycle]:
    """Each cycle with its numbers of directives, answered directives and publications."""
    of = list(cycles)
    directives = Directive.objects.filter(cycle__in=of).annotate(n_responses=Count("responses"))
    rows = list(directives.order_by().values_list("cycle_id", "n_responses"))
    editions = Publication.objects.filter(cycle__in=of, withdrawn_at__isnull=True)
    published = list(editions.order_by().values_list("cycle_id", flat=True))
    return [
        EndedCycle(
            cycle,
            n_directives=sum(cycle_id == cycle.pk for cycle_id, _n in rows),
            n_answered=sum(cycle_id == cycle.pk and n > 0 for cycle_id, n in rows),
            n_editions=published.count(cycle.pk),
        )
        for cycle in of
    ]
