"""The shared reader and writer of delimited files."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.reading import forbid_reading
from throughline.formats.tables import (
    BadFile,
    Limits,
    Problems,
    Table,
    column_letter,
    csv_lines,
    guarded,
    unguarded,
    write_csv,
)


def a_file(folder: Path, content: bytes | str, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refusal(path: Path, **options: object) -> BadFile:
    with pytest.raises(BadFile) as caught:
        list(Table(path, **options))  # type: ignore[arg-type]
    return caught.value


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    table = Table(a_file(tmp_path, 'id,text\n1,"two\nlines"\n\n2,"a ""quote"""\n'))
    assert [(row.number, row.cells) for row in table] == [(2, ["1", "two\nlines"]), (4, ["2", 'a "quote"'])]
    assert table.blank_rows == [3]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encoding_and_delimiter_are_found(tmp_path: Path, encoding: str, delimiter: str) -> None:
    text = (
        delimiter.join(["id", "opinión"])
        + "\r\n"
        + delimiter.join(["1", "más, años; sí"]).replace("más, años; sí", '"más, años; sí"')
    )
    table = Table(a_file(tmp_path, text.encode(encoding)), required=["opinión"])
    assert [row.cells for row in table] == [["1", "más, años; sí"]]
    assert table.delimiter == delimiter


def test_an_excel_separator_line_is_followed(tmp_path: Path) -> None:
    table = Table(a_file(tmp_path, "sep=|\na|b\n1|2\n"))
    assert table.header == ("a", "b")
    assert [row.number for row in table] == [2]


@pytest.mark.parametrize("n_blank", [1, 5_000, 100_000])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_blank_lines_before_the_header_are_skipped(tmp_path: Path, n_blank: int, encoding: str) -> None:
    table = Table(a_file(tmp_path, ("\n" * n_blank + "a;b\n1;2\n").encode(encoding)))
    assert table.header == ("a", "b")
    assert [(row.number, row.cells) for row in table] == [(n_blank + 2, ["1", "2"])]


def test_a_header_that_begins_with_a_bracket_is_not_json(tmp_path: Path) -> None:
    assert Table(a_file(tmp_path, "[1] Which school?,{grade}\nA,9\n")).header == (
        "[1] Which school?",
        "{grade}",
    )


def test_windows_1252_is_read_only_when_requested(tmp_path: Path) -> None:
    path = a_file(tmp_path, "id,text\n1,ok\n2,a\xf1os\n".encode("cp1252"))
    error = refusal(path)
    assert (error.code, error.row) == ("encoding", 3)
    assert [row.cells[1] for row in Table(path, encoding="cp1252")] == ["ok", "años"]


def test_what_is_not_windows_1252_is_refused(tmp_path: Path) -> None:
    assert refusal(a_file(tmp_path, b"id,text\n1,\x81\n"), encoding="cp1252").code == "encoding_cp1252"


def test_a_broken_utf_16_file_is_refused(tmp_path: Path) -> None:
    assert refusal(a_file(tmp_path, "id,text\n1,a\n".encode("utf-16") + b"\x00")).code == "encoding_utf16"


@pytest.mark.parametrize(
    ("content", "code", "row"),
    [
        ("", "empty", None),
        ("\n\n", "empty", None),
        ("\ufeff\n", "empty", None),
        ("a,b\n1\n", "short_row", 2),
        ("a,b\n1,2\n1,2,3\n", "long_row", 3),
        ('a,b\n1,2\n1,"cut sho', "unterminated", 3),
        ("a,b\n1,2\n1,x\0y\n", "nul", 3),
        ("a,,c\n1,2,3\n", "empty_header", 1),
        ("a,b,a\n1,2,3\n", "duplicate_header", 1),
        ("a,b\n1," + "x" * 200_000 + "\n", "long_cell", 2),
        ("x,y\n1,2\n", "missing_columns", 1),
        (b"PK\x03\x04 and so on", "not_csv_workbook", None),
        ("<!DOCTYPE html><p>Sign in</p>", "not_csv_web_page", None),
        ('{"a": 1}', "not_csv_other", None),
        ('{ "a": 1}', "not_csv_other", None),
        ('{\r\n  "a": 1}', "not_csv_other", None),
        ('[\n  {"a": 1}, {"a": 2}\n]', "not_csv_other", None),
        ('[["NAME", "B01001_001E"], ["x", "1"]]', "not_csv_other", None),
        ("\ufeff{}", "not_csv_other", None),
        ('{"a": 1}'.encode("utf-16"), "not_csv_other", None),
        ("<html>".encode("utf-16"), "not_csv_web_page", None),
        (b"\xff\xfe", "empty", None),
        (b"\xfe\xff", "empty", None),
        (" \n".encode("utf-16"), "empty", None),
        ("sep=;", "empty", None),
        ("sep=;\r\n\r\n", "empty", None),
        ("\ufeffsep=;\n", "empty", None),
        ("\n" * 200_000, "empty", None),
        (b"%PDF-1.7", "not_csv_other", None),
        ('a,b\n"1"2,3\n', "malformed", 2),
    ],
)
def test_damage_is_named_with_file_row_and_remedy(
    tmp_path: Path, content: str | bytes, code: str, row: int | None
) -> None:
    error = refusal(a_file(tmp_path, content), required=["b"])
    assert (error.code, error.file, error.row) == (code, "file.csv", row)
    assert error.remedy
    assert str(error).startswith("file.csv")
    assert error.remedy in str(error)
    assert "%(" not in str(error)
    if row:
        assert f"row {row}" in str(error)


