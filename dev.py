#!/usr/bin/env python3
"""Setup and all commands of the project, with only the standard library: `python3 dev.py` lists them."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
OLDEST = (3, 11)
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}  # more threads slow down small linear algebra
IN_PARALLEL = ("-n", "auto", "--dist", "worksteal")
FLOOR = ("tests/methods", "tests/formats")
NEEDED_ON_THE_FLOOR = (
    "pytest",
    "pytest-timeout",
    "pytest-xdist",
    "hypothesis",
    "frictionless",
    "jsonschema[format-nongpl]",
)
CHECKS = ("format", "lint", "types", "imports", "docstrings", "templates", "translations", "tests")


class UsageError(Exception):
    """An error to print without a traceback: what is missing, and what to do."""


# --- The environment ---------------------------------------------------------------------------------------


def refuse_old_python() -> None:
    if sys.version_info < OLDEST:
        have, need = (".".join(map(str, version[:2])) for version in (sys.version_info, OLDEST))
        raise UsageError(f"Throughline needs Python {need} or newer; {sys.executable} is Python {have}.")


def has_module(name: str) -> bool:
    """Return whether a fresh interpreter can import a module; this one may have cached imports."""
    return succeeds([sys.executable, "-c", f"import {name}"])


def succeeds(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, cwd=ROOT, check=False).returncode == 0
    except OSError:
        return False


def python_of(venv: Path) -> Path:
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def command_of(venv: Path, name: str) -> str:
    return str(python_of(venv).with_name(name))


def environment(venv: Path, extras: tuple[str, ...], packages: tuple[str, ...] = ()) -> Path:
    """Return `venv` with the project, its extras and `packages` in it: created or repaired if necessary."""
    wanted = {f"[{extra}]" for extra in extras} | set(packages)
    stamp = venv / "throughline-stamp.json"
    state, found = state_of_pins(), read_stamp(stamp)
    is_sound = succeeds([str(python_of(venv)), "-c", f"import sys; assert sys.version_info >= {OLDEST}"])
    have = set(found.get("has", ())) if is_sound else set()
    if wanted <= have and found.get("state") == state:
        return venv
    if not is_sound:
        make_environment(venv)
    wanted |= {name for name in have if name.startswith("[")}
    names = sorted(name.strip("[]") for name in wanted if name.startswith("["))
    project = f".[{','.join(names)}]" if names else "."
    install(venv, ["-e", project, *sorted(name for name in wanted if not name.startswith("["))])
    stamp.write_text(json.dumps({"state": state, "has": sorted(wanted)}), encoding="utf-8")
    return venv


def state_of_pins() -> str:
    """Fingerprint of what an environment was installed from; when it changes, the environment is stale."""
    pins = b"\0".join((ROOT / name).read_bytes() for name in ("pyproject.toml", "constraints.txt"))
    version = ".".join(map(str, sys.version_info[:2]))
    return f"{hashlib.sha256(pins).hexdigest()} {version} {ROOT}"


def read_stamp(stamp: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(stamp.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def make_environment(venv: Path) -> None:
    say(f"Creating an environment in {venv.relative_to(ROOT)}/")
    if has_module("venv") and has_module("ensurepip"):
        make = ["venv", "--clear"]
    elif not has_module("pip"):
        raise UsageError(
            f"{sys.executable} has neither pip nor ensurepip, so nothing can be installed. "
            "On Debian or Ubuntu: apt-get install python3-venv python3-pip"
        )
    elif has_module("venv"):
        make = ["venv", "--clear", "--without-pip"]
    elif has_module("virtualenv"):
        make = ["virtualenv", "--quiet", "--clear"]
    else:
        raise UsageError(
            f"{sys.executable} cannot create an environment because it has neither venv nor virtualenv. "
            "On Debian or Ubuntu: apt-get install python3-venv"
        )
    run([sys.executable, "-m", *make, str(venv)])


def install(venv: Path, what: list[str]) -> None:
    say(f"Installing {' '.join(what)} (a few minutes the first time)")
    inside = str(python_of(venv))
    if succeeds([inside, "-m", "pip", "--version"]):
        pip = [inside, "-m", "pip"]
    else:
        pip = [sys.executable, "-m", "pip", "--python", inside]
    options = ["install", "--quiet", "--disable-pip-version-check", "-c", "constraints.txt"]
    code = subprocess.run([*pip, *options, *what], cwd=ROOT, stdout=sys.stderr, check=False).returncode
    if code:
        raise UsageError(
            "The installation did not finish. See the messages from pip above, then run it again."
        )


def web() -> Path:
    return ready(environment(VENV, ("web",)))


def dev() -> Path:
    return ready(environment(VENV, ("dev", "web")))


def ready(venv: Path) -> Path:
    run([str(python_of(venv)), "-m", "throughline.config.translations", "compile"])
    return venv


# --- Running things ----------------------------------------------------------------------------------------


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def run(command: list[str], **environ: str) -> None:
    """Run a command; exit with its code if it is not 0."""
    code = call(command, **environ)
    if code:
        sys.exit(code)


def call(command: list[str], **environ: str) -> int:
    child = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environ})
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue  # the child was interrupted too: let it clean up


def python(venv: Path, *arguments: str, **environ: str) -> int:
    return call([str(python_of(venv)), *arguments], **environ)


# --- The commands ------------------------------------------------------------------------------------------


def setup(arguments: list[str]) -> int:
    """Create .venv and install everything needed for development."""
    dev()
    say("Ready. Run `python3 dev.py demo` to see the product, or `python3 dev.py test` to run the tests.")
    return 0


def demo(arguments: list[str]) -> int:
    """Run the product with its demo district; --check tests the whole process over HTTP and exits."""
    return call([command_of(web(), "throughline"), "demo", *arguments])


def test(arguments: list[str]) -> int:
    """Run all tests or those in PATH (a folder without its slow tests); --slow; --postgres; --pages."""
    environ = dict(ONE_THREAD)
    if "--postgres" in arguments:
        url = os.environ.get("THROUGHLINE_TEST_POSTGRES_URL")
        if not url:
            raise UsageError(
                "THROUGHLINE_TEST_POSTGRES_URL is not set. Set it to a PostgreSQL database whose user "
                "can create databases, for example postgresql://user:secret@127.0.0.1:5432/throughline"
            )
        environ["THROUGHLINE_DATABASE_URL"] = url
    ours = {"--postgres", "--pages", "--slow", "--without-floor"}
    rest = [argument for argument in arguments if argument not in ours]
    left_out = [] if "--pages" in arguments else ["not page"]
    if "--postgres" in arguments:
        left_out.append("not once")
    if names_only_folders(rest) and "--slow" not in arguments:
        left_out.append("not slow")
        say("Slow tests are not run. To run them, add --slow or name their file.")
    if left_out:
        chosen = f"-m '{' and '.join(left_out)}'"
        environ["PYTEST_ADDOPTS"] = f"{os.environ.get('PYTEST_ADDOPTS', '')} {chosen}".strip()
    if "--without-floor" in arguments:
        rest += [f"--ignore={place}" for place in FLOOR]
    return python(dev(), "-m", "pytest", *IN_PARALLEL, *rest, **environ)


def names_only_folders(arguments: list[str]) -> bool:
    """Whether pytest's arguments name folders below tests/, and neither a file nor a test."""
    places = [ROOT / place for place in named_places(arguments)]
    return bool(places) and all(place.is_dir() and ROOT / "tests" in place.parents for place in places)


