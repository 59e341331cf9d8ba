"""Damaged Polis exports: each is refused as a whole, with file, row and remedy."""

from pathlib import Path

import pytest

from tests.formats.exports import COMMENTS, MATRIX, VOTES, a_copy, an_export
from tests.formats.reading import forbid_reading
from tests.shared import shared
from throughline.formats import polis
from throughline.formats.tables import DEFAULT_LIMITS, BadFile, Limits


def refusal(folder: Path, limits: Limits = DEFAULT_LIMITS) -> BadFile:
    with pytest.raises(BadFile) as caught:
        polis.read(folder, limits=limits)
    error = caught.value
    assert error.file in str(error)
    assert error.remedy in str(error)
    assert error.remedy
    assert "%(" not in str(error)
    return error


@pytest.mark.parametrize(
    ("stem", "content", "code", "row", "column"),
    [
        ("votes", VOTES.replace(",2,1\n", ",2,2\n"), "polis_vote_value", 3, "vote"),
        ("votes", VOTES.replace(",2,1\n", ",2,\n"), "polis_vote_value", 3, "vote"),
        ("votes", VOTES.replace(",07,3,", ",8,3,"), "polis_unknown_statement", 9, "comment-id"),
        ("votes", VOTES.replace(",07,3,", ",07,4,"), "polis_unknown_person", 9, "voter-id"),
        ("votes", VOTES.replace(",07,3,", ",,3,"), "polis_blank_id", 9, "comment-id"),
        ("votes", VOTES.replace("1700000300000", "1.7E+12"), "polis_time", 2, "timestamp"),
        ("votes", VOTES.replace("1700000300000", ""), "polis_time", 2, "timestamp"),
        ("votes", VOTES.replace("1700000300000", "1700000300000000"), "polis_time", 2, "timestamp"),
        ("votes", VOTES[:-12], "short_row", 9, None),
        ("votes", VOTES.replace("voter-id", "voter"), "missing_columns", 1, None),
        ("votes", VOTES.replace("Tue Nov 14 CET,0,1", "Tue\xff,0,1").encode("latin-1"), "encoding", 2, None),
        ("votes", VOTES.encode("utf-16")[2:], "nul", 1, None),
        ("votes", "", "empty", None, None),
        ("comments", COMMENTS[:-5].replace("Buses", '"Buses'), "unterminated", 5, None),
        ("comments", COMMENTS.replace(",2,9,", ",1,9,"), "polis_duplicate_id", 4, "comment-id"),
        ("comments", COMMENTS.replace(",-1,Keep", ",5,Keep"), "polis_moderated_value", 3, "moderated"),
        ("comments", COMMENTS.replace(",1,1,1,2,", ",1,1,one,2,"), "polis_count", 3, "agrees"),
        ("comments", COMMENTS.replace("comment-body", "body"), "missing_columns", 1, None),
        ("comments", COMMENTS.replace(",1,1,1,2,", ",1,1,2,1,"), "polis_mixed_sign", 3, "agrees"),
        ("participants_votes", MATRIX.replace(",1,-1,\n3", ",1,-2,\n3"), "polis_vote_value", 3, "1"),
        ("participants_votes", MATRIX.replace(",0,1,07\n", ",0,1,8\n"), "polis_unknown_statement", 1, "8"),
        ("participants_votes", MATRIX.replace("\n2,,1", "\n1,,1"), "polis_duplicate_id", 3, "participant"),
        ("participants_votes", MATRIX.rsplit("3,", 1)[0], "polis_unknown_person", 4, "voter-id"),
        ("participants_votes", MATRIX.replace(",1,-1,\n3", ",1,1,\n3"), "polis_counts_differ", 3, "n-agree"),
        ("summary", "topic,a,b\n", "long_row", 1, None),
    ],
)
def test_damage_is_named(
    tmp_path: Path, stem: str, content: str | bytes, code: str, row: int | None, column: str | None
) -> None:
    error = refusal(an_export(tmp_path, **{stem: content}))
    assert (error.code, error.row, error.column) == (code, row, column)
    named = "votes" if code == "polis_unknown_person" else stem.replace("_", "-")
    assert error.file == f"{named}.csv"


