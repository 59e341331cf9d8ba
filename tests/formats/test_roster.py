"""Rosters as student information systems write them: what is guessed, asked, set aside and told."""

from pathlib import Path

import pytest

from tests.formats.populations import file, n_by
from throughline.formats.population import Figures, roster
from throughline.formats.population.roster import RosterMapping
from throughline.formats.population.roster_hints import Part, suggestions
from throughline.formats.tables import BadFile


def notes_of(figures: Figures) -> dict[str, object]:
    return {note.code: note.params.get("n") for note in figures.notes}


def guessed(path: Path) -> RosterMapping:
    return RosterMapping({column.name: column.part for column in roster.preview(path).columns})


def one(tmp_path: Path, part: Part, *cells: str, words: dict[str, str] | None = None) -> Figures:
    """Count people by one column, and by a grade that all of them have."""
    other: Part = "school" if part == "grade" else "grade"
    rows = "".join(f'{i},"{cell}",9\n' for i, cell in enumerate(cells))
    path = file(tmp_path, "id,column,rest\n" + rows)
    mapping = RosterMapping({"id": "id", "column": part, "rest": other}, {part: words or {}})
    return roster.read(path, mapping)


# What is guessed, and what is asked


@pytest.mark.parametrize(
    ("part", "header"),
    [
        ("school", ["School", "Building"]),
        ("school", ["Current School", "Home School"]),
        ("grade", ["Grade", "Grade Level"]),
        ("group", ["Race", "Ethnicity"]),
        ("group", ["student.raceEthnicity", "student.raceEthnicityFed"]),
        ("language", ["Language", "Idioma"]),
        ("sex", ["Sex", "Gender"]),
        ("id", ["SASID", "LASID"]),
    ],
)
def test_of_several_equally_good_columns_none_is_taken(part: Part, header: list[str]) -> None:
    for order in (header, header[::-1]):
        taken, unclear = suggestions(order)
        assert part not in taken.values()
        assert set(unclear[part]) == set(header)


@pytest.mark.parametrize(
    ("system", "header", "parts"),
    [
        (
            "PowerSchool",
            "Student_Number,LastFirst,SchoolID,School_Name,Grade_Level,Gender,FedEthnicity,Ethnicity,HomeRoom",
            {
                "Student_Number": "id",
                "School_Name": "school",
                "Grade_Level": "grade",
                "Gender": "sex",
                "FedEthnicity": "hispanic",
                "Ethnicity": "group",
            },
        ),
        (
            "Infinite Campus",
            "student.studentNumber,student.gender,student.raceEthnicityFed,student.grade,sch.schoolName,"
            "student.homePrimaryLanguage",
            {
                "student.studentNumber": "id",
                "student.gender": "sex",
                "student.raceEthnicityFed": "group",
                "student.grade": "grade",
                "sch.schoolName": "school",
                "student.homePrimaryLanguage": "language",
            },
        ),
        (
            "Skyward",
            "Other ID,School,Stu Grade,Grad Yr,Gender,Hispanic/Latino,Federal Race,Language",
            {
                "Other ID": "id",
                "School": "school",
                "Stu Grade": "grade",
                "Gender": "sex",
                "Hispanic/Latino": "hispanic",
                "Federal Race": "group",
                "Language": "language",
            },
        ),
        (
            "Synergy",
            "Sis Number,School Name,Grade,Gender,Resolved Race/Ethnicity,Home Language,Birth Date",
            {
                "Sis Number": "id",
                "School Name": "school",
                "Grade": "grade",
                "Gender": "sex",
                "Resolved Race/Ethnicity": "group",
                "Home Language": "language",
            },
        ),
    ],
)
def test_columns_of_known_systems_are_guessed(system: str, header: str, parts: dict[str, Part]) -> None:
    taken, unclear = suggestions(header.split(","))
    assert (taken, unclear) == (parts, {})


@pytest.mark.parametrize(
    "name", ["SchoolID", "School ID", "Class ID", "CampusID", "Homeroom ID", "Course Section Id", "Web Site"]
)
def test_an_id_that_is_not_the_persons_is_not_guessed_as_one(name: str) -> None:
    taken, _unclear = suggestions([name, "Grade"])
    assert taken.get(name) != "id"


