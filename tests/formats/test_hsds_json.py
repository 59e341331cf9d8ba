"""Directories in JSON: single records, lists, answers of the API, packages of tables; copies and damage."""

import csv
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.formats.test_hsds_spellings import codes
from tests.shared import shared
from throughline.formats import hsds
from throughline.formats.tables import BadFile, Limits

SERVICE = {
    "id": "s1",
    "name": "Tutoring",
    "status": "active",
    "minimum_age": 12,
    "last_modified": "2026-02-01T10:00:00Z",
    "organization": {"id": "o1", "name": "Helpers", "phones": [{"id": "p1", "number": "719-555-0100"}]},
    "phones": [{"id": "p2", "number": "719-555-0101", "languages": [{"id": "l1", "name": "Spanish"}]}],
    "service_at_locations": [
        {"id": "sl1", "location": {"id": "l1", "name": "Library", "latitude": 41.50, "longitude": -87}}
    ],
    "attributes": [{"id": "a1", "value": "yes", "taxonomy_term": {"id": "t1", "name": "Tutoring"}}],
    "metadata": [{"id": "m1", "field_name": "name"}],
    "Color": "red",
}


def a_folder(folder: Path, **files: object) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        text = content if isinstance(content, str) else json.dumps(content)
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return folder


def values(directory: hsds.Directory) -> dict[str, list[dict[str, object]]]:
    """What every row says, without the values that are absent."""
    return {
        table: [{name: one for name, one in row.values.items() if one not in ("", None)} for row in rows]
        for table, rows in directory.tables.items()
    }


def test_what_a_record_holds_becomes_rows_with_links(tmp_path: Path) -> None:
    directory = hsds.read(a_folder(tmp_path, services__json=[SERVICE]))
    (service,) = directory.service
    assert (service.organization_id, service.minimum_age, service.extra) == ("o1", 12, {"color": "red"})
    assert service.last_modified == datetime(2026, 2, 1, 10, tzinfo=UTC)
    assert [(row.id, row.organization_id, row.service_id) for row in directory.phone] == [
        ("p1", "o1", ""),
        ("p2", "", "s1"),
    ]
    assert [(row.name, row.phone_id) for row in directory.language] == [("Spanish", "p2")]
    (place,) = directory.service_at_location
    assert (place.service_id, place.location_id) == ("s1", "l1")
    assert (directory.location[0].latitude, directory.location[0].longitude) == (41.5, -87.0)
    (attribute,) = directory.attribute
    assert (attribute.link_id, attribute.link_entity, attribute.taxonomy_term_id) == ("s1", "service", "t1")
    assert [(row.resource_id, row.resource_type) for row in directory.metadata] == [("s1", "service")]
    assert {(row.file, row.row) for rows in directory.tables.values() for row in rows} == {
        ("services.json", 1)
    }
    assert codes(directory) == {}
    kept = {use.column for use in directory.report.fields_in_state("kept aside")}
    assert kept == {"color"}


FORMS: dict[str, Callable[[Path], Path]] = {
    "a record": lambda folder: a_folder(folder, service_full__json=SERVICE),
    "a record of another name": lambda folder: a_folder(folder, export__json=SERVICE),
    "a list": lambda folder: a_folder(folder, services__json=[SERVICE]),
    "an answer": lambda folder: a_folder(
        folder, service_list__json={"total_items": 1, "page_number": 1, "contents": [SERVICE], "empty": False}
    ),
    "lists by table": lambda folder: a_folder(folder, directory__json={"services": [SERVICE]}),
    "lists by file": lambda folder: a_folder(folder, tabular__json={"services.csv": [SERVICE]}),
    "lines": lambda folder: a_folder(folder, services__ndjson=json.dumps(SERVICE) + "\n\n"),
    "a resource in a file": lambda folder: a_folder(
        folder,
        x__json=[SERVICE],
        datapackage__json={"resources": [{"name": "service", "path": "x.json"}]},
    ),
    "a resource in the package": lambda folder: a_folder(
        folder, datapackage__json={"resources": [{"name": "service", "data": [SERVICE]}]}
    ),
    "a folder within": lambda folder: a_folder(folder, data__x="") and _inner(folder),
    "a byte order mark": lambda folder: a_folder(
        folder, services__json="\N{BYTE ORDER MARK}" + json.dumps(SERVICE)
    ),
}


