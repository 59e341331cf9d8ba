"""Which JSON files are answers of an API, and which are a directory exported as records."""

import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.formats.hsds_packages import NOON, EveryTable, unpacked
from throughline.formats import hsds
from throughline.formats.hsds import WRITTEN, Grouped, Version, quality
from throughline.formats.hsds.quality.recorded import form_of
from throughline.formats.problems import BadFile

TODAY = date(2026, 11, 30)
SERVICE_KEY = "ac148810-d857-441c-9679-408f346de14b"
ORGANIZATION_KEY = "d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610"
ORGANIZATION = {"id": ORGANIZATION_KEY, "name": "Juniper Help", "description": "Helps."}
SERVICE = {
    "id": SERVICE_KEY,
    "name": "Pantry",
    "status": "active",
    "email": "help@example.org",
    "organization": ORGANIZATION,
}


def written(folder: Path, **files: Any) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    return folder


@pytest.mark.parametrize("version", WRITTEN)
@pytest.mark.parametrize("is_zip", [True, False])
def test_our_download_of_records_is_checked_like_a_package(
    version: Version, is_zip: bool, tmp_path: Path
) -> None:
    pieces, _losses = hsds.write_records(Grouped(EveryTable()), version, created=NOON)
    source = tmp_path / "records"
    if is_zip:
        source = tmp_path / "records.zip"
        source.write_bytes(b"".join(pieces))
    else:
        unpacked(pieces, source)
    findings = quality.check_package(source, TODAY)
    assert findings.n_rows["service"] == len(list(EveryTable().rows("service")))
    assert "quality_no_record" not in {one.code for one in findings.problems}


@pytest.mark.parametrize(
    "content", [[SERVICE], {"contents": [SERVICE], "total_items": 1}, {"services": [SERVICE]}]
)
def test_a_folder_with_services_alone_is_read_as_records(tmp_path: Path, content: Any) -> None:
    findings = quality.check_package(written(tmp_path / "out", services=content), TODAY)
    assert (findings.verdict, findings.n_rows["service"]) == ("good", 1)


def test_a_service_without_an_organization_is_a_fault_in_records(tmp_path: Path) -> None:
    alone = {name: value for name, value in SERVICE.items() if name != "organization"}
    findings = quality.check_package(written(tmp_path / "out", services=[SERVICE | {"name": ""}]), TODAY)
    assert {one.code for one in findings.problems if one.grade == "fault"} == {"quality_blank"}
    findings = quality.check_package(written(tmp_path / "out", services=[alone]), TODAY)
    assert {one.code for one in findings.problems if one.grade == "fault"} == {"quality_no_organization"}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"base": {"version": "3.0"}, "services": [SERVICE]}, False),
        ({"services": [SERVICE], "organizations": [ORGANIZATION]}, False),
        ({"services": {"contents": [SERVICE]}}, False),
        ({"service_full": SERVICE}, False),
        ({"tabular": {"service": [SERVICE]}}, False),
        ({"base": {"version": "3.0"}, "services": {"contents": [SERVICE]}}, True),
        ({"base": {"version": "3.0"}, "service_list": [SERVICE]}, True),
        ({"service_list": {"contents": [SERVICE]}, "service_full": SERVICE}, True),
    ],
)
def test_a_recording_has_a_root_or_single_records_beside_its_pages(
    tmp_path: Path, files: dict[str, Any], expected: bool
) -> None:
    assert quality.is_recording(written(tmp_path / "out", **files)) is expected


@pytest.mark.parametrize("content", ["null", "12", "[]", "{}"])
def test_a_file_without_records_is_refused_by_its_own_name(tmp_path: Path, content: str) -> None:
    path = tmp_path / "null.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadFile) as refused:
        quality.check_package(path, TODAY)
    assert (refused.value.code, refused.value.file) == ("hsds_no_rows", "null.json")


