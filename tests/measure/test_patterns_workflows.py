"""Patterns of votes: computed, guarded and recorded; the same votes give the same patterns."""

import json
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from tests import make
from tests.shared import shared
from tests.words import n_words
from throughline.accounts.actions import JobRefused, RunningJob, cancel_job, run_job
from throughline.accounts.models import AuditEntry, District, Job, JobState, Person
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, Forum, ForumKind, Tally
from throughline.formats import polis
from throughline.listen.models import (
    Contributor,
    Voice,
    VoiceState,
)
from throughline.measure import workflows
from throughline.measure.models import Run, RunMember
from throughline.measure.queries import recomputed
from throughline.measure.queries.current_patterns import current_patterns
from throughline.measure.queries.patterns.opinion_map import map_of, map_to_download
from throughline.measure.queries.patterns.page import patterns_page, spectrum_sentence
from throughline.measure.queries.patterns.run_comparison import comparison_of
from throughline.measure.queries.patterns.sentences import unseen_groups_sentence
from throughline.measure.queries.recomputed import recomputed_patterns
from throughline.measure.queries.run_results import patterns_of
from throughline.measure.queries.run_summary import how_computed, sentence_of
from throughline.measure.workflows import patterns
from throughline.measure.workflows.polis import import_conversation
from throughline.methods import opinion_groups
from throughline.methods.opinion_groups import Judgment
from throughline.methods.votes import Votes
from throughline.understand.actions import ReleaseRefused, release_findings
from throughline.understand.releases import evidence_descriptions, released_findings

ONE, OTHER = [1, 1, 1, 1, -1, -1, -1, 0], [-1, -1, -1, 1, 1, 1, 1, 0]


@pytest.fixture
def actor(district: District, analyst: Person) -> Actor:
    return make.actor(analyst, district)


@pytest.fixture
def cycle(district: District) -> Cycle:
    return make.cycle()


def voted(cycle: Cycle, *patterns: tuple[int, list[int]]) -> Forum:
    forum = make.forum(cycle)
    statements = [make.statement(forum, f"Statement {number}") for number in range(8)]
    make.votes(forum, statements, *patterns)
    return forum


def find(actor: Actor, forum: Forum, seed: int = 1) -> Run:
    job = Job.objects.create(kind="opinion_groups", title="Patterns", person=actor.person)
    workflows.find_opinion_groups(RunningJob(job, actor), forum_id=forum.public_id, seed=seed)
    return Run.objects.latest("pk")


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


@pytest.mark.parametrize(
    ("patterns", "sentence"),
    [
        ([], "at least seven approved statements with votes"),
        ([(1, ONE)], "voted alike"),
        ([(30, [1] * 8)], "voted alike"),
        ([(2, ONE), (1, OTHER)], "Cannot tell yet"),
    ],
)
def test_below_the_thresholds_a_plain_sentence_says_so(
    patterns: list[tuple[int, list[int]]], sentence: str, actor: Actor, cycle: Cycle
) -> None:
    run = find(actor, voted(cycle, *patterns))
    assert run.exact["verdict"] == "cannot_tell"
    assert sentence in sentence_of(run)
    assert not n_words("NaN", json.dumps(run.exact))
    with pytest.raises(ReleaseRefused, match="could not tell anything"):
        release_findings(actor, cycle, [make.finding(cycle, run=run)])


def test_small_groups_are_merged_before_anything_is_published(actor: Actor, cycle: Cycle) -> None:
    run = find(actor, voted(cycle, (20, ONE), (6, OTHER)))
    assert [group["n"] for group in run.exact["groups"]] == [20, 6]
    published = run.published
    assert [(group["name"], group["n"]) for group in published["groups"]] == [("A+B", 26)]
    full, guarded = patterns_page(run, is_guarded=False), patterns_page(run, is_guarded=True)
    assert [group.n for group in full.groups] == [20, 6]
    assert [group.n for group in guarded.groups] == [26]
    assert "A, B are shown together" in guarded.merged[0]
    assert guarded.chart is None, "nobody's place on the map is shown to those who see what is published"


