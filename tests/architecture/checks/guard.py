"""What only the guard constructs, and who reads exact results."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

from tests.architecture.checks.sources import (
    RIGHT,
    STORY,
    app_of,
    breach,
    dotted,
    nodes_of,
    package_files,
    tree_of,
)

RESULTS = "throughline/measure/models/results"


GUARD = "throughline/measure/queries/guard/"


READERS = {"from_plain", "from_stored", "structure"}
"""Functions that read a dataclass from JSON: of earlier publications, which have passed the guard."""


MAY_READ_KEPT = (f"{RESULTS}/", "throughline/measure/models/run.py", "throughline/understand/models/basis.py")


MAY_READ_A_BASIS = (
    "throughline/understand/models/",
    "throughline/understand/releases/package_tables.py",
    "throughline/understand/releases/released_words.py",
    "throughline/report/queries/report_page.py",
    "throughline/report/views.py",
)
"""Files that may read the basis of a finding, of a release or a publication, from JSON."""


RIGHT_OF_MEASURE = (
    "throughline/measure/published/",
    *(f"throughline/{app}/" for app in ("understand", *RIGHT)),
)


def published_kinds(root: Path) -> set[str]:
    """Names of the dataclasses that only the guard constructs."""
    return {
        node.name
        for path in sorted((root / RESULTS).glob("*.py"))
        for node in tree_of(path).body
        if isinstance(node, ast.ClassDef) and node.name.startswith("Published")
    }


def published_fields(root: Path) -> set[str]:
    """Names of the fields of those dataclasses."""
    return {
        line.target.id
        for path in sorted((root / RESULTS).glob("*.py"))
        for node in tree_of(path).body
        if isinstance(node, ast.ClassDef) and node.name.startswith("Published")
        for line in node.body
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)
    }


def made_outside_the_guard(root: Path, kinds: Iterable[str]) -> list[str]:
    """Code outside the guard that constructs a `Published…`, by name or alias, or reads one from JSON."""
    found = []
    fields = published_fields(root)
    for path in package_files(root, [".py"]):
        place = path.relative_to(root).as_posix()
        if place.startswith(GUARD):
            continue
        tree = tree_of(path)
        names = set(kinds) | _other_names(tree, set(kinds))
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = dotted(node.func).split(".")[-1]
            given = {
                dotted(one).split(".")[-1] for one in node.args if isinstance(one, ast.Name | ast.Attribute)
            }
            if name in names:
                found.append(breach(root, path, f"makes a {name} outside the guard", node.lineno))
            elif name == "basis_from_plain" or (name in READERS and "BasisEntry" in given):
                if not place.startswith(MAY_READ_A_BASIS):
                    found.append(breach(root, path, "reads a basis of JSON", node.lineno))
            elif name == "replace" and place.startswith(RIGHT_OF_MEASURE):
                changed = {keyword.arg for keyword in node.keywords} & fields
                found += [
                    breach(root, path, f"changes {one} outside the guard", node.lineno) for one in changed
                ]
            elif name in READERS and given & names and not place.startswith(MAY_READ_KEPT):
                found.append(breach(root, path, f"reads a {min(given & names)} of JSON", node.lineno))
    return found


def _other_names(tree: ast.Module, kinds: set[str]) -> set[str]:
    """Other names of the kinds in a file: aliases of imports, assignments and subclasses."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names |= {alias.asname for alias in node.names if alias.name in kinds and alias.asname}
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Name) and node.value.id in kinds:
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.ClassDef) and {dotted(base).split(".")[-1] for base in node.bases} & kinds:
            names.add(node.name)
    return names


def exact_reads_right_of_measure(root: Path) -> list[str]:
    """Reads of a run's exact results right of `measure`, by rows or by types."""
    found = []
    for path in package_files(root, [".py"]):
        app = app_of(root, path)
        if app not in STORY or STORY.index(app) <= STORY.index("measure"):
            continue
        for node in nodes_of(path):
            name = ""
            if isinstance(node, ast.Attribute):
                name = node.attr
            elif isinstance(node, ast.ImportFrom):
                name = next((alias.name for alias in node.names if alias.name.startswith("Exact")), "")
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                name = node.value
            if re.fullmatch(r"exact(_[a-z]+)*|Exact[A-Za-z]+", name) and name not in {"exact_words"}:
                found.append(breach(root, path, f"reads exactly what a run found ({name})", node.lineno))  # type: ignore[attr-defined]
    return found
