"""Runs of weights: what they record, targets that cannot be met, and what a release keeps of them."""

import json

import numpy as np
import pytest
from django.utils import translation

from tests import make
from tests.measure.weighing import FAMILY, STUDENT, population, weigh
from throughline.accounts.actions import JobRefused, RunningJob
from throughline.accounts.models import District, Job, School
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, DataKind, Forum, ForumKind
from throughline.listen.models import QuestionKind, SurveyAnswer, SurveyQuestion
from throughline.measure import workflows
from throughline.measure.models import (
    CountState,
    Dimension,
    Population,
    PopulationCount,
    Run,
    RunKind,
    RunMember,
)
from throughline.measure.queries.run_summary import how_computed
from throughline.measure.queries.sample import sample_of
from throughline.measure.queries.weights.margins import margins_to_choose
from throughline.measure.queries.weights.page import weights_page
from throughline.measure.queries.weights.runs import model_of, recomputed_weights, weights_of, weights_runs
from throughline.measure.queries.weights.sentences import weights_sentence
from throughline.methods import estimates
from throughline.understand.actions import ReleaseRefused, release_findings
from throughline.understand.queries.findings import runs_for_evidence


def test_a_run_of_weights_meets_the_figures_and_keeps_what_each_counts_for(
    actor: Actor, forum: Forum, roster: Population, schools: list[School]
) -> None:
    run = weigh(actor, forum)
    assert (run.kind, run.method, run.n_people) == (RunKind.WEIGHTS, "weighting", 100)
    weights = weights_of(run)
    assert sum(weights.values()) == pytest.approx(100)
    school_of = dict(RunMember.objects.filter(run=run).values_list("contributor_id", "contributor__school"))
    of_baker = sum(weight for one, weight in weights.items() if school_of[one] == schools[1].pk)
    assert of_baker == pytest.approx(50)
    assert run.exact["effective_n"] == pytest.approx(63.38, abs=0.01)
    assert [run.exact["margins"][one["margin"]]["dimension"] for one in run.exact["costs"]] == [
        Dimension.SCHOOL,
        Dimension.ROLE,
    ]
    assert weights_sentence(run) == (
        "100 people, weighted to match school and role (raking). Effective sample size: 63."
    )


def test_what_was_weighted_by_is_in_the_language_of_the_reader(
    actor: Actor, forum: Forum, roster: Population
) -> None:
    with translation.override("es"):
        run = weigh(actor, forum)
        spanish = dict(how_computed(run))
    weighted_by = dict(how_computed(run))["Population targets"]
    assert weighted_by.startswith("School, from ")
    assert weighted_by not in spanish.values()


def test_the_model_is_named_in_every_language_of_the_district(
    actor: Actor, forum: Forum, roster: Population
) -> None:
    model = model_of(weigh(actor, forum, Dimension.SCHOOL))
    assert model.in_language("en") == "weighted to match school (post-stratification)"
    assert set(model.texts) == {"en", "es"}
    bounded = weigh(actor, forum, smallest=0.42, largest=3.2)
    assert "weights from 0.42 to 3.2" in model_of(bounded).in_language("en")
    assert "minimum weight 0.4" in model_of(weigh(actor, forum, smallest=0.4)).in_language("en")
    assert [len(run.exact["margins"]) for run in weights_runs(forum)] == [2, 2, 1]


def test_the_same_people_and_figures_give_the_same_hash_and_the_same_weights(
    actor: Actor, forum: Forum, roster: Population
) -> None:
    one, other = (
        weigh(actor, forum, smallest=0.42, largest=3.2),
        weigh(actor, forum, smallest=0.42, largest=3.2),
    )
    assert one.input_hash == other.input_hash
    stored = weights_of(one)
    recomputed = recomputed_weights(one)
    assert recomputed.keys() == stored.keys()
    assert np.allclose([recomputed[pk] for pk in stored], list(stored.values()), rtol=1e-12)
    PopulationCount.objects.filter(population=roster, category=STUDENT).update(n=360)
    assert weigh(actor, forum).input_hash != one.input_hash


