import shutil
from pathlib import Path

import pytest

from tests.architecture.checks import sources

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    """An empty project with the real import contracts."""
    shutil.copy(ROOT / ".importlinter", tmp_path)
    for name in (*sources.STORY, "config", "ui", "methods", "formats"):
        folder = tmp_path / "throughline" / name
        folder.mkdir(parents=True)
        files = ["__init__"]
        if name in sources.STORY:
            files += [
                "urls",
                "views",
                "forms",
                "tasks",
                "workflows",
                "actions",
                "queries",
                "permissions",
                "models",
            ]
        for file in files:
            (folder / f"{file}.py").touch()
    (tmp_path / "throughline" / "__init__.py").touch()
    for file in ("understand/releases", "measure/published", "methods/disclosure"):
        (tmp_path / "throughline" / f"{file}.py").touch()
    return tmp_path
