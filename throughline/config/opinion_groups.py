"""`throughline opinion-groups`: what the votes of a Polis export show, without a database."""

import argparse
import json
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from throughline.formats import polis
from throughline.formats.problems import BadFile
from throughline.methods.opinion_groups import group_informed_consensus, statement_statistics
from throughline.methods.opinion_groups.verdict import Judgement, judge
from throughline.methods.votes import Votes

CANNOT_TELL = "cannot tell"
VERDICTS = {
    "cannot_tell": CANNOT_TELL,
    "nothing": "nothing",
    "spectrum": "spectrum",
    "groups": "groups",
}
WHY = {
    "few_people": "Too few people have voted often enough to say anything.",
    "few_statements": "Too few statements have votes to say anything.",
    "no_difference": "Everyone who voted on a statement voted alike.",
    "small_groups": "Every way to divide these people leaves too few in a group.",
    "few_draws": "There were too few draws to tell. Give more time or more draws.",
}
CUT_SHORT = "The time was over before everything was drawn: what is missing was not computed."
SAID = {
    CANNOT_TELL: "The votes cannot tell.",
    "nothing": "No pattern beyond chance.",
    "spectrum": "People spread along a line; they do not fall into groups.",
    "groups": "People fall into groups.",
}


def opinion_groups(arguments: argparse.Namespace) -> int:
    """Read, judge, print; 1 with a sentence on standard error where the export cannot be read.

    Parameters
    ----------
    arguments : argparse.Namespace
        As `throughline.config.console` parses them.

    Returns
    -------
    int
        Exit code.
    """
    is_over = _clock(arguments.budget)
    try:
        conversation = polis.read(arguments.directory)
    except BadFile as problem:
        print(f"The export could not be read. {problem}", file=sys.stderr)
        return 1
    votes = votes_of(conversation)
    judgement = judge(
        votes,
        rng=np.random.default_rng(arguments.seed),
        n_draws=arguments.null_draws,
        n_groups=arguments.groups,
        is_over=is_over,
    )
    if judgement.reason:
        print(WHY[judgement.reason], file=sys.stderr)
    elif is_over():
        print(CUT_SHORT, file=sys.stderr)
    told = as_plain(judgement, votes, conversation)
    print(json.dumps(told, ensure_ascii=False, allow_nan=False) if arguments.json else as_text(told))
    return 0


def votes_of(conversation: polis.Conversation) -> Votes:
    """Keep the votes that count; statements moderated out, and those about the conversation, say nothing.

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


def as_plain(judgement: Judgement, votes: Votes, conversation: polis.Conversation) -> dict[str, Any]:
    """Lay out what was found, with the ids of the export.

    Parameters
    ----------
    judgement : Judgement
        What may be said.
    votes : Votes
        The votes it stands on.
    conversation : throughline.formats.polis.Conversation
        Where the ids come from.

    Returns
    -------
    dict
        Ready for JSON. ``docs/reference/commands.md`` names the keys.
    """
    people = [one.id for one in conversation.participants]
    statements = [one.id for one in conversation.statements]
    labels = judgement.group_of_person
    placement, stability, grounds = judgement.placement, judgement.stability, judgement.grounds
    placed = [] if placement is None else placement.person.tolist()
    position = [] if placement is None else placement.position[:, :2].tolist()
    consensus: list[float] = []
    if placed:
        consensus = group_informed_consensus(statement_statistics(votes, labels)).tolist()
    return {
        "n_people": votes.n_people,
        "n_placed": judgement.n_placed,
        "verdict": VERDICTS[judgement.verdict],
        "n_groups": judgement.n_groups,
        "groups": {people[person]: int(labels[person]) for person in placed},
        "plane": {people[person]: where for person, where in zip(placed, position, strict=True)},
        "stability": {
            "bootstrap": None if stability is None else stability.bootstrap,
            "n_bootstraps": 0 if stability is None else stability.n_bootstraps,
            "split": None if stability is None else stability.split,
            "n_splits": 0 if stability is None else stability.n_splits,
        },
        "null": {
            "p_structure": None if grounds is None else grounds.p_structure,
            "n_permutations": 0 if grounds is None else grounds.n_permutations,
            "p_groups": None if grounds is None else grounds.p_groups,
            "n_continuum_draws": 0 if grounds is None else grounds.n_continuum_draws,
        },
        "consensus": dict(zip(statements, consensus, strict=False)),
        "representative": _representative(judgement, statements),
    }


def as_text(told: dict[str, Any]) -> str:
    """Say the same in a few lines.

    Parameters
    ----------
    told : dict
        What `as_plain` laid out.

    Returns
    -------
    str
        Lines for a terminal.
    """
    null, stability = told["null"], told["stability"]
    lines = [
        SAID[told["verdict"]],
        f"People: {told['n_people']}; placed: {told['n_placed']}; groups: {told['n_groups']}.",
    ]
    if null["p_structure"] is not None:
        lines.append(f"Against chance: p = {null['p_structure']:.3g} ({null['n_permutations']} draws).")
    if null["p_groups"] is not None:
        lines.append(f"Against a spread: p = {null['p_groups']:.3g} ({null['n_continuum_draws']} draws).")
    for name, n in (("bootstrap", "n_bootstraps"), ("split", "n_splits")):
        if stability[name] is not None:
            lines.append(f"Stability, {name}: {stability[name]:.2f} ({stability[n]} draws).")
    for group, listed in told["representative"].items():
        size = sum(label == int(group) for label in told["groups"].values())
        lines.append(f"Group {group}: {size} people")
        lines += [
            f"  {one['direction']} with statement {one['statement']}: {one['share']:.0%} of {one['n']}"
            for one in listed
        ]
    return "\n".join(lines)


def _representative(judgement: Judgement, statements: list[str]) -> dict[str, list[dict[str, Any]]]:
    if judgement.held_out is None:
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
        for group, listed in enumerate(judgement.held_out.listed)
    }


def _clock(budget: float | None) -> Callable[[], bool]:
    """Whether the time the caller allows is over."""
    if budget is None:
        return lambda: False
    end = time.monotonic() + budget
    return lambda: time.monotonic() >= end
