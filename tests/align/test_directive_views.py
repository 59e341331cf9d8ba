from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from tests import make
from throughline.accounts.models import AuditEntry, District, Person
from throughline.accounts.permissions import Actor
from throughline.align import actions, queries
from throughline.align.models import Directive, Response, ResponseKind
from throughline.understand.actions import release_findings

As = Callable[[Person | None], Client]

ANSWER = {
    "kind": "adopt",
    "reason_en": "It works elsewhere.",
    "decided_by_en": "The board of education",
    "decided_on": "2026-06-24",
}


def test_create_directive_rests_it_on_released_findings_and_audits_it(
    district: District, coordinator: Person, client_of: As
) -> None:
    cycle = make.cycle()
    finding = make.released(cycle, "People want hands-on learning.")
    answer = client_of(coordinator).post(
        district.url("create_directive", cycle_id=cycle.public_id),
        {"sentence_en": "Teach by doing.", "sentence_es": "Enseñen haciendo.", "findings": [finding.pk]},
    )
    directive = Directive.objects.get()
    assert answer["Location"] == district.url("directive", directive_id=directive.public_id)
    assert list(directive.findings.all()) == [finding]
    assert directive.sentence.in_language("es") == "Enseñen haciendo."
    entry = AuditEntry.objects.get(verb="create_directive")
    assert (entry.object_id, entry.details) == (directive.public_id, {"findings": [finding.public_id]})


