"""Rosters, membership counts and tabulations: counted, or refused with file, row and remedy."""

import random
from math import sqrt
from pathlib import Path

import pytest

from tests.formats import populations
from tests.formats.populations import file, n_by, state_by
from throughline.formats.population import acs, ccd, roster
from throughline.formats.population.acs import TOTAL, Meaning
from throughline.formats.population.model import grade_key
from throughline.formats.population.roster import RosterMapping
from throughline.formats.tables import BadFile

LEAID = "0802910"


def mapping_of(path: Path) -> RosterMapping:
    return RosterMapping({column.name: column.part for column in roster.preview(path).columns})


# A plain roster


def test_a_roster_is_counted_by_what_its_columns_mean(tmp_path: Path) -> None:
    path = file(tmp_path, populations.ROSTER)
    figures = roster.read(path, mapping_of(path))
    assert figures.n == 5
    assert n_by(figures, "school") == {"Juniper High School": 2, "Mesa Elementary": 3}
    assert n_by(figures, "grade") == {"pk": 1, "k": 1, "3": 1, "9": 1, "10": 1}
    assert n_by(figures, "grade_band") == {"early": 1, "elementary": 2, "high": 2}
    assert n_by(figures, "language") == {"en": 1, "es": 2, "karen": 1}
    assert n_by(figures, "group") == {"white": 1, "hispanic": 2, "asian": 1, "two_or_more": 1}
    assert n_by(figures, "language", "Mesa Elementary") == {"es": 1, "karen": 1}
    assert figures.race_standard == "1997"
    assert [(note.code, note.params["n"]) for note in figures.notes] == [("population_blank", 1)]


def test_nothing_about_a_person_is_returned(tmp_path: Path) -> None:
    path = file(tmp_path, populations.ROSTER)
    returned = repr(roster.read(path, mapping_of(path)).counts) + repr(roster.preview(path))
    assert not any(f"00123456{n}" in returned for n in range(78, 83))


def test_a_repeated_id_refuses_the_roster_without_naming_the_person(tmp_path: Path) -> None:
    path = file(tmp_path, populations.ROSTER + "0012345679,Mesa Elementary,2,English,White,F\n")
    with pytest.raises(BadFile) as refused:
        roster.read(path, mapping_of(path))
    (problem,) = refused.value.rows
    assert (problem.code, problem.row, problem.params["first_row"]) == ("population_duplicate_id", 7, 3)
    assert str(problem) == (
        "f.csv, row 7, column “Student ID”: The ID in this row is already used in row 3, so one person would "
        "be counted twice. Remove one of the two rows, or correct the ID."
    )
    assert "0012345679" not in str(problem)


def test_ids_with_leading_zeros_are_not_the_same(tmp_path: Path) -> None:
    path = file(tmp_path, "id,school\n07,A\n7,A\n")
    assert roster.read(path, mapping_of(path)).n == 2


def test_all_problems_are_reported_by_row(tmp_path: Path) -> None:
    path = file(tmp_path, "id,grade\n1,9\n,10\n1,11\n3,12\n")
    with pytest.raises(BadFile) as refused:
        roster.read(path, mapping_of(path))
    assert [(row.code, row.row) for row in refused.value.rows] == [
        ("population_blank_id", 3),
        ("population_duplicate_id", 4),
    ]


def test_the_order_of_rows_and_columns_the_encoding_and_the_mark_change_nothing(tmp_path: Path) -> None:
    rows = [line.split(",") for line in populations.ROSTER.splitlines()]
    path = file(tmp_path, populations.ROSTER)
    plain = roster.read(path, mapping_of(path))
    dice = random.Random(1)
    order = dice.sample(range(6), 6)
    people = dice.sample(rows[1:], 5)
    shuffled = "\n".join(";".join(row[i] for i in order) for row in [rows[0], *people]) + "\n"
    for name, content in (
        ("bom.csv", b"\xef\xbb\xbf" + shuffled.encode()),
        ("utf16.csv", shuffled.encode("utf-16")),
    ):
        other = file(tmp_path, content, name)
        assert roster.read(other, mapping_of(other)).counts == plain.counts


def test_names_in_windows_1252_are_read_when_a_person_chooses_it(tmp_path: Path) -> None:
    path = file(tmp_path, "id,school\n1,Peña Elementary\n".encode("cp1252"))
    with pytest.raises(BadFile) as refused:
        roster.read(path, RosterMapping({"school": "school"}))
    assert refused.value.code == "encoding"
    figures = roster.read(path, RosterMapping({"school": "school"}), encoding="cp1252")
    assert n_by(figures, "school") == {"Peña Elementary": 1}


def test_a_column_of_ids_mapped_as_a_category_is_refused(tmp_path: Path) -> None:
    rows = "".join(f"p{n}\n" for n in range(20_010))
    path = file(tmp_path, "person\n" + rows)
    with pytest.raises(BadFile, match="different counts"):
        roster.read(path, RosterMapping({"person": "other"}))


