"""The map of a run: people as dots that identify nobody."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from django.utils.crypto import salted_hmac
from numpy.typing import NDArray

from throughline.measure.models import Run, RunMember
from throughline.measure.queries.run_results import patterns_of
from throughline.ui.charts import OpinionMap, opinion_map

SHAKEN_SHARE = 0.025
TAKEN_SHARE = 2 / 3  # of the people, on a map to download


def map_of(run: Run) -> OpinionMap:
    """People as dots in random order, each moved slightly, so that none can be identified."""
    names = [group.name for group in patterns_of(run).exact.groups]
    return shaken_map(_placed(run), names if len(names) > 1 else [], secret=run.public_id)


def map_to_download(run: Run) -> OpinionMap:
    """The map as a file: a sample of the people, with groups merged as they would be published."""
    found = patterns_of(run)
    names = [group.name for group in found.exact.groups]
    groups = () if found.published is None else found.published.groups
    merged: Sequence[Sequence[str]] = [one.made_of for one in groups] or [names]
    shown_as = {name: number for number, part in enumerate(merged) for name in part}
    placed = _placed(run)
    placed[:, 2] = [shown_as.get(names[int(group)], 0) for group in placed[:, 2]]
    labels = [one.name for one in groups] if len(groups) > 1 else []
    return shaken_map(placed, labels, secret=run.public_id, share=TAKEN_SHARE)


def _placed(run: Run) -> NDArray[np.float64]:
    members = RunMember.objects.filter(run=run, x__isnull=False, y__isnull=False, group__isnull=False)
    rows = list(members.order_by("pk").values_list("x", "y", "group"))
    return np.array(rows, dtype=np.float64).reshape(-1, 3)


def shaken_map(
    placed: NDArray[np.float64], names: Sequence[str], *, secret: str, share: float = 1.0
) -> OpinionMap:
    """Draw a map of rows of x, y and group, with random offsets.

    The offsets depend on the server's secret key, so that nobody else can recompute and remove them.
    """
    if not len(placed):
        return opinion_map([], [])
    seed = salted_hmac("throughline.map of votes", secret, algorithm="sha256").digest()
    rng = np.random.default_rng(int.from_bytes(seed))
    order = rng.permutation(len(placed))
    placed = placed[order[: max(1, round(share * len(placed)))]]
    reach = float(np.abs(placed[:, :2]).max()) or 1.0
    at = placed[:, :2] + SHAKEN_SHARE * reach * rng.uniform(-1, 1, size=(len(placed), 2))
    drawn = opinion_map([(x, y) for x, y in at.tolist()], [int(group) for group in placed[:, 2]], names)
    return replace(drawn, n_people=len(order))
