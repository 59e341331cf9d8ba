"""Shared code of all benchmarks: figures with their thresholds, the machine, and CPU time.

A benchmark is a module `benchmarks/<name>.py` with the packages it is compared with and one function:

    PEERS = ["red-dwarf==0.4.0"]

    def main(as_json: bool) -> bool:
        ...
        return report("name", [Figure("votes per second", 1200.0, "1/s", **at_least(1200.0, 100.0))], as_json)

`python3 dev.py bench NAME` installs the peers into a separate environment and runs it. `--json` prints one
object on standard output and nothing else; `--record` also writes the figures to benchmarks/RESULTS.md.
"""

import importlib
import json
import math
import os
import platform
import re
import resource
import sys
from collections.abc import Iterable, Sequence
from contextlib import redirect_stdout
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypedDict

from throughline.config.server.processes import flush_each_line

RESULTS = Path(__file__).with_name("RESULTS.md")
RECORD = "THROUGHLINE_BENCH_RECORD"


@dataclass(frozen=True)
class Figure:
    """One measured number.

    `bar` is the threshold with its direction ("≤ 4"); `holds` is whether the value meets it. `peer` is the
    same figure of the named peer in the same run and `ratio` is `value / peer`. All four may be None.
    """

    figure: str
    value: float
    unit: str
    bar: str | None = None
    holds: bool | None = None
    peer: float | None = None
    ratio: float | None = None


class Bar(TypedDict):
    bar: str
    holds: bool


class Peer(TypedDict):
    peer: float
    ratio: float | None


def at_most(value: float, bar: float) -> Bar:
    return {"bar": f"≤ {bar:g}", "holds": value <= bar}


def at_least(value: float, bar: float) -> Bar:
    return {"bar": f"≥ {bar:g}", "holds": value >= bar}


def compared_with(value: float, peer: float) -> Peer:
    return {"peer": peer, "ratio": value / peer if peer else None}


def report(name: str, figures: Sequence[Figure], as_json: bool) -> bool:
    """Print the figures as a table or as one object; return whether all thresholds were met."""
    result = {"name": name, "machine": machine(), "figures": [asdict(figure) for figure in figures]}
    if as_json:
        print(json.dumps(result, ensure_ascii=False, indent=2), file=sys.__stdout__)
    else:
        print(table(result))
    if os.environ.get(RECORD):
        record(result)
    return all(figure.holds is not False for figure in figures)


def table(result: dict[str, Any]) -> str:
    """Return a Markdown table, used in the terminal and in RESULTS.md."""
    rows = [["figure", "value", "unit", "bar", "holds", "peer", "ratio"]]
    rows += [[_cell(figure[key]) for key in rows[0]] for figure in result["figures"]]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join([f"{result['name']} on {result['machine']}", "", *lines])


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "NO"
    return f"{value:.4g}" if isinstance(value, float) and abs(value) < 10_000 else str(value)


def record(result: dict[str, Any], path: Path = RESULTS) -> None:
    """Replace this benchmark's section of the results, with the command and the date."""
    name = result["name"]
    text = path.read_text(encoding="utf-8")
    former = re.compile(rf"\n## {re.escape(name)}\n.*?(?=\n## |\Z)", re.DOTALL)
    day = datetime.now(UTC).date().isoformat()
    section = f"\n## {name}\n\n`python3 dev.py bench {name}`, {day}\n\n{table(result)}\n"
    text = former.sub(lambda _: section, text) if former.search(text) else text.rstrip("\n") + "\n" + section
    path.write_text(text, encoding="utf-8")


def machine() -> str:
    """Cores, processor, memory, system and Python version, without the host name."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores ({_processor()}), {memory:.0f} GiB, "
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    )


def _processor() -> str:
    try:
        found = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    except OSError:
        found = None
    return found[1] if found else platform.processor() or "processor not named"


def percentile(values: Iterable[float], percent: float) -> float:
    """The smallest value that at least `percent` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def cpu_seconds(pid: int | None = None) -> float:
    """User and system CPU time of a process, its running descendants, and the ended ones they waited for.

    Call it before and after: the difference is the cost of the work in between. Descendants that end without
    being waited for are not counted, so measure servers whose workers keep running.
    """
    root = os.getpid() if pid is None else pid
    stats = _stats()
    children: dict[int, list[int]] = {}
    for each, (parent, _) in stats.items():
        children.setdefault(parent, []).append(each)
    total, waiting = 0.0, [root]
    while waiting:
        each = waiting.pop()
        total += stats[each][1] if each in stats else 0.0
        waiting += children.get(each, [])
    return total


def cpu_seconds_named(name: str) -> float:
    """CPU time of all processes with a name, such as the backends of a database server (`postgres`)."""
    return sum(seconds for _, seconds in _stats(name).values())


def _stats(name: str | None = None) -> dict[int, tuple[int, float]]:
    """Parent and CPU seconds by process, from Linux's /proc."""
    tick = os.sysconf("SC_CLK_TCK")
    found = {}
    if not Path("/proc/self/stat").exists():
        raise OSError("CPU time of other processes is read from /proc, which this system does not have.")
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = path.read_text()
        except OSError:
            continue  # the process has just ended
        if name is not None and text[text.index("(") + 1 : text.rindex(")")] != name:
            continue
        fields = text[text.rindex(")") + 2 :].split()  # the name may contain spaces and parentheses
        found[int(path.parent.name)] = (int(fields[1]), sum(map(int, fields[11:15])) / tick)
    return found


def peak_mebibytes() -> float:
    """Peak memory of this process so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 if sys.platform != "darwin" else peak / 2**20


def run(name: str, *, as_json: bool) -> bool:
    main = importlib.import_module(f"benchmarks.{name}").main
    with redirect_stdout(
        sys.stderr if as_json else sys.stdout
    ):  # output of a peer must not be mixed with the object
        return bool(main(as_json=as_json))


if __name__ == "__main__":
    flush_each_line()
    name, *flags = sys.argv[1:]
    if "--record" in flags:
        os.environ[RECORD] = "1"
    sys.exit(0 if run(name, as_json="--json" in flags) else 1)
