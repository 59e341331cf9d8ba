"""Files of the project as syntax trees, and how a breach is reported."""

import ast
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

STORY = ("accounts", "convene", "listen", "measure", "understand", "align", "partner", "report", "guide")


RIGHT = STORY[STORY.index("understand") + 1 :]


def package_files(
    root: Path, suffixes: Iterable[str], folders: Iterable[str] = ("throughline",)
) -> Iterator[Path]:
    wanted = set(suffixes)
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in wanted and "__pycache__" not in path.parts:
                yield path


def breach(root: Path, path: Path, what: str, line: int | None = None) -> str:
    place = path.relative_to(root).as_posix()
    return f"{place}:{line}: {what}" if line else f"{place}: {what}"


def app_of(root: Path, path: Path) -> str:
    return path.relative_to(root / "throughline").parts[0]


def tree_of(path: Path) -> ast.Module:
    return parsed(path.read_text(encoding="utf-8"), str(path))[0]


def nodes_of(path: Path) -> list[ast.AST]:
    """What `ast.walk` gives of a file."""
    return parsed(path.read_text(encoding="utf-8"), str(path))[1]


@cache
def parsed(text: str, name: str) -> tuple[ast.Module, list[ast.AST]]:
    """Kept for the next check of the same text. Whoever has checked many files calls `parsed.cache_clear`."""
    tree = ast.parse(text, name)
    return tree, list(ast.walk(tree))


def called(node: ast.Call) -> str:
    """The dotted name of a called expression, such as `pytest.mark.skip`; empty if it is not one."""
    return dotted(node.func)


def dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return f"{dotted(node.func)}()"
    return node.id if isinstance(node, ast.Name) else "…"


def strings(path: Path) -> Iterator[tuple[str, int]]:
    """Every string, with `x` for each value that an f-string interpolates."""
    for node in nodes_of(path):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value, node.lineno
        elif isinstance(node, ast.JoinedStr):
            yield "".join(str(getattr(part, "value", "x")) for part in map(plain, node.values)), node.lineno


def plain(part: ast.expr) -> ast.expr:
    return part if isinstance(part, ast.Constant) else ast.Constant("x")


def is_file_of(parts: tuple[str, ...], kind: str) -> bool:
    """Whether a file is an app's `kind.py` or is in its folder `kind/`."""
    return len(parts) > 1 and (parts[1] == kind or parts[1] == f"{kind}.py")


def tracked_files(root: Path) -> list[Path]:
    """Files tracked by git; without git, every file outside hidden folders."""
    ran = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=False,
    )
    if ran.returncode == 0:
        return [root / name for name in ran.stdout.decode().split("\0") if name and (root / name).is_file()]
    return [
        path
        for path in root.rglob("*")
        if path.is_file() and not path.relative_to(root).parts[0].startswith(".")
    ]