def test_create_directive_without_a_finding_keeps_what_was_typed(
    district: District, coordinator: Person, client_of: As
) -> None:
    cycle = make.cycle()
    make.released(cycle)
    answer = client_of(coordinator).post(
        district.url("create_directive", cycle_id=cycle.public_id), {"sentence_en": "Teach by doing."}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Teach by doing." in page
    assert "Choose at least one released finding" in page
    assert 'href="#id_findings_0"' in page
    assert not Directive.objects.exists()


def test_create_directive_offers_only_findings_of_its_own_cycle_that_stand(
    district: District, coordinator: Person, client_of: As
) -> None:
    cycle, other = make.cycle(), make.cycle()
    make.released(cycle, "This one stands.")
    corrected = make.released(cycle, "This one was corrected.", is_superseded=True)
    elsewhere = make.released(other, "This one is of another cycle.")
    client = client_of(coordinator)
    url = district.url("create_directive", cycle_id=cycle.public_id)
    page = client.get(url).content.decode()
    assert "This one stands." in page
    assert "This one was corrected." not in page
    assert "This one is of another cycle." not in page
    for finding in (corrected, elsewhere):
        answer = client.post(url, {"sentence_en": "No.", "findings": [finding.pk]})
        assert answer.status_code == 422
    assert not Directive.objects.exists()


def test_an_action_refuses_what_the_form_does_not_offer(district: District, coordinator: Person) -> None:
    actor, cycle = make.actor(coordinator, district), make.cycle()
    elsewhere = make.released(make.cycle())
    corrected = make.released(cycle, is_superseded=True)
    for findings in ([], [elsewhere], [corrected]):
        with pytest.raises(ValidationError):
            actions.create_directive(actor, cycle, sentence=make.translated("No."), findings=findings)
    assert not Directive.objects.exists()
    assert not AuditEntry.objects.filter(verb="create_directive").exists()


def test_a_cycle_without_a_release_says_what_comes_first(
    district: District, coordinator: Person, client_of: As
) -> None:
    cycle = make.cycle()
    page = client_of(coordinator).get(district.url("create_directive", cycle_id=cycle.public_id))
    assert "this cycle has no released findings yet" in page.content.decode()
    assert district.url("findings", cycle_id=cycle.public_id) in page.content.decode()


def test_edit_directive_keeps_a_finding_that_was_corrected_since_and_says_so(
    district: District, coordinator: Person, client_of: As
) -> None:
    cycle = make.cycle()
    finding = make.released(cycle, "People want shop class.")
    directive = make.directive(cycle, "Teach by doing.", finding)
    finding.is_superseded = True
    finding.save()
    client = client_of(coordinator)
    url = district.url("edit_directive", directive_id=directive.public_id)
    assert "People want shop class. (corrected or withdrawn since then)" in client.get(url).content.decode()
    client.post(url, {"sentence_en": "Teach with tools.", "findings": [finding.pk]})
    directive.refresh_from_db()
    assert str(directive.sentence) == "Teach with tools."
    page = client.get(district.url("directive", directive_id=directive.public_id)).content.decode()
    assert "Corrected or withdrawn since then" in page


def test_respond_writes_down_who_decided_when_and_why(
    district: District, board_member: Person, client_of: As
) -> None:
    directive = make.directive(make.cycle())
    client = client_of(board_member)
    address = {"directive_id": directive.public_id}
    assert 'value="2' in client.get(district.url("respond", **address)).content.decode()  # today (ISO 8601)
    answer = client.post(
        district.url("respond", **address), {**ANSWER, "vote": "5–2", "minutes_url": "example.org/minutes"}
    )
    assert answer.status_code == 303
    response = Response.objects.get()
    assert (response.kind, response.decided_on, response.recorded_by) == (
        "adopt",
        date(2026, 6, 24),
        board_member,
    )
    assert response.minutes_url == "https://example.org/minutes"
    page = client.get(answer["Location"]).content.decode()
    for words in ("It works elsewhere.", "The board of education", "5–2", "June 24, 2026"):
        assert words in page
    entry = AuditEntry.objects.get(verb="respond")
    assert entry.details == {"directive": directive.public_id, "kind": "adopt"}


def test_yes_with_changes_says_what_is_changed(
    district: District, coordinator: Person, client_of: As
) -> None:
    directive = make.directive(make.cycle())
    url = district.url("respond", directive_id=directive.public_id)
    answer = client_of(coordinator).post(url, {**ANSWER, "kind": "adapt"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Describe what changes" in page
    assert "It works elsewhere." in page
    assert 'value="2026-06-24"' in page
    assert not Response.objects.exists()
    with pytest.raises(ValidationError):
        actions.respond(
            make.actor(coordinator, district),
            directive,
            kind=ResponseKind.ADAPT,
            reason=make.translated("Yes, but"),
            decided_by=make.translated("The board"),
            decided_on=date(2026, 6, 24),
        )
    client_of(coordinator).post(url, {**ANSWER, "kind": "adapt", "changes_en": "In grade 11 only."})
    shown = client_of(coordinator).get(district.url("directive", directive_id=directive.public_id))
    assert "In grade 11 only." in shown.content.decode()


def test_days_stay_in_their_box_in_spanish(district: District, coordinator: Person, client_of: As) -> None:
    """A browser's date input accepts only ISO 8601, in every language."""
    directive = make.directive(make.cycle())
    url = district.url("respond", directive_id=directive.public_id) + "?lang=es"
    data = {**ANSWER, "reason_en": ""}
    assert 'value="2026-06-24"' in client_of(coordinator).post(url, data).content.decode()


def test_a_later_answer_stands_and_the_earlier_one_is_kept(
    district: District, coordinator: Person, client_of: As
) -> None:
    directive = make.directive(make.cycle())
    client = client_of(coordinator)
    url = district.url("respond", directive_id=directive.public_id)
    client.post(url, {**ANSWER, "kind": "defer", "reason_en": "No money this year."})
    client.post(url, {**ANSWER, "decided_on": "2026-09-01", "reason_en": "There is a grant."})
    client.post(url, {**ANSWER, "decided_on": "2026-01-01", "kind": "decline", "reason_en": "Older still."})
    line = queries.directive_line(directive)
    assert line.response is not None
    assert str(line.response.reason) == "There is a grant."
    assert [str(one.reason) for one in line.earlier_responses] == ["No money this year.", "Older still."]
    page = client.get(district.url("directive", directive_id=directive.public_id)).content.decode()
    assert (
        page.index("There is a grant.") < page.index("Earlier responses") < page.index("No money this year.")
    )


@pytest.mark.parametrize(("n", "first", "second"), [(0, 0, 0), (1, 1, 1), (40, 25, 15)])
def test_a_cycle_shows_its_first_directives_and_all_of_them_in_pages(
    district: District,
    coordinator: Person,
    client_of: As,
    n: int,
    first: int,
    second: int,
    django_assert_max_num_queries: Any,
) -> None:
    cycle = make.cycle()
    for number in range(n):
        make.directive(cycle, f"Directive number {number}.")
    make.directive(make.cycle(), "Asked for in another cycle.")
    client, of_cycle = client_of(coordinator), f"?cycle={cycle.public_id}"
    page = client.get(district.url("directives")).content.decode()
    assert page.count("Directive number") == min(n, 20)
    assert (f'href="{of_cycle}"' in page) == (n > 20)
    assert ("40 priorities need a response." in page) == (n == 40)
    with django_assert_max_num_queries(16):
        page = client.get(district.url("directives") + of_cycle).content.decode()
    assert page.count("Directive number") == first
    assert "Asked for in another cycle." not in page
    page = client.get(district.url("directives") + of_cycle + "&page=2").content.decode()
    assert page.count("Directive number") == second
    assert ('start="26"' in page) == (n > 25)


def test_many_cycles_come_ten_at_a_time(district: District, coordinator: Person, client_of: As) -> None:
    for number in range(12):
        make.directive(make.cycle(), f"Directive number {number}.")
    client = client_of(coordinator)
    assert client.get(district.url("directives")).content.decode().count("Directive number") == 10
    assert client.get(district.url("directives") + "?page=2").content.decode().count("Directive number") == 2


def test_directives_of_a_cycle_that_is_not_here_are_not_found(
    district: District, coordinator: Person, client_of: As
) -> None:
    assert client_of(coordinator).get(district.url("directives") + "?cycle=nothing").status_code == 404


@pytest.mark.parametrize("n", [0, 1, 20])
def test_directives_page_takes_the_same_few_queries_for_any_number(
    district: District, coordinator: Person, client_of: As, n: int, django_assert_max_num_queries: Any
) -> None:
    cycle = make.cycle()
    for number in range(n):
        directive = make.directive(cycle, f"Directive number {number}.")
        make.initiative("", directive)
    client = client_of(coordinator)
    client.get(district.url("directives"))
    with django_assert_max_num_queries(16):
        page = client.get(district.url("directives")).content.decode()
    assert page.count("Directive number") == n
    assert ("This cycle has no priorities yet." in page) == (n == 0)


def test_directives_without_a_cycle_say_where_to_begin(
    district: District, coordinator: Person, client_of: As
) -> None:
    page = client_of(coordinator).get(district.url("directives")).content.decode()
    assert "Start a cycle first." in page


def test_a_board_member_reads_and_answers_but_does_not_write_directives(
    district: District, board_member: Person, client_of: As
) -> None:
    directive = make.directive(make.cycle())
    page = client_of(board_member).get(district.url("directive", directive_id=directive.public_id))
    address = {"directive_id": directive.public_id}
    assert district.url("respond", **address) in page.content.decode()
    assert district.url("edit_directive", **address) not in page.content.decode()
    assert district.url("create_initiative") not in page.content.decode()


def test_a_directive_shows_its_released_evidence_and_leads_those_who_may_to_the_finding(
    district: District, coordinator: Person, board_member: Person, client_of: As
) -> None:
    cycle = make.cycle()
    forum = make.forum(cycle)
    statement = make.statement(forum, "Students should learn to work with their hands.")
    make.votes(forum, [statement], (30, [1]), (12, [-1]))
    finding = make.finding(cycle, "People want hands-on learning.", statement=statement)
    release = release_findings(Actor.system(district), cycle, [finding])
    directive = make.directive(cycle, "Teach by doing.", release.findings.get())
    url = district.url("directive", directive_id=directive.public_id)
    link = district.url("current_finding", stable_id=finding.stable_id)
    for person, leads in ((coordinator, True), (board_member, False)):
        page = client_of(person).get(url).content.decode()
        assert "Votes of the 42 people who voted on this statement" in page
        assert district.url("release", release_id=release.public_id) in page
        assert (link in page) is leads
    assert client_of(coordinator).get(link)["Location"] == district.url(
        "finding", finding_id=finding.public_id
    )
