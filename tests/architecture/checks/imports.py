"""Rules 1 to 6: which app imports which, and the files an app may have."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

from tests.architecture.checks.sources import STORY, breach, nodes_of, package_files


def broken_contracts(root: Path) -> list[str]:
    """Names of the import contracts a tree breaks; import-linter's output if it cannot run."""
    ran = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--config", root / ".importlinter", "--no-cache"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "COLUMNS": "400"},
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode == 0:
        return []
    broken = re.findall(r"^(.+) BROKEN$", ran.stdout, re.MULTILINE)
    return broken or [(ran.stdout + ran.stderr).strip()]


def unlisted_files(root: Path) -> list[str]:
    """Files of an app that are not on the short list; import-linter sees modules, not folders without one."""
    allowed = {
        *(
            "__init__",
            "urls",
            "views",
            "api",
            "forms",
            "tasks",
            "workflows",
            "actions",
            "releases",
            "published",
            "queries",
        ),
        *(
            "permissions",
            "models",
            "declarations",
            "apps",
            "migrations",
            "management",
            "templatetags",
            "templates",
            "static",
        ),
        "__pycache__",
    }
    return [
        breach(root, path, "is not in the list of files")
        for app in STORY
        for path in sorted((root / "throughline" / app).glob("*"))
        if path.stem not in allowed
    ]


OWN_NAMES = {"numpy": "np", "pandas": "pd", "strategies": "st", "gettext": "_", "gettext_lazy": "_"}
"""The only names that an import may change, by the convention of their libraries."""


CODE = ("throughline", "tests", "benchmarks", "sample")


def renamed_imports(root: Path) -> list[str]:
    """Imports under another name than the one they were defined with."""
    return [
        breach(root, path, f"imports {name.name} as {name.asname}", node.lineno)
        for path in package_files(root, {".py"}, CODE)
        for node in nodes_of(path)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
        if name.asname not in (None, OWN_NAMES.get(name.name))
    ]