# Cells that are unusable


@pytest.mark.parametrize("cell", ["-99", "NULL", "#N/A", "(blank)", "-9", "1900-01-01", "9999-12-31"])
@pytest.mark.parametrize("part", ["school", "grade", "language", "group", "sex", "age", "role"])
def test_codes_for_missing_values_are_counted_and_are_no_category(
    tmp_path: Path, part: Part, cell: str
) -> None:
    value = {"grade": "9", "group": "White", "sex": "F", "age": "14", "language": "English"}.get(part, "A")
    figures = one(tmp_path, part, value, cell)
    assert figures.n == 2
    assert sum(n or 0 for n in n_by(figures, part).values()) == 1
    assert notes_of(figures)["population_missing_codes"] == 1


@pytest.mark.parametrize("cell", ["999", "99999", "2011", "121"])
def test_an_age_that_nobody_has_is_set_aside(tmp_path: Path, cell: str) -> None:
    figures = one(tmp_path, "age", "14", cell)
    assert (n_by(figures, "age"), notes_of(figures)) == ({"14": 1}, {"population_missing_codes": 1})


@pytest.mark.parametrize(
    ("cell", "part"),
    [("Prefer not to say", "sex"), ("Don't know", "language"), ("", "group"), ("N/A", "role")],
)
def test_no_answer_is_no_category(tmp_path: Path, cell: str, part: Part) -> None:
    figures = one(tmp_path, part, cell)
    assert (n_by(figures, part), notes_of(figures)) == ({}, {"population_blank": 1})


def test_unknown_grades_are_counted_told_and_refuse_nothing(tmp_path: Path) -> None:
    figures = one(tmp_path, "grade", "9", "XX", "XX", "AE", "-1")
    assert n_by(figures, "grade") == {"9": 1}
    (told,) = [note for note in figures.notes if note.code == "population_grade_codes"]
    assert (told.params["n"], told.params["codes"]) == (4, "“XX” 2, “-1” 1, “AE” 1")


def test_a_column_without_any_grade_is_refused_with_its_values(tmp_path: Path) -> None:
    with pytest.raises(BadFile) as refused:
        one(tmp_path, "grade", "2027", "2028")
    assert (refused.value.code, refused.value.params["codes"]) == (
        "population_no_grades",
        "“2027” 1, “2028” 1",
    )
    figures = one(tmp_path, "grade", "2027", "2028", words={"2027": "12", "2028": "11"})
    assert n_by(figures, "grade") == {"12": 1, "11": 1}


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("9.0", "9"),
        ("'09", "9"),
        ("Grade: 9", "9"),
        ("Gr. 9", "9"),
        ("PK4", "pk"),
        ("KF", "k"),
        ("Kinder", "k"),
        ("P3", "pk"),
    ],
)
def test_spellings_of_grades_are_read(tmp_path: Path, cell: str, key: str) -> None:
    figures = one(tmp_path, "grade", cell)
    assert (n_by(figures, "grade"), notes_of(figures)) == ({key: 1}, {})


# Several values in a cell


@pytest.mark.parametrize(
    ("cell", "grade", "band", "code"),
    [
        ("9;10", "", "high", "population_several_grades"),
        ("9, 10", "", "high", "population_several_grades"),
        ("8|9", "", "", "population_several_grades"),
        ("9;9", "9", "high", ""),
        ("9;XX", "", "", "population_grade_codes"),
    ],
)
def test_several_grades_count_by_band_at_most(
    tmp_path: Path, cell: str, grade: str, band: str, code: str
) -> None:
    figures = one(tmp_path, "grade", "1", cell)
    assert set(n_by(figures, "grade")) - {"1"} == {grade} - {""}
    assert set(n_by(figures, "grade_band")) - {"elementary"} == {band} - {""}
    assert notes_of(figures) == ({code: 1} if code else {})


