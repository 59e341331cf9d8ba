"""An attacker that infers what it can from everything public. Shares no code with the guard."""

import csv
import html
import io
import json
import math
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.test import Client
from scipy.optimize import linprog

N_PAGES = 150


@dataclass(frozen=True)
class Breach:
    """Something that could be inferred: its subject, and its smallest and largest possible count."""

    what: str
    low: int
    high: int


class Contradiction(Exception):
    """Published numbers do not add up; reported as a breach."""


@dataclass
class Findings:
    """Everything read: pages by address, contents of packages, and the rules they declare."""

    pages: dict[str, str] = field(default_factory=dict)
    releases: list[dict[str, Any]] = field(default_factory=list)
    figures: list[dict[str, str]] = field(default_factory=list)
    basis: list[dict[str, str]] = field(default_factory=list)
    declared: dict[str, str] = field(default_factory=dict)

    @property
    def minimum_n(self) -> int:
        return int(self.declared["minimum_n"])


def read_everything(start: str) -> Findings:
    """Follow every link from a first page, without an account; store pages, open packages."""
    client, found = Client(), Findings()
    waiting, seen = [start], {start}
    while waiting and len(seen) < N_PAGES:
        address = waiting.pop(0)
        answer = client.get(address)
        if answer.status_code != 200:
            continue
        kind = answer["Content-Type"].split(";")[0]
        if kind == "application/zip":
            _open_package(answer.getvalue(), found)
        elif kind == "text/html":
            text = answer.content.decode()
            found.pages[address] = text
            links = (html.unescape(link).split("#")[0] for link in re.findall(r'href="(/[^"]*)"', text))
            for link in links:
                if link not in seen and link.startswith(start):
                    seen.add(link)
                    waiting.append(link)
    return found


def _open_package(data: bytes, found: Findings) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if re.fullmatch(r"release-\d+\.json", name):
                found.releases.append(json.loads(package.read(name)))
        for name, rows in (("figures", found.figures), ("basis", found.basis)):
            text = package.read(f"data/{name}.csv").decode()
            rows += csv.DictReader(io.StringIO(text, newline=""))
        methods = package.read("methods.md").decode()
        found.declared |= dict(re.findall(r"^- (\w+): (.*)$", methods, re.MULTILINE))


class Unknowns:
    """Unknown counts, each with bounds, and the sums that relate them."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.ends: list[tuple[float, float]] = []
        self.sums: list[tuple[list[int], float]] = []

    def add(self, name: str, low: float, high: float) -> int:
        self.names.append(name)
        self.ends.append((low, high))
        return len(self.names) - 1

    def adds_up(self, parts: Sequence[int], whole: int | None, total: float = 0.0) -> None:
        """Require that the parts add up to the whole, or to a number."""
        row = [0] * len(self.names)
        for part in parts:
            row[part] += 1
        if whole is not None:
            row[whole] -= 1
        self.sums.append((row, total))

    def between(self, place: int) -> tuple[int, int]:
        """Return the smallest and the largest possible value of one of them."""
        matrix = np.array([row + [0] * (len(self.names) - len(row)) for row, _total in self.sums])
        totals = np.array([total for _row, total in self.sums])
        goal = np.zeros(len(self.names))
        found = []
        for sign in (1.0, -1.0):
            goal[place] = sign
            solved = linprog(goal, A_eq=matrix, b_eq=totals, bounds=self.ends, method="highs")
            if solved.status != 0:
                raise Contradiction(self.names[place])
            found.append(sign * solved.fun)
        return math.ceil(found[0] - 1e-6), math.floor(found[1] + 1e-6)


def ends_of(percent: str, bound: str, n: int) -> tuple[int, int]:
    """Return the range of counts of `n` that a share can stand for, as the package's dictionary defines."""
    if bound == "hidden" or percent == "":
        return 0, n
    share = float(percent)
    fits = {
        "less": lambda count: 100 * count / n < share,
        "more": lambda count: 100 * count / n > share,
        "about": lambda count: abs(100 * count / n - share) <= 20,
        "": lambda count: math.floor(100 * count / n + 0.5) == share,
    }[bound]
    counts = [count for count in range(n + 1) if fits(count)]
    assert counts, (percent, bound, n)
    return counts[0], counts[-1]


