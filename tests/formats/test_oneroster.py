"""OneRoster exports: who is counted, in which grade, of which versions; the rest is told."""

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from tests.formats import populations
from tests.formats.oneroster_files import export, notes_of, of_1_2, one_user
from tests.formats.populations import file, n_by
from tests.shared import shared
from throughline.formats.population import Figures, oneroster
from throughline.formats.tables import BadFile


@pytest.mark.parametrize(
    ("name", "grades", "bands", "aside"),
    [
        ("ps", {"9": 1, "12": 1, "ug": 1}, {"high": 2}, "“PS” 2"),
        ("other", {"9": 1, "12": 1}, {"high": 2}, "“PS” 2, “Other” 1"),
        ("ae", {"9": 1, "11": 2, "12": 1}, {"high": 4}, "“AE” 1"),
    ],
)
def test_codes_that_are_no_grade_are_told_and_the_rest_is_read(
    name: str, grades: dict[str, int], bands: dict[str, int], aside: str
) -> None:
    figures = oneroster.read(shared("cases", "oneroster-grades", name))
    assert figures.n == 5
    assert n_by(figures, "grade") == grades
    assert n_by(figures, "grade_band") == bands
    (codes,) = [note.params["codes"] for note in figures.notes if note.code == "population_grades_aside"]
    assert codes == aside


# Who is counted


@pytest.mark.parametrize(
    ("status", "n", "code"),
    [
        ("active", 2, ""),
        ("", 2, ""),
        ("Active", 2, ""),
        ("tobedeleted", 1, "oneroster_deleted"),
        ("toBeDeleted", 1, "oneroster_deleted"),
        ("inactive", 1, "oneroster_deleted"),
    ],
)
def test_people_marked_inactive_or_to_be_deleted_are_not_counted(
    tmp_path: Path, status: str, n: int, code: str
) -> None:
    users = one_user(org="s1") + f"u2,{status},,true,s1,student,10\n"
    figures = oneroster.read(export(tmp_path, users=users))
    assert figures.n == n
    assert set(notes_of(figures)) - {"oneroster_no_demographics"} == {code} - {""}


def test_a_person_without_an_account_is_counted_and_told(tmp_path: Path) -> None:
    figures = oneroster.read(export(tmp_path, users=one_user(org="s1").replace(",true,", ",false,")))
    assert (figures.n, notes_of(figures)["oneroster_turned_off"]) == (1, 1)


@pytest.mark.parametrize(
    ("role", "who"),
    [
        ("student", "students"),
        ("Student", "students"),
        ("aide", "staff"),
        ("teacher", "staff"),
        ("administrator", "staff"),
        ("site_administrator", "staff"),
        ("guardian", "families"),
        ("parent", "families"),
        ("relative", "families"),
    ],
)
def test_each_role_counts_among_its_own(tmp_path: Path, role: str, who: oneroster.Who) -> None:
    users = "".join(f"x{i},active,,true,s1,{one},\n" for i, one in enumerate(["student", "aide", "parent"]))
    folder = export(tmp_path, users=one_user(org="s1", role=role) + users)
    found = {one: oneroster.read(folder, one).n for one in oneroster.ROLES}
    assert found == {one: 1 + (one == who) for one in oneroster.ROLES}


def test_a_role_that_is_not_of_the_standard_and_none_at_all_are_told(tmp_path: Path) -> None:
    users = one_user(org="s1") + "u2,active,,true,s1,ext:alumnus,\nu3,active,,true,s1,,\n"
    figures = oneroster.read(export(tmp_path, users=users))
    assert figures.n == 1
    (told,) = [note for note in figures.notes if note.code == "oneroster_other_roles"]
    assert (told.params["n"], told.params["codes"]) == (1, "“extalumnus” 1")
    assert notes_of(figures)["oneroster_no_role"] == 1


def test_a_person_with_two_roles_is_counted_once_in_each(tmp_path: Path) -> None:
    roles = populations.ROLES + "r5,active,u4,secondary,aide,,,s2\nr6,active,u4,secondary,parent,,,s2\n"
    folder = of_1_2(tmp_path, roles=roles)
    assert {who: oneroster.read(folder, who).n for who in oneroster.ROLES} == {
        "students": 2,
        "families": 1,
        "staff": 1,
    }
    assert n_by(oneroster.read(folder, "staff"), "school") == {"s1": 1}


