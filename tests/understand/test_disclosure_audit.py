"""The disclosure audit of a release, by itself and together with all earlier releases."""

import json
from collections.abc import Sequence

import pytest

from tests import make
from throughline.accounts.models import District, Person, School
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, Forum, ForumKind
from throughline.listen.models import (
    Contributor,
    QuestionKind,
    SurveyAnswer,
    SurveyChoice,
    SurveyQuestion,
    Voice,
    VoiceState,
)
from throughline.measure.models import Run
from throughline.measure.workflows.crosstab import save_crosstab
from throughline.understand.actions import ReleaseRefused, add_evidence, release_findings
from throughline.understand.models import (
    Evidence,
    EvidenceAtRelease,
    Finding,
    KindOfEvidence,
    ReleasedFinding,
)
from throughline.understand.releases.released_words import with_words
from throughline.understand.workflows import reproduce

pytestmark = pytest.mark.django_db
NOTE = make.translated("A word was wrong.")


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
    message = str(refused.value)
    assert "“Start school later.” compared with release 1" in message
    assert "changed by 1" in message
    assert "keep the published numbers" in message


def test_a_correction_of_words_keeps_the_numbers_and_leaves(actor: Actor, cycle: Cycle) -> None:
    forum, statement, finding = voted(cycle, 20)
    first = release_findings(actor, cycle, [finding])
    make.votes(forum, [statement], (1, [1]))
    second = release_findings(actor, cycle, [finding], NOTE, corrects=first, keeps_numbers=True)
    then, now = (with_words(json.loads(one.canonical)["findings"])[0] for one in (first, second))
    assert (now["n"], now["basis"]) == (40, then["basis"])


def test_a_correction_leaves_once_enough_have_answered_in_between(actor: Actor, cycle: Cycle) -> None:
    forum, statement, finding = voted(cycle, 20)
    first = release_findings(actor, cycle, [finding])
    make.votes(forum, [statement], (10, [1]))
    second = release_findings(actor, cycle, [finding], NOTE, corrects=first)
    assert json.loads(second.canonical)["findings"][0]["n"] == 50
    assert second.audit["n_earlier"] == 1


def test_the_same_figure_of_another_finding_is_compared_with_the_first(actor: Actor, cycle: Cycle) -> None:
    forum, statement, finding = voted(cycle, 20)
    release_findings(actor, cycle, [finding])
    make.votes(forum, [statement], (2, [1]))
    other = make.finding(cycle, "Mornings are hard.", statement=statement)
    with pytest.raises(ReleaseRefused, match="changed by 2"):
        release_findings(actor, cycle, [other])


def test_a_withdrawn_figure_was_public_and_still_counts(actor: Actor, cycle: Cycle) -> None:
    forum, statement, finding = voted(cycle, 20)
    first = release_findings(actor, cycle, [finding])
    finding.refresh_from_db()
    participants = finding.released_as
    assert participants is not None
    release_findings(actor, cycle, [], NOTE, corrects=first, taken_back=[participants])
    make.votes(forum, [statement], (1, [1]))
    with pytest.raises(ReleaseRefused, match="changed by 1"):
        release_findings(actor, cycle, [make.finding(cycle, statement=statement)])


def test_a_code_that_lost_one_text_is_not_disclosed_again(actor: Actor, cycle: Cycle) -> None:
    forum = make.forum(cycle, ForumKind.QUESTION)
    texts = [make.voice(forum, f"Buses {i}", contributor=make.contributor(forum)) for i in range(14)]
    finding = make.finding(cycle, code=make.code(cycle, "Buses", *texts))
    first = release_findings(actor, cycle, [finding])
    Voice.objects.filter(pk=texts[0].pk).update(state=VoiceState.WITHDRAWN, text="")
    with pytest.raises(ReleaseRefused, match="“Buses” compared with release 1"):
        release_findings(actor, cycle, [finding], NOTE, corrects=first)


def answered(cycle: Cycle, cells: list[list[int]]) -> tuple[Forum, SurveyQuestion, SurveyQuestion]:
    """Create a survey with the given numbers of people in each cell of a table of two questions."""
    forum = make.forum(cycle, ForumKind.SURVEY)
    one = make.question(forum, QuestionKind.SINGLE, *(f"r{i}" for i in range(len(cells))))
    other = make.question(forum, QuestionKind.SINGLE, *(f"c{j}" for j in range(len(cells[0]))))
    make.answers_to_both(one, other, cells)
    return forum, one, other