def _inner(folder: Path) -> Path:
    a_folder(folder / "data", services__json=[SERVICE])
    return folder


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_rows(tmp_path: Path, form: str) -> None:
    plain = hsds.read(a_folder(tmp_path / "plain", services__json=[SERVICE]))
    directory = hsds.read(FORMS[form](tmp_path / "form"))
    assert values(directory) == values(plain)
    assert codes(directory) == {}


def test_one_file_is_a_directory_too(tmp_path: Path) -> None:
    folder = a_folder(
        tmp_path, services__json=[SERVICE], organizations__json=[{"id": "o2", "name": "Others"}]
    )
    assert [row.id for row in hsds.read(folder / "services.json").organization] == ["o1"]
    assert [row.id for row in hsds.read(folder).organization] == ["o2", "o1"]


def test_pages_are_one_directory_and_missing_ones_are_noted(tmp_path: Path) -> None:
    pages = {
        f"services-{n}__json": {"total_items": 3, "contents": [{"id": f"s{n}", "name": f"Service {n}"}]}
        for n in (1, 2, 3)
    }
    assert codes(hsds.read(a_folder(tmp_path / "all", **pages))) == {}
    del pages["services-2__json"]
    directory = hsds.read(a_folder(tmp_path / "some", **pages))
    (note,) = directory.report.problems
    assert (note.code, note.params) == ("hsds_json_pages", {"table": "service", "n": 2, "total": 3})


def test_a_record_that_is_met_again_is_one_row(tmp_path: Path) -> None:
    brief = {"id": "o1", "name": "Helpers"}
    full = {**brief, "description": "We help", "website": "https://example.org"}
    services = [
        {"id": f"s{n}", "name": "Tutoring", "organization": one} for n, one in enumerate((brief, full, brief))
    ]
    directory = hsds.read(a_folder(tmp_path, services__json=services))
    assert [row.description for row in directory.organization] == ["We help"]
    assert [row.organization_id for row in directory.service] == ["o1"] * 3
    assert codes(directory) == {}


def test_copies_that_differ_are_reported_with_both_places(tmp_path: Path) -> None:
    services = [
        {"id": "s1", "name": "Tutoring", "organization": {"id": "o1", "name": "Helpers"}},
        {
            "id": "s2",
            "name": "Chess",
            "organization": {"id": "o1", "name": "Hopers", "email": "a@example.org"},
        },
    ]
    directory = hsds.read(a_folder(tmp_path, services__json=services))
    (organization,) = directory.organization
    assert (organization.name, organization.email) == ("Helpers", "a@example.org")
    (problem,) = directory.report.problems
    assert (problem.code, problem.file, problem.row, problem.column) == (
        "hsds_json_copies",
        "services.json",
        2,
        "name",
    )
    assert (problem.params["first_file"], problem.params["first_row"]) == ("services.json", 1)
    assert problem.remedy


def test_a_detail_of_two_services_is_a_row_of_each(tmp_path: Path) -> None:
    phone = {"id": "p1", "number": "719-555-0100", "languages": [{"id": "l1", "name": "Spanish"}]}
    services = [{"id": one, "name": "Tutoring", "phones": [phone]} for one in ("s1", "s2", "s2")]
    folder = a_folder(tmp_path, services__json=services)
    directory = hsds.read(folder)
    assert [(row.service_id, row.number) for row in directory.phone] == [
        ("s1", "719-555-0100"),
        ("s2", "719-555-0100"),
    ]
    first, second = directory.phone
    assert first.id == "p1"
    assert [row.phone_id for row in directory.language] == [first.id, second.id]
    assert [row.id for row in hsds.read(folder).phone] == [first.id, second.id]
    assert "hsds_json_shared" in codes(directory)


