"""The answers of an API: the recorded ones with their labels, planted faults, damage, and a running one."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared import shared
from throughline.formats.hsds import quality
from throughline.formats.problems import BadFile
from throughline.formats.visits import NoAnswer, Reply

TODAY = date(2026, 11, 30)
SERVICE_KEY = "ac148810-d857-441c-9679-408f346de14b"
ORGANIZATION = {
    "id": "d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610",
    "name": "Juniper Help",
    "description": "Helps.",
}
SERVICE = {
    "id": SERVICE_KEY,
    "name": "Pantry",
    "status": "active",
    "email": "help@example.org",
    "assured_date": "2026-06-01",
    "organization": ORGANIZATION,
}
ROOT = {
    "version": "3.0",
    "profile": "https://example.org/profile",
    "openapi_url": "https://example.org/openapi.json",
}


def a_page(*records: Any, **said: Any) -> dict[str, Any]:
    n = len(records)
    page = {"total_items": n, "total_pages": 1, "page_number": 1, "size": n}
    return {**page, "first_page": True, "last_page": True, "empty": not n, "contents": list(records), **said}


def recorded(folder: Path, **answers: Any) -> Path:
    """A folder with an API of one service, and the answers given instead."""
    whole = {"api_details": ROOT, "service_list": a_page(SERVICE), "service_full": SERVICE, **answers}
    for name, content in whole.items():
        if content is not None:
            (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    return folder


def found(folder: Path, **answers: Any) -> list[tuple[str, str, str, str]]:
    findings = quality.check_recording(recorded(folder, **answers), TODAY)
    return [
        (one.code.removeprefix("quality_"), one.grade, one.file.removesuffix(".json"), one.field)
        for one in findings.problems
    ]


@pytest.mark.parametrize(
    ("label", "verdict"),
    [("V3.0-UK-Default", "good"), ("V3.0-UK-Warn", "warnings"), ("V3.0-UK-Fail", "faulty")],
)
def test_recorded_answers_get_the_verdict_of_their_label(label: str, verdict: str) -> None:
    assert quality.check_package(shared("hsds", "oruk", label), TODAY).verdict == verdict


def test_each_planted_fault_of_the_recorded_answers_is_named_with_its_field() -> None:
    findings = quality.check_package(shared("hsds", "oruk", "V3.0-UK-Fail"), TODAY)
    faults = {(one.file, one.field) for one in findings.problems if one.grade == "fault"}
    assert faults >= {
        ("api_details.json", "profile"),
        ("api_details.json", "openapi_url"),
        ("service_full.json", "url"),
        ("service_full.json", "email"),
        ("service_list.json", "name"),
        ("service_list.json", "url"),
        ("service_list.json", "email"),
        ("service_list.json", "total_items"),
    }
    warned = quality.check_package(shared("hsds", "oruk", "V3.0-UK-Warn"), TODAY)
    assert {(one.file, one.field) for one in warned.problems if one.grade == "warning"} >= {
        ("taxonomy_term.json", "description"),
        ("taxonomy_term.json", "term_uri"),
        ("taxonomy_term_list.json", "total_pages"),
    }


def test_an_api_of_one_service_is_good(tmp_path: Path) -> None:
    assert found(tmp_path) == []


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"name": None}, ("missing", "fault", "service_full", "name")),
        ({"name": " "}, ("blank", "fault", "service_full", "name")),
        ({"organization": None}, ("no_organization", "fault", "service_full", "organization")),
        (
            {"organization": {**ORGANIZATION, "description": ""}},
            ("blank", "warning", "service_full", "organization.description"),
        ),
        ({"email": 12345}, ("type", "fault", "service_full", "email")),
        ({"email": None}, ("null", "advice", "service_full", "email")),
        ({"minimum_age": "12"}, ("type", "fault", "service_full", "minimum_age")),
        ({"minimum_age": True}, ("type", "fault", "service_full", "minimum_age")),
        ({"status": "open"}, ("value", "fault", "service_full", "status")),
        ({"assured_date": "June"}, ("date", "fault", "service_full", "assured_date")),
        ({"last_modified": "2026-06-01"}, ("moment", "fault", "service_full", "last_modified")),
        ({"phones": {}}, ("type", "fault", "service_full", "phones")),
        ({"phones": ["211"]}, ("no_record", "fault", "service_full", "phones[0]")),
        ({"phones": [{"id": "1", "number": "211"}]}, ("id", "advice", "service_full", "phones[0].id")),
        ({"phones": [{"number": "12"}]}, ("phone", "warning", "service_full", "phones[0].number")),
        (
            {"schedules": [{"id": SERVICE_KEY, "opens_at": "9 am"}]},
            ("time", "fault", "service_full", "schedules[0].opens_at"),
        ),
        (
            {"organization": {**ORGANIZATION, "website": "www.example.org"}},
            ("web_beginning", "warning", "service_full", "organization.website"),
        ),
    ],
)
def test_a_record_is_compared_with_the_standard(
    tmp_path: Path, values: dict[str, Any], expected: tuple[str, str, str, str]
) -> None:
    assert expected in found(tmp_path, service_full={**SERVICE, **values})


def test_every_record_of_a_list_needs_its_required_texts_and_its_organization(tmp_path: Path) -> None:
    other = {**SERVICE, "id": SERVICE_KEY[:-2] + "99", "name": ""}
    del other["organization"]
    assert found(tmp_path, service_list=a_page(SERVICE, other)) == [
        ("blank", "fault", "service_list", "name"),
        ("no_organization", "fault", "service_list", "organization"),
    ]


@pytest.mark.parametrize("listed", [True, False])
def test_a_service_may_name_its_organization_by_an_id_that_is_listed(tmp_path: Path, listed: bool) -> None:
    service = {**SERVICE, "organization_id": ORGANIZATION["id"]}
    del service["organization"]
    organizations = a_page(*([ORGANIZATION] if listed else []))
    links = found(tmp_path, service_list=a_page(service), organization_list=organizations)
    assert links == ([] if listed else [("link", "fault", "service_list", "organization_id")])


def test_a_confidential_location_need_not_be_named(tmp_path: Path) -> None:
    location = {"id": ORGANIZATION["id"], "location_type": "", "is_confidential": True}
    at_place = {"id": SERVICE_KEY, "location": location}
    assert found(tmp_path, service_full={**SERVICE, "service_at_locations": [at_place]}) == []
    del location["is_confidential"]
    assert "location_type" in str(
        found(tmp_path, service_full={**SERVICE, "service_at_locations": [at_place]})
    )


def test_the_same_fault_is_a_warning_where_the_standard_requires_no_answer(tmp_path: Path) -> None:
    broken = {**ORGANIZATION, "email": "help"}
    assert found(tmp_path, organization=broken) == [("email", "warning", "organization", "email")]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"total_pages": 2, "last_page": False}, ("page", "fault", "service_list", "total_pages")),
        ({"last_page": False}, ("page", "fault", "service_list", "last_page")),
        ({"first_page": False}, ("page", "fault", "service_list", "first_page")),
        ({"empty": True}, ("page", "fault", "service_list", "empty")),
        ({"total_items": 0}, ("page", "fault", "service_list", "total_items")),
        ({"total_items": "1"}, ("type", "fault", "service_list", "total_items")),
        ({"contents": None}, ("missing", "fault", "service_list", "contents")),
        ({"size": 5}, ("page_size", "advice", "service_list", "size")),
    ],
)
def test_a_page_that_misleads_programs_is_found(
    tmp_path: Path, said: dict[str, Any], expected: tuple[str, str, str, str]
) -> None:
    assert expected in found(tmp_path, service_list=a_page(SERVICE, **said))


def test_an_empty_list_is_right_and_needs_no_single_record(tmp_path: Path) -> None:
    assert found(tmp_path, service_list=a_page(), service_full=None) == []


@pytest.mark.parametrize(
    ("missing", "file"),
    [("api_details", "/"), ("service_list", "/services"), ("service_full", "/services/{id}")],
)
def test_a_part_that_the_standard_requires_must_be_there(tmp_path: Path, missing: str, file: str) -> None:
    assert ("no_answer", "fault", file, "") in found(tmp_path, **{missing: None})


def test_lists_and_single_records_must_agree(tmp_path: Path) -> None:
    other = {**SERVICE, "id": "0bc248fa-dc27-4650-9ba4-8f1a24ef16a2"}
    assert found(tmp_path, service_full=other) == [("not_listed", "fault", "service_full", "id")]
    renamed = {**SERVICE, "name": "Food"}
    assert found(tmp_path, service_full=renamed) == [("differs", "advice", "service_full", "name")]


def test_a_damaged_answer_is_a_fault_of_its_part(tmp_path: Path) -> None:
    recorded(tmp_path)
    (tmp_path / "service_full.json").write_text('{"id": ', encoding="utf-8")
    findings = quality.check_recording(tmp_path, TODAY)
    (fault, missing) = findings.problems
    assert (fault.code, fault.file, fault.params["line"]) == ("quality_not_json", "service_full.json", 1)
    assert missing.code == "quality_no_answer"


def test_a_folder_without_answers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile) as refused:
        quality.check_recording(tmp_path, TODAY)
    assert refused.value.code == "quality_no_answers"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "name", "contents", "total_pages", "size", "organization", "phones", "email"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(root=JSON, page=JSON, record=JSON)
def test_whatever_an_api_answers_is_graded_or_refused(
    tmp_path_factory: pytest.TempPathFactory, root: Any, page: Any, record: Any
) -> None:
    folder = tmp_path_factory.mktemp("answers")
    findings = quality.check_recording(
        recorded(folder, api_details=root or 0, service_list=page or 0, organization=record or 0), TODAY
    )
    assert all(one.report_row.problem and one.report_row.remedy for one in findings.problems)
    json.loads(quality.findings_as_json(findings))


@settings(max_examples=100, derandomize=True, deadline=None)
@given(content=st.binary(max_size=40) | st.text(max_size=40).map(str.encode) | st.just(b"[" * 100_000))
def test_whatever_bytes_an_api_answers_are_read_or_refused(content: bytes) -> None:
    refused = _refusal_of(content)
    assert refused is None or (refused.code, refused.file) == ("quality_not_json", "/services")
    assert refused is None or refused.remedy


def _refusal_of(content: bytes) -> BadFile | None:
    try:
        quality.read_json("/services", content)
    except BadFile as refused:
        return refused
    return None


class Api:
    """A running API with pages of two services; what it was asked for is kept."""

    def __init__(self, *services: dict[str, Any], **instead: Any) -> None:
        self.services = services
        self.instead = {f"/{name}": answer for name, answer in instead.items()}
        self.asked: list[str] = []

    def ask(self, address: str, *, accept: str = "*/*") -> Reply:
        parts = urlsplit(address)
        path = parts.path.removeprefix("/hsds")
        self.asked.append(f"{path}?{parts.query}" if parts.query else path)
        answer = self.instead.get(path, self._answer(path, parse_qs(parts.query)))
        if isinstance(answer, NoAnswer):
            raise answer
        status = answer if isinstance(answer, int) else 200
        body = b"" if isinstance(answer, int) else json.dumps(answer).encode()
        return Reply(status, body, address)

    def _answer(self, path: str, query: dict[str, list[str]]) -> Any:
        if path == "/":
            return ROOT
        if path == "/services":
            number = int(query.get("page", ["1"])[0])
            shown = self.services[2 * (number - 1) : 2 * number]
            n_pages = max(-(-len(self.services) // 2), 1)
            said = {"total_items": len(self.services), "total_pages": n_pages, "page_number": number}
            ends = {"first_page": number == 1, "last_page": number == n_pages}
            return a_page(*shown, **said, **ends)
        return next((one for one in self.services if path == f"/services/{one['id']}"), 404)


def services(n: int) -> list[dict[str, Any]]:
    return [{**SERVICE, "id": SERVICE_KEY[:-2] + f"{i:02}"} for i in range(n)]


def test_a_running_api_is_read_page_by_page_and_is_good() -> None:
    api = Api(*services(3))
    findings = quality.check_api("https://example.org/hsds", TODAY, api)
    assert (findings.problems, findings.verdict) == ([], "good")
    assert api.asked[:3] == ["/", "/services", "/services?page=2"]
    assert findings.n_rows["service"] == 3, "each id once, in the list and by itself"


def test_a_running_api_is_not_read_without_end() -> None:
    api = Api(services=a_page(SERVICE, total_pages=10**9, total_items=10**9))
    quality.check_api("https://example.org/hsds", TODAY, api)
    assert len(api.asked) < 40


@pytest.mark.parametrize(
    ("instead", "expected"),
    [
        ({"services": 500}, ("quality_status", "fault", "/services")),
        ({"services": NoAnswer("timeout")}, ("quality_unreadable", "fault", "/services")),
        ({"organizations": 500}, ("quality_status", "warning", "/organizations")),
        ({f"services/{SERVICE_KEY}": 404}, ("quality_status", "fault", f"/services/{SERVICE_KEY}")),
        ({f"services/{SERVICE_KEY}": {**SERVICE, "id": "1"}}, ("quality_wrong_record", "fault", None)),
    ],
)
def test_what_a_running_api_does_not_answer_is_found(
    instead: dict[str, Any], expected: tuple[str, str, str | None]
) -> None:
    findings = quality.check_api("https://example.org/hsds/", TODAY, Api(SERVICE, **instead))
    code, grade, file = expected
    assert [one for one in findings.problems if one.code == code and one.grade == grade]
    assert file is None or file in {one.file for one in findings.problems}


def test_what_the_standard_does_not_require_may_be_absent() -> None:
    assert quality.check_api("https://example.org/hsds/", TODAY, Api(SERVICE)).problems == []


def test_an_api_that_does_not_answer_at_all_is_unreadable() -> None:
    class Silent:
        def ask(self, address: str, *, accept: str = "*/*") -> Reply:
            raise NoAnswer("unknown")

    with pytest.raises(BadFile) as refused:
        quality.check_api("https://example.org/", TODAY, Silent())
    assert refused.value.code == "quality_unreadable"
