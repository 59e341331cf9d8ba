"""The current map of a forum: each person's position, and their group among those of the last run.

A run determines whether there are groups, and how many. Here everyone is placed again by their current votes
and divided into the same number of groups. A group keeps its name from the run.
"""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from throughline.convene.models import Forum
from throughline.listen.queries.burst import people_set_aside
from throughline.measure.models import Run, RunKind, RunMember
from throughline.measure.queries.current_votes import CurrentVotes, current_votes, votes_without
from throughline.measure.queries.patterns.found import NAMES
from throughline.methods.opinion_groups import (
    UNPLACED,
    GroupsTooSmallError,
    Matching,
    NoDifferenceError,
    OpinionGroupsError,
    Placement,
    TooFewPeopleError,
    TooFewStatementsError,
    group,
    match_groups,
    place,
)

FRESH_SECONDS = 1.0
N_LATEST = 64
REASONS: tuple[tuple[type[OpinionGroupsError], str], ...] = (
    (TooFewPeopleError, "few_people"),
    (TooFewStatementsError, "few_statements"),
    (NoDifferenceError, "no_difference"),
    (GroupsTooSmallError, "small_groups"),
)


@dataclass(frozen=True, eq=False)
class CurrentPatterns:
    """Current positions and groups.

    Attributes
    ----------
    current : CurrentVotes
        The votes it is computed from.
    placement : Placement or None
        Who is placed and where; None if nobody can be placed, with a `reason`.
    group_of_person : ndarray of int8, shape (n_people,)
        Group of each person, by descending size; -1 for people who are not placed.
    name : tuple of int
        The number of each group's letter, as in the run.
    matching : Matching or None
        Who moved since the run; None if the run found no groups.
    run : Run or None
        The last run of patterns.
    reason : str
        Why people could not be placed, or not divided as in the run; "" otherwise.
    at : datetime
        When this was computed, or last confirmed to be up to date.
    """

    current: CurrentVotes
    placement: Placement | None
    group_of_person: NDArray[np.int8]
    name: tuple[int, ...]
    matching: Matching | None
    run: Run | None
    reason: str
    at: datetime

    @property
    def n_groups(self) -> int:
        return len(self.name)

    @property
    def is_newer_than_run(self) -> bool:
        """Whether votes were cast since the run."""
        return self.run is None or self.current.log_position > self.run.log_position


@dataclass
class _Latest:
    lock: threading.Lock
    found: CurrentPatterns | None = None
    looked_at: float = 0.0


_latest: OrderedDict[str, _Latest] = OrderedDict()
_latest_lock = threading.Lock()


def current_patterns(forum: Forum, *, fresh_seconds: float = FRESH_SECONDS) -> CurrentPatterns:
    """The current patterns, computed if the last result is more than `fresh_seconds` old.

    One thread computes while others get the last result. By default that is at most one computation a second
    for each forum and process, under any load.
    """
    latest = _latest_of(forum)
    if latest.found is not None and time.monotonic() - latest.looked_at < fresh_seconds:
        return latest.found
    # If there is a result, do not wait for another thread to compute a newer one.
    if not latest.lock.acquire(blocking=latest.found is None or not fresh_seconds):
        return latest.found or current_patterns(forum, fresh_seconds=0)
    try:
        if latest.found is not None and time.monotonic() - latest.looked_at < fresh_seconds:
            return latest.found
        began = time.monotonic()
        latest.found = _after(latest.found, forum)
        latest.looked_at = began
        return latest.found
    finally:
        latest.lock.release()


def _latest_of(forum: Forum) -> _Latest:
    with _latest_lock:
        latest = _latest.setdefault(forum.public_id, _Latest(threading.Lock()))
        _latest.move_to_end(forum.public_id)
        while len(_latest) > N_LATEST:
            _latest.popitem(last=False)
        return latest


def _after(before: CurrentPatterns | None, forum: Forum) -> CurrentPatterns:
    now = timezone.now()
    aside = people_set_aside(forum)
    current = votes_without(forum, aside) if aside else current_votes(forum)
    run = Run.objects.filter(forum=forum, kind=RunKind.OPINION_GROUPS).order_by("-pk").first()
    if before is not None and _is_same(before.current, current) and before.run == run:
        return replace(before, at=now)
    return _computed(current, run, now)


def _is_same(one: CurrentVotes, other: CurrentVotes) -> bool:
    return (
        (one.log_position, one.n_rows) == (other.log_position, other.n_rows)
        and np.array_equal(one.statement_ids, other.statement_ids)
        and np.array_equal(one.votes.is_zeroed, other.votes.is_zeroed)
    )


def _computed(current: CurrentVotes, run: Run | None, now: datetime) -> CurrentPatterns:
    found_then = None if run is None else run.exact_patterns
    n_groups, n_dimensions = 1, 2
    if found_then is not None and found_then.verdict == "groups":
        n_groups = len(found_then.groups)
        n_dimensions = max(2, found_then.grounds.n_dimensions if found_then.grounds else 2)
    labels = np.full(current.votes.n_people, UNPLACED, dtype=np.int8)
    try:
        placement = place(current.votes, n_components=n_dimensions, moments=current.moments)
    except OpinionGroupsError as error:
        return CurrentPatterns(current, None, labels, (), None, run, _reason(error), now)
    labels[placement.person] = 0
    found = CurrentPatterns(current, placement, labels, (0,), None, run, "", now)
    if run is None or n_groups < 2:
        return found
    try:
        divided = group(placement, rng=np.random.default_rng(run.seed or 0), n_groups=n_groups)
    except OpinionGroupsError as error:
        return replace(found, reason=_reason(error))
    members = RunMember.objects.filter(run=run, group__isnull=False)
    group_of = dict(members.values_list("contributor_id", "group"))
    old = np.array([group_of.get(int(pk), -1) for pk in current.contributor_ids], dtype=np.int64)
    names = run.frozen_patterns.names
    taken = names_taken(run, n_groups)
    matching = match_groups(old, divided.group_of_person, names=names, taken=taken)
    return replace(found, group_of_person=divided.group_of_person, name=matching.name, matching=matching)


def names_taken(run: Run, n_new: int) -> list[int]:
    """Numbers of the letters used in this forum up to a run; empty once there are too few unused ones."""
    used = run.frozen_patterns.names_used
    return list(used) if len(used) + n_new <= len(NAMES) else []


def _reason(error: OpinionGroupsError) -> str:
    return next((reason for kind, reason in REASONS if isinstance(error, kind)), "")
