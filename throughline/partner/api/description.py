"""The description of the API in OpenAPI 3.1: what django-ninja knows of the parameters, and the answers."""

import copy
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from throughline.formats.hsds import ONE, TABLES, Version
from throughline.partner.api.answers import JSON, PROBLEM
from throughline.partner.api.endpoints import api

Schema = dict[str, Any]

_METHODS: Final = ("get", "post")
_RECORDS: Final[Mapping[str, str]] = {
    "/services": "service",
    "/organizations": "organization",
    "/service_at_locations": "service_at_location",
    "/taxonomies": "taxonomy",
    "/taxonomy_terms": "taxonomy_term",
}
"""The table of each list."""

_NOT_PUBLIC: Final = frozenset({"contact"})

_TYPES: Final[Mapping[str, Schema]] = {
    "string": {"type": "string"},
    "uuid": {"type": "string", "format": "uuid"},
    "uri": {"type": "string", "format": "uri"},
    "email": {"type": "string", "format": "email"},
    "number": {"type": "number"},
    "date": {"type": "string"},
    "datetime": {"type": "string", "format": "date-time"},
    "time": {"type": "string"},
}
_PAGE: Final[Mapping[str, tuple[str, str]]] = {
    "total_items": ("integer", "How many entries match, on all pages."),
    "total_pages": ("integer", "How many pages they fill."),
    "page_number": ("integer", "The number of this page."),
    "size": ("integer", "How many entries are on this page."),
    "first_page": ("boolean", "Whether this is the first page."),
    "last_page": ("boolean", "Whether no page comes after this one."),
    "empty": ("boolean", "Whether this page has no entries."),
}
_PROBLEM: Final[Schema] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong and what to do, in a sentence."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "detail"],
                "properties": {"field": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
_REFUSALS: Final[Mapping[int, str]] = {
    400: "A parameter or the body does not fit.",
    404: "There is no such entry in this directory.",
    413: "The body is too large.",
    415: "The body is not JSON.",
    429: "Too many requests within a minute. Retry-After says when to go on.",
}


@cache
def _made_by_ninja() -> Schema:
    made: Schema = api.get_openapi_schema(path_prefix="")
    return made


def parameters_of(name: str) -> tuple[str, ...]:
    """The names of the parameters that an endpoint takes in the address."""
    return _parameters().get(name, ())


@cache
def _parameters() -> dict[str, tuple[str, ...]]:
    found = {}
    for path, methods in _made_by_ninja()["paths"].items():
        names = tuple(one["name"] for one in methods["get"].get("parameters", ()) if one["in"] == "query")
        table = _RECORDS[path.removesuffix("/{id}")]
        found[table if path.endswith("/{id}") else path.strip("/")] = names
    return found


@cache
def _described(version: Version) -> Schema:
    made = copy.deepcopy(_made_by_ninja())
    paths = {}
    for path, methods in made["paths"].items():
        paths[path] = {name: _operation(path, name, methods[name]) for name in _METHODS if name in methods}
    schemas = {name: _plain(one) for name, one in made["components"]["schemas"].items()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Directory of services",
            "version": "1.0",
            "summary": f"Human Services Data Specification (HSDS) {version}",
            "description": (
                "The directory of services of a school district, to read without a key. All filters given "
                "have to hold. Send them in the body of a POST to keep them out of addresses."
            ),
            "license": {"name": "The district that publishes the directory says how it may be used."},
        },
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "servers": [],
        "paths": _fixed_paths() | paths,
        "components": {
            "schemas": schemas | dict(_records(version)) | {"Problem": _PROBLEM},
        },
    }


def described(version: Version, base: str) -> Schema:
    """The description of one version of the standard, for the address where it is."""
    return _described(version) | {"servers": [{"url": base}]}


