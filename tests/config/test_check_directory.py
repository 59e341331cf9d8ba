"""`throughline check-directory`: exit codes, sentences and JSON."""

import json
from pathlib import Path
from uuid import UUID

import pytest

from tests.formats.directories import a_directory
from tests.shared import shared
from throughline.config.console import main


def key(number: int) -> str:
    return str(UUID(int=number))


def package(folder: Path, organization: str) -> str:
    made = a_directory(
        folder / "package",
        organizations=f"id,name,description\n{key(1)},Help,Helps\n",
        services=f"id,organization_id,name,status,email\n{key(2)},{organization},Pantry,active,a@example.org\n",
    )
    return str(made)


@pytest.mark.parametrize(
    ("label", "code", "first"),
    [
        ("V3.0-UK-Default", 0, "Good: no faults and no warnings."),
        ("V3.0-UK-Warn", 0, "Good, with warnings."),
        ("V3.0-UK-Fail", 1, "Faulty."),
    ],
)
def test_recorded_answers(label: str, code: int, first: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-directory", str(shared("hsds", "oruk", label))]) == code
    assert capsys.readouterr().out.splitlines()[0] == first


def test_a_good_package_is_good(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-directory", package(tmp_path, key(1))]) == 0
    assert capsys.readouterr().out.startswith("Good: no faults and no warnings.\n\nAdvice")


def test_a_fault_is_named_with_file_row_field_and_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check-directory", package(tmp_path, key(9))]) == 1
    assert (
        "services.csv, row 2, column “organization_id”: The field points to a record that does not exist. "
        "Its table: organization. Add the missing record, or correct the ID."
    ) in capsys.readouterr().out


def test_the_json_says_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-directory", "--json", package(tmp_path, key(9))]) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["verdict"], said["n_problems"]["fault"], said["n_rows"]["service"]) == ("faulty", 1, 1)
    (fault,) = [one for one in said["problems"] if one["grade"] == "fault"]
    assert (fault["file"], fault["row"], fault["field"]) == ("services.csv", 2, "organization_id")
    assert fault["problem"]
    assert fault["remedy"]


@pytest.mark.parametrize("source", ["nowhere", "http://127.0.0.1:9/hsds/", "http://[::1"])
def test_what_cannot_be_read_is_said_on_standard_error(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["check-directory", source]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "Check the " in said.err
