"""Two runs of one forum: who moved, and how agreement has changed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from throughline.measure.models import Run, RunMember
from throughline.measure.queries.patterns.statements import FEW_VOTES, words_by_statement
from throughline.methods.opinion_groups import Matching, match_groups
from throughline.ui.fields import TranslatedText


@dataclass(frozen=True)
class Change:
    """Percent that agreed in each run, and the numbers of voters."""

    words: TranslatedText
    then: int
    n_then: int
    now: int
    n_now: int

    @property
    def difference(self) -> int:
        return self.now - self.then


@dataclass(frozen=True)
class Comparison:
    """Two runs of one forum: who moved, and how the share that agrees with each statement has changed."""

    rows: Sequence[Change]
    moves: Matching | None


def comparison_of(run: Run, earlier: Run) -> Comparison:
    then, now = _agree_percents(earlier), _agree_percents(run)
    words = words_by_statement(run, list(now))
    rows = [
        Change(words[voice], *then[voice], *now[voice]) for voice in now if voice in then and voice in words
    ]
    rows.sort(key=lambda row: -abs(row.difference))
    moves = None
    if all(one.exact_patterns.verdict == "groups" for one in (run, earlier)):
        old, new = (
            dict(RunMember.objects.filter(run=one).values_list("contributor_id", "group"))
            for one in (earlier, run)
        )
        people = sorted(set(old) | set(new))
        labels = [
            np.array([-1 if of.get(pk) is None else of[pk] for pk in people], dtype=np.int64)
            for of in (old, new)
        ]
        moves = match_groups(labels[0], labels[1])
    return Comparison(rows, moves)


def _agree_percents(run: Run) -> dict[str, tuple[int, int]]:
    """Percent of placed people who agree with each statement, and its number of voters, if not too few."""
    percents = {}
    for row in run.exact_patterns.statements:
        n = sum(row.agree) + sum(row.disagree) + sum(row.not_sure)
        if n >= FEW_VOTES:
            percents[row.voice] = round(100 * sum(row.agree) / n), n
    return percents
