"""Editions of the public page: published, withdrawn, listed and previewed by staff."""

import json
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from tests.report.public_cycle import FINDING, REASON, PublicCycle
from throughline.accounts.models import AuditEntry, Person
from throughline.convene.actions import set_tally
from throughline.convene.models import Tally
from throughline.report.actions import hash_of, withdraw_publication
from throughline.report.models import Publication

ClientOf = Callable[[Person | None], Client]


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
    assert "version 1" in page
    withdraw_publication(public_cycle.actor, first)
    assert "About this conversation" in public_cycle.page()
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


# Staff


def test_publications_lists_editions_and_preview_publication_shows_the_page(
    public_cycle: PublicCycle, coordinator: Person, client_of: ClientOf
) -> None:
    client = client_of(coordinator)
    preview = public_cycle.district.url("preview_publication", cycle_id=public_cycle.cycle.public_id)
    page = client.get(preview).content.decode()
    assert FINDING in page
    assert "Publish page" in page
    assert FINDING not in public_cycle.page(), "a look is not a publication"
    answer = client.post(
        public_cycle.district.url("publish", cycle_id=public_cycle.cycle.public_id), follow=True
    )
    assert "Page published" in answer.content.decode()
    assert "Version 1" in answer.content.decode()
    assert "Nothing has changed since it was published" in client.get(preview).content.decode()
    answer = client.post(
        public_cycle.district.url("publish", cycle_id=public_cycle.cycle.public_id), follow=True
    )
    assert "Nothing has changed" in answer.content.decode()
    edition = Publication.objects.get()
    assert edition.published_by == coordinator
    answer = client.post(
        public_cycle.district.url("withdraw_publication", publication_id=edition.public_id), follow=True
    )
    assert "Unpublished" in answer.content.decode()


def test_an_analyst_sees_the_preview_but_is_offered_no_button(
    public_cycle: PublicCycle, analyst: Person, client_of: ClientOf
) -> None:
    url = public_cycle.district.url("preview_publication", cycle_id=public_cycle.cycle.public_id)
    assert "Publish page" not in client_of(analyst).get(url).content.decode()
