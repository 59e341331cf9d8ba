"""In every table of every template, rendered with rows, each row has as many cells as the header."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.template import Origin
from django.template.loaders.app_directories import Loader
from django_scopes import scope

from tests import make
from tests.architecture.crawled import client_of, pages_by_links, text_of
from tests.architecture.furnished import DOORS, furnished
from tests.doors import World
from throughline.accounts.actions import RunningJob
from throughline.accounts.models import District, Job, Role
from throughline.accounts.permissions import Actor
from throughline.convene.models import ForumKind
from throughline.listen.models import SurveyAnswer
from throughline.measure import workflows
from throughline.measure.models import Run
from throughline.measure.queries.weights.margins import margins_to_choose

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
TABLE = re.compile(r"<table\b")
ONE, OTHER = [1, 1, 1, 1, -1, -1, -1, 0], [-1, -1, -1, 1, 1, 1, 1, 0]


class NamingLoader(Loader):
    """Loads templates so that each table carries its template and its number there: `data-table="file:1"`."""

    def get_contents(self, origin: Origin) -> str:
        name = origin.template_name
        assert isinstance(name, str)
        numbers = count(1)
        return TABLE.sub(
            lambda tag: f'{tag.group()} data-table="{name}:{next(numbers)}"',
            str(super().get_contents(origin)),
        )


class Table:
    def __init__(self, name: str) -> None:
        self.name = name
        self.n_columns: list[int] = []
        self.n_body_rows = 0
        self._part = ""
        self._hanging: list[tuple[int, int]] = []  # (rows still to come, columns) of cells with a rowspan

    def begin_part(self, name: str) -> None:
        self._part, self._hanging = name, []

    def begin_row(self) -> None:
        self.n_columns.append(sum(columns for _rows, columns in self._hanging))
        self._hanging = [(rows - 1, columns) for rows, columns in self._hanging if rows > 1]
        self.n_body_rows += self._part != "thead"

    def begin_cell(self, n_columns: int, n_rows: int) -> None:
        self.n_columns[-1] += n_columns
        if n_rows > 1:
            self._hanging.append((n_rows - 1, n_columns))


class TableParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self._open: list[Table] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "table":
            self.tables.append(Table(given.get("data-table") or ""))
            self._open.append(self.tables[-1])
        elif not self._open:
            return
        elif tag in {"thead", "tbody", "tfoot"}:
            self._open[-1].begin_part(tag)
        elif tag == "tr":
            self._open[-1].begin_row()
        elif tag in {"td", "th"}:
            self._open[-1].begin_cell(int(given.get("colspan") or 1), int(given.get("rowspan") or 1))

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._open.pop()


def tables_of(html: str) -> list[Table]:
    parser = TableParser()
    parser.feed(html[html.find("<table") : html.rfind("</table>") + len("</table>")])
    return parser.tables


def uneven(table: Table) -> str:
    """Describe how rows of a table differ in their number of columns; empty if they do not."""
    numbers = sorted(set(table.n_columns))
    return f"{table.name}: rows of {' and '.join(map(str, numbers))} columns" if len(numbers) > 1 else ""


def tables_of_templates() -> set[str]:
    return {
        f"{path.as_posix().partition('/templates/')[2]}:{number}"
        for path in (ROOT / "throughline").glob("*/templates/**/*.html")
        for number, _tag in enumerate(TABLE.findall(path.read_text(encoding="utf-8")), 1)
    }


# --- Pages with rows ---------------------------------------------------------------------------------------


def pages_of_doors(world: World) -> Iterator[tuple[str, HttpResponseBase]]:
    client = client_of(world.district)
    for _app, door in DOORS:
        if door.method == "get":
            address = world.district.url(door.name, **door.kwargs(world))
            yield address, client.get(address, door.data(world))


def add_two_pattern_runs(actor: Actor) -> Iterator[str]:
    forum = make.forum(make.cycle(), ForumKind.STATEMENTS)
    statements = [make.statement(forum, f"Statement {number}") for number in range(len(ONE))]
    runs = []
    for patterns in ([(20, ONE), (15, OTHER)], [(10, OTHER)]):
        make.votes(forum, statements, *patterns)
        workflows.find_opinion_groups(running(actor), forum_id=forum.public_id)
        runs.append(Run.objects.latest("pk"))
    yield actor.district.url("run", run_id=runs[1].public_id)
    yield actor.district.url("patterns_now", forum_id=forum.public_id)
    yield actor.district.url("compare_runs", run_id=runs[1].public_id, earlier_id=runs[0].public_id)


def add_weights(actor: Actor) -> Iterator[str]:
    forum = make.forum(make.cycle(), ForumKind.SURVEY)
    question = make.question(forum, "single", "Yes", "No")
    schools = [make.school("Adams"), make.school("Baker")]
    for number in range(60):
        person = make.contributor(forum, school=schools[number % 3 // 2], role="family")
        SurveyAnswer.objects.create(forum=forum, contributor=person, question=question, at=forum.created_at)
    roster = make.population({"school": {schools[0].public_id: 300, schools[1].public_id: 500}})
    margins = [choice.key for choice in margins_to_choose(forum) if choice.population == roster]
    for largest in (None, 1.5):  # with the second bound a margin is not met, so it is listed
        workflows.find_weights(running(actor), forum_id=forum.public_id, margins=margins, largest=largest)
        yield actor.district.url("run", run_id=Run.objects.latest("pk").public_id)


def add_answers(actor: Actor) -> str:
    """Answers of so many people that those see their shares who see no small numbers."""
    forum = make.forum(make.cycle(), ForumKind.SURVEY)
    question = make.question(forum, "single", "Yes", "No")
    make.answers(make.contributors(forum, 20), question, 0)
    return actor.district.url("results_of_question", question_id=question.public_id)


def running(actor: Actor) -> RunningJob:
    return RunningJob(Job.objects.create(kind="run", title="A run", person=actor.person), actor)


@pytest.mark.slow
def test_each_row_of_every_table_has_as_many_cells_as_its_header(
    sample_slug: str, db: None, settings: Any
) -> None:
    loader = f"{NamingLoader.__module__}.{NamingLoader.__name__}"
    options = {
        **settings.TEMPLATES[0]["OPTIONS"],
        "loaders": [("django.template.loaders.cached.Loader", [loader])],
    }
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "APP_DIRS": False, "OPTIONS": options}]
    problems: set[str] = set()
    met: set[str] = set()

    def look(address: str, response: HttpResponseBase) -> None:
        for table in tables_of(text_of(response)):
            if table.n_body_rows:
                met.add(table.name)
            if problem := uneven(table):
                problems.add(f"{address}: {problem}")

    sample = District.objects.get(slug=sample_slug)
    world = furnished(make.district("sagebrush"))
    with scope(district=world.district):
        actor = make.actor(make.member(world.district, Role.OWNER), world.district)
        more = [*add_two_pattern_runs(actor), *add_weights(actor), add_answers(actor)]
        make.member(world.district, Role.FACILITATOR)
    for address, response in pages_of_doors(world):
        look(address, response)
    for role in (Role.OWNER, Role.FACILITATOR):  # one who may read everything, one who sees no small numbers
        for address in more:
            look(address, client_of(world.district, role).get(address))
        for address, response in pages_by_links(sample, client_of(sample, role)):
            look(address, response)
    assert sorted(problems) == []
    assert sorted(tables_of_templates() - met) == [], "a table is rendered here with at least one row"


# --- The check itself --------------------------------------------------------------------------------------

HEADER = "<thead><tr><th>One</th><th>Two</th></tr></thead>"


@pytest.mark.parametrize(
    "rows",
    [
        "<tbody><tr><td>1</td></tr></tbody>",
        "<tbody><tr><th>1</th><td>2</td><td>3</td></tr></tbody>",
        "<tbody><tr><td>1</td><td>2</td></tr></tbody><tfoot><tr><td>3</td></tr></tfoot>",
        '<tbody><tr><td colspan="3">1</td></tr></tbody>',
        '<tbody><tr><td rowspan="2">1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></tbody>',
    ],
)
def test_a_row_with_another_number_of_cells_is_caught(rows: str) -> None:
    (table,) = tables_of(f"<table>{HEADER}{rows}</table>")
    assert uneven(table)


@pytest.mark.parametrize(
    ("rows", "n_body_rows"),
    [
        ("<tbody></tbody>", 0),
        ("<tbody><tr><td>1</td><td>2</td></tr></tbody>", 1),
        ('<tbody><tr><td colspan="2">1</td></tr></tbody>', 1),
        ('<tbody><tr><td rowspan="2">1</td><td>2</td></tr><tr><td>3</td></tr></tbody>', 2),
    ],
)
def test_an_even_table_passes(rows: str, n_body_rows: int) -> None:
    (table,) = tables_of(f"<table>{HEADER}{rows}</table>")
    assert (uneven(table), table.n_body_rows) == ("", n_body_rows)
