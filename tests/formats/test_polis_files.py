"""The table of Polis files in the reference names what the reader knows, tells and refuses."""

import re
import tempfile
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from tests.formats.exports import COMMENTS, MATRIX, SUMMARY, VOTES, an_export
from tests.formats.reference import codes_in, table
from throughline.formats import polis
from throughline.formats.messages import MESSAGES
from throughline.formats.polis.folder import find
from throughline.formats.tables import BadFile

FILES = {"summary.csv", "comments.csv", "participants-votes.csv", "votes.csv"}
ROWS = {row[0].strip("`"): row for row in table("| file | other names |")}
MANY = COMMENTS.splitlines(keepends=True)[0] + "1700000000000,Tue,0,1,199,0,1,Start later\n"
MANY_VOTES = VOTES.splitlines(keepends=True)[0] + "".join(f"1700000300000,Tue,0,{i},1\n" for i in range(200))
MORE_AGREE = COMMENTS.replace(",0,1,3,0,", ",0,1,5,0,")
FEWER_AGREE = COMMENTS.replace(",0,1,3,0,", ",0,1,2,0,")
UNCOUNTED = "participant,xid,group-id,0,1,07\n1,abc,0,1,-1,1\n2,,1,1,-1,\n3,,,1,,1\n"
TURNED = COMMENTS.replace(",0,1,3,0,", ",0,1,0,3,").replace(",1,1,1,2,", ",1,1,2,1,")
CHANGES: list[dict[str, str | None]] = [
    {},
    {"votes": None, "participants_votes": None},
    {"2026-05-01-votes": VOTES},
    {"comments": None},
    {"comments": None, "participants_votes": None, "summary": None},
    {"votes": None, "participants_votes": MATRIX.replace("2,,1,1,2,1", "2,,1,1,3,1")},
    {"summary": SUMMARY.replace("voters,3", "voters,5")},
    {"summary": SUMMARY + "Topic,Another\n"},
    {"comments": COMMENTS.replace("datetime", "mood")},
    {"comments": COMMENTS.replace("000,Tue", ",Tue")},
    {"comments": MORE_AGREE},
    {"comments": MORE_AGREE, "participants_votes": None},
    {"comments": FEWER_AGREE, "participants_votes": None},
    {"comments": MANY, "votes": MANY_VOTES, "participants_votes": None, "summary": None},
    {"comments": COMMENTS.replace(",2,9,", ",1,9,")},
    {"comments": COMMENTS.replace(",2,9,", ",,9,")},
    {"comments": COMMENTS.replace(",-1,Keep", ",5,Keep")},
    {"comments": COMMENTS.replace(",1,1,1,2,", ",1,1,one,2,")},
    {"comments": COMMENTS.replace(",1,1,1,2,", ",1,1,2,1,")},
    {"comments": COMMENTS.replace("1700000001000", "1.7E+12")},
    {"comments": COMMENTS.replace("datetime", "is-meta").replace("Tue", "maybe")},
    {"comments": COMMENTS.replace("datetime", "group-informed-consensus")},
    {"comments": TURNED.replace(",2,1,0,1,B", ",2,0,1,1,B")},
    {"comments": "".join(COMMENTS.splitlines(keepends=True)[:-1])},
    {"participants_votes": MATRIX.replace("2,2,0,1,,1", "1,2,0,1,,0")},
    {"participants_votes": MATRIX.replace(",1,-1,\n3", ",1,-2,\n3")},
    {"participants_votes": MATRIX.replace(",1,-1,\n3", ",1,1,\n3")},
    {"participants_votes": MATRIX.replace(",0,1,07\n", ",0,1,8\n")},
    {"participants_votes": MATRIX.replace("\n2,,1", "\n1,,1")},
    {"participants_votes": MATRIX.replace("\n2,,1", "\n,,1")},
    {"participants_votes": MATRIX.replace("1,abc,0,2,2", "1,abc,0,2,two")},
    {"participants_votes": MATRIX.rsplit("3,", 1)[0]},
    {"participants_votes": MATRIX.replace("3,,,0,2,2,0,1,,1", "3,,,0,2,1,0,1,,0")},
    {"participants_votes": UNCOUNTED, "comments": None},
    {"participants_votes": MATRIX.replace("1,1,-1,\n2", "1,1,-1,1\n2"), "comments": None},
    {"votes": VOTES.replace(",1\n", ",x\n").replace(",-1\n", ",1\n").replace(",x\n", ",-1\n")},
    {"votes": VOTES.replace("000,Tue", ",Tue")},
    {"votes": VOTES.replace("datetime", "weight")},
    {"votes": VOTES.replace(",2,1\n", ",2,2\n")},
    {"votes": VOTES.replace(",07,3,", ",,3,")},
    {"votes": VOTES.replace(",07,3,", ",8,3,")},
    {"votes": VOTES.replace("1700000300000", "1.7E+12")},
]


