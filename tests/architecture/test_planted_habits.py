"""Planted SQL, signals, writes, headers, skips, seconds and paths are found where they are not allowed."""

from pathlib import Path

import pytest

from tests.architecture.checks import habits
from tests.architecture.planting import plant

pytestmark = pytest.mark.once


def test_raw_sql_is_caught_outside_queries_and_bulk_actions(skeleton: Path) -> None:
    sql = "connection.cursor().execute('SELECT 1')"
    plant(skeleton, "throughline/listen/views.py", sql)
    plant(skeleton, "throughline/listen/queries.py", sql)
    plant(skeleton, "throughline/align/queries/matrix.py", sql)
    plant(skeleton, "throughline/partner/actions/bulk.py", sql)
    assert {sentence.split(":")[0] for sentence in habits.raw_sql(skeleton)} == {
        "throughline/listen/views.py"
    }


def test_a_lock_that_stops_contributions_is_caught(skeleton: Path) -> None:
    plant(
        skeleton,
        "throughline/align/actions.py",
        'Forum.objects.select_for_update(of=("self",)).get(pk=1)\n'
        'Forum.objects.select_for_update(no_key=True, of=("self",)).get(pk=1)\n'
        "Cycle.objects.filter(pk=1).select_for_update(no_key=False)\n"
        "Proposal.objects.select_for_update().get(pk=1)\n",
    )
    assert {sentence.split(" ")[0] for sentence in habits.locks_that_stop_contributions(skeleton)} == {
        "throughline/align/actions.py:1:",
        "throughline/align/actions.py:3:",
    }


def test_a_search_by_other_means_than_the_helper_is_caught(skeleton: Path) -> None:
    means = [
        "rows.filter(name__icontains=words)",
        "Q(texts__contains={'a': 1})",
        "Q((f'{field}__istartswith', words))",
        "rows.exclude(**{field + '__iexact': words})",
        "rows.filter(name__trigram_similar=words)",
        "rows.annotate(place=functions.StrIndex('name', Value(words)))",
        "rows.filter(lookups.IContains(F('name'), words))",
        "connection.cursor().execute('SELECT 1 WHERE name ILIKE %s', [words])",
        "rows.filter(sha256__startswith=words)",
        "{*rows.filter(name__in=words)}.__contains__(words)",
    ]
    for file in ("listen/queries.py", "accounts/queries/search.py"):
        plant(skeleton, f"throughline/{file}", "\n".join(means))
    found = habits.searches_by_other_means(skeleton)
    assert {int(sentence.split(":")[1]) for sentence in found} == set(range(1, 9))
    assert (
        "throughline/listen/queries.py:1: name__icontains searches text by other means than "
        "throughline/accounts/queries/search.py"
    ) in found
    assert {sentence.split(":")[0] for sentence in found} == {"throughline/listen/queries.py"}


def test_a_setting_missing_from_the_docs_is_caught(skeleton: Path) -> None:
    plant(skeleton, "throughline/config/settings.py", "os.environ['THROUGHLINE_NEW_THING']")
    plant(skeleton, "settings.md", "There is `THROUGHLINE_HOME`.")
    named = habits.settings_named(skeleton)
    assert habits.undocumented(named, skeleton / "settings.md") == [
        "settings.md says nothing of `THROUGHLINE_NEW_THING`"
    ]


def test_headers_of_a_file_written_outside_ui_are_caught(skeleton: Path) -> None:
    plant(skeleton, "throughline/align/views.py", 'response["Content-Disposition"] = "attachment"')
    plant(skeleton, "throughline/ui/downloads.py", 'response["Content-Disposition"] = "attachment"')
    assert habits.file_headers(skeleton) == [
        "throughline/align/views.py:1: writes the headers of a file to save outside ui"
    ]


def test_a_signal_is_caught(skeleton: Path) -> None:
    plant(skeleton, "throughline/listen/apps.py", "from django.db.models.signals import post_save")
    plant(skeleton, "throughline/align/apps.py", "from django.dispatch import receiver")
    plant(skeleton, "throughline/accounts/apps.py", "from django.dispatch import receiver")
    assert len(habits.signals(skeleton)) == 2


def test_a_row_changed_by_a_page_is_caught(skeleton: Path) -> None:
    plant(
        skeleton,
        "throughline/align/views.py",
        "def f(request, form):\n    form.save()\n    request.session.save()",
    )
    assert habits.writes_outside_actions(skeleton) == [
        "throughline/align/views.py:2: form.save() changes rows outside actions"
    ]


def test_a_skip_without_a_reason_is_caught(skeleton: Path) -> None:
    # Built from parts, so that this file does not break the rule it tests.
    skip = "pytest." + "skip"
    plant(
        skeleton,
        "tests/test_a.py",
        f"{skip}()\n{skip}('no browser here')\n@pytest.mark.skip\ndef test(): ...",
    )
    assert len(habits.skips_without_reason(skeleton)) == 2


def test_a_test_of_pages_that_would_not_be_run_is_caught(skeleton: Path) -> None:
    for file in ("tests/pages/test_a.py", "tests/accounts/test_a.py"):
        plant(skeleton, file, "pytestmark = [pytest.mark.page]")
    assert habits.page_tests_elsewhere(skeleton) == [
        "tests/accounts/test_a.py:1: a test of pages outside tests/pages"
    ]


def test_a_test_that_sleeps_or_measures_seconds_is_caught(skeleton: Path) -> None:
    plant(
        skeleton,
        "tests/test_a.py",
        "import time\nbegan = time.perf_counter()\ntime.sleep(1)\ntime.monotonic_ns()",
    )
    plant(skeleton, "tests/test_b.py", "from time import sleep")
    plant(skeleton, "tests/benchmarks/test_harness.py", "import time\ntime.process_time()")
    assert habits.timed_tests(skeleton) == [
        "tests/test_a.py:2: time.perf_counter in a test",
        "tests/test_a.py:3: time.sleep in a test",
        "tests/test_a.py:4: time.monotonic_ns in a test",
        "tests/test_b.py:1: a name imported from time",
    ]


def test_an_address_among_the_pins_is_caught() -> None:
    text = "numpy==2.4.6\n--index-url https" + "://example.org/simple\n"
    assert len(habits.addresses_in_constraints(text)) == 1


def test_a_path_of_one_machine_is_caught(skeleton: Path) -> None:
    plant(skeleton, "docs/a.md", "Look in /" + "home/ana/data, not in https://example.org/home/ana.")
    assert len(habits.machine_paths(skeleton, [skeleton / "docs" / "a.md"])) == 1


def test_a_docstring_without_its_parameters_is_caught() -> None:
    assert habits.incomplete_docstrings([f"{__name__}.half_documented"]) == [
        f"{__name__}.half_documented: PR01 Parameters {{'votes'}} not documented",
        f"{__name__}.half_documented: RT01 No Returns section found",
    ]


def half_documented(votes: list[int]) -> int:
    """Count."""
    return len(votes)


def test_a_verb_is_read_wherever_the_audit_is_given_it(skeleton: Path) -> None:
    plant(skeleton, "throughline/accounts/actions.py", "def record(actor, verb, obj, **details): ...")
    plant(
        skeleton,
        "throughline/listen/actions.py",
        "def receive(actor, forum, verb): record(actor, verb, forum)\n"
        "receive(actor, forum, 'add_statement')\n"
        "actions.record(actor, f'{move}_voice' if move else 'undo_move', forum)\n",
    )
    assert habits.verbs_recorded(skeleton) == {"add_statement", "*_voice", "undo_move"}
