from datetime import datetime

from django.db import transaction

from throughline.accounts.actions import record
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, Forum
from throughline.measure.models import KeptView, KeptViewKind
from throughline.measure.models.results import KeptCodes, KeptCoverage, KeptResults, KeptRuns, to_stored
from throughline.measure.queries.kept_views.columns import Columns, packed
from throughline.measure.queries.kept_views.views import kept_view


@transaction.atomic
def keep_view(
    actor: Actor,
    kind: KeptViewKind,
    cycle: Cycle,
    forum: Forum | None,
    *,
    seen: KeptView | None,
    content: KeptCoverage | KeptCodes | KeptResults | KeptRuns,
    columns: Columns,
    n_people: int,
    fingerprint: str,
    at: datetime,
) -> KeptView:
    """Replace the view in sight, unless somebody has since the one that this was computed from (`seen`).

    Two views computed at the same time could differ by one person, so only the first is kept.
    """
    Cycle.objects.select_for_update(no_key=True, of=("self",)).get(pk=cycle.pk)
    current = kept_view(kind, cycle, forum)
    number = current.number if current else 0
    if current is not None and number != (seen.number if seen else 0):
        return current
    view = current or KeptView(kind=kind, cycle=cycle, forum=forum, district=cycle.district)
    view.number = number + 1
    view.content = to_stored(content)
    view.packed = packed(columns)
    view.n_people = n_people
    view.fingerprint = fingerprint
    view.computed_at = at
    view.save()
    record(actor, "keep_view", forum or cycle, kind=str(kind), number=view.number)
    return view