def test_a_mapping_defines_what_unknown_cells_mean(tmp_path: Path) -> None:
    path = file(tmp_path, "code,school\nL7,A\nL8,A\nL9,A\n")
    mapping = RosterMapping(
        {"code": "language", "school": "school"}, {"language": {"l7": "Spanish", "L8": "es", "L9": ""}}
    )
    assert n_by(roster.read(path, RosterMapping.from_dict(mapping.as_dict())), "language") == {"es": 2}


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"nowhere": "school"}, "survey_unknown_column"),
        ({"school": "school", "building": "school"}, "survey_role_twice"),
        ({"id": "id"}, "population_nothing_mapped"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(
    tmp_path: Path, parts: dict[str, roster.Part], code: str
) -> None:
    path = file(tmp_path, "id,school,building\n1,A,A\n")
    with pytest.raises(BadFile) as refused:
        roster.read(path, RosterMapping(parts))
    assert refused.value.code == code


def test_middle_eastern_or_north_african_makes_a_roster_one_of_the_2024_standard(tmp_path: Path) -> None:
    path = file(tmp_path, "race\nWhite\nMiddle Eastern or North African\n")
    assert roster.read(path, RosterMapping({"race": "group"})).race_standard == "2024"


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("09", "9"),
        ("9th Grade", "9"),
        ("Grade 12", "12"),
        ("KG", "k"),
        ("Pre-Kindergarten", "pk"),
        ("UG", "ug"),
        ("14", None),
        ("²", None),
        ("", None),
        ("freshman", None),
        ("00", "k"),
    ],
)
def test_grades_are_recognized_as_files_write_them(cell: str, key: str | None) -> None:
    assert grade_key(cell) == key


# CCD


def test_membership_is_read_by_school_grade_race_and_sex(tmp_path: Path) -> None:
    figures = ccd.read(file(tmp_path, populations.ccd()), LEAID)
    assert n_by(figures, "school") == {"080291000001": 50, "080291001234": None}
    assert n_by(figures, "group", "080291000001") == {"white": 20, "hispanic": 30}
    assert n_by(figures, "grade", "080291000001") == {"k": 50}
    assert {school.name for school in figures.schools} == {"Mesa Elementary", "Juniper High School"}
    assert figures.race_standard == "1997"


def test_a_negative_code_is_a_state_and_is_never_added_up(tmp_path: Path) -> None:
    figures = ccd.read(file(tmp_path, populations.ccd()), LEAID)
    assert figures.n is None
    assert state_by(figures, "group") == {"white": "counted", "hispanic": "counted", "asian": "doubtful"}
    assert n_by(figures, "group") == {"white": 60, "hispanic": 30, "asian": None}
    assert state_by(figures, "school")["080291001234"] == "doubtful"
    assert all(count.n is None or count.n >= 0 for count in figures.counts)
    assert [(note.code, note.params["n"]) for note in figures.notes] == [("population_state_doubtful", 1)]


@pytest.mark.parametrize(
    ("code", "state"), [("-1", "missing"), ("M", "missing"), ("-2", "not_applicable"), ("", "missing")]
)
def test_each_code_of_a_missing_count_has_its_state(tmp_path: Path, code: str, state: str) -> None:
    content = populations.ccd().replace(",-9,", f",{code},")
    figures = ccd.read(file(tmp_path, content), LEAID)
    assert state_by(figures, "group")["asian"] == state


def test_a_number_below_zero_that_is_no_code_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile) as refused:
        ccd.read(file(tmp_path, populations.ccd().replace(",-9,", ",-40,")), LEAID)
    assert (refused.value.code, refused.value.row) == ("population_count", 12)


def test_ids_that_lost_their_zero_are_named(tmp_path: Path) -> None:
    content = populations.ccd().replace(",0802910,080291000001", ",802910,80291000001")
    with pytest.raises(BadFile) as refused:
        ccd.read(file(tmp_path, content), LEAID)
    assert refused.value.code == "ccd_lost_zero"
    assert "A spreadsheet program changed it" in str(refused.value)


def test_another_district_or_an_invalid_id_is_named(tmp_path: Path) -> None:
    path = file(tmp_path, populations.ccd())
    with pytest.raises(BadFile, match="The file has no rows for the district 0804350"):
        ccd.read(path, "0804350")
    with pytest.raises(BadFile, match="seven digits"):
        ccd.read(path, "804350")


def test_the_same_count_twice_is_refused(tmp_path: Path) -> None:
    twice = populations.ccd().splitlines(keepends=True)[1]
    with pytest.raises(BadFile) as refused:
        ccd.read(file(tmp_path, populations.ccd(twice)), LEAID)
    assert refused.value.code == "ccd_twice"


# ACS and EDGE