def test_a_role_that_ended_does_not_count_where_another_holds(tmp_path: Path) -> None:
    roles = populations.ROLES.replace(
        "r4,active,u4,primary,teacher,,,", "r4,active,u4,primary,teacher,2026-06-02,,"
    )
    roles += "r5,active,u4,primary,student,2025-08-20,2026-06-01,s1\n"
    folder = of_1_2(tmp_path, roles=roles)
    assert (oneroster.read(folder).n, oneroster.read(folder, "staff").n) == (2, 1)
    assert oneroster.read(folder, on=date(2026, 3, 1)).n == 3


# Grades, race and ethnicity, sex


@pytest.mark.parametrize(
    ("cell", "grade", "band", "code"),
    [
        ("09", "9", "high", ""),
        ("9", "9", "high", ""),
        ("kg", "k", "elementary", ""),
        (" Kg ", "k", "elementary", ""),
        ("PK", "pk", "early", ""),
        ("pr", "pk", "early", ""),
        ("It", "pk", "early", ""),
        ("TK", "pk", "early", ""),
        ("13", "13", "high", ""),
        ("UG", "ug", "", ""),
        ("09,10", "", "high", "population_several_grades"),
        ("09;10", "", "high", "population_several_grades"),
        ("08,09", "", "", "population_several_grades"),
        ("09,9", "9", "high", ""),
        ("12,PS", "12", "high", "oneroster_grade_and_code"),
        ("PS", "", "", "population_grades_aside"),
        ("ps", "", "", "population_grades_aside"),
        ("Other", "", "", "population_grades_aside"),
        ("AE", "", "", "population_grades_aside"),
        ("99", "", "", "population_grades_aside"),
        ("Freshman", "", "", "population_grades_aside"),
        ("", "", "", "population_blank"),
        ("NULL", "", "", "population_blank"),
        ("-99", "", "", "population_blank"),
    ],
)
def test_each_grade_has_its_place_and_what_is_none_is_told(
    tmp_path: Path, cell: str, grade: str, band: str, code: str
) -> None:
    figures = oneroster.read(export(tmp_path, users=one_user(org="s1", grades=cell)))
    assert figures.n == 1
    assert list(n_by(figures, "grade")) == [grade] * bool(grade)
    assert list(n_by(figures, "grade_band")) == [band] * bool(band)
    notes = notes_of(figures)
    assert set(notes) - {"oneroster_no_demographics"} == {code} - {""}
    assert notes.get(code, 1) == 1


def test_people_of_whom_demographics_say_nothing_are_told(tmp_path: Path) -> None:
    about = populations.DEMOGRAPHICS.splitlines()
    about[1] = "u1,active,,,unspecified,NULL,no,N,-99,,,"
    figures = oneroster.read(of_1_2(tmp_path, demographics="\n".join(about) + "\n"))
    assert n_by(figures, "group") == {"two_or_more": 1}
    notes = notes_of(figures)
    assert (notes["oneroster_no_group"], notes["oneroster_no_sex"]) == (1, 1)


# Versions and files


@pytest.mark.parametrize("version", ["1.1", "1.2", "1.1.0", "v1.2", "V1P1", "1p2"])
def test_versions_that_are_read(tmp_path: Path, version: str) -> None:
    assert manifest(tmp_path, {"oneroster.version": version}).n == 1


@pytest.mark.parametrize("version", ["1.0", "2.0", "1.3", "1.10", "v2"])
def test_another_version_is_named_and_refused(tmp_path: Path, version: str) -> None:
    with pytest.raises(BadFile) as refused:
        manifest(tmp_path, {"oneroster.version": version})
    assert (refused.value.code, refused.value.params["version"]) == ("oneroster_version", version)


@pytest.mark.parametrize("mode", ["delta", "Delta"])
def test_an_export_of_changes_is_refused_by_its_files(tmp_path: Path, mode: str) -> None:
    with pytest.raises(BadFile) as refused:
        manifest(tmp_path, {"oneroster.version": "1.1", "file.users": mode, "file.orgs": "bulk"})
    assert (refused.value.code, refused.value.params["names"]) == ("oneroster_delta", "users.csv")
    assert manifest(tmp_path, {"file.courses": "delta"}).n == 1


def test_files_that_the_manifest_names_and_that_are_missing_are_told(tmp_path: Path) -> None:
    figures = manifest(tmp_path, {"file.users": "bulk", "file.enrollments": "bulk", "file.roles": "absent"})
    (told,) = [note for note in figures.notes if note.code == "oneroster_left_out"]
    assert told.params["names"] == "enrollments.csv"


