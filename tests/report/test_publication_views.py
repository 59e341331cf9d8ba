"""The public page tells what was published, as it was published, and nothing else."""

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
from tests.report.telling import DIRECTIVE, FINDING, REASON, Told, tell
from throughline.accounts.actions import RunningJob
from throughline.accounts.models import AuditEntry, District, Job, Person
from throughline.align import actions as align
from throughline.convene.actions import set_tally
from throughline.convene.models import ForumKind, Tally
from throughline.listen.models import Voice
from throughline.measure.models import Run
from throughline.measure.workflows import find_opinion_groups
from throughline.report.actions import hash_of, withdraw_publication
from throughline.report.models import Publication
from throughline.report.queries import compose
from throughline.understand import actions as understand
from throughline.understand.releases import released_findings

ClientOf = Callable[[Person | None], Client]
LATER = "Next year, when the building is done."


@pytest.fixture
def told(district: District) -> Told:
    return tell(district)


def test_public_cycle_says_what_it_is_for_until_something_is_told(told: Told) -> None:
    page = told.page()
    assert str(told.cycle.decision) in page
    assert "What this is for" in page
    assert FINDING not in page, "a release is for staff until it is published"


def test_public_cycle_tells_finding_directive_and_answer_once_published(told: Told) -> None:
    told.respond(told.directive())
    told.publish()
    page = told.page()
    for words in (FINDING, DIRECTIVE, REASON, "The board answered on Nov. 3, 2026", "edition 1"):
        assert words in page
    assert 'lang="es"' not in page.split("<main")[1].split("</main>")[0]


def test_public_cycle_speaks_the_language_asked_for(told: Told) -> None:
    told.respond(told.directive())
    told.publish()
    page = told.page(lang="es")
    assert "Un taller para cada estudiante." in page
    assert "La gente quiere algo." in page


def test_a_response_recorded_after_publishing_does_not_show_until_it_is_published_again(told: Told) -> None:
    directive = told.directive()
    told.respond(directive)
    told.publish()
    told.respond(directive, LATER, kind="defer")
    assert LATER not in told.page()
    assert LATER not in told.followed(told.code(told.voice)), "nor through the link of whoever said it"
    assert REASON in told.followed(told.code(told.voice))
    told.publish()
    assert LATER in told.page()
    assert LATER in told.followed(told.code(told.voice))


def test_progress_and_initiatives_show_as_published(told: Told) -> None:
    directive = told.directive()
    told.respond(directive)
    initiative = align.create_initiative(
        told.actor,
        title=make.translated("Workshops"),
        state="developing",
        directives=[directive],
        owner="Facilities",
    )
    action = align.create_action(
        told.actor,
        initiative,
        title=make.translated("Build six workshops"),
        owner="Facilities",
        due_on=date(2027, 6, 1),
        measure=make.translated("workshops built"),
        target=Decimal(6),
    )
    told.publish()
    assert "Nothing reported yet" in told.page()
    align.report_progress(
        told.actor,
        action,
        on=date(2026, 11, 20),
        status="behind",
        value=Decimal(2),
        sentence=make.translated("Two are built."),
    )
    assert "Two are built." not in told.page()
    told.publish()
    page = told.page()
    for words in ("Two are built.", "2 of 6", "Behind plan", "workshops built"):
        assert words in page
    assert 'value="2.0"' in page, "the bar's number is read by machines: no comma in any language"
    assert 'value="2.0"' in told.page(lang="es")


def test_an_initiative_that_is_not_public_is_told_to_nobody(told: Told) -> None:
    directive = told.directive()
    align.create_initiative(
        told.actor,
        title=make.translated("A secret plan"),
        state="future",
        directives=[directive],
        is_public=False,
    )
    align.create_initiative(told.actor, title=make.translated("Scoreboard"), state="future")
    align.create_initiative(
        told.actor, title=make.translated("Graduation plans"), state="existing", required_by="state law"
    )
    content = told.publish().content
    told_words = json.dumps(content)
    assert "A secret plan" not in told_words
    assert "Scoreboard" not in told_words, "what nobody asked for stays inside"
    assert "Graduation plans" in told_words, "unless law or a grant requires it"