def answer_both(forum: Forum, *given: tuple[SurveyQuestion, int]) -> None:
    person = make.contributor(forum)
    for question, place in given:
        row = SurveyAnswer.objects.create(
            forum=forum, contributor=person, question=question, at=forum.created_at
        )
        row.choices.set([list(SurveyChoice.objects.filter(question=question))[place]])


def finding_on(cycle: Cycle, run: Run) -> Finding:
    return make.finding(cycle, "They go together.", run=run)


CELLS = [[14, 3, 12], [12, 15, 11], [13, 12, 16]]


def test_a_table_is_audited_and_the_audit_is_kept(actor: Actor, cycle: Cycle) -> None:
    forum, one, other = answered(cycle, CELLS)
    run = save_crosstab(actor, forum, one=one, other=other)
    release = release_findings(actor, cycle, [finding_on(cycle, run)])
    audit = json.loads(release.canonical)["guard"]["audit"]
    assert audit == release.audit
    assert (audit["verdict"], audit["method"], audit["n_earlier"]) == ("passed", "disclosure", 0)
    assert audit["n_hidden"] == 0 or audit["narrowest_width"] >= audit["width_asked"] == 5
    assert audit["n_told"] > 5


def test_a_table_that_grew_by_three_is_refused_after_the_first(actor: Actor, cycle: Cycle) -> None:
    forum, one, other = answered(cycle, CELLS)
    release_findings(actor, cycle, [finding_on(cycle, save_crosstab(actor, forum, one=one, other=other))])
    for _person in range(3):
        answer_both(forum, (one, 0), (other, 1))
    later = save_crosstab(actor, forum, one=one, other=other)
    with pytest.raises(ReleaseRefused, match="compared with release 1"):
        release_findings(actor, cycle, [finding_on(cycle, later)])


def test_disclosed_figures_are_kept_with_the_release_and_not_in_it(actor: Actor, cycle: Cycle) -> None:
    _forum, statement, finding = voted(cycle, 20)
    release = release_findings(actor, cycle, [finding])
    (row,) = EvidenceAtRelease.objects.filter(finding__release=release)
    assert [one["series"].split(":")[0] for one in row.told] == ["finding", "statement"]
    assert statement.public_id in str(row.told)
    assert statement.public_id not in release.canonical


EVEN = [[14, 13, 12], [12, 15, 11], [13, 12, 16]]


def answer_also(question: SurveyQuestion, people: Sequence[Contributor]) -> None:
    """Let each person answer one more question, with alternating choices."""
    choices = list(SurveyChoice.objects.filter(question=question))
    for place, person in enumerate(people):
        row = SurveyAnswer.objects.create(
            forum=question.forum, contributor=person, question=question, at=question.forum.created_at
        )
        row.choices.set([choices[place % len(choices)]])


def people_of(forum: Forum) -> list[Contributor]:
    return list(Contributor.objects.filter(forum=forum).order_by("pk"))


def test_a_transposed_table_is_the_same_table(actor: Actor, cycle: Cycle) -> None:
    forum, one, other = answered(cycle, EVEN)
    release_findings(actor, cycle, [finding_on(cycle, save_crosstab(actor, forum, one=one, other=other))])
    answer_both(forum, (one, 0), (other, 1))
    turned = save_crosstab(actor, forum, one=other, other=one)
    with pytest.raises(ReleaseRefused, match="changed by 1"):
        release_findings(actor, cycle, [finding_on(cycle, turned)])


def test_two_tables_of_all_but_one_of_the_same_people_are_not_released_together(
    actor: Actor, cycle: Cycle
) -> None:
    forum, one, other = answered(cycle, EVEN)
    third = make.question(forum, QuestionKind.SINGLE, "x", "y")
    answer_also(third, people_of(forum)[:-1])
    tables = [save_crosstab(actor, forum, one=one, other=question) for question in (other, third)]
    with pytest.raises(ReleaseRefused, match="count the same people except for 1"):
        release_findings(actor, cycle, [finding_on(cycle, table) for table in tables])


def test_nor_is_the_second_released_after_the_first(actor: Actor, cycle: Cycle) -> None:
    forum, one, other = answered(cycle, EVEN)
    third = make.question(forum, QuestionKind.SINGLE, "x", "y")
    answer_also(third, people_of(forum)[:-3])
    release_findings(actor, cycle, [finding_on(cycle, save_crosstab(actor, forum, one=one, other=other))])
    with pytest.raises(ReleaseRefused, match="in release 1 count the same people except for 3"):
        release_findings(
            actor, cycle, [finding_on(cycle, save_crosstab(actor, forum, one=third, other=other))]
        )


