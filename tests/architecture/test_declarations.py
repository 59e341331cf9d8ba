"""What one app declares and another looks up: each name by one app, none that nobody uses or declares."""

from collections import Counter
from fnmatch import fnmatch
from pathlib import Path

from django.apps import apps

from tests.architecture import checks
from throughline.accounts.declarations import story_apps

ROOT = Path(__file__).resolve().parents[2]


def test_every_app_of_the_story_declares_and_in_its_order() -> None:
    assert tuple(app.label for app in story_apps()) == checks.STORY


def test_no_audit_verb_or_kind_is_declared_by_two_apps() -> None:
    verbs = Counter(verb for app in story_apps() for verb in app.audit_verbs)
    kinds = Counter(kind for app in story_apps() for kind in app.audit_kinds)
    assert [name for name, n in (*verbs.items(), *kinds.items()) if n > 1] == []


def test_every_audit_verb_that_is_recorded_is_declared_and_no_other() -> None:
    declared = {verb for app in story_apps() for verb in app.audit_verbs}
    recorded = checks.verbs_recorded(ROOT)
    assert {"change_district", "add_statement", "*_voice", "undo_move", "write_survey"} <= recorded
    assert [verb for verb in sorted(recorded) if "*" not in verb and verb not in declared] == []
    assert [verb for verb in sorted(declared) if not any(fnmatch(verb, name) for name in recorded)] == []


def test_an_app_declares_audit_kinds_of_its_own_rows() -> None:
    for app in story_apps():
        assert set(app.audit_kinds) <= {
            model._meta.model_name for model in apps.get_app_config(app.label).get_models()
        }
