import pytest

from throughline.ui.downloads import csv_download, download


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("a.csv", "text/csv; charset=utf-8"),
        ("a.json", "application/json; charset=utf-8"),
        ("a.svg", "image/svg+xml"),
        ("a.zip", "application/zip"),
    ],
)
def test_a_file_has_its_type_and_name_and_is_kept_by_no_cache(name: str, content_type: str) -> None:
    response = download(b"content", name)
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Cache-Control"] == "private, no-store"


def test_a_public_file_may_be_kept() -> None:
    assert "Cache-Control" not in download(b"content", "a.zip", is_public=True)


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