@pytest.mark.parametrize(
    ("cell", "key", "is_told"),
    [
        ("White, Asian", "two_or_more", True),
        ("White; Asian; Black", "two_or_more", True),
        ("Asian/White", "two_or_more", True),
        ("White and Asian", "two_or_more", True),
        ("Hispanic, White", "hispanic", True),
        ("White|Hispanic/Latino", "hispanic", True),
        ("White, white", "white", False),
        ("Black/African American", "black", False),
        ("Middle Eastern, White", "two_or_more", True),
    ],
)
def test_several_races_in_a_cell_are_two_or_more(tmp_path: Path, cell: str, key: str, is_told: bool) -> None:
    figures = one(tmp_path, "group", cell)
    assert n_by(figures, "group") == {key: 1}
    assert notes_of(figures) == ({"population_several_races": 1} if is_told else {})


@pytest.mark.parametrize(
    ("part", "cell"),
    [
        ("language", "English, Spanish"),
        ("language", "English; Karen"),
        ("sex", "F;M"),
        ("school", "Mesa; Juniper"),
        ("role", "teacher|parent"),
        ("age", "14;15"),
    ],
)
def test_a_person_with_several_values_is_not_counted_under_the_first(
    tmp_path: Path, part: Part, cell: str
) -> None:
    figures = one(tmp_path, part, cell)
    assert (figures.n, n_by(figures, part)) == (1, {})
    assert notes_of(figures) == {"population_several_values": 1}


@pytest.mark.parametrize(
    ("part", "cell", "key"),
    [
        ("language", "Chinese, Mandarin", "zh"),
        ("language", "Karen, Sgaw", "karen_sgaw"),
        ("school", "Lincoln, Abraham", "Lincoln, Abraham"),
    ],
)
def test_a_comma_within_a_name_divides_nothing(tmp_path: Path, part: Part, cell: str, key: str) -> None:
    assert n_by(one(tmp_path, part, cell), part) == {key: 1}


# Race in one column, Hispanic origin in another


@pytest.mark.parametrize(
    ("cell", "key", "codes"),
    [
        ("Y", "hispanic", set()),
        ("1", "hispanic", set()),
        ("Hispanic or Latino", "hispanic", set()),
        ("N", "white", set()),
        ("0", "white", set()),
        ("Not Hispanic or Latino", "white", set()),
        ("Non-Hispanic", "white", set()),
        ("Non - Hispanic", "white", set()),
        ("", "white", {"population_blank"}),
        ("-99", "white", {"population_missing_codes"}),
        ("perhaps", "white", {"population_unknown"}),
    ],
)
def test_hispanic_origin_goes_before_the_race(tmp_path: Path, cell: str, key: str, codes: set[str]) -> None:
    for head, row in (("id,Race,Hispanic", f"1,White,{cell}"), ("Hispanic,id,Race", f"{cell},1,White")):
        path = file(tmp_path, f"{head}\n{row}\n")
        figures = roster.read(path, guessed(path))
        assert n_by(figures, "group") == {key: 1}
        assert set(notes_of(figures)) == codes


@pytest.mark.parametrize("cell", ["Non-Hispanic", "Non - Hispanic", "Not Hispanic", "No: Hispanic"])
def test_not_hispanic_is_never_hispanic(tmp_path: Path, cell: str) -> None:
    assert "hispanic" not in n_by(one(tmp_path, "group", cell), "group")


def test_words_that_are_no_known_category_are_told(tmp_path: Path) -> None:
    figures = one(tmp_path, "group", "W", "W", "White")
    (told,) = figures.notes
    assert (told.code, told.params["n"], told.params["codes"]) == ("population_own_words", 2, "“W” 2")
    assert n_by(one(tmp_path, "group", "W", words={"w": "White"}), "group") == {"white": 1}


