"""Runs of patterns: what they record, release and refuse; the same votes give the same patterns."""

import json
from typing import Any

import pytest

from tests import make
from tests.measure.found_patterns import ONE, OTHER, find, voted
from tests.shared import shared
from throughline.accounts.actions import JobRefused, run_job
from throughline.accounts.models import AuditEntry, District, Job, JobState
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, ForumKind, Tally
from throughline.formats import polis
from throughline.listen.models import Voice, VoiceState
from throughline.measure import workflows
from throughline.measure.models import Run, RunMember
from throughline.measure.queries import recomputed
from throughline.measure.queries.patterns.page import patterns_page
from throughline.measure.queries.recomputed import recomputed_patterns
from throughline.measure.queries.run_results import patterns_of
from throughline.measure.queries.run_summary import sentence_of
from throughline.measure.workflows.polis import import_conversation
from throughline.methods.opinion_groups import Judgment
from throughline.methods.votes import Votes
from throughline.understand.actions import ReleaseRefused, release_findings
from throughline.understand.releases import evidence_descriptions, released_findings, shown_findings


def test_a_run_keeps_what_it_read_how_and_who_was_in_it(actor: Actor, cycle: Cycle) -> None:
    forum = voted(cycle, (20, ONE), (15, OTHER))
    run = find(actor, forum)
    assert (run.kind, run.method, run.seed, run.person) == (
        "opinion_groups",
        "opinion_groups",
        1,
        actor.person,
    )
    assert run.n_people == 35
    assert run.log_position > 0
    assert run.settings["minimum_votes"] == 7
    assert [group["n"] for group in run.exact["groups"]] == [20, 15]
    members = RunMember.objects.filter(run=run)
    assert members.count() == 35
    assert members.filter(group=0).count() == 20
    assert AuditEntry.objects.filter(verb="record_run").count() == 1
    assert Tally.objects.get(cycle=cycle, what="runs").n == 1


def test_the_same_votes_give_the_same_hash_and_the_same_result(actor: Actor, cycle: Cycle) -> None:
    forum = voted(cycle, (20, ONE), (15, OTHER))
    first, second = find(actor, forum), find(actor, forum)
    assert first.input_hash == second.input_hash
    changes = second.exact["changes"]
    assert {**first.exact, "changes": changes} == second.exact
    assert first.published == second.published
    assert (changes["run"], changes["n_stayed"], changes["n_moved"]) == (first.public_id, 35, 0)
    make.vote(forum, make.contributor(forum), Voice.objects.filter(forum=forum)[0])
    assert find(actor, forum).input_hash != first.input_hash


def test_a_later_withdrawal_changes_later_runs_and_leaves_the_earlier_one(actor: Actor, cycle: Cycle) -> None:
    forum = voted(cycle, (20, ONE), (15, OTHER))
    first = find(actor, forum)
    before = json.dumps(first.exact)
    gone = Voice.objects.filter(forum=forum).order_by("pk")[0]
    Voice.objects.filter(pk=gone.pk).update(state=VoiceState.WITHDRAWN, text="")
    second = find(actor, forum)
    first.refresh_from_db()
    assert json.dumps(first.exact) == before
    assert second.input_hash != first.input_hash
    assert gone.public_id in {row["voice"] for row in first.exact["statements"]}
    assert gone.public_id not in {row["voice"] for row in second.exact["statements"]}
    assert len(patterns_page(first, is_guarded=False).rows) == 7, "its words are shown nowhere any more"