def test_every_bad_vote_is_reported_not_only_the_first(tmp_path: Path) -> None:
    error = refusal(an_export(tmp_path, votes=VOTES.replace(",1\n", ",2\n")))
    assert [row.row for row in error.rows] == [2, 3, 4, 6, 9]
    assert error.n_problems == 5


def test_votes_cut_off_at_the_end_of_a_line_are_noticed(tmp_path: Path) -> None:
    folder = a_copy(shared("polis", "scoop-hivemind.ubi"), tmp_path)
    lines = (folder / "votes.csv").read_bytes().splitlines(keepends=True)
    (folder / "votes.csv").write_bytes(b"".join(lines[:-300]))
    error = refusal(folder)
    assert error.code == "polis_counts_differ"
    assert error.file == "comments.csv"
    (folder / "votes.csv").write_bytes(b"".join(lines[:-20]))
    error = refusal(folder)
    assert (error.code, error.file) == ("polis_votes_missing", "participants-votes.csv")
    assert error.row is not None


def test_half_a_file_reversed_is_refused(tmp_path: Path) -> None:
    folder = a_copy(shared("polis", "scoop-hivemind.ubi"), tmp_path)
    lines = (folder / "votes.csv").read_text("utf-8").splitlines()
    turned = [
        line.removesuffix("-1") + "1"
        if line.endswith(",-1")
        else line.removesuffix("1") + "-1"
        if line.endswith(",1")
        else line
        for line in lines[:2000]
    ]
    (folder / "votes.csv").write_text("\n".join([*turned, *lines[2000:]]) + "\n", "utf-8")
    error = refusal(folder)
    assert error.code == "polis_mixed_sign"
    assert error.file == "comments.csv"
    assert error.row is not None


def test_comments_cut_short_are_noticed_by_the_votes(tmp_path: Path) -> None:
    lines = COMMENTS.splitlines(keepends=True)
    error = refusal(an_export(tmp_path, comments="".join(lines[:-1])))
    assert error.code == "polis_unknown_statement"


def test_a_file_of_200_mb_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (an_export(tmp_path) / "votes.csv").open("r+b") as stream:
        stream.truncate(200_000_000)
    forbid_reading(monkeypatch, "votes.csv")
    error = refusal(tmp_path)
    assert (error.code, error.file) == ("too_large", "votes.csv")


def test_limits_can_be_set(tmp_path: Path) -> None:
    assert refusal(an_export(tmp_path), limits=Limits(max_rows=3)).code == "too_many_rows"


def test_a_folder_without_votes_is_refused(tmp_path: Path) -> None:
    assert refusal(an_export(tmp_path / "a", votes=None, participants_votes=None)).code == "polis_no_votes"
    assert refusal(tmp_path / "a" / "comments.csv").code == "polis_no_votes"
    assert refusal(tmp_path / "nowhere").code == "no_folder"


def test_two_conversations_in_one_folder_are_refused(tmp_path: Path) -> None:
    an_export(tmp_path)
    (tmp_path / "other-votes.csv").write_text(VOTES)
    assert refusal(tmp_path).code == "polis_two_files"


def test_an_emptied_vote_log_is_noticed(tmp_path: Path) -> None:
    header = VOTES.partition("\n")[0] + "\n"
    error = refusal(an_export(tmp_path / "with", votes=header))
    assert (error.code, error.file) == ("polis_counts_differ", "comments.csv")
    error = refusal(an_export(tmp_path / "without", votes=header, comments=None))
    assert (error.code, error.file) == ("polis_counts_differ", "participants-votes.csv")


def test_counts_that_contradict_the_table_of_votes_are_refused(tmp_path: Path) -> None:
    comments = COMMENTS.replace(",0,1,3,0,", ",0,1,0,3,").replace(",1,1,1,2,", ",1,1,2,1,")
    comments = comments.replace(",2,1,0,1,B", ",2,0,1,1,B")
    error = refusal(an_export(tmp_path, comments=comments))
    assert (error.code, error.file) == ("polis_signs_contradict", "participants-votes.csv")
