"""For any spreadsheet and any mapping, the reader returns entries or raises BadFile, in reasonable time."""

import io
import zipfile
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from tests.formats.test_fuzz import damaged, quick, survives
from tests.formats.workbooks import a_workbook
from throughline.formats.hsds import spreadsheet
from throughline.formats.hsds.sheet_fields import BY_KEY, FIELDS
from throughline.formats.hsds.sheet_hours import read_hours
from throughline.formats.hsds.standard import TABLES

SHEET = b"Agency,Program,Address,Phone,Hours,Kind\nHelpers,Food,1 Main St,719-555-0101,Mon 9am-5pm,food\n"
KEYS = [one.key for one in FIELDS]
TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "Mon-Fri 9am-5pm",
            "24/7",
            "a;b",
            "38.2, -104.6",
            "1 Main St, Pueblo, CO 81003",
            "=1",
            "#REF!",
            "x" * 300,
        ]
    ),
)


@cache
def workbook() -> bytes:
    with TemporaryDirectory() as folder:
        path = a_workbook(
            Path(folder) / "a.xlsx",
            merged=["A1:B1"],
            A=[["List"], ["Agency", "Program", "Zip"], ["Helpers", "Food", 81003], ["Others", "=1", 2.5]],
            B=[],
        )
        return path.read_bytes()


def read(folder: Path) -> None:
    path = next(folder.iterdir())
    spreadsheet.sheets_of(path)
    columns = spreadsheet.columns_of(path)
    with spreadsheet.open_spreadsheet(path, {one.name: one.suggested for one in columns}) as found:
        for table in TABLES:
            list(found.rows(table))
        assert all(row.remedy and str(row) for row in found.report.problems)


@quick
@given(st.binary(max_size=300))
def test_random_bytes(content: bytes) -> None:
    survives(read, {"s.csv": content})
    survives(read, {"s.xlsx": b"PK\x03\x04" + content})


@quick
@given(damaged(SHEET))
def test_damaged_lists(content: bytes) -> None:
    survives(read, {"s.csv": content})


@quick
@given(st.data())
def test_damaged_workbooks(data: st.DataObject) -> None:
    survives(read, {"s.xlsx": data.draw(damaged(workbook()))})


@quick
@given(st.data())
def test_workbooks_with_a_damaged_part(data: st.DataObject) -> None:
    """The archive is whole, but one of its parts says something else."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as old, zipfile.ZipFile(packed, "w") as new:
        names = old.namelist()
        chosen = data.draw(st.sampled_from(names))
        for name in names:
            content = old.read(name)
            new.writestr(name, data.draw(damaged(content)) if name == chosen else content)
    survives(read, {"s.xlsx": packed.getvalue()})


@quick
@given(st.lists(st.tuples(st.sampled_from([*KEYS, "", "ignore"]), TEXTS), min_size=1, max_size=12))
def test_any_cells_under_any_mapping(cells: list[tuple[str, str]]) -> None:
    def read_mapped(folder: Path) -> None:
        once: set[str] = set()
        mapping = {"Name": "organization.name"}
        for i, (key, _) in enumerate(cells):
            is_free = key not in once and key != "organization.name"
            mapping[f"c{i}"] = key if is_free or not key or (key in BY_KEY and BY_KEY[key].may_repeat) else ""
            once.add(key)
        with spreadsheet.open_spreadsheet(folder / "s.xlsx", mapping) as found:
            ids = [row.id for table in TABLES for row in found.rows(table)]
            assert all(ids)
            for table in TABLES:
                for row in found.rows(table):
                    for link, target in TABLES[table].links.items():
                        assert not row.values[link] or row.values[link] in {
                            other.id for other in found.rows(target)
                        }

    with TemporaryDirectory() as folder:
        printable = ["".join(letter for letter in text if letter.isprintable()) for _, text in cells]
        header = ["Name", *(f"c{i}" for i in range(len(cells)))]
        path = a_workbook(
            Path(folder) / "s.xlsx", A=[header, ["Helpers", *(f" {text}" for text in printable)]]
        )
        survives(read_mapped, {"s.xlsx": path.read_bytes()})


@quick
@given(st.text(alphabet="0123456789apm.:- ;,&MonTueFri/andtocloed24hrs\n", max_size=40))
def test_any_text_as_hours(text: str) -> None:
    for hours in read_hours(text) or ():
        assert hours.days
        assert all(0 <= day < 7 for day in hours.days)
