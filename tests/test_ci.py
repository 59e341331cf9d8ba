"""`.ci/run` does not depend on the environment it is started in."""

import os
import subprocess
from pathlib import Path

import pytest

RUN = Path(__file__).resolve().parents[1] / ".ci" / "run"
OWN = {
    "DEBIAN_FRONTEND",
    "THROUGHLINE_REQUIRE_SHARED",
    "THROUGHLINE_REQUIRE_BROWSER",
    "THROUGHLINE_REQUIRE_NGINX",
    "THROUGHLINE_HOME",
}
SHELL = {"PWD", "SHLVL", "_", "OLDPWD"}  # set by bash itself


@pytest.fixture
def stubs(tmp_path: Path) -> Path:
    """A python3 that records its environment and fails, and an installer that fails."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, does in {
        "python3": f"env > {tmp_path / 'environment'}; exit 1",
        "apt-get": "exit 1",
        "sudo": "exit 1",
    }.items():
        stub = folder / name
        stub.write_text(f"#!/bin/sh\n{does}\n")
        stub.chmod(0o755)
    return folder


def seen(stubs: Path, **environ: str) -> dict[str, str]:
    """The environment of a step when `.ci/run` is started in a different one."""
    path = f"{stubs}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(
        ["bash", RUN],
        env={"PATH": path, "HOME": "/nowhere", **environ},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert "FAILED: packages" in ran.stdout
    lines = (stubs.parent / "environment").read_text().splitlines()
    return {name: value for name, _, value in (line.partition("=") for line in lines) if name not in SHELL}


def test_it_starts_itself_again_in_a_clean_environment(stubs: Path) -> None:
    found = seen(
        stubs, PYTHONUNBUFFERED="1", PYTHONPATH="/tmp", LANG="xx", DJANGO_SETTINGS_MODULE="other", CI="no"
    )
    assert set(found) == {"HOME", "PATH", "CI", *OWN}
    assert (found["HOME"], found["CI"]) == ("/nowhere", "true")
    assert found["THROUGHLINE_REQUIRE_SHARED"] == "1"


def test_its_two_own_settings_come_along(stubs: Path) -> None:
    url = "postgresql://somebody@127.0.0.1:5432/a%20place"
    found = seen(stubs, THROUGHLINE_TEST_POSTGRES_URL=url, THROUGHLINE_REQUIRE_SHARED="0")
    assert set(found) == {"HOME", "PATH", "CI", "THROUGHLINE_TEST_POSTGRES_URL", *OWN}
    assert found["THROUGHLINE_TEST_POSTGRES_URL"] == url
    assert found["THROUGHLINE_REQUIRE_SHARED"] == "0"
