"""For any bytes, a reader returns a result or raises BadFile, in reasonable time."""

import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats import populations, surveys
from tests.formats.exports import COMMENTS, MATRIX, SUMMARY, VOTES
from throughline.formats import hsds, polis, survey_csv
from throughline.formats.population import acs, ccd, oneroster, roster
from throughline.formats.population.model import Figures
from throughline.formats.population.roster import RosterMapping
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
NESTED = {
    "id": "s1",
    "name": "Tutoring",
    "organization": {"id": "o1", "name": "Helpers", "parent_organization_id": "o9"},
    "phones": [{"id": "p1", "number": "719-555-0100", "languages": [{"name": "Spanish"}]}],
    "service_at_locations": [
        {"location": {"name": "Library", "latitude": 41.5, "schedules": [{"byday": "MO"}]}}
    ],
}
NAMES = sorted(
    {name for table in hsds.TABLES.values() for name in (*table.by_name, *table.nested)}
    | {"contents", "x", ""}
)
HSDS_JSON = [
    json.dumps(content).encode()
    for content in (
        [NESTED, NESTED],
        {"total_items": 9, "contents": [NESTED]},
        {
            "services.csv": [{"id": "s1", "name": "Tutoring"}],
            "phones.csv": [{"id": "p1", "service_id": "s1"}],
        },
        NESTED,
    )
]
SURVEYS = [
    text.encode()
    for text in (surveys.GOOGLE, surveys.MICROSOFT, surveys.QUALTRICS, surveys.SURVEYMONKEY, surveys.PANORAMA)
]
quick = settings(max_examples=150)

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
            b"{",
            b"}",
            b"[",
            b"]",
            b":",
            b"null",
            b"[" * 60,
            b"9" * 5000,
            b"1e99999999999999999999",
            b'"id":"",',
            b"\\u0000",
        ]
    ),
)


@st.composite
def damaged(draw: st.DrawFn, content: bytes) -> bytes:
    """A valid file with some bytes replaced, inserted, repeated or cut off."""
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


def read_directory(folder: Path) -> None:
    """Check that every row of a directory that is read can be streamed, and links only to rows."""
    with hsds.open_directory(folder) as directory:
        ids = {table: {row.id for row in directory.rows(table)} for table in hsds.TABLES}
        for table, described in hsds.TABLES.items():
            rows = list(directory.rows(table))
            assert len(rows) == directory.report.n_rows[table]
            for row in rows:
                assert all(row.values[one] in {"", *ids[target]} for one, target in described.links.items())
        problems = directory.report.problems
        assert all(str(problem) and problem.file for problem in problems)


LEAID = "0802910"
TABULATIONS = [text.encode() for text in (populations.ACS_WIDE, populations.EDGE, populations.ACS_LONG)]


def sound(figures: Figures) -> None:
    """Check that exactly the counted entries have a number, and none is negative."""
    for count in figures.counts:
        assert (count.n is not None) == (count.state == "counted")
        assert (count.n or 0) >= 0
        assert (count.margin_of_error is not None) == (count.margin_state == "given")


def read_roster(folder: Path) -> None:
    path = folder / "s.csv"
    columns = roster.preview(path).columns
    sound(roster.read(path, RosterMapping({column.name: column.part for column in columns})))


def read_oneroster(folder: Path) -> None:
    sound(oneroster.read(folder))


def read_zip(folder: Path) -> None:
    sound(oneroster.read(folder / "export.zip"))


def read_ccd(folder: Path) -> None:
    sound(ccd.read(folder / "s.csv", LEAID))


def read_acs(folder: Path) -> None:
    tabulation = acs.read(folder / "s.csv", LEAID)
    sound(acs.count(tabulation, {pair.variable: acs.Meaning("other") for pair in tabulation.pairs}))


def packed() -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as files:
        for name, content in populations.ONEROSTER.items():
            files.writestr(name, content)
    return archive.getvalue()


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
    survives(read_directory, {"services.json": content})
    survives(read_directory, {"services.ndjson": content})
    for read in (read_roster, read_ccd, read_acs):
        survives(read, {"s.csv": content})
    survives(read_oneroster, {"orgs.csv": content, "users.csv": content})


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
    survives(read_directory, {**HSDS, file: data.draw(damaged(HSDS[file]))})


@quick
@given(st.sampled_from(HSDS_JSON), st.sampled_from(["services.json", "x.json", "lines.ndjson"]), st.data())
def test_damaged_directories_in_json(content: bytes, name: str, data: st.DataObject) -> None:
    survives(read_directory, {name: data.draw(damaged(content))})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5),
    max_leaves=25,
)


@quick
@given(json_values)
def test_any_json_as_a_directory(content: object) -> None:
    survives(read_directory, {"services.json": json.dumps(content).encode()})


@quick
@given(st.sampled_from(SURVEYS), st.data())
def test_damaged_surveys(content: bytes, data: st.DataObject) -> None:
    survives(read_survey, {"s.csv": data.draw(damaged(content))})


@quick
@given(damaged(populations.ROSTER.encode()))
def test_damaged_rosters(content: bytes) -> None:
    survives(read_roster, {"s.csv": content})


@quick
@given(st.sampled_from(sorted(populations.ONEROSTER)), st.data())
def test_damaged_oneroster_exports(file: str, data: st.DataObject) -> None:
    changed = data.draw(damaged(populations.ONEROSTER[file]))
    survives(read_oneroster, {**populations.ONEROSTER, file: changed})


@quick
@given(damaged(packed()))
def test_damaged_archives(content: bytes) -> None:
    survives(read_zip, {"export.zip": content})


@quick
@given(damaged(populations.ccd().encode()))
def test_damaged_membership_counts(content: bytes) -> None:
    survives(read_ccd, {"s.csv": content})


@quick
@given(st.sampled_from(TABULATIONS), st.data())
def test_damaged_tabulations(content: bytes, data: st.DataObject) -> None:
    survives(read_acs, {"s.csv": data.draw(damaged(content))})


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
