"""Every change of the directory is kept, and can be taken back."""

import pytest

from tests import make
from throughline.accounts.models import AuditEntry, District, Person
from throughline.accounts.permissions import Actor
from throughline.partner import actions, queries
from throughline.partner.models import (
    Contact,
    CostOption,
    Organization,
    Phone,
    Revision,
    RevisionRow,
    Schedule,
    Service,
    SupportKind,
)
from throughline.partner.queries import values_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor(district: District, coordinator: Person) -> Actor:
    return make.actor(coordinator, district)


def last() -> Revision:
    revision = Revision.objects.first()
    assert revision is not None
    return revision


def test_an_edit_keeps_the_fields_that_changed_and_who_did_it(actor: Actor) -> None:
    organization = make.organization("Helpers", description="We help.")
    actions.edit_organization(actor, organization, name="Helping hands", description="We help.")
    [row] = last().rows.all()
    assert (row.before, row.after) == ({"name": "Helpers"}, {"name": "Helping hands"})
    assert (row.entry_table, row.entry_key) == ("organization", organization.pk)
    assert last().person == actor.person


def test_saving_without_a_change_keeps_nothing(actor: Actor) -> None:
    organization = make.organization("Helpers")
    actions.edit_organization(actor, organization, name="Helpers")
    assert not Revision.objects.exists()


def test_an_undo_gives_back_what_was_there_and_can_be_undone(actor: Actor) -> None:
    service = make.service("Tutoring", make.organization("Helpers"))
    kind, other = actions.ensure_terms(actor)[:2]
    service.terms.set([kind])
    actions.edit_service(actor, service, terms=[other], name="Reading")

    undone = actions.undo(actor, last())
    service = Service.objects.get(pk=service.pk)
    assert (service.name, list(service.terms.all())) == ("Tutoring", [kind])
    assert undone.kind == Revision.Kind.UNDO
    assert AuditEntry.objects.filter(verb="undo_revision").count() == 1

    actions.undo(actor, undone)
    service = Service.objects.get(pk=service.pk)
    assert (service.name, list(service.terms.all())) == ("Reading", [other])


def test_an_undo_is_refused_if_the_entry_was_changed_since(actor: Actor) -> None:
    organization = make.organization("Helpers")
    actions.edit_organization(actor, organization, name="Helping hands")
    first = last()
    actions.edit_organization(actor, organization, name="Hands")
    with pytest.raises(actions.CannotUndo, match="Organization “Hands” was changed since"):
        actions.undo(actor, first)
    assert Organization.objects.get().name == "Hands"
    actions.undo(actor, last())
    actions.undo(actor, first)
    assert Organization.objects.get().name == "Helpers"
    with pytest.raises(actions.CannotUndo, match="already undone"):
        actions.undo(actor, first)


def test_what_was_removed_comes_back_with_all_that_hung_on_it_and_the_same_ids(actor: Actor) -> None:
    organization = make.organization("Helpers", foreign_id="o1")
    branch = make.organization("Branch", parent_organization=organization)
    service = make.service("Tutoring", organization)
    service.terms.set(actions.ensure_terms(actor)[:1])
    contact = Contact.objects.create(organization=organization, name="Ada")
    phone = Phone.objects.create(contact=contact, number="303-555-0101", extra={"x_note": "front desk"})
    rows = [organization, service, contact, phone]
    before = [(row.pk, values_of(row)) for row in rows]
    public_id = organization.public_id
    with actions.revising(actor) as revision:
        revision.remove(organization)
    assert not Phone.objects.exists()
    assert Organization.objects.get().parent_organization is None

    actions.undo(actor, last())
    now = [type(row).objects.get(pk=key) for row, (key, _values) in zip(rows, before, strict=True)]
    after = [(row.pk, values_of(row)) for row in now]
    assert after == before
    organization = Organization.objects.get(public_id=public_id)
    assert Organization.objects.get(pk=branch.pk).parent_organization == organization
    assert Service.objects.get().terms.count() == 1


def test_what_was_added_goes_unless_something_hangs_on_it(actor: Actor) -> None:
    organization = actions.create_organization(actor, name="Helpers")
    added = last()
    actions.create_service(actor, organization, name="Tutoring")
    with pytest.raises(actions.CannotUndo, match="Helpers"):
        actions.undo(actor, added)
    actions.undo(actor, last())
    actions.undo(actor, added)
    assert not Organization.objects.exists()
    assert not Service.objects.exists()


def test_a_phone_is_shown_on_the_page_of_what_it_belongs_to(actor: Actor) -> None:
    service = make.service("Tutoring", make.organization("Helpers"))
    contact = Contact.objects.create(service=service, name="Ada")
    with actions.revising(actor) as revision:
        revision.added(Phone.objects.create(contact=contact, number="303-555-0101"))
    row = RevisionRow.objects.get(table="phone")
    assert (row.entry_table, row.entry_key) == ("service", service.pk)


def test_a_large_revision_is_undone_in_steps_and_goes_on_where_it_stopped(
    actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("throughline.partner.actions.undoing.ROWS_AT_ONCE", 2)
    organizations = [make.organization(f"Helper {number}") for number in range(5)]
    with actions.revising(actor, Revision.Kind.IMPORT) as recorder:
        for organization in organizations:
            before = values_of(organization)
            organization.description = "New"
            organization.save()
            recorder.changed(organization, before)
    revision = last()

    class Killed(Exception):
        pass

    def killed_after_two_steps(n_done: int, _n: int) -> None:
        if n_done >= 4:
            raise Killed

    with pytest.raises(Killed):
        actions.undo_in_steps(actor, revision, killed_after_two_steps)
    assert Organization.objects.filter(description="New").count() == 1
    revision.refresh_from_db()
    undone = actions.undo_in_steps(actor, revision, lambda *_: None)
    assert not Organization.objects.filter(description="New").exists()
    assert undone.rows.count() == 5


def test_a_kind_of_support_that_is_gone_does_not_stop_an_undo(actor: Actor) -> None:
    service = make.service("Tutoring", make.organization("Helpers"))
    kind = SupportKind.objects.create(code="music", name=make.translated("Music"))
    service.terms.set([kind])
    actions.edit_service(actor, service, terms=[])
    kind.delete()
    actions.undo(actor, last())
    assert not service.terms.exists()


def test_hours_and_amounts_of_a_change_are_in_words(actor: Actor) -> None:
    service = make.service("Tutoring", make.organization("Helpers"))
    with actions.revising(actor) as revision:
        days = {"freq": "WEEKLY", "byday": "MO,WE", "opens_at": "09:00", "closes_at": "25:00"}
        hours = Schedule.objects.create(service=service, **days)
        cost = CostOption.objects.create(service=service, amount=5.0)
        revision.added(hours, cost)
    [change] = queries.told([last()])
    told = {field.label: field.after for row in change.rows for field in row.fields}
    expected = {"How often": "Weekly", "Days": "Monday and Wednesday", "Opens at": "9 a.m.", "Amount": "5"}
    assert expected.items() <= told.items()
    assert told["Closes at"] == "25:00"


@pytest.mark.parametrize("name", ["2026-99-99", "2026-13-01T10:00:00", "9999-02-30"])
def test_a_text_that_only_looks_like_a_date_is_shown_as_it_is(actor: Actor, name: str) -> None:
    organization = make.organization("Helpers")
    actions.edit_organization(actor, organization, name=name)
    (told,) = queries.told([last()])
    assert name in str(told.rows)
