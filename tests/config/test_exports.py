import ast
import csv
import inspect
import io
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests import make
from throughline.accounts.models import AuditEntry, District, Person
from throughline.config import console
from throughline.config.export_kinds import EXPORTS, NOT_TABLES
from throughline.convene.models import ForumKind
from throughline.listen.models import VoiceState

DOWNLOADS = {"download", "csv_download", "zip_download"}


def _patterns(urls: URLResolver) -> Iterator[URLPattern]:
    for one in urls.url_patterns:
        if isinstance(one, URLResolver):
            yield from _patterns(one)
        else:
            yield one


def _called(function: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}


def _functions_that_download(module: ModuleType) -> set[str]:
    """Functions of a module that answer with a file, by themselves or through others of the module."""
    bodies = {
        node.targets[0].id if isinstance(node, ast.Assign) else getattr(node, "name", ""): _called(node)
        for node in ast.parse(inspect.getsource(module)).body
        if isinstance(node, ast.FunctionDef)
        or (isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name))
    }
    bodies |= {
        node.target.id: _called(node)
        for node in ast.parse(inspect.getsource(module)).body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    found = set(DOWNLOADS)
    while more := {name for name, called in bodies.items() if called & found} - found:
        found |= more
    return found


def test_every_file_that_a_page_offers_is_a_kind_of_the_command() -> None:
    offered = set()
    for pattern in _patterns(get_resolver()):
        view = inspect.unwrap(pattern.callback)
        if not view.__module__.startswith("throughline."):
            continue
        if getattr(view, "__name__", "") in _functions_that_download(sys.modules[view.__module__]):
            offered.add(pattern.name)
    known = {about.view for about in EXPORTS.values()} | {about.tied_view for about in EXPORTS.values()}
    assert offered == (known | set(NOT_TABLES)) - {""}


def _export(district: District, kind: str, file: Path | str, *words: str) -> int:
    return console.main(["export", kind, str(file), "--district", district.slug, *words])


def test_comments_are_the_same_file_as_on_the_page(
    district: District, owner: Person, client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forum = make.forum(make.cycle(), ForumKind.QUESTION, title=make.translated("¿Qué falta?"))
    make.voice(forum, "More buses.")
    make.voice(forum, "Other words.", state=VoiceState.REJECTED)
    assert _export(district, "comments", tmp_path, "--query", f"forum={forum.public_id}&state=approved") == 0
    [path] = tmp_path.iterdir()
    assert path.name == "comments-que-falta-2026-10-14.csv"
    assert capsys.readouterr().out.strip() == str(path)
    client.force_login(owner)
    page = client.get(f"{district.url('export_voices')}?forum={forum.public_id}&state=approved")
    assert b"".join(page) == path.read_bytes()
    [row] = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    assert row["comment"] == "More buses."
    entries = AuditEntry.objects.filter(verb="export_voices").order_by("pk")
    assert [entry.details for entry in entries] == [{"n_voices": 1, "tied": False}] * 2


def test_linked_responses_are_recorded_as_such(district: District, tmp_path: Path) -> None:
    forum = make.forum(make.cycle(), ForumKind.SURVEY, title=make.translated("Family survey"))
    question = make.question(forum, "single", "Yes", "No")
    make.answers([make.contributor(forum)], question, 0)
    assert _export(district, "responses", tmp_path, "--forum", forum.public_id, "--tied") == 0
    [path] = tmp_path.iterdir()
    assert path.name == "linked-responses-family-survey-2026-10-14.csv"
    assert [entry.details["tied"] for entry in AuditEntry.objects.filter(verb="export_forum")] == [True]


@pytest.mark.parametrize("kind", sorted(EXPORTS))
def test_each_kind_says_when_there_is_nothing_of_that_id(
    district: District, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    ids = [word for name in EXPORTS[kind].ids for word in (f"--{name}", "nothing-here")]
    code = _export(district, kind, tmp_path / "file", *ids)
    if ids:
        assert code == 1
        assert "There is nothing to export in" in capsys.readouterr().err
        assert list(tmp_path.iterdir()) == []
    else:
        assert code == 0
        assert (tmp_path / "file").stat().st_size > 0


def test_files_of_a_cycle_are_written(district: District, tmp_path: Path) -> None:
    cycle = make.cycle()
    make.code(cycle, "Buses")
    for kind in ("codes", "codings", "findings"):
        assert _export(district, kind, tmp_path, "--cycle", cycle.public_id) == 0
    names = sorted(path.name for path in tmp_path.iterdir())
    title = "what-should-graduates-be-able-to-do-2026-10-14.csv"
    assert names == [f"not-for-publication-{kind}-{title}" for kind in ("codes", "codings", "findings")]


def test_votes_are_written_to_standard_output(
    district: District, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    forum = make.forum(make.cycle())
    make.vote(forum, make.contributor(forum), make.statement(forum))
    assert _export(district, "responses", "-", "--forum", forum.public_id) == 0
    with zipfile.ZipFile(io.BytesIO(capfdbinary.readouterr().out)) as archive:
        assert "votes.csv" in archive.namelist()


def test_a_filter_that_does_not_exist_and_a_folder_that_is_not_there_are_refused(
    district: District, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _export(district, "audit", tmp_path / "audit.csv", "--query", "first_day=never") == 1
    assert "refused these settings" in capsys.readouterr().err
    assert _export(district, "audit", tmp_path / "no-folder" / "audit.csv") == 1
    assert "could not be written" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_another_districts_forum_is_not_exported(
    district: District, other_district: District, tmp_path: Path
) -> None:
    forum = make.forum(make.cycle(), ForumKind.SURVEY)
    assert _export(other_district, "responses", tmp_path, "--forum", forum.public_id) == 1
    assert console.main(["export", "audit", "-", "--district", "nowhere"]) == 1