def test_a_statement_few_of_a_group_voted_on_is_published_for_all_together(
    actor: Actor, cycle: Cycle
) -> None:
    forum = voted(cycle, (30, ONE), (20, OTHER))
    rare = make.statement(forum, "Rarely seen")
    people = list(Contributor.objects.filter(forum=forum).order_by("pk"))
    for person in [*people[:25], *people[30:38]]:
        make.vote(forum, person, rare, 1)
    published = find(actor, forum).published
    rows = {row["voice"]: row for row in published["statements"]}
    assert [(group["name"], group["n"]) for group in rows[rare.public_id]["groups"]] == [("A+B", 33)]
    assert rows[rare.public_id]["consensus"] is None, (
        "with the shares of all it would give a small group away"
    )


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
    (evidence,) = evidence_descriptions(released_findings(cycle)[0].entries)
    assert evidence.sentences[0] == "Answers fell into 2 patterns."
    assert "Fewer than 10 people, or none," in evidence.sentences[1]
    assert evidence.shared is not None
    assert (evidence.shared.heading, evidence.shared.sentences) == (
        "What all groups share",
        ["Agree: “Statement 3”"],
    )
    assert [section.heading for section in evidence.differences] == [
        "What sets group A apart (20 people)",
        "What sets group B apart (15 people)",
    ]
    assert "Agrees more than the others: “Statement 0”" in evidence.differences[0].sentences
    assert "Disagrees more than the others: “Statement 0”" in evidence.differences[1].sentences
    assert [(place.name, place.n) for place in evidence.places] == [("A", 20), ("B", 15)]
    assert max(abs(place.x) for place in evidence.places) == 100
    assert evidence.tables[1].rows[0][2:] == ["20", "more than 90 %", "fewer than 10 %", "fewer than 10 %"]


def test_a_smaller_guard_than_today_asks_for_a_new_run(
    actor: Actor, cycle: Cycle, district: District
) -> None:
    run = find(actor, voted(cycle, (40, ONE), (30, OTHER)))
    district.minimum_n = 20
    district.save()
    with pytest.raises(ReleaseRefused, match="run it again"):
        release_findings(actor, cycle, [make.finding(cycle, run=run)])


def test_a_run_that_was_cancelled_records_nothing(actor: Actor, cycle: Cycle, district: District) -> None:
    forum = voted(cycle, (20, ONE), (15, OTHER))
    job = Job.objects.create(
        kind="opinion_groups", title="Patterns", person=actor.person, is_cancel_asked=True
    )
    run_job(district.slug, job.public_id, workflows.find_opinion_groups, forum_id=forum.public_id)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert not Run.objects.exists()


def test_a_finished_job_leads_to_its_run(actor: Actor, cycle: Cycle, district: District) -> None:
    forum = voted(cycle, (20, ONE), (15, OTHER))
    job = Job.objects.create(kind="opinion_groups", title="Patterns", person=actor.person)
    run_job(district.slug, job.public_id, workflows.find_opinion_groups, forum_id=forum.public_id)
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert job.result_url == district.url("run", run_id=Run.objects.get().public_id)
    assert "2 patterns" in job.sentence


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
    assert "as published by Polis, not tested here" in sentence_of(imported.run)
    assert page.verdict == "imported"
    assert not {row.area_found for row in page.rows} & {"division"}
    release_findings(actor, cycle, [make.finding(cycle, run=imported.run)])
    (evidence,) = evidence_descriptions(released_findings(cycle)[0].entries)
    assert "as published by Polis, not tested here" in evidence.sentences[0]
    assert not any("fell into" in sentence for sentence in evidence.sentences)
    ours = find(actor, imported.forum)
    assert ours.exact["verdict"] == "spectrum"
    assert "along a line" in sentence_of(ours)
    assert release_findings(actor, cycle, [make.finding(cycle, run=ours)]).number == 2


# Verdicts on the votes


