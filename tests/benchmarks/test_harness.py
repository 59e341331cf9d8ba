"""Figures, thresholds, the results page and CPU time."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import harness
from benchmarks.harness import Figure, at_least, at_most, compared_with


def test_a_report_in_json_is_one_object(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "__stdout__", sys.stdout)
    assert harness.report(
        "vote", [Figure("cost", 3.0, "ms", **at_most(3.0, 4.0), **compared_with(3.0, 6.0))], True
    )
    output = json.loads(capsys.readouterr().out)
    assert set(output) == {"name", "machine", "figures"}
    assert output["figures"] == [
        {"figure": "cost", "value": 3.0, "unit": "ms", "bar": "≤ 4", "holds": True, "peer": 6.0, "ratio": 0.5}
    ]


def test_a_missed_bar_makes_a_report_false(capsys: pytest.CaptureFixture[str]) -> None:
    assert not harness.report("vote", [Figure("speed", 3.0, "1/s", **at_least(3.0, 4.0))], False)
    assert "NO" in capsys.readouterr().out


def test_a_recorded_result_takes_the_place_of_the_former(tmp_path: Path) -> None:
    page = tmp_path / "RESULTS.md"
    page.write_text("# Results\n")
    for value in (1.0, 2.0):
        for name in ("vote", "groups"):
            figure = {"figure": "f", "value": value, "unit": "ms", "bar": None, "holds": None}
            harness.record(
                {"name": name, "machine": "m", "figures": [{**figure, "peer": None, "ratio": None}]}, page
            )
    text = page.read_text()
    assert text.count("## vote") == text.count("## groups") == 1
    assert "| 2 " in text
    assert "| 1 " not in text


def test_a_percentile_is_one_of_the_values() -> None:
    assert [harness.percentile(range(1, 101), percent) for percent in (50, 95, 99)] == [50, 95, 99]
    assert harness.percentile([7.0], 95) == 7.0


def test_cpu_time_counts_a_child_that_still_runs() -> None:
    busy = "import time\nx = 0\nwhile time.process_time() < 0.3: x += 1\nprint(x, flush=True)\ninput()"
    before = harness.cpu_seconds()
    with subprocess.Popen(
        [sys.executable, "-c", busy], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        assert harness.cpu_seconds(child.pid) >= 0.25
        assert harness.cpu_seconds() - before >= 0.25
        child.communicate("\n")
