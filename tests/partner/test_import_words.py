"""What the pages of imports say about files that cannot be read, and about what was read."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from throughline.accounts.models import District, Person
from throughline.formats import hsds
from throughline.formats.problems import BadFile
from throughline.partner.models import DirectoryImport

As = Callable[[Person | None], Client]


def _words(text: str) -> str:
    return " ".join(text.split())


def _problem(row: int, value: str = "x") -> dict[str, object]:
    params = {"table": "service_at_location", "id": value}
    return {
        "code": "hsds_no_target",
        "file": "phones.csv",
        "row": row,
        "column": None,
        "params": params,
        "is_error": False,
    }


def _brought(n: int, value: str = "x") -> DirectoryImport:
    report = {
        "fields": [["phones.csv", "x_note", "kept aside", "", 1200, 3400, False]],
        "problems": [_problem(row, value) for row in range(2, n + 2)],
        "counts": [["hsds_no_target", "phones.csv", "", n]],
    }
    return DirectoryImport.objects.create(version="3.0", report=report)


def test_every_problem_of_an_import_can_be_reached(district: District, owner: Person, client_of: As) -> None:
    brought = _brought(60)
    client, url = client_of(owner), district.url("directory_import", import_id=brought.public_id)
    page = _words(client.get(url).content.decode())
    assert "60 problems found." in page
    assert "phones.csv, row 2: There is no service at a location with the ID “x”." in page
    assert "row 61:" not in page
    assert "row 61:" in client.get(url, {"problems": "3"}).content.decode()
    assert "are not shown here" not in page
    for name in ("directory_quality", "duplicates", "organizations"):
        assert f'href="{district.url(name)}"' in page


def test_columns_are_folded_and_say_how_many_of_how_many(
    district: District, owner: Person, client_of: As
) -> None:
    url = district.url("directory_import", import_id=_brought(1).public_id)
    page = _words(client_of(owner).get(url).content.decode())
    assert "1 problem found." in page
    assert "<summary>Columns that are stored but not shown (1)</summary>" in page
    assert "1,200 of 3,400" in page


def test_an_import_says_why_values_are_not_shown(district: District, owner: Person, client_of: As) -> None:
    url = district.url("directory_import", import_id=_brought(1, "…").public_id)
    assert "could say where a confidential location is" in _words(client_of(owner).get(url).content.decode())


def test_a_workbook_is_sent_to_its_page(district: District, owner: Person, client_of: As) -> None:
    files = {"tables": SimpleUploadedFile("list.xlsx", b"PK\x03\x04")}
    response = client_of(owner).post(district.url("import_directory"), files)
    sentence = "list.xlsx: This is a spreadsheet. To import it, use “Import a spreadsheet”."
    assert sentence in _words(response.content.decode())


def test_another_list_is_told_what_files_are_read_here(tmp_path: Path) -> None:
    (tmp_path / "partners.csv").write_text("Agency,Phone\nHelp,1\n", encoding="utf-8")
    with pytest.raises(BadFile, match="None of these files belongs to the standard"):
        hsds.open_directory(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        (
            "photo.xlsx",
            b"\x89PNG\r\n\x1a\n",
            "This is a PNG file, not an Excel workbook (.xlsx)",
        ),
        ("list.csv", b"Agency,Phone\n", "The file has names of columns but no rows below them."),
        ("list.csv", b"Agency,Phone\nCaf\xe9,1\n", "choose “Western European (Windows-1252)”"),
    ],
)
def test_a_file_that_is_no_list_is_refused_at_once(
    district: District, owner: Person, client_of: As, name: str, content: bytes, sentence: str
) -> None:
    sent = {"file": SimpleUploadedFile(name, content), "encoding": "detect"}
    response = client_of(owner).post(district.url("import_spreadsheet"), sent)
    assert response.status_code == 422
    assert sentence in _words(response.content.decode())