def dealt(forum: Forum, n_people: int, leaning: list[float] | None = None, seed: int = 1) -> list[Voice]:
    """Create votes on fourteen statements: random, or by each person's position on a line."""
    rng = np.random.default_rng(seed)
    statements = [make.statement(forum, f"Statement {number}") for number in range(14)]
    slope = np.linspace(-2.5, 2.5, 14)
    for number in range(n_people):
        at = 0.0 if leaning is None else leaning[number]
        agrees = rng.random(14) < 1 / (1 + np.exp(-slope * at))
        person = make.contributor(forum)
        for statement, does in zip(statements, agrees, strict=True):
            make.vote(forum, person, statement, 1 if does else -1)
    return statements


def test_votes_dealt_by_chance_are_no_pattern_and_may_be_published_as_such(
    actor: Actor, cycle: Cycle
) -> None:
    forum = make.forum(cycle)
    dealt(forum, 40)
    run = find(actor, forum)
    assert run.exact["verdict"] == "nothing"
    assert sentence_of(run).startswith("No pattern beyond chance, among 40 people")
    assert [group["n"] for group in run.exact["groups"]] == [40]
    page = patterns_page(run, is_guarded=False)
    assert page.is_found
    assert not page.has_groups
    assert any("no group of like minds shows" in sentence for sentence in page.grounds)
    assert "could be there without showing" in page.grounds[-1] or "ruled out" in page.grounds[-1]
    release = release_findings(actor, cycle, [make.finding(cycle, "Nobody stands apart.", run=run)])
    (basis,) = json.loads(release.canonical)["findings"][0]["basis"]
    assert basis["figures"]["verdict"] == "nothing"
    (evidence,) = evidence_descriptions(released_findings(cycle)[0].entries)
    assert evidence.sentences[0] == "No pattern beyond chance."
    assert evidence.sentences[1].startswith("Votes dealt out by chance, 199 times,")
    assert "does not say that people agree" in evidence.sentences[1]
    assert "could be there without showing" in evidence.sentences[2] or "ruled out" in evidence.sentences[2]
    assert evidence.shared is not None
    assert evidence.shared.heading == "What most people share"
    assert evidence.differences == []


def test_people_along_a_line_are_described_by_its_ends(actor: Actor, cycle: Cycle) -> None:
    forum = make.forum(cycle)
    dealt(forum, 60, leaning=np.linspace(-1.8, 1.8, 60).tolist())
    run = find(actor, forum)
    assert run.exact["verdict"] == "spectrum"
    page = patterns_page(run, is_guarded=False)
    sentence = spectrum_sentence(page, str)
    assert sentence.startswith("Answers spread along a line from agreeing with “Statement")
    ends = {str(one.words) for one in (page.low[0], page.high[0])}
    numbers = sorted(int(name.split()[1]) for name in ends)
    assert numbers[0] < 5
    assert numbers[1] > 8
    guarded = patterns_page(run, is_guarded=True)
    assert spectrum_sentence(guarded, str) == sentence
    release_findings(actor, cycle, [make.finding(cycle, "People differ by degrees.", run=run)])
    (evidence,) = evidence_descriptions(released_findings(cycle)[0].entries)
    assert evidence.sentences[0].startswith("Answers spread along a line from agreeing with “Statement")


def test_an_end_of_the_line_never_agrees_with_what_it_refuses(actor: Actor, cycle: Cycle) -> None:
    """A single statement loads in the opposite direction, and most people at both ends disagree with it."""
    forum = make.forum(cycle)
    rng = np.random.default_rng(4)
    statements = [make.statement(forum, f"Statement {number}") for number in range(10)]
    for at in np.linspace(-2, 2, 60):
        chances = [*[1 / (1 + np.exp(-2.5 * at))] * 9, 0.25 if at < 0 else 0.05]
        person = make.contributor(forum)
        for statement, chance in zip(statements, chances, strict=True):
            make.vote(forum, person, statement, 1 if rng.random() < chance else -1)
    run = find(actor, forum)
    assert run.exact["verdict"] == "spectrum"
    sentence = spectrum_sentence(patterns_page(run, is_guarded=False), str)
    assert "agreeing with “Statement 9”" not in sentence.replace("disagreeing", "")
    assert "disagreeing with “Statement" in sentence
    ends = [one for row in run.published["statements"] for one in row["ends"]]
    assert {one["direction"] for one in ends} == {"agree", "disagree"}


