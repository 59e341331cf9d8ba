"""Whatever the bytes: a reader gives a result or a BadFile, and soon."""

import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats import surveys
from tests.formats.exports import COMMENTS, MATRIX, SUMMARY, VOTES
from throughline.formats import hsds, polis, survey_csv
from throughline.formats.survey_csv import ColumnMapping, Mapping
from throughline.formats.survey_csv.dates import DATE_ORDERS, parse
from throughline.formats.tables import BadFile, ReportRow, Table

POLIS = {
    "summary.csv": SUMMARY.encode(),
    "comments.csv": COMMENTS.encode(),
    "votes.csv": VOTES.encode(),
    "participants-votes.csv": MATRIX.encode(),
}
HSDS = {
    "organizations.csv": b"id,name,description,url\no1,Helpers,We help,https://example.org\n",
    "services.csv": b"id,organization_id,name,status,last_modified\ns1,o1,Tutoring,active,2026-02-01\n",
    "locations.csv": b"id,name,latitude,longitude\nl1,Library,41.5,-87.6\n",
    "regular_schedules.csv": b"id,location_id,weekday,opens_at,closes_at\n1,l1,Monday,9:00,17:00\n",
    "eligibility.csv": b"id,service_id,eligibility\n1,s1,teen\n",
}
SURVEYS = [
    text.encode()
    for text in (surveys.GOOGLE, surveys.MICROSOFT, surveys.QUALTRICS, surveys.SURVEYMONKEY, surveys.PANORAMA)
]
quick = settings(max_examples=150, deadline=timedelta(seconds=2))

pieces = st.one_of(
    st.binary(max_size=6),
    st.sampled_from(
        [
            b",",
            b'"',
            b"\n",
            b"\r",
            b";",
            b"\t",
            b"-1",
            b"2",
            b"\x00",
            b"\xff",
            b"\xef\xbb\xbf",
            b"9" * 30,
            b"=",
            b"%",
        ]
    ),
)


@st.composite
def damaged(draw: st.DrawFn, content: bytes) -> bytes:
    """A sound file with some bytes cut out, put in, repeated or cut off."""
    for _ in range(draw(st.integers(1, 4))):
        a = draw(st.integers(0, len(content)))
        b = min(len(content), a + draw(st.integers(0, 12)))
        kind = draw(st.sampled_from(["replace", "insert", "repeat", "cut"]))
        if kind == "cut":
            content = content[:a]
        elif kind == "repeat":
            content = content[:b] + content[a:]
        else:
            content = content[:a] + draw(pieces) + content[b if kind == "replace" else a :]
    return content


def survives(read: Callable[[Path], object], files: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, content in files.items():
            (folder / file).write_bytes(content)
        rows: tuple[ReportRow, ...] = ()
        try:
            read(folder)
        except BadFile as error:
            rows = error.rows
        assert all(row.remedy and str(row) for row in rows)


def read_survey(folder: Path) -> None:
    path = folder / "s.csv"
    preview = survey_csv.preview(path)
    suggested = preview.suggested()
    _, report = survey_csv.read(path, suggested)
    assert all(str(row) for row in (*report.problems, *report.notes, *preview.notes))
    texts = tuple(ColumnMapping(c.column, "multiple", separator=";") for c in suggested.columns)
    survey_csv.read(path, Mapping(texts))


def read_table(folder: Path) -> None:
    for row in Table(folder / "s.csv", any_header=True):
        assert row.number > 1


@quick
@given(st.binary(max_size=300))
def test_random_bytes(content: bytes) -> None:
    survives(read_table, {"s.csv": content})
    survives(read_survey, {"s.csv": content})
    survives(polis.read, {"participants-votes.csv": content})
    survives(hsds.read, {"services.csv": content})


@quick
@given(st.sampled_from(sorted(POLIS)), st.data())
def test_damaged_polis_exports(file: str, data: st.DataObject) -> None:
    survives(polis.read, {**POLIS, file: data.draw(damaged(POLIS[file]))})


@quick
@given(st.sampled_from(["votes.csv", "participants-votes.csv"]), st.data())
def test_damaged_polis_exports_of_one_file(file: str, data: st.DataObject) -> None:
    survives(polis.read, {file: data.draw(damaged(POLIS[file]))})


@quick
@given(st.sampled_from(sorted(HSDS)), st.data())
def test_damaged_directories(file: str, data: st.DataObject) -> None:
    survives(hsds.read, {**HSDS, file: data.draw(damaged(HSDS[file]))})


@quick
@given(st.sampled_from(SURVEYS), st.data())
def test_damaged_surveys(content: bytes, data: st.DataObject) -> None:
    survives(read_survey, {"s.csv": data.draw(damaged(content))})


@quick
@given(st.text(max_size=40), st.sampled_from(DATE_ORDERS))
def test_any_text_as_a_date(text: str, order: survey_csv.DateOrder) -> None:
    parse(text, order)


@quick
@given(
    st.from_regex(
        r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}( \d{1,2}:\d\d( [AP]M)?( [A-Z]{1,4})?([+-]\d{1,2}(:\d\d)?)?)?",
        fullmatch=True,
    ),
    st.sampled_from(DATE_ORDERS),
)
def test_anything_like_a_date(text: str, order: survey_csv.DateOrder) -> None:
    parse(text, order)