def test_ranges_of_a_weighted_table_are_those_of_the_figures_it_was_raked_to(
    actor: Actor, forum: Forum, roster: Population
) -> None:
    Forum.objects.filter(pk=forum.pk).update(data_kind=DataKind.RANDOM)
    run = weigh(actor, Forum.objects.get(pk=forum.pk))
    people = list(RunMember.objects.filter(run=run).order_by("contributor_id").select_related("contributor"))
    sample = sample_of([], DataKind.RANDOM, run)
    assert sample is not None
    margins = [[member.contributor.school_id for member in people], [m.contributor.role for m in people]]
    weight = [member.weight for member in people]
    raked = estimates.raked(estimates.design_of(np.ones(100), kind="random"), weight, margins)
    is_so = np.arange(100)[:, None] % 3 == 0
    domain = np.arange(100) % 2 == 0
    (wanted,) = estimates.shares(raked, is_so, domain=domain)
    (found,) = estimates.shares(sample.design, is_so, domain=domain)
    assert found == wanted
    is_student = np.array([role == STUDENT for role in margins[1]])[:, None]
    (known,) = estimates.shares(sample.design, is_student)
    assert known.value == pytest.approx(0.35)
    assert known.standard_error == pytest.approx(0, abs=1e-9)


def test_people_who_cannot_be_placed_keep_their_share_and_are_listed(
    actor: Actor, cycle: Cycle, forum: Forum, roster: Population
) -> None:
    question = SurveyQuestion.objects.get(forum=forum)
    for _number in range(25):
        person = make.contributor(forum, role=FAMILY)
        SurveyAnswer.objects.create(forum=forum, contributor=person, question=question, at=forum.created_at)
    run = weigh(actor, forum)
    weights = weights_of(run)
    unplaced = RunMember.objects.filter(run=run, contributor__school__isnull=True)
    assert sum(weights[one.contributor_id] for one in unplaced) == pytest.approx(25)
    page = weights_page(run, is_guarded=False)
    school = next(margin for margin in page.margins if margin.name == "School")
    assert (school.rows[-1].label, school.rows[-1].n) == ("not known", 25)


def test_limits_hold_for_everybody(actor: Actor, forum: Forum, roster: Population) -> None:
    run = weigh(actor, forum, smallest=0.42, largest=3.2)
    weights = list(weights_of(run).values())
    assert min(weights) == pytest.approx(0.42)
    assert max(weights) == pytest.approx(3.2)
    assert weights_page(run, is_guarded=False).n_at_bounds > 0


# --- Targets that cannot be met ----------------------------------------------------------------------------


def test_limits_too_narrow_are_a_sentence_with_what_the_nearest_weights_miss(
    actor: Actor, forum: Forum, roster: Population
) -> None:
    run = weigh(actor, forum, smallest=0.5, largest=1.5)
    sentence = weights_sentence(run)
    assert "No weights within these limits meet all the population targets" in sentence
    assert not weights_of(run)
    assert run not in weights_runs(forum)
    missed = {row.label: (row.reached, row.target) for row in weights_page(run, is_guarded=False).misses}
    assert missed["Clay"] == ("15.0", "20.0")
    assert not weights_page(run, is_guarded=True).misses
    assert (
        weights_sentence(run, is_guarded=True)
        == "No weights could be found that meet all the population targets."
    )


def test_a_group_nobody_answered_from_is_named_or_left_out(
    actor: Actor, forum: Forum, district: District, schools: list[School]
) -> None:
    far = make.school("Far <Creek>")
    population(district, [*schools, far], [300, 500, 200, 250], {FAMILY: 1})
    stopped = weigh(actor, forum, Dimension.SCHOOL)
    assert weights_sentence(stopped).startswith(
        "No weights: no one responded from Far <Creek> (School), which is 20.0% of the community."
    )
    run = weigh(actor, forum, Dimension.SCHOOL, leaves_out_empty=True)
    assert sum(weights_of(run).values()) == pytest.approx(100)
    (margin,) = weights_page(run, is_guarded=False).margins
    assert [(label, round(percent, 1)) for label, percent in margin.left_out] == [("Far <Creek>", 20.0)]
    assert [row.label for row in margin.rows] == ["Adams", "Baker", "Clay"]