def test_known_tables_of_the_acs_are_counted_with_their_margins(tmp_path: Path) -> None:
    tabulation = acs.read(file(tmp_path, populations.ACS_WIDE), LEAID)
    assert tabulation.geography == "Juniper School District"
    figures = acs.count(tabulation, acs.suggested(tabulation))
    assert figures.n == 14000
    assert figures.margin_of_error is None
    found = {count.category: (count.n, count.margin_of_error, count.state) for count in figures.counts}
    assert found == {
        "white": (9800, 310.0, "counted"),
        "hispanic": (3900, 280.0, "counted"),
        "asian": (None, None, "too_few"),
        "pacific_islander": (None, None, "too_few"),
    }
    assert [(note.code, note.params["n"]) for note in figures.notes] == [("population_state_too_few", 2)]


def test_special_codes_of_edge_are_never_numbers(tmp_path: Path) -> None:
    tabulation = acs.read(file(tmp_path, populations.EDGE), LEAID)
    pairs = [(pair.n, pair.margin_of_error, pair.state, pair.margin_state) for pair in tabulation.pairs]
    assert pairs == [
        (1900, 120.0, "counted", "given"),
        (None, None, "too_few", "unknown"),
        (None, None, "not_applicable", "unknown"),
        (400, None, "counted", "controlled"),
    ]


@pytest.mark.parametrize("code", sorted(acs.ESTIMATE_CODES))
def test_each_code_of_an_estimate_becomes_a_state(tmp_path: Path, code: str) -> None:
    content = populations.EDGE.replace(",1900,120,", f",{code},-9,")
    pair = acs.read(file(tmp_path, content), LEAID).pairs[0]
    assert (pair.n, pair.margin_of_error, pair.state) == (None, None, acs.ESTIMATE_CODES[code])


@pytest.mark.parametrize("code", sorted(acs.MARGIN_CODES))
def test_each_code_of_a_margin_becomes_a_state(tmp_path: Path, code: str) -> None:
    content = populations.EDGE.replace(",1900,120,", f",1900,{code},")
    pair = acs.read(file(tmp_path, content), LEAID).pairs[0]
    assert (pair.n, pair.margin_of_error, pair.margin_state) == (1900, None, acs.MARGIN_CODES[code])


@pytest.mark.parametrize("cell", ["-7", "-1000", "1e3", "12.5", "many", "--", "٣"])
def test_a_cell_that_is_neither_number_nor_code_is_refused(tmp_path: Path, cell: str) -> None:
    with pytest.raises(BadFile) as refused:
        acs.read(file(tmp_path, populations.EDGE.replace(",1900,120,", f",{cell},120,")), LEAID)
    assert refused.value.code == "population_count"
    margin = cell if cell != "12.5" else "about 12"
    with pytest.raises(BadFile) as refused:
        acs.read(file(tmp_path, populations.EDGE.replace(",1900,120,", f",1900,{margin},")), LEAID)
    assert refused.value.code == "acs_margin"


def test_variables_of_one_category_are_added_and_so_are_the_squares_of_their_margins(tmp_path: Path) -> None:
    tabulation = acs.read(file(tmp_path, populations.ACS_WIDE), LEAID)
    together = Meaning("other", "both", "Both")
    figures = acs.count(tabulation, {"B03002_001": TOTAL, "B03002_003": together, "B03002_012": together})
    (count,) = figures.counts
    assert count.n == 13700
    assert count.margin_of_error == pytest.approx(sqrt(310**2 + 280**2))
    spoiled = acs.count(tabulation, {"B03002_003": together, "B03002_006": together}).counts[0]
    assert (spoiled.n, spoiled.state) == (None, "too_few")


def test_a_table_of_the_census_bureaus_site_is_read_with_its_indents(tmp_path: Path) -> None:
    tabulation = acs.read(file(tmp_path, populations.ACS_LONG), LEAID)
    assert [(p.variable, p.n, p.margin_of_error, p.state, p.margin_state) for p in tabulation.pairs] == [
        ("Total", 1200, 95.0, "counted", "given"),
        ("Total > Own", 900, 80.0, "counted", "given"),
        ("Total > Rent", 300, None, "counted", "controlled"),
        ("Total > Other", None, None, "too_few", "unknown"),
    ]
    figures = acs.count(tabulation, {"Total > Own": Meaning("tenure", "own"), "Total": TOTAL})
    assert n_by(figures, "tenure") == {"own": 900}
    assert figures.margin_of_error == 95.0


def test_a_file_of_another_district_without_pairs_or_with_two_rows_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadFile) as refused:
        acs.read(file(tmp_path, populations.ACS_WIDE), "0804350")
    assert refused.value.code == "acs_no_district"
    with pytest.raises(BadFile) as refused:
        acs.read(file(tmp_path, "GEO_ID,NAME\n9700000US0802910,J\n"), LEAID)
    assert refused.value.code == "acs_no_pairs"
    twice = populations.EDGE + populations.EDGE.splitlines()[1] + "\n"
    with pytest.raises(BadFile) as refused:
        acs.read(file(tmp_path, twice), LEAID)
    assert refused.value.code == "acs_two_rows"
