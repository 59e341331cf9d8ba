"""The public page of a cycle: what it shows once published, and the evidence of its findings."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

from django.test import Client

from tests import make
from tests.report.public_cycle import DIRECTIVE, FINDING, REASON, PublicCycle, make_public_cycle
from throughline.accounts.actions import RunningJob
from throughline.accounts.models import District, Job
from throughline.align.actions import create_action, create_initiative, report_progress
from throughline.listen.models import Voice
from throughline.measure.models import Run
from throughline.measure.workflows import find_opinion_groups
from throughline.report.queries import compose
from throughline.understand.actions import add_evidence, release_findings
from throughline.understand.releases import released_findings

LATER = "Next year, when the building is done."


def test_public_cycle_says_what_it_is_for_until_something_is_published(public_cycle: PublicCycle) -> None:
    page = public_cycle.page()
    assert str(public_cycle.cycle.decision) in page
    assert "About this conversation" in page
    assert FINDING not in page, "a release is for staff until it is published"


def test_public_cycle_shows_finding_directive_and_answer_once_published(public_cycle: PublicCycle) -> None:
    public_cycle.respond(public_cycle.directive())
    public_cycle.publish()
    page = public_cycle.page()
    for words in (FINDING, DIRECTIVE, REASON, "The board responded on Nov. 3, 2026", "version 1"):
        assert words in page
    assert 'lang="es"' not in page.split("<main")[1].split("</main>")[0]


def test_public_cycle_speaks_the_language_asked_for(public_cycle: PublicCycle) -> None:
    public_cycle.respond(public_cycle.directive())
    public_cycle.publish()
    page = public_cycle.page(lang="es")
    assert "Un taller para cada estudiante." in page
    assert "La gente quiere algo." in page


def test_a_response_recorded_after_publishing_does_not_show_until_it_is_published_again(
    public_cycle: PublicCycle,
) -> None:
    directive = public_cycle.directive()
    public_cycle.respond(directive)
    public_cycle.publish()
    public_cycle.respond(directive, LATER, kind="defer")
    assert LATER not in public_cycle.page()
    assert LATER not in public_cycle.followed_findings(public_cycle.code(public_cycle.voice)), (
        "nor through the link of the writer"
    )
    assert REASON in public_cycle.followed_findings(public_cycle.code(public_cycle.voice))
    public_cycle.publish()
    assert LATER in public_cycle.page()
    assert LATER in public_cycle.followed_findings(public_cycle.code(public_cycle.voice))


def test_progress_and_initiatives_show_as_published(public_cycle: PublicCycle) -> None:
    directive = public_cycle.directive()
    public_cycle.respond(directive)
    initiative = create_initiative(
        public_cycle.actor,
        title=make.translated("Workshops"),
        state="developing",
        directives=[directive],
        owner="Facilities",
    )
    action = create_action(
        public_cycle.actor,
        initiative,
        title=make.translated("Build six workshops"),
        owner="Facilities",
        due_on=date(2027, 6, 1),
        measure=make.translated("workshops built"),
        target=Decimal(6),
    )
    public_cycle.publish()
    assert "No progress reported yet" in public_cycle.page()
    report_progress(
        public_cycle.actor,
        action,
        on=date(2026, 11, 20),
        status="behind",
        value=Decimal(2),
        sentence=make.translated("Two are built."),
    )
    assert "Two are built." not in public_cycle.page()
    public_cycle.publish()
    page = public_cycle.page()
    for words in ("Two are built.", "2 of 6", "Behind schedule", "workshops built"):
        assert words in page
    assert 'value="2.0"' in page, "the bar's number is read by machines: no comma in any language"
    assert 'value="2.0"' in public_cycle.page(lang="es")


def test_an_initiative_that_is_not_public_is_shown_to_nobody(public_cycle: PublicCycle) -> None:
    directive = public_cycle.directive()
    create_initiative(
        public_cycle.actor,
        title=make.translated("A secret plan"),
        state="future",
        directives=[directive],
        is_public=False,
    )
    create_initiative(public_cycle.actor, title=make.translated("Scoreboard"), state="future")
    create_initiative(
        public_cycle.actor,
        title=make.translated("Graduation plans"),
        state="existing",
        required_by="state law",
    )
    content = public_cycle.publish().content
    published = json.dumps(content)
    assert "A secret plan" not in published
    assert "Scoreboard" not in published, "what nobody asked for stays inside"
    assert "Graduation plans" in published, "unless law or a grant requires it"


def test_a_cycle_that_is_not_public_has_no_page_and_shows_nothing(public_cycle: PublicCycle) -> None:
    public_cycle.publish()
    public_cycle.cycle.is_public = False
    public_cycle.cycle.save()
    assert (
        Client()
        .get(public_cycle.district.url("public_cycle", cycle_id=public_cycle.cycle.public_id))
        .status_code
        == 404
    )
    assert FINDING not in public_cycle.followed_findings(public_cycle.code(public_cycle.voice))
    assert (
        str(public_cycle.cycle.title)
        not in Client().get(public_cycle.district.url("district_front")).content.decode()
    )


def test_a_finding_withdrawn_since_is_named_by_no_directive(district: District) -> None:
    public_cycle = make_public_cycle(district)
    public_cycle.directive()
    second = make.finding(public_cycle.cycle, "A second finding.", statement=_statement(public_cycle))
    release = release_findings(public_cycle.actor, public_cycle.cycle, [second])
    release_findings(
        public_cycle.actor,
        public_cycle.cycle,
        [],
        make.translated("It was wrong.", "Era falso."),
        release,
        taken_back=[one for one in released_findings(public_cycle.cycle) if one.release_id == release.pk],
    )
    content = compose(public_cycle.cycle)
    heard = {finding["stable_id"] for finding in content["heard"]}
    assert len(heard) == 1
    assert all(set(directive["findings"]) <= heard for directive in content["directives"])


def _statement(public_cycle: PublicCycle) -> Voice:
    forum = make.forum(public_cycle.cycle)
    statement = make.statement(forum, "More shop class.")
    make.votes(forum, [statement], (14, [1]), (4, [-1]), (2, [0]))
    return statement


# The evidence of a finding


def test_votes_on_a_statement_are_shown_with_shares_and_n(district: District) -> None:
    public_cycle = make_public_cycle(district)
    finding = make.finding(public_cycle.cycle, "People agree on it.", statement=_statement(public_cycle))
    release_findings(public_cycle.actor, public_cycle.cycle, [finding])
    public_cycle.publish()
    page = public_cycle.page()
    for words in (
        "See the evidence",
        "Votes on a statement",
        "More shop class.",
        "Agree: 70%, Disagree: 20%, Not sure: 10%",
        "20 people",
        "people who chose to take part",
        "count of each person&#x27;s latest vote (version 1",
    ):
        assert words in page
    assert 'class="agree" x="0.0%" width="70.0%"' in " ".join(page.split())
    assert "style=" not in page
    spanish = public_cycle.page(lang="es")
    assert 'width="70.0%"' in spanish, "numbers of a drawing are not localized"


def test_words_under_a_code_are_counted_of_how_many_were_read(public_cycle: PublicCycle) -> None:
    public_cycle.publish()
    page = public_cycle.page()
    assert "12 of the 12 comments that were read mention this." in page
    assert "comments that a person read and sorted by theme (version 1)" in page
    assert "Counted when it was released, <time" in page
    assert "More wood and metal" not in page, "nothing is quoted that was not released as a quote"


def test_quotes_are_shown_in_their_own_words_with_the_role_of_the_speaker(public_cycle: PublicCycle) -> None:
    finding = make.finding(
        public_cycle.cycle,
        "With a quote.",
        code=make.code(public_cycle.cycle, "Again", *_voices(public_cycle)),
    )
    add_evidence(public_cycle.actor, finding, voice=public_cycle.voice, is_quoted=True)
    release_findings(public_cycle.actor, public_cycle.cycle, [finding])
    public_cycle.publish()
    page = public_cycle.page()
    assert "Individual comments" in page
    assert "More wood and metal, please." in page


def _voices(public_cycle: PublicCycle) -> list[Voice]:
    return list(Voice.objects.filter(forum=public_cycle.forum))


def test_a_published_pattern_is_downloaded_as_it_was_released(public_cycle: PublicCycle) -> None:
    forum = make.forum(public_cycle.cycle)
    statements = [make.statement(forum, f"Statement {number}") for number in range(8)]
    make.votes(forum, statements, (20, [1, 1, 1, 1, -1, -1, -1, 0]), (15, [-1, -1, -1, 1, 1, 1, 1, 0]))
    job = Job.objects.create(kind="opinion_groups", title="Patterns", person=None)
    find_opinion_groups(RunningJob(job, public_cycle.actor), forum_id=forum.public_id)
    finding = make.finding(public_cycle.cycle, "There are two views.", run=Run.objects.get())
    release_findings(public_cycle.actor, public_cycle.cycle, [finding])
    address = public_cycle.district.url(
        "public_pattern", cycle_id=public_cycle.cycle.public_id, finding_id=finding.stable_id
    )
    public_cycle.publish()
    assert address in public_cycle.page()
    answer = Client().get(address)
    text = b"".join(answer.streaming_content).decode()
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert {row["group"] for row in rows} == {"A", "B"}
    assert {row["people"] for row in rows} == {"20", "15"}
    assert {row["agree"] for row in rows} <= {"more than 90%", "less than 10%"}
    assert Run.objects.get().public_id not in text
    other = public_cycle.district.url(
        "public_pattern", cycle_id=public_cycle.cycle.public_id, finding_id=public_cycle.finding.stable_id
    )
    assert Client().get(other).status_code == 404, "it rests on no pattern"
