"""The table of population sources in the reference names what the readers tell and refuse, by small files."""

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.formats import populations
from tests.formats.oneroster_files import ENROLLMENTS, ORGS, USERS, enrolled, one_user
from tests.formats.populations import ccd_row
from tests.formats.reference import codes_in, table
from throughline.formats.messages import MESSAGES
from throughline.formats.population import acs, ccd, oneroster, roster
from throughline.formats.population.acs import TOTAL, Meaning
from throughline.formats.population.acs.tabulation import MAX_CHOICES
from throughline.formats.population.model import MAX_COUNTS, Figures
from throughline.formats.population.roster import RosterMapping
from throughline.formats.problems import ReportRow
from throughline.formats.tables import BadFile

LEAID = "0802910"
Read = Callable[[Path], tuple[ReportRow, ...]]
ROWS = {(row[0], row[1]): row for row in table("| source | layout | known by |")}


def people(content: str, **values: dict[str, str]) -> Read:
    def read(folder: Path) -> tuple[ReportRow, ...]:
        path = folder / "f.csv"
        path.write_text(content)
        parts = {column.name: column.part for column in roster.preview(path).columns}
        parts |= {"other": "other"} if "other" in parts else {}
        return roster.read(path, RosterMapping(parts, values)).notes

    return read


def export(on: date | None = None, **files: str) -> Read:
    def read(folder: Path) -> tuple[ReportRow, ...]:
        for name, content in {"orgs": ORGS, **files}.items():
            (folder / f"{name.replace('__', ' ')}.csv").write_text(content)
        return oneroster.read(folder, on=on).notes

    return read


def of_1_2(**changed: str) -> Read:
    files = {name.removesuffix(".csv"): text.decode() for name, text in populations.ONEROSTER.items()}
    return export(**{**files, **changed})


def archive(folder: Path) -> tuple[ReportRow, ...]:
    (folder / "export.zip").write_text("no archive")
    return oneroster.read(folder / "export.zip").notes


def manifest(*lines: str) -> Read:
    return export(users=one_user(org="s1"), manifest="propertyName,value\n" + "".join(lines))


def membership(*rows: str, head: str = "", leaid: str = LEAID, year: str = "") -> Read:
    def read(folder: Path) -> tuple[ReportRow, ...]:
        path = folder / "f.csv"
        path.write_text((head or populations.ccd().splitlines(keepends=True)[0]) + "".join(rows))
        return ccd.read(path, leaid, year=year).notes

    return read


def tabulated(content: str, count: Callable[[acs.Tabulation], Figures] | None = None, **more: str) -> Read:
    def read(folder: Path) -> tuple[ReportRow, ...]:
        path = folder / "f.csv"
        path.write_text(content)
        tabulation = acs.read(path, LEAID, geography=more.get("geography", ""))
        everything = {pair.variable: Meaning("other") for pair in tabulation.pairs}
        return (count(tabulation) if count else acs.count(tabulation, everything)).notes

    return read


def many_geographies(folder: Path) -> tuple[ReportRow, ...]:
    path = folder / "f.csv"
    path.write_text(f"Label,{MANY_VIEWS}\nTotal{',1,2' * (MAX_CHOICES + 1)}\n")
    assert acs.geographies(path, LEAID) == ()
    return ()


def grade(n: str, school: str = "080291000001", **more: str) -> str:
    none = "No Category Codes"
    row = {"grade": "Grade 9", "race": none, "sex": none, "indicator": "Subtotal 4 - By Grade", **more}
    return ccd_row("M", school, n=n, **row)  # type: ignore[arg-type]


def two_totals(tabulation: acs.Tabulation) -> Figures:
    return acs.count(tabulation, {pair.variable: TOTAL for pair in tabulation.pairs})


