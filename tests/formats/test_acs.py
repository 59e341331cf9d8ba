"""Tabulations of surveys: which geography is read, and what counts nobody and is set aside."""

from pathlib import Path

import pytest

from tests.formats import populations
from tests.shared import shared
from throughline.formats.population import acs
from throughline.formats.population.acs import TOTAL, Meaning
from throughline.formats.tables import BadFile

LEAID = "0802910"
JUNIPER, PINEY = "Juniper School District, Colorado", "Piney Ridge School District, Colorado"


def file(folder: Path, content: str, name: str = "t.csv") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def read(folder: Path, content: str, **options: str) -> acs.Tabulation:
    return acs.read(file(folder, content), LEAID, **options)


def numbers(tabulation: acs.Tabulation) -> dict[str, int | None]:
    return {pair.variable: pair.n for pair in tabulation.pairs}


def refusal(folder: Path, content: str, **options: str) -> BadFile:
    with pytest.raises(BadFile) as refused:
        read(folder, content, **options)
    return refused.value


def set_aside(tabulation: acs.Tabulation) -> int:
    return sum(int(note.params["n"]) for note in tabulation.notes if note.code == "acs_set_aside")


def view(*names: str, measures: tuple[str, ...] = ("Estimate", "Margin of Error")) -> str:
    """A table view in which geography i has 1000 * (i + 1) households, 60% of whom own."""
    header = ",".join(f'"{name}!!{measure}"' for name in names for measure in measures)
    lines = [f'"Label (Grouping)",{header}']
    for label, share in (("Total:", 10), ("    Owner occupied", 6), ("    Renter occupied", 4)):
        cells = (f'"{100 * share * (i + 1):,}","±{10 * (i + 1)}"' for i in range(len(names)))
        lines.append(f'"{label}",' + ",".join(cells))
    return "\n".join(lines) + "\n"


def transposed(*names: str) -> str:
    lines = ['"Geographic Area Name (Grouping)","Total:","Total:!!Owner occupied","Total:!!Renter occupied"']
    for i, name in enumerate(names, 1):
        lines += [f'"{name}","","",""', f'"    Estimate","{i},000","{i}00","{i}50"']
        lines += ['"    Margin of Error","±90","±80","±70"']
    return "\n".join(lines) + "\n"


def rows_by_name(*names: str) -> str:
    lines = ["NAME,variable,estimate,moe"]
    for i, name in enumerate(names, 1):
        lines += [f'"{name}",B25003_001,{i}000,90', f'"{name}",B25003_002,{i}00,80']
    return "\n".join(lines) + "\n"


def wide_by_name(*names: str) -> str:
    rows = "".join(f'"{name}",{i}000,90,{i}00,80\n' for i, name in enumerate(names, 1))
    return "NAME,B25003_001E,B25003_001M,B25003_002E,B25003_002M\n" + rows


def test_of_several_geographies_in_the_header_none_is_taken_silently() -> None:
    path = shared("cases", "acs-several-geographies", "ACSDT5Y2024.B25003.csv")
    names = ("Piney Ridge School District, Colorado", "Juniper Valley School District, Colorado")
    with pytest.raises(BadFile) as refused:
        acs.read(path, "0800001")
    assert refused.value.code == "acs_which_geography"
    assert all(name in str(refused.value) for name in names)
    assert acs.geographies(path, "0800001") == names
    tabulation = acs.read(path, "0800001", geography=names[1])
    assert (tabulation.geography, tabulation.found_by) == (names[1], "name")
    assert numbers(tabulation) == {
        "Total": 2000,
        "Total > Owner occupied": 1200,
        "Total > Renter occupied": 800,
    }
    assert [note.params["geography"] for note in tabulation.notes] == [names[1]]


@pytest.mark.parametrize("shape", [view, transposed, rows_by_name, wide_by_name])
def test_in_every_shape_a_person_chooses_among_several(tmp_path: Path, shape: object) -> None:
    content = shape(PINEY, JUNIPER)  # type: ignore[operator]
    error = refusal(tmp_path, content)
    assert error.code == "acs_which_geography"
    assert PINEY in str(error)
    assert JUNIPER in str(error)
    assert acs.geographies(file(tmp_path, content), LEAID) == (PINEY, JUNIPER)
    chosen = read(tmp_path, content, geography=JUNIPER)
    assert chosen.geography == JUNIPER
    assert chosen.pairs[0].n == 2000
    assert read(tmp_path, content, geography=PINEY).pairs[0].n == 1000
    assert refusal(tmp_path, content, geography="Elsewhere").code == "acs_no_geography"


