"""Valid Polis exports: ten real ones, and each inconsistency of the format."""

import csv
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from tests.formats.exports import COMMENTS, MATRIX, SUMMARY, VOTES, an_export
from tests.shared import shared
from throughline.formats import polis
from throughline.formats.tables import BadFile

REAL = [
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
SUMMARY_SAYS_FEWER_STATEMENTS = {
    "london.youth.policing": 3,
    "scoop-hivemind.biodiversity": 2,
    "scoop-hivemind.ubi": 1,
}
"""Statements without votes are not counted by these summaries."""


@cache
def real(name: str) -> polis.Conversation:
    return polis.read(shared("polis", name))


def rows_of(name: str, file: str) -> list[list[str]]:
    with shared("polis", name, file).open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def vote_rows(conversation: polis.Conversation) -> list[tuple[str, str, int, int]]:
    votes = conversation.votes
    return [
        (conversation.participants[p].id, conversation.statements[s].id, v, t)
        for p, s, v, t in zip(
            votes.person.tolist(),
            votes.statement.tolist(),
            votes.value.tolist(),
            votes.time_ms.tolist(),
            strict=True,
        )
    ]


def codes(conversation: polis.Conversation) -> set[str]:
    return {note.code for note in conversation.notes}


@pytest.mark.parametrize("name", REAL)
def test_a_real_conversation_is_read_whole(name: str) -> None:
    conversation = real(name)
    comments, votes, matrix = (rows_of(name, f"{f}.csv") for f in ("comments", "votes", "participants-votes"))
    column = {header: i for i, header in enumerate(votes[0])}
    assert vote_rows(conversation) == [
        (r[column["voter-id"]], r[column["comment-id"]], int(r[column["vote"]]), int(r[column["timestamp"]]))
        for r in votes[1:]
    ]
    column = {header: i for i, header in enumerate(comments[0])}
    assert [
        (s.id, s.author_id, s.text, s.moderated, s.agrees, s.disagrees, s.created_ms)
        for s in conversation.statements
    ] == [
        (
            r[column["comment-id"]],
            r[column["author-id"]],
            r[column["comment-body"]],
            int(r[column["moderated"]]),
            int(r[column["agrees"]]),
            int(r[column["disagrees"]]),
            int(r[column["timestamp"]]),
        )
        for r in comments[1:]
    ]
    group = matrix[0].index("group-id")
    assert [(p.id, p.group) for p in conversation.participants] == [
        (r[0], r[group] or None) for r in matrix[1:]
    ]
    assert conversation.agree_sign == "as expected"


@pytest.mark.parametrize("name", REAL)
def test_the_summary_of_a_real_conversation_agrees_or_differs_as_is_known(name: str) -> None:
    conversation = real(name)
    summary = dict(rows_of(name, "summary.csv"))
    assert conversation.summary.topic == summary["topic"]
    assert conversation.summary.description == summary["conversation-description"]
    assert len(conversation.participants) == int(summary["voters"]) == conversation.summary.voters
    n_more = SUMMARY_SAYS_FEWER_STATEMENTS.get(name, 0)
    assert len(conversation.statements) == int(summary["comments"]) + n_more
    assert ("polis_summary_differs" in codes(conversation)) == bool(n_more)
    groups = {p.group for p in conversation.participants} - {None}
    assert len(groups) == int(summary["groups"]) == conversation.summary.groups


@pytest.mark.parametrize("name", REAL)
def test_the_last_votes_are_those_of_the_published_table(name: str) -> None:
    conversation = real(name)
    header, *matrix = rows_of(name, "participants-votes.csv")
    first = header.index("n-disagree") + 1
    published = {
        (row[0], statement): int(cell)
        for row in matrix
        for statement, cell in zip(header[first:], row[first:], strict=True)
        if cell
    }
    rows = vote_rows(conversation)
    assert {rows[i][:2]: rows[i][2] for i in conversation.votes.current().tolist()} == published
    assert conversation.n_superseded == len(rows) - len(published) > 1


@pytest.mark.parametrize("name", REAL)
def test_a_real_conversation_written_and_read_again_is_the_same(name: str, tmp_path: Path) -> None:
    conversation = real(name)
    files = polis.write(conversation, tmp_path)
    assert [path.name for path in files] == [
        "summary.csv",
        "comments.csv",
        "participants-votes.csv",
        "votes.csv",
    ]
    again = polis.read(tmp_path)
    assert vote_rows(again) == vote_rows(conversation)
    assert again.statements == conversation.statements
    assert again.participants == conversation.participants
    assert again.summary == conversation.summary


@pytest.mark.parametrize("name", ["bg2050-volunteers", "london.youth.policing"])
def test_a_real_conversation_is_read_from_participants_votes_alone(name: str, tmp_path: Path) -> None:
    source = shared("polis", name, "participants-votes.csv")
    (tmp_path / "participants-votes.csv").write_bytes(source.read_bytes())
    alone, whole = polis.read(tmp_path), real(name)
    assert [(p.id, p.group, p.n_votes) for p in alone.participants] == [
        (p.id, p.group, p.n_votes) for p in whole.participants
    ]
    rows = vote_rows(whole)
    assert {r[:3] for r in vote_rows(alone)} == {rows[i][:3] for i in whole.votes.current().tolist()}
    assert not alone.votes.has_times
    assert alone.agree_sign == "as expected"
    assert codes(alone) >= {"polis_no_votes_file", "polis_no_comments_file", "polis_no_summary_file"}


def test_flags_and_consensus_of_newer_exports_are_read() -> None:
    statements = real("bg2050-volunteers").statements
    published = rows_of("bg2050-volunteers", "comments.csv")
    column = {header: i for i, header in enumerate(published[0])}
    assert [s.consensus for s in statements] == [
        float(r[column["group-informed-consensus"]]) for r in published[1:]
    ]
    flags = Counter((r[column["is-meta"]], r[column["is-seed"]]) for r in published[1:])
    assert Counter((str(s.is_meta).lower(), str(s.is_seed).lower()) for s in statements) == flags
    assert len(flags) > 2


def test_the_small_export_is_read_as_it_was_meant(tmp_path: Path) -> None:
    conversation = polis.read(an_export(tmp_path))
    assert conversation.summary.topic == "School, start"
    assert [s.id for s in conversation.statements] == ["0", "1", "2", "07"]
    assert conversation.statements[0].text == 'Start later.\nPlease, "really" later.'
    assert [(p.id, p.xid, p.group) for p in conversation.participants] == [
        ("1", "abc", "0"),
        ("2", None, "1"),
        ("3", None, None),
    ]
    assert codes(conversation) >= {
        "polis_superseded",
        "polis_empty_bodies",
        "polis_statements_without_votes",
        "polis_sign_as_expected",
    }


def test_the_last_vote_by_time_wins_and_the_later_row_breaks_ties(tmp_path: Path) -> None:
    conversation = polis.read(an_export(tmp_path))
    rows = vote_rows(conversation)
    current = {rows[i][:2]: rows[i][2] for i in conversation.votes.current().tolist()}
    assert current["1", "1"] == -1
    assert current["2", "1"] == -1
    assert conversation.n_superseded == 2


def test_seconds_are_distinguished_from_milliseconds(tmp_path: Path) -> None:
    conversation = polis.read(
        an_export(
            tmp_path, votes=VOTES.replace("00000,Tue", "00,Tue"), comments=COMMENTS.replace("000,Tue", ",Tue")
        )
    )
    assert conversation.votes.time_ms.min() == 1700000100000
    assert conversation.statements[0].created_ms == 1700000000000
    assert "polis_seconds" in codes(conversation)


def turned(text: str, column: int) -> str:
    header, *lines = text.splitlines()
    cells = [line.split(",") for line in lines]
    for row in cells:
        row[column] = {"1": "-1", "-1": "1"}.get(row[column], row[column])
    return "\n".join([header, *(",".join(row) for row in cells)]) + "\n"


def test_a_file_in_which_minus_one_means_agree_is_reversed(tmp_path: Path) -> None:
    as_usual = polis.read(an_export(tmp_path / "usual"))
    conversation = polis.read(an_export(tmp_path / "turned", votes=turned(VOTES, 4)))
    assert conversation.agree_sign == "turned round"
    assert "polis_sign_flipped" in codes(conversation)
    assert vote_rows(conversation) == vote_rows(as_usual)


@pytest.mark.parametrize("left_out", ["comments", "participants_votes"])
def test_the_sign_is_checked_by_whichever_counts_are_there(tmp_path: Path, left_out: str) -> None:
    conversation = polis.read(an_export(tmp_path, votes=turned(VOTES, 4), **{left_out: None}))
    assert conversation.agree_sign == "turned round"
    assert sorted(r[2] for r in vote_rows(conversation)) == [-1, -1, 0, 1, 1, 1, 1, 1]


def test_a_real_file_reversed_gives_the_same_votes(tmp_path: Path) -> None:
    name = "scoop-hivemind.taxes"
    for file in ("comments.csv", "participants-votes.csv", "summary.csv"):
        (tmp_path / file).write_bytes(shared("polis", name, file).read_bytes())
    (tmp_path / "votes.csv").write_text(
        turned(shared("polis", name, "votes.csv").read_text("utf-8"), 4), "utf-8"
    )
    conversation = polis.read(tmp_path)
    assert conversation.agree_sign == "turned round"
    assert vote_rows(conversation) == vote_rows(real(name))


def test_votes_alone_are_taken_as_they_are_and_noted(tmp_path: Path) -> None:
    conversation = polis.read(an_export(tmp_path, comments=None, summary=None, participants_votes=None))
    assert conversation.agree_sign == "unknown"
    assert [p.id for p in conversation.participants] == ["1", "2", "3"]
    assert [s.id for s in conversation.statements] == ["0", "1", "07"]
    assert codes(conversation) >= {"polis_sign_unknown", "polis_no_participants_file"}


def test_columns_of_statements_may_have_a_prefix_and_files_one_too(tmp_path: Path) -> None:
    header, rest = MATRIX.split("\n", 1)
    an_export(
        tmp_path,
        participants_votes=header.replace(",0,1,07", ",comment-0,comment-1,comment-07") + "\n" + rest,
    )
    for path in list(tmp_path.iterdir()):
        path.rename(tmp_path / f"2026-05-01-0900-3abc-{path.name}")
    assert vote_rows(polis.read(tmp_path)) == vote_rows(polis.read(an_export(tmp_path / "plain")))


def test_passes_left_blank_by_newer_exports_are_noted(tmp_path: Path) -> None:
    matrix = MATRIX.replace("2,,1,1,2,1,1,1,-1,", "2,,1,1,3,1,1,1,-1,")
    conversation = polis.read(an_export(tmp_path, votes=None, participants_votes=matrix))
    assert "polis_blank_passes" in codes(conversation)


def test_a_matrix_that_differs_a_little_is_noted(tmp_path: Path) -> None:
    matrix = MATRIX.replace("3,,,0,2,2,0,1,,1", "3,,,0,2,2,0,1,,0")
    conversation = polis.read(
        an_export(tmp_path, participants_votes=matrix.replace("3,,,0,2,2", "3,,,0,2,1"))
    )
    assert "polis_matrix_differs" in codes(conversation)


def test_texts_like_formulas_are_guarded_in_the_file_and_come_back(tmp_path: Path) -> None:
    conversation = polis.read(an_export(tmp_path / "in"))
    wicked = replace(
        conversation,
        summary=polis.Summary(topic="=1+1", description="-2+3", other={"note": "@x"}),
        statements=tuple(
            replace(s, id=f"-{s.id}x", text=f"=HYPERLINK({s.text})") for s in conversation.statements
        ),
        participants=tuple(
            replace(p, id=f"={p.id}", xid="+cmd", group="@g") for p in conversation.participants
        ),
    )
    polis.write(wicked, tmp_path / "out")
    for path in (tmp_path / "out").iterdir():
        with path.open(newline="", encoding="utf-8") as stream:
            cells = [cell for row in csv.reader(stream) for cell in row]
        assert not [c for c in cells if c[:1] in set("=+@") or (c[:1] == "-" and c not in {"-1"})]
    again = polis.read(tmp_path / "out")
    assert again.summary == wicked.summary
    assert again.statements == wicked.statements
    assert again.participants == wicked.participants
    assert vote_rows(again) == vote_rows(wicked)


def test_a_conversation_of_our_own_is_counted_when_it_is_written(tmp_path: Path) -> None:
    log = polis.VoteLog(
        person=np.array([0, 1, 0], dtype=np.int32),
        statement=np.array([0, 0, 0], dtype=np.int32),
        value=np.array([1, -1, 0], dtype=np.int8),
        time_ms=np.array([1700000000001, 1700000000002, 1700000000003], dtype=np.int64),
    )
    ours = polis.Conversation(
        polis.Summary(topic="Ours"),
        (
            polis.Statement("a", "Longer lunch", author_id="p1", moderated=1),
            polis.Statement("b", "No phones"),
        ),
        (polis.Participant("p1", group="A"), polis.Participant("p2")),
        log,
    )
    polis.write(ours, tmp_path)
    again = polis.read(tmp_path)
    assert [(s.agrees, s.disagrees, s.passes) for s in again.statements] == [(1, 1, 1), (0, 0, 0)]
    assert [(p.n_comments, p.n_votes, p.n_agree, p.n_disagree) for p in again.participants] == [
        (1, 1, 0, 0),
        (0, 1, 0, 1),
    ]
    assert vote_rows(again) == vote_rows(ours)


def test_without_times_there_is_no_vote_log_to_write(tmp_path: Path) -> None:
    conversation = polis.read(an_export(tmp_path / "in", votes=None))
    an_export(tmp_path / "out")
    polis.write(conversation, tmp_path / "out")
    assert not (tmp_path / "out" / "votes.csv").exists()
    again = polis.read(tmp_path / "out")
    assert vote_rows(again) == vote_rows(conversation)
    assert again.statements == conversation.statements


@pytest.mark.parametrize("wrong", ["", " 1", "xid", "2", "a\nb"])
def test_an_id_the_format_cannot_represent_is_refused(tmp_path: Path, wrong: str) -> None:
    conversation = polis.read(an_export(tmp_path / "in"))
    statements = (replace(conversation.statements[0], id=wrong), *conversation.statements[1:])
    with pytest.raises(BadFile) as caught:
        polis.write(replace(conversation, statements=statements), tmp_path / "out")
    assert caught.value.code == "polis_bad_id_to_write"
    assert not (tmp_path / "out").exists()


def test_a_summary_may_lack_what_is_not_known(tmp_path: Path) -> None:
    conversation = polis.read(an_export(tmp_path, summary=SUMMARY + "ptptois,4\n"))
    assert conversation.summary.other == {"ptptois": "4"}
    assert conversation.summary.commenters is None
