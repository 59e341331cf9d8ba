"""Published counts of a Polis export that are not those of its votes, and names in other spellings."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.formats.exports import COMMENTS, MATRIX, SUMMARY, VOTES, a_copy, an_export
from tests.shared import shared
from throughline.formats import polis
from throughline.formats.tables import BadFile

TAXES = "scoop-hivemind.taxes"


def edit(path: Path, change: Callable[[int, dict[str, str]], None]) -> None:
    """Change the cells of each row of a simple CSV file, which has no quoted cells."""
    header, *lines = path.read_text("utf-8").splitlines()
    names = header.split(",")
    rows = [dict(zip(names, line.split(",", len(names) - 1), strict=True)) for line in lines]
    for number, row in enumerate(rows):
        change(number, row)
    path.write_text("\n".join([header, *(",".join(row.values()) for row in rows)]) + "\n", "utf-8")


def refusal(folder: Path) -> BadFile:
    with pytest.raises(BadFile) as refused:
        polis.read(folder)
    return refused.value


def n_old(conversation: polis.Conversation) -> dict[str, object]:
    return {note.file: note.params["n"] for note in conversation.notes if note.code == "polis_counts_old"}


@pytest.mark.parametrize("name", ["export", "export-too-high"])
def test_old_counts_of_statements_give_way_to_votes_that_two_files_confirm(name: str) -> None:
    conversation = polis.read(shared("cases", "polis-counts-stale", name))
    assert n_old(conversation) == {"comments.csv": 7}
    assert conversation.agree_sign == "as expected"
    votes = conversation.votes
    cast = Counter(zip(votes.statement.tolist(), votes.value.tolist(), strict=True))
    assert [(s.agrees, s.disagrees) for s in conversation.statements] == [
        (cast[i, 1], cast[i, -1]) for i in range(20)
    ]
    published = {"export": (12, 10, None), "export-too-high": (30, 25, None)}[name]
    assert conversation.statements[0].published == published
    assert not any("incomplete" in str(note) for note in conversation.notes)


def test_votes_whose_counts_were_set_aside_are_the_same_when_written_and_read_again(tmp_path: Path) -> None:
    conversation = polis.read(shared("cases", "polis-counts-stale", "export"))
    polis.write(conversation, tmp_path)
    again = polis.read(tmp_path)
    assert n_old(again) == {}
    assert (again.votes.value == conversation.votes.value).all()


@pytest.mark.parametrize("left_out", ["participants-votes.csv", "votes.csv"])
def test_counts_that_no_second_file_contradicts_still_refuse_the_export(
    tmp_path: Path, left_out: str
) -> None:
    folder = a_copy(shared("cases", "polis-counts-stale", "export"), tmp_path)
    (folder / left_out).unlink()
    if left_out == "votes.csv":
        matrix = folder / "participants-votes.csv"
        matrix.write_text(
            matrix.read_text().replace("n-agree,n-disagree", "x-1,x-2").replace("x-1,x-2", "", 1)
        )
        edit_header_and_drop(matrix)
    error = refusal(folder)
    assert (error.code, error.file) == ("polis_counts_exceeded", "comments.csv")
    assert "incomplete" not in str(error)
    assert "“agrees”, “disagrees”" in error.remedy
    comments = folder / "comments.csv"
    lines = comments.read_text().splitlines()
    comments.write_text("\n".join(",".join(drop(line.split(","), 4, 5)) for line in lines) + "\n")
    conversation = polis.read(folder)
    assert conversation.agree_sign == "unknown"
    assert [s.text for s in conversation.statements][:1] == ["Statement number 0"]


def drop(cells: list[str], *positions: int) -> list[str]:
    return [cell for i, cell in enumerate(cells) if i not in positions]


def edit_header_and_drop(matrix: Path) -> None:
    """Take the columns of counts out of a table of votes whose header lost their names."""
    header, *lines = matrix.read_text().splitlines()
    names = header.replace(",,", ",").split(",")
    rows = [",".join(drop(line.split(","), 4, 5)) for line in lines]
    matrix.write_text("\n".join([",".join(names), *rows]) + "\n")


def test_votes_cut_short_speak_of_a_cut_and_of_what_can_be_removed(tmp_path: Path) -> None:
    folder = a_copy(shared("cases", "polis-counts-stale", "export-too-high"), tmp_path)
    (folder / "participants-votes.csv").unlink()
    error = refusal(folder)
    assert error.code == "polis_counts_differ"
    assert "incomplete" in str(error)
    assert "“agrees”, “disagrees”" in error.remedy


@pytest.mark.parametrize("factor", [0.5, 2.0])
def test_old_counts_of_people_give_way_too(tmp_path: Path, factor: float) -> None:
    folder = a_copy(shared("cases", "polis-counts-stale", "export"), tmp_path)

    def count_again(number: int, row: dict[str, str]) -> None:
        if number % 2:
            for name in ("n-votes", "n-agree", "n-disagree"):
                row[name] = str(round(int(row[name]) * factor))

    edit(folder / "participants-votes.csv", count_again)
    whole = polis.read(shared("cases", "polis-counts-stale", "export"))
    (folder / "comments.csv").write_text("comment-id,comment-body\n" + "".join(f"{i},x\n" for i in range(20)))
    conversation = polis.read(folder)
    assert list(n_old(conversation)) == ["participants-votes.csv"]
    assert conversation.agree_sign == "as expected"
    assert [(p.n_votes, p.n_agree, p.n_disagree) for p in conversation.participants] == [
        (p.n_votes, p.n_agree, p.n_disagree) for p in whole.participants
    ]
    assert all(p.published is not None for p in conversation.participants)


def test_old_counts_do_not_hide_votes_that_were_cut(tmp_path: Path) -> None:
    folder = a_copy(shared("cases", "polis-counts-stale", "export"), tmp_path)
    votes = folder / "votes.csv"
    votes.write_text("".join(votes.read_text().splitlines(keepends=True)[:-40]))
    assert refusal(folder).code in {"polis_counts_exceeded", "polis_counts_differ"}
    (folder / "comments.csv").unlink()
    assert refusal(folder).code in {"polis_votes_missing", "polis_counts_differ"}


def test_old_counts_do_not_hide_signs_that_are_mixed(tmp_path: Path) -> None:
    folder = a_copy(shared("polis", TAXES), tmp_path)
    turned = {"1": "-1", "-1": "1"}

    def turn(number: int, row: dict[str, str]) -> None:
        if number < 2_000:
            row["vote"] = turned.get(row["vote"], row["vote"])

    edit(folder / "votes.csv", turn)
    assert refusal(folder).code == "polis_mixed_sign"


def test_old_counts_are_set_aside_where_the_votes_are_turned_round(tmp_path: Path) -> None:
    folder = a_copy(shared("cases", "polis-counts-stale", "export"), tmp_path)
    turned = {"1": "-1", "-1": "1"}

    def turn(_number: int, row: dict[str, str]) -> None:
        row["vote"] = turned.get(row["vote"], row["vote"])

    edit(folder / "votes.csv", turn)
    conversation = polis.read(folder)
    straight = polis.read(shared("cases", "polis-counts-stale", "export"))
    assert conversation.agree_sign == "turned round"
    assert (conversation.votes.value == straight.votes.value).all()


def test_names_of_files_and_columns_are_known_in_every_spelling(tmp_path: Path) -> None:
    plain = polis.read(an_export(tmp_path / "plain"))
    folder = tmp_path / "spelled"
    folder.mkdir()
    comments, votes = COMMENTS.replace("comment-id", "Comment_ID"), VOTES.replace("comment-id", "comment id")
    matrix = (
        MATRIX.replace("group-id", "group_id")
        .replace("n-agree", "N_Agree")
        .replace(",0,1,07", ",comment_0,1,07")
    )
    for name, content in (
        ("Summary.csv", SUMMARY),
        ("2026_3abc_Comments.CSV", comments.replace("comment-body", "CommentBody")),
        ("participants_votes.csv", matrix),
        ("votes (1).csv", votes.replace("voter-id", "Voter_Id")),
    ):
        (folder / name).write_text(content)
    spelled = polis.read(folder)
    assert (spelled.statements, spelled.participants) == (plain.statements, plain.participants)
    assert (spelled.votes.value == plain.votes.value).all()
    (folder / "Votes.csv").write_text(votes)
    assert refusal(folder).code == "polis_two_files"


@pytest.mark.parametrize(
    ("stem", "content"),
    [
        ("comments", COMMENTS.replace("timestamp", "comment_id", 1)),
        ("votes", VOTES.replace("datetime", "Voter_ID", 1)),
        ("participants_votes", MATRIX.replace("xid", "group_id", 1)),
    ],
)
def test_two_columns_that_mean_the_same_are_refused_by_name(tmp_path: Path, stem: str, content: str) -> None:
    error = refusal(an_export(tmp_path, **{stem: content}))
    assert error.code == "same_columns"
    assert "_" in str(error.params["first"]) + str(error.params["second"])


def test_a_summary_that_says_two_things_is_refused(tmp_path: Path) -> None:
    error = refusal(an_export(tmp_path, summary=SUMMARY + "Topic,Another\n"))
    assert (error.code, error.row) == ("polis_summary_twice", 7)