def check(arguments: list[str]) -> int:
    """Run all checks, or only: format lint types imports docstrings templates translations tests."""
    unknown = set(arguments) - set(CHECKS)
    if unknown:
        raise UsageError(f"There is no check named {', '.join(sorted(unknown))}. Checks: {', '.join(CHECKS)}")
    venv = dev()
    failed = []
    for part in arguments or CHECKS:
        began = time.monotonic()
        code = test([]) if part == "tests" else call(check_command(venv, part))
        say(f"{'FAILED' if code else 'ok'}: {part} ({time.monotonic() - began:.0f} s)")
        if code:
            failed.append(part)
    say(f"Failed: {', '.join(failed)}" if failed else "All checks passed.")
    return 1 if failed else 0


def check_command(venv: Path, part: str) -> list[str]:
    pytest = [str(python_of(venv)), "-m", "pytest", "-n", "0"]
    return {
        "format": [command_of(venv, "ruff"), "format", "--check", "--quiet", "."],
        "lint": [command_of(venv, "ruff"), "check", "."],
        "types": [command_of(venv, "mypy"), "--no-error-summary"],
        "imports": [command_of(venv, "lint-imports"), "--no-cache"],
        "docstrings": [*pytest, "tests/architecture/test_docstrings.py"],
        "templates": [*pytest, "tests/architecture/test_templates.py"],
        "translations": [str(python_of(venv)), "-m", "throughline.config.translations", "check"],
    }[part]


def keep_version(arguments: list[str]) -> int:
    """Save a small database of this version for the upgrade tests: [NAME]; see docs/how-to."""
    return python(dev(), "-m", "tests.upgrade.keep", *arguments)