SET_ASIDE = 'grade,race,sex,language,hispanic\n9;10,"White, Asian",F;M,NULL,perhaps\n'
SET_ASIDE += "XX,W,,English,\nTotal,,,,2\n"
MOVED = enrolled("s2,student,true,2025-08-20,2026-01-15", "s1,student,true,2026-01-16,")
WIDE = "GEO_ID,NAME,B25003_001E,B25003_001M,B25003_002E,B25003_002M,B01002_001E,B01002_001M\n"
WIDE_ROW = f"9700000US{LEAID},J,900,40,-666666666,-222222222,36.1,0.4\n"
LIST = "GEOID,NAME,variable,estimate,moe\n"
VIEW = 'Label (Grouping),"J!!Estimate","J!!Margin of Error"\n'
TWO_VIEWS = 'Label,"A!!Estimate","A!!Margin of Error","B!!Estimate","B!!Margin of Error"\nTotal,1,2,3,4\n'
ENDED = populations.ROLES.replace("r4,active,u4,primary,teacher,,", "r4,,u4,primary,student,,2026-01-01")
ENDED += "r5,,u4,primary,student,2026-01-01,,s1\n"
MANY_VIEWS = ",".join(f"G{i}!!Estimate,G{i}!!Margin of Error" for i in range(MAX_CHOICES + 1))

