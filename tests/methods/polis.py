"""Real conversations with their published groups, read once per run."""

import csv
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tests.shared import shared
from throughline.methods.votes import Votes

WITH_SEVEN_VOTE_RULE = (
    "15-per-hour-seattle",
    "bg2050-volunteers",
    "canadian-electoral-reform",
    "scoop-hivemind.biodiversity",
    "scoop-hivemind.taxes",
    "vtaiwan.uberx",
)


@dataclass(frozen=True, eq=False)
class Conversation:
    votes: Votes
    published_group: NDArray[np.int64]  # -1 for people in no group
    published_consensus: NDArray[np.float64]  # empty if the export has none


def conversation(name: str) -> Conversation:
    shared("polis", name)  # outside the cache, so that every test is skipped or fails, not only the first
    return _read(name)


@cache
def _read(name: str) -> Conversation:
    folder = shared("polis", name)
    with open(folder / "participants-votes.csv", encoding="utf-8", newline="") as file:
        header, *people = csv.reader(file)
    with open(folder / "comments.csv", encoding="utf-8", newline="") as file:
        comments = {row["comment-id"]: row for row in csv.DictReader(file)}
    first = header.index("n-disagree") + 1
    statement_ids = header[first:]
    cells = [
        (person, statement, int(vote))
        for person, row in enumerate(people)
        for statement, vote in enumerate(row[first:])
        if vote
    ]
    person, statement, value = np.array(cells).T
    group = header.index("group-id")
    consensus = "group-informed-consensus"
    return Conversation(
        votes=Votes.of(
            person,
            statement,
            value,
            n_people=len(people),
            n_statements=len(statement_ids),
            zeroed=[
                number
                for number, statement_id in enumerate(statement_ids)
                if comments[statement_id]["moderated"] == "-1"
                or comments[statement_id].get("is-meta") == "true"
            ],
        ),
        published_group=np.array([int(row[group]) if row[group] else -1 for row in people]),
        published_consensus=np.array(
            [float(comments[one][consensus]) for one in statement_ids if consensus in comments[one]]
        ),
    )
