"""The project keeps the rules of the architecture. test_planted_*.py show that a breach of each is found."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import get_resolver

from tests.architecture.checks import guard, habits, imports, markup, sources, tables, urls

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module", autouse=True)
def _trees_are_forgotten_at_the_end() -> Iterator[None]:
    yield
    sources.parsed.cache_clear()  # those of the whole project need much memory


def test_every_import_contract_is_kept() -> None:
    assert imports.broken_contracts(ROOT) == []


def test_every_app_has_only_files_of_the_short_list() -> None:
    assert imports.unlisted_files(ROOT) == []


def test_no_lookup_leads_from_right_of_understand_to_a_voice() -> None:
    assert tables.paths_to_voices(apps.get_models(include_auto_created=True)) == []


def test_keys_between_apps_point_left_and_have_no_way_back() -> None:
    assert tables.keys_across_apps(apps.get_models()) == []


def test_every_table_carries_its_district() -> None:
    models = apps.get_models(include_auto_created=True)
    assert tables.rows_without_district(models) == []
    lacking = {tables.label(model) for model in models if not tables.has_district(model)}
    assert lacking >= tables.OF_NO_DISTRICT


def test_templates_name_only_their_own_app_and_ui() -> None:
    assert markup.foreign_templates(ROOT) == []
    assert markup.misplaced_templates(ROOT) == []


def test_raw_sql_stands_only_in_queries_and_bulk_actions() -> None:
    assert habits.raw_sql(ROOT) == []


def test_no_lock_of_what_has_contributions_makes_them_wait() -> None:
    assert habits.locks_that_stop_contributions(ROOT) == []


def test_text_is_searched_only_by_the_one_helper() -> None:
    assert habits.searches_by_other_means(ROOT) == []


def test_every_url_is_called_like_its_view() -> None:
    assert urls.misnamed_urls(urls.url_patterns(get_resolver())) == []


def test_every_view_has_a_method_decorator() -> None:
    assert urls.views_of_any_method(urls.url_patterns(get_resolver())) == []


def test_no_template_has_inline_style_or_script() -> None:
    assert markup.inline_styles_and_scripts(ROOT) == []


def test_markup_is_built_only_in_ui() -> None:
    assert markup.unescaped(ROOT) == []


def test_the_headers_of_a_file_are_written_only_in_ui() -> None:
    assert habits.file_headers(ROOT) == []


def test_an_import_keeps_the_name_it_was_defined_with() -> None:
    assert imports.renamed_imports(ROOT) == []


def test_no_news_travels_by_model_signals() -> None:
    assert habits.signals(ROOT) == []


def test_only_actions_change_rows() -> None:
    assert habits.writes_outside_actions(ROOT) == []


def test_every_skipped_test_says_why() -> None:
    assert habits.skips_without_reason(ROOT) == []


def test_no_test_sleeps_or_measures_seconds() -> None:
    assert habits.timed_tests(ROOT) == []


def test_the_tests_of_pages_are_where_they_are_run() -> None:
    assert habits.page_tests_elsewhere(ROOT) == []


def test_constraints_hold_no_address() -> None:
    assert habits.addresses_in_constraints((ROOT / "constraints.txt").read_text()) == []


def test_no_file_names_a_path_of_one_machine() -> None:
    assert habits.machine_paths(ROOT, sources.tracked_files(ROOT)) == []


def test_only_the_guard_makes_what_may_be_published() -> None:
    kinds = guard.published_kinds(ROOT)
    assert {"PublishedPatterns", "PublishedShare", "PublishedTable", "PublishedVotes"} <= kinds
    assert guard.made_outside_the_guard(ROOT, kinds) == []


def test_nothing_right_of_measure_reads_exactly_what_a_run_found() -> None:
    assert guard.exact_reads_right_of_measure(ROOT) == []