def test_a_run_can_be_released_and_has_its_sentences(actor: Actor, cycle: Cycle) -> None:
    run = find(actor, voted(cycle, (20, ONE), (15, OTHER)))
    release = release_findings(actor, cycle, [make.finding(cycle, "There are two views.", run=run)])
    (basis,) = json.loads(release.canonical)["findings"][0]["basis"]
    assert (basis["method"], basis["version"], basis["seed"]) == (
        run.method,
        run.method_version,
        run.seed,
    )
    assert basis["log_position"] == run.log_position
    assert basis["figures"]["groups"][0]["n"] == 20
    assert run.public_id not in release.canonical
    assert run.input_hash not in release.canonical
    (evidence,) = evidence_descriptions(shown_findings(released_findings(cycle))[0].entries)
    assert evidence.sentences[0] == "The votes form 2 opinion groups."
    assert "fewer than 10 people, or none." in evidence.sentences[1]
    assert evidence.shared is not None
    assert (evidence.shared.heading, evidence.shared.sentences) == (
        "What all groups agree on",
        ["Agree: “Statement 3”"],
    )
    (both,) = evidence.differences
    assert both.heading == "How groups A (20 people) and B (15 people) differ"
    assert "Group A agrees more, group B disagrees more: “Statement 0”" in both.sentences
    assert "Group B agrees more, group A disagrees more: “Statement 4”" in both.sentences
    assert [(place.name, place.n) for place in evidence.places] == [("A", 20), ("B", 15)]
    assert max(abs(place.x) for place in evidence.places) == 100
    assert evidence.tables[1].rows[0][2:] == ["20", "more than 90%", "less than 10%", "less than 10%"]


def test_a_smaller_guard_than_today_asks_for_a_new_run(
    actor: Actor, cycle: Cycle, district: District
) -> None:
    run = find(actor, voted(cycle, (40, ONE), (30, OTHER)))
    district.minimum_n = 20
    district.save()
    with pytest.raises(ReleaseRefused, match="Run the analysis again"):
        release_findings(actor, cycle, [make.finding(cycle, run=run)])


def test_a_finished_job_leads_to_its_run(actor: Actor, cycle: Cycle, district: District) -> None:
    forum = voted(cycle, (20, ONE), (15, OTHER))
    job = Job.objects.create(kind="opinion_groups", title="Patterns", person=actor.person)
    run_job(district.slug, job.public_id, workflows.find_opinion_groups, forum_id=forum.public_id)
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert job.result_url == district.url("run", run_id=Run.objects.get().public_id)
    assert "2 opinion groups" in job.sentence


def test_only_forums_of_statements_have_patterns(actor: Actor, cycle: Cycle) -> None:
    with pytest.raises(JobRefused):
        find(actor, make.forum(cycle, ForumKind.SURVEY))


def test_groups_that_came_with_an_import_are_counted_again_and_agree_with_what_was_published(
    district: District, cycle: Cycle, actor: Actor
) -> None:
    conversation = polis.read(shared("polis", "bg2050-volunteers"))
    imported = import_conversation(actor, conversation, cycle=cycle)
    assert imported.run is not None
    published = imported.run.exact["consensus"]
    assert len(published) == 371
    counted = {row.voice: row.consensus for row in patterns_of(imported.run).exact.statements}
    assert counted
    assert all(abs(counted[one] - published[one]) < 1e-9 for one in counted)
    page = patterns_page(imported.run, is_guarded=False)
    assert page.is_found
    assert sum(group.n for group in page.groups) == imported.run.n_people
    assert "published by Polis (not tested here)" in sentence_of(imported.run)
    assert page.verdict == "imported"
    assert not {row.area_found for row in page.rows} & {"division"}
    release_findings(actor, cycle, [make.finding(cycle, run=imported.run)])
    (evidence,) = evidence_descriptions(shown_findings(released_findings(cycle))[0].entries)
    assert "as published by Polis, not tested here" in evidence.sentences[0]
    assert not any("opinion groups" in sentence for sentence in evidence.sentences)
    ours = find(actor, imported.forum)
    assert ours.exact["verdict"] == "spectrum"
    assert "along a line" in sentence_of(ours)
    assert imported.run.n_people - ours.exact_patterns.n_placed == 1
    with pytest.raises(ReleaseRefused, match="would reveal how a few people voted"):
        release_findings(actor, cycle, [make.finding(cycle, run=ours)])


def test_a_seed_of_zero_is_a_seed(actor: Actor, cycle: Cycle, monkeypatch: pytest.MonkeyPatch) -> None:
    run = find(actor, voted(cycle, (20, ONE), (15, OTHER)), seed=0)
    seeds: list[int] = []
    real = recomputed.judged

    def judged(votes: Votes, seed: int, **more: Any) -> Judgment:
        seeds.append(seed)
        return real(votes, seed, **more)

    monkeypatch.setattr(recomputed, "judged", judged)
    recomputed_patterns(run)
    assert seeds == [0]
