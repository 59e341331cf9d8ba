from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet
from django.utils import functional
from django.utils.translation import gettext_lazy as _

from throughline.convene.models import Cycle, Promise, StorylineStep, Tally
from throughline.convene.queries.forum import Count, ForumRow, counts_of, forum_rows

PROMISE_WORDS: dict[str, functional.Promise] = {
    Promise.INFORM: _("You will read what is decided, and why. Nothing is asked: say so plainly."),
    Promise.CONSULT: _(
        "People are asked before the decision, and are told what was done with what they said."
    ),
    Promise.INVOLVE: _("People's concerns are worked with throughout, and show in what is proposed."),
    Promise.COLLABORATE: _(
        "The proposal is written with people, and carries what they agree on as far as it can."
    ),
    Promise.EMPOWER: _("What people decide is carried out. Promise it only where that is so."),
}

NEEDED_LABELS: dict[str, functional.Promise] = {
    "decision": _("the decision it informs"),
    "decider": _("who decides"),
    "decided_when": _("when it is decided"),
    "already_fixed": _("what is already fixed"),
    "asked_of_people": _("what is asked of people"),
    "promise": _("what is promised"),
    "staff_hours_a_week": _("how many staff hours it takes"),
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