def work_out(found: Findings) -> Iterator[Breach]:
    """Return all breaches: small groups, none or all of a group, hidden counts with narrow bounds."""
    yield from _small_groups(found)
    entries: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in found.figures:
        entries.setdefault((row["finding"], row["entry"]), []).append(row)
    votes = {row["label"]: rows for row in found.basis for rows in [_answers(entries, row)] if rows}
    for rows in entries.values():
        for attack in (
            _of_one_statement([row for row in rows if row["table"] == "answers"]),
            _of_groups([row for row in rows if row["table"] == "statements by group"], votes),
            _of_a_table([row for row in rows if row["table"] in {"rows", "cells"}], found),
        ):
            try:
                yield from attack
            except Contradiction as contradiction:
                yield Breach(f"does not add up: {contradiction}", 0, 0)
    yield from read_together(found)


def _answers(
    entries: dict[tuple[str, str], list[dict[str, str]]], basis: dict[str, str]
) -> list[dict[str, str]]:
    rows = entries.get((basis["finding"], basis["entry"]), [])
    return [row for row in rows if row["table"] == "answers"] if basis["kind"] == "statement" else []


def _small_groups(found: Findings) -> Iterator[Breach]:
    for row in found.figures:
        n = int(row["n"] or 0)
        if 0 < n < found.minimum_n:
            yield Breach(f"people of {row['table']} {row['row']}", n, n)
    for row in found.basis:
        n = int(row["n"] or 0)
        if 0 < n < found.minimum_n and row["kind"] != "voice":
            yield Breach(f"people under {row['label'] or row['kind']}", n, n)


def _known(what: str, row: dict[str, str], low: int, high: int) -> Iterator[Breach]:
    """Return a breach if the count is known to be none or all, or a bounded share can be only one count."""
    n = int(row["n"])
    if high == 0 or low == n or (row["bound"] and high == low):
        yield Breach(f"{what}: {row['column']} of {n}", low, high)


def _of_one_statement(rows: list[dict[str, str]]) -> Iterator[Breach]:
    if not rows:
        return
    unknowns = Unknowns()
    places = [
        unknowns.add(row["column"], *ends_of(row["percent"], row["bound"], int(row["n"]))) for row in rows
    ]
    unknowns.adds_up(places, None, float(rows[0]["n"]))
    for row, place in zip(rows, places, strict=True):
        yield from _known("votes", row, *unknowns.between(place))


def _of_groups(rows: list[dict[str, str]], votes: dict[str, list[dict[str, str]]]) -> Iterator[Breach]:
    """Attack the votes of groups on each statement, with those of all people where they are published too."""
    by_statement: dict[str, dict[str, list[dict[str, str]]]] = {}
    for row in rows:
        words, group = row["row"].rsplit(" [", 1)
        by_statement.setdefault(words, {}).setdefault(group, []).append(row)
    for words, groups in by_statement.items():
        unknowns = Unknowns()
        cells: list[tuple[dict[str, str], int]] = []
        for lines in groups.values():
            places = [
                unknowns.add(row["row"], *ends_of(row["percent"], row["bound"], int(row["n"])))
                for row in lines
            ]
            unknowns.adds_up(places, None, float(lines[0]["n"]))
            cells += zip(lines, places, strict=True)
        n_rest, rest = 0, []
        if words in votes:
            n_all = int(votes[words][0]["n"])
            n_rest = n_all - sum(int(lines[0]["n"]) for lines in groups.values())
            for all_of in votes[words]:
                whole = unknowns.add("all", *ends_of(all_of["percent"], all_of["bound"], n_all))
                other = unknowns.add("rest", 0, n_rest)
                rest.append(other)
                parts = [place for row, place in cells if row["column"] == all_of["column"]]
                unknowns.adds_up([*parts, other], whole)
            unknowns.adds_up(rest, None, float(n_rest))
        for row, place in cells:
            yield from _known(words, row, *unknowns.between(place))
        for place in rest if n_rest > 0 else []:
            low, high = unknowns.between(place)
            if high - low < min(n_rest, 2):
                yield Breach(f"{words}: the {n_rest} in no group", low, high)


