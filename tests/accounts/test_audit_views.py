import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models.signals import post_init
from django.dispatch import receiver
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_scopes import scope

from tests import make
from tests.words import plain_cells
from throughline.accounts.actions import record
from throughline.accounts.models import AuditEntry, District, Person, Role
from throughline.accounts.permissions import Actor

As = Callable[[Person | None], Client]


def _body(response: Any) -> str:
    return b"".join(response).decode()


def _fill(district: District, person: Person, n: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE rows(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM rows WHERE i < %s)
            INSERT INTO accounts_auditentry
                (district_id, person_id, actor_kind, verb, object_type, object_id, details, at)
            SELECT %s, %s, 'person', 'verb_' || (i %% 40), 'forum', 'object' || (i %% 997), '{"n": 1}', %s
            FROM rows
            """,
            [n, district.pk, person.pk, timezone.now()],
        )


def test_audit_says_who_did_what_to_what_and_when(district: District, owner: Person, client_of: As) -> None:
    record(make.actor(owner, district), "change_district", district, fields=["name"])
    page = client_of(owner).get(district.url("audit")).content.decode()
    assert owner.name in page
    assert "Changed district settings" in page
    assert "Fields: name" in page


def test_details_of_the_audit_are_named_and_readable(
    district: District, owner: Person, client_of: As
) -> None:
    actor = make.actor(owner, district)
    forum = make.forum(make.cycle(), "statements")
    record(
        actor, "create_forum", forum, kind="statements", opens_at="2026-11-27T07:00:00+00:00", n_people=1320
    )
    record(actor, "end_cycle", forum.cycle, is_promise_kept=True, corrects=None, unknown="x")
    page = client_of(owner).get(district.url("audit")).content.decode()
    assert f"Type: {forum.get_kind_display()}" in page
    assert "Opens: Nov. 27, 2026, midnight" in page
    assert "People: 1,320" in page
    assert "Promise kept: yes" in page
    assert "Corrects release: –" in page
    assert "Unknown: x" in page


def test_the_filter_of_the_audit_lists_actions_by_their_labels(
    district: District, owner: Person, client_of: As
) -> None:
    actor = make.actor(owner, district)
    for verb in ("change_district", "create_school", "add_member"):
        record(actor, verb, make.school())
    page = client_of(owner).get(district.url("audit"))
    labels = [str(label) for _verb, label in page.context["form"].fields["verb"].choices]
    assert labels[0] == "All actions"
    assert labels[1:] == sorted(labels[1:])


@pytest.mark.parametrize("wanted", ["verb", "person", "object", "system"])
def test_audit_is_filtered_by_verb_person_and_object(
    district: District, owner: Person, client_of: As, wanted: str
) -> None:
    school = make.school()
    colleague = make.member(district, Role.COORDINATOR)
    record(make.actor(owner, district), "create_school", school)
    record(make.actor(colleague, district), "change_district", district)
    record(Actor.system(district), "create_district", district)
    query = {
        "verb": {"verb": "create_school"},
        "person": {"person": colleague.public_id},
        "object": {"object_type": "school", "object_id": school.public_id},
        "system": {"person": "system"},
    }[wanted]
    answer = client_of(owner).get(district.url("audit_csv"), query)
    rows = list(csv.DictReader(io.StringIO(_body(answer))))
    assert [row["verb"] for row in rows] == {
        "verb": ["create_school"],
        "person": ["change_district"],
        "object": ["create_school"],
        "system": ["create_district"],
    }[wanted]


def test_days_of_the_audit_are_those_of_the_districts_clock(
    district: District, owner: Person, client_of: As
) -> None:
    """23:30 on March 1 in Denver is March 2 in UTC."""
    entry = record(make.actor(owner, district), "create_school", make.school())
    AuditEntry.objects.filter(pk=entry.pk).update(at=datetime(2026, 3, 2, 6, 30, tzinfo=UTC))
    client = client_of(owner)

    def shown(day: str) -> int:
        query = {"first_day": day, "last_day": day, "verb": "create_school"}
        return _body(client.get(district.url("audit_csv"), query)).count("create_school")

    assert (shown("2026-03-01"), shown("2026-03-02")) == (1, 0)


def test_a_filter_that_makes_no_sense_shows_nothing_and_says_so(
    district: District, owner: Person, client_of: As
) -> None:
    record(make.actor(owner, district), "create_school", make.school())
    answer = client_of(owner).get(district.url("audit"), {"first_day": "yesterday"})
    assert answer.status_code == 422
    assert "<table>" not in answer.content.decode()
    assert client_of(owner).get(district.url("audit_csv"), {"verb": "no_such"}).status_code == 422


def test_the_table_for_a_spreadsheet_holds_only_this_district(
    district: District, owner: Person, other_district: District, client_of: As
) -> None:
    with scope(district=other_district):
        record(Actor.system(other_district), "create_district", other_district)
    record(make.actor(owner, district), "create_school", make.school())
    rows = list(csv.DictReader(io.StringIO(_body(client_of(owner).get(district.url("audit_csv"))))))
    assert [row["verb"] for row in rows] == ["create_school"]


def test_a_name_that_looks_like_a_formula_is_not_run_by_a_spreadsheet(
    district: District, owner: Person, client_of: As
) -> None:
    owner.name = "=HYPERLINK(1)"
    owner.save()
    record(make.actor(owner, district), "create_school", make.school())
    assert "'=HYPERLINK" in _body(client_of(owner).get(district.url("audit_csv")))


def is_of_all_entries(sql: str) -> bool:
    """Whether a query returns a row for every entry of the audit."""
    bounds = ("COUNT(*)", "SELECT DISTINCT", " LIMIT ")
    return 'FROM "accounts_auditentry"' in sql and not any(bound in sql for bound in bounds)


def test_a_hundred_thousand_entries_are_paged_and_all_exported(
    district: District, owner: Person, client_of: As
) -> None:
    _fill(district, owner, 100_000)
    client = client_of(owner)
    entries: list[AuditEntry] = []

    @receiver(post_init, sender=AuditEntry)
    def count(instance: AuditEntry, **_: Any) -> None:
        entries.append(instance)

    for query in ({}, {"verb": "verb_7"}, {"page": "2000"}, {"object_type": "forum", "object_id": "object3"}):
        entries.clear()
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(district.url("audit"), query)
        assert answer.status_code == 200
        assert plain_cells(answer.content.decode()).count("<tr>") == 26, "a header and a page of rows"
        assert len(entries) == 25, query
        assert len(captured) < 20
        assert [one["sql"] for one in captured if is_of_all_entries(one["sql"])] == []
    lines = 0
    for piece in client.get(district.url("audit_csv")):
        lines += bytes(piece).count(b"\r\n")
    assert lines == 100_001


def test_an_empty_audit_says_what_to_do(district: District, owner: Person, client_of: As) -> None:
    answer = client_of(owner).get(district.url("audit"), {"object_id": "nothing"})
    assert "No entries match" in answer.content.decode()


def test_entries_of_people_who_left_stay(district: District, owner: Person, client_of: As) -> None:
    gone = make.member(district, Role.ANALYST, name="Gone Soon")
    record(make.actor(gone, district), "create_school", make.school())
    gone.delete()
    page = client_of(owner).get(district.url("audit"))
    assert page.status_code == 200
    assert "Created a school" in page.content.decode()
