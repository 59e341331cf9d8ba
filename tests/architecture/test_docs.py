"""Every setting, command and URL prefix is in the docs, and no link of the docs is broken."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

import dev
from tests.architecture.checks import habits
from tests.architecture.furnished import DOORS
from throughline.config import console

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"


def test_every_setting_is_documented() -> None:
    assert habits.undocumented(habits.settings_named(ROOT), REFERENCE / "settings.md") == []


def test_every_command_of_dev_py_is_documented() -> None:
    commands = {f"python3 dev.py {name}" for name in dev.COMMANDS}
    assert habits.undocumented(commands, REFERENCE / "commands.md") == []


def test_every_command_for_operators_is_documented() -> None:
    commands = {f"throughline {name}" for name in commands_of(console.parser())}
    assert commands
    assert habits.undocumented(commands, REFERENCE / "commands.md") == []


def commands_of(parser: argparse.ArgumentParser) -> set[str]:
    """`demo`, `import polis`, …"""
    found = set()
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                found |= {f"{name} {deeper}" for deeper in commands_of(below)} or {name}
    return found


def test_every_url_prefix_is_documented() -> None:
    prefixes = url_prefixes(get_resolver())
    assert habits.undocumented(prefixes, REFERENCE / "urls.md") == []


def url_prefixes(resolver: URLResolver, before: str = "/") -> set[str]:
    """The first fixed part of every URL; the second below `/d/<district>/`."""
    found = set()
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver) and route in {"/", "/d/<slug:district>/"}:
            found |= url_prefixes(pattern, route)
        elif isinstance(pattern, URLPattern | URLResolver):
            found.add(prefix(route))
    return found


def test_the_addresses_marked_for_everybody_are_those_whose_doors_stand_open() -> None:
    page = (REFERENCE / "urls.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(/d/<district>/[^`]*)` \|.*\| *([^|]*?) *\|$", page, re.MULTILINE)
    marked = {begins for begins, mark in rows if mark}
    open_doors = {door.name for _app, door in DOORS if door.public}
    is_open = {begins for begins, name in routes_under_a_district() if name in open_doors}
    assert len(rows) > 40
    assert sorted(marked ^ is_open) == []


def routes_under_a_district(
    resolver: URLResolver | None = None, before: str = "/"
) -> Iterator[tuple[str, str]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes_under_a_district(pattern, route)
        elif route.startswith("/d/<slug:district>/"):
            yield prefix(route), str(pattern.name)


def prefix(route: str) -> str:
    district = "/d/<slug:district>/"
    shown = route.removeprefix(district)
    first, slash, _ = shown.strip("^$").lstrip("/").partition("/")
    start = "/d/<district>/" if shown != route else "/"
    return start if not first or first.startswith("<") else f"{start}{first}{slash}"


def test_every_link_of_the_docs_leads_to_a_file() -> None:
    link = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)|<img src=\"([^\":]+)\"")
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "benchmarks" / "RESULTS.md"]
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for found in link.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / (target := found[0] or found[1])).exists()
    ]
    assert broken == []


def test_every_page_of_the_docs_is_in_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    pages = [page for page in (ROOT / "docs").rglob("*.md") if page.name != "README.md"]
    methods = ROOT / "docs" / "methods"  # indexed as a folder: one page per module
    missing = [
        name
        for page in pages
        if methods not in page.parents
        if f"({(name := page.relative_to(ROOT / 'docs').as_posix())})" not in index
    ]
    assert missing == []
