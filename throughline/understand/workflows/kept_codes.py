"""Keep the numbers of codes that users without access to raw voices see, until enough people have moved."""

from django.utils import timezone

from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle
from throughline.listen.queries.burst import unvouched_units
from throughline.measure.actions import keep_view
from throughline.measure.models import KeptView, KeptViewKind
from throughline.measure.queries.guard import rules_of
from throughline.measure.queries.kept_views.views import columns_of, kept_view, note_tried, was_tried
from throughline.understand.queries.kept_codes import (
    TEXTS,
    CodesInSight,
    codes_in_view,
    columns_of_amounts,
    kept_codes,
    live_amounts,
    next_amounts,
    state_of_codes,
)


def codes_in_sight(cycle: Cycle) -> CodesInSight:
    """The codes of a cycle for users without access to raw voices."""
    view = kept_view(KeptViewKind.CODES, cycle)
    state = " ".join(str(n) for n in state_of_codes(cycle))
    if (view is None or view.fingerprint != state) and not was_tried(KeptViewKind.CODES, cycle, view, state):
        view = _with_newcomers(cycle, view, state)
    return codes_in_view(cycle, view)


def _with_newcomers(cycle: Cycle, view: KeptView | None, state: str) -> KeptView | None:
    rules = rules_of(cycle.district, cycle.forums.all())
    units = unvouched_units(cycle.forums.all())
    amounts = next_amounts(columns_of(view), live_amounts(cycle), rules, units)
    if amounts is None:
        note_tried(KeptViewKind.CODES, cycle, view, state)
        return view
    return keep_view(
        Actor.system(cycle.district),
        KeptViewKind.CODES,
        cycle,
        None,
        seen=view,
        content=kept_codes(amounts, rules, units),
        columns=columns_of_amounts(amounts),
        n_people=len(amounts[TEXTS]),
        fingerprint=state,
        at=timezone.now(),
    )
