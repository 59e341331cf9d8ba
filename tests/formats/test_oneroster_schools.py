"""At which school a person of a OneRoster export is: organizations, enrollments and the day decide."""

from datetime import date
from pathlib import Path

import pytest

from tests.formats.oneroster_files import ORGS, enrolled, export, notes_of, one_user, school
from tests.formats.populations import n_by
from tests.shared import shared
from throughline.formats.population import oneroster
from throughline.formats.tables import BadFile


def test_an_enrollment_that_ended_does_not_count_where_another_holds() -> None:
    figures = oneroster.read(shared("cases", "oneroster-ended-enrollment"))
    assert (figures.n, n_by(figures, "school")) == (2, {"s1": 2})
    assert notes_of(figures)["oneroster_ended"] == 1
    before = oneroster.read(shared("cases", "oneroster-ended-enrollment"), on=date(2025, 10, 1))
    assert n_by(before, "school") == {"s1": 1, "s2": 1}


# Organizations


@pytest.mark.parametrize(
    ("org", "right"),
    [
        ("s1", "s1"),
        ("d1,s1", "s1"),
        ("s1,d1", "s1"),
        ("d1;s1", "s1"),
        ("d1 | s1", "s1"),
        ("p1", "s1"),
        ("p1,d1", "s1"),
        ("c1,s3", "s3"),
        ("s3,c1", "s3"),
        ("d1", ""),
        ("s1,s2", ""),
        ("s9,s1", "s1"),
    ],
)
def test_the_organization_that_is_a_school_is_the_school(tmp_path: Path, org: str, right: str) -> None:
    found, notes = school(tmp_path, users=one_user(org=org))
    assert found == right
    assert ("oneroster_several_schools" in notes) == (org == "s1,s2")
    assert ("oneroster_no_school" in notes) == (org == "d1")
    assert ("oneroster_unknown_orgs" in notes) == ("s9" in org)


def test_the_order_of_organizations_and_rows_changes_nothing(tmp_path: Path) -> None:
    ways = [("s1,s2,d1", ["s2,student,false,,", "s1,student,true,,"])]
    ways.append(("d1,s2,s1", ways[0][1][::-1]))
    found = [
        school(tmp_path / str(i), users=one_user(org=org), enrollments=enrolled(*rows))
        for i, (org, rows) in enumerate(ways)
    ]
    assert found[0] == found[1]
    assert found[0][0] == "s1"


@pytest.mark.parametrize("kind", ["primary organization", "primary role", "only role"])
def test_in_1_2_the_primary_organization_or_role_decides(tmp_path: Path, kind: str) -> None:
    org = "s1" if kind == "primary organization" else ""
    roles = "sourcedId,userSourcedId,roleType,role,orgSourcedId\n"
    if kind != "only role":
        roles += "r2,u1,secondary,student,s2\n"
    roles += f"r1,u1,{'secondary' if kind == 'primary organization' else 'primary'},student,s1\n"
    users = f"sourcedId,status,enabledUser,grades,primaryOrgSourcedId\nu1,active,true,09,{org}\n"
    assert school(tmp_path, users=users, roles=roles)[0] == "s1"


def test_a_school_that_is_to_be_deleted_is_no_school(tmp_path: Path) -> None:
    found, notes = school(tmp_path, orgs=ORGS.replace("s2,,", "s2,tobedeleted,"), users=one_user(org="s1,s2"))
    assert (found, notes["oneroster_deleted_rows"]) == ("s1", 1)


# Enrollments


@pytest.mark.parametrize(
    ("rows", "right"),
    [
        (["s2,student,false,2025-08-20,2026-01-15", "s1,student,false,2026-01-16,"], "s1"),
        (["s1,student,false,2026-01-16,", "s2,student,false,2025-08-20,2026-01-15"], "s1"),
        (["s2,student,false,,", "s1,student,true,,"], "s1"),
        (["s2,student,true,2025-08-20,2026-01-15", "s1,student,false,2026-01-16,"], "s1"),
        (["s1,student,true,2025-08-20,9999-12-31", "s2,student,true,2024-08-20,2025-06-01"], "s1"),
        (["s1,student,true,0000-00-00,0000-00-00", "s2,student,true,2024-08-20,2025-06-01"], "s1"),
        (["s1,student,true,1900-01-01,", "s2,student,true,1900-01-01,2025-06-01"], "s1"),
        (["s1,student,true,2025-08-20,", "s2,student,true,2026-08-20,"], "s1"),
        (["s1,student,true,2025-08-20T00:00:00.000Z,", "s2,student,true,2025-08-20,2025-12-19T00:00Z"], "s1"),
        (["s2,student,false,,", "s1,student,false,,"], ""),
        (["s2,student,true,,", "s1,student,true,,"], ""),
        (["s2,teacher,true,,", "s1,student,false,,"], "s1"),
        (["s1,student,true,,", "s9,student,false,,"], "s1"),
    ],
)
def test_the_school_is_that_of_the_current_enrollment_the_primary_one_first(
    tmp_path: Path, rows: list[str], right: str
) -> None:
    users = one_user(changed="2026-02-01T08:00:00.000Z")
    found, notes = school(tmp_path, users=users, enrollments=enrolled(*rows))
    assert found == right
    assert ("oneroster_several_schools" in notes) == (not right)


