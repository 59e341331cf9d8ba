"""Pages of runs and crosstabs."""

from collections.abc import Callable

import numpy as np
import pytest
from django.test import Client

from tests import make
from tests.measure.found_patterns import ONE, OTHER
from tests.words import n_words, plain_cells, visible
from throughline.accounts.models import District, Job, Person
from throughline.convene.models import Cycle, ForumKind
from throughline.listen.models import Contributor, QuestionKind, SurveyAnswer
from throughline.measure import workflows
from throughline.measure.models import Run
from throughline.measure.queries.patterns.page import patterns_page

Clients = Callable[[Person | None], Client]


def run_of(cycle: Cycle, district: District, person: Person, *patterns: tuple[int, list[int]]) -> Run:
    from throughline.accounts.actions import RunningJob

    forum = make.forum(cycle)
    statements = [make.statement(forum, f"Statement <{number}>") for number in range(8)]
    make.votes(forum, statements, *patterns)
    job = Job.objects.create(kind="opinion_groups", title="Patterns", person=person)
    workflows.find_opinion_groups(RunningJob(job, make.actor(person, district)), forum_id=forum.public_id)
    return Run.objects.latest("pk")


def test_starting_a_run_makes_a_job(desk: Client, district: District, cycle: Cycle) -> None:
    forum = make.forum(cycle)
    url = district.url("start_opinion_groups", forum_id=forum.public_id)
    response = desk.post(url, {"seed": "7"})
    assert response["Location"] == district.url("job", job_id=Job.objects.get().public_id)
    assert desk.post(url, {"seed": "-1"}).status_code == 422
    survey = make.forum(cycle, ForumKind.SURVEY)
    assert (
        desk.post(district.url("start_opinion_groups", forum_id=survey.public_id), {"seed": "1"}).status_code
        == 422
    )


def test_the_page_of_a_run_shows_map_table_and_how_it_was_computed(
    desk: Client, district: District, cycle: Cycle, analyst: Person
) -> None:
    run = run_of(cycle, district, analyst, (20, ONE), (15, OTHER))
    html = desk.get(district.url("run", run_id=run.public_id)).content.decode()
    assert "<svg" in html
    assert "last computed" in html
    assert "35 people who chose to take part" in html
    assert "“Opinion groups” in the documentation on methods" in html
    assert "Statement &lt;0&gt;" in html
    assert not n_words("nan", html.lower())
    assert "style=" not in html


def test_two_groups_that_mirror_each_other_have_one_list(
    desk: Client, district: District, cycle: Cycle, analyst: Person
) -> None:
    run = run_of(cycle, district, analyst, (20, ONE), (15, OTHER))
    shown = patterns_page(run, is_guarded=False)
    assert shown.mirrored
    assert shown.groups_apart == []
    html = desk.get(district.url("run", run_id=run.public_id)).content.decode()
    text = " ".join(html.split())
    assert text.count("Group A agrees more, group B disagrees more:") + text.count(
        "Group B agrees more, group A disagrees more:"
    ) == len(shown.mirrored)
    assert "Group A: 100% agree (20 of 20 people who voted on it)." in text
    assert "No statement clearly sets this group apart." not in text


def test_where_there_is_no_pattern_no_map_is_offered(
    desk: Client, district: District, cycle: Cycle, analyst: Person
) -> None:
    chance = np.random.default_rng(1)
    by_chance = [(1, chance.choice([-1, 1], size=8).tolist()) for _person in range(40)]
    run = run_of(cycle, district, analyst, *by_chance)
    assert run.exact["verdict"] == "nothing"
    html = desk.get(district.url("run", run_id=run.public_id)).content.decode()
    assert '<svg class="chart"' not in html
    assert district.url("patterns_csv", run_id=run.public_id) in html
    assert district.url("patterns_map", run_id=run.public_id) not in html


def test_a_run_without_a_verdict_shows_what_to_do(
    desk: Client, district: District, cycle: Cycle, analyst: Person
) -> None:
    run = run_of(cycle, district, analyst, (1, ONE))
    html = desk.get(district.url("run", run_id=run.public_id)).content.decode()
    assert "Run the analysis again when more people have voted." in html
    assert not n_words("NaN", html)


def test_a_facilitator_sees_a_run_as_it_may_be_published(
    district: District, cycle: Cycle, analyst: Person, facilitator: Person, client_of: Clients
) -> None:
    run = run_of(cycle, district, analyst, (20, ONE), (6, OTHER))
    html = client_of(facilitator).get(district.url("run", run_id=run.public_id)).content.decode()
    assert "A, B are combined" in html
    assert '<svg class="chart"' not in html


