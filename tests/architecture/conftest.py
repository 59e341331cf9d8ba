import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import copies, make
from tests.architecture.checks import sources
from tests.architecture.furnished import furnished
from tests.conftest import Making
from tests.copies import Copies
from tests.doors import World

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


@pytest.fixture(scope="module")
def furnished_app(making: Making, database_copies: Copies) -> Callable[[str], World]:
    """Make a district with the rows of one app, once for all doors: each test takes back its changes."""
    made: dict[str, World] = {}

    def furnished_app(app: str) -> World:
        if app not in made:
            with making():
                if made:
                    made.clear()
                    database_copies.load(copies.TABLES)
                made[app] = furnished(make.district("juniper", name="Juniper Valley"), app)
        return made[app]

    return furnished_app
