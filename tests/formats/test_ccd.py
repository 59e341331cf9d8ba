"""NCES membership as it is downloaded: years, levels and layouts are told apart, and nothing counts twice."""

from pathlib import Path

import pytest

from tests.formats import populations
from tests.formats.populations import ccd_row, file, n_by, state_by
from throughline.formats.population import Figures, ccd
from throughline.formats.tables import BadFile

LEAID = "0802910"
HEAD = populations.ccd().splitlines(keepends=True)[0]
MESA = ("Mesa Elementary", "080291000001")
ALL = "No Category Codes"
SET_A = "Category Set A - By Race/Ethnicity; Sex; Grade"
BY_GRADE = "Subtotal 4 - By Grade"
TOTAL = "Education Unit Total"


def codes(figures: Figures) -> set[str]:
    return {note.code for note in figures.notes}


def read(tmp_path: Path, *rows: str, year: str = "") -> Figures:
    return ccd.read(file(tmp_path, HEAD + "".join(rows)), LEAID, year=year)


def refusal(tmp_path: Path, content: str, year: str = "") -> BadFile:
    with pytest.raises(BadFile) as refused:
        ccd.read(file(tmp_path, content), LEAID, year=year)
    return refused.value


def two_years() -> str:
    later = populations.ccd()
    earlier = later.replace("2024-2025", "2023-2024").replace("Female,40,", "Female,35,")
    return earlier + later.partition("\n")[2]


# Several of one kind


def test_several_school_years_are_named_and_never_added_up(tmp_path: Path) -> None:
    error = refusal(tmp_path, two_years())
    assert (error.code, error.column) == ("ccd_which_year", "SCHOOL_YEAR")
    assert error.params["names"] == "“2023-2024”, “2024-2025”"
    assert refusal(tmp_path, two_years(), "October 2024").code == "ccd_which_year"
    assert refusal(tmp_path, two_years(), "2022-2023").code == "ccd_which_year"


@pytest.mark.parametrize(
    ("year", "n"), [("2023-2024", 55), ("2023–24", 55), ("2024-2025", 60), ("2024-25", 60), ("2024/25", 60)]
)
def test_the_school_year_that_was_chosen_is_read(tmp_path: Path, year: str, n: int) -> None:
    figures = ccd.read(file(tmp_path, two_years()), LEAID, year=year)
    assert n_by(figures, "group")["white"] == n


@pytest.mark.parametrize("words", ["", "October 2020", "2024", "2024-25", "2024–2025"])
def test_a_file_of_one_year_is_read_where_the_words_for_its_date_name_no_other(
    tmp_path: Path, words: str
) -> None:
    figures = ccd.read(file(tmp_path, populations.ccd()), LEAID, year=words)
    assert n_by(figures, "group")["white"] == 60


def test_figures_of_one_school_year_are_not_called_those_of_another(tmp_path: Path) -> None:
    error = refusal(tmp_path, populations.ccd(), "2022-23")
    assert (error.code, error.params) == ("ccd_other_year", {"name": "2024-2025", "year": "2022-23"})


def test_rows_of_the_district_and_of_its_schools_are_not_added_up(tmp_path: Path) -> None:
    district = (
        ccd_row("", "", "Kindergarten", ALL, ALL, "90", BY_GRADE),
        ccd_row("", "", ALL, ALL, ALL, "90", TOTAL),
    )
    schools = (
        ccd_row(*MESA, "Kindergarten", ALL, ALL, "50", BY_GRADE),
        ccd_row(*MESA, ALL, "White", "Female", "50", "Derived - Subtotal by Race/Ethnicity and Sex"),
        ccd_row(*MESA, ALL, ALL, ALL, "50", TOTAL),
        ccd_row("Oak", "080291000002", "Kindergarten", ALL, ALL, "38", BY_GRADE),
        ccd_row("Oak", "080291000002", ALL, ALL, ALL, "38", TOTAL),
    )
    for rows in ((*district, *schools), (*schools, *district)):
        figures = read(tmp_path, *rows)
        assert (figures.n, n_by(figures, "grade")) == (90, {"k": 90})
        assert n_by(figures, "group") == {"white": 50}
        assert n_by(figures, "school") == {"080291000001": 50, "080291000002": 38}
        assert codes(figures) == {"ccd_two_levels"}


def test_detail_and_subtotals_of_one_school_are_not_added_up(tmp_path: Path) -> None:
    figures = read(
        tmp_path,
        ccd_row(*MESA, "Kindergarten", "White", "Female", "20", SET_A),
        ccd_row(*MESA, "Kindergarten", "White", "Male", "30", SET_A),
        ccd_row(*MESA, "Kindergarten", ALL, ALL, "50", BY_GRADE),
        ccd_row(*MESA, ALL, "White", "Female", "20", "Subtotal 1 - By Race/Ethnicity; Sex"),
        ccd_row(*MESA, ALL, "White", "Male", "30", "Subtotal 1 - By Race/Ethnicity; Sex"),
        ccd_row(*MESA, ALL, ALL, ALL, "50", TOTAL),
    )
    assert (figures.n, n_by(figures, "grade"), n_by(figures, "group")) == (50, {"k": 50}, {"white": 50})
    assert n_by(figures, "sex") == {"female": 20, "male": 30}


