"""Check the answers of an API of the standard: recorded ones, or those that a caller fetches."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal

from throughline.formats.hsds.quality import words
from throughline.formats.hsds.quality.model import Findings, Grade, Problem
from throughline.formats.hsds.quality.records import RecordCheck, page_problems
from throughline.formats.hsds.version import Version
from throughline.formats.problems import BadFile, quoted

Form = Literal["root", "list", "detail"]

PATHS: Final[Mapping[str, str]] = {
    "service": "/services",
    "organization": "/organizations",
    "service_at_location": "/service_at_locations",
    "taxonomy": "/taxonomies",
    "taxonomy_term": "/taxonomy_terms",
}
"""The endpoint of each table."""

REQUIRED: Final = frozenset({"", "service"})
"""Tables whose endpoints the standard requires; empty for the root. All others are optional."""

ROOT_FIELDS: Final = ("version", "profile", "openapi_url")
"""What the root says."""


@dataclass(frozen=True)
class Answer:
    """
    One answer of an API.

    Parameters
    ----------
    name : str
        The file it was recorded in, or its path.
    content : object
        What it holds, as JSON has it.
    table : str
        The table of its endpoint; empty for the root.
    form : {"root", "list", "detail"}
        Whether it is the root, one page of many records, or one record.
    """

    name: str
    content: Any
    table: str
    form: Form


@dataclass
class _Listed:
    """What the pages and single records of one endpoint said."""

    names: dict[str, object] = field(default_factory=dict)
    n_pages: int = 0
    n_said: int = 1
    details: list[Answer] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    @property
    def is_whole(self) -> bool:
        """Whether every page of the list was seen."""
        return 0 < self.n_said <= self.n_pages


class AnswersCheck:
    """
    A check of the answers of one API.

    Parameters
    ----------
    today : date
        The day on which entries should be fresh.

    Attributes
    ----------
    findings : Findings
        What was found so far.
    version : str
        The version of the standard by which answers are judged: what the root says, 3.0 without it.
    has_root : bool
        Whether the root has answered.
    """

    def __init__(self, today: date) -> None:
        self.findings = Findings()
        self.version: Version = "3.0"
        self._today = today
        self._listed: dict[str, _Listed] = {table: _Listed() for table in PATHS}
        self._organization_links: list[tuple[str, Problem]] = []
        self.has_root = False

    def take(self, answer: Answer) -> None:
        """
        Check one answer. The root comes first.

        Parameters
        ----------
        answer : Answer
            The answer.
        """
        if answer.form == "root":
            self.has_root = True
            self._root(answer)
        elif answer.form == "list":
            self._page(answer)
        else:
            self._detail(answer)

    def finish(self) -> Findings:
        """
        Check what is missing, and whether lists and single records agree.

        Returns
        -------
        Findings
            Everything that was found.
        """
        if not self.has_root:
            self._add(Problem("quality_no_answer", "fault", file="/"))
        services = self._listed["service"]
        if not services.n_pages:
            self._add(Problem("quality_no_answer", "fault", "service", file="/services"))
        if not services.details and not (services.n_pages and services.is_whole and not services.names):
            self._add(Problem("quality_no_answer", "fault", "service", file="/services/{id}"))
        for table, listed in self._listed.items():
            for answer in listed.details:
                self._compare(table, listed, answer)
        organizations = self._listed["organization"]
        for organization, problem in self._organization_links:
            if organizations.is_whole and organization not in organizations.seen:
                self._add(problem)
        return self.findings

    def _add(self, problem: Problem) -> None:
        self.findings.add(problem)

    def _worst(self, table: str) -> Grade:
        return "fault" if table in REQUIRED else "warning"

    def _root(self, answer: Answer) -> None:
        content = answer.content
        if not isinstance(content, dict):
            self._add(Problem("quality_no_record", "fault", file=answer.name))
            return
        for name in ROOT_FIELDS:
            value = content.get(name)
            if value is None or value == "":
                self._add(Problem("quality_missing", "fault", file=answer.name, field=name))
            elif not isinstance(value, str):
                params = {"kind": "string"}
                self._add(Problem("quality_type", "fault", file=answer.name, field=name, params=params))
            elif name != "version" and not words.is_uri(value):
                params = {"value": quoted(value)}
                self._add(Problem("quality_web", "fault", file=answer.name, field=name, params=params))
            elif name == "version":
                self.version = "3.1" if "3.1" in value else "3.0"

    def _records(self, answer: Answer) -> RecordCheck:
        return RecordCheck(
            answer.name,
            self.version,
            self._today,
            worst=self._worst(answer.table),
            has_lists=answer.form == "detail",
        )

    def _page(self, answer: Answer) -> None:
        worst, listed = self._worst(answer.table), self._listed[answer.table]
        listed.n_pages += 1
        if not isinstance(answer.content, dict):
            self._add(Problem("quality_no_record", worst, file=answer.name))
            return
        self.findings.extend(page_problems(answer.name, answer.content, worst))
        said = answer.content.get("total_pages")
        listed.n_said = max(listed.n_said, said) if isinstance(said, int) else listed.n_said
        records = answer.content.get("contents")
        check = self._records(answer)
        for i, record in enumerate(records if isinstance(records, list) else (), start=1):
            self._count(answer, record, i)
            self.findings.extend(check.problems(answer.table, record, i))
            if not isinstance(record, dict) or not isinstance(record.get("id"), str):
                continue
            if record["id"] in listed.names:
                self._add(
                    Problem("quality_repeated_id", worst, answer.table, record["id"], answer.name, i, "id")
                )
            listed.names[record["id"]] = record.get("name")

    def _detail(self, answer: Answer) -> None:
        self._listed[answer.table].details.append(answer)
        self._count(answer, answer.content)
        self.findings.extend(self._records(answer).problems(answer.table, answer.content))

    def _count(self, answer: Answer, record: object, row: int | None = None) -> None:
        """Count each id once, and keep the link of a service that only names its organization."""
        table, seen = answer.table, self._listed[answer.table].seen
        known = record.get("id") if isinstance(record, dict) else None
        key = known if isinstance(known, str) else ""
        self.findings.n_rows[table] += not key or key not in seen
        seen.update([key] if key else [])
        if table != "service" or not isinstance(record, dict) or record.get("organization"):
            return
        link = record.get("organization_id")
        if isinstance(link, str) and link.strip():
            problem = Problem(
                "quality_link",
                self._worst(table),
                table,
                key,
                answer.name,
                row,
                "organization_id",
                {"table": "organization"},
            )
            self._organization_links.append((link, problem))

    def _compare(self, table: str, listed: _Listed, answer: Answer) -> None:
        record = answer.content
        if not listed.n_pages or not isinstance(record, dict) or not isinstance(record.get("id"), str):
            return
        key, worst = record["id"], self._worst(table)
        if key not in listed.names:
            if listed.is_whole:
                self._add(Problem("quality_not_listed", worst, table, key, answer.name, field="id"))
        elif record.get("name") != listed.names[key]:
            self._add(Problem("quality_differs", "advice", table, key, answer.name, field="name"))


def read_json(name: str, content: bytes) -> Any:
    """
    Read an answer.

    Parameters
    ----------
    name : str
        The file or the path, for the message.
    content : bytes
        The answer.

    Returns
    -------
    value
        What it holds.

    Raises
    ------
    BadFile
        If it is not JSON.
    """
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise BadFile.of("quality_not_json", name, line=error.lineno, position=error.colno) from None
    except (ValueError, RecursionError):
        raise BadFile.of("quality_not_json", name, line=1, position=1) from None


def _refuse(constant: str) -> None:
    raise ValueError(constant)
