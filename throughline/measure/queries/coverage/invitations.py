"""The invitation funnel of a forum: invited, reached, opened, started, finished."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from throughline.convene.models import Forum
from throughline.measure.models import InvitationRound
from throughline.measure.queries.populations.people import people_heard
from throughline.methods import coverage, response


@dataclass(frozen=True)
class FunnelPage:
    """The steps, summed over all rounds, each with its share of those invited; and the response rates."""

    steps: Sequence[tuple[str, int | None, float | None]]
    response_share: float | None
    cooperation_share: float | None
    non_response: int | None
    rounds: Sequence[InvitationRound]
    is_finished_from_forum: bool
    problem: str = ""


def funnel_page(forum: Forum) -> FunnelPage | None:
    """The funnel of a forum; None if no round of invitations was recorded."""
    rounds = list(InvitationRound.objects.filter(forum=forum))
    if not rounds:
        return None
    names = ("n_invited", "n_reached", "n_opened", "n_started", "n_finished")
    sums = {name: _sum_of([getattr(one, name) for one in rounds]) for name in names}
    n_invited = sums["n_invited"] or 0
    is_from_forum = False
    if sums["n_finished"] is None:
        n_heard = people_heard(forum).count()
        before = [sums[name] for name in names[:-1]]
        if n_heard <= min(value for value in before if value is not None):
            sums["n_finished"], is_from_forum = n_heard, True
    labels = (_("Invited"), _("Reached"), _("Opened the invitation"), _("Started to respond"), _("Finished"))
    steps = [
        (label, sums[name], _share(sums[name], n_invited)) for label, name in zip(labels, names, strict=True)
    ]
    later: dict[str, Any] = {name: sums[name] for name in names[1:]}
    try:
        found = response.funnel(n_invited, **later)
    except coverage.BadFiguresError:
        problem = _(
            "The numbers don't match: a later step has more people than an earlier step. Check the "
            "invitation rounds."
        )
        return FunnelPage(steps, None, None, None, rounds, is_from_forum, problem)
    return FunnelPage(
        steps, found.response_share, found.cooperation_share, found.non_response, rounds, is_from_forum
    )


def _sum_of(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _share(n: int | None, of: int) -> float | None:
    return n / of if n is not None and of else None
