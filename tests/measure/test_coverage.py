"""Participation compared with the population: correct and guarded while the forum is open."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from tests import make
from throughline.accounts.models import District, Person, School
from throughline.convene.models import Cycle, DataKind, Forum, ForumKind
from throughline.listen.models import QuestionKind, SurveyAnswer
from throughline.measure import actions
from throughline.measure.models import Comparison, InvitationRound, Population
from throughline.measure.queries.coverage.page import coverage_page
from throughline.measure.queries.populations.matching import match_of
from throughline.measure.queries.populations.people import people_heard
from throughline.measure.queries.populations.placement import categories_of_contributors
from throughline.measure.workflows import coverage_in_sight

Clients = Callable[[Person | None], Client]


@pytest.fixture
def forum(district: District) -> Forum:
    return make.forum(make.cycle(), ForumKind.QUESTION)


@pytest.fixture
def schools(district: District) -> list[School]:
    names = (
        ("High", School.Level.HIGH),
        ("Mesa", School.Level.ELEMENTARY),
        ("River", School.Level.ELEMENTARY),
    )
    return [make.school(name, level=level) for name, level in names]


def hear(forum: Forum, n: int, **about: Any) -> None:
    for _number in range(n):
        make.voice(forum, contributor=make.contributor(forum, **about))


def of_schools(schools: list[School], *n: object) -> dict[str, dict[str, object]]:
    return {"school": {school.public_id: counts for school, counts in zip(schools, n, strict=True)}}


def words_of(client: Client, forum: Forum, query: str = "") -> str:
    html = client.get(forum.district.url("coverage", forum_id=forum.public_id) + query).content.decode()
    return re.sub(r"\s+", " ", html)


def test_the_page_names_who_is_missing_how_sure_we_are_and_how_long_is_left(
    analyst: Person, client_of: Clients, forum: Forum, schools: list[School]
) -> None:
    make.population(of_schools(schools, 500, 300, 200))
    for school, n in zip(schools, (60, 30, 4), strict=True):
        hear(forum, n, school=school)
    html = words_of(client_of(analyst), forum)
    assert "94 people have taken part so far." in html
    assert "Underrepresented by school (fewer people took part than expected): River." in html
    assert "census data is a complete count" in html
    assert "About 2 weeks left" in html
    assert "last computed" in html
    assert "people who chose to take part" in html
    assert "don&#x27;t give a margin of error" in html
    assert 'class="strip' in html
    assert "style=" not in html


def test_each_table_of_the_page_has_a_name_of_its_own(
    analyst: Person, client_of: Clients, forum: Forum, schools: list[School]
) -> None:
    make.population({**of_schools(schools, 500, 300, 200), "language": {"en": 700, "es": 300}})
    for school, n in zip(schools, (60, 30, 14), strict=True):
        hear(forum, n, school=school, language="en")
    names = re.findall(r'role="region"[^>]*aria-label="([^"]+)"', words_of(client_of(analyst), forum))
    assert len(names) == len(set(names)) >= 4


def test_a_margin_of_error_is_shown_as_a_bar_and_can_make_it_impossible_to_tell(
    analyst: Person, client_of: Clients, forum: Forum, schools: list[School]
) -> None:
    make.population(of_schools(schools, (500, 40.0), (300, 40.0), (20, 15.0)))
    for school, n in zip(schools, (60, 30, 2), strict=True):
        hear(forum, n, school=school)
    html = words_of(client_of(analyst), forum)
    assert 'class="interval"' in html
    assert re.search(r"<li>Not clear by [^.]*River[^<]*</li>", html)
    assert "<li>How certain this is: " in html
    assert "census data is an estimate" in html


def test_a_count_that_is_a_code_is_no_benchmark(
    analyst: Person, client_of: Clients, forum: Forum, schools: list[School]
) -> None:
    make.population(of_schools(schools, 500, 300, "too_few"))
    hear(forum, 20, school=schools[0])
    hear(forum, 12, school=schools[2])
    html = words_of(client_of(analyst), forum)
    assert "12 people took part; no official count to compare with" in html
    assert "hidden by the source: too few people" in html


def test_grade_bands_follow_from_the_school_and_languages_from_the_question_for_them(
    forum: Forum, schools: list[School]
) -> None:
    population = make.population(
        {"grade_band": {"elementary": 300, "high": 200}, "language": {"en": 400, "es": 100}}
    )
    hear(forum, 3, school=schools[0], language="es")
    hear(forum, 2, school=schools[1], language="en")
    bands = categories_of_contributors(forum, population, "grade_band")
    assert bands.n_by_category == {"high": 3, "elementary": 2}
    by_language = categories_of_contributors(forum, population, "language")
    assert by_language.n_by_category == {"es": 3, "en": 2}
    page = coverage_page(forum)
    assert any(part.is_by_interface_language for part in page.parts)


def survey_of(district: District, question: object = None) -> Forum:
    return make.forum(make.cycle(), ForumKind.SURVEY)


def answer(forum: Forum, question: object, *choices: int) -> None:
    person = make.contributor(forum)
    given = SurveyAnswer.objects.create(
        forum=forum,
        contributor=person,
        question=question,  # type: ignore[misc]
        at=timezone.now(),
    )
    every = list(question.choices.all())  # type: ignore[attr-defined]
    given.choices.set([every[i] for i in choices])


def test_a_question_of_2024_is_compared_with_counts_of_1997_by_the_crosswalk(
    analyst: Person, client_of: Clients, district: District
) -> None:
    forum = survey_of(district)
    question = make.question(
        forum,
        QuestionKind.MULTIPLE,
        "White",
        "Hispanic or Latino",
        "Middle Eastern or North African",
        "Black or African American",
    )
    population = make.population(
        {"group": {"white": 600, "hispanic": 300, "black": 50, "two_or_more": 50}}, race_standard="1997"
    )
    for choices, n in (((0,), 30), ((0, 1), 8), ((2,), 5), ((0, 2), 3), ((0, 3), 2)):
        for _number in range(n):
            answer(forum, question, *choices)
    placed = categories_of_contributors(forum, population, "group")
    assert placed.n_by_category == {"white": 33, "hispanic": 8, "two_or_more": 2}
    assert placed.n_no_count == 5
    html = words_of(client_of(analyst), forum)
    assert "Middle Eastern or North African" in html
    assert "5 people took part; no official count to compare with" in html
    assert "The official count for White includes" in html


def test_a_single_choice_is_matched_by_its_words_in_any_language_and_the_analyst_may_correct_it(
    analyst: Person, client_of: Clients, district: District
) -> None:
    forum = survey_of(district)
    question = make.question(forum, QuestionKind.SINGLE, "Rent", "Own our home", "In between")
    population = make.population({"tenure": {"own": 70, "rent": 30}})
    assert match_of(forum, population, "tenure") is None
    url = district.url(
        "match_figures", forum_id=forum.public_id, population_id=population.public_id, dimension="tenure"
    )
    desk = client_of(analyst)
    assert "A single-choice question would" in desk.get(url).content.decode()
    form_url = f"{url}?question={question.public_id}"
    form = desk.get(form_url).context["form"]
    assert form.initial == {} or form is not None
    assert form["v0"].value() == "rent"
    assert desk.post(form_url, {"v0": "rent", "v1": "own", "v2": ""}).status_code == 303
    for choice, n in ((0, 4), (1, 5), (2, 6)):
        for _number in range(n):
            answer(forum, question, choice)
    placed = categories_of_contributors(forum, population, "tenure")
    assert placed.n_by_category == {"rent": 4, "own": 5}
    assert placed.n_unknown == 6
    assert Comparison.objects.get().matches["tenure"]["question"] == question.public_id


def test_only_the_roles_that_are_counted_are_compared_and_that_may_be_changed(
    analyst: Person, client_of: Clients, forum: Forum, schools: list[School]
) -> None:
    population = make.population(of_schools(schools, 500, 300, 200), who_is_counted="families")
    hear(forum, 6, school=schools[0], role="family")
    hear(forum, 5, school=schools[0], role="staff")
    assert categories_of_contributors(forum, population, "school").n_by_category.total() == 6
    desk = client_of(analyst)
    url = forum.district.url("compare_roles", forum_id=forum.public_id, population_id=population.public_id)
    assert desk.post(url, {"roles": ["family", "staff"]}).status_code == 303
    assert categories_of_contributors(forum, population, "school").n_by_category.total() == 11


def test_whoever_gave_nothing_or_withdrew_was_not_heard(forum: Forum) -> None:
    make.contributor(forum)
    hear(forum, 2)
    make.voice(forum, contributor=make.contributor(forum), state="withdrawn")
    assert people_heard(forum).count() == 2


# For staff without access to raw voices


def test_small_groups_are_shown_together_to_staff_without_raw_rights(
    facilitator: Person, client_of: Clients, forum: Forum, schools: list[School]
) -> None:
    make.population(of_schools(schools, 500, 300, 200))
    for school, n in zip(schools, (60, 30, 4), strict=True):
        hear(forum, n, school=school)
    html = words_of(client_of(facilitator), forum)
    assert "Combined to protect privacy: Mesa and River." in html
    assert "34 people" in html
    assert "than expected): River" in html, "named still: it leaves 16 possible counts"
    assert not re.search(r"\b(4|30)\b</td>", html)
    assert not re.search(r"\b4 people\b", html)
    assert "did not answer, or chose" not in html
    assert "Invitation rounds" not in html


def test_a_missing_group_is_not_named_where_that_would_disclose_its_count(
    facilitator: Person, client_of: Clients, forum: Forum, schools: list[School]
) -> None:
    make.population(of_schools(schools, 600, 340, 60))
    for school, n in zip(schools, (60, 30, 1), strict=True):
        hear(forum, n, school=school)
    assert "than expected): River" not in words_of(client_of(facilitator), forum)


def test_too_few_people_are_not_shown_at_all(
    facilitator: Person, analyst: Person, client_of: Clients, forum: Forum, schools: list[School]
) -> None:
    make.population(of_schools(schools, 500, 300, 200))
    hear(forum, 7, school=schools[0])
    html = words_of(client_of(facilitator), forum)
    assert "Fewer than 10 people have taken part so far" in html
    assert 'class="strip' not in html
    assert "7 people" not in html
    assert "7 people" in words_of(client_of(analyst), forum)


def test_no_small_count_can_be_had_from_the_guarded_page(forum: Forum, schools: list[School]) -> None:
    make.population(of_schools(schools, 500, 300, 200))
    for school, n in zip(schools, (13, 3, 8), strict=True):
        hear(forum, n, school=school)
    page = coverage_in_sight(forum)
    counts = [row.group.n_heard for part in page.parts for row in part.rows]
    assert counts
    assert min(counts) >= 10
    assert all(part.n_unknown is None for part in page.parts)


# Without figures, without participants, and after the end


def test_without_figures_the_page_says_what_to_do(
    analyst: Person, facilitator: Person, client_of: Clients, forum: Forum
) -> None:
    hear(forum, 12)
    assert "Import enrollment or census data" in words_of(client_of(analyst), forum)
    assert "There is no enrollment or census data to compare with yet." in words_of(
        client_of(facilitator), forum
    )


def test_before_anybody_came_nothing_is_claimed(
    analyst: Person, client_of: Clients, forum: Forum, schools: list[School]
) -> None:
    make.population(of_schools(schools, 500, 300, 200))
    html = words_of(client_of(analyst), forum)
    assert "0 people have taken part so far." in html
    assert "Underrepresented" not in html
    assert "Not clear by" not in html
    assert "no official count" not in html
    assert "School: not asked in this forum." in html
    assert "0 people took part" not in html


def test_where_nobody_was_asked_the_page_says_so_and_claims_nothing_of_any_group(
    analyst: Person, client_of: Clients, forum: Forum, schools: list[School]
) -> None:
    make.population({**of_schools(schools, 500, 300, 200), "role": {"family": 700, "student": 300}})
    hear(forum, 20)
    html = words_of(client_of(analyst), forum)
    assert "Not asked, so not compared: school and role." in html
    assert "School: not asked in this forum." in html
    assert "0 people took part" not in html
    Cycle.objects.update(is_school_asked=True)
    assert "School: no one has been asked so far." in words_of(client_of(analyst), forum)


def test_those_who_skipped_and_those_who_were_not_asked_are_counted_apart(
    analyst: Person, client_of: Clients, forum: Forum, schools: list[School]
) -> None:
    make.population(of_schools(schools, 500, 300, 200))
    hear(forum, 20, school=schools[0], is_school_asked=True)
    hear(forum, 3, is_school_asked=True)
    hear(forum, 1)
    html = words_of(client_of(analyst), forum)
    assert "3 people skipped this question." in html
    assert "1 person was not asked or did not reply." in html
    assert "chose an answer that this data does not count" not in html


def test_one_against_three_expected_is_no_finding(
    analyst: Person, client_of: Clients, forum: Forum, schools: list[School]
) -> None:
    make.population(of_schools(schools, 500, 480, 20))
    hear(forum, 75, school=schools[0])
    hear(forum, 74, school=schools[1])
    hear(forum, 1, school=schools[2])
    html = words_of(client_of(analyst), forum)
    assert "Underrepresented" not in html
    assert "not clear (too few people expected)" in html
    assert "numbers are too small or too uncertain: River" in html
    assert "1 person took part; can't be compared with the official count" in html


def test_staff_without_raw_rights_get_one_comparison_and_no_bands_made_of_schools(
    forum: Forum, schools: list[School]
) -> None:
    bands = {"grade_band": {"elementary": 500, "high": 500}}
    families = make.population({**of_schools(schools, 500, 300, 200), **bands}, who_is_counted="families")
    residents = make.population({**of_schools(schools, 500, 300, 200), **bands}, who_is_counted="residents")
    hear(forum, 20, school=schools[0], role="family")
    hear(forum, 20, school=schools[1], role="family")
    hear(forum, 2, school=schools[1], role="staff")
    full = coverage_page(forum, population_id=residents.public_id)
    assert full.population == residents
    assert {part.dimension for part in full.parts} == {"school", "grade_band"}
    guarded = coverage_in_sight(forum)
    assert guarded.population is not None
    assert guarded.population.title == families.title, (
        "the difference of the two would be the two who work there"
    )
    assert [part.dimension for part in guarded.parts] == ["school"]
    assert not guarded.others


def test_the_paragraph_says_the_last_day_and_that_a_forum_is_closed(forum: Forum) -> None:
    now = timezone.now()
    forum.closes_at = forum.district.ends(now.astimezone(forum.district.zone).date())
    assert "This forum closes today." in coverage_page(forum, now=now).paragraph
    forum.closes_at = now - timedelta(hours=1)
    assert "This forum is closed." in coverage_page(forum, now=now).paragraph


def test_the_figures_that_count_whom_the_forum_asks_are_taken_unless_others_are_requested(
    analyst: Person, client_of: Clients, forum: Forum, schools: list[School]
) -> None:
    families = make.population(of_schools(schools, 5, 3, 2), who_is_counted="families", title="Families!")
    make.population(of_schools(schools, 5, 3, 2), who_is_counted="residents", title="Residents!")
    students = make.population(of_schools(schools, 5, 3, 2), who_is_counted="students", title="Students!")
    assert coverage_page(forum).population == families
    html = words_of(client_of(analyst), forum, f"?figures={students.public_id}")
    assert "families in each group have about the same number of students" in html
    actions.settle_roles(
        make.actor(analyst, forum.district), forum, Population.objects.get(title="Residents!"), roles=[]
    )
    assert str(coverage_page(forum).population) == "Residents!"


def test_a_random_sample_may_carry_chance_and_those_who_chose_may_not(
    district: District, schools: list[School]
) -> None:
    make.population(of_schools(schools, 500, 300, 200))
    widths = {}
    for kind in (DataKind.CHOSE, DataKind.RANDOM, DataKind.ROSTER, DataKind.IMPORTED):
        forum = make.forum(make.cycle(), ForumKind.QUESTION, data_kind=kind)
        hear(forum, 30, school=schools[0])
        hear(forum, 20, school=schools[1])
        group = coverage_page(forum).parts[0].rows[0].group
        assert group.ratio_low is not None
        assert group.ratio_high is not None
        widths[kind] = group.ratio_high - group.ratio_low
    assert widths[DataKind.RANDOM] > 0.1
    assert widths[DataKind.CHOSE] == pytest.approx(0)
    assert widths[DataKind.IMPORTED] == pytest.approx(0)


def test_the_page_speaks_spanish(
    analyst: Person, client_of: Clients, forum: Forum, schools: list[School]
) -> None:
    make.population({"grade_band": {"elementary": 300, "high": 200}})
    hear(forum, 12, school=schools[0])
    with translation.override("es"):
        page = coverage_page(forum)
    assert page.paragraph


def test_a_meeting_says_why_it_cannot_be_compared(
    analyst: Person, client_of: Clients, district: District, schools: list[School]
) -> None:
    make.population(of_schools(schools, 500, 300, 200))
    meeting = make.forum(make.cycle(), ForumKind.MEETING)
    html = words_of(client_of(analyst), meeting)
    assert "not who said it" in html
    assert "taken part so far" not in html
    assert "Import enrollment or census data" not in html
    assert "Results describe only" not in html, "there is no figure"


# Invitations


def test_rounds_add_up_and_the_forums_own_count_stands_in_for_finished(
    coordinator: Person, client_of: Clients, district: District
) -> None:
    forum = make.forum(make.cycle(), ForumKind.QUESTION, data_kind=DataKind.ROSTER)
    hear(forum, 90)
    desk = client_of(coordinator)
    url = district.url("invitations", forum_id=forum.public_id)
    assert "To see it, add your first invitation round below." in desk.get(url).content.decode()
    assert desk.post(url, {"title": "Letter", "n_invited": "300", "n_reached": "280"}).status_code == 303
    assert desk.post(url, {"title": "Reminder", "n_invited": "100", "n_reached": "80"}).status_code == 303
    html = re.sub(r"\s+", " ", desk.get(url).content.decode())
    assert "Response rate: 22" in html or "Response rate: 23" in html
    assert "310 people were invited and did not finish." in html
    assert "not recorded" in html
    assert "this forum&#x27;s own count" in html or "this forum's own count" in html
    assert "Response rate" in words_of(desk, forum)
    row = InvitationRound.objects.latest("pk")
    edit = district.url("edit_invitation_round", invitation_id=row.public_id)
    assert desk.post(edit, {"title": "Reminder", "n_invited": "200", "n_finished": "9"}).status_code == 303
    assert desk.post(edit, {"title": "x", "n_invited": "2", "n_finished": "9"}).status_code == 422
    remove = district.url("remove_invitation_round", invitation_id=row.public_id)
    assert desk.post(remove).status_code == 303
    assert InvitationRound.objects.count() == 1


def test_the_forum_leads_to_its_coverage(analyst: Person, client_of: Clients, forum: Forum) -> None:
    html = client_of(analyst).get(forum.district.url("forum", forum_id=forum.public_id)).content.decode()
    assert forum.district.url("coverage", forum_id=forum.public_id) in html
