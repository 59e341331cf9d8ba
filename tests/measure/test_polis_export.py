"""Exporting a forum of statements: people, groups, moderation, changed votes."""

from collections import Counter
from pathlib import Path

import pytest

from tests import make
from throughline.accounts.actions import RunningJob
from throughline.accounts.models import District, Job
from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum
from throughline.formats import polis
from throughline.listen.models import CurrentVote, VoiceState, Vote
from throughline.listen.queries.exports import conversation_of
from throughline.measure.models import Run
from throughline.measure.workflows import export_polis, find_opinion_groups
from throughline.measure.workflows.polis import import_conversation


def test_our_own_people_are_numbered_anew_for_each_export(district: District) -> None:
    forum = make.forum(make.cycle())
    statements = [make.statement(forum, f"Statement {i}") for i in range(3)]
    people = [make.contributor(forum) for _ in range(30)]
    make.contributor(forum)  # without a vote or statement
    for i, person in enumerate(people):
        make.vote(forum, person, statements[i % 3], value=(i % 3) - 1)
    first, second = conversation_of(forum), conversation_of(forum)
    assert sorted(int(p.id) for p in first.participants) == list(range(30))
    order = [[c.participants[i].id for i in c.votes.person.tolist()] for c in (first, second)]
    assert order[0] != order[1]
    assert all(p.token_hash not in str(first.participants) for p in people)
    assert len(first.votes) == 30


def found_here(district: District, forum: Forum) -> Run:
    actor = Actor.system(district)
    job = Job.objects.create(kind="opinion_groups", title="Patterns")
    find_opinion_groups(RunningJob(job, actor), forum_id=forum.public_id)
    return Run.objects.latest("pk")


def test_an_export_has_the_groups_that_were_found_here(district: District, tmp_path: Path) -> None:
    forum = make.forum(make.cycle())
    statements = [make.statement(forum, f"Statement {number}") for number in range(8)]
    one, other = [1, 1, 1, 1, -1, -1, -1, 0], [-1, -1, -1, 1, 1, 1, 1, 0]
    make.votes(forum, statements, (20, one), (15, other))
    run = found_here(district, forum)
    make.votes(forum, statements, (1, one))  # people who joined later are in no group
    written = tmp_path / "written"
    export_polis(Actor.system(district), forum, written)
    exported = polis.read(written)
    assert Counter(person.group for person in exported.participants) == {"0": 20, "1": 15, None: 1}
    votes = exported.votes
    columns = (votes.person.tolist(), votes.statement.tolist(), votes.value.tolist())
    texts = [one.text for one in exported.statements]
    in_group = {
        exported.participants[person].group
        for person, statement, value in zip(*columns, strict=True)
        if (texts[statement], value) == ("Statement 0", 1)
    }
    assert in_group == {"0", None}, "who agreed with the first statement is in one group"
    consensus = {row["voice"]: row["consensus"] for row in run.exact["statements"]}
    assert {one.text: one.consensus for one in exported.statements} == pytest.approx(
        {voice.text: consensus[voice.public_id] for voice in statements}
    )
    assert exported.summary.groups == 2
    reimported = import_conversation(Actor.system(district), exported)
    assert reimported.run is not None
    assert [group["n"] for group in reimported.run.exact["groups"]] == [20, 15]
    Run.objects.filter(pk=run.pk).update(exact={**run.exact, "verdict": "spectrum"})
    export_polis(Actor.system(district), forum, tmp_path / "later")
    assert {person.group for person in polis.read(tmp_path / "later").participants} == {None}


def test_groups_found_here_do_not_replace_those_that_came_with_an_import(
    system: Actor, district: District, london: Path, tmp_path: Path
) -> None:
    forum = import_conversation(system, polis.read(london)).forum
    run = found_here(district, forum)
    Run.objects.filter(pk=run.pk).update(
        exact={**run.exact, "verdict": "groups", "groups": 2 * run.exact["groups"][:1], "statements": []}
    )
    export_polis(system, forum, tmp_path / "again")
    before, after = polis.read(london), polis.read(tmp_path / "again")
    assert after.participants == before.participants
    assert [one.consensus for one in after.statements] == [one.consensus for one in before.statements]


def test_an_export_has_moderation_seeds_meta_and_authors(district: District) -> None:
    forum = make.forum(make.cycle())
    person = make.contributor(forum)
    make.statement(forum, "A seed", is_seed=True)
    make.statement(forum, "Mine", contributor=person, state=VoiceState.RECEIVED)
    into = make.statement(forum, "Meta", is_meta=True)
    make.statement(forum, "Merged", state=VoiceState.MERGED, merged_into=into)
    make.statement(forum, "Taken back", state=VoiceState.WITHDRAWN)
    exported = {s.text: s for s in conversation_of(forum).statements}
    assert [exported[text].moderated for text in ("A seed", "Mine", "Meta", "Merged", "Taken back")] == [
        1,
        0,
        1,
        -1,
        -1,
    ]
    assert exported["A seed"].is_seed
    assert exported["Meta"].is_meta
    assert {one.author_id for one in exported.values()} == {None}
    assert conversation_of(forum).participants == ()
    tied = conversation_of(forum, is_tied=True)
    (participant,) = tied.participants
    authors = {s.text: s.author_id for s in tied.statements}
    assert (authors["Mine"], authors["A seed"]) == (participant.id, None)
    assert tied.summary.commenters == conversation_of(forum).summary.commenters == 1


def test_a_vote_that_was_changed_is_exported_twice(district: District, tmp_path: Path) -> None:
    forum = make.forum(make.cycle())
    person, statement = make.contributor(forum), make.statement(forum)
    make.vote(forum, person, statement, 1)
    make.vote(forum, person, statement, -1)
    system = Actor.system(district)
    export_polis(system, forum, tmp_path)
    reimported = import_conversation(system, polis.read(tmp_path)).forum
    assert list(Vote.objects.filter(forum=reimported).order_by("pk").values_list("value", flat=True)) == [
        1,
        -1,
    ]
    assert CurrentVote.objects.get(forum=reimported).value == -1
