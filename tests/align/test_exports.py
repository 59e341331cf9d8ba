"""Directives with their responses, and initiatives with their progress, as files."""

import csv
import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests import make
from throughline.accounts.models import AuditEntry, District, Person
from throughline.accounts.permissions import Actor
from throughline.accounts.queries import export
from throughline.align import actions
from throughline.formats.writing import unguarded

As = Callable[[Person | None], Client]
IDS = {"directive_id", "findings", "directives"}
"""A random id may begin with a hyphen, which is escaped like a formula."""


def _rows(answer: Any) -> list[dict[str, str]]:
    assert "no-store" in answer["Cache-Control"]
    rows = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    return [{key: unguarded(cell) if key in IDS else cell for key, cell in row.items()} for row in rows]


def test_directives_csv_has_a_line_for_each_response_and_for_each_directive_without(
    district: District, board_member: Person, client_of: As
) -> None:
    cycle, actor = make.cycle(), Actor.system(district)
    finding = make.released(cycle)
    answered = make.directive(cycle, "=Teach by doing.", finding)
    waiting = make.directive(make.cycle(), "Two languages.")
    for kind, day in (("defer", date(2026, 1, 9)), ("adopt", date(2026, 6, 24))):
        actions.respond(
            actor,
            answered,
            kind=kind,
            reason=make.translated("It works.", "Funciona."),
            decided_by=make.translated("The board"),
            decided_on=day,
        )
    client, url = client_of(board_member), district.url("directives_csv")
    now, before, none = _rows(client.get(url))
    assert (now["directive_id"], now["directive_en"]) == (answered.public_id, "'=Teach by doing.")
    assert (now["response"], now["is_current"], now["decided_on"]) == ("adopt", "true", "2026-06-24")
    assert (now["reason_es"], now["findings"]) == ("Funciona.", finding.public_id)
    assert (before["response"], before["is_current"]) == ("defer", "false")
    assert (none["directive_id"], none["response"], none["is_current"]) == (waiting.public_id, "", "")
    assert AuditEntry.objects.get(verb="export_directives").details == {"n_directives": 2}
    assert len(_rows(client.get(f"{url}?cycle={cycle.public_id}"))) == 2
    assert client.get(f"{url}?cycle=nothing").status_code == 404
    assert url in client.get(district.url("directives")).content.decode()


def test_initiatives_csv_has_a_line_for_each_report_of_progress(
    district: District, board_member: Person, client_of: As
) -> None:
    actor, directive = Actor.system(district), make.directive(make.cycle())
    initiative = make.initiative("Shop class", directive, owner="Ms. Ortiz")
    initiative.schools.add(make.school("Dry Fork"))
    make.initiative("Bare")
    action = actions.create_action(
        actor,
        initiative,
        title=make.translated("Open the shop"),
        owner="Mr. Lee",
        due_on=date(2027, 5, 1),
        measure=make.translated("students in it"),
        target=Decimal(40),
    )
    for day, value in ((1, 10), (20, 25)):
        actions.report_progress(
            actor,
            action,
            on=date(2026, 11, day),
            status="under_way",
            sentence=make.translated(f"{value} so far."),
            value=Decimal(value),
        )
    client, url = client_of(board_member), district.url("initiatives_csv")
    newest, older, bare = _rows(client.get(url))
    assert (newest["initiative_en"], newest["directives"]) == ("Shop class", directive.public_id)
    assert (newest["schools"], newest["responsible"], newest["action_by"]) == (
        "Dry Fork",
        "Ms. Ortiz",
        "Mr. Lee",
    )
    assert (newest["target"], newest["progress_value"], newest["progress_on"]) == (
        "40.00",
        "25.00",
        "2026-11-20",
    )
    assert (older["progress_en"], bare["initiative_en"], bare["action_id"]) == ("10 so far.", "Bare", "")
    assert AuditEntry.objects.get(verb="export_initiatives").details == {"n_initiatives": 2}
    assert url in client.get(district.url("initiatives")).content.decode()


@pytest.mark.parametrize("n", [0, 1, 7])
def test_directives_and_initiatives_stream_in_pieces(
    district: District,
    coordinator: Person,
    client_of: As,
    n: int,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: Any,
) -> None:
    monkeypatch.setattr(export, "CHUNK_ROWS", 5)
    cycle = make.cycle()
    for number in range(n):
        make.initiative(f"Initiative {number}", make.directive(cycle, f"Directive {number}"))
    client = client_of(coordinator)
    for name, column in (("directives", "directive_en"), ("initiatives", "initiative_en")):
        with django_assert_max_num_queries(20):
            rows = _rows(client.get(district.url(f"{name}_csv")))
        assert [row[column][-1] for row in rows] == [str(number) for number in range(n)]