def manifest(tmp_path: Path, values: Mapping[str, str]) -> Figures:
    lines = "".join(f"{name},{value}\n" for name, value in values.items())
    users = one_user(org="s1")
    return oneroster.read(export(tmp_path, users=users, manifest="propertyName,value\n" + lines))


def test_marks_line_ends_spellings_and_the_order_of_columns_change_nothing(tmp_path: Path) -> None:
    plain = oneroster.read(of_1_2(tmp_path))
    other = tmp_path / "other"
    other.mkdir()
    for name, content in populations.ONEROSTER.items():
        rows = [line.split(",")[::-1] for line in content.decode().splitlines()]
        rows[0] = [column.replace("Sourced", "_sourced").upper() for column in rows[0]]
        text = "\r\n".join(",".join(row) for row in rows) + "\r\n"
        file(other, b"\xef\xbb\xbf" + text.encode(), name.title())
    assert oneroster.read(other).counts == plain.counts


# Files that are whole, repeated, missing


def test_a_oneroster_export_is_counted(tmp_path: Path) -> None:
    figures = oneroster.read(of_1_2(tmp_path))
    assert figures.n == 2
    assert n_by(figures, "school") == {"s1": 1, "s2": 1}
    assert n_by(figures, "group") == {"hispanic": 1, "two_or_more": 1}
    assert n_by(figures, "grade_band") == {"high": 1, "elementary": 1}
    assert next(one for one in figures.schools if one.id == "s1").nces_id == "080291001234"
    assert [note.code for note in figures.notes] == ["oneroster_deleted"]
    assert oneroster.read(tmp_path, "staff").n == 1


def test_a_zip_with_a_folder_inside_gives_the_same(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in populations.ONEROSTER.items():
            archive.writestr(f"export/{name}", content)
        archive.writestr("../../evil.csv", "x")
    path = file(tmp_path, packed.getvalue(), "export.zip")
    assert oneroster.read(path).counts == oneroster.read(of_1_2(tmp_path)).counts
    assert not (tmp_path.parent.parent / "evil.csv").exists()


def test_roles_and_organizations_of_1_1_are_with_the_user(tmp_path: Path) -> None:
    file(tmp_path, populations.ORGS, "orgs.csv")
    users = 'orgSourcedIds,role,sourcedId,grades\n"s1,s2",student,u1,9\ns2,student,u2,K\ns2,teacher,u3,\n'
    file(tmp_path, users, "users.csv")
    figures = oneroster.read(tmp_path)
    assert (figures.n, n_by(figures, "school")) == (2, {"s2": 1})
    notes = {note.code: note.params.get("n") for note in figures.notes}
    assert notes == {"oneroster_no_demographics": None, "oneroster_several_schools": 1}


@pytest.mark.parametrize("name", ["orgs", "users", "demographics"])
def test_a_repeated_sourced_id_refuses_the_of_1_2(tmp_path: Path, name: str) -> None:
    content = populations.ONEROSTER[f"{name}.csv"].decode()
    lines = content.splitlines()
    of_1_2(tmp_path, **{name: content + lines[1] + "\n"})
    with pytest.raises(BadFile) as refused:
        oneroster.read(tmp_path)
    row = refused.value.rows[0]
    assert (row.code, row.file, row.row) == ("population_duplicate_id", f"{name}.csv", len(lines) + 1)
    assert row.params["first_row"] == 2


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"users": populations.USERS.replace("KG,s2", "KG,s9")}, "oneroster_no_org"),
        ({"roles": populations.ROLES.replace(",u2,", ",u9,")}, "oneroster_no_user"),
        (
            {"demographics": populations.DEMOGRAPHICS.replace("true,false,true", "maybe,x,true")},
            "oneroster_flag",
        ),
    ],
)
def test_rows_that_do_not_fit_together_refuse_the_export(
    tmp_path: Path, changed: dict[str, str], code: str
) -> None:
    with pytest.raises(BadFile) as refused:
        oneroster.read(of_1_2(tmp_path, **changed))
    assert code in {row.code for row in refused.value.rows}


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    file(tmp_path, populations.ORGS, "orgs.csv")
    with pytest.raises(BadFile, match=r"users\.csv"):
        oneroster.read(tmp_path)
    file(tmp_path, "sourcedId\nu1\n", "users.csv")
    with pytest.raises(BadFile, match=r"roles\.csv"):
        oneroster.read(tmp_path)
    with pytest.raises(BadFile) as refused:
        oneroster.read(file(tmp_path, b"PK\x03\x04 not really", "broken.zip"))
    assert refused.value.code == "not_zip"
