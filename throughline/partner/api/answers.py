"""Answers of the API: records, pages of records, and problems in a sentence (RFC 9457)."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import ceil
from typing import Any, Final, TypeVar, cast

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from throughline.formats.hsds import HsdsRow
from throughline.formats.hsds.records import Record
from throughline.partner.api.parameters import Parameters
from throughline.partner.queries.listings import Listing

Row = TypeVar("Row", bound=Model)

JSON: Final = "application/json"
PROBLEM: Final = "application/problem+json"


def readable_anywhere(request: HttpRequest, response: HttpResponse, methods: Iterable[str]) -> HttpResponse:
    """Let pages of other sites read the answer: it is public, and the same whoever asks."""
    patch_vary_headers(response, ("Origin",))
    if "Origin" in request.headers:
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Retry-After"
    if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
        response.headers["Access-Control-Allow-Methods"] = ", ".join(methods)
        response.headers["Access-Control-Allow-Headers"] = "Content-Type, If-None-Match"
        response.headers["Access-Control-Max-Age"] = "86400"
    return response


def answer(data: object) -> HttpResponse:
    return HttpResponse(json.dumps(data, ensure_ascii=False), content_type=JSON)


def page_answer(
    listing: Listing[Row],
    parameters: Parameters,
    make: Callable[[Sequence[HsdsRow], QuerySet[Row]], list[Record]],
) -> HttpResponse:
    """A page of a list, with the standard's account of it."""
    number, size, n = parameters.page, parameters.size(), listing.n
    n_pages = ceil(n / size)
    contents = make(*listing.part((number - 1) * size, size))
    return answer(
        {
            "total_items": n,
            "total_pages": n_pages,
            "page_number": number,
            "size": len(contents),
            "first_page": number == 1,
            "last_page": number >= n_pages,
            "empty": not contents,
            "contents": contents,
        }
    )


def problem(status: int, detail: str, errors: Iterable[Mapping[str, str]] = ()) -> HttpResponse:
    answer = HttpResponse(status=status, content_type=PROBLEM)
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": answer.reason_phrase,
        "status": status,
        "detail": detail,
    }
    faults = list(errors)
    if faults:
        body["errors"] = faults
    answer.content = json.dumps(body, ensure_ascii=False).encode()
    return answer


def not_found(what: str) -> HttpResponse:
    return problem(404, f"This directory has no {what} with this id.")


def unknown_names(names: Sequence[str], known: Iterable[str]) -> HttpResponse:
    """An answer to parameters that are misspelled: left out, they would widen what is found."""
    allowed = ", ".join(sorted(known))
    remedy = f"Use only: {allowed}." if allowed else "This address takes no parameters."
    errors = [{"field": name[:60], "detail": "There is no parameter of this name."} for name in names]
    return problem(400, f"There is no parameter of this name. {remedy}", errors)


def invalid(error: ValidationError) -> HttpResponse:
    """An answer that says what to change, without repeating what was sent."""
    errors = [{"field": _field(one["loc"]), "detail": _sentence(one)} for one in error.errors]
    first = errors[0]
    return problem(400, f"{first['field']}: {first['detail']}" if first["field"] else first["detail"], errors)


class RepeatedName(ValueError):
    """A body gives a parameter twice; its value would be a guess."""


class BodyParser(Parser):
    """Reads the body of a POST."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        return cast(dict[str, Any], json.loads(request.body, object_pairs_hook=_once_each))


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise RepeatedName(name)
        found[name] = value
    return found


def repeated(name: str) -> HttpResponse:
    detail = "Give this parameter once."
    return problem(400, f"{name[:60]}: {detail}", [{"field": name[:60], "detail": detail}])


def unreadable(error: HttpError) -> HttpResponse:
    if isinstance(error.__cause__, RepeatedName):
        return repeated(str(error.__cause__))
    if error.status_code == 400:
        return problem(400, "The body can't be read. Send one JSON object.")
    return problem(error.status_code, error.message)


def _field(where: Sequence[str | int]) -> str:
    names = [str(part) for part in where if part not in {"query", "body", "path", "parameters"}]
    return ".".join(names)[:60]


def _sentence(error: Mapping[str, Any]) -> str:
    context = error.get("ctx", {})
    match error["type"]:
        case "value_error":
            return str(error["msg"]).removeprefix("Value error, ")
        case "greater_than_equal":
            return f"Give a number of at least {context['ge']}."
        case "less_than_equal":
            return f"Give a number of at most {context['le']}."
        case "literal_error":
            return f"Only {context['expected']} is available."
        case "extra_forbidden":
            return "There is no parameter of this name."
        case "string_too_long":
            return f"Give at most {context['max_length']} characters."
        case "string_too_short":
            return "Give a value, or leave this parameter out."
        case "string_type" | "string_unicode":
            return "Give a text."
        case "string_pattern_mismatch":
            return "This value is not in the form that this parameter has. See the description of the API."
        case "missing" | "model_attributes_type" | "model_type" | "dict_type":
            return "Send one JSON object with the parameters."
    return "This value does not fit. See the description of the API."