def test_columns_without_name_or_cells_at_the_end_are_left_out(tmp_path: Path) -> None:
    table = Table(a_file(tmp_path, "a,b,,\n1,2,,\n3,4\n"))
    assert table.header == ("a", "b")
    assert [row.cells for row in table] == [["1", "2"], ["3", "4"]]
    assert refusal(a_file(tmp_path, "a,b,,\n1,2,,5\n")).code == "long_row"


def test_all_rows_of_the_wrong_length_are_collected(tmp_path: Path) -> None:
    problems = Problems(cap=2)
    table = Table(a_file(tmp_path, "a,b\n1\n1,2\n1,2,3\n4\n"), problems=problems)
    assert [row.number for row in table] == [3]
    assert [(row.row, row.code) for row in problems.errors] == [(2, "short_row"), (4, "long_row")]
    with pytest.raises(BadFile) as caught:
        problems.raise_if_any()
    assert caught.value.n_problems == 3


def test_a_file_of_200_mb_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)
    forbid_reading(monkeypatch, "huge.csv")
    error = refusal(path)
    assert error.code == "too_large"
    assert "200.0 MB" in str(error)


def test_limits_of_rows_and_columns_hold(tmp_path: Path) -> None:
    path = a_file(tmp_path, "a,b,c\n" + "1,2,3\n" * 5)
    assert refusal(path, limits=Limits(max_rows=4)).code == "too_many_rows"
    assert refusal(path, limits=Limits(max_columns=2)).code == "too_many_columns"


def test_a_folder_and_an_absent_file_are_named(tmp_path: Path) -> None:
    assert refusal(tmp_path).code == "not_a_file"
    assert refusal(tmp_path / "none.csv").code == "no_file"


def test_columns_have_the_letters_of_a_spreadsheet() -> None:
    assert [column_letter(i) for i in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1 (217) 555", "-cmd", "@here", "\t=1", "\r=1", "＝1", " =1", "'=1", "''=1", "-"]
)
def test_a_formula_is_guarded_and_comes_back(text: str) -> None:
    assert guarded(text) == "'" + text
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["-1", "+44", "1e5", "-0.5", "plain", "it's", "", "'quoted'"])
def test_numbers_and_plain_texts_are_left_alone(text: str) -> None:
    assert guarded(text) == text
    assert unguarded(text) == text


@given(st.text())
def test_any_text_comes_back_from_the_guard(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(
    st.lists(
        st.lists(
            st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
            min_size=2,
            max_size=2,
        ),
        max_size=5,
    )
)
def test_any_table_is_written_so_that_csv_reads_it(rows: list[list[str]]) -> None:
    text = "".join(csv_lines(["a", "b"], rows, guard=False))
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["a", "b"], *rows]


def test_numbers_flags_and_blanks_are_written_plainly(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    assert write_csv(path, ["n", "x", "is", "none", "t"], [(-1, 0.5, True, None, "=a")]) == 1
    assert path.read_bytes() == b"n,x,is,none,t\r\n-1,0.5,true,,'=a\r\n"
    assert [p.name for p in tmp_path.iterdir()] == ["out.csv"]


def test_nothing_is_left_of_a_file_that_could_not_be_finished(tmp_path: Path) -> None:
    def rows() -> list[tuple[str, ...]]:
        raise RuntimeError("gone")

    path = a_file(tmp_path, "before", "out.csv")
    with pytest.raises(RuntimeError):
        write_csv(path, ["a"], (row for row in rows()))
    assert path.read_text() == "before"
    assert [p.name for p in tmp_path.iterdir()] == ["out.csv"]