def test_a_zip_file_that_was_cut_off_is_said_to_be_incomplete(tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("services.json", json.dumps([SERVICE] * 20))
    path.write_bytes(path.read_bytes()[:500])
    with pytest.raises(BadFile) as refused:
        quality.check_package(path, TODAY)
    assert (refused.value.code, refused.value.file) == ("quality_zip", "package.zip")
    assert "incomplete" in refused.value.problem


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("base.json", {}, ("", "root")),
        ("services.json", {"contents": []}, ("service", "list")),
        ("service_list.json", {}, ("service", "list")),
        ("services_page_2.json", {"contents": []}, ("service", "list")),
        ("service_full.json", {}, ("service", "detail")),
        ("service_at_location.json", {}, ("service_at_location", "detail")),
        ("taxonomy_terms.json", {"contents": []}, ("taxonomy_term", "list")),
        (f"services/{SERVICE_KEY}.json", {}, ("service", "detail")),
        ("dashboard_services_response.json", {"data": []}, None),
    ],
)
def test_an_answer_is_known_by_its_name(name: str, content: object, expected: tuple[str, str] | None) -> None:
    assert form_of(Path(name), content) == expected


def told(folder: Path) -> list[tuple[str, str, str]]:
    """Each problem that is no advice, and each about the form of a value."""
    return sorted(
        (one.code.removeprefix("quality_"), one.grade, one.field)
        for one in quality.check_package(folder, TODAY).problems
        if one.grade != "advice" or one.code == "quality_id"
    )


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"assured_date": "31/12/2025"}, ("date", "fault", "assured_date")),
        ({"assured_date": "2025-12-31T00:00:00Z"}, ("date", "fault", "assured_date")),
        ({"assured_date": "soon"}, ("date", "fault", "assured_date")),
        ({"last_modified": "2025-12-31"}, ("moment", "fault", "last_modified")),
        ({"status": "weird"}, ("value", "fault", "status")),
        ({"status": "Active"}, ("value", "fault", "status")),
        ({"email": "foo"}, ("email", "fault", "email")),
        ({"minimum_age": "12"}, ("type", "fault", "minimum_age")),
        ({"minimum_age": True}, ("number", "fault", "minimum_age")),
        ({"name": 5}, ("type", "fault", "name")),
        ({"name": ["Pantry"]}, ("type", "fault", "name")),
        ({"phones": "719-555-0101"}, ("type", "fault", "phones")),
        ({"phones": [{"id": ORGANIZATION_KEY, "number": 5}]}, ("type", "fault", "number")),
        ({"schedules": [{"id": ORGANIZATION_KEY, "opens_at": "9 am"}]}, ("time", "fault", "opens_at")),
        ({"schedules": [{"id": ORGANIZATION_KEY, "opens_at": "early"}]}, ("time", "fault", "opens_at")),
        ({"schedules": [{"id": ORGANIZATION_KEY, "freq": "often"}]}, ("value", "fault", "freq")),
        ({"id": 5}, ("type", "fault", "id")),
        ({"id": "not-a-uuid"}, ("id", "advice", "id")),
        ({"program_id": "5", "program": {"id": "5", "name": "P", "description": "D"}}, None),
    ],
)
def test_a_value_of_records_has_one_problem_and_the_same_grade_as_in_an_answer(
    tmp_path: Path, values: dict[str, Any], expected: tuple[str, str, str] | None
) -> None:
    other = SERVICE | {"id": "7a1f3d0e-5c1b-4b52-9d8e-2f4f0e6f6d11"}
    records = told(written(tmp_path / "records", services=[SERVICE | values, other]))
    answers = {"base": {"version": "3.0"}, "service_full": SERVICE | values}
    answered = {
        (grade, field.rpartition(".")[2])
        for code, grade, field in told(written(tmp_path / "answers", **answers))
        if code not in {"no_answer", "missing"}
    }
    assert {(grade, field) for _code, grade, field in records} == answered
    if expected:
        assert records == [expected]
