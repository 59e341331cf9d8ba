"""What one app declares and another looks up: each name is declared once, and each declared name is used."""

import re
from collections import Counter
from fnmatch import fnmatch
from pathlib import Path

from django.apps import apps
from django.urls import get_resolver
from django.utils.module_loading import import_string

from tests.architecture.checks import habits, sources, urls
from throughline.accounts.declarations import story_apps
from throughline.accounts.models import Role
from throughline.convene.permissions import MANAGER
from throughline.listen.models import Voice

ROOT = Path(__file__).resolve().parents[2]
CONVENE = ROOT / "throughline" / "convene" / "templates"


def test_every_app_of_the_story_declares_and_in_its_order() -> None:
    assert tuple(app.label for app in story_apps()) == sources.STORY


def test_no_audit_verb_or_kind_is_declared_by_two_apps() -> None:
    verbs = Counter(verb for app in story_apps() for verb in app.audit_verbs)
    kinds = Counter(kind for app in story_apps() for kind in app.audit_kinds)
    assert [name for name, n in (*verbs.items(), *kinds.items()) if n > 1] == []


def test_every_audit_verb_that_is_recorded_is_declared_and_no_other() -> None:
    declared = {verb for app in story_apps() for verb in app.audit_verbs}
    recorded = habits.verbs_recorded(ROOT)
    assert {"change_district", "add_statement", "*_voice", "undo_move", "write_survey"} <= recorded
    assert [verb for verb in sorted(recorded) if "*" not in verb and verb not in declared] == []
    assert [verb for verb in sorted(declared) if not any(fnmatch(verb, name) for name in recorded)] == []


def test_no_technical_field_is_declared_by_two_apps() -> None:
    names = Counter(name for app in story_apps() for name in app.technical_fields.split())
    assert [name for name, n in names.items() if n > 1] == []


def test_an_app_declares_audit_kinds_of_its_own_rows() -> None:
    for app in story_apps():
        assert set(app.audit_kinds) <= {
            model._meta.model_name for model in apps.get_app_config(app.label).get_models()
        }


def test_pages_that_a_cycle_may_lead_to_are_declared_once_by_the_app_whose_pages_they_are() -> None:
    pages = [(page, app.label) for app in story_apps() for page in app.page_roles()]
    patterns = urls.url_patterns(get_resolver())
    assert set(pages) <= {(pattern.name, pattern.callback.__module__.split(".")[1]) for pattern in patterns}
    assert len({page for page, _app in pages}) == len(pages)
    linked = {
        page
        for path in (ROOT / "throughline").rglob("*.html")
        for page in re.findall(r'"(\w+)" in linked_pages', path.read_text(encoding="utf-8"))
    }
    assert linked == {page for page, _app in pages}


def test_pages_open_to_roles_that_there_are() -> None:
    roles = {role for app in story_apps() for roles in app.page_roles().values() for role in roles}
    assert roles <= {*Role.values, MANAGER}


def test_every_key_to_a_voice_from_the_right_of_listen_is_declared() -> None:
    keys = {
        (field.model._meta.app_label, field.model.__name__, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and field.related_model is Voice and not field.auto_created
    }
    declared = {(app.label, model, key) for app in story_apps() for model, key in app.voice_keys}
    assert declared == {key for key in keys if key[0] != "listen"}


def test_every_action_that_deletes_copies_of_withdrawn_words_is_there_and_right_of_listen() -> None:
    declared = [(app.label, path) for app in story_apps() for path in app.when_words_are_withdrawn]
    assert declared
    for app, path in declared:
        assert callable(import_string(path)), path
        assert path.startswith(f"throughline.{app}.actions."), path


def test_every_tally_that_is_kept_or_shown_is_declared_once_and_no_other() -> None:
    tallies = [name for app in story_apps() for name in app.tallies]
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources.package_files(ROOT, {".py"}))
    pages = "\n".join(path.read_text(encoding="utf-8") for path in CONVENE.rglob("*.html"))
    assert sorted(re.findall(r'\bset_tally\([^,()]+, "(\w+)"', code)) == sorted(tallies)
    shown = re.findall(r'\bwhat(?:=| == )"(\w+)"', code) + re.findall(r"\bcounts\.(\w+)\.n\b", pages)
    assert {"people", "waiting", "released"} <= set(shown) <= set(tallies)