def test_tables_of_the_same_people_and_of_enough_others_are_released_together(
    actor: Actor, cycle: Cycle
) -> None:
    forum, one, other = answered(cycle, EVEN)
    third, fourth = (make.question(forum, QuestionKind.SINGLE, "x", "y") for _number in range(2))
    answer_also(third, people_of(forum))
    answer_also(fourth, people_of(forum)[:-15])
    tables = [save_crosstab(actor, forum, one=one, other=question) for question in (other, third, fourth)]
    release = release_findings(actor, cycle, [finding_on(cycle, table) for table in tables])
    assert release.audit["verdict"] == "passed"


def in_schools(cycle: Cycle, n_of: Sequence[int]) -> tuple[Forum, SurveyQuestion, SurveyQuestion]:
    """Create schools with the given numbers of people, who answer one question with alternating choices."""
    forum = make.forum(cycle, ForumKind.SURVEY)
    which = make.question(forum, QuestionKind.SCHOOL)
    question = make.question(forum, QuestionKind.SINGLE, "x", "y")
    for number, n in enumerate(n_of):
        come(forum, which, question, make.school(f"School {number}"), n)
    return forum, which, question


def come(forum: Forum, which: SurveyQuestion, question: SurveyQuestion, school: School, n: int) -> None:
    for place in range(n):
        person = make.contributor(forum)
        SurveyAnswer.objects.create(
            forum=forum, contributor=person, question=which, at=forum.created_at, school=school
        )
        row = SurveyAnswer.objects.create(
            forum=forum, contributor=person, question=question, at=forum.created_at
        )
        row.choices.set([list(SurveyChoice.objects.filter(question=question))[place % 2]])


def test_merged_groups_and_later_the_same_groups_by_themselves_are_compared(
    actor: Actor, cycle: Cycle
) -> None:
    forum, which, question = in_schools(cycle, [6, 16, 30])
    table = save_crosstab(actor, forum, one=which, other=question)
    assert [len(row["label"]) for row in table.published["rows"]] == [2, 1]
    release_findings(actor, cycle, [finding_on(cycle, table)])
    first, second, third = School.objects.order_by("name")
    for school, n in ((first, 4), (second, 1), (third, 10)):
        come(forum, which, question, school, n)
    later = save_crosstab(actor, forum, one=which, other=question)
    assert [len(row["label"]) for row in later.published["rows"]] == [1, 1, 1]
    with pytest.raises(ReleaseRefused, match="changed by 5"):
        release_findings(actor, cycle, [finding_on(cycle, later)])


def test_a_share_with_a_bound_is_not_revealed_by_another_table(actor: Actor, cycle: Cycle) -> None:
    forum = make.forum(cycle, ForumKind.SURVEY)
    which = make.question(forum, QuestionKind.SCHOOL)
    question = make.question(forum, QuestionKind.SINGLE, "x", "y")
    further = make.question(forum, QuestionKind.SINGLE, "u", "v")
    for school, answers in ((make.school("Alder"), [1] * 20), (make.school("Birch"), [0, 1] * 30)):
        for answer in answers:
            person = make.contributor(forum)
            SurveyAnswer.objects.create(
                forum=forum, contributor=person, question=which, at=forum.created_at, school=school
            )
            row = SurveyAnswer.objects.create(
                forum=forum, contributor=person, question=question, at=forum.created_at
            )
            row.choices.set([list(SurveyChoice.objects.filter(question=question))[answer]])
    answer_also(further, people_of(forum))
    by_school = finding_on(cycle, save_crosstab(actor, forum, one=which, other=question))
    by_answer = finding_on(cycle, save_crosstab(actor, forum, one=question, other=further))
    with pytest.raises(ReleaseRefused, match="would reveal how many people are in a hidden group"):
        release_findings(actor, cycle, [by_school, by_answer])
    release_findings(actor, cycle, [by_school])
    with pytest.raises(ReleaseRefused, match="would reveal how many people are in a hidden group"):
        release_findings(actor, cycle, [by_answer])