def _of_a_table(rows: list[dict[str, str]], found: Findings) -> Iterator[Breach]:
    """Attack the rows and cells of a table of two questions."""
    lines = {row["row"]: row for row in rows if row["table"] == "rows"}
    if not lines:
        return
    unknowns = Unknowns()
    cells, hidden = [], []
    widest = float(sum(int(row["n"] or 0) for row in lines.values()) + 10_000)
    for name, line in lines.items():
        if line["n"]:
            whole = unknowns.add(name, float(line["n"]), float(line["n"]))
        else:
            whole = unknowns.add(name, 1, widest)
            hidden.append(whole)
        parts = []
        for row in rows:
            if row["table"] != "cells" or row["row"] != name:
                continue
            if row["percent"] or row["bound"] in {"less", "more", "about"}:
                part = unknowns.add(row["column"], *ends_of(row["percent"], row["bound"], int(row["n"])))
                cells.append((row, part))
            elif row["count"]:
                part = unknowns.add(row["column"], float(row["count"]), float(row["count"]))
                if 0 < int(row["count"]) < found.minimum_n:
                    yield Breach(f"{name}, {row['column']}", int(row["count"]), int(row["count"]))
            else:
                part = unknowns.add(row["column"], 1, widest)
                hidden.append(part)
            parts.append(part)
        unknowns.adds_up(parts, whole)
    for row, place in cells:
        yield from _known(row["row"], row, *unknowns.between(place))
    for place in hidden:
        low, high = unknowns.between(place)
        if high - low < int(found.declared["width_asked"]):
            yield Breach(f"hidden: {unknowns.names[place]}", low, high)


# --- Tables taken together ---

Group = frozenset[tuple[str, str]]
"""People by what they answered: ``{(question, answer)}``; everybody is the empty set."""


@dataclass
class Read:
    """One published table: its questions, how many answered both, its rows and cells."""

    row: str
    column: str
    n: int
    lines: dict[str, dict[str, str]]
    cells: dict[tuple[str, str], dict[str, str]]

    @property
    def is_whole(self) -> bool:
        """Whether everybody is in exactly one row: the rows add up to n."""
        return sum(int(line["n"] or 0) for line in self.lines.values()) == self.n

    def is_line_whole(self, name: str) -> bool:
        """Whether the cells of a row can add up to it; if not, people chose several answers."""
        ends = [self.ends(row) for (line, _column), row in self.cells.items() if line == name]
        n = int(self.lines[name]["n"] or 0)
        return sum(low for low, _high in ends) <= n <= sum(high for _low, high in ends)

    @staticmethod
    def ends(row: dict[str, str]) -> tuple[int, int]:
        if row["count"]:
            return int(row["count"]), int(row["count"])
        if row["percent"]:
            return ends_of(row["percent"], row["bound"], int(row["n"]))
        return 0, int(row["n"] or 10_000)


def read_together(found: Findings) -> Iterator[Breach]:
    """Attack all tables of the same people together, and the differences between sets of people."""
    tables = list(_tables(found))
    known: list[tuple[int, dict[Group, tuple[int, int]], set[Group]]] = []
    for n in dict.fromkeys(table.n for table in tables):
        together = [table for table in tables if table.n == n]
        try:
            ends, groups, coded = _solved(together)
        except Contradiction as contradiction:
            yield Breach(f"does not add up: {contradiction}", 0, 0)
            continue
        for group, (low, high) in ends.items():
            if group in coded and low == high:
                yield Breach(f"exact despite a bound: {sorted(group)}", low, high)
            if _is_of_few(group, ends, found) and low == high and 0 < low < found.minimum_n:
                yield Breach(f"few people: {sorted(group)}", low, high)
        known.append((n, ends, groups))
    for place, (n, ends, groups) in enumerate(known):
        for other_n, others, other_groups in known[place + 1 :]:
            for group in (groups | other_groups) & ends.keys() & others.keys():
                (low, high), (other_low, other_high) = ends[group], others[group]
                moved = abs(low - other_low)
                if low == high and other_low == other_high and 0 < moved < found.minimum_n:
                    yield Breach(f"of {n} and of {other_n}: {sorted(group)}", moved, moved)