def test_one_detail_of_a_service_and_its_location_has_both_links(tmp_path: Path) -> None:
    phone = {"id": "p1", "number": "719-555-0100"}
    place = {"id": "sl1", "location": {"id": "l1", "name": "Library", "phones": [phone]}}
    service = {"id": "s1", "name": "Tutoring", "phones": [phone], "service_at_locations": [place]}
    directory = hsds.read(a_folder(tmp_path, services__json=[service]))
    assert [(row.service_id, row.location_id) for row in directory.phone] == [("s1", "l1")]
    assert codes(directory) == {}


def test_records_without_ids_are_linked_and_stay_the_same(tmp_path: Path) -> None:
    service = {
        "name": "Tutoring",
        "organization": {"name": "Helpers"},
        "schedules": [{"byday": "MO"}, {"byday": "TU"}],
    }
    folder = a_folder(tmp_path, services__json=[service, service])
    directory = hsds.read(folder)
    assert [row.organization_id for row in directory.service] == [directory.organization[0].id]
    assert [(row.id, row.service_id) for row in directory.schedule] == [("", directory.service[0].id)] * 2
    again = hsds.read(folder)
    assert [row.id for row in again.service] == [row.id for row in directory.service]
    assert codes(directory)["hsds_json_no_id"] == 4


def test_where_a_record_stands_decides_its_link(tmp_path: Path) -> None:
    phone = {"id": "p1", "number": "719-555-0100", "service_id": "s9"}
    service = {
        "id": "s1",
        "name": "Tutoring",
        "organization_id": "o9",
        "organization": {"id": "o1", "name": "H"},
    }
    directory = hsds.read(a_folder(tmp_path, services__json=[{**service, "phones": [phone]}]))
    assert (directory.service[0].organization_id, directory.phone[0].service_id) == ("o1", "s1")
    assert codes(directory) == {"hsds_json_link": 2}


def test_values_of_another_kind_are_kept_and_reported(tmp_path: Path) -> None:
    services = [
        {"id": "s1", "name": "Tutoring", "description": {"en": "Help"}, "phones": ["719-555-0100"]},
        {
            "id": "s2",
            "name": True,
            "tags": ["a", "b"],
            "minimum_age": 1.50,
            "maximum_age": 1e30,
            "alert": None,
        },
        "no record",
        {"id": "x"},
    ]
    directory = hsds.read(a_folder(tmp_path, services__json=services))
    first, second, _third = directory.service
    assert first.extra == {"description_json": '{"en": "Help"}', "phones_json": '["719-555-0100"]'}
    assert (second.name, second.minimum_age, second.extra) == (
        "true",
        1.5,
        {"tags": '["a", "b"]', "maximum_age": "1000000000000000000000000000000"},
    )
    assert codes(directory) == {
        "hsds_json_unknown": 1,
        "hsds_json_value": 2,
        "hsds_nameless": 1,
        "hsds_age": 1,
    }


def test_a_source_id_and_the_organization_of_an_address_come_back(tmp_path: Path) -> None:
    tables = {
        "organizations": [{"id": "O1", "name": "Helpers", "source_id": "17"}],
        "addresses": [
            {"id": "a1", "address_1": "1 Main St", "organization_id": "o1"},
            {"id": "a2", "address_1": "2 Main St", "organization_id": "o2"},
        ],
    }
    directory = hsds.read(a_folder(tmp_path, directory__json=tables))
    assert (directory.organization[0].source_id, directory.organization[0].extra) == ("17", {})
    assert [row.extra for row in directory.address] == [{"organization_id": "O1"}, {"organization_id": "o2"}]
    assert codes(directory) == {"hsds_no_target": 1}


@pytest.mark.parametrize(
    ("version", "address", "refused", "noted"),
    [
        ("HSDS-UK-3.0", "", False, {}),
        ("3.2", "", False, {"hsds_newer": 1}),
        ("4.0", "", True, {}),
        ("", "", False, {}),
        ("", "https://docs.openreferral.org/en/3.2/hsds/schema.json", False, {"hsds_newer": 1}),
        ("", "https://docs.openreferral.org/en/4.0/hsds/schema.json", True, {}),
    ],
)
def test_the_root_of_an_api_names_the_version(
    tmp_path: Path, version: str, address: str, refused: bool, noted: dict[str, int]
) -> None:
    root = {"version": version, "profile": address, "openapi_url": "https://example.org/x"}
    folder = a_folder(tmp_path, base__json=root, services__json=[{"id": "s1", "name": "Tutoring"}])
    if refused:
        with pytest.raises(BadFile) as caught:
            hsds.read(folder)
        assert (caught.value.code, caught.value.file) == ("hsds_version", "base.json")
    else:
        assert codes(hsds.read(folder)) == noted