def test_a_line_whose_ends_are_too_few_is_published_without_them(
    actor: Actor, cycle: Cycle, district: District
) -> None:
    district.minimum_n = 25
    district.save()
    forum = make.forum(cycle)
    dealt(forum, 60, leaning=np.linspace(-1.8, 1.8, 60).tolist())
    run = find(actor, forum)
    assert run.exact["verdict"] == "spectrum"
    assert spectrum_sentence(patterns_page(run, is_guarded=False), str) == ""
    assert "along a line" in sentence_of(run)


def test_groups_keep_their_letters_when_sizes_change(actor: Actor, cycle: Cycle) -> None:
    forum = voted(cycle, (20, ONE), (15, OTHER))
    first = find(actor, forum)
    statements = list(Voice.objects.filter(forum=forum).order_by("pk"))
    make.votes(forum, statements, (12, OTHER))
    second = find(actor, forum)
    assert [(group["name"], group["n"]) for group in first.exact["groups"]] == [("A", 20), ("B", 15)]
    assert [(group["name"], group["n"]) for group in second.exact["groups"]] == [("B", 27), ("A", 20)]
    assert (second.exact["changes"]["n_stayed"], second.exact["changes"]["n_came"]) == (35, 12)
    compared = comparison_of(second, first)
    assert compared.moves is not None
    assert compared.moves.n_moved == 0
    assert compared.rows[0].difference != 0


def test_the_letter_of_a_group_that_ended_is_never_given_to_other_people(actor: Actor, cycle: Cycle) -> None:
    forum = make.forum(cycle)
    statements = [make.statement(forum, f"Statement {number}") for number in range(12)]
    patterns = [np.sign(np.sin(np.arange(12) * k + k) + 0.01).astype(int).tolist() for k in (1, 2, 3)]
    make.votes(forum, statements, (25, patterns[0]), (20, patterns[1]))
    third = make.votes(forum, statements, (15, patterns[2]))
    assert find(actor, forum).frozen["names"] == [0, 1, 2]
    Contributor.objects.filter(pk__in=[person.pk for person in third]).delete()
    second = find(actor, forum)
    assert (second.frozen["names"], second.frozen["names_used"]) == ([0, 1], [0, 1, 2])
    make.votes(forum, statements, (15, patterns[2]))
    assert current_patterns(forum, fresh_seconds=0).name == (0, 1), "as many groups as in the run"
    last = find(actor, forum)
    assert (last.frozen["names"], last.frozen["names_used"]) == ([0, 1, 3], [0, 1, 2, 3])
    assert [group["name"] for group in last.exact["groups"]] == ["A", "B", "D"]
    Run.objects.filter(pk=last.pk).update(frozen={**last.frozen, "names_used": list(range(26))})
    people = Contributor.objects.filter(forum=forum).order_by("-pk")[:15]
    Contributor.objects.filter(pk__in=[person.pk for person in people]).delete()
    make.votes(forum, statements, (15, [-vote for vote in patterns[2]]))
    again = find(actor, forum)
    assert set(again.frozen["names"]) == {0, 1, 2}, "there are 26 letters, and then they come again"


# Long-running jobs


