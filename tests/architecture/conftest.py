import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from tests import clock, copies, make
from tests.architecture.checks import sources
from tests.architecture.furnished import furnished
from tests.conftest import CHEAP_HASHERS
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
def furnished_app(
    django_db_setup: None,
    django_db_blocker: Any,
    database_copies: Copies,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[str], World]]:
    """Make a district with the rows of one app, once for all doors: each test takes back its changes."""
    made: dict[str, World] = {}
    settings = override_settings(
        PASSWORD_HASHERS=CHEAP_HASHERS, MEDIA_ROOT=tmp_path_factory.mktemp("uploads")
    )

    def furnished_app(app: str) -> World:
        if app not in made:
            if made:
                made.clear()
                database_copies.load(copies.TABLES)
            with settings, clock.stopped():
                made[app] = furnished(make.district("juniper", name="Juniper Valley"), app)
        return made[app]

    with django_db_blocker.unblock():
        yield furnished_app
        database_copies.load(copies.TABLES)