def test_the_list_of_runs_begins_empty(desk: Client, district: District, cycle: Cycle) -> None:
    html = desk.get(district.url("runs", cycle_id=cycle.public_id)).content.decode()
    assert "Analyses need a forum with statements" in html
    make.forum(cycle)
    html = desk.get(district.url("runs", cycle_id=cycle.public_id)).content.decode()
    assert "There are no analyses yet" in html


def test_a_crosstab_asks_for_two_different_questions(desk: Client, district: District, cycle: Cycle) -> None:
    forum = make.forum(cycle, ForumKind.SURVEY)
    url = district.url("crosstab", forum_id=forum.public_id)
    assert "needs two questions" in desk.get(url).content.decode()
    one = make.question(forum, QuestionKind.SINGLE, "Yes", "No")
    other = make.question(forum, QuestionKind.SCALE)
    assert desk.get(url).status_code == 200
    same = desk.get(url, {"one": one.public_id, "other": one.public_id})
    assert same.status_code == 422
    html = desk.get(url, {"one": one.public_id, "other": other.public_id}).content.decode()
    assert "No one has answered both questions yet." in html


class Schools:
    """A survey with a school and a scale question, whose tables are saved and opened."""

    def __init__(self, cycle: Cycle, desk: Client, other: Client) -> None:
        self.forum = make.forum(cycle, ForumKind.SURVEY)
        self.schools = make.question(self.forum, QuestionKind.SCHOOL)
        self.scale = make.question(self.forum, QuestionKind.SCALE)
        self.desk, self.other = desk, other
        self.url = self.forum.district.url("crosstab", forum_id=self.forum.public_id)

    def answer(self, name: str, n: int, number: int = 3) -> None:
        school = make.School.objects.filter(name=name).first() or make.school(name)
        people = make.contributors(self.forum, n)
        make.answers(people, self.schools, school=school)
        make.answers(people, self.scale, number=number)

    @property
    def query(self) -> dict[str, str]:
        return {"one": self.schools.public_id, "other": self.scale.public_id}

    def save(self) -> str:
        return self.desk.post(self.url, self.query)["Location"]

    def seen(self, url: str) -> str:
        return self.other.get(url).content.decode()


@pytest.fixture
def survey(cycle: Cycle, desk: Client, facilitator: Person, client_of: Clients) -> Schools:
    return Schools(cycle, desk, client_of(facilitator))


def test_others_than_analysts_see_no_small_row_of_a_saved_table(survey: Schools) -> None:
    for n, name in ((31, "North"), (4, "East"), (17, "South")):
        survey.answer(name, n)
    full = survey.desk.get(survey.url, survey.query).content.decode()
    assert '<td class="n">4</td>' in plain_cells(full)
    guarded = survey.seen(survey.save())
    assert '<td class="n">4</td>' not in plain_cells(guarded)
    assert "Combined to protect privacy: East, South." in guarded
    assert "more than 95%" in guarded


def test_others_than_analysts_count_nothing_anew(survey: Schools) -> None:
    """The difference of counts before and after one answer would disclose it."""
    survey.answer("North", 31)
    live = survey.other.get(survey.url, survey.query).content.decode()
    assert "<table" not in live
    assert n_words("31", visible(live)) == 0
    assert "There are no tables to show for this forum yet." in live
    saved = survey.save()
    assert saved in survey.seen(survey.url)
    before = survey.seen(saved)
    survey.answer("North", 1, number=1)
    assert survey.seen(saved) == before
    assert ">32<" not in survey.seen(f"{survey.url}?one={survey.schools.public_id}")


def test_a_table_of_nearly_the_same_people_does_not_take_the_place_of_an_earlier_one(
    survey: Schools, district: District, cycle: Cycle
) -> None:
    survey.answer("North", 31)
    survey.answer("South", 20)
    first = survey.save()
    survey.answer("South", 1, number=1)
    second = survey.save()
    listed, runs = survey.seen(survey.url), survey.seen(district.url("runs", cycle_id=cycle.public_id))
    assert first in listed
    assert second not in listed + runs
    refused = survey.seen(second)
    assert "You can't see this table." in refused
    assert "<table" not in refused
    assert n_words("52", visible(refused)) == 0
    survey.answer("North", 12)
    third = survey.save()
    assert third not in survey.seen(survey.url), "in South one person stands between"
    survey.answer("South", 9)
    fourth = survey.save()
    listed = survey.seen(survey.url)
    assert fourth in listed
    assert first not in listed
    assert "once they differ by at least 10 people" in listed
    assert "<table" in survey.seen(fourth)
    assert "<table" in survey.desk.get(second).content.decode()


