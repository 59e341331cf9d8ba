"""Compare a record of JSON with our description of the standard, with the records in it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from throughline.formats.hsds.additions import CONFIDENTIAL, says_confidential
from throughline.formats.hsds.exact import form_fault, is_uuid
from throughline.formats.hsds.quality import rows, words
from throughline.formats.hsds.quality.model import Grade, Problem
from throughline.formats.hsds.reaching import is_email
from throughline.formats.hsds.standard import TABLES
from throughline.formats.hsds.version import ONE, Field, Version
from throughline.formats.problems import ParamValue

_ALSO_HELD: Final[Mapping[str, Mapping[str, str]]] = {
    "service_at_location": {"service": "service"},
    "organization": {"services": "service"},
    "taxonomy": {"taxonomy_terms": "taxonomy_term"},
}
"""Records that answers of APIs hold, though the description of the table does not name them."""

_DEEPEST: Final = 12
_ONE: Final = ONE | {"service"}


class RecordCheck:
    """
    Checks the records of one answer.

    Parameters
    ----------
    file : str
        The answer.
    version : str
        The version of the standard that the API says it has.
    today : date
        The day on which entries should be fresh.
    worst : {"fault", "warning"}
        How bad it is if a record breaks the standard.
    has_lists : bool
        Whether the lists that records hold are part of the answer. Answers with many records need not hold
        them, and may shorten them.
    """

    def __init__(self, file: str, version: Version, today: date, *, worst: Grade, has_lists: bool) -> None:
        self._file = file
        self._version = version
        self._today = today
        self._worst = worst
        self._has_lists = has_lists
        self._said: set[tuple[str, str, str, str]] = set()

    def problems(self, table: str, record: object, row: int | None = None) -> Iterator[Problem]:
        """
        Find the problems of a record and of those in it.

        Parameters
        ----------
        table : str
            Its table.
        record : object
            The record, as JSON has it.
        row : int or None
            Its number in the answer.

        Yields
        ------
        Problem
            Each problem.
        """
        yield from self._record(table, record, row, "", 0)

    def _record(
        self, table: str, record: object, row: int | None, path: str, depth: int
    ) -> Iterator[Problem]:
        if not isinstance(record, dict):
            yield self._problem("quality_no_record", self._worst, table, "", row, path.rstrip("."), {})
            return
        known = record.get("id")
        key = known if isinstance(known, str) else ""
        for code, grade, name, params in self._findings(table, record, depth):
            if self._is_new(code, table, key, name, path):
                yield self._problem(code, grade, table, key, row, path + name, params)
        if depth >= _DEEPEST:
            return
        for name, inner in self._held(table).items():
            held = record.get(name)
            if held is None:
                continue
            if name in _ONE:
                yield from self._record(inner, held, row, f"{path}{name}.", depth + 1)
            elif not self._has_lists:
                continue
            elif not isinstance(held, list):
                yield self._problem(
                    "quality_type", self._worst, table, key, row, path + name, {"kind": "array"}
                )
            else:
                for i, one in enumerate(held):
                    yield from self._record(inner, one, row, f"{path}{name}[{i}].", depth + 1)

    def _is_new(self, code: str, table: str, key: str, name: str, path: str) -> bool:
        """Whether it was not said of the same record yet: an organization stands in each of its services."""
        said = code, table, key, name
        is_new = not key or not path or said not in self._said
        self._said.add(said)
        return is_new

    def _held(self, table: str) -> Mapping[str, str]:
        return {**TABLES[table].nested_in(self._version), **_ALSO_HELD.get(table, {})}

    def _findings(self, table: str, record: Mapping[str, Any], depth: int) -> Iterator[rows.Finding]:
        sound: dict[str, Any] = {}
        # A confidential location leaves out what says where it is.
        must_be_filled = table != "location" or not says_confidential(record.get(CONFIDENTIAL))
        for field in TABLES[table].fields_in(self._version):
            value = record.get(field.name)
            if value is None:
                if field.is_required:
                    yield "quality_missing", self._worst, field.name, {}
                elif field.name in record:
                    yield "quality_null", "advice", field.name, {}
                continue
            if field.is_required and isinstance(value, str) and not value.strip():
                if must_be_filled:
                    yield "quality_blank", self._grade_of_blank(field.name), field.name, {}
                continue
            fault = self._fault(table, field, value)
            if fault:
                yield fault
            else:
                sound[field.name] = value
        # Within the record of another table, a service need not say what is around it.
        if table == "service" and not depth and not _has_organization(record):
            yield "quality_no_organization", self._worst, "organization", {}
        if table == "taxonomy_term" and record.get("taxonomy_detail"):
            sound["taxonomy_detail"] = True
        for finding in rows.contents(table, sound, self._today):
            # Records may leave dates and taxonomies out of an answer.
            if finding[0] not in {"quality_undated", "quality_no_taxonomy"}:
                yield finding

    def _grade_of_blank(self, name: str) -> Grade:
        return self._worst if name == "id" or rows.grade_of_blank(name) == "fault" else "warning"

    def _fault(self, table: str, field: Field, value: object) -> rows.Finding | None:
        name, params = field.name, {"value": rows.shown(table, value)}
        if field.kind == "number":
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            return None if is_number else ("quality_type", self._worst, name, {"kind": "number"})
        if not isinstance(value, str):
            return "quality_type", self._worst, name, {"kind": "string"}
        if field.values and form_fault(field, value):
            allowed = {**params, "allowed": ", ".join(field.values)}
            return "quality_value", self._worst, name, allowed
        if field.kind == "uuid":
            return None if is_uuid(value) else ("quality_id", "advice", name, params)
        if not value:
            return None
        if field.kind == "email" and not is_email(value):
            return "quality_email", self._worst, name, params
        if field.kind == "uri" and not words.is_uri(value):
            if words.is_host(value):
                return "quality_web_beginning", "warning", name, params
            return "quality_web", self._worst, name, params
        code = form_fault(field, value)
        return (code, self._worst, name, params) if code else None

    def _problem(
        self,
        code: str,
        grade: Grade,
        table: str,
        record: str,
        row: int | None,
        field: str,
        params: Mapping[str, ParamValue],
    ) -> Problem:
        return Problem(code, grade, table, record, self._file, row, field, params, table, record)


def _has_organization(record: Mapping[str, Any]) -> bool:
    """Whether a service holds its organization, or names it by its id."""
    link = record.get("organization_id")
    return bool(record.get("organization")) or (bool(link) and bool(str(link).strip()))


def page_problems(file: str, answer: Mapping[str, Any], worst: Grade) -> Iterator[Problem]:
    """
    Find what is wrong with what a page of an answer says about itself.

    A claim that makes a program stop too early, or read on for nothing, breaks the standard. `size` decides
    nothing, so a wrong one is advice.

    Parameters
    ----------
    file : str
        The answer.
    answer : mapping of str to value
        The answer, as JSON has it.
    worst : {"fault", "warning"}
        How bad it is if the answer breaks the standard.

    Yields
    ------
    Problem
        Each problem.

    References
    ----------
    HSDS 3.0, API reference, Lists: https://docs.openreferral.org/en/3.0/hsds/api_reference.html
    """
    kinds = {**dict.fromkeys(_NUMBERS, "integer"), **dict.fromkeys(_FLAGS, "boolean")}
    is_sound = True
    for name, kind in (*kinds.items(), ("contents", "array")):
        value = answer.get(name)
        if value is None:
            yield Problem("quality_missing", worst, file=file, field=name)
        elif not _is(kind, value):
            yield Problem("quality_type", worst, file=file, field=name, params={"kind": kind})
        else:
            continue
        is_sound = False
    if is_sound:
        for name, said, expected in _wrong_claims(answer):
            params = {"said": said, "expected": expected}
            yield Problem("quality_page", worst, file=file, field=name, params=params)
        if answer["size"] != len(answer["contents"]):
            params = {"said": str(answer["size"]), "expected": str(len(answer["contents"]))}
            yield Problem("quality_page_size", "advice", file=file, field="size", params=params)


_NUMBERS: Final = ("total_items", "total_pages", "page_number", "size")
_FLAGS: Final = ("first_page", "last_page", "empty")


def _is(kind: str, value: object) -> bool:
    if kind == "array":
        return isinstance(value, list)
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, bool)


def _wrong_claims(answer: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What a page says, and what follows from the rest of it: the field, and both as text."""
    contents: Sequence[object] = answer["contents"]
    n_items, n_pages = answer["total_items"], answer["total_pages"]
    number, size = answer["page_number"], answer["size"]
    claims: list[tuple[str, object, object]] = [
        ("empty", answer["empty"], not contents),
        ("first_page", answer["first_page"], number == 1),
        ("last_page", answer["last_page"], number >= n_pages),
    ]
    if n_items < len(contents):
        claims.append(("total_items", n_items, len(contents)))
    elif number == 1 and size > 0:
        claims.append(("total_pages", max(n_pages, 1), max(-(-n_items // size), 1)))
    for name, said, expected in claims:
        if said != expected:
            yield name, str(said).lower(), str(expected).lower()
