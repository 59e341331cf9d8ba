import io
import zipfile
from collections.abc import Iterator

import pytest

from throughline.ui.downloads import csv_download, download, zip_download


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("a.csv", "text/csv; charset=utf-8"),
        ("a.json", "application/json; charset=utf-8"),
        ("a.svg", "image/svg+xml; charset=utf-8"),
        ("a.zip", "application/zip"),
    ],
)
def test_a_file_has_its_type_and_name(name: str, content_type: str) -> None:
    response = download(b"content", name)
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ('a"b.csv', 'attachment; filename="a\\"b.csv"'),
        ("año.csv", "attachment; filename*=utf-8''a%C3%B1o.csv"),
    ],
)
def test_a_name_is_quoted(name: str, header: str) -> None:
    assert download("", name)["Content-Disposition"] == header


def test_a_table_begins_with_the_mark_by_which_a_spreadsheet_knows_utf_8() -> None:
    response = csv_download(["a,b\r\n", "1,ñ\r\n"], "a.csv")
    assert response.streaming
    assert b"".join(response).decode() == "\ufeffa,b\r\n1,ñ\r\n"


def test_a_zip_of_tables_is_packed_while_it_is_sent() -> None:
    taken: list[int] = []

    def lines() -> Iterator[str]:
        for number in range(20_000):
            taken.append(number)
            yield f"{number},{number * 7_919 % 10_007}\r\n"

    response = zip_download({"one.csv": lines(), "two.csv": ["ñ\r\n"]}, "a.zip")
    assert response["Content-Type"] == "application/zip"
    pieces = iter(response)
    first = next(pieces)
    assert len(taken) < 20_000, "the first piece leaves before the last line is read"
    with zipfile.ZipFile(io.BytesIO(first + b"".join(pieces))) as packed:
        assert packed.testzip() is None
        assert packed.read("two.csv").decode() == "\ufeffñ\r\n"
        assert packed.read("one.csv").count(b"\r\n") == 20_000
