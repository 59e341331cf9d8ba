"""Sheets of Excel workbooks are read like CSV files, and what cannot be read is refused with a sentence."""

import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from tests.formats.workbooks import a_workbook, by_another_program, changed
from throughline.formats.hsds import spreadsheet
from throughline.formats.tables import BadFile, Limits, Problems, Table
from throughline.formats.workbooks import WorkbookSource

SHEET = "xl/worksheets/sheet1.xml"


def read(path: Path, sheet: str = "", limits: Limits = spreadsheet.SHEET_LIMITS) -> Table:
    return Table(path, sheet=sheet, any_header=True, finds_header=True, limits=limits)


def test_cells_become_the_texts_that_a_person_sees(tmp_path: Path) -> None:
    cells = [
        12.0,
        0.1 + 0.2,
        True,
        date(2026, 1, 2),
        datetime(2026, 1, 2, 9, 30),
        datetime(2026, 1, 2, 9, 30).time(),
        "0719",
        1e20,
    ]
    path = a_workbook(tmp_path / "a.xlsx", A=[list("abcdefgh"), cells])
    texts = ["12", "0.3", "true", "2026-01-02", "2026-01-02T09:30:00", "09:30", "0719"]
    assert [row.cells for row in read(path)] == [[*texts, "100000000000000000000"]]


def test_a_number_shown_with_zeros_before_it_keeps_them(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Zip", "Other"])
    sheet.append([1234, 1234])
    sheet["A2"].number_format = "00000"
    book.save(tmp_path / "a.xlsx")
    assert [row.cells for row in read(tmp_path / "a.xlsx")] == [["01234", "1234"]]


def test_rows_keep_the_numbers_of_the_sheet_and_short_ones_are_filled_up(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "a.xlsx", A=[["a", "b", "c"], ["1"], [], [None, "2"]])
    assert [(row.number, row.cells) for row in read(path)] == [(2, ["1", "", ""]), (4, ["", "2", ""])]


def test_a_title_may_stand_above_the_header(tmp_path: Path) -> None:
    path = a_workbook(
        tmp_path / "a.xlsx", merged=["A1:C1"], A=[["Our list"], [], ["a", "b", "c"], ["1", "2", "3"]]
    )
    table = read(path)
    assert table.header == ("a", "b", "c")
    assert [row.number for row in table] == [4]


def test_names_of_merged_cells_are_joined_with_those_below(tmp_path: Path) -> None:
    path = a_workbook(
        tmp_path / "a.xlsx",
        merged=["B1:C1"],
        A=[
            ["Agency", "Address", None, "Phone"],
            [None, "Street", "City"],
            ["Helpers", "1 Main", "Pueblo", "5"],
        ],
    )
    table = read(path)
    assert table.header == ("Agency", "Address Street", "Address City", "Phone")
    assert [row.cells for row in table] == [["Helpers", "1 Main", "Pueblo", "5"]]


def test_a_column_without_a_name_is_reported_by_row(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "a.xlsx", A=[["a", "b"], ["1", "2"], ["3", "4", None, "stray"]])
    problems = Problems()
    list(Table(path, sheet="", any_header=True, finds_header=True, problems=problems))
    assert [(one.code, one.row, one.params["letter"]) for one in problems.errors] == [
        ("workbook_beside", 3, "D")
    ]


def test_the_only_sheet_with_data_is_read_and_others_are_chosen_by_name(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "a.xlsx", hidden=["C"], A=[], B=[["b"], ["1"]], C=[["c"], ["2"]])
    assert read(path).header == ("b",)
    assert read(path, "C").header == ("c",)
    with pytest.raises(BadFile, match="no sheet named “D”"):
        read(path, "D")


def test_of_several_sheets_none_is_taken_silently(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "a.xlsx", A=[["a"], ["1"]], B=[["b"], ["2"]])
    with pytest.raises(BadFile) as refused:
        read(path)
    assert (refused.value.code, refused.value.params["names"]) == ("workbook_several_sheets", "A, B")


def test_formulas_have_their_saved_result_or_are_counted(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "a.xlsx", A=[["a", "b"], ["x", "=1+1"], ["y", "=2+2"]])
    changed(
        path,
        {
            SHEET: lambda xml: xml.replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>").replace(
                b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>"
            )
        },
    )
    table = read(path)
    assert table.workbook is not None
    assert table.workbook.n_unsaved == 1
    assert [row.cells for row in table] == [["x", "2"], ["y", ""]]