def floor(arguments: list[str]) -> int:
    """Run the tests of methods and formats in an environment without Django."""
    venv = environment(ROOT / ".venv-floor", (), NEEDED_ON_THE_FLOOR)
    if succeeds([str(python_of(venv)), "-c", "import django"]):
        raise UsageError(
            f"Django is installed in {venv.name}/, but these tests must run without it. Delete that folder."
        )
    options = ["-c", "tests/floor.ini", "--rootdir", ".", "--confcutdir", FLOOR[0]]
    return python(venv, "-m", "pytest", *IN_PARALLEL, *options, *with_places(arguments, *FLOOR), **ONE_THREAD)


def with_places(arguments: list[str], *places: str) -> list[str]:
    """Add default paths to pytest's arguments if they name none."""
    return arguments if named_places(arguments) else [*arguments, *places]


def named_places(arguments: list[str]) -> list[str]:
    """The existing paths in pytest's arguments, without test ids."""
    places = [argument.split("::")[0] for argument in arguments if not argument.startswith("-")]
    return [place for place in places if (ROOT / place).exists()]


def bench(arguments: list[str]) -> int:
    """Run a benchmark and its comparisons: NAME [--json] [--record]; without NAME, list the benchmarks."""
    names = sorted(path.stem.replace("_", "-") for path in benchmark_files())
    flags = [argument for argument in arguments if argument.startswith("--")]
    wanted = [argument for argument in arguments if not argument.startswith("--")]
    unknown = (set(wanted) - set(names)) | (set(flags) - {"--json", "--record"})
    if unknown or len(wanted) > 1:
        raise UsageError(f"Use: bench NAME [--json] [--record]. NAME is one of: {', '.join(names)}")
    if not wanted:
        print("\n".join(names))
        return 0
    name = wanted[0].replace("-", "_")
    venv = environment(ROOT / ".venv-bench" / name, ("web",), peers_of(ROOT / "benchmarks" / f"{name}.py"))
    ready(venv)
    return python(venv, "-m", "benchmarks.harness", name, *flags)


def benchmark_files() -> list[Path]:
    """The benchmarks: modules that define PEERS; the other modules are parts of a benchmark."""
    return [
        path
        for path in (ROOT / "benchmarks").glob("*.py")
        if re.search(r"^PEERS\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]


def peers_of(path: Path) -> tuple[str, ...]:
    """The PEERS of a benchmark, parsed instead of imported because they are not installed yet."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Name) and target.id == "PEERS" for target in targets):
                return tuple(ast.literal_eval(node.value))
    return ()


NO_PICTURES = "--no-pictures"


def pages(arguments: list[str]) -> int:
    """Test the pages in a browser and take screenshots; --no-pictures; pytest arguments."""
    environ = {"THROUGHLINE_PSEUDO_LANGUAGE": "1"}
    if NO_PICTURES in arguments:
        arguments = [argument for argument in arguments if argument != NO_PICTURES]
    else:
        shots = os.environ.get("THROUGHLINE_SCREENSHOTS") or str(ROOT / ".throughline-pages")
        say(f"Screenshots are saved in {shots}")
        environ["THROUGHLINE_SCREENSHOTS"] = shots
    places = with_places(arguments, "tests/pages")
    return python(dev(), "-m", "pytest", "-m", "page", *places, **environ, **ONE_THREAD)


def serve_here(arguments: list[str]) -> int:
    """Run the development server on your own database (THROUGHLINE_HOME, .throughline/ by default)."""
    venv = web()
    run([str(python_of(venv)), "manage.py", "migrate", "--verbosity", "0"], THROUGHLINE_DEBUG="1")
    run([str(python_of(venv)), "manage.py", "createcachetable", "--verbosity", "0"], THROUGHLINE_DEBUG="1")
    return python(venv, "manage.py", "runserver", *arguments, THROUGHLINE_DEBUG="1")


def worker(arguments: list[str]) -> int:
    """Run the background worker. Use it together with `run`."""
    return call([command_of(web(), "throughline"), "worker", *arguments])


def translations(arguments: list[str]) -> int:
    """Update locale/ from the source code; `check` lists missing translations, `compile` compiles."""
    return python(web(), "-m", "throughline.config.translations", *(arguments or ["update"]))


COMMANDS = {
    "setup": setup,
    "demo": demo,
    "test": test,
    "check": check,
    "keep-version": keep_version,
    "floor": floor,
    "bench": bench,
    "pages": pages,
    "run": serve_here,
    "worker": worker,
    "translations": translations,
}


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print("python3 dev.py COMMAND\n")
        for name, command in COMMANDS.items():
            print(f"  {name:<13} {command.__doc__}")
        return 0
    if arguments[0] not in COMMANDS:
        raise UsageError(f"There is no command {arguments[0]!r}. Run `python3 dev.py` for a list.")
    refuse_old_python()
    return COMMANDS[arguments[0]](arguments[1:])


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except UsageError as error:
        say(str(error))
        sys.exit(1)
