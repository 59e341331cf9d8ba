"""Results that are published or read exactly outside the guard are found."""

from pathlib import Path

import pytest

from tests.architecture.checks import guard
from tests.architecture.planting import plant

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("PublishedTable(10)", id="by its name"),
        pytest.param("results.PublishedTable(10)", id="by its module"),
        pytest.param("from x import PublishedTable as Table\n\nTable(10)", id="by an import's name"),
        pytest.param("Table = PublishedTable\nTable(10)", id="by another name"),
        pytest.param("class Table(PublishedTable):\n    pass\n\n\nTable(10)", id="by a subclass"),
        pytest.param("from_plain(PublishedTable, {})", id="of JSON"),
        pytest.param("basis_from_plain([{}])", id="of the JSON of a basis"),
        pytest.param("from_plain(BasisEntry, {})", id="of the JSON of an entry"),
        pytest.param("replace(table, n_hidden=0)", id="changed"),
    ],
)
@pytest.mark.parametrize("folder", ["understand/releases", "measure/published", "report/queries"])
def test_what_may_be_published_made_outside_the_guard_is_caught(
    skeleton: Path, folder: str, text: str
) -> None:
    plant(skeleton, f"throughline/{folder}/leak.py", text)
    plant(
        skeleton,
        "throughline/measure/models/results/tables.py",
        "class PublishedTable:\n    minimum_n: int\n    n_hidden: int\n",
    )
    plant(skeleton, "throughline/measure/queries/guard/tables.py", "PublishedTable(10)")
    plant(skeleton, "throughline/understand/releases/package_tables.py", "basis_from_plain([])")
    plant(skeleton, "throughline/measure/models/run.py", "from_stored({}, PublishedTable)")
    plant(skeleton, "throughline/understand/releases/fine.py", "isinstance(figures, PublishedTable)")
    (found,) = guard.made_outside_the_guard(skeleton, {"PublishedTable"})
    assert found.startswith(f"throughline/{folder}/leak.py")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("def told(run):\n    return run.exact_table", id="typed"),
        pytest.param('def told(run):\n    return run.exact["counts"]', id="as a row keeps it"),
        pytest.param('def told(run):\n    return getattr(run, "exact")', id="by a word"),
        pytest.param('def told(runs):\n    return runs.values("exact")', id="by a query"),
        pytest.param("from throughline.measure.models.results import ExactTable", id="its type"),
    ],
)
@pytest.mark.parametrize("folder", ["understand/releases", "understand/queries", "report/queries"])
def test_what_reads_exactly_what_a_run_found_where_things_leave_is_caught(
    skeleton: Path, folder: str, text: str
) -> None:
    plant(skeleton, f"throughline/{folder}/leak.py", text)
    plant(skeleton, "throughline/measure/queries/fine.py", text)
    (found,) = guard.exact_reads_right_of_measure(skeleton)
    assert found.startswith(f"throughline/{folder}/leak.py")
