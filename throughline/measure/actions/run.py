"""Record the results of computations."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from throughline.accounts.actions import record
from throughline.accounts.permissions import Actor
from throughline.convene.actions import set_tally
from throughline.convene.models import Forum
from throughline.measure.models import Run, RunMember, Setting
from throughline.measure.models.results import (
    ExactImport,
    ExactPatterns,
    ExactTable,
    ExactWeights,
    FrozenPatterns,
    FrozenTable,
    FrozenWeights,
    NoWeights,
    PublishedPatterns,
    PublishedTable,
    to_stored,
)

Member = tuple[int, int | None, float | None, float | None]


@transaction.atomic
def record_run(
    actor: Actor,
    forum: Forum,
    *,
    kind: str,
    method: str,
    method_version: str,
    settings: Mapping[str, Setting],
    seed: int | None,
    log_position: int,
    input_hash: str,
    n_people: int,
    exact: ExactPatterns | ExactImport | ExactTable | ExactWeights | NoWeights,
    frozen: FrozenPatterns | FrozenTable | FrozenWeights,
    published: PublishedPatterns | PublishedTable | None = None,
    members: Sequence[Member] = (),
    weight_of: Mapping[int, float] | None = None,
) -> Run:
    """Record a computation and its people: (contributor's row, group, x, y) of each, or weights.

    `frozen` is its input, so that it can be recomputed; the votes themselves are in the log.
    """
    run = Run.objects.create(
        forum=forum,
        kind=kind,
        method=method,
        method_version=method_version,
        settings=dict(settings),
        seed=seed,
        log_position=log_position,
        input_hash=input_hash,
        n_people=n_people,
        exact=to_stored(exact),
        published=None if published is None else to_stored(published),
        frozen=to_stored(frozen),
        person=actor.person,
    )
    _record_members(run, members, weight_of or {})
    record(actor, "record_run", run, kind=kind, n_people=n_people, log_position=log_position)
    set_tally(forum.cycle, "runs", Run.objects.filter(forum__cycle=forum.cycle).count())
    return run


def _record_members(run: Run, members: Sequence[Member], weight_of: Mapping[int, float]) -> None:
    district = run.forum.district
    placed = (
        RunMember(district=district, run=run, contributor_id=contributor_id, group=group, x=x, y=y)
        for contributor_id, group, x, y in members
    )
    weighted = (
        RunMember(district=district, run=run, contributor_id=contributor_id, weight=weight)
        for contributor_id, weight in weight_of.items()
    )
    RunMember.objects.bulk_create(placed, batch_size=2_000)
    RunMember.objects.bulk_create(weighted, batch_size=2_000)