EXAMPLES: dict[tuple[str, str], list[Read]] = {
    ("roster", "one row per person"): [
        people(SET_ASIDE),
        people("id,grade\n1,9\n1,9\n"),
        people("id,grade\n,9\n"),
        people("id,grade\n1.2E+11,9\n"),
        people("id,grade\n1,2027\n"),
        people("id,grade\n1,a\n", grade={"a": "9", "A": "10"}),
        people("id\n1\n"),
        people("id,grade\n"),
        people("id,other\n" + "".join(f"{i},p{i}\n" for i in range(MAX_COUNTS + 1))),
    ],
    ("OneRoster", "1.1"): [
        export(
            users=one_user(grades="12,PS")
            + "u2,inactive,,true,s1,student,9\nu3,,,true,s1,,9\nu4,,,true,s1,alumnus,9\n"
            + 'u5,,,false,"s1,s2",student,"9,10"\nu6,,,true,d1,student,AE\nu7,,,true,"s1,s9",student,\n'
        ),
        export(users=one_user(org="s2", changed="2026-02-01"), enrollments=MOVED),
        export(users=one_user(), enrollments=MOVED),
        export(users=one_user(org="s2"), enrollments=enrolled("s1,student,,8/20/2025,")),
        export(date(2026, 7, 1), users=one_user(), enrollments=enrolled("s1,student,,2025-08-20,2026-06-01")),
        export(
            users=one_user(org="s1"),
            enrollments=f"{ENROLLMENTS}e1,,u9,s1,student,,,\ne2,tobedeleted,u1,s1,student,,,\n",
        ),
        manifest("file.enrollments,bulk\n"),
        export(),
        export(users=one_user(org="s1"), Users__="x"),
        archive,
        export(users=one_user(org="s9")),
        export(users=one_user(org="s1") * 2),
        export(users=one_user(org="s1").replace("u1,", ",")),
        export(users=USERS),
        manifest("file.users,bulk\n", "file.users,delta\n"),
    ],
    ("OneRoster", "1.2"): [
        of_1_2(demographics="sourcedId,sex,white\nu1,unsure,NULL\nu2,female,true\n"),
        of_1_2(roles=ENDED),
        of_1_2(roles=populations.ROLES.replace(",u2,", ",u9,")),
        of_1_2(roles=populations.ROLES.replace(",s2\n", ",s9\n")),
        of_1_2(demographics=populations.DEMOGRAPHICS.replace("true,false,true", "maybe,x,true")),
    ],
    ("OneRoster", "only changes"): [manifest("file.users,delta\n")],
    ("OneRoster", "1.0, 2.0 and others"): [
        manifest("oneroster.version,1.0\n"),
        manifest("oneroster.version,2.0\n"),
    ],
    ("CCD", "since 2016-17"): [
        membership(grade("90", ""), grade("50")),
        membership(
            grade("50"),
            grade("7", grade="Adult Education"),
            grade("57", grade="No Category Codes", indicator="Education Unit Total"),
        ),
        *(membership(grade(code)) for code in ("-1", "-2", "-3", "-9")),
        membership(grade("50"), grade("50").replace("2024-2025", "2023-2024")),
        membership(grade("50"), year="2023-2024"),
        membership(grade("50", leaid="0804350")),
        membership(grade("50"), leaid="802910"),
        membership(grade("50", leaid="802910")),
        membership(grade("50"), grade("50")),
        membership(grade("50", race="Martian")),
        membership(grade("-40")),
    ],
    ("CCD", "until 2015-16"): [membership(head="LEAID,NCESSCH,MEMBER,G09,G10,AM09M\n")],
    ("ACS", "tables B and C, one row per geography"): [
        tabulated(WIDE + WIDE_ROW),
        tabulated(WIDE.replace("GEO_ID,", "") + WIDE_ROW.partition(",")[2].replace("-666666666", "null")),
        tabulated(WIDE + WIDE_ROW.replace(LEAID, "0804350")),
        tabulated(WIDE.replace("GEO_ID,", "") + "A,1,1,1,1,1,1\nB,2,1,2,1,2,1\n"),
        tabulated(WIDE + WIDE_ROW * 2),
        tabulated(f"GEO_ID,B19013_001E,B19013_001M\n9700000US{LEAID},67432,2100\n"),
        tabulated(WIDE + WIDE_ROW.replace("900,40", "many,40")),
        tabulated(WIDE + WIDE_ROW.replace("900,40", "900,some")),
        tabulated(WIDE + WIDE_ROW.replace("-666666666", "300"), two_totals),
    ],
    ("ACS", "table view, geographies in the header"): [
        tabulated(VIEW + 'Total,"1,200",±95\nMedian age,36.4,±0.7\n'),
        tabulated(TWO_VIEWS),
        tabulated(TWO_VIEWS, geography="C"),
        many_geographies,
        tabulated(VIEW + "Total,1,2\nTotal,3,4\n"),
        tabulated("Label,J!!Estimate\nTotal,1\n"),
    ],
    ("ACS", "profiles (DP), subject tables (S)"): [
        tabulated(
            "GEO_ID,NAME,DP05_0001E,DP05_0001M,DP05_0001PE,DP05_0001PM,S1501_C01_002E,S1501_C01_002M\n"
            f"9700000US{LEAID},J,2000,-555555555,2000,-888888888,90,20\n"
        ),
        tabulated(f"GEO_ID,NAME,S1501_C02_002E,S1501_C02_002M\n9700000US{LEAID},J,10.5,1.4\n"),
    ],
    ("ACS", "list, one row per variable"): [
        tabulated("NAME,variable,estimate,moe\nJ,B25003_001,2000,90\nJ,B01002_001,36.4,0.7\n"),
        tabulated(f"{LIST}0804350,J,B25003_001,2000,90\n"),
        tabulated("NAME,variable,estimate,moe\nA,x,1,1\nB,x,2,1\n"),
    ],
    ("EDGE", "one row per geography"): [
        tabulated(populations.EDGE),
        tabulated(populations.EDGE.replace(LEAID, "0804350")),
        tabulated(populations.EDGE + populations.EDGE.splitlines()[1] + "\n"),
        tabulated(populations.EDGE.replace(",1900,", ",many,")),
        tabulated(populations.EDGE.replace(",120,", ",some,")),
    ],
}


def told_by(examples: list[Read]) -> tuple[set[str], set[str]]:
    """The codes of notes and of refusals that these files give."""
    noted: set[str] = set()
    refused: set[str] = set()
    for read in examples:
        with tempfile.TemporaryDirectory() as name:
            try:
                noted |= {note.code for note in read(Path(name))}
            except BadFile as error:
                refused |= {row.code for row in error.rows}
    return noted, refused


def test_every_source_has_its_row_and_its_files() -> None:
    assert list(ROWS) == list(EXAMPLES)


@pytest.mark.parametrize("source", EXAMPLES, ids=" ".join)
def test_a_row_names_what_is_told_and_refused(source: tuple[str, str]) -> None:
    noted, refused = told_by(EXAMPLES[source])
    row = ROWS[source]
    assert (codes_in(row[4]), codes_in(row[5])) == (noted, refused)
    if not row[3]:
        assert not noted


def test_every_message_about_populations_is_in_the_table() -> None:
    named = set().union(*(codes_in(cell) for row in ROWS.values() for cell in row))
    of_populations = {
        code for code in MESSAGES if code.startswith(("population_", "oneroster_", "ccd_", "acs_"))
    }
    assert of_populations - named == set()
