"""Verdicts on votes: cannot tell, no pattern beyond chance, people along a line."""

import json

import numpy as np
import pytest

from tests import make
from tests.measure.found_patterns import ONE, OTHER, find, voted
from tests.words import n_words
from throughline.accounts.models import District
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, Forum
from throughline.listen.models import Voice
from throughline.measure.queries.patterns.page import patterns_page, spectrum_sentence
from throughline.measure.queries.run_summary import sentence_of
from throughline.understand.actions import ReleaseRefused, release_findings
from throughline.understand.releases import evidence_descriptions, released_findings, shown_findings


@pytest.mark.parametrize(
    ("patterns", "sentence"),
    [
        ([], "at least seven approved statements with votes"),
        ([(1, ONE)], "gave the same votes"),
        ([(30, [1] * 8)], "gave the same votes"),
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
    with pytest.raises(ReleaseRefused, match="has no results that can be published"):
        release_findings(actor, cycle, [make.finding(cycle, run=run)])


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
    assert sentence_of(run).startswith("No voting pattern beyond chance among 40 people")
    assert [group["n"] for group in run.exact["groups"]] == [40]
    page = patterns_page(run, is_guarded=False)
    assert page.is_found
    assert not page.has_groups
    assert any("we found no groups of people who think alike" in sentence for sentence in page.grounds)
    assert "analysis can't detect" in page.grounds[-1] or "can't rule out" in page.grounds[-1]
    release = release_findings(actor, cycle, [make.finding(cycle, "Nobody stands apart.", run=run)])
    (basis,) = json.loads(release.canonical)["findings"][0]["basis"]
    assert basis["figures"]["verdict"] == "nothing"
    (evidence,) = evidence_descriptions(shown_findings(released_findings(cycle))[0].entries)
    assert evidence.sentences[0] == "The votes show no pattern beyond random chance."
    assert evidence.sentences[1].startswith("We shuffled the votes at random 199 times,")
    assert "does not mean that people agree" in evidence.sentences[1]
    assert "analysis can't detect" in evidence.sentences[2] or "can't rule out" in evidence.sentences[2]
    assert evidence.shared is not None
    assert evidence.shared.heading == "What most people agree on"
    assert evidence.differences == []


def test_people_along_a_line_are_described_by_its_ends(actor: Actor, cycle: Cycle) -> None:
    forum = make.forum(cycle)
    dealt(forum, 60, leaning=np.linspace(-1.8, 1.8, 60).tolist())
    run = find(actor, forum)
    assert run.exact["verdict"] == "spectrum"
    page = patterns_page(run, is_guarded=False)
    sentence = spectrum_sentence(page, str)
    assert sentence.startswith("Opinions range along a line from agreeing with “Statement")
    ends = {str(one.words) for one in (page.low[0], page.high[0])}
    numbers = sorted(int(name.split()[1]) for name in ends)
    assert numbers[0] < 5
    assert numbers[1] > 8
    guarded = patterns_page(run, is_guarded=True)
    assert spectrum_sentence(guarded, str) == sentence
    release_findings(actor, cycle, [make.finding(cycle, "People differ by degrees.", run=run)])
    (evidence,) = evidence_descriptions(shown_findings(released_findings(cycle))[0].entries)
    assert evidence.sentences[0].startswith("Opinions range along a line from agreeing with “Statement")


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
