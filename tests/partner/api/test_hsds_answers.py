"""Every answer of the API, against the OpenAPI file and the schemas of the standard itself."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.partner.api.furnished import Furnished, furnish_directory
from tests.shared import shared
from throughline.accounts.models import District
from throughline.accounts.permissions import Actor
from throughline.partner.queries.kind_rows import kind_taxonomy_id

VERSIONS = {"3.0": "3.0", "3.1": "3.1-dev"}
AT: dict[str, dict[str, str]] = {"3.0": {}, "3.1": {"version": "3.1"}}
"""What an address of ours names of a version."""

ADDRESS = re.compile(r"https://raw\.githubusercontent\.com/openreferral/specification/3\.0/schema/(.+)")
PAGE = Path(__file__).parents[3] / "docs" / "reference" / "hsds-api.md"
NEEDED = {"'name' is a required property", "'status' is a required property"}

DIFFERENCES = {
    "3.0": {"`/service_at_locations/{id}`": NEEDED, "`minimal=true`": NEEDED},
    "3.1": {"`/service_at_locations/{id}`": NEEDED, "`minimal=true`": NEEDED},
}
"""What the schema that the standard names for an answer finds, by what is asked for; else nothing."""

MORE_PARAMETERS = {
    "3.0": {("/organizations", "get", "taxonomy_id"), ("/organizations", "get", "taxonomy_term_id")},
    "3.1": set[tuple[str, str, str]](),
}
LISTS = ("/services", "/organizations", "/service_at_locations", "/taxonomies", "/taxonomy_terms")


@pytest.fixture
def directory(system: Actor) -> Furnished:
    return furnish_directory(system)


def standard(version: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        shared("hsds", VERSIONS[version], "schema", "openapi.json").read_text(encoding="utf-8")
    )
    return found


def validator(version: str, openapi: dict[str, Any], pointer: str) -> Draft202012Validator:
    """A judge of what a place in the OpenAPI file describes. The schemas it names are read from the disk."""

    def retrieve(address: str) -> Resource[Any]:
        found = ADDRESS.fullmatch(address)
        assert found, address
        path = shared("hsds", VERSIONS[version], "schema", *found[1].split("/"))
        return Resource(json.loads(path.read_text(encoding="utf-8")), DRAFT202012)

    registry: Registry[Any] = Registry(retrieve=retrieve)  # type: ignore[call-arg]
    registry = registry.with_resource("urn:openapi", Resource(openapi, DRAFT202012))
    return Draft202012Validator(
        {"$ref": f"urn:openapi#{pointer}"}, registry=registry, format_checker=FormatChecker()
    )


def pointer_of(path: str, method: str = "get") -> str:
    escaped = path.replace("/", "~1")
    return f"/paths/{escaped}/{method}/responses/200/content/application~1json/schema"


def asked(directory: Furnished, district: District) -> Iterator[tuple[str, str, str]]:
    """What is asked for: a name for it, the path in the standard, and what follows the root."""
    yield "root", "/", ""
    for path in LISTS:
        yield path, path, path[1:]
    for path in ("/services", "/organizations", "/service_at_locations"):
        yield f"{path} full", path, f"{path[1:]}?full=true"
    yield "services in full", "/organizations", "organizations?full=true&full_service=true"
    yield "`minimal=true`", "/services", "services?minimal=true"
    records = {
        "/services/{id}": [directory.homework, directory.reading, directory.nights],
        "/organizations/{id}": [directory.library, directory.shelter],
        "/service_at_locations/{id}": [directory.at_branch, directory.at_hidden],
        "/taxonomies/{id}": [directory.taxonomy],
        "/taxonomy_terms/{id}": [directory.term, directory.parent],
    }
    for path, rows in records.items():
        for row in rows:
            what = f"`{path}`" if path == "/service_at_locations/{id}" else f"{path} {row}"
            yield what, path, path[1:].replace("{id}", str(row.hsds_id))
    yield "own taxonomy", "/taxonomies/{id}", f"taxonomies/{kind_taxonomy_id(district)}"


@pytest.mark.parametrize("version", VERSIONS)
def test_every_answer_is_valid_by_the_standard_but_for_what_is_listed(
    district: District, directory: Furnished, version: str
) -> None:
    openapi = standard(version)
    root = district.url("hsds_root", **AT[version])
    found: dict[str, set[str]] = {}
    n_asked = 0
    for what, path, rest in asked(directory, district):
        answer = Client().get(root + rest)
        assert answer.status_code == 200, (rest, answer.content)
        n_asked += 1
        judge = validator(version, openapi, pointer_of(path))
        faults = {error.message for error in judge.iter_errors(answer.json())}
        if faults:
            found.setdefault(what, set()).update(faults)
    assert n_asked > 20
    assert found == DIFFERENCES[version]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_service_at_a_location_is_valid_by_its_own_schema(
    district: District, directory: Furnished, version: str
) -> None:
    path = shared("hsds", VERSIONS[version], "schema", "compiled", "service_at_location.json")
    judge = Draft202012Validator(json.loads(path.read_text("utf-8")), format_checker=FormatChecker())
    for row in (directory.at_branch, directory.at_hidden):
        url = district.url("hsds_service_at_location", place_id=row.hsds_id, **AT[version])
        assert [error.message for error in judge.iter_errors(Client().get(url).json())] == []


@pytest.mark.parametrize("version", VERSIONS)
def test_the_judge_finds_what_is_wrong(version: str) -> None:
    judge = validator(version, standard(version), pointer_of("/services"))
    page = {"total_items": "1", "contents": [{"id": "1", "name": "A", "status": "open", "url": "no url"}]}
    assert len(list(judge.iter_errors(page))) == 4


@pytest.mark.parametrize("version", VERSIONS)
def test_every_path_and_parameter_of_the_standard_is_there(district: District, version: str) -> None:
    theirs = parameters(standard(version))
    ours = parameters(Client().get(district.url("hsds_openapi", **AT[version])).json())
    posted = {one for one in theirs if one[1] == "post"}
    gotten = {one for one in ours if one[1] == "get" and one[0] not in {"/openapi.json", "/profile"}}
    assert gotten - (theirs - posted) == MORE_PARAMETERS[version]
    assert (theirs - posted) - gotten == set()
    lists = {path for path, method, _name in posted}
    assert lists == (set() if version == "3.0" else set(LISTS))
    assert {path for path, method, _name in ours if method == "post"} == set(LISTS)


def parameters(openapi: dict[str, Any]) -> set[tuple[str, str, str]]:
    """Path, method and parameter of each; a blank stands for the path itself."""
    found = set()
    for path, item in openapi["paths"].items():
        for method in ("get", "post"):
            if method not in item:
                continue
            found.add((path, method, ""))
            for one in [*item.get("parameters", ()), *item[method].get("parameters", ())]:
                ref = one.get("$ref", "").rpartition("/")[2]
                name = openapi["components"]["parameters"][ref]["name"] if ref else one["name"]
                found.add((path, method, name))
    return found


def test_the_docs_list_each_difference() -> None:
    table = PAGE.read_text(encoding="utf-8").partition("## Where this differs")[2]
    rows = re.findall(r"^\| (.+?) \|", table, re.MULTILINE)
    found = {what for answers in DIFFERENCES.values() for what in answers}
    assert found <= set(rows)