@pytest.mark.parametrize("shape", [view, transposed, rows_by_name, wide_by_name])
def test_the_one_geography_of_a_file_is_named_in_a_note(tmp_path: Path, shape: object) -> None:
    tabulation = read(tmp_path, shape("Denver County, Colorado"))  # type: ignore[operator]
    assert (tabulation.geography, tabulation.found_by) == ("Denver County, Colorado", "only")
    assert [note.code for note in tabulation.notes] == ["acs_geography"]
    assert acs.geographies(tmp_path / "t.csv", LEAID) == ()


@pytest.mark.parametrize(
    ("written", "chosen"),
    [
        ("Juniper School District", JUNIPER),
        (JUNIPER, "Juniper School District"),
        (JUNIPER, "juniper  school-district, colorado"),
    ],
)
def test_the_state_and_the_spelling_of_a_name_may_differ(tmp_path: Path, written: str, chosen: str) -> None:
    assert read(tmp_path, view(PINEY, written), geography=chosen).pairs[0].n == 2000


def test_a_name_that_fits_two_states_is_asked_for_again(tmp_path: Path) -> None:
    content = view("Juniper, Colorado", "Juniper, Utah")
    assert refusal(tmp_path, content, geography="Juniper").code == "acs_which_geography"
    assert read(tmp_path, content, geography="Juniper, Utah").pairs[0].n == 2000
    assert refusal(tmp_path, content, geography="Juniper, Wyoming").code == "acs_no_geography"


@pytest.mark.parametrize("name", [f"{JUNIPER} ({LEAID})", f"9700000US{LEAID}", f"{LEAID} {JUNIPER}"])
def test_the_districts_number_in_the_header_decides(tmp_path: Path, name: str) -> None:
    tabulation = read(tmp_path, view(PINEY, name))
    assert (tabulation.found_by, tabulation.pairs[0].n) == ("id", 2000)


@pytest.mark.parametrize(
    ("column", "other", "mine"),
    [
        ("GEO_ID", "9700000US0804350", f"9700000US{LEAID}"),
        ("GEOID", "0804350", LEAID),
        ("geo-id", "96000US0804350", f"95000US{LEAID}"),
        ("LEAID", "0804350", LEAID),
    ],
)
def test_the_districts_number_in_the_rows_decides(tmp_path: Path, column: str, other: str, mine: str) -> None:
    rows = f'{other},"{PINEY}",B25003_001,1000,90\n{mine},"{JUNIPER}",B25003_001,2000,90\n'
    tabulation = read(tmp_path, f"{column},NAME,variable,estimate,moe\n{rows}")
    assert (tabulation.geography, tabulation.pairs[0].n, tabulation.notes) == (JUNIPER, 2000, ())


def test_a_town_with_the_digits_of_the_district_is_not_the_district(tmp_path: Path) -> None:
    content = f'GEO_ID,NAME,B25003_001E,B25003_001M\n1600000US{LEAID},"Juniper city, Colorado",5,1\n'
    error = refusal(tmp_path, content)
    assert error.code == "acs_no_district"
    assert "Juniper city, Colorado" in str(error)
    assert refusal(tmp_path, content.replace("NAME", "GEOID").replace('"Juniper city, Colorado"', LEAID))


def test_another_districts_file_is_refused_with_its_name(tmp_path: Path) -> None:
    for content in (
        populations.EDGE.replace(LEAID, "0804350"),
        f"GEO_ID,NAME,variable,estimate,moe\n0500000US08031,{LEAID},x,5,1\n".replace(LEAID, "Denver"),
    ):
        error = refusal(tmp_path, content)
        assert error.code == "acs_no_district"
        assert any(name in str(error) for name in ("Juniper", "Denver"))


