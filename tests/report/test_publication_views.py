"""The public page shows exactly what was published."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from tests import make
from tests.report.public_cycle import DIRECTIVE, FINDING, REASON, PublicCycle, make_public_cycle
from throughline.accounts.actions import RunningJob
from throughline.accounts.models import AuditEntry, District, Job, Person
from throughline.align.actions import create_action, create_initiative, report_progress
from throughline.convene.actions import set_tally
from throughline.convene.models import ForumKind, Tally
from throughline.listen.models import Voice
from throughline.measure.models import Run
from throughline.measure.workflows import find_opinion_groups
from throughline.report.actions import hash_of, withdraw_publication
from throughline.report.models import Publication
from throughline.report.queries import compose
from throughline.understand.actions import add_evidence, release_findings
from throughline.understand.releases import released_findings

ClientOf = Callable[[Person | None], Client]
LATER = "Next year, when the building is done."


@pytest.fixture
def public_cycle(district: District) -> PublicCycle:
    return make_public_cycle(district)


def test_public_cycle_says_what_it_is_for_until_something_is_published(public_cycle: PublicCycle) -> None:
    page = public_cycle.page()
    assert str(public_cycle.cycle.decision) in page
    assert "What this is for" in page
    assert FINDING not in page, "a release is for staff until it is published"


def test_public_cycle_shows_finding_directive_and_answer_once_published(public_cycle: PublicCycle) -> None:
    public_cycle.respond(public_cycle.directive())
    public_cycle.publish()
    page = public_cycle.page()
    for words in (FINDING, DIRECTIVE, REASON, "The board answered on Nov. 3, 2026", "edition 1"):
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
    assert "Nothing reported yet" in public_cycle.page()
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
    for words in ("Two are built.", "2 of 6", "Behind plan", "workshops built"):
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


def test_the_same_page_is_not_published_twice(public_cycle: PublicCycle) -> None:
    public_cycle.publish()
    with pytest.raises(ValidationError, match="Nothing has changed"):
        public_cycle.publish()
    assert Publication.objects.count() == 1


def test_a_forum_only_counted_again_is_not_news(public_cycle: PublicCycle) -> None:
    public_cycle.publish()
    tally = Tally.objects.get(forum=public_cycle.forum, what="people")
    set_tally(public_cycle.cycle, "people", tally.n, public_cycle.forum)
    with pytest.raises(ValidationError):
        public_cycle.publish()
    set_tally(public_cycle.cycle, "people", tally.n + 9, public_cycle.forum)
    with pytest.raises(ValidationError):
        public_cycle.publish()
    set_tally(public_cycle.cycle, "people", tally.n + 10, public_cycle.forum)
    assert public_cycle.publish().number == 2


def test_a_publication_is_kept_with_number_hash_and_an_audit_row_without_words(
    public_cycle: PublicCycle,
) -> None:
    publication = public_cycle.publish()
    assert publication.sha256 == hash_of(publication.content)
    row = AuditEntry.objects.get(verb="publish")
    assert row.details["number"] == 1
    assert FINDING not in json.dumps(row.details)


def test_a_withdrawn_edition_gives_way_to_the_one_before_it(public_cycle: PublicCycle) -> None:
    directive = public_cycle.directive()
    first = public_cycle.publish()
    public_cycle.respond(directive)
    second = public_cycle.publish()
    assert REASON in public_cycle.page()
    withdraw_publication(public_cycle.actor, second)
    page = public_cycle.page()
    assert REASON not in page
    assert "edition 1" in page
    withdraw_publication(public_cycle.actor, first)
    assert "What this is for" in public_cycle.page()
    assert FINDING not in public_cycle.followed_findings(public_cycle.code(public_cycle.voice))
    again = public_cycle.publish()
    assert again.number == 3, "numbers are never given twice"
    assert REASON in public_cycle.page()


def test_the_edition_that_is_current_again_is_not_published_a_second_time(public_cycle: PublicCycle) -> None:
    directive = public_cycle.directive()
    public_cycle.publish()
    public_cycle.respond(directive)
    withdraw_publication(public_cycle.actor, public_cycle.publish())
    directive.responses.all().delete()
    with pytest.raises(ValidationError):
        public_cycle.publish()


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


def test_forums_with_few_people_say_fewer_than_the_minimum(district: District) -> None:
    public_cycle = make_public_cycle(district)
    few = make.forum(public_cycle.cycle, ForumKind.QUESTION, title=make.translated("A small forum"))
    students = make.forum(
        public_cycle.cycle,
        ForumKind.QUESTION,
        title=make.translated("A forum for students"),
        is_for_students=True,
    )
    uncounted = make.forum(public_cycle.cycle, ForumKind.MEETING, title=make.translated("A meeting"))
    set_tally(public_cycle.cycle, "people", 3, few)
    set_tally(public_cycle.cycle, "people", 12, students)
    asked = {row["public_id"]: row for row in public_cycle.publish().content["asked"]}
    assert asked[public_cycle.forum.public_id]["n_people"] == 12
    assert (asked[few.public_id]["n_people"], asked[few.public_id]["fewer_than"]) == (None, 10)
    assert (asked[students.public_id]["n_people"], asked[students.public_id]["fewer_than"]) == (None, 16)
    page = public_cycle.page()
    assert "fewer than 10 people took part" in page
    assert "fewer than 16 people took part" in page
    assert "3 people" not in page
    assert asked[uncounted.public_id]["counted_at"] is None
    assert "not counted yet" in page


def test_editions_do_not_reveal_the_few_who_came_between_them(district: District) -> None:
    public_cycle = make_public_cycle(district)
    forum = make.forum(public_cycle.cycle, ForumKind.QUESTION)

    def edition_at(n: int) -> dict[str, object]:
        set_tally(public_cycle.cycle, "people", n, forum)
        make.forum(public_cycle.cycle, ForumKind.QUESTION)
        content = public_cycle.publish().content
        return next(row for row in content["asked"] if row["public_id"] == forum.public_id)

    first = edition_at(31)
    assert first["n_people"] == 31
    assert edition_at(32) == first, "with the day it was counted"
    assert edition_at(40) == first
    assert edition_at(41)["n_people"] == 41
    assert edition_at(33)["n_people"] == 41, "neither compared with the last edition nor with the first"
    assert edition_at(30)["n_people"] == 31, "what an older edition showed may be remembered"
    assert edition_at(8)["n_people"] is None


def test_a_number_shown_before_a_stricter_rule_is_not_shown_again(district: District) -> None:
    public_cycle = make_public_cycle(district)
    forum = make.forum(public_cycle.cycle, ForumKind.QUESTION)
    set_tally(public_cycle.cycle, "people", 12, forum)
    public_cycle.publish()
    district.minimum_n = 16
    district.save()
    cycle = type(public_cycle.cycle).objects.get(pk=public_cycle.cycle.pk)
    row = next(one for one in compose(cycle)["asked"] if one["public_id"] == forum.public_id)
    assert (row["n_people"], row["fewer_than"]) == (None, 16)


def test_people_at_the_tables_of_a_meeting_are_counted(district: District) -> None:
    public_cycle = make_public_cycle(district)
    meeting = make.forum(public_cycle.cycle, ForumKind.MEETING)
    set_tally(public_cycle.cycle, "people", 48, meeting)
    public_cycle.publish()
    assert "48 people sat at its tables" in public_cycle.page()


def test_a_forum_is_shown_through_its_last_day(district: District) -> None:
    public_cycle = make_public_cycle(district)
    public_cycle.forum.closes_at = district.ends(date(2026, 12, 15))
    public_cycle.forum.save()
    public_cycle.publish()
    page = public_cycle.page()
    assert "through Dec. 15, 2026" in page
    assert "Dec. 16" not in page
    assert "midnight" not in page


def test_a_draft_of_a_forum_is_not_published(district: District) -> None:
    public_cycle = make_public_cycle(district)
    make.forum(public_cycle.cycle, ForumKind.QUESTION, is_open=False, title=make.translated("Only a draft"))
    assert "Only a draft" not in json.dumps(public_cycle.publish().content)


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
        "Under this",
        "Votes on a statement",
        "More shop class.",
        "Agree: 70 %, Disagree: 20 %, Not sure: 10 %",
        "n = 20",
        "people who chose to take part",
        "each person&#x27;s latest answer, counted (votes_on_a_statement 1",
    ):
        assert words in page
    assert 'class="agree" x="0.0%" width="70.0%"' in " ".join(page.split())
    assert "style=" not in page
    spanish = public_cycle.page(lang="es")
    assert 'width="70.0%"' in spanish, "numbers of a drawing are not localized"


def test_words_under_a_code_are_counted_of_how_many_were_read(public_cycle: PublicCycle) -> None:
    public_cycle.publish()
    page = public_cycle.page()
    assert "12 of the 12 texts that were read speak of this." in page
    assert "texts read and sorted by hand (coding_by_hand 1)" in page
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
    assert "In people&#x27;s own words" in page
    assert "More wood and metal, please." in page


def _voices(public_cycle: PublicCycle) -> list[Voice]:
    return list(Voice.objects.filter(forum=public_cycle.forum))


# Staff


def test_publications_lists_editions_and_preview_publication_shows_the_page(
    public_cycle: PublicCycle, coordinator: Person, client_of: ClientOf
) -> None:
    client = client_of(coordinator)
    preview = public_cycle.district.url("preview_publication", cycle_id=public_cycle.cycle.public_id)
    page = client.get(preview).content.decode()
    assert FINDING in page
    assert "Publish it" in page
    assert FINDING not in public_cycle.page(), "a look is not a publication"
    answer = client.post(
        public_cycle.district.url("publish", cycle_id=public_cycle.cycle.public_id), follow=True
    )
    assert "The page is published" in answer.content.decode()
    assert "Edition 1" in answer.content.decode()
    assert "nothing has changed since" in client.get(preview).content.decode()
    answer = client.post(
        public_cycle.district.url("publish", cycle_id=public_cycle.cycle.public_id), follow=True
    )
    assert "Nothing has changed" in answer.content.decode()
    edition = Publication.objects.get()
    assert edition.published_by == coordinator
    answer = client.post(
        public_cycle.district.url("withdraw_publication", publication_id=edition.public_id), follow=True
    )
    assert "Taken back" in answer.content.decode()


def test_an_analyst_sees_the_preview_but_is_offered_no_button(
    public_cycle: PublicCycle, analyst: Person, client_of: ClientOf
) -> None:
    url = public_cycle.district.url("preview_publication", cycle_id=public_cycle.cycle.public_id)
    assert "Publish it" not in client_of(analyst).get(url).content.decode()


# The front page


def test_district_front_lists_what_is_open_through_its_last_day(district: District) -> None:
    cycle = make.cycle(is_public=True)
    now = timezone.now()
    make.forum(
        cycle, title=make.translated("Closes first"), closes_at=district.ends(now.date() + timedelta(days=3))
    )
    make.forum(
        cycle, title=make.translated("Closes later"), closes_at=district.ends(now.date() + timedelta(days=9))
    )
    make.forum(cycle, title=make.translated("Never closes"), closes_at=None)
    make.forum(
        cycle, title=make.translated("Is over"), opens_at=now - timedelta(9), closes_at=now - timedelta(2)
    )
    make.forum(cycle, title=make.translated("Comes"), opens_at=now + timedelta(2))
    make.forum(make.cycle(is_public=False), title=make.translated("Is not public"))
    page = Client().get(district.url("district_front")).content.decode()
    places = [page.index(words) for words in ("Closes first", "Closes later", "Never closes", "Comes")]
    assert places == sorted(places)
    assert "Is over" not in page
    assert "Is not public" not in page
    assert "midnight" not in page
    assert "open, with no last day" in page


def test_district_front_with_nothing_says_so(district: District) -> None:
    page = Client().get(district.url("district_front")).content.decode()
    assert "Nothing is open at this moment" in page
    assert "No question has been put to people yet" in page


def test_district_front_pages_its_cycles(district: District) -> None:
    for number in range(51):
        make.cycle(title=make.translated(f"Cycle number {number}."), is_public=True)
    first = Client().get(district.url("district_front")).content.decode()
    second = Client().get(district.url("district_front"), {"page": "2"}).content.decode()
    assert "Cycle number 50." in first
    assert "Cycle number 0." not in first
    assert "Cycle number 0." in second


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
    assert {row["agree"] for row in rows} <= {"more than 90 %", "fewer than 10 %"}
    assert Run.objects.get().public_id not in text
    other = public_cycle.district.url(
        "public_pattern", cycle_id=public_cycle.cycle.public_id, finding_id=public_cycle.finding.stable_id
    )
    assert Client().get(other).status_code == 404, "it rests on no pattern"
