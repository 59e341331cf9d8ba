from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet
from django.utils import functional
from django.utils.translation import gettext_lazy as _

from throughline.convene.models import Cycle, Promise, StorylineStep, Tally
from throughline.convene.queries.forum import Count, ForumRow, counts_of, forum_rows

PROMISE_WORDS: dict[str, functional.Promise] = {
    Promise.INFORM: _(
        "People learn what is decided and why. You aren't asking for input, so say that clearly."
    ),
    Promise.CONSULT: _("You ask people before the decision and tell them what you did with their input."),
    Promise.INVOLVE: _(
        "You take people's concerns into account from start to finish, and the proposal reflects them."
    ),
    Promise.COLLABORATE: _(
        "You write the proposal with people and include what they agree on as far as possible."
    ),
    Promise.EMPOWER: _("You carry out what people decide. Promise this only if you will do it."),
}

NEEDED_LABELS: dict[str, functional.Promise] = {
    "decision": _("the decision this will inform"),
    "decider": _("who decides"),
    "decided_when": _("when it will be decided"),
    "already_fixed": _("what can't change"),
    "asked_of_people": _("what people are asked to do"),
    "promise": _("your promise"),
    "staff_hours_a_week": _("staff hours per week"),
}


def missing_labels(cycle: Cycle) -> list[str]:
    """Labels of the fields that must be filled in before a forum of this cycle may open."""
    return [str(NEEDED_LABELS[name]) for name in cycle.missing_before_opening]


def cycles_in_scope() -> QuerySet[Cycle]:
    return Cycle.objects.select_related("school").order_by("-id")


@dataclass
class CycleRow:
    """A cycle with its forums and tallies."""

    cycle: Cycle
    forums: list[ForumRow] = field(default_factory=list)
    counts: dict[str, Count] = field(default_factory=dict)

    @property
    def n_open(self) -> int:
        return sum(row.state == "open" for row in self.forums)

    @property
    def n_people(self) -> int | None:
        """The total over forums, which counts a person in each of them; None unless several were counted."""
        counted = [row.counts["people"].n for row in self.forums if "people" in row.counts]
        return sum(counted) if len(counted) > 1 else None


def cycle_rows(cycles: list[Cycle], now: datetime) -> list[CycleRow]:
    """Rows of these cycles, in three queries however many there are."""
    rows = {cycle.pk: CycleRow(cycle) for cycle in cycles}
    for forum in forum_rows(cycles, now):
        rows[forum.forum.cycle_id].forums.append(forum)
    for tally in Tally.objects.filter(cycle__in=cycles, forum=None):
        rows[tally.cycle_id].counts[tally.what] = counts_of([tally])[tally.what]
    return list(rows.values())


def storyline_of(cycle: Cycle) -> list[StorylineStep]:
    return list(cycle.storyline.all())
