"""`throughline opinion-groups`: what the votes of a Polis export show, without a database."""

import argparse
import json
import sys
import time
from collections.abc import Callable
from typing import TypedDict

import numpy as np

from throughline.formats import polis
from throughline.formats.problems import BadFile
from throughline.methods.opinion_groups import (
    N_BASE_CLUSTERS,
    Judgment,
    group_informed_consensus,
    judge,
    statement_statistics,
)
from throughline.methods.votes import Votes

CANNOT_TELL = "cannot tell"
VERDICTS = {
    "cannot_tell": CANNOT_TELL,
    "nothing": "nothing",
    "spectrum": "spectrum",
    "groups": "groups",
}
WHY = {
    "few_people": "Too few people have voted on enough statements to find a result.",
    "few_statements": "Too few statements have votes to find a result.",
    "no_difference": "Everyone who voted on a statement voted the same way.",
    "small_groups": "Every way to divide these people leaves a group with too few people.",
    "few_draws": "There were too few simulations to find a result. Allow more time or more simulations.",
}
CUT_SHORT = "The time limit was reached before all simulations were done. Missing values were not computed."
TOO_MANY = "These people cannot be divided into {n} groups. The result is shown without --groups."
MOST_GROUPS = N_BASE_CLUSTERS  # groups are formed from base clusters
HEADLINES = {
    CANNOT_TELL: "The votes do not show a result.",
    "nothing": "No pattern found: random votes could look the same.",
    "spectrum": "A spectrum: people are spread along a line and do not form groups.",
    "groups": "Opinion groups found.",
}
GROUPS_HEADLINES = {
    "loose": "Opinion groups found, but they are loose: in simulations, some people change groups.",
    "unsteady": "Opinion groups found, but they are unstable: in simulations, many people change groups.",
    CANNOT_TELL: "Opinion groups found. Their stability is unknown.",
}
STEADINESS = {"steady": "steady", "loose": "loose", "unsteady": "unsteady", "cannot_tell": CANNOT_TELL}
STEADINESS_SENTENCES = {
    "steady": "The groups are stable: with other people, or half of the statements, most stay the same.",
    "loose": "The groups are loose: with other people, or half of the statements, some stay the same.",
    "unsteady": "The groups are unstable: with other people, or half of the statements, most change.",
}


class Stability(TypedDict):
    """How steady the groups are; None if nothing was drawn."""

    bootstrap: float | None
    n_bootstraps: int
    split: float | None
    n_splits: int
    steadiness: str | None


class Null(TypedDict):
    """P-values against chance and against a spread along a line, with their numbers of draws."""

    p_structure: float | None
    n_permutations: int
    p_groups: float | None
    n_continuum_draws: int


class Representative(TypedDict):
    """A statement that distinguishes a group."""

    statement: str
    direction: str
    share: float
    q_value: float
    n: int


class Output(TypedDict):
    """What the command prints, with the ids of the export."""

    n_people: int
    n_placed: int
    verdict: str
    reason: str
    is_cut_short: bool
    n_groups: int
    groups: dict[str, int]
    plane: dict[str, list[float]]
    stability: Stability
    null: Null
    smallest_visible_share: float | None
    consensus: dict[str, float]
    representative: dict[str, list[Representative]]


def opinion_groups(arguments: argparse.Namespace) -> int:
    """Judge an export and print the verdict; return 1, with a message on stderr, if it is unreadable.

    Parameters
    ----------
    arguments : argparse.Namespace
        As `throughline.config.console` parses them.

    Returns
    -------
    int
        Exit code.
    """
    time_left = _TimeLeft(_clock(arguments.budget))
    try:
        conversation = polis.read(arguments.directory)
    except BadFile as problem:
        print(f"The export could not be read. {problem}", file=sys.stderr)
        return 1
    votes = votes_of(conversation)
    n_groups = None if (arguments.groups or 0) > MOST_GROUPS else arguments.groups
    judgment = _judged(votes, arguments, n_groups, time_left)
    is_formed = n_groups is None or judgment.found is not None
    if not is_formed and judgment.verdict == "groups" and not time_left.was_over:
        judgment = _judged(votes, arguments, None, time_left)
    output = as_plain(judgment, votes, conversation, is_cut_short=time_left.was_over)
    for sentence in notes(output, requested=arguments.groups, is_formed=is_formed):
        print(sentence, file=sys.stderr)
    print(json.dumps(output, ensure_ascii=False, allow_nan=False) if arguments.json else as_text(output))
    return 0


def votes_of(conversation: polis.Conversation) -> Votes:
    """Take the votes; those on statements moderated out, or about the conversation, do not count.

    Parameters
    ----------
    conversation : throughline.formats.polis.Conversation
        A whole export.

    Returns
    -------
    Votes
        People and statements in the order of the export.
    """
    log, current = conversation.votes, conversation.votes.current()
    statements = conversation.statements
    return Votes.of(
        log.person[current],
        log.statement[current],
        log.value[current],
        n_people=len(conversation.participants),
        n_statements=len(statements),
        zeroed=[number for number, one in enumerate(statements) if one.moderated < 0 or one.is_meta],
    )


def notes(output: Output, *, requested: int | None, is_formed: bool) -> list[str]:
    """List what the answer is missing, and why.

    Parameters
    ----------
    output : dict
        As `as_plain` returns it.
    requested : int, optional
        The number of groups that was requested.
    is_formed : bool
        Whether that many were formed.

    Returns
    -------
    list of str
        Sentences; empty if nothing is missing.
    """
    sentences = []
    if output["reason"]:
        sentences.append(WHY[output["reason"]])
    elif output["is_cut_short"]:
        sentences.append(CUT_SHORT)
    if requested is not None and output["n_placed"] and (requested > MOST_GROUPS or not is_formed):
        sentences.append(TOO_MANY.format(n=requested))
    return sentences