def _operation(path: str, method: str, made: Schema) -> Schema:
    table, is_one = _RECORDS[path.removesuffix("/{id}")], path.endswith("/{id}")
    made["operationId"] = f"{'search' if method == 'post' else 'get'}_{table}{'' if is_one else '_list'}"
    made["parameters"] = [_plain(one) for one in made.get("parameters", ())]
    found: Schema = {"$ref": f"#/components/schemas/{table}"} if is_one else _page_of(table)
    refused = [400, 429, *([404] if is_one else ()), *((413, 415) if method == "post" else ())]
    made["responses"] = _responses(found, refused)
    if method == "post":
        made["requestBody"] = _plain(made["requestBody"]) | {"required": True}
    return made


def _responses(found: Schema, refused: list[int]) -> Schema:
    known: Schema = {
        "200": {
            "description": "What was asked for.",
            "headers": {"ETag": {"schema": {"type": "string"}}},
            "content": {JSON: {"schema": found}},
        },
        "304": {"description": "Nothing changed since the answer whose ETag was sent in If-None-Match."},
    }
    for status in sorted(refused):
        content: Schema = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        known[str(status)] = {"description": _REFUSALS[status], "content": content}
    return known


def _page_of(table: str) -> Schema:
    entry: Schema = {"$ref": f"#/components/schemas/{table}"}
    if table == "service":
        entry = {"anyOf": [entry, {"$ref": "#/components/schemas/minimal_service"}]}
    return {
        "allOf": [{"$ref": "#/components/schemas/Page"}],
        "type": "object",
        "required": ["contents"],
        "properties": {"contents": {"type": "array", "items": entry}},
    }


def _fixed_paths() -> Schema:
    root: Schema = {
        "type": "object",
        "required": ["version", "profile", "openapi_url"],
        "properties": {
            "version": {"type": "string", "description": "The version of the standard."},
            "profile": {"type": "string", "format": "uri", "description": "What is added to the standard."},
            "openapi_url": {"type": "string", "format": "uri"},
        },
    }
    fixed: dict[str, tuple[str, str, Schema]] = {
        "/": ("get_root", "About this API", root),
        "/openapi.json": ("get_openapi", "This description", {"type": "object"}),
        "/profile": ("get_profile", "What is added to the standard", {"type": "object"}),
    }
    return {
        path: {
            "get": {
                "operationId": name,
                "summary": summary,
                "parameters": [],
                "responses": _responses(schema, [400, 429]),
            }
        }
        for path, (name, summary, schema) in fixed.items()
    }


def _records(version: Version) -> Iterator[tuple[str, Schema]]:
    """The schema of a page, and of the records of each table of the standard."""
    page = {name: {"type": kind, "description": words} for name, (kind, words) in _PAGE.items()}
    yield "Page", {"type": "object", "required": list(page), "properties": page}
    yield (
        "minimal_service",
        {
            "type": "object",
            "required": ["id"],
            "additionalProperties": False,
            "properties": {"id": _TYPES["uuid"], "modified_date": _TYPES["datetime"]},
        },
    )
    for name, table in TABLES.items():
        if table.since > version or name in _NOT_PUBLIC:
            continue
        properties: Schema = {}
        for one in table.fields_in(version):
            if one.link in _NOT_PUBLIC:
                continue
            properties[one.name] = dict(_TYPES[one.kind])
            if one.values:
                properties[one.name]["enum"] = list(one.values)
        for held, of in table.nested_in(version).items():
            if of not in _NOT_PUBLIC:
                properties[held] = _held(held, of)
        if name == "service_at_location":
            properties["service"] = _held("service", "service", is_one=True)
        if name == "organization":
            properties["services"] = _held("services", "service")
        required = [one.name for one in table.fields_in(version) if one.is_required]
        yield name, {"type": "object", "required": required, "properties": properties}


def _held(name: str, table: str, *, is_one: bool = False) -> Schema:
    record: Schema = {"$ref": f"#/components/schemas/{table}"}
    return record if is_one or name in ONE else {"type": "array", "items": record}


def _plain(made: Any) -> Any:
    """What ninja made, without titles that repeat the names and without defaults that say nothing."""
    if isinstance(made, list):
        return [_plain(one) for one in made]
    if not isinstance(made, dict):
        return made
    kept = {name: one for name, one in made.items() if not (name == "default" and one in (None, ""))}
    return {name: _plain(one) for name, one in kept.items() if not (name == "title" and isinstance(one, str))}