def test_a_job_is_stopped_in_the_middle_of_the_judgment_and_nothing_is_stored(
    district: District, actor: Actor, cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    forum = voted(cycle, (20, ONE), (15, OTHER))
    job = Job.objects.create(kind="opinion_groups", title="Patterns", person=actor.person)
    monkeypatch.setattr(patterns, "SECONDS_BETWEEN_LOOKS", 0)

    def judge_and_be_stopped(votes: Votes, **more: Any) -> Judgment:
        assert not more["is_over"]()
        job.refresh_from_db()
        assert job.sentence.endswith(": draw 1")
        cancel_job(actor, job)
        opinion_groups.judge(votes, **more)
        pytest.fail("the judgment went on")

    monkeypatch.setattr(
        "throughline.measure.queries.patterns.found.opinion_groups",
        SimpleNamespace(judge=judge_and_be_stopped),
    )
    run_job(district.slug, job.public_id, workflows.find_opinion_groups, forum_id=forum.public_id)
    job.refresh_from_db()
    assert (job.state, job.result_url) == (JobState.CANCELLED, "")
    assert not Run.objects.exists()


def test_the_database_is_checked_for_a_stop_once_a_second(
    actor: Actor, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    clock = [100.0]
    monkeypatch.setattr(patterns, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    job = Job.objects.create(kind="opinion_groups", title="Patterns", person=actor.person)
    limit = patterns._TimeLimit(RunningJob(job, actor), 10)
    with django_assert_num_queries(0):
        assert not any(limit.is_over() for _ in range(500))
    clock[0] += 1
    with django_assert_num_queries(2):
        assert not any(limit.is_over() for _ in range(500))
    clock[0] += 9
    assert limit.is_over()
    assert (limit.n_draws, limit.is_cut_short) == (1000, True)


def test_without_time_a_run_says_that_it_was_cut_short(actor: Actor, cycle: Cycle) -> None:
    forum = voted(cycle, (20, ONE), (15, OTHER))
    assert find(actor, forum).exact_patterns.is_cut_short is False
    job = Job.objects.create(kind="opinion_groups", title="Patterns", person=actor.person)
    running = RunningJob(job, actor)
    workflows.find_opinion_groups(running, forum_id=forum.public_id, budget_seconds=0)
    run = Run.objects.latest("pk")
    assert (run.exact["verdict"], run.exact["reason"]) == ("cannot_tell", "few_draws")
    assert run.exact["is_cut_short"] is True
    assert run.settings["budget_seconds"] == 0
    assert "The time was over before everything was drawn" in job.sentence
    assert ("Seconds allowed for drawing", "0") in how_computed(run)


def test_a_run_that_was_cut_short_is_the_same_when_recomputed(
    actor: Actor, cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    forum = voted(cycle, (20, ONE), (15, OTHER))

    def found_in(budget_seconds: int) -> tuple[Run, int]:
        """Run with a clock that advances one second at each draw."""
        job = Job.objects.create(kind="opinion_groups", title="Patterns", person=actor.person)
        seconds = iter(range(10_000))
        with monkeypatch.context() as patched:
            patched.setattr(patterns, "time", SimpleNamespace(monotonic=lambda: next(seconds)))
            workflows.find_opinion_groups(
                RunningJob(job, actor), forum_id=forum.public_id, budget_seconds=budget_seconds
            )
        return Run.objects.latest("pk"), next(seconds)

    whole, n_draws = found_in(10_000)
    run, _n = found_in(n_draws - 20)  # no time for some of the stability draws
    assert run.exact["verdict"] == "groups"
    assert run.exact["is_cut_short"]
    assert run.exact["stability"] != whole.exact["stability"]
    again, digest = recomputed_patterns(run)
    assert digest == run.input_hash
    assert again is not None
    assert replace(again.exact, is_cut_short=True, changes=run.exact_patterns.changes) == run.exact_patterns
    assert again.published == run.published_patterns


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


def test_statements_come_in_the_requested_order(actor: Actor, cycle: Cycle) -> None:
    run = find(actor, voted(cycle, (20, ONE), (15, OTHER)))
    by_agreement = [str(row.words) for row in patterns_page(run, is_guarded=False).rows]
    by_division = [str(row.words) for row in patterns_page(run, is_guarded=False, sort="division").rows]
    by_doubt = [str(row.words) for row in patterns_page(run, is_guarded=False, sort="uncertainty").rows]
    assert by_agreement[0] == "Statement 3"
    assert by_division[-1] in ("Statement 3", "Statement 7")
    assert by_doubt[0] == "Statement 7"
    rows = {str(row.words): row for row in patterns_page(run, is_guarded=False).rows}
    assert rows["Statement 3"].area == "Agreement"
    assert rows["Statement 0"].area == "Division"
    assert rows["Statement 7"].area == "Many not sure"
    pair = patterns_page(run, is_guarded=False, pair=("A", "B"))
    assert all(len(row.cells) == 2 for row in pair.rows)
    assert patterns_page(run, is_guarded=False, pair=("A", "nobody")).pair is None


def test_who_could_not_be_placed_is_shown_where_enough_took_part(actor: Actor, cycle: Cycle) -> None:
    forum = voted(cycle, (20, ONE), (15, OTHER))
    Contributor.objects.filter(forum=forum).update(role="family")
    statement = Voice.objects.filter(forum=forum)[0]
    for role, n in (("family", 5), ("student", 3)):
        for _number in range(n):
            person = make.contributor(forum)
            person.role = role
            person.save()
            make.vote(forum, person, statement)
    page = patterns_page(find(actor, forum), is_guarded=False)
    assert page.n_unplaced == 8
    assert [(row.label, row.n, row.share) for row in page.unplaced] == [
        ("Parent, guardian or family member", 40, "13 %")
    ]


def test_no_dot_is_at_the_exact_place_of_a_person(actor: Actor, cycle: Cycle) -> None:
    run = find(actor, voted(cycle, (20, ONE), (15, OTHER)))
    chart = map_of(run)
    assert chart == map_of(run), "the same picture each time"
    assert len({(dot.x, dot.y) for dot in chart.dots}) == 35, "people who vote alike are drawn apart"


def test_how_dots_are_moved_depends_on_the_servers_key(actor: Actor, cycle: Cycle, settings: Any) -> None:
    run = find(actor, voted(cycle, (20, ONE), (15, OTHER)))
    before = map_of(run)
    settings.SECRET_KEY = "another key altogether"
    assert map_of(run) != before


def test_a_map_to_download_merges_small_groups_and_leaves_people_out(actor: Actor, cycle: Cycle) -> None:
    run = find(actor, voted(cycle, (20, ONE), (6, OTHER)))
    assert [label.text for label in map_of(run).labels] == ["A", "B"]
    chart = map_to_download(run)
    assert chart.labels == []
    assert {dot.group for dot in chart.dots} == {1}
    assert (chart.n_shown, chart.n_people) == (17, 26)


def test_only_what_every_group_holds_is_shared_and_refusing_counts(actor: Actor, cycle: Cycle) -> None:
    forum = voted(cycle, (20, ONE), (15, OTHER))
    refused = make.statement(forum, "Refused by all")
    for person in Contributor.objects.filter(forum=forum).order_by("pk"):
        make.vote(forum, person, refused, -1)
    run = find(actor, forum)
    for is_guarded in (False, True):
        page = patterns_page(run, is_guarded=is_guarded)
        assert {(str(row.words), row.is_rejected) for row in page.shared} == {
            ("Statement 3", False),
            ("Refused by all", True),
        }


@pytest.mark.parametrize("share", [None, 0.4, 0.1])
def test_a_group_that_is_shown_is_never_called_too_small_to_show(share: float | None) -> None:
    sentence = unseen_groups_sentence(share, [40, 25])
    assert ("10 %" in sentence) == (share == 0.1)
    assert "40 %" not in sentence


def test_how_many_could_not_be_placed_leaves_only_where_enough(actor: Actor, cycle: Cycle) -> None:
    forum = voted(cycle, (20, ONE), (15, OTHER))
    statement = Voice.objects.filter(forum=forum)[0]
    for _number in range(9):
        make.vote(forum, make.contributor(forum), statement)
    assert find(actor, forum).published["n_unplaced"] is None
    make.vote(forum, make.contributor(forum), statement)
    run = find(actor, forum)
    assert run.published["n_unplaced"] == 10
    release_findings(actor, cycle, [make.finding(cycle, run=run)])
    (evidence,) = evidence_descriptions(released_findings(cycle)[0].entries)
    assert "10 people more voted on too few statements to be compared." in evidence.sentences