@pytest.mark.parametrize("word", ["Grade 1", "Not Specified"])
def test_one_count_twice_is_refused_with_its_row(tmp_path: Path, word: str) -> None:
    row = ccd_row(*MESA, word, "White", "Female", "20", SET_A)
    error = refusal(tmp_path, HEAD + row + row.replace(",20,", ",25,"))
    assert (error.code, error.row) == ("ccd_twice", 3)


def test_a_subtotal_with_adults_gives_way_to_the_one_without(tmp_path: Path) -> None:
    rows = [
        ccd_row(*MESA, ALL, "White", "Female", "27", "Subtotal 1 - By Race/Ethnicity; Sex"),
        ccd_row(*MESA, ALL, "White", "Female", "20", "Derived - Subtotal minus Adult Education Count"),
    ]
    for order in (rows, rows[::-1]):
        assert n_by(read(tmp_path, *order), "group") == {"white": 20}


@pytest.mark.parametrize(("adults", "n"), [("7", 50), ("-1", None), ("-2", 57)])
def test_adult_education_is_taken_off_a_total_that_has_it(tmp_path: Path, adults: str, n: int | None) -> None:
    figures = read(
        tmp_path,
        ccd_row(*MESA, "Grade 9", ALL, ALL, "50", BY_GRADE),
        ccd_row(*MESA, "Adult Education", ALL, ALL, adults, BY_GRADE),
        ccd_row(*MESA, ALL, ALL, ALL, "57", TOTAL),
    )
    assert (figures.n, n_by(figures, "grade")) == (n, {"9": 50})
    assert ("ccd_adults" in codes(figures)) == (n == 50)


def test_another_agency_in_the_file_adds_nothing(tmp_path: Path) -> None:
    other = ccd_row("Elsewhere", "080435000001", "Grade 9", ALL, ALL, "999", BY_GRADE, leaid="0804350")
    figures = read(tmp_path, other, ccd_row(*MESA, "Grade 9", ALL, ALL, "50", BY_GRADE), other)
    assert (figures.n, n_by(figures, "school")) == (50, {"080291000001": 50})


def test_two_columns_of_one_meaning_are_named(tmp_path: Path) -> None:
    content = populations.ccd().replace("LEA_NAME", "MEMBER")
    error = refusal(tmp_path, content)
    assert error.code == "same_columns"
    assert {error.params["first"], error.params["second"]} == {"MEMBER", "STUDENT_COUNT"}


# Layouts and cells


def test_the_older_layout_is_named(tmp_path: Path) -> None:
    wide = "SURVYEAR,LEAID,NCESSCH,SCHNAM,MEMBER,PK,KG,G01,G02,AMPKM,AMPKF\n"
    wide += "2015,0802910,080291000001,M,9,1,2,3,3,0,0\n"
    error = refusal(tmp_path, wide)
    assert (error.code, error.row) == ("ccd_wide", 1)
    assert refusal(tmp_path, "LEAID,NCESSCH\n0802910,080291000001\n").code == "missing_columns"


@pytest.mark.parametrize(
    ("cell", "n", "state"),
    [
        ("50", 50, "counted"),
        ("50.0", 50, "counted"),
        ('"1,250"', 1250, "counted"),
        ("0", 0, "counted"),
        ("-1", None, "missing"),
        ("M", None, "missing"),
        ("-2", None, "not_applicable"),
        ("N", None, "not_applicable"),
        ("-3", None, "too_few"),
        ("-9", None, "doubtful"),
        ("", None, "missing"),
    ],
)
def test_each_count_is_a_number_or_a_state(tmp_path: Path, cell: str, n: int | None, state: str) -> None:
    figures = read(tmp_path, ccd_row(*MESA, "Grade 9", ALL, ALL, cell, BY_GRADE))
    assert (n_by(figures, "grade"), state_by(figures, "grade")) == ({"9": n}, {"9": state})
    assert codes(figures) == ({f"population_state_{state}"} if n is None else set())


@pytest.mark.parametrize("cell", ["12.5", "1,25", "-40", "<10", "≤5", "1e3"])
def test_another_cell_is_refused_with_its_row(tmp_path: Path, cell: str) -> None:
    row = ccd_row(*MESA, "Grade 9", ALL, ALL, f'"{cell}"', BY_GRADE)
    error = refusal(tmp_path, HEAD + row)
    assert (error.code, error.row, error.params["value"]) == ("population_count", 2, cell)


@pytest.mark.parametrize("leaid", ["802910", "802910.0", "8.0291E+05"])
def test_an_id_without_its_zero_is_named(tmp_path: Path, leaid: str) -> None:
    row = ccd_row(*MESA, "Grade 9", ALL, ALL, "50", BY_GRADE, leaid=leaid)
    assert refusal(tmp_path, HEAD + row).code == "ccd_lost_zero"


def test_ids_written_as_formulas_and_columns_in_other_spellings_are_read(tmp_path: Path) -> None:
    head = "School Year,LEA ID,NCES-SCH,sch name,Grade,Race_Ethnicity,Sex,Student Count,Total Indicator\n"
    head = head.replace("LEA ID", "LeaId").replace("NCES-SCH", "ncessch")
    row = f'2024-2025,"=""0802910""","=""080291000001""",Mesa,Grade 9,{ALL},{ALL},50,{BY_GRADE}\n'
    figures = ccd.read(file(tmp_path, head + row), LEAID)
    assert n_by(figures, "school") == {"080291000001": 50}
