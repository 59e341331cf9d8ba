"""What a release gives away, alone and beside all that left before it."""

import json

import pytest

from tests import make
from throughline.accounts.models import District, Person
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, Forum, ForumKind
from throughline.listen.models import (
    QuestionKind,
    SurveyAnswer,
    SurveyChoice,
    SurveyQuestion,
    Voice,
    VoiceState,
)
from throughline.understand.actions import ReleaseRefused, release_findings
from throughline.understand.models import EvidenceAtRelease, Finding, Run
from throughline.understand.workflows.crosstab import save_crosstab

pytestmark = pytest.mark.django_db
NOTE = make.said("A word was wrong.")


@pytest.fixture
def cycle(district: District) -> Cycle:
    return make.cycle()


@pytest.fixture
def actor(district: District, coordinator: Person) -> Actor:
    return make.actor(coordinator, district)


def voted(cycle: Cycle, n: int) -> tuple[Forum, Voice, Finding]:
    forum = make.forum(cycle)
    statement = make.statement(forum, "Start school later.")
    make.votes(forum, [statement], (n, [1]), (n, [-1]))
    return forum, statement, make.finding(cycle, "Later is better.", statement=statement)


def test_a_correction_is_refused_where_one_person_answered_in_between(actor: Actor, cycle: Cycle) -> None:
    forum, statement, finding = voted(cycle, 20)
    first = release_findings(actor, cycle, [finding])
    make.votes(forum, [statement], (1, [1]))
    with pytest.raises(ReleaseRefused) as refused:
        release_findings(actor, cycle, [finding], NOTE, corrects=first)
    said = str(refused.value)
    assert "“Start school later.” beside release 1" in said
    assert "moved by 1" in said
    assert "keep the numbers as they were told" in said


def test_a_correction_of_words_keeps_the_numbers_and_leaves(actor: Actor, cycle: Cycle) -> None:
    forum, statement, finding = voted(cycle, 20)
    first = release_findings(actor, cycle, [finding])
    make.votes(forum, [statement], (1, [1]))
    second = release_findings(actor, cycle, [finding], NOTE, corrects=first, keeps_numbers=True)
    then, now = (json.loads(one.canonical)["findings"][0] for one in (first, second))
    assert (now["n"], now["basis"]) == (40, then["basis"])


def test_a_correction_leaves_once_enough_have_answered_in_between(actor: Actor, cycle: Cycle) -> None:
    forum, statement, finding = voted(cycle, 20)
    first = release_findings(actor, cycle, [finding])
    make.votes(forum, [statement], (10, [1]))
    second = release_findings(actor, cycle, [finding], NOTE, corrects=first)
    assert json.loads(second.canonical)["findings"][0]["n"] == 50
    assert second.audit["n_earlier"] == 1


def test_the_same_figure_under_another_finding_is_held_against_the_first(actor: Actor, cycle: Cycle) -> None:
    forum, statement, finding = voted(cycle, 20)
    release_findings(actor, cycle, [finding])
    make.votes(forum, [statement], (2, [1]))
    other = make.finding(cycle, "Mornings are hard.", statement=statement)
    with pytest.raises(ReleaseRefused, match="moved by 2"):
        release_findings(actor, cycle, [other])


def test_what_was_taken_back_was_read_and_still_counts(actor: Actor, cycle: Cycle) -> None:
    forum, statement, finding = voted(cycle, 20)
    first = release_findings(actor, cycle, [finding])
    finding.refresh_from_db()
    standing = finding.released_as
    assert standing is not None
    release_findings(actor, cycle, [], NOTE, corrects=first, taken_back=[standing])
    make.votes(forum, [statement], (1, [1]))
    with pytest.raises(ReleaseRefused, match="moved by 1"):
        release_findings(actor, cycle, [make.finding(cycle, statement=statement)])


def test_a_code_that_lost_one_text_is_not_told_again(actor: Actor, cycle: Cycle) -> None:
    forum = make.forum(cycle, ForumKind.QUESTION)
    texts = [make.voice(forum, f"Buses {i}", contributor=make.contributor(forum)) for i in range(14)]
    finding = make.finding(cycle, code=make.code(cycle, "Buses", *texts))
    first = release_findings(actor, cycle, [finding])
    Voice.objects.filter(pk=texts[0].pk).update(state=VoiceState.WITHDRAWN, text="")
    with pytest.raises(ReleaseRefused, match="“Buses” beside release 1"):
        release_findings(actor, cycle, [finding], NOTE, corrects=first)


def answered(cycle: Cycle, cells: list[list[int]]) -> tuple[Forum, SurveyQuestion, SurveyQuestion]:
    """People in each cell of a table of two questions."""
    forum = make.forum(cycle, ForumKind.SURVEY)
    one = make.question(forum, QuestionKind.SINGLE, *(f"r{i}" for i in range(len(cells))))
    other = make.question(forum, QuestionKind.SINGLE, *(f"c{j}" for j in range(len(cells[0]))))
    for i, line in enumerate(cells):
        for j, n in enumerate(line):
            for _person in range(n):
                answer_both(forum, (one, i), (other, j))
    return forum, one, other


def answer_both(forum: Forum, *given: tuple[SurveyQuestion, int]) -> None:
    person = make.contributor(forum)
    for question, place in given:
        row = SurveyAnswer.objects.create(
            forum=forum, contributor=person, question=question, at=forum.created_at
        )
        row.choices.set([list(SurveyChoice.objects.filter(question=question))[place]])


def told_by(cycle: Cycle, run: Run) -> Finding:
    return make.finding(cycle, "They go together.", run=run)


CELLS = [[14, 3, 12], [12, 15, 11], [13, 12, 16]]


def test_a_table_is_audited_and_the_audit_is_kept(actor: Actor, cycle: Cycle) -> None:
    forum, one, other = answered(cycle, CELLS)
    run = save_crosstab(actor, forum, one=one, other=other)
    release = release_findings(actor, cycle, [told_by(cycle, run)])
    audit = json.loads(release.canonical)["guard"]["audit"]
    assert audit == release.audit
    assert (audit["verdict"], audit["method"], audit["n_earlier"]) == ("passed", "disclosure", 0)
    assert audit["n_hidden"] == 0 or audit["narrowest_width"] >= audit["width_asked"] == 5
    assert audit["n_told"] > 5


def test_a_table_that_grew_by_three_is_refused_beside_the_first(actor: Actor, cycle: Cycle) -> None:
    forum, one, other = answered(cycle, CELLS)
    release_findings(actor, cycle, [told_by(cycle, save_crosstab(actor, forum, one=one, other=other))])
    for _person in range(3):
        answer_both(forum, (one, 0), (other, 1))
    later = save_crosstab(actor, forum, one=one, other=other)
    with pytest.raises(ReleaseRefused, match="beside release 1"):
        release_findings(actor, cycle, [told_by(cycle, later)])


def test_what_was_told_is_kept_beside_the_release_and_not_in_it(actor: Actor, cycle: Cycle) -> None:
    _forum, statement, finding = voted(cycle, 20)
    release = release_findings(actor, cycle, [finding])
    (row,) = EvidenceAtRelease.objects.filter(finding__release=release)
    assert [one["series"].split(":")[0] for one in row.told] == ["finding", "statement"]
    assert statement.public_id in str(row.told)
    assert statement.public_id not in release.canonical
