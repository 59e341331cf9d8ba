"""The page of a cross-tabulation, its file, and the pages of a saved or released table."""

import csv
import io
import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests import make
from tests.measure.crosstab_survey import Survey, weighted
from tests.words import plain_cells
from throughline.accounts.models import AuditEntry, District, Person
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, DataKind
from throughline.listen.models import Contributor
from throughline.measure import workflows
from throughline.measure.models import Run, RunKind
from throughline.measure.models.results import ExactSideBySide, from_plain
from throughline.measure.queries.crosstab.export import csv_rows
from throughline.understand.actions import release_findings

Clients = Callable[[Person | None], Client]


def test_the_page_shows_small_tables_and_its_address_holds_every_choice(
    desk: Client, district: District, cycle: Cycle
) -> None:
    survey = Survey(cycle).fill()
    url = district.url("crosstab", forum_id=survey.forum.public_id)
    query = survey.query(survey.school, survey.bus, survey.role, shares="column")
    html = desk.get(url, query).content.decode()
    assert html.count('<section class="panel">') == 2
    assert "A table for each answer to" in html
    assert "There is no margin of error because the people who responded were not chosen at random." in html
    assert "<svg" in html
    assert "style=" not in html
    assert "What can be published" in html
    for value in query.values():
        assert f'value="{value}" selected' in html
    assert "split=" in html
    assert "166 people" in html


def test_a_split_by_what_stands_in_the_table_is_refused(
    desk: Client, district: District, cycle: Cycle
) -> None:
    survey = Survey(cycle)
    url = district.url("crosstab", forum_id=survey.forum.public_id)
    answer = desk.get(url, survey.query(survey.school, survey.bus, survey.bus))
    assert answer.status_code == 422
    assert "not already in the rows or columns" in answer.content.decode()


def test_who_may_not_read_everything_gets_neither_groups_nor_weights_nor_the_file(
    district: District, cycle: Cycle, facilitator: Person, client_of: Clients
) -> None:
    survey = Survey(cycle).fill()
    url = district.url("crosstab", forum_id=survey.forum.public_id)
    html = client_of(facilitator).get(url, survey.query(survey.school, survey.bus, survey.role))
    text = html.content.decode()
    assert 'class="panel"' not in text
    assert "<table" not in text
    assert 'name="split"' not in text
    assert "cells.csv" not in text


def test_a_saved_table_shows_the_same_and_to_others_only_what_may_be_published(
    desk: Client,
    district: District,
    cycle: Cycle,
    actor: Actor,
    facilitator: Person,
    client_of: Clients,
) -> None:
    survey = Survey(cycle).fill()
    weights = weighted(
        actor, survey.forum, {person.pk: 1.0 for person in Contributor.objects.filter(forum=survey.forum)}
    )
    query = survey.query(survey.school, survey.bus, survey.role, weights=weights.public_id)
    answer = desk.post(district.url("crosstab", forum_id=survey.forum.public_id), query)
    run = Run.objects.filter(kind=RunKind.CROSSTAB).get()
    assert answer["Location"] == district.url("run", run_id=run.public_id)
    html = desk.get(answer["Location"]).content.decode()
    assert html.count('<section class="panel">') == 2
    assert "Percentages are weighted to match school (post-stratification)." in html
    assert run.settings["weights"] == weights.public_id
    assert run.settings["split_question"] == survey.role.prompt.source
    guarded = client_of(facilitator).get(answer["Location"]).content.decode()
    assert 'class="panel"' not in guarded


def test_the_corner_of_a_released_table_is_no_heading_without_words(
    cycle: Cycle, actor: Actor, desk: Client, district: District
) -> None:
    survey = Survey(cycle).fill()
    run = workflows.save_crosstab(actor, survey.forum, one=survey.school, other=survey.bus)
    release = release_findings(actor, cycle, [make.finding(cycle, run=run)])
    html = desk.get(district.url("release", release_id=release.public_id)).content.decode()
    assert re.search(r"<thead>\s*<tr>\s*<td></td>\s*<th", plain_cells(html))
    assert "></th>" not in html


def test_every_cell_can_be_taken_out_as_a_file_and_that_is_recorded(
    desk: Client, district: District, cycle: Cycle
) -> None:
    survey = Survey(cycle).fill()
    url = district.url("crosstab_csv", forum_id=survey.forum.public_id)
    answer = desk.get(url, survey.query(survey.school, survey.bus, survey.role))
    assert answer.streaming
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 2 * 3 * 2
    student = next(
        row for row in rows if (row["group"], row["row"], row["column"]) == ("Student", "South", "Late")
    )
    assert (student["n"], student["share"], student["low"]) == ("50", "1.0", "")
    assert (student["data_kind"], student["weights"], student["effective_n"]) == ("chose", "", "50.0")
    assert "not-for-publication" in answer["Content-Disposition"]
    assert AuditEntry.objects.filter(verb="export_crosstab").count() == 1
    assert desk.get(url, {"one": "nothing"}).status_code == 404


def test_each_line_of_the_file_names_the_model_it_is_weighted_by_and_what_it_stands_on(
    desk: Client, district: District, cycle: Cycle, actor: Actor
) -> None:
    survey = Survey(cycle, DataKind.RANDOM)
    heavy = survey.people("North", "family", "On time", 20)
    light = survey.people("North", "student", "Late", 20)
    factors = {person.pk: 3.0 for person in heavy} | {person.pk: 1.0 for person in light}
    run = weighted(actor, survey.forum, factors, [heavy, light])
    url = district.url("crosstab_csv", forum_id=survey.forum.public_id)
    answer = desk.get(url, survey.query(survey.school, survey.bus, weights=run.public_id))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    on_time, late = csv.DictReader(io.StringIO(text))
    assert {row["weights"] for row in (on_time, late)} == {"weighted to match school (post-stratification)"}
    assert {row["data_kind"] for row in (on_time, late)} == {"random"}
    assert (on_time["n"], on_time["shares_of"], on_time["share"]) == ("20", "row", "0.75")
    assert float(on_time["effective_n"]) == pytest.approx(80**2 / (20 * 9 + 20))


def test_a_table_of_100_000_cells_streams_line_by_line() -> None:
    n_rows, n_columns = 1_000, 100
    label = {"source": "en", "texts": {"en": "A label"}}
    line = [1] * n_columns
    panel = {
        "label": None,
        "n": 1,
        "test": {"why_not": "several_answers"},
        "gap": None,
        "row_n": [n_columns] * n_rows,
        "column_n": [n_rows] * n_columns,
        "counts": [line] * n_rows,
        "shares": [[0.01] * n_columns] * n_rows,
        "low": [[None] * n_columns] * n_rows,
        "high": [[None] * n_columns] * n_rows,
        "effective_n": [100.0] * n_rows,
    }
    head = {
        "data_kind": "chose",
        "shares_of": "row",
        "has_intervals": False,
        "split": None,
        "weights": None,
    }
    found = head | {"rows": [label] * n_rows, "columns": [label] * n_columns, "panels": [panel]}
    rows = csv_rows(from_plain(ExactSideBySide, found))
    first = next(rows)
    assert first[:5] == ["chose", "", "", "A label", "A label"]
    assert first[5:] == [1, 100, 1_000, "row", 100.0, 0.01, None, None]
    assert sum(1 for _row in rows) == 99_999
