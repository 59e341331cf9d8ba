"""An outsider: reads what everybody may read, and works out what they can. Shares no code with the guard."""

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
    """Something that could be worked out: what of, and the fewest and most people it can be."""

    what: str
    low: int
    high: int


@dataclass
class Findings:
    """All that was read: pages by address, packages opened, and what they declare."""

    pages: dict[str, str] = field(default_factory=dict)
    releases: list[dict[str, Any]] = field(default_factory=list)
    figures: list[dict[str, str]] = field(default_factory=list)
    basis: list[dict[str, str]] = field(default_factory=list)
    declared: dict[str, str] = field(default_factory=dict)

    @property
    def minimum_n(self) -> int:
        return int(self.declared["minimum_n"])


def read_everything(start: str) -> Findings:
    """Follow every link from a first page, without an account; keep pages, open packages."""
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
    """Counts that fit what was read: each between two ends, and sums among them."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.ends: list[tuple[float, float]] = []
        self.sums: list[tuple[list[int], float]] = []

    def add(self, name: str, low: float, high: float) -> int:
        self.names.append(name)
        self.ends.append((low, high))
        return len(self.names) - 1

    def adds_up(self, parts: Sequence[int], whole: int | None, total: float = 0.0) -> None:
        """The parts are the whole, or a number."""
        row = [0] * len(self.names)
        for part in parts:
            row[part] += 1
        if whole is not None:
            row[whole] -= 1
        self.sums.append((row, total))

    def between(self, place: int) -> tuple[int, int]:
        """The fewest and the most one of them can be."""
        matrix = np.array([row + [0] * (len(self.names) - len(row)) for row, _total in self.sums])
        totals = np.array([total for _row, total in self.sums])
        goal = np.zeros(len(self.names))
        found = []
        for sign in (1.0, -1.0):
            goal[place] = sign
            solved = linprog(goal, A_eq=matrix, b_eq=totals, bounds=self.ends, method="highs")
            assert solved.status == 0, (self.names[place], solved.message)
            found.append(sign * solved.fun)
        return math.ceil(found[0] - 1e-6), math.floor(found[1] + 1e-6)


def ends_of(percent: str, bound: str, n: int) -> tuple[int, int]:
    """Which counts of `n` a share can be, as the package's dictionary explains it."""
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
    """Everything that is told too narrowly: small groups, none or all of a group, counts that were hidden."""
    yield from _small_groups(found)
    entries: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in found.figures:
        entries.setdefault((row["finding"], row["entry"]), []).append(row)
    votes = {row["label"]: rows for row in found.basis for rows in [_answers(entries, row)] if rows}
    for rows in entries.values():
        yield from _of_one_statement([row for row in rows if row["table"] == "answers"])
        yield from _of_groups([row for row in rows if row["table"] == "statements by group"], votes)
        yield from _of_a_table([row for row in rows if row["table"] in {"rows", "cells"}], found)


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
    """None of a group, or all of it, is known; or a share told with a bound is pinned to one count."""
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
    """Groups of people on each statement, beside the votes of all on it where those are told too."""
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
    """Rows and cells of a table of two answers."""
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