def test_files_about_the_others_are_not_missed(tmp_path: Path) -> None:
    about = {"base__json": {"version": "3.1"}, "profile__json": {"service.json": {"title": "Service"}}}
    folder = a_folder(tmp_path, services__json=[SERVICE], notes__json={"a": 1}, **about)
    directory = hsds.read(folder)
    assert [use.file for use in directory.report.fields_in_state("not read")] == ["notes.json"]


def test_tables_in_csv_go_before_json(tmp_path: Path) -> None:
    folder = a_folder(
        tmp_path, services__json=[{"id": "s2", "name": "Chess"}], services__csv="id,name\ns1,Tutoring\n"
    )
    directory = hsds.read(folder)
    assert [row.id for row in directory.service] == ["s1"]
    assert [use.file for use in directory.report.fields_in_state("not read")] == ["services.json"]


GOOD = '{"id": "s0", "name": "Chess"}'


@pytest.mark.parametrize(
    ("text", "code", "row", "params"),
    [
        (f'[{GOOD},\n {{"id": "s1",, "name": "x"}}]', "json_malformed", 2, {"line": 2, "letter": 14}),
        (f"[{GOOD}] []", "json_malformed", 2, {"line": 1, "letter": len(GOOD) + 4}),
        (f"[{GOOD}, NaN]", "json_malformed", 2, {"line": 1, "letter": len(GOOD) + 4}),
        (f"[{GOOD},\n{GOOD[:9]}", "json_cut", 2, {"line": 2}),
        ("", "json_cut", 1, {"line": 1}),
        (f'[{GOOD}, {{"id": "a\\u0000b"}}]', "json_nul", 2, {}),
        (f'[{GOOD}, {{"a": 1, "a": 2}}]', "json_same_name", 2, {"name": "a"}),
        (f'[{GOOD}, {{"a": {"[" * 50}{"]" * 50}}}]', "json_deep", 2, {"limit": 40}),
        (f"[{GOOD}, {'9' * 5_000}]", "json_number", None, {"limit": 400}),
        (f"[{' ' * 65_300}{'9' * 401}]", "json_number", None, {"limit": 400}),
        (f"[{GOOD}, 1e{'9' * 30}]", "json_malformed", 2, {"line": 1, "letter": 65}),
        ("[" * 70_000, "json_deep", 1, {"limit": 40}),
        (
            f'[{GOOD}, {{"id": 1, "name": 2, "Color": 1, "color": 2}}]',
            "hsds_two_columns",
            2,
            {"first": "Color", "second": "color"},
        ),
        ('{"id": 1}', "hsds_wrong_columns", 1, {"expected": "id, organization_id, name, status"}),
        ("[]", "hsds_no_rows", None, {}),
        ('"text"', "hsds_no_rows", None, {}),
    ],
)
def test_damage_is_named_with_its_place(
    tmp_path: Path, text: str, code: str, row: int | None, params: dict[str, object]
) -> None:
    with pytest.raises(BadFile) as caught:
        hsds.read(a_folder(tmp_path, services__json=text))
    assert (caught.value.code, caught.value.row) == (code, row)
    assert caught.value.params == params
    assert caught.value.remedy in str(caught.value)


def test_a_mistake_far_into_a_file_is_found(tmp_path: Path) -> None:
    text = "[" + ",\n".join([GOOD] * 5_000) + ",\n  x]"
    with pytest.raises(BadFile) as caught:
        hsds.read(a_folder(tmp_path, services__json=text))
    assert (caught.value.row, caught.value.params) == (5_001, {"line": 5_001, "letter": 3})


def test_a_record_that_is_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile) as caught:
        hsds.read(a_folder(tmp_path, services__json=f'[{{"id": "s1", "x": [{"1," * 500_001}1]}}]'))
    assert (caught.value.code, caught.value.row) == ("json_large_record", 1)