def as_plain(
    judgment: Judgment, votes: Votes, conversation: polis.Conversation, *, is_cut_short: bool = False
) -> Output:
    """Return what was found, with the ids of the export.

    Parameters
    ----------
    judgment : Judgment
        The verdict and everything found.
    votes : Votes
        The votes it is based on.
    conversation : throughline.formats.polis.Conversation
        The source of the ids.
    is_cut_short : bool
        Whether time ran out before all draws were made.

    Returns
    -------
    dict
        Ready for JSON. ``docs/reference/commands.md`` names the keys.
    """
    people = [one.id for one in conversation.participants]
    statements = [one.id for one in conversation.statements]
    labels = judgment.group_of_person
    placement, stability, grounds = judgment.placement, judgment.stability, judgment.grounds
    placed = [] if placement is None else placement.person.tolist()
    position = [] if placement is None else placement.position[:, :2].tolist()
    consensus: list[float] = []
    if placed:
        consensus = group_informed_consensus(statement_statistics(votes, labels)).tolist()
    return {
        "n_people": votes.n_people,
        "n_placed": judgment.n_placed,
        "verdict": VERDICTS[judgment.verdict],
        "reason": judgment.reason if judgment.verdict == "cannot_tell" else "",
        "is_cut_short": is_cut_short,
        "n_groups": judgment.n_groups,
        "groups": {people[person]: int(labels[person]) for person in placed},
        "plane": {people[person]: where for person, where in zip(placed, position, strict=True)},
        "stability": {
            "bootstrap": None if stability is None else stability.bootstrap,
            "n_bootstraps": 0 if stability is None else stability.n_bootstraps,
            "split": None if stability is None else stability.split,
            "n_splits": 0 if stability is None else stability.n_splits,
            "steadiness": None if stability is None else STEADINESS[stability.steadiness],
        },
        "null": {
            "p_structure": None if grounds is None else grounds.p_structure,
            "n_permutations": 0 if grounds is None else grounds.n_permutations,
            "p_groups": None if grounds is None else grounds.p_groups,
            "n_continuum_draws": 0 if grounds is None else grounds.n_continuum_draws,
        },
        "smallest_visible_share": None if grounds is None else grounds.smallest_visible_share,
        "consensus": dict(zip(statements, consensus, strict=False)),
        "representative": _representative(judgment, statements),
    }


def as_text(output: Output) -> str:
    """Format the output as a few lines.

    Parameters
    ----------
    output : dict
        As `as_plain` returns it.

    Returns
    -------
    str
        Lines for a terminal.
    """
    null, stability, visible = output["null"], output["stability"], output["smallest_visible_share"]
    steadiness = stability["steadiness"] or ""
    headline = HEADLINES[output["verdict"]]
    if output["verdict"] == "groups":
        headline = GROUPS_HEADLINES.get(steadiness, headline)
    lines = [
        headline,
        f"People: {output['n_people']}. People grouped: {output['n_placed']}. Groups: {output['n_groups']}.",
    ]
    if null["p_structure"] is not None:
        n = null["n_permutations"]
        lines.append(f"Compared with random votes: p = {null['p_structure']:.3g} ({n} permutations).")
    if null["p_groups"] is not None:
        n = null["n_continuum_draws"]
        lines.append(f"Compared with a spectrum: p = {null['p_groups']:.3g} ({n} simulations).")
    if visible is not None:
        lines.append(f"A group smaller than {visible:.0%} of the people may exist without being found.")
    elif output["verdict"] in ("nothing", "spectrum"):
        lines.append(
            "It is unknown how small a group may exist without being found. It could be half of the people."
        )
    if steadiness in STEADINESS_SENTENCES:
        lines.append(STEADINESS_SENTENCES[steadiness])
    for name, share, n in (
        ("bootstrap", stability["bootstrap"], stability["n_bootstraps"]),
        ("split", stability["split"], stability["n_splits"]),
    ):
        if share is not None:
            lines.append(f"Stability, {name}: {share:.2f} ({n} simulations).")
    for group, listed in output["representative"].items():
        size = sum(label == int(group) for label in output["groups"].values())
        lines.append(f"Group {group}: {size} people")
        lines += [
            f"  {one['direction']} with statement {one['statement']}: {one['share']:.0%} of {one['n']} people"
            for one in listed
        ]
    return "\n".join(lines)


def _judged(
    votes: Votes, arguments: argparse.Namespace, n_groups: int | None, time_left: "_TimeLeft"
) -> Judgment:
    return judge(
        votes,
        rng=np.random.default_rng(arguments.seed),
        n_draws=arguments.null_draws,
        n_groups=n_groups,
        is_over=time_left.is_over,
    )


def _representative(judgment: Judgment, statements: list[str]) -> dict[str, list[Representative]]:
    if judgment.held_out is None:
        return {}
    return {
        str(group): [
            {
                "statement": statements[one.statement],
                "direction": one.direction,
                "share": one.share,
                "q_value": one.q_value,
                "n": one.n_seen,
            }
            for one in listed
        ]
        for group, listed in enumerate(judgment.held_out.listed)
    }


class _TimeLeft:
    """Checks a clock and remembers whether time ever ran out, since then some draws are missing."""

    def __init__(self, clock: Callable[[], bool]) -> None:
        self._clock = clock
        self.was_over = False

    def is_over(self) -> bool:
        self.was_over = self._clock() or self.was_over
        return self.was_over


def _clock(budget: float | None) -> Callable[[], bool]:
    """Return a function that returns whether the caller's time budget is used up."""
    if budget is None:
        return lambda: False
    end = time.monotonic() + budget
    return lambda: time.monotonic() >= end