def test_the_same_two_questions_the_other_way_round_are_the_same_table(survey: Schools) -> None:
    survey.answer("North", 31)
    second_scale = make.question(survey.forum, QuestionKind.SCALE)
    for person in Contributor.objects.filter(forum=survey.forum):
        SurveyAnswer.objects.create(
            forum=survey.forum,
            contributor=person,
            question=second_scale,
            number=2,
            at=survey.forum.created_at,
        )
    one, other = survey.scale.public_id, second_scale.public_id
    first = survey.desk.post(survey.url, {"one": one, "other": other})["Location"]
    turned = survey.desk.post(survey.url, {"one": other, "other": one})["Location"]
    listed = survey.seen(survey.url)
    assert first in listed
    assert turned not in listed


def test_others_than_analysts_get_no_table_of_who_people_are_alone(
    desk: Client, district: District, cycle: Cycle, facilitator: Person, client_of: Clients
) -> None:
    """Combined with the coverage page, which these roles can see, hidden counts could be inferred."""
    forum = make.forum(cycle, ForumKind.SURVEY)
    schools, languages = (make.question(forum, kind) for kind in (QuestionKind.SCHOOL, QuestionKind.LANGUAGE))
    people = make.contributors(forum, 40)
    make.answers(people, schools, school=make.school("North"))
    make.answers(people[:15], languages, word="es")
    make.answers(people[15:], languages, word="en")
    url = district.url("crosstab", forum_id=forum.public_id)
    query = {"one": schools.public_id, "other": languages.public_id}
    assert n_words("25", visible(desk.get(url, query).content.decode())) > 0
    saved = desk.post(url, query)["Location"]
    assert ">25<" in desk.get(saved).content.decode()
    other = client_of(facilitator)
    assert saved not in other.get(url, query).content.decode()
    guarded = other.get(saved).content.decode()
    assert "<table" not in guarded
    assert ">25<" not in guarded


def test_statements_groups_and_map_can_be_taken_along(
    desk: Client, district: District, cycle: Cycle, analyst: Person, facilitator: Person, client_of: Clients
) -> None:
    run = run_of(cycle, district, analyst, (20, ONE), (6, OTHER))
    table = desk.get(district.url("patterns_csv", run_id=run.public_id))
    lines = b"".join(table.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert lines[0] == "statement,group,people,agree,disagree,not_sure,area,consensus"
    assert sum(",A,20," in line for line in lines) == sum(",B,6," in line for line in lines) == 8
    picture = desk.get(district.url("patterns_map", run_id=run.public_id))
    assert picture["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert picture.content.decode().count("<circle") == 17, (
        "two of three people, the small group as one with the rest"
    )
    assert "not-for-publication" in picture["Content-Disposition"]
    other = client_of(facilitator)
    guarded = b"".join(
        other.get(district.url("patterns_csv", run_id=run.public_id)).streaming_content  # type: ignore[attr-defined]
    ).decode()
    assert ",6," not in guarded
    assert other.get(district.url("patterns_map", run_id=run.public_id)).status_code == 403


def test_two_dates_stand_side_by_side(
    desk: Client, district: District, cycle: Cycle, analyst: Person
) -> None:
    first = run_of(cycle, district, analyst, (20, ONE), (15, OTHER))
    from throughline.accounts.actions import RunningJob
    from throughline.listen.models import Voice

    statements = list(Voice.objects.filter(forum=first.forum).order_by("pk"))
    make.votes(first.forum, statements, (10, OTHER))
    job = Job.objects.create(kind="opinion_groups", title="Patterns", person=analyst)
    workflows.find_opinion_groups(
        RunningJob(job, make.actor(analyst, district)), forum_id=first.forum.public_id
    )
    second = Run.objects.latest("pk")
    url = district.url("compare_runs", run_id=second.public_id, earlier_id=first.public_id)
    assert url in desk.get(district.url("run", run_id=second.public_id)).content.decode()
    html = desk.get(url).content.decode()
    assert "35 people stayed in their group, 0 moved to another group, 10 are new" in html
    assert "57% of 35" in html
    assert "44% of 45" in html
    assert "Statement &lt;0&gt;" in html
    backwards = district.url("compare_runs", run_id=first.public_id, earlier_id=second.public_id)
    assert desk.get(backwards).status_code == 404


def test_statements_are_sorted_without_javascript(
    desk: Client, district: District, cycle: Cycle, analyst: Person
) -> None:
    run = run_of(cycle, district, analyst, (20, ONE), (15, OTHER))
    url = district.url("run", run_id=run.public_id)
    html = desk.get(url, {"sort": "uncertainty"}).content.decode()
    table = html[html.index('id="statements"') :]
    assert table.index("Statement &lt;7&gt;") < table.index("Statement &lt;0&gt;")
    assert '<option value="uncertainty" selected>' in html
    assert desk.get(url, {"sort": "nonsense", "one": "A", "other": "Z"}).status_code == 200