def test_the_same_page_is_not_published_twice(told: Told) -> None:
    told.publish()
    with pytest.raises(ValidationError, match="Nothing has changed"):
        told.publish()
    assert Publication.objects.count() == 1


def test_a_forum_only_counted_again_is_not_news(told: Told) -> None:
    told.publish()
    tally = Tally.objects.get(forum=told.forum, what=Tally.What.PEOPLE)
    set_tally(told.cycle, Tally.What.PEOPLE, tally.n, told.forum)
    with pytest.raises(ValidationError):
        told.publish()
    set_tally(told.cycle, Tally.What.PEOPLE, tally.n + 9, told.forum)
    with pytest.raises(ValidationError):
        told.publish()
    set_tally(told.cycle, Tally.What.PEOPLE, tally.n + 10, told.forum)
    assert told.publish().number == 2


def test_a_publication_is_kept_with_number_hash_and_an_audit_row_without_words(told: Told) -> None:
    publication = told.publish()
    assert publication.sha256 == hash_of(publication.content)
    row = AuditEntry.objects.get(verb="publish")
    assert row.details["number"] == 1
    assert FINDING not in json.dumps(row.details)


def test_an_edition_taken_back_gives_way_to_the_one_before_it(told: Told) -> None:
    directive = told.directive()
    first = told.publish()
    told.respond(directive)
    second = told.publish()
    assert REASON in told.page()
    withdraw_publication(told.actor, second)
    page = told.page()
    assert REASON not in page
    assert "edition 1" in page
    withdraw_publication(told.actor, first)
    assert "What this is for" in told.page()
    assert FINDING not in told.followed(told.code(told.voice))
    again = told.publish()
    assert again.number == 3, "numbers are never given twice"
    assert REASON in told.page()


def test_the_edition_that_stands_again_is_not_published_a_second_time(told: Told) -> None:
    directive = told.directive()
    told.publish()
    told.respond(directive)
    withdraw_publication(told.actor, told.publish())
    directive.responses.all().delete()
    with pytest.raises(ValidationError):
        told.publish()


def test_a_cycle_that_is_not_public_has_no_page_and_tells_nothing(told: Told) -> None:
    told.publish()
    told.cycle.is_public = False
    told.cycle.save()
    assert Client().get(told.district.url("public_cycle", cycle_id=told.cycle.public_id)).status_code == 404
    assert FINDING not in told.followed(told.code(told.voice))
    assert str(told.cycle.title) not in Client().get(told.district.url("district_front")).content.decode()


def test_forums_with_few_people_say_fewer_than_the_minimum(district: District) -> None:
    told = tell(district)
    few = make.forum(told.cycle, ForumKind.QUESTION, title=make.translated("A small forum"))
    students = make.forum(
        told.cycle, ForumKind.QUESTION, title=make.translated("A forum for students"), is_for_students=True
    )
    uncounted = make.forum(told.cycle, ForumKind.MEETING, title=make.translated("A meeting"))
    set_tally(told.cycle, Tally.What.PEOPLE, 3, few)
    set_tally(told.cycle, Tally.What.PEOPLE, 12, students)
    asked = {row["public_id"]: row for row in told.publish().content["asked"]}
    assert asked[told.forum.public_id]["n_people"] == 12
    assert (asked[few.public_id]["n_people"], asked[few.public_id]["fewer_than"]) == (None, 10)
    assert (asked[students.public_id]["n_people"], asked[students.public_id]["fewer_than"]) == (None, 16)
    page = told.page()
    assert "fewer than 10 people took part" in page
    assert "fewer than 16 people took part" in page
    assert "3 people" not in page
    assert asked[uncounted.public_id]["counted_at"] is None
    assert "not counted yet" in page