def test_a_geography_without_margins_is_named_too_and_not_passed_over(tmp_path: Path) -> None:
    content = f'Label (Grouping),"{JUNIPER}!!Estimate",B!!Estimate,B!!Margin of Error\nTotal,2000,1000,90\n'
    assert refusal(tmp_path, content).code == "acs_which_geography"
    assert refusal(tmp_path, content, geography=JUNIPER).code == "acs_no_pairs"


def test_two_columns_of_the_same_number_are_refused_by_name(tmp_path: Path) -> None:
    error = refusal(tmp_path, "Label,A!!Estimate,A!!Margin of Error,a!!estimate\nTotal,1,2,3\n")
    assert (error.code, error.params["first"]) == ("same_columns", "A!!Estimate")
    wide = "NAME,B25003_001E,B25003_001M,b25003_001e\nA,1,2,3\n"
    assert refusal(tmp_path, wide).code == "same_columns"


def test_columns_are_known_in_every_spelling(tmp_path: Path) -> None:
    content = f"geo id,Variable,ESTIMATE,margin_of_error\n{LEAID},b25003-001,2000,90\n"
    tabulation = read(tmp_path, content)
    assert acs.suggested(tabulation) == {"b25003-001": TOTAL}


# What counts nobody


def test_percentages_of_a_profile_are_set_aside_and_counted(tmp_path: Path) -> None:
    measures = ("Estimate", "Margin of Error", "Percent", "Percent Margin of Error")
    header = ",".join(f'"{name}!!{one}"' for name in (PINEY, JUNIPER) for one in measures)
    content = (
        f'"Label (Grouping)",{header}\n'
        '"SEX AND AGE","","","","","","","",""\n'
        '"    Total population","9,000","*****","9,000","(X)","2,000","*****","2,000","(X)"\n'
        '"        Male","4,400","±90","48.9%","±0.5","1,000","±40","50.0%","±1.2"\n'
        '"        Sex ratio (males per 100 females)","95.7","±2.1","(X)","(X)","100.0","±4.1","(X)","(X)"\n'
        '"        18 years and over","7,000","±80","77.8%","±0.5","1,500","±30","75.0%","±1.2"\n'
        '"        Median age (years)","38.1","±0.4","(X)","(X)","36.0","±0.7","(X)","(X)"\n'
        '"        18 years and over","7,000","±80","77.8%","±0.5","1,500","±30","1,500","(X)"\n'
    )
    tabulation = read(tmp_path, content, geography=JUNIPER)
    above = "SEX AND AGE > Total population"
    assert numbers(tabulation) == {
        above: 2000,
        f"{above} > Male": 1000,
        f"{above} > 18 years and over": 1500,
    }
    assert set_aside(tabulation) == 3


def test_the_groups_of_a_subject_table_are_kept_apart(tmp_path: Path) -> None:
    groups = ("Total", "Percent", "Male", "Percent Male")
    header = ",".join(
        f'"{JUNIPER}!!{group}!!{one}"' for group in groups for one in ("Estimate", "Margin of Error")
    )
    content = (
        f'"Label (Grouping)",{header}\n'
        '"Population 18 to 24 years","900","±50","(X)","(X)","450","±30","(X)","(X)"\n'
        '"    Less than high school graduate","90","±20","10.0%","±1.4","50","±12","11.1%","±2.0"\n'
        '"MEDIAN EARNINGS","","","","","","","",""\n'
        '"    Population 25 years and over","52,000","±900","(X)","(X)","250,000+","***","(X)","(X)"\n'
    )
    tabulation = read(tmp_path, content)
    assert numbers(tabulation) == {
        "Total > Population 18 to 24 years": 900,
        "Male > Population 18 to 24 years": 450,
        "Total > Population 18 to 24 years > Less than high school graduate": 90,
        "Male > Population 18 to 24 years > Less than high school graduate": 50,
    }
    assert set_aside(tabulation) == 8