def test_a_group_with_an_official_count_of_zero_is_named(
    actor: Actor, forum: Forum, district: District, schools: list[School]
) -> None:
    population(district, schools, [300, 700, 0], {})
    assert (
        "10 people responded from Clay (School), but the official count for this group is zero"
        in weights_sentence(weigh(actor, forum, Dimension.SCHOOL))
    )


def test_a_group_without_an_official_count_is_not_a_target(
    actor: Actor, forum: Forum, district: District, schools: list[School]
) -> None:
    made = population(district, schools, [300, 700, 1], {})
    PopulationCount.objects.filter(population=made, school=schools[2]).update(
        n=None, state=CountState.TOO_FEW
    )
    run = weigh(actor, forum, Dimension.SCHOOL)
    (margin,) = weights_page(run, is_guarded=False).margins
    assert [(row.label, row.n) for row in margin.rows] == [("Adams", 60), ("Baker", 30), ("not known", 10)]


def test_figures_of_nobody_and_forums_of_nobody_are_sentences(
    actor: Actor, cycle: Cycle, forum: Forum, district: District, schools: list[School]
) -> None:
    made = population(district, schools, [0, 0, 0], {})
    assert "the official count has no people in any group" in weights_sentence(
        weigh(actor, forum, Dimension.SCHOOL)
    )
    PopulationCount.objects.filter(population=made).update(n=5)
    nobody = make.forum(cycle, ForumKind.SURVEY)
    assert margins_to_choose(nobody) == [], "nobody was asked for a school yet"
    make.question(nobody, QuestionKind.SCHOOL)
    assert weights_sentence(weigh(actor, nobody, Dimension.SCHOOL)) == "No weights: no one has responded yet."
    make.statement(nobody, contributor=make.contributor(nobody))
    assert "no participant can be matched to a group" in weights_sentence(
        weigh(actor, nobody, Dimension.SCHOOL)
    )


def test_figures_that_are_gone_refuse_the_job(actor: Actor, forum: Forum, roster: Population) -> None:
    key = margins_to_choose(forum)[0].key
    roster.delete()
    job = Job.objects.create(kind="weights", title="Weights", person=actor.person)
    with pytest.raises(JobRefused, match="no longer available"):
        workflows.find_weights(RunningJob(job, actor), forum_id=forum.public_id, margins=[key])
    assert not Run.objects.exists()


# --- Releases ----------------------------------------------------------------------------------------------


def test_a_table_seen_with_weights_leaves_without_them_and_names_no_model_it_does_not_use(
    actor: Actor, forum: Forum, roster: Population, schools: list[School]
) -> None:
    first = SurveyQuestion.objects.get(forum=forum)
    where = make.question(forum, QuestionKind.SCHOOL)
    for i, answer in enumerate(SurveyAnswer.objects.filter(question=first).select_related("contributor")):
        answer.choices.set([first.choices.all()[i % 2]])
        SurveyAnswer.objects.create(
            forum=forum,
            contributor=answer.contributor,
            question=where,
            school=answer.contributor.school,
            at=forum.created_at,
        )
    weights = weigh(actor, forum)
    table = workflows.save_crosstab(actor, forum, one=where, other=first, weights=weights)
    assert table.settings["weights_model"] == "weighted to match school and role (raking)"
    release = release_findings(actor, forum.cycle, [make.finding(forum.cycle, run=table)])
    assert weights.public_id not in release.canonical
    assert "raked" not in release.canonical
    (entry,) = json.loads(release.canonical)["findings"][0]["basis"]
    assert entry["settings"]["weights"] is None
    assert [row["n"] for row in entry["figures"]["rows"]] == [60, 30, 10]


def test_weights_themselves_cannot_be_released(actor: Actor, forum: Forum, roster: Population) -> None:
    run = weigh(actor, forum)
    assert run not in runs_for_evidence(forum.cycle)
    with pytest.raises(ReleaseRefused):
        release_findings(actor, forum.cycle, [make.finding(forum.cycle, run=run)])
