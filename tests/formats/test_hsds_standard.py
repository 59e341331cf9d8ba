"""Our description of the standard against its published schemas, version by version."""

import json
from typing import Any

import pytest

from tests.shared import shared
from throughline.formats.hsds.standard import TABLES
from throughline.formats.hsds.version import ONE, WRITTEN, Version

FOLDERS = {"3.0": "3.0", "3.1": "3.1-dev"}


def schemas(version: str) -> dict[str, Any]:
    files = shared("hsds", FOLDERS[version], "schema").glob("*.json")
    return {file.stem: json.loads(file.read_text()) for file in files if file.stem != "openapi"}


def is_record(described: dict[str, Any]) -> bool:
    return "$ref" in described or described["type"] == "array"


def kind_of(described: dict[str, Any]) -> str:
    kind = described.get("datapackage_type") or described.get("format") or described["type"]
    return "datetime" if kind == "date-time" else str(kind)


@pytest.mark.parametrize("version", WRITTEN)
def test_the_tables_of_a_version_are_those_of_its_schemas(version: Version) -> None:
    published = schemas(version)
    assert {name for name, table in TABLES.items() if table.since <= version} == set(published)
    for name, schema in published.items():
        table = TABLES[name]
        assert f"{table.stem}.csv" == schema["path"]
        properties = schema["properties"]
        own = {key: one for key, one in properties.items() if not is_record(one)}
        fields = table.fields_in(version)
        # Fields that came in a version stand where that version has them.
        assert sorted(one.name for one in fields) == sorted(own), name
        for field in fields:
            assert field.kind == kind_of(own[field.name]), (name, field.name)
            assert list(field.values) == own[field.name].get("enum", []), (name, field.name)
        assert {one.name for one in fields if one.is_required} == set(schema["required"]) & set(own), name
        in_tables = {one.name for one in fields if one.is_required_in_tables}
        assert in_tables == set(schema.get("tabular_required", [])) & set(own), name


@pytest.mark.parametrize("version", WRITTEN)
def test_the_records_within_records_are_those_of_the_schemas(version: Version) -> None:
    for name, schema in schemas(version).items():
        held = {key: one for key, one in schema["properties"].items() if is_record(one)}
        tables = {key: (one.get("items") or one)["$ref"].removesuffix(".json") for key, one in held.items()}
        assert TABLES[name].nested_in(version) == tables, name
        assert {key for key, one in held.items() if "$ref" in one} == set(tables) & ONE, name


@pytest.mark.parametrize("version", WRITTEN)
def test_links_are_the_foreign_keys_of_the_data_package(version: Version) -> None:
    package = json.loads(shared("hsds", FOLDERS[version], "datapackage.json").read_text())
    for resource in package["resources"]:
        keys = {
            key["fields"]: key["reference"]["resource"] for key in resource["schema"].get("foreignKeys", [])
        }
        # The package leaves out the links between rows of one table.
        links = {
            one.name: one.link
            for one in TABLES[resource["name"]].fields_in(version)
            if one.link and one.link != resource["name"]
        }
        assert links == keys, resource["name"]