def test_the_few_who_left_out_one_of_several_choices_are_not_disclosed(actor: Actor, cycle: Cycle) -> None:
    forum = make.forum(cycle, ForumKind.SURVEY)
    several = make.question(forum, QuestionKind.MULTIPLE, "p", "q", "r")
    single = make.question(forum, QuestionKind.SINGLE, "u", "v")
    choices, sides = (list(SurveyChoice.objects.filter(question=one)) for one in (several, single))
    for place in range(60):
        person = make.contributor(forum)
        chosen = choices[:1] if place < 3 else choices[1:] if place < 30 else choices[:2]
        side = sides[0 if place < 3 else place % 2]
        for question, answers in ((several, chosen), (single, [side])):
            row = SurveyAnswer.objects.create(
                forum=forum, contributor=person, question=question, at=forum.created_at
            )
            row.choices.set(answers)
    tables = [save_crosstab(actor, forum, one=a, other=b) for a, b in ((several, single), (single, several))]
    with pytest.raises(ReleaseRefused, match="would reveal how many people are in a hidden group"):
        release_findings(actor, cycle, [finding_on(cycle, table) for table in tables])


def texts_of(cycle: Cycle, n: int) -> list[Voice]:
    forum = make.forum(cycle, ForumKind.QUESTION)
    return [make.voice(forum, f"Text {i}", contributor=make.contributor(forum)) for i in range(n)]


def test_a_finding_of_two_codes_never_counts_a_few_more_than_the_larger(actor: Actor, cycle: Cycle) -> None:
    texts = texts_of(cycle, 25)
    buses, bells = make.code(cycle, "Buses", *texts[:20]), make.code(cycle, "Bells", *texts[9:21])
    finding = make.finding(cycle, "Buses or bells.", code=buses)
    Evidence.objects.create(finding=finding, kind=KindOfEvidence.CODE, code=bells)
    release = release_findings(actor, cycle, [finding])
    (in_file,) = json.loads(release.canonical)["findings"]
    assert [in_file["n"], *(entry["n"] for entry in in_file["basis"])] == [20, 20, 12]
    assert ReleasedFinding.objects.get(release=release).n == 20
    assert reproduce(release).is_identical


def test_a_finding_is_refused_after_one_that_adds_a_few_people_by_a_code(actor: Actor, cycle: Cycle) -> None:
    texts = texts_of(cycle, 60)
    codes = [
        make.code(cycle, name, *some)
        for name, some in (("A", texts[:20]), ("B", texts[15:40]), ("C", texts[30:42]))
    ]
    smaller, larger = (
        make.finding(cycle, "A or B.", code=codes[0]),
        make.finding(cycle, "Any.", code=codes[0]),
    )
    for finding, finding_codes in ((smaller, codes[1:2]), (larger, codes[1:])):
        for code in finding_codes:
            Evidence.objects.create(finding=finding, kind=KindOfEvidence.CODE, code=code)
    with pytest.raises(ReleaseRefused, match="count the same people except for 2"):
        release_findings(actor, cycle, [smaller, larger])
    assert release_findings(actor, cycle, [larger])


def test_a_quote_without_a_speaker_points_at_nobody(actor: Actor, cycle: Cycle) -> None:
    forum = make.forum(cycle, ForumKind.QUESTION)
    texts = [
        make.voice(forum, f"{role} {i}", contributor=make.contributor(forum, role=role))
        for role, n in (("family", 20), ("student", 15), ("staff", 1))
        for i in range(n)
    ]
    finding = make.finding(cycle, "All say so.", code=make.code(cycle, "A", *texts))
    for voice in (texts[0], texts[20], texts[-1]):
        add_evidence(actor, finding, voice=voice, is_quoted=True)
    release = release_findings(actor, cycle, [finding])
    (in_file,) = json.loads(release.canonical)["findings"]
    assert [quote["speaker"] for quote in in_file["quotes"]] == ["family", "", ""]


def test_a_table_with_two_answers_of_one_name_is_refused_with_a_sentence(actor: Actor, cycle: Cycle) -> None:
    forum = make.forum(cycle, ForumKind.SURVEY)
    one = make.question(forum, QuestionKind.SINGLE, "Same", "Same", "Third")
    other = make.question(forum, QuestionKind.SINGLE, "x", "y")
    make.answers_to_both(one, other, [[40, 2], [3, 50], [30, 20]])
    run = save_crosstab(actor, forum, one=one, other=other)
    with pytest.raises(ReleaseRefused, match="have the same label, “Same”, so no one could tell them apart"):
        release_findings(actor, cycle, [finding_on(cycle, run)])
