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


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("nowhere", "nowhere: There is no file or folder with this name. Check the path."),
        ("", "The name of the directory is empty."),
        (" ", "The name of the directory is empty."),
        ("http://127.0.0.1:9/hsds/", "was not asked, because it leads to this machine"),
        ("http://127.0.0.1:9/hsds/", "If you trust it, add --allow-private to the command."),
        ("http://[::1", "This address can't be asked (it is not an http or https address)."),
        ("http://127.0.0.1:99999/", "(its port is not a number from 0 to 65535)"),
        ("http://exa mple.org/", "(it has a space"),
        ("http://example.org/a b", "(it has a space"),
        ("http://me:secret@example.org/", "http://example.org/: This address can't be asked (it has a user"),
    ],
)
def test_what_cannot_be_read_is_said_on_standard_error(
    source: str,
    expected: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["check-directory", source]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert expected in said.err
    assert "secret" not in said.err


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, "on the page “Import a spreadsheet”."),
        (b"id,name,description\n1,Caf\xe9,x\n", "on the page where you upload it."),
    ],
)
def test_a_control_of_a_page_is_named_with_its_page(
    content: bytes | None, expected: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if content:
        (tmp_path / "organizations.csv").write_bytes(content)
    assert main(["check-directory", str(tmp_path)]) == 2
    assert capsys.readouterr().err.rstrip().endswith(expected)


def test_the_json_says_too_that_a_directory_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check-directory", "--json", str(tmp_path / "nowhere")]) == 2
    said = json.loads(capsys.readouterr().out)
    assert said["verdict"] == "unreadable"
    assert [one["code"] for one in said["problems"]] == ["quality_nothing_there"]


def test_a_place_in_a_json_file_is_a_line_or_a_record_and_no_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "services.json"
    path.write_text('[{"id": "1", "name": "Pantry"},\n{"id": "2", "name": }]', encoding="utf-8")
    assert main(["check-directory", str(path)]) == 2
    said = capsys.readouterr().err
    assert said.startswith(
        "services.json, record 2: The file cannot be read as JSON from line 2, character 21."
    )
