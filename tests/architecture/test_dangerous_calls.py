"""No shell, no evaluated text, no unsafe format, no XML, and connections only where the docs name them."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "throughline"
EVALUATING = {"eval", "exec", "compile", "__import__", "input"}
SHELLS = {
    "os.system",
    "os.popen",
    "os.execv",
    "os.execvp",
    "os.spawnl",
    "subprocess.getoutput",
    "subprocess.getstatusoutput",
}
UNSAFE_FORMATS = {"pickle", "marshal", "shelve", "dill", "yaml", "xml", "lxml", "plistlib", "defusedxml"}
CONNECTING = {"socket", "ssl", "http", "urllib.request", "requests", "urllib3", "ftplib", "smtplib", "httpx"}
MAY_CONNECT = {
    "config/server/connections.py": "is the server's side of a client's connection",
    "config/server/serving.py": "is the server's loop that accepts connections",
    "config/liveness.py": "asks for the name of this machine",
    "config/server/processes.py": "asks its own server whether it answers",
    "formats/visits.py": "asks public addresses for a directory, as the operator has typed or turned on",
    "config/demo/browser.py": "walks the demo on this machine",
}
MAY_READ_XML = {
    "formats/workbook_parts.py": "refuses a workbook that declares a type or an entity, before it is read",
}
RENDERING = {"Template", "from_string", "SafeString"}


def _called(node: ast.Call) -> str:
    return ast.unparse(node.func)


def dangers(source: str, file: str) -> Iterator[str]:
    """What a file does that it should not, one line each."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = _called(node)
            if name in EVALUATING:
                yield f"{file}: {name}() runs a text"
            if name in SHELLS or any(k.arg == "shell" for k in node.keywords):
                yield f"{file}: {name}() starts a shell"
            if name.rsplit(".")[-1] in RENDERING:
                yield f"{file}: {name}() makes a template or markup of a text"
            if name.endswith("load") and any(
                k.arg == "allow_pickle" and not (isinstance(k.value, ast.Constant) and k.value.value is False)
                for k in node.keywords
            ):
                yield f"{file}: {name}() unpickles"
        for module in _imported(node):
            if module.split(".")[0] in UNSAFE_FORMATS and file not in MAY_READ_XML:
                yield f"{file}: imports {module}, which may run or resolve what it reads"
            is_connecting = module in CONNECTING or module.split(".")[0] in CONNECTING
            if is_connecting and file not in MAY_CONNECT:
                yield f"{file}: imports {module}, which opens connections"


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def test_nothing_runs_a_text_starts_a_shell_or_opens_a_connection() -> None:
    files = sorted(PACKAGE.rglob("*.py"))
    assert len(files) > 200
    found = [
        danger
        for path in files
        for danger in dangers(path.read_text(encoding="utf-8"), path.relative_to(PACKAGE).as_posix())
    ]
    assert sorted(set(found)) == []


@pytest.mark.parametrize(
    "source",
    [
        "eval(text)",
        "import os\nos.system(f'ls {name}')",
        "import subprocess\nsubprocess.run(command, shell=True)",
        "import pickle",
        "from xml.etree import ElementTree",
        "import yaml",
        "numpy.load(file, allow_pickle=True)",
        "import urllib.request",
        "from urllib import request",
        "from http import client",
        "import socket",
        "from django.template import Template\nTemplate(text)",
        "engine.from_string(text)",
    ],
)
def test_a_planted_danger_is_caught(source: str) -> None:
    assert list(dangers(source, "listen/views/planted.py"))


def test_every_file_that_may_connect_does() -> None:
    for file in MAY_CONNECT:
        source = (PACKAGE / file).read_text(encoding="utf-8")
        assert list(dangers(source, "planted.py")), f"{file} opens no connection any more"
