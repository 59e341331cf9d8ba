import io
import zipfile
from collections.abc import Iterator
from datetime import date

import pytest
from django.utils import timezone

from throughline.ui.downloads import csv_download, download, filename, zip_download


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


@pytest.mark.parametrize(
    ("about", "name"),
    [
        ("Family survey", "responses-family-survey-2026-11-28.csv"),
        ("¿Qué falta, niños?", "responses-que-falta-ninos-2026-11-28.csv"),
        ("如何", "responses-the-id-2026-11-28.csv"),
        ('../a"b\r\nX: y', "responses-ab-x-y-2026-11-28.csv"),
        ("word " * 40, f"responses-{'-'.join(['word'] * 12)}-2026-11-28.csv"),
        ("x" * 200, f"responses-{'x' * 60}-2026-11-28.csv"),
    ],
)
def test_a_file_is_named_for_what_it_is(about: str, name: str) -> None:
    day = date(2026, 11, 28)
    assert filename("responses", about, "csv", if_unnamed="the-id", day=day) == name


def test_a_file_without_a_day_of_its_own_has_the_day_in_the_districts_zone() -> None:
    with timezone.override("Pacific/Kiritimati"):
        assert filename("audit-log", "Juniper", "csv") == "audit-log-juniper-2026-10-15.csv"


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
