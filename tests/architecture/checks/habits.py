"""Where SQL, signals, writes and headers may be, what tests must not do, and what the docs must name."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

from tests.architecture.checks.sources import (
    app_of,
    breach,
    called,
    dotted,
    is_file_of,
    nodes_of,
    package_files,
    strings,
)

CLOCKS = {"monotonic", "perf_counter", "process_time", "thread_time"}
TIMED = {"time.sleep"} | {f"time.{clock}{unit}" for clock in CLOCKS for unit in ("", "_ns")}
SETTING = re.compile(r"THROUGHLINE_[A-Z][A-Z_]*[A-Z]")

HAVE_CONTRIBUTIONS = {"District", "Cycle", "Forum"}
SEARCH = "throughline/accounts/queries/search.py"
TEXT_LOOKUP = re.compile(
    r"\w*__(?:i?contains|i?startswith|i?endswith|iexact|i?regex|search|unaccent|trigram_\w+)$"
)
NO_TEXT = {"sha256__startswith"}
"""Lookups that compare no words: a release is named by the beginning of its hash."""
TEXT_EXPRESSIONS = {
    *("Contains", "IContains", "StartsWith", "IStartsWith", "EndsWith", "IEndsWith", "IExact"),
    *("Regex", "IRegex", "StrIndex", "SearchVector", "SearchQuery", "SearchRank"),
    *(f"Trigram{kind}{what}" for kind in ("", "Word", "StrictWord") for what in ("Similarity", "Distance")),
}
TEXT_SQL = re.compile(r"\b(?:I?LIKE|GLOB|REGEXP|SIMILAR TO)\b|\b(?:instr|strpos|to_tsvector)\s*\(")


def raw_sql(root: Path) -> list[str]:
    """Raw SQL outside queries and actions/bulk.py."""
    by_hand = {"cursor", "execute", "executemany", "raw", "extra"}
    found = []
    for path in package_files(root, {".py"}):
        parts = path.relative_to(root / "throughline").parts
        if is_file_of(parts, "queries") or parts[1:] == ("actions", "bulk.py") or "migrations" in parts:
            continue
        for node in nodes_of(path):
            if not isinstance(node, ast.Call):
                continue
            name = called(node)
            if name == "RawSQL" or ("." in name and name.rsplit(".", 1)[1] in by_hand):
                found.append(
                    breach(root, path, f"{name}() is raw SQL outside queries and bulk.py", node.lineno)
                )
    return found


def locks_that_stop_contributions(root: Path) -> list[str]:
    """Locks of rows that contributions have a key to: PostgreSQL makes each of them wait, unless `no_key`."""
    found = []
    for path in package_files(root, {".py"}):
        for node in nodes_of(path):
            if not isinstance(node, ast.Call) or not called(node).endswith(".select_for_update"):
                continue
            is_key_free = any(
                word.arg == "no_key" and ast.unparse(word.value) == "True" for word in node.keywords
            )
            if called(node).split(".")[0] in HAVE_CONTRIBUTIONS and not is_key_free:
                found.append(breach(root, path, f"{called(node)}() stops contributions", node.lineno))
    return found


def searches_by_other_means(root: Path) -> list[str]:
    """Lookups, expressions and SQL that compare texts outside the one search: they tell accents apart."""
    found = []
    for path in package_files(root, {".py"}):
        if path == root / SEARCH:
            continue
        names = [(text, line) for text, line in strings(path) if TEXT_LOOKUP.match(text)]
        names += [(text.strip(), line) for text, line in strings(path) if TEXT_SQL.search(text)]
        for node in nodes_of(path):
            if isinstance(node, ast.Call):
                name = called(node).split(".")[-1]
                names += [(name, node.lineno)] if name in TEXT_EXPRESSIONS else []
                lookups = [keyword.arg for keyword in node.keywords if keyword.arg]
                names += [(lookup, node.lineno) for lookup in lookups if TEXT_LOOKUP.match(lookup)]
        found += [
            breach(root, path, f"{name} searches text by other means than {SEARCH}", line)
            for name, line in names
            if name not in NO_TEXT
        ]
    return found


def settings_named(root: Path) -> set[str]:
    """Every environment variable of ours that the code names."""
    files = [*package_files(root, {".py"}), root / "dev.py", *(root / "benchmarks").glob("*.py")]
    files += [path for path in (root / "tests").rglob("*.py") if "architecture" not in path.parts]
    return {
        name for path in files if path.exists() for name in SETTING.findall(path.read_text(encoding="utf-8"))
    }


def undocumented(names: Iterable[str], page: Path) -> list[str]:
    """The names that do not appear as code on a page of the docs."""
    shown = page.read_text(encoding="utf-8") if page.exists() else ""
    return [f"{page.name} says nothing of `{name}`" for name in sorted(names) if f"`{name}`" not in shown]


def file_headers(root: Path) -> list[str]:
    """Content-Disposition headers set outside `ui`, whose helper sets all of them."""
    return [
        breach(root, path, "writes the headers of a file to save outside ui", number)
        for path in package_files(root, {".py"})
        if app_of(root, path) != "ui"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"content[-_]disposition", line, re.IGNORECASE)
    ]


def signals(root: Path) -> list[str]:
    """Model signals: hidden control flow. Accounts and config may receive allauth's sign-in signals."""
    found = []
    for path in package_files(root, {".py"}):
        for node in nodes_of(path):
            if isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            else:
                continue
            for name in names:
                is_model_signal = name.startswith(("django.db.models.signals", "django.core.signals"))
                is_elsewhere = name.startswith("django.dispatch") and app_of(root, path) not in {
                    "accounts",
                    "config",
                }
                if is_model_signal or is_elsewhere:
                    found.append(
                        breach(root, path, f"{name}: news travels as state, not as signals", node.lineno)
                    )
    return found