def test_a_sheet_that_says_it_is_huge_is_read_by_its_rows(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "a.xlsx", A=[["a", "b"], *(["1", "2"] for _ in range(10))])
    changed(path, {SHEET: lambda xml: xml.replace(b'ref="A1:B11"', b'ref="A1:XFD1048576"')})
    assert len(list(read(path))) == 10


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda xml: xml.replace(b'<row r="2"', b'<row r="99999999999"'), "workbook_too_many_cells"),
        (lambda xml: xml.replace(b'r="A2"', b'r="ZZZZ2"'), "workbook_too_many_cells"),
        (
            lambda xml: xml.replace(b"<sheetData>", b"<sheetData>" + b"<row/>" * 1_100_000),
            "workbook_too_many_cells",
        ),
        (lambda xml: xml[: len(xml) // 2], "workbook_damaged"),
        (lambda xml: b'<!DOCTYPE a [<!ENTITY b "b">]>' + xml, "workbook_damaged"),
        (
            lambda xml: xml.replace(b't="inlineStr"><is><t>1</t></is>', b't="s"><v>77</v>'),
            "workbook_damaged",
        ),
    ],
)
def test_a_forged_sheet_is_refused(tmp_path: Path, change: object, code: str) -> None:
    path = a_workbook(tmp_path / "a.xlsx", A=[["a", "b"], ["1", "2"]])
    changed(path, {SHEET: change})  # type: ignore[dict-item]
    with pytest.raises(BadFile) as refused:
        list(read(path))
    assert refused.value.code == code
    assert refused.value.remedy


def test_a_zip_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "a.xlsx", A=[["a"], ["1"]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/big.xml", "w") as part:
        for _ in range(90):
            part.write(b" " * 1_000_000)
    assert path.stat().st_size < 1_000_000
    with pytest.raises(BadFile, match="would unpack to"):
        read(path)


def _zip(path: Path, *names: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return path


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xd0\xcf\x11\xe0" + b"Workbook" * 20, "workbook_old"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "workbook_password"),
        (b"PK\x03\x04 and then nothing", "workbook_damaged"),
        (("mimetype", "content.xml"), "workbook_other"),
        (("[Content_Types].xml", "xl/workbook.bin"), "workbook_other"),
        (("services.csv",), "workbook_zip"),
        (("[Content_Types].xml",), "workbook_damaged"),
    ],
)
def test_other_workbooks_are_refused_with_what_to_do(
    tmp_path: Path, content: bytes | tuple[str, ...], code: str
) -> None:
    path = tmp_path / "list.xlsx"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        _zip(path, *content)
    with pytest.raises(BadFile) as refused:
        read(path)
    assert refused.value.code == code
    assert refused.value.remedy


def test_shared_strings_are_read_as_other_programs_write_them(tmp_path: Path) -> None:
    path = by_another_program(
        tmp_path / "a.xlsx",
        strings="<si><t>Agency</t></si><si><r><t>Two </t></r><r><t>words</t></r></si>",
        rows='<x:row><x:c t="s"><x:v>0</x:v></x:c></x:row>'
        '<x:row r="3"><x:c r="A3" t="s"><x:v>1</x:v></x:c></x:row>',
    )
    table = read(path)
    assert table.header == ("Agency",)
    assert list(table) == [(3, ["Two words"])]


def test_limits_hold(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "a.xlsx", A=[["a", "b"], *(["1", "2"] for _ in range(5))])
    with pytest.raises(BadFile, match="more than 4 rows"):
        list(read(path, limits=Limits(max_rows=4)))
    with pytest.raises(BadFile, match="more than 1 columns"):
        read(path, limits=Limits(max_columns=1))
    with pytest.raises(BadFile, match="The limit is"):
        read(path, limits=Limits(max_bytes=100))
    empty = a_workbook(tmp_path / "b.xlsx", A=[])
    with pytest.raises(BadFile, match="The file is empty"):
        read(empty)


def test_sheets_are_listed_without_choosing_one(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "a.xlsx", hidden=["C"], A=[["a"]], B=[], C=[["c"]])
    sheets = WorkbookSource(path, spreadsheet.SHEET_LIMITS, None).sheets
    assert [(one.name, one.is_hidden, one.has_data) for one in sheets] == [
        ("A", False, True),
        ("B", False, False),
        ("C", True, True),
    ]
    assert [one.name for one in spreadsheet.sheets_of(path)] == ["A", "C"]


def test_other_readers_still_refuse_workbooks(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "a.xlsx", A=[["a"], ["1"]])
    with pytest.raises(BadFile, match="not a CSV file"):
        Table(path)