def test_editions_do_not_tell_of_few_who_came_between_them(district: District) -> None:
    told = tell(district)
    forum = make.forum(told.cycle, ForumKind.QUESTION)

    def edition_at(n: int) -> dict[str, object]:
        set_tally(told.cycle, Tally.What.PEOPLE, n, forum)
        make.forum(told.cycle, ForumKind.QUESTION)
        content = told.publish().content
        return next(row for row in content["asked"] if row["public_id"] == forum.public_id)

    first = edition_at(31)
    assert first["n_people"] == 31
    assert edition_at(32) == first, "with the day it was counted"
    assert edition_at(40) == first
    assert edition_at(41)["n_people"] == 41
    assert edition_at(33)["n_people"] == 41, "neither beside the last edition nor beside the first"
    assert edition_at(30)["n_people"] == 31, "what an older edition told may be remembered"
    assert edition_at(8)["n_people"] is None


def test_a_number_told_before_a_stricter_rule_is_not_told_again(district: District) -> None:
    told = tell(district)
    forum = make.forum(told.cycle, ForumKind.QUESTION)
    set_tally(told.cycle, Tally.What.PEOPLE, 12, forum)
    told.publish()
    district.minimum_n = 16
    district.save()
    cycle = type(told.cycle).objects.get(pk=told.cycle.pk)
    row = next(one for one in compose(cycle)["asked"] if one["public_id"] == forum.public_id)
    assert (row["n_people"], row["fewer_than"]) == (None, 16)


def test_people_at_the_tables_of_a_meeting_are_told(district: District) -> None:
    told = tell(district)
    meeting = make.forum(told.cycle, ForumKind.MEETING)
    set_tally(told.cycle, Tally.What.PEOPLE, 48, meeting)
    told.publish()
    assert "48 people sat at its tables" in told.page()


def test_a_forum_is_told_through_its_last_day(district: District) -> None:
    told = tell(district)
    told.forum.closes_at = district.ends(date(2026, 12, 15))
    told.forum.save()
    told.publish()
    page = told.page()
    assert "through Dec. 15, 2026" in page
    assert "Dec. 16" not in page
    assert "midnight" not in page


def test_a_draft_of_a_forum_is_not_told(district: District) -> None:
    told = tell(district)
    make.forum(told.cycle, ForumKind.QUESTION, is_open=False, title=make.translated("Only a draft"))
    assert "Only a draft" not in json.dumps(told.publish().content)


def test_a_finding_taken_back_since_is_named_by_no_directive(district: District) -> None:
    told = tell(district)
    told.directive()
    second = make.finding(told.cycle, "A second finding.", statement=_statement(told))
    release = understand.release_findings(told.actor, told.cycle, [second])
    understand.release_findings(
        told.actor,
        told.cycle,
        [],
        make.translated("It was wrong.", "Era falso."),
        release,
        taken_back=[one for one in released_findings(told.cycle) if one.release_id == release.pk],
    )
    content = compose(told.cycle)
    heard = {finding["stable_id"] for finding in content["heard"]}
    assert len(heard) == 1
    assert all(set(directive["findings"]) <= heard for directive in content["directives"])


def _statement(told: Told) -> Voice:
    forum = make.forum(told.cycle)
    statement = make.statement(forum, "More shop class.")
    make.votes(forum, [statement], (14, [1]), (4, [-1]), (2, [0]))
    return statement


# What stands under a claim


def test_votes_on_a_statement_are_shown_with_shares_and_n(district: District) -> None:
    told = tell(district)
    finding = make.finding(told.cycle, "People agree on it.", statement=_statement(told))
    understand.release_findings(told.actor, told.cycle, [finding])
    told.publish()
    page = told.page()
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
    assert 'class="agree" x="0.0%" width="70.0%"' in page
    assert "style=" not in page
    spanish = told.page(lang="es")
    assert 'width="70.0%"' in spanish, "numbers of a drawing are not localized"