def test_another_day_gives_another_school_and_the_day_that_was_taken_is_told(tmp_path: Path) -> None:
    rows = ["s2,student,true,2025-08-20,2026-01-15", "s1,student,true,2026-01-15,"]
    users = one_user(changed="2026-02-01")
    folder = export(tmp_path, users=users, enrollments=enrolled(*rows))
    days = {date(2025, 10, 1): "s2", date(2026, 1, 14): "s2", date(2026, 1, 15): "s1", date(2026, 2, 1): "s1"}
    for day, right in days.items():
        figures = oneroster.read(folder, on=day)
        assert n_by(figures, "school") == {right: 1}
        assert "oneroster_day_taken" not in notes_of(figures)
    (told,) = [one for one in oneroster.read(folder).notes if one.code == "oneroster_day_taken"]
    assert told.params["day"] == "2026-02-01"
    export(tmp_path, users=one_user(), enrollments=enrolled(*rows))
    assert "oneroster_no_day" in notes_of(oneroster.read(folder))


def test_an_enrollment_of_the_day_goes_before_a_school_that_is_over_or_not_begun(tmp_path: Path) -> None:
    rows = ["s2,student,true,2025-08-20,2026-01-15", "s1,student,true,2026-01-15,"]
    users = one_user(org="s2", changed="2026-02-01")
    found, notes = school(tmp_path, users=users, enrollments=enrolled(*rows))
    assert (found, notes["oneroster_moved"]) == ("s1", 1)
    found, notes = school(tmp_path, date(2025, 10, 1), users=one_user(org="s1"), enrollments=enrolled(*rows))
    assert (found, notes["oneroster_moved"]) == ("s2", 1)


def test_files_that_contradict_each_other_are_told(tmp_path: Path) -> None:
    users = one_user(org="s1", changed="2026-02-01")
    found, notes = school(tmp_path, users=users, enrollments=enrolled("s2,student,true,2025-08-20,"))
    assert (found, notes["oneroster_conflict"]) == ("s1", 1)


@pytest.mark.parametrize("on", [date(2025, 7, 1), date(2026, 7, 1)])
def test_a_day_on_which_nobody_was_enrolled_is_told(tmp_path: Path, on: date) -> None:
    rows = enrolled("s1,student,true,2025-08-20,2026-06-01")
    found, notes = school(tmp_path, on, users=one_user(org="s1"), enrollments=rows)
    assert (found, notes["oneroster_not_enrolled"]) == ("s1", 1)


def test_a_day_that_cannot_be_read_is_told_and_refuses_nothing(tmp_path: Path) -> None:
    rows = enrolled("s1,student,true,8/20/2025,", "s2,student,false,8/20/2024,6/1/2025")
    figures = oneroster.read(export(tmp_path, users=one_user(), enrollments=rows))
    assert n_by(figures, "school") == {"s1": 1}
    (told,) = [note for note in figures.notes if note.code == "oneroster_day"]
    assert (told.file, told.params["n"], told.params["value"]) == ("enrollments.csv", 3, "8/20/2025")


def test_enrollments_that_are_deleted_or_of_nobody_are_told(tmp_path: Path) -> None:
    rows = enrolled("s1,student,true,,") + "e8,tobedeleted,u1,s2,student,true,,\ne9,active,u7,s2,student,,,\n"
    found, notes = school(tmp_path, users=one_user(), enrollments=rows)
    assert found == "s1"
    assert (notes["oneroster_deleted_rows"], notes["oneroster_nobody"]) == (1, 1)


def test_a_school_that_is_not_in_the_export_refuses_it_where_nothing_else_names_one(tmp_path: Path) -> None:
    with pytest.raises(BadFile) as refused:
        school(tmp_path, users=one_user(), enrollments=enrolled("s9,student,true,,"))
    assert (refused.value.code, refused.value.file, refused.value.row) == (
        "oneroster_no_org",
        "enrollments.csv",
        2,
    )
