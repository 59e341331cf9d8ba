"""Check an API of the standard that is running: its root, its lists and some of its single records."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final, Protocol
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from throughline.formats.hsds.quality.answers import PATHS, REQUIRED, Answer, AnswersCheck, read_json
from throughline.formats.hsds.quality.model import Findings, Grade, Problem
from throughline.formats.problems import BadFile, quoted
from throughline.formats.visits import REASONS, NoAnswer, Reply, malformed

MOST_PAGES: Final = 20
"""How many pages of a list are read. With more, lists and single records are not compared."""

MOST_DETAILS: Final = 5
"""How many records of each list are asked for by their ids."""

_JSON: Final = "application/json"
_NOT_OFFERED: Final = frozenset({404, 405, 501})


class Asking(Protocol):
    """What asks addresses, such as a `Visitor`."""

    def ask(self, address: str, *, accept: str = "*/*") -> Reply:
        """Return the answer from an address. Raises NoAnswer."""


class _Live:
    """One check of one API."""

    def __init__(self, address: str, today: date, visitor: Asking) -> None:
        if why := malformed(address):
            raise BadFile.of("quality_not_an_address", _shown(address), reason=REASONS[why])
        self._base = _base(address)
        self._visitor = visitor
        self.check = AnswersCheck(today)

    def root(self) -> None:
        """Ask for the root. Without an answer from it, the API cannot be checked."""
        try:
            reply = self._visitor.ask(self._base, accept=_JSON)
        except NoAnswer as error:
            raise BadFile.of(_code(error), quoted(self._base), reason=REASONS[error.why]) from None
        # What the root was redirected to is where the API is.
        self._base = _base(reply.address)
        content = self._content("/", reply, "fault")
        if content is not None:
            self.check.take(Answer("/", content, "", "root"))

    def table(self, table: str) -> None:
        """Ask for the list of a table, and for some of its records."""
        worst: Grade = "fault" if table in REQUIRED else "warning"
        keys: list[str] = []
        number, n_pages = 1, 1
        while number <= min(n_pages, MOST_PAGES):
            name = PATHS[table] + (f"?{urlencode({'page': number})}" if number > 1 else "")
            page = self._ask(name, worst, is_optional=table not in REQUIRED and number == 1)
            if page is None:
                break
            self.check.take(Answer(name, page, table, "list"))
            n_pages = _n_pages(page)
            keys.extend(_keys(page))
            number += 1
        for key in keys[:MOST_DETAILS]:
            self._record(table, key, worst)

    def _record(self, table: str, key: str, worst: Grade) -> None:
        name = f"{PATHS[table]}/{quote(key, safe='')}"
        record = self._ask(name, worst)
        if record is None:
            return
        if isinstance(record, dict) and record.get("id") != key:
            problem = Problem("quality_wrong_record", worst, table, key, name, field="id")
            self.check.findings.add(problem)
        self.check.take(Answer(name, record, table, "detail"))

    def _ask(self, name: str, worst: Grade, *, is_optional: bool = False) -> Any:
        try:
            reply = self._visitor.ask(self._base.rstrip("/") + name, accept=_JSON)
        except NoAnswer as error:
            problem = Problem(_code(error), worst, file=name, params={"reason": REASONS[error.why]})
            self.check.findings.add(problem)
            return None
        if is_optional and reply.status in _NOT_OFFERED:
            return None
        return self._content(name, reply, worst)

    def _content(self, name: str, reply: Reply, worst: Grade) -> Any:
        if reply.status != 200:
            params = {"status": str(reply.status)}
            self.check.findings.add(Problem("quality_status", worst, file=name, params=params))
            return None
        try:
            return read_json(name, reply.body)
        except BadFile as bad:
            self.check.findings.add(Problem(bad.code, worst, file=name, params=bad.params))
            return None


def _code(error: NoAnswer) -> str:
    return "quality_private" if error.why == "private" else "quality_unreadable"


def check_api(address: str, today: date, visitor: Asking) -> Findings:
    """
    Check an API that is running.

    The root, up to `MOST_PAGES` pages of each list and `MOST_DETAILS` records of each list are asked for.
    Nothing is sent but requests to read.

    Parameters
    ----------
    address : str
        The address of its root, such as https://example.org/hsds/.
    today : date
        The day on which entries should be fresh.
    visitor : Asking
        What asks the addresses.

    Returns
    -------
    Findings
        Everything that was found.

    Raises
    ------
    BadFile
        If there is no answer from the root, or what answers there is no API of the standard.
    """
    live = _Live(address, today, visitor)
    live.root()
    for table in PATHS:
        live.table(table)
    if not live.check.findings.n_rows and not live.check.has_root:
        raise BadFile.of("quality_not_a_directory", quoted(address))
    return live.check.finish()


def _shown(address: str) -> str:
    """An address as a message may repeat it: without a password."""
    scheme, slashes, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    return quoted(f"{scheme}{slashes}{host.rpartition('@')[2]}{slash}{path}")


def _base(address: str) -> str:
    """The address of the root, without a query and with a slash at the end."""
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/") + "/", "", ""))


def _n_pages(page: object) -> int:
    said = page.get("total_pages") if isinstance(page, dict) else None
    return said if isinstance(said, int) and not isinstance(said, bool) else 1


def _keys(page: object) -> Iterator[str]:
    records = page.get("contents") if isinstance(page, dict) else None
    for record in records if isinstance(records, list) else ():
        if isinstance(record, dict) and isinstance(record.get("id"), str) and record["id"]:
            yield record["id"]