def _tables(found: Findings) -> Iterator[Read]:
    for entry in found.basis:
        settings = json.loads(entry["settings"] or "{}")
        rows = [
            row
            for row in found.figures
            if (row["finding"], row["entry"]) == (entry["finding"], entry["entry"])
            and row["table"] in {"rows", "cells"}
        ]
        if rows and "row_question" in settings:
            yield Read(
                settings["row_question"],
                settings["column_question"],
                int(entry["n"]),
                {row["row"]: row for row in rows if row["table"] == "rows"},
                {(row["row"], row["column"]): row for row in rows if row["table"] == "cells"},
            )


def _group(*facts: tuple[str, str]) -> Group:
    return frozenset(facts)


def _solved(tables: Sequence[Read]) -> tuple[dict[Group, tuple[int, int]], set[Group], set[Group]]:
    """Return the range of each group, the groups that are rows, and those published with a bound."""
    unknowns = Unknowns()
    place: dict[Group, int] = {}

    def at(group: Group, low: float = 0, high: float = 10_000) -> int:
        if group not in place:
            place[group] = unknowns.add(str(sorted(group)), low, high)
        known = place[group]
        old_low, old_high = unknowns.ends[known]
        unknowns.ends[known] = (max(low, old_low), min(high, old_high))
        return known

    rows_of: set[Group] = set()
    coded: set[Group] = set()
    for table in tables:
        everyone = at(_group(), table.n, table.n)
        columns = list(dict.fromkeys(column for _line, column in table.cells))
        for name, line in table.lines.items():
            n = (int(line["n"]),) * 2 if line["n"] else (1, 10_000)
            whole = at(_group((table.row, name)), *n)
            rows_of.add(_group((table.row, name)))
            parts = []
            for column in columns:
                group = _group((table.row, name), (table.column, column))
                row = table.cells[name, column]
                parts.append(at(group, *table.ends(row)))
                if row["bound"] in {"less", "more"}:
                    coded.add(group)
                _split(at, unknowns, group)
            _split(at, unknowns, _group((table.row, name)))
            if table.is_line_whole(name):
                unknowns.adds_up(parts, whole)
            if not table.is_whole and line["n"]:
                without = f"not {name}"
                unknowns.adds_up([whole, at(_group((table.row, without)))], everyone)
                for column, part in zip(columns, parts, strict=True):
                    rest = at(_group((table.row, without), (table.column, column)))
                    unknowns.adds_up([part, rest], at(_group((table.column, column))))
        if table.is_whole:
            unknowns.adds_up([at(_group((table.row, name))) for name in table.lines], everyone)
            for column in columns:
                cells = [at(_group((table.row, name), (table.column, column))) for name in table.lines]
                unknowns.adds_up(cells, at(_group((table.column, column))))
    for low, high in unknowns.ends:
        if low > high:
            raise Contradiction("two counts of one group")
    return {group: unknowns.between(known) for group, known in place.items()}, rows_of, coded


def _split(at: Any, unknowns: Unknowns, group: Group) -> None:
    """Require that a merged group is the sum of its parts."""
    facts = sorted(group)
    singles: list[list[tuple[str, str]]] = [[]]
    for question, answer in facts:
        singles = [[*one, (question, part)] for one in singles for part in answer.split(" + ")]
    if len(singles) > 1:
        unknowns.adds_up([at(_group(*one)) for one in singles], at(group))


def _is_of_few(group: Group, ends: dict[Group, tuple[int, int]], found: Findings) -> bool:
    """Whether a group is part of the few people who did not choose one of several options."""
    few = [one for one in ends if one < group and len(one) == 1 and min(one)[1].startswith("not ")]
    return any(ends[one][1] < found.minimum_n for one in few)