def test_words_under_a_code_are_counted_of_how_many_were_read(told: Told) -> None:
    told.publish()
    page = told.page()
    assert "12 of the 12 texts that were read speak of this." in page
    assert "texts read and sorted by hand (coding_by_hand 1)" in page
    assert "Counted when it was released, <time" in page
    assert "More wood and metal" not in page, "nothing is quoted that was not released as a quote"


def test_quotes_stand_in_their_own_words_with_the_role_of_who_spoke(told: Told) -> None:
    finding = make.finding(told.cycle, "With a quote.", code=make.code(told.cycle, "Again", *_voices(told)))
    understand.add_evidence(told.actor, finding, voice=told.voice, is_quoted=True)
    understand.release_findings(told.actor, told.cycle, [finding])
    told.publish()
    page = told.page()
    assert "In people&#x27;s own words" in page
    assert "More wood and metal, please." in page


def _voices(told: Told) -> list[Voice]:
    return list(Voice.objects.filter(forum=told.forum))


# Staff


def test_publications_lists_editions_and_preview_publication_shows_what_would_be_told(
    told: Told, coordinator: Person, client_of: ClientOf
) -> None:
    client = client_of(coordinator)
    preview = told.district.url("preview_publication", cycle_id=told.cycle.public_id)
    page = client.get(preview).content.decode()
    assert FINDING in page
    assert "Publish it" in page
    assert FINDING not in told.page(), "a look is not a publication"
    answer = client.post(told.district.url("publish", cycle_id=told.cycle.public_id), follow=True)
    assert "The page is published" in answer.content.decode()
    assert "Edition 1" in answer.content.decode()
    assert "nothing has changed since" in client.get(preview).content.decode()
    answer = client.post(told.district.url("publish", cycle_id=told.cycle.public_id), follow=True)
    assert "Nothing has changed" in answer.content.decode()
    edition = Publication.objects.get()
    assert edition.published_by == coordinator
    answer = client.post(
        told.district.url("withdraw_publication", publication_id=edition.public_id), follow=True
    )
    assert "Taken back" in answer.content.decode()


def test_an_analyst_sees_the_preview_but_is_offered_no_button(
    told: Told, analyst: Person, client_of: ClientOf
) -> None:
    url = told.district.url("preview_publication", cycle_id=told.cycle.public_id)
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


def test_a_published_pattern_is_downloaded_as_it_was_released(told: Told) -> None:
    forum = make.forum(told.cycle)
    statements = [make.statement(forum, f"Statement {number}") for number in range(8)]
    make.votes(forum, statements, (20, [1, 1, 1, 1, -1, -1, -1, 0]), (15, [-1, -1, -1, 1, 1, 1, 1, 0]))
    job = Job.objects.create(kind="opinion_groups", title="Patterns", person=None)
    find_opinion_groups(RunningJob(job, told.actor), forum_id=forum.public_id)
    finding = make.finding(told.cycle, "There are two views.", run=Run.objects.get())
    understand.release_findings(told.actor, told.cycle, [finding])
    address = told.district.url("public_pattern", cycle_id=told.cycle.public_id, finding_id=finding.stable_id)
    told.publish()
    assert address in told.page()
    answer = Client().get(address)
    text = b"".join(answer.streaming_content).decode()
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert {row["group"] for row in rows} == {"A", "B"}
    assert {row["people"] for row in rows} == {"20", "15"}
    assert {row["agree"] for row in rows} <= {"more than 90 %", "fewer than 10 %"}
    assert Run.objects.get().public_id not in text
    other = told.district.url(
        "public_pattern", cycle_id=told.cycle.public_id, finding_id=told.finding.stable_id
    )
    assert Client().get(other).status_code == 404, "it rests on no pattern"
