"""Import and export of all ten real conversations."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from tests import make
from tests.shared import shared
from throughline.accounts.models import District
from throughline.accounts.permissions import Actor
from throughline.formats import polis
from throughline.listen.models import Contributor, CurrentVote, Voice, Vote
from throughline.measure.models import Run, RunMember
from throughline.measure.workflows.polis import export_polis, import_conversation

TEN = [
    "15-per-hour-seattle",
    "bg2050-volunteers",
    "brexit-consensus",
    "canadian-electoral-reform",
    "football-concussions",
    "london.youth.policing",
    "scoop-hivemind.biodiversity",
    "scoop-hivemind.taxes",
    "scoop-hivemind.ubi",
    "vtaiwan.uberx",
]
SMALL = {"15-per-hour-seattle", "brexit-consensus", "london.youth.policing", "scoop-hivemind.ubi"}


def rows_of(folder: Path, file: str) -> list[dict[str, str]]:
    with (folder / file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def facts(folder: Path) -> dict[str, object]:
    """Return what a round trip must preserve, read from the files without our reader."""
    comments, votes = rows_of(folder, "comments.csv"), rows_of(folder, "votes.csv")
    people = rows_of(folder, "participants-votes.csv")
    return {
        "votes": Counter(
            (v["voter-id"], v["comment-id"], int(v["vote"]), int(v["timestamp"])) for v in votes
        ),
        "statements": [
            (c["comment-id"], c["author-id"], c["moderated"], c["comment-body"], int(c["timestamp"]))
            for c in comments
        ],
        "marks": {
            (c["comment-id"], c.get("is-meta", "").lower() == "true", c.get("is-seed", "").lower() == "true")
            for c in comments
        },
        "consensus": {
            c["comment-id"]: float(c["group-informed-consensus"])
            for c in comments
            if c.get("group-informed-consensus")
        },
        "groups": {p["participant"]: p["group-id"] for p in people},
        "xids": {p["participant"]: p.get("xid") or "" for p in people},
    }


@pytest.mark.parametrize(
    "name", [name if name in SMALL else pytest.param(name, marks=pytest.mark.slow) for name in TEN]
)
def test_a_conversation_is_imported_whole_and_exported_the_same(
    name: str, district: District, tmp_path: Path
) -> None:
    folder = shared("polis", name)
    before = facts(folder)
    actor = Actor.system(district)

    imported = import_conversation(actor, polis.read(folder), cycle=make.cycle())

    forum = imported.forum
    people = rows_of(folder, "participants-votes.csv")
    comments, votes = rows_of(folder, "comments.csv"), rows_of(folder, "votes.csv")
    assert Voice.objects.filter(forum=forum).count() == len(comments)
    assert Contributor.objects.filter(forum=forum).count() == len(people)
    assert Vote.objects.filter(forum=forum).count() == len(votes)
    pairs = {(v["voter-id"], v["comment-id"]) for v in votes}
    assert CurrentVote.objects.filter(forum=forum).count() == len(pairs)
    assert imported.run is not None
    grouped = [p for p in people if p["group-id"]]
    assert RunMember.objects.filter(run=imported.run, group__isnull=False).count() == len(grouped)
    assert imported.run.n_people == len(grouped)

    export_polis(actor, forum, tmp_path)

    after = facts(tmp_path)
    assert {key: after[key] for key in before} == before

    reimported = import_conversation(actor, polis.read(tmp_path), cycle=forum.cycle)

    export_polis(actor, reimported.forum, tmp_path / "again")
    assert facts(tmp_path / "again") == after
    assert Run.objects.filter(forum__cycle=forum.cycle).count() == 2