def test_profiles_with_codes_are_read_without_their_percentages(tmp_path: Path) -> None:
    header = "GEO_ID,NAME,DP05_0001E,DP05_0001M,DP05_0001PE,DP05_0001PM,DP05_0018E,DP05_0018M"
    content = f"{header}\n9700000US{LEAID},Juniper,2000,-555555555,2000,-888888888,36.4,0.7\n"
    tabulation = read(tmp_path, content)
    assert numbers(tabulation) == {"DP05_0001": 2000}
    assert set_aside(tabulation) == 2


@pytest.mark.parametrize(
    ("variable", "label", "estimate", "margin"),
    [
        ("B19013_001", "", "67432", "2100"),
        ("B25064_001", "", "1200", "80"),
        ("B01002_001", "", "38.6", "0.6"),
        ("B19013B_001", "", "-666666666", "-222222222"),
        ("B19013_001", "", "250,000+", "***"),
        ("X_001", "Median gross rent", "1200", "80"),
        ("X_001", "Estimate!!Total!!Average household size", "3", "1"),
        ("X_001", "Percent below poverty level", "12", "2"),
        ("X_001", "Unemployment rate", "5", "1"),
        ("X_001", "", "84.1%", "±1.2"),
        ("X_001", "", "2,500-", "***"),
        ("X_001", "", "$52,000", "$900"),
        ("S1501_C02_002", "", "10.5", "1.4"),
        ("S1501_C02_002", "", "12.0", "1.0"),
    ],
)
def test_a_number_that_counts_nobody_is_set_aside_and_the_rest_is_read(
    tmp_path: Path, variable: str, label: str, estimate: str, margin: str
) -> None:
    rows = f'{LEAID},{variable},{label},"{estimate}","{margin}"\n{LEAID},B25003_001,Total,2000,90\n'
    tabulation = read(tmp_path, "GEOID,variable,label,estimate,moe\n" + rows)
    assert numbers(tabulation) == {"B25003_001": 2000}
    assert set_aside(tabulation) == 1


@pytest.mark.parametrize(
    "label",
    [
        "Less than 15.0 percent",
        "RATIO OF INCOME TO POVERTY LEVEL!!Under 0.50",
        "Means of transportation to work",
        "Below 100 percent of the poverty level",
        "Separated",
        "$10,000 to $14,999",
    ],
)
def test_a_count_whose_name_has_such_a_word_is_still_a_count(tmp_path: Path, label: str) -> None:
    tabulation = read(tmp_path, f'GEOID,variable,label,estimate,moe\n{LEAID},X_001,"{label}",20,9\n')
    assert numbers(tabulation) == {"X_001": 20}


def test_a_table_of_medians_alone_is_refused(tmp_path: Path) -> None:
    content = f"GEO_ID,B19013_001E,B19013_001M\n9700000US{LEAID},67432,2100\n"
    assert refusal(tmp_path, content).code == "acs_no_counts"


def test_a_label_with_two_different_numbers_is_refused(tmp_path: Path) -> None:
    content = view(JUNIPER) + '"    Owner occupied","7","±10"\n'
    assert refusal(tmp_path, content).code == "acs_twice"
    assert numbers(read(tmp_path, view(JUNIPER) + '"    Owner occupied","600","±10"\n'))


def test_of_two_totals_that_differ_none_is_taken(tmp_path: Path) -> None:
    header = "GEO_ID,B03002_001E,B03002_001M,C16001_001E,C16001_001M,C16001_003E,C16001_003M"
    tabulation = read(tmp_path, f"{header}\n9700000US{LEAID},2000,90,1900,80,300,40\n")
    suggested = acs.suggested(tabulation)
    assert list(suggested) == ["C16001_003"]
    assert acs.count(tabulation, suggested).n is None
    with pytest.raises(BadFile) as refused:
        acs.count(tabulation, {**suggested, "B03002_001": TOTAL, "C16001_001": TOTAL})
    assert refused.value.code == "acs_two_totals"


def test_what_was_set_aside_is_noted_with_the_figures(tmp_path: Path) -> None:
    content = view(JUNIPER) + '"Median age (years)","36.4","±0.7"\n'
    tabulation = read(tmp_path, content)
    figures = acs.count(tabulation, {"Total > Owner occupied": Meaning("tenure", "own")})
    assert [note.code for note in figures.notes] == ["acs_set_aside", "acs_geography"]
    assert figures.n_notes == 2