def writes_outside_actions(root: Path) -> list[str]:
    """Calls that change rows in a view, form, task or query."""
    writes = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete"}
    found = []
    for path in package_files(root, {".py"}):
        parts = path.relative_to(root / "throughline").parts
        if not any(is_file_of(parts, kind) for kind in ("views", "api", "tasks", "queries", "permissions")):
            continue
        for node in nodes_of(path):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in writes
            ):
                name = called(node)
                if not any(innocent in name for innocent in ("session", "cookie", "segno")):
                    found.append(breach(root, path, f"{name}() changes rows outside actions", node.lineno))
    return found


def verbs_recorded(root: Path) -> set[str]:
    """The verbs passed to the audit: in calls of `record` and of other functions that take a `verb`.

    An interpolated part of a string is shown as `*`.
    """
    nodes = [node for path in package_files(root, {".py"}) for node in nodes_of(path)]
    places = {}
    for node in nodes:
        if isinstance(node, ast.FunctionDef):
            names = [argument.arg for argument in node.args.args if argument.arg not in {"self", "cls"}]
            if "verb" in names:
                places[node.name] = names.index("verb")
    verbs = set()
    for node in nodes:
        if isinstance(node, ast.Call) and len(node.args) > (
            place := places.get(called(node).split(".")[-1], 99)
        ):
            verbs |= _texts(node.args[place])
    return verbs


def _texts(value: ast.expr) -> set[str]:
    if isinstance(value, ast.IfExp):
        return _texts(value.body) | _texts(value.orelse)
    if isinstance(value, ast.JoinedStr):
        parts = [part.value if isinstance(part, ast.Constant) else "*" for part in value.values]
        return {"".join(str(part) for part in parts)}
    return {value.value} if isinstance(value, ast.Constant) and isinstance(value.value, str) else set()


def skips_without_reason(root: Path) -> list[str]:
    found = []
    for path in sorted((root / "tests").rglob("*.py")):
        for node in nodes_of(path):
            if isinstance(node, ast.Attribute) and dotted(node) in {"pytest.mark.skip", "pytest.mark.xfail"}:
                calls = [c for c in nodes_of(path) if isinstance(c, ast.Call) and c.lineno == node.lineno]
                if not any(called(call) == dotted(node) for call in calls):
                    found.append(breach(root, path, f"{dotted(node)} without a reason", node.lineno))
            if not isinstance(node, ast.Call):
                continue
            name = called(node)
            keywords = {keyword.arg for keyword in node.keywords}
            if name in {"pytest.skip", "pytest.xfail"}:
                has_reason = bool(node.args) or "reason" in keywords
            elif name in {"pytest.mark.skip", "pytest.mark.skipif", "pytest.mark.xfail"}:
                has_reason = "reason" in keywords
            else:
                continue
            if not has_reason:
                found.append(breach(root, path, f"{name} without a reason", node.lineno))
    return found


def timed_tests(root: Path) -> list[str]:
    """Tests that sleep or measure seconds, which depend on the machine. The benchmarks' own tests may."""
    found = []
    for path in sorted((root / "tests").rglob("*.py")):
        if root / "tests/benchmarks" in path.parents:
            continue
        for node in nodes_of(path):
            if isinstance(node, ast.Attribute) and dotted(node) in TIMED:
                found.append(breach(root, path, f"{dotted(node)} in a test", node.lineno))
            elif isinstance(node, ast.ImportFrom) and node.module == "time":
                found.append(breach(root, path, "a name imported from time", node.lineno))
    return found


def page_tests_elsewhere(root: Path) -> list[str]:
    """Tests of pages outside tests/pages, which neither `dev.py test` nor `dev.py pages` runs."""
    return [
        breach(root, path, "a test of pages outside tests/pages", node.lineno)
        for path in sorted((root / "tests").rglob("*.py"))
        if root / "tests/pages" not in path.parents
        for node in nodes_of(path)
        if isinstance(node, ast.Attribute) and dotted(node) == "pytest.mark.page"
    ]


def addresses_in_constraints(text: str) -> list[str]:
    """Pinned dependencies with a URL: which registry is used is the installer's choice, not the project's."""
    return [line for line in text.splitlines() if "://" in line or line.lstrip().startswith(("-", "@"))]


def machine_paths(root: Path, files: Iterable[Path]) -> list[str]:
    """Absolute paths that exist on one person's machine only."""
    mine = re.compile(r"(?<![\w.])/(?:root|work|home/[a-z]\w*|Users/\w+|tmp/bash_jobs)\b/?\S*")
    found = []
    for path in files:
        try:
            text = path.read_text(encoding="utf-8")
        except (UnicodeDecodeError, OSError):
            continue
        for number, line in enumerate(text.splitlines(), 1):
            found += [breach(root, path, f"names {hit}", number) for hit in mine.findall(line)]
    return found


def incomplete_docstrings(functions: Iterable[str]) -> list[str]:
    """Faults that numpydoc finds in docstrings of the floor, which must give shapes and units."""
    from numpydoc.validate import validate  # slow to import, and used only here

    wanted = {
        "GL06",
        "GL07",
        "GL08",
        "SS01",
        "SS02",
        "SS03",
        "PR01",
        "PR02",
        "PR03",
        "PR04",
        "PR07",
        "RT01",
        "YD01",
    }
    return [
        f"{function}: {code} {message}"
        for function in functions
        for code, message in validate(function)["errors"]  # type: ignore[no-untyped-call]
        if code in wanted
    ]
