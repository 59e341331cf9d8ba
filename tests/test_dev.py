"""dev.py lists its commands, refuses with a sentence, and creates an environment with any Python."""

import subprocess
import sys
from pathlib import Path

import pytest

import dev

ROOT = Path(__file__).resolve().parents[1]


def ran(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "dev.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environ or None, check=False)


def without(tmp_path: Path, *modules: str) -> str:
    """A folder for PYTHONPATH that prevents the import of the modules."""
    for module in modules:
        (tmp_path / f"{module}.py").write_text("raise ImportError('absent here')\n")
    return str(tmp_path)


def test_alone_it_lists_every_command() -> None:
    listed = ran()
    assert listed.returncode == 0
    for name, command in dev.COMMANDS.items():
        assert f"{name} " in listed.stdout
        assert command.__doc__
        assert command.__doc__ in listed.stdout


def test_an_unknown_command_is_refused_with_a_sentence() -> None:
    refused = ran("demolish")
    assert refused.returncode == 1
    assert refused.stderr == "There is no command 'demolish'. Run `python3 dev.py` for a list.\n"


def test_an_older_python_is_refused_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 1))
    with pytest.raises(dev.UsageError, match=r"needs Python 3\.11 or newer; .* is Python 3\.10"):
        dev.main(["setup"])


def test_it_says_what_is_absent_where_nothing_can_be_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", without(tmp_path, "pip", "ensurepip"))
    with pytest.raises(dev.UsageError, match="neither pip nor ensurepip"):
        dev.make_environment(dev.ROOT / ".venv-none")


def test_it_makes_an_environment_where_ensurepip_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pip.py").touch()  # the test environment may have none either
    monkeypatch.setenv("PYTHONPATH", without(tmp_path, "ensurepip"))
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    venv = tmp_path / "env"
    dev.make_environment(venv)
    assert dev.succeeds([str(dev.python_of(venv)), "-c", "import sys"])
    assert not dev.succeeds([str(dev.python_of(venv)), "-I", "-m", "pip", "--version"])


def test_postgres_is_asked_for_by_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("THROUGHLINE_TEST_POSTGRES_URL", raising=False)
    with pytest.raises(dev.UsageError, match="THROUGHLINE_TEST_POSTGRES_URL is not set"):
        dev.test(["--postgres"])


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], str]]:
    """The arguments and the marker expression pytest would be started with."""
    found: list[tuple[list[str], str]] = []

    def python(venv: Path, *arguments: str, **environ: str) -> int:
        found.append(([*arguments], environ.get("PYTEST_ADDOPTS", "")))
        return 0

    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    monkeypatch.setattr(dev, "dev", lambda: Path("venv"))
    monkeypatch.setattr(dev, "python", python)
    return found


@pytest.mark.parametrize(
    ("arguments", "chosen"),
    [
        ([], "not page"),
        (["--pages"], ""),
        (["tests"], "not page"),
        (["-x"], "not page"),
        (["tests/listen"], "not page and not slow"),
        (["tests/listen/", "tests/convene", "-k", "votes"], "not page and not slow"),
        (["--pages", "tests/listen"], "not slow"),
        (["--slow", "tests/listen"], "not page"),
        (["tests/listen/test_killed_server.py"], "not page"),
        (["tests/test_dev.py::test_alone_it_lists_every_command"], "not page"),
        (["tests/listen", "tests/test_dev.py"], "not page"),
    ],
)
def test_slow_tests_are_left_out_where_only_folders_are_named(
    started: list[tuple[list[str], str]],
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    chosen: str,
) -> None:
    assert dev.test(arguments) == 0
    ((given, expression),) = started
    assert expression == (f"-m '{chosen}'" if chosen else "")
    passed_on = [argument for argument in arguments if argument not in {"--slow", "--pages"}]
    assert given == ["-m", "pytest", *dev.IN_PARALLEL, *passed_on]
    assert ("Slow tests are not run" in capsys.readouterr().err) == ("not slow" in chosen)


def test_what_is_the_same_on_every_database_is_left_out_on_postgres(
    started: list[tuple[list[str], str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THROUGHLINE_TEST_POSTGRES_URL", "postgresql://localhost/throughline")
    dev.test(["--postgres"])
    assert started == [(["-m", "pytest", *dev.IN_PARALLEL], "-m 'not page and not once'")]


def test_what_the_floor_runs_may_be_left_out(started: list[tuple[list[str], str]]) -> None:
    dev.test(["--without-floor"])
    dev.test([])
    assert [[word for word in given if "--ignore" in word] for given, _ in started] == [
        ["--ignore=tests/methods", "--ignore=tests/formats"],
        [],
    ]


def test_peers_are_read_without_importing_the_benchmark(tmp_path: Path) -> None:
    file = tmp_path / "groups.py"
    file.write_text('import not_installed\n\nPEERS = ["red-dwarf==0.4.0"]\n')
    assert dev.peers_of(file) == ("red-dwarf==0.4.0",)


def test_a_benchmark_is_a_module_that_names_its_peers_and_is_called_with_a_dash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "benchmarks").mkdir()
    (tmp_path / "benchmarks" / "opinion_groups.py").write_text("PEERS: list[str] = []\n")
    (tmp_path / "benchmarks" / "opinion_groups_part.py").write_text("")
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    assert dev.bench([]) == 0
    assert capsys.readouterr().out == "opinion-groups\n"
    with pytest.raises(dev.UsageError, match="opinion-groups"):
        dev.bench(["opinion_groups_part"])


def test_an_environment_is_installed_once_and_again_when_pins_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed: list[list[str]] = []
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_text("a")
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "install", lambda venv, what: installed.append(what))
    monkeypatch.setattr(dev, "make_environment", lambda venv: venv.mkdir(exist_ok=True))
    monkeypatch.setattr(dev, "succeeds", lambda command: (tmp_path / "env").exists())
    for extras in (("dev", "web"), ("web",)):
        dev.environment(tmp_path / "env", extras)
    assert installed == [["-e", ".[dev,web]"]]
    (tmp_path / "constraints.txt").write_text("b")
    dev.environment(tmp_path / "env", ("web",))
    assert installed[1:] == [["-e", ".[dev,web]"]], "what was there stays there"
    dev.environment(tmp_path / "env", ("web",), ("peer==1",))
    assert installed[2:] == [["-e", ".[dev,web]", "peer==1"]]