@cache
def told() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """By file, the codes of notes and those of refusals that the exports give."""
    noted: dict[str, set[str]] = defaultdict(set)
    refused: dict[str, set[str]] = defaultdict(set)
    for changed in CHANGES:
        with tempfile.TemporaryDirectory() as name:
            try:
                rows, codes = polis.read(an_export(Path(name), **changed)).notes, noted
            except BadFile as error:
                rows, codes = error.rows, refused
            for row in rows:
                codes[row.file if row.file in FILES else "the folder"].add(row.code)
    return noted, refused


def test_every_file_has_its_row() -> None:
    assert set(ROWS) == {*FILES, "the folder"}


@pytest.mark.parametrize("file", sorted({*FILES, "the folder"}))
def test_a_row_names_what_is_told_and_refused(file: str) -> None:
    noted, refused = told()
    _name, _names, _needed, if_absent, in_notes, in_refusals = ROWS[file]
    assert codes_in(if_absent) | codes_in(in_notes) == noted[file]
    assert codes_in(in_refusals) == refused[file]


def test_every_message_about_polis_is_in_the_table_but_that_of_writing() -> None:
    named = set().union(*(codes_in(cell) for row in ROWS.values() for cell in row))
    assert {code for code in MESSAGES if code.startswith("polis_")} - named == {"polis_bad_id_to_write"}


@pytest.mark.parametrize("file", sorted(FILES))
def test_the_other_names_of_a_file_are_known(tmp_path: Path, file: str) -> None:
    names = re.findall(r"`([^`]+)`", ROWS[file][1])
    assert names
    for name in names:
        folder = tmp_path / name
        an_export(folder, summary=None, comments=None, participants_votes=None, votes=None)
        (folder / name).touch()
        kept = "participants-votes.csv" if file == "votes.csv" else "votes.csv"
        (folder / kept).touch()
        assert {path.name for path in find(folder).values()} == {name, kept}


@pytest.mark.parametrize("file", sorted(FILES - {"summary.csv"}))
def test_the_columns_that_are_needed_are_known_in_other_spellings(tmp_path: Path, file: str) -> None:
    content = {"comments.csv": COMMENTS, "participants-votes.csv": MATRIX, "votes.csv": VOTES}[file]
    header, _end, rest = content.partition("\n")
    names = header.split(",")
    needed = re.findall(r"`([^`]+)`", ROWS[file][2])
    assert set(needed) <= set(names)
    stem = file.removesuffix(".csv").replace("-", "_")

    def read(folder: str, header: list[str]) -> polis.Conversation:
        return polis.read(an_export(tmp_path / folder, **{stem: ",".join(header) + "\n" + rest}))

    plain = read("plain", names)
    spelled = read("spelled", [name.replace("-", "_").title() if name in needed else name for name in names])
    assert (spelled.statements, spelled.participants) == (plain.statements, plain.participants)
    for i, column in enumerate(needed):
        with pytest.raises(BadFile) as refused:
            read(f"without-{i}", ["left-out" if name == column else name for name in names])
        assert refused.value.code == "missing_columns"
