"""Every problem has a message, and every message is used."""

import json
import pickle
import re
from dataclasses import asdict
from pathlib import Path
from typing import get_args

import pytest

import throughline
from throughline.formats.messages import MESSAGES
from throughline.formats.problems import BadFile, ReportRow, quoted
from throughline.formats.survey_csv.personal import PersonalData

PACKAGE = Path(throughline.__file__).parent


def source(folder: Path) -> str:
    return "\n".join(path.read_text() for path in folder.rglob("*.py") if path.parent.name != "messages")


SOURCE = source(PACKAGE)
OTHER_NAMES = {"hsds_profile"}
"""Names that only look like the code of a problem."""


def test_every_sentence_is_used() -> None:
    built = {f"polis_no_{kind}_file" for kind in ("summary", "comments", "participants")}
    built |= {
        f"population_state_{state}"
        for state in ("missing", "not_applicable", "not_available", "too_few", "doubtful")
    }
    built |= {f"survey_personal_{kind}" for kind in get_args(PersonalData)}
    assert [code for code in MESSAGES if f'"{code}"' not in SOURCE and code not in built] == []


def test_every_code_that_is_used_has_a_sentence() -> None:
    used = set(
        re.findall(
            r'"((?:polis|survey|hsds|population|oneroster|ccd|acs|quality|json)_[a-z_]+)"',
            source(PACKAGE / "formats"),
        )
    )
    assert used - MESSAGES.keys() <= OTHER_NAMES


@pytest.mark.parametrize("code", MESSAGES)
def test_every_message_is_whole_sentences_to_be_filled(code: str) -> None:
    problem, remedy = MESSAGES[code]
    assert problem
    for text in filter(None, (problem, remedy)):
        assert re.fullmatch(r"[A-Z0-9“%].*[^.]\.", text)
        assert re.sub(r"%\([a-z_]+\)s", "", text).count("%") == 0


def test_a_problem_can_be_translated() -> None:
    error = BadFile.of("polis_vote_value", "votes.csv", 17, "vote", value="2")
    assert (error.file, error.row, error.column, error.code) == ("votes.csv", 17, "vote", "polis_vote_value")
    assert error.rows[0].problem_template % {"value": "2"} == error.problem
    assert str(error) == (
        "votes.csv, row 17, column “vote”: The vote is “2”. Only 1, 0 and -1 are allowed. "
        "Correct the cell, or export the file again."
    )


def test_a_place_in_json_is_a_record_and_a_field() -> None:
    row = ReportRow("hsds_duplicate_id", "Services.JSON", 3, "id", {"id": "1", "first_row": 2})
    assert row.place == "Services.JSON, record 3, field “id”"


def test_a_note_has_no_remedy() -> None:
    assert str(ReportRow("polis_superseded", "votes.csv", params={"n": 3})).endswith(": 3.")


def test_a_cell_is_shortened_for_a_sentence() -> None:
    assert quoted("a\nb\0c") == "a b c"
    assert len(quoted("x" * 1000)) == 60


def test_an_error_needs_a_problem() -> None:
    with pytest.raises(ValueError, match="at least one"):
        BadFile([])


def test_an_error_travels_between_processes_and_a_row_becomes_json() -> None:
    error = pickle.loads(pickle.dumps(BadFile.of("polis_vote_value", "votes.csv", 17, "vote", value="2")))
    assert (error.code, error.row, error.n_problems) == ("polis_vote_value", 17, 1)
    assert json.loads(json.dumps(asdict(error.rows[0])))["params"] == {"value": "2"}
