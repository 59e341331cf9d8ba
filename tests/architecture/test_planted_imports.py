"""Planted breaches of the import rules are found."""

import shutil
from pathlib import Path

import pytest

from tests.architecture.checks import imports, sources
from tests.architecture.planting import plant

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]


RIGHT_OF_UNDERSTAND = "Right of understand, only its releases may be read"


RAW_VOICES = "Raw voices are read only by listen, measure and understand"


MEASURED = "What is measured is read only by measure and understand"


NUMBERS = "Releases read numbers only from measure's published"


STORY_ORDER = "Apps import leftwards along the story"


INSIDE = (
    "Inside an app: pages > forms, tasks > workflows > actions > releases, published > queries > permissions "
    "> models"
)


def test_the_skeleton_breaks_nothing(skeleton: Path) -> None:
    assert imports.broken_contracts(skeleton) == []
    assert imports.unlisted_files(skeleton) == []


@pytest.mark.parametrize(
    ("file", "text", "contract"),
    [
        pytest.param("align/views.py", "from throughline.listen import models", RAW_VOICES, id="at the top"),
        pytest.param(
            "report/queries.py",
            "def voices():\n    from throughline.listen.models import Voice\n    return Voice",
            RAW_VOICES,
            id="inside a function",
        ),
        pytest.param(
            "align/queries.py", "import throughline.understand.models", RIGHT_OF_UNDERSTAND, id="a draft"
        ),
        pytest.param(
            "align/queries.py", "import throughline.measure.models", MEASURED, id="what is measured"
        ),
        pytest.param(
            "report/queries.py", "import throughline.measure.published", MEASURED, id="published, by report"
        ),
        pytest.param(
            "understand/releases.py", "import throughline.measure.queries", NUMBERS, id="exact, by a release"
        ),
        pytest.param(
            "understand/releases.py",
            "def late():\n    from throughline.measure.models import Run\n    return Run",
            NUMBERS,
            id="a run, by a release",
        ),
        pytest.param(
            "measure/workflows.py",
            "import throughline.methods.disclosure",
            "Disclosure control is asked only through the guard",
            id="disclosure control outside the guard",
        ),
        pytest.param(
            "measure/queries.py", "import throughline.measure.published", INSIDE, id="upwards to published"
        ),
        pytest.param("convene/actions.py", "import throughline.listen.queries", STORY_ORDER, id="rightwards"),
        pytest.param("ui/fields.py", "import throughline.accounts.models", STORY_ORDER, id="floor to app"),
        pytest.param(
            "align/models.py", "import throughline.align.queries", INSIDE, id="upwards inside an app"
        ),
        *(
            pytest.param(
                "report/views.py" if app == "guide" else "guide/views.py",
                f"import throughline.{app}.workflows",
                f"Pages, forms, tasks and workflows of {app} are private",
                id=f"the workflows of {app}",
            )
            for app in sources.STORY
        ),
        pytest.param(
            "methods/groups.py",
            "import django",
            "Methods and formats know neither Django nor a database",
            id="Django in a method",
        ),
        pytest.param(
            "methods/groups.py",
            "import time",
            "Methods open no file, read no clock, draw no unseeded chance and use no network",
            id="a clock in a method",
        ),
        pytest.param("utils/__init__.py", "", STORY_ORDER, id="a new folder utils"),
        pytest.param("listen/helpers.py", "", INSIDE, id="a new kind of file"),
    ],
)
def test_a_planted_import_is_caught(skeleton: Path, file: str, text: str, contract: str) -> None:
    plant(skeleton, f"throughline/{file}", text)
    broken = imports.broken_contracts(skeleton)
    assert any(contract in sentence for sentence in broken), broken


def test_a_new_kind_of_file_is_caught_even_where_nothing_imports_it(skeleton: Path) -> None:
    plant(skeleton, "throughline/listen/services/notes.txt")
    assert imports.unlisted_files(skeleton) == ["throughline/listen/services: is not in the list of files"]


def test_a_late_import_of_the_real_project_is_caught(tmp_path: Path) -> None:
    shutil.copy(ROOT / ".importlinter", tmp_path)
    skip = shutil.ignore_patterns("__pycache__", "*.mo", "static", "templates", "migrations")
    shutil.copytree(ROOT / "throughline", tmp_path / "throughline", ignore=skip)
    with (tmp_path / "throughline" / "report" / "apps.py").open("a") as file:
        file.write("\n\ndef late() -> None:\n    import throughline.listen.models  # noqa: F401\n")
    assert imports.broken_contracts(tmp_path) == [RAW_VOICES]


def test_an_import_under_another_name_is_caught(skeleton: Path) -> None:
    plant(
        skeleton,
        "throughline/align/views.py",
        "import numpy as np\nfrom y import gettext as _\nfrom x import actions as work",
    )
    assert imports.renamed_imports(skeleton) == ["throughline/align/views.py:3: imports actions as work"]