@pytest.mark.parametrize("content", [b'[{"id": "s1", "name": "\xf1"}]', "[]".encode("utf-16")])
def test_another_encoding_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "services.json").write_bytes(content)
    with pytest.raises(BadFile) as caught:
        hsds.read(tmp_path)
    assert caught.value.code == "json_encoding"


def test_windows_1252_is_read_where_it_was_chosen(tmp_path: Path) -> None:
    (tmp_path / "services.json").write_bytes(b'[{"id": "s1", "name": "Espa\xf1ol"}]')
    assert hsds.read(tmp_path, encoding="cp1252").service[0].name == "Español"
    (tmp_path / "services.json").write_bytes(b'[{"id": "s1", "name": "\x81"}]')
    with pytest.raises(BadFile) as caught:
        hsds.read(tmp_path, encoding="cp1252")
    assert caught.value.code == "json_encoding"


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(max_bytes=10), "too_large"),
        (Limits(max_rows=1), "too_many_rows"),
        (Limits(max_columns=1), "too_many_columns"),
    ],
)
def test_limits_hold(tmp_path: Path, limits: Limits, code: str) -> None:
    services = [{"id": "s1", "name": "Tutoring"}, {"id": "s2", "name": "Chess"}]
    with pytest.raises(BadFile) as caught:
        hsds.read(a_folder(tmp_path, services__json=services), limits=limits)
    assert caught.value.code == code


@pytest.mark.parametrize("version", ["3.0", "3.1-dev"])
def test_the_examples_of_the_standard_are_read_in_every_form(version: str) -> None:
    examples = shared("hsds", version, "examples")
    full = hsds.read(examples / "service_full.json")
    assert [len(full.tables[one]) for one in ("service", "organization", "program", "location", "phone")] == [
        1
    ] * 5
    (service,) = full.service
    assert service.organization_id == full.organization[0].id
    assert service.program_id == full.program[0].id
    (phone,) = full.phone
    assert (phone.service_id, phone.organization_id) == (service.id, service.organization_id)
    assert (phone.location_id, phone.contact_id) == (full.location[0].id, full.contact[0].id)
    for name in ("organization_full", "service_at_location_full"):
        other = hsds.read(examples / f"{name}.json")
        assert [row.id for row in other.service] == [service.id]
    for path in examples.glob("*.json"):
        table = next(
            (one for one in hsds.TABLES if path.stem.removesuffix("_list").removesuffix("_full") == one), ""
        )
        if table and not table.startswith("taxonomy"):
            assert hsds.read(path).tables[table], path.name


def test_the_tables_of_the_standard_are_the_same_in_json_and_in_csv() -> None:
    examples = shared("hsds", "3.0", "examples")
    in_csv = values(hsds.read(examples / "csv"))
    in_json = values(hsds.read(examples / "tabular.json"))
    # The two examples differ in what they say of the metadata and of times of day.
    assert {table for table in in_csv if in_csv[table] != in_json[table]} <= {
        "metadata",
        "schedule",
        "attribute",
    }


def test_a_real_directory_is_the_same_in_json(tmp_path: Path) -> None:
    tables = {}
    for path in sorted(shared("hsds", "illinois").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            tables[path.stem] = list(csv.DictReader(stream))
    tables = {name: tables[name] for name in ("organizations", "services", "locations", "phones")}
    plain = hsds.read(shared("hsds", "illinois"))
    directory = hsds.read(a_folder(tmp_path, directory__json=tables))
    for table in ("organization", "service", "location", "phone"):
        assert values(directory)[table] == values(plain)[table]
        assert [row.extra for row in directory.tables[table]] == [row.extra for row in plain.tables[table]]


def test_recorded_answers_of_an_api_are_read() -> None:
    for folder in sorted(path for path in shared("hsds", "oruk").iterdir() if path.is_dir()):
        directory = hsds.read(folder)
        assert directory.service, folder.name
        assert all(row.organization_id for row in directory.service if row.name), folder.name
    not_read = hsds.read(shared("hsds", "oruk", "V3.0-UK-Default")).report.fields_in_state("not read")
    assert {use.file.partition("_")[0] for use in not_read} == {"dashboard"}