# Ids


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        (["1", "NULL", "#N/A"], [("population_blank_id", 3), ("population_blank_id", 4)]),
        (["1.23E+11", "1.23E+11"], [("population_short_id", 2), ("population_short_id", 3)]),
        (["secret-7", "8", "secret-7"], [("population_duplicate_id", 4)]),
    ],
)
def test_ids_that_name_nobody_or_two_people_refuse_the_file_by_row(
    tmp_path: Path, cells: list[str], rows: list[tuple[str, int]]
) -> None:
    path = file(tmp_path, "id,grade\n" + "".join(f"{cell},9\n" for cell in cells))
    with pytest.raises(BadFile) as refused:
        roster.read(path, guessed(path))
    assert [(row.code, row.row) for row in refused.value.rows] == rows
    assert "secret" not in "".join(str(row) for row in refused.value.rows)


# As systems write it


@pytest.mark.parametrize("cell", ["Total", "TOTAL:", "Grand total", "Totales"])
def test_a_row_of_totals_is_nobody(tmp_path: Path, cell: str) -> None:
    for content in (f"id,grade,n\n1,9,1\n{cell},,1\n", f"grade,n\n9,1\n{cell},1\n"):
        path = file(tmp_path, content)
        figures = roster.read(path, guessed(path))
        assert (figures.n, n_by(figures, "grade")) == (1, {"9": 1})
        assert notes_of(figures)["population_totals"] == 1


@pytest.mark.parametrize(
    ("part", "cell", "key"),
    [
        ("group", "7 - Hispanic", "hispanic"),
        ("group", "6: White", "white"),
        ("group", "01-Asian, White", "two_or_more"),
        ("language", "01 - Spanish", "es"),
        ("language", "SPA: Spanish", "es"),
        ("sex", "2 - Male", "male"),
        ("grade", "09 - Ninth", "9"),
        ("grade", "120: Grade 12", "12"),
        ("grade", "KG - Kindergarten", "k"),
        ("age", "14.0", "14"),
    ],
)
def test_a_value_with_its_code_is_that_value(tmp_path: Path, part: Part, cell: str, key: str) -> None:
    assert n_by(one(tmp_path, part, cell), part) == {key: 1}


@pytest.mark.parametrize(("cell", "other"), [("K-5", "9"), ("9 - 12", "9"), ("3 - Kindergarten", "9")])
def test_a_span_of_grades_or_a_code_that_contradicts_is_no_grade(
    tmp_path: Path, cell: str, other: str
) -> None:
    figures = one(tmp_path, "grade", cell, other)
    assert n_by(figures, "grade") == {"9": 1}
    assert notes_of(figures) == {"population_grade_codes": 1}


def test_an_export_of_powerschool_is_counted(tmp_path: Path) -> None:
    path = file(
        tmp_path,
        "Student_Number\tLastFirst\tSchool_Name\tGrade_Level\tFedEthnicity\tEthnicity\tGender\r\n"
        "1001\tA, B\tMesa\t-1\t0\tW\tF\r\n1002\tC, D\tMesa\t0\t1\tW\tM\r\n1003\tE\tOak\t9\t0\tB\tX\r\n",
    )
    words = {"grade": {"-1": "PK"}, "group": {"W": "White", "B": "Black"}}
    figures = roster.read(path, RosterMapping(guessed(path).parts, words))
    assert n_by(figures, "grade") == {"pk": 1, "k": 1, "9": 1}
    assert n_by(figures, "group") == {"white": 1, "hispanic": 1, "black": 1}
    assert n_by(figures, "sex") == {"female": 1, "male": 1, "nonbinary": 1}
    assert notes_of(figures) == {}


def test_an_export_of_infinite_campus_is_counted(tmp_path: Path) -> None:
    path = file(
        tmp_path,
        '"student.studentNumber","student.grade","student.raceEthnicityFed","student.gender","sch.schoolName"\n'
        '"1","09","6: White","M","Oak"\n"2","KF","1: Hispanic/Latino","F","Mesa"\n"3","09","","N","Oak"\n',
    )
    figures = roster.read(path, guessed(path))
    assert n_by(figures, "grade") == {"k": 1, "9": 2}
    assert n_by(figures, "group") == {"white": 1, "hispanic": 1}
    assert n_by(figures, "school") == {"Oak": 2, "Mesa": 1}
    assert notes_of(figures) == {"population_blank": 1}
