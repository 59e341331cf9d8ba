"""Groups of a run and what they share: merged when published, letters that stay, people in no group."""

import numpy as np
import pytest

from tests import make
from tests.measure.found_patterns import ONE, OTHER, find, voted
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle
from throughline.listen.models import Contributor, Voice
from throughline.measure.models import Run
from throughline.measure.queries.current_patterns import current_patterns
from throughline.measure.queries.patterns.page import patterns_page
from throughline.measure.queries.patterns.run_comparison import comparison_of
from throughline.measure.queries.patterns.sentences import unseen_groups_sentence
from throughline.understand.actions import release_findings
from throughline.understand.releases import evidence_descriptions, released_findings, shown_findings


def test_small_groups_are_merged_before_anything_is_published(actor: Actor, cycle: Cycle) -> None:
    run = find(actor, voted(cycle, (20, ONE), (6, OTHER)))
    assert [group["n"] for group in run.exact["groups"]] == [20, 6]
    published = run.published
    assert [(group["name"], group["n"]) for group in published["groups"]] == [("A+B", 26)]
    full, guarded = patterns_page(run, is_guarded=False), patterns_page(run, is_guarded=True)
    assert [group.n for group in full.groups] == [20, 6]
    assert [group.n for group in guarded.groups] == [26]
    assert "A, B are combined" in guarded.merged[0]
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
        ("Parent, guardian or family member", 40, "13%")
    ]


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
    assert ("10%" in sentence) == (share == 0.1)
    assert "40%" not in sentence


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
    (evidence,) = evidence_descriptions(shown_findings(released_findings(cycle))[0].entries)
    assert "Not compared because they voted on too few statements: 10 people." in evidence.sentences
