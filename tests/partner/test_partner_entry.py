"""The pages of a partner with a link: opening changes nothing, two taps are enough, nothing typed is lost."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core import mail, serializers
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from tests import make
from throughline.accounts.models import District
from throughline.accounts.permissions import Actor
from throughline.listen.models import UrgentFlag
from throughline.partner import actions
from throughline.partner.models import (
    Address,
    ConfidentialPlace,
    CostOption,
    DirectorySettings,
    Duplicate,
    Language,
    Location,
    Organization,
    PartnerLink,
    Phone,
    ProposedEdit,
    RequiredDocument,
    Revision,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceCapacity,
    Unit,
)
from throughline.partner.queries.partner_access import access_by_link

HIDDEN = "77 Larkspur Hidden Lane"


def everything() -> dict[str, list[Any]]:
    """Every row of the database, of all tables."""
    with scopes_disabled():
        return {
            model._meta.label: json.loads(
                serializers.serialize("json", model._base_manager.order_by("pk").iterator())
            )
            for model in apps.get_models(include_auto_created=True)
        }


@pytest.fixture
def service(district: District) -> Service:
    organization = make.organization("Valley Library", email="desk@library.example")
    service = make.service("Homework room", organization, description="Help with\nhomework.")
    Phone.objects.create(service=service, number="719-555-0101")
    Schedule.objects.create(service=service, freq="WEEKLY", byday="MO", opens_at="09:00", closes_at="12:00")
    Language.objects.create(service=service, code="es", name="Spanish")
    unit = Unit.objects.create(name="seats")
    ServiceCapacity.objects.create(service=service, unit=unit, available=4, maximum=12)
    return service


@pytest.fixture
def link(district: District, service: Service) -> PartnerLink:
    assert service.organization is not None
    system = Actor.system(district)
    return actions.create_partner_link(system, service.organization, email="Desk@library.example")


def pages_of(district: District, link: PartnerLink, service: Service) -> list[str]:
    """Every address under `entry/` with the code of the link."""
    names = {
        pattern.name
        for pattern in walk(get_resolver())
        if str(pattern.pattern).startswith("entry/<str:code>/")
    }
    assert names == {"partner_entry", "confirm_by_link", "set_openings_by_link", "edit_by_link"}
    of_services = {"edit_by_link"}
    return [
        district.url(
            name, code=link.code, **({"service_id": service.public_id} if name in of_services else {})
        )
        for name in sorted(names)
    ]


def walk(resolver: Any) -> Any:
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from walk(pattern)
        else:
            yield pattern


@pytest.mark.parametrize("state", ["fresh", "waiting", "expired", "revoked", "ended"])
def test_opening_any_page_of_a_link_changes_no_row_of_the_database(
    state: str, district: District, link: PartnerLink, service: Service
) -> None:
    if state == "waiting":
        changes = {"own": {"description": "Another."}, "rows": {}}
        ProposedEdit.objects.create(service=service, link=link, fields=changes)
    if state == "expired":
        PartnerLink.objects.update(expires_at=timezone.now() - timedelta(days=1))
    if state == "revoked":
        actions.revoke_partner_link(Actor.system(district), link)
    if state == "ended":
        Organization.objects.update(ended_on=timezone.localdate())
    client, before = Client(), everything()
    for address in pages_of(district, link, service):
        for way in (client.get, client.head, client.options):
            way(address)
            way(f"{address}?lang=es")
    assert everything() == before
    assert sum(map(len, before.values())) > 10


def test_the_page_shows_what_families_read_and_is_small_without_a_script(
    district: District, link: PartnerLink, service: Service
) -> None:
    response = Client().get(district.url("partner_entry", code=link.code))
    page = response.content.decode()
    for words in ("Homework room", "719-555-0101", "Spanish", "Monday", "Everything is still right"):
        assert words in page
    assert len(response.content) < 60_000
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "strict-origin"
    assert response["X-Robots-Tag"] == "noindex"


def test_one_tap_confirms_every_service_and_says_so_in_the_history(
    district: District, link: PartnerLink, service: Service
) -> None:
    make.service("Chess", service.organization)
    other = make.service("Elsewhere", make.organization("Other"))
    url = district.url("confirm_by_link", code=link.code)
    ids = list(Service.objects.order_by("pk").values_list("public_id", flat=True))
    shown = shown_by(Client().get(district.url("partner_entry", code=link.code)))
    response = Client().post(url, {"service": ids, **shown})
    assert response.status_code == 303
    for one in Service.objects.filter(organization=service.organization):
        assert (one.assured_date, one.assured_by) == (timezone.localdate(), "partner")
        assert one.assurer_email == "desk@library.example"
    other.refresh_from_db()
    assert other.assured_date is None
    link.refresh_from_db()
    assert link.used_at is not None
    assert Organization.objects.get(pk=link.organization_id).answered_at is not None
    (revision,) = Revision.objects.all()
    assert revision.kind == Revision.Kind.PARTNER
    assert {row.entry_key for row in revision.rows.all()} == {
        one.pk for one in Service.objects.filter(organization=service.organization)
    }
    actions.undo(Actor.system(district), revision)
    service.refresh_from_db()
    assert service.assured_date is None


def shown_by(page: Any) -> dict[str, str]:
    """The states that the buttons of a page send along."""
    return {f"shown-{one.service.public_id}": one.state for one in page.context["kept"]}


def test_what_was_not_seen_is_not_confirmed(district: District, link: PartnerLink, service: Service) -> None:
    make.service("Chess", service.organization)
    url = district.url("confirm_by_link", code=link.code)
    home = district.url("partner_entry", code=link.code)
    ids = list(Service.objects.order_by("pk").values_list("public_id", flat=True))
    data = {"service": ids, **shown_by(Client().get(home))}
    service.phones.update(number="719-555-0199")
    page = Client().post(url, data, follow=True).content.decode()
    assert "Homework room: this entry was changed in the meantime" in page
    assert set(Service.objects.exclude(assured_date=None).values_list("name", flat=True)) == {"Chess"}
    data |= shown_by(Client().get(home))
    for _ in range(2):
        Client().post(url, data)
        assert not Service.objects.filter(assured_date=None).exists(), "a second tap is no change"


@pytest.mark.parametrize("change", ["place", "address", "phone of the organization", "cost", "text"])
def test_each_change_of_what_is_shown_counts(
    change: str, district: District, link: PartnerLink, service: Service
) -> None:
    place = Location.objects.create(organization=service.organization, name="House")
    address = Address.objects.create(location=place, address_1="1 Main St", city="J", state_province="CO")
    ServiceAtLocation.objects.create(service=service, location=place)
    data = {
        "service": service.public_id,
        **shown_by(Client().get(district.url("partner_entry", code=link.code))),
    }
    if change == "place":
        Location.objects.filter(pk=place.pk).update(name="Other")
    elif change == "address":
        Address.objects.filter(pk=address.pk).update(address_1="2 Main St")
    elif change == "phone of the organization":
        Phone.objects.create(organization=service.organization, number="719-555-0100")
    elif change == "cost":
        CostOption.objects.create(service=service, option="Adult", amount=2)
    else:
        Service.objects.filter(pk=service.pk).update(application_process="Call.")
    Client().post(district.url("confirm_by_link", code=link.code), data)
    service.refresh_from_db()
    assert service.assured_date is None


def test_a_service_with_a_waiting_correction_offers_no_confirmation_and_takes_none(
    district: District, link: PartnerLink, service: Service
) -> None:
    home = district.url("partner_entry", code=link.code)
    data = {"service": service.public_id, **shown_by(Client().get(home))}
    changes = {"own": {"description": "Another."}, "rows": {}}
    ProposedEdit.objects.create(service=service, link=link, fields=changes)
    page = Client().get(home).content.decode()
    assert "still right</button>" not in page.replace("\n", "").replace("  ", "")
    assert "when the district has decided" in page
    Client().post(district.url("confirm_by_link", code=link.code), data)
    service.refresh_from_db()
    assert service.assured_date is None


@pytest.mark.parametrize("status", ["open", "limited", "full", "waiting_list", "assessment"])
def test_whether_there_are_open_places_takes_one_button(
    status: str, district: District, link: PartnerLink, service: Service
) -> None:
    page = Client().get(district.url("partner_entry", code=link.code)).content.decode()
    assert f'value="{status}"' in page
    url = district.url("set_openings_by_link", code=link.code)
    response = Client().post(url, {"service": service.public_id, "status": status}, follow=True)
    service.refresh_from_db()
    assert (service.capacity_status, service.capacity_on) == (status, timezone.localdate())
    assert service.get_capacity_status_display() in response.content.decode()


@pytest.mark.parametrize(
    ("status", "available", "disagree"),
    [
        ("full", 4, True),
        ("waiting_list", 4, True),
        ("open", 0, True),
        ("full", 0, False),
        ("open", 4, False),
        ("assessment", 4, False),
        ("", 4, False),
        ("open", None, False),
    ],
)
def test_a_status_that_the_counted_places_contradict_is_said_to_both(
    status: str,
    available: int | None,
    disagree: bool,
    district: District,
    link: PartnerLink,
    service: Service,
) -> None:
    Service.objects.filter(pk=service.pk).update(capacity_status=status)
    service.capacities.update(available=available)
    own = Client().get(district.url("partner_entry", code=link.code)).content.decode()
    assert ("These don&#x27;t agree. Correct" in own.replace("'", "&#x27;")) is disagree
    public = Client().get(district.url("service", service_id=service.public_id)).content.decode()
    assert ("These don&#x27;t agree. Call" in public.replace("'", "&#x27;")) is disagree


@pytest.mark.parametrize("status", ["", "OPEN", "gone"])
def test_what_is_no_status_changes_nothing(
    status: str, district: District, link: PartnerLink, service: Service
) -> None:
    url = district.url("set_openings_by_link", code=link.code)
    assert Client().post(url, {"service": service.public_id, "status": status}).status_code == 303
    service.refresh_from_db()
    assert service.capacity_status == ""
    assert not Revision.objects.exists()


def typed_form(page: Any) -> dict[str, Any]:
    """What a browser sends of the form as it is shown."""
    form = page.context["form"]
    data: dict[str, Any] = {}
    rows = [row for section in form.sections for row in section.forms]
    for one in (form, *rows):
        for field in one:
            value = field.value()
            if isinstance(value, list | tuple):
                data[field.html_name] = list(value)
            elif value not in (None, False):
                typed = str(field.field.widget.format_value(value) or "")
                data[field.html_name] = typed.replace("\n", "\r\n")
    for section in form.sections:
        data[section.count_name] = str(len(section.forms))
    return data


@pytest.fixture
def edit_url(district: District, link: PartnerLink, service: Service) -> str:
    return district.url("edit_by_link", code=link.code, service_id=service.public_id)


def test_by_default_an_edit_waits_and_the_partner_may_see_and_replace_it(
    district: District, link: PartnerLink, service: Service, edit_url: str
) -> None:
    data = typed_form(Client().get(edit_url))
    phone = service.phones.get()
    data |= {"description": "Quiet room.", "phones-0-number": "719-555-0199"}
    assert Client().post(edit_url, data).status_code == 303
    service.refresh_from_db()
    phone.refresh_from_db()
    assert (service.description, phone.number) == ("Help with\nhomework.", "719-555-0101")
    (edit,) = ProposedEdit.objects.all()
    assert edit.fields == {
        "own": {"description": "Quiet room."},
        "rows": {"phones": [{"key": str(phone.hsds_id), "values": {"number": "719-555-0199"}}]},
    }
    page = Client().get(district.url("partner_entry", code=link.code)).content.decode()
    assert "Waiting for the district" in page
    again = Client().get(edit_url)
    assert again.status_code == 200
    assert "Quiet room." in again.content.decode()
    assert "719-555-0199" in again.content.decode()
    data = typed_form(again) | {"description": "Quiet room upstairs."}
    assert Client().post(edit_url, data).status_code == 303
    (edit,) = ProposedEdit.objects.filter(state=ProposedEdit.State.WAITING)
    assert ProposedEdit.objects.filter(state=ProposedEdit.State.REPLACED).count() == 1
    assert edit.fields["own"] == {"description": "Quiet room upstairs."}
    assert edit.fields["rows"]["phones"][0]["values"] == {"number": "719-555-0199"}


def test_where_the_district_chose_so_an_edit_is_live_at_once_and_counts_as_confirmed(
    district: District, service: Service, edit_url: str
) -> None:
    DirectorySettings.objects.create(approves_partner_edits=False)
    data = typed_form(Client().get(edit_url))
    data |= {
        "description": "Quiet room.",
        "fees_description": "Free",
        "schedules-0-days": ["MO", "TU"],
        "capacities-0-available": "2",
        "languages-0-is_removed": "on",
    }
    assert Client().post(edit_url, data).status_code == 303
    service.refresh_from_db()
    assert (service.description, service.fees_description) == ("Quiet room.", "Free")
    assert service.schedules.get().byday == "MO,TU"
    assert service.capacities.get().available == 2
    assert not service.languages.exists()
    assert (service.assured_by, service.assured_date) == ("partner", timezone.localdate())
    assert Revision.objects.get().kind == Revision.Kind.PARTNER
    assert not ProposedEdit.objects.exists()


@pytest.mark.parametrize("approves", [True, False])
def test_nothing_typed_is_lost_on_a_mistake_or_where_the_entry_changed_meanwhile(
    approves: bool, district: District, service: Service, edit_url: str
) -> None:
    DirectorySettings.objects.create(approves_partner_edits=approves)
    data = typed_form(Client().get(edit_url))
    data |= {"description": "Quiet room.", "phones-0-number": "nonsense"}
    response = Client().post(edit_url, data)
    assert response.status_code == 422
    assert "Quiet room." in response.content.decode()
    assert "nonsense" in response.content.decode()
    data["phones-0-number"] = "719-555-0199"
    actions.edit_service(Actor.system(district), service, terms=[], fees_description="Five dollars")
    response = Client().post(edit_url, data)
    assert response.status_code == 422
    page = response.content.decode()
    assert "Quiet room." in page
    assert "<del>Five dollars</del>" in page, "what sending it again would take back is said"
    assert "<ins>Quiet room.</ins>" in page
    data = typed_form(response)
    assert Client().post(edit_url, data).status_code == 303


def test_a_form_without_a_change_is_refused_with_what_to_do_instead(edit_url: str) -> None:
    response = Client().post(edit_url, typed_form(Client().get(edit_url)))
    assert response.status_code == 422
    assert "confirm it instead" in response.content.decode()
    assert not ProposedEdit.objects.exists()


def test_the_services_of_others_are_not_found(district: District, link: PartnerLink) -> None:
    other = make.service("Elsewhere", make.organization("Other"))
    url = district.url("edit_by_link", code=link.code, service_id=other.public_id)
    for way in (Client().get, Client().post):
        response = way(url, {"description": "Mine now."}, follow=True)
        assert response.redirect_chain == [(district.url("partner_entry", code=link.code), 303)]
        page = response.content.decode()
        assert "among yours any more" in page
        assert "Elsewhere" not in page
    other.refresh_from_db()
    assert other.description == ""


def test_nothing_says_where_a_confidential_place_is(
    district: District, link: PartnerLink, service: Service, edit_url: str
) -> None:
    location = Location.objects.create(organization=service.organization, name="Larkspur house")
    Address.objects.create(location=location, address_1=HIDDEN, city="Juniper", state_province="CO")
    ServiceAtLocation.objects.create(service=service, location=location)
    actions.mark_confidential(Actor.system(district), location)
    assert ConfidentialPlace.objects.exists()
    for address in pages_of(district, link, service):
        page = Client().get(address).content.decode()
        assert HIDDEN not in page
        assert "Larkspur house" not in page
    page = Client().get(edit_url).content.decode()
    assert "The address of this service is confidential" in page
    assert "addresses-" not in page


def answers(district: District, code: str) -> dict[str, tuple[int, str]]:
    """What each page with this code answers: its status and its main part."""
    client, found = Client(), {}
    for name, way in (
        ("partner_entry", client.get),
        ("confirm_by_link", client.post),
        ("set_openings_by_link", client.post),
    ):
        response = way(district.url(name, code=code))
        text = response.content.decode()
        found[name] = (response.status_code, text[text.index("<h1>") : text.index("</main>")])
    return found


def test_forged_links_and_those_of_another_district_or_a_removed_organization_are_all_unknown(
    district: District, link: PartnerLink
) -> None:
    forged = answers(district, "0" * 64)
    assert {status for status, _page in forged.values()} == {404}
    assert "Part of the link may be missing" in forged["partner_entry"][1]
    assert answers(district, link.code[:-1] + "x") == forged
    elsewhere = make.district("elsewhere")
    with scope(district=elsewhere):
        theirs = actions.create_partner_link(Actor.system(elsewhere), make.organization("Theirs"))
    assert answers(district, theirs.code) == forged
    actions.remove_entry(Actor.system(district), link.organization)
    assert not PartnerLink.objects.exists()
    assert answers(district, link.code) == forged


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("expired", "This link has expired."),
        ("revoked", "The district has turned this link off."),
        ("ended", "no longer a partner"),
    ],
)
def test_links_that_are_over_say_why_and_what_to_do(
    change: str, sentence: str, district: District, link: PartnerLink, service: Service
) -> None:
    district.contact = "Ms. Ortiz, 970-555-0100"
    district.save()
    if change == "expired":
        PartnerLink.objects.update(expires_at=timezone.now())
    elif change == "revoked":
        actions.revoke_partner_link(Actor.system(district), link)
    else:
        Organization.objects.update(ended_on=timezone.localdate())
    for status, page in answers(district, link.code).values():
        assert status == 410
        assert sentence in page
        assert "970-555-0100" in page
        assert (district.url("ask_for_partner_link") in page) is (change != "ended")
    service.refresh_from_db()
    assert service.assured_date is None


def test_what_was_typed_while_a_link_ended_is_shown_to_be_copied(
    district: District, link: PartnerLink, service: Service, edit_url: str
) -> None:
    form = typed_form(Client().get(edit_url)) | {"description": "Two hours of typing."}
    actions.revoke_partner_link(Actor.system(district), link)
    answer = Client().post(edit_url, form)
    assert answer.status_code == 410
    page = answer.content.decode()
    assert "Copy it before you continue." in page
    assert "Two hours of typing." in page
    typed = [one.strip() for one in re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", page, re.DOTALL)]
    assert typed == ["Two hours of typing.", "719-555-0101", "09:00", "12:00", "Spanish", "seats", "4", "12"]
    assert form["shown"] not in page


def test_a_merge_takes_the_links_to_the_organization_that_stays(
    district: District, link: PartnerLink, service: Service
) -> None:
    kept = make.organization("Valley Library Inc.")
    keys = {"first_key": link.organization_id, "second_key": kept.pk}
    duplicate = Duplicate.objects.create(table="organization", score=1.0, **keys)
    actions.merge_duplicate(Actor.system(district), duplicate, kept_key=kept.pk, choices={})
    page = Client().get(district.url("partner_entry", code=link.code))
    assert page.status_code == 200
    assert "Valley Library Inc." in page.content.decode()


Asked = Callable[[str], str]


@pytest.fixture
def asked(district: District, prompt_worker: None) -> Asked:
    """The page that answers whoever asks for a new link with an address."""

    def asked(email: str) -> str:
        response = Client().post(district.url("ask_for_partner_link"), {"email": email}, follow=True)
        text = response.content.decode()
        return text[text.index("<h1>") : text.index("</main>")].split("csrfmiddlewaretoken")[0]

    return asked


def test_asking_for_a_link_says_the_same_for_every_address_and_sends_it_to_known_ones_alone(
    link: PartnerLink, service: Service, asked: Asked, traveller: time_machine.Traveller
) -> None:
    assert asked("stranger@example.org") == asked("desk@library.example")
    (message,) = mail.outbox
    assert message.to == ["desk@library.example"]
    assert link.code in message.body
    asked("DESK@library.example")
    assert len(mail.outbox) == 1, "once in ten minutes"
    traveller.shift(timedelta(minutes=11))
    asked("desk@library.example")
    assert len(mail.outbox) == 2
    traveller.shift(timedelta(days=70))
    asked("desk@library.example")
    assert link.code not in mail.outbox[-1].body, "an expired link is replaced, not revived"
    assert len(mail.outbox) == 3


def test_an_address_that_only_a_revoked_link_has_gets_none(
    district: District, service: Service, asked: Asked
) -> None:
    assert service.organization is not None
    left = actions.create_partner_link(
        Actor.system(district), service.organization, email="left@library.example"
    )
    actions.revoke_partner_link(Actor.system(district), left)
    asked("left@library.example")
    assert mail.outbox == []


def test_what_the_entry_says_already_alerts_no_one_again(
    district: District, service: Service, edit_url: str
) -> None:
    Service.objects.filter(pk=service.pk).update(description="For people who want to kill myself.")
    data = typed_form(Client().get(edit_url)) | {"fees_description": "Free"}
    Client().post(edit_url, data)
    assert not UrgentFlag.objects.exists()
    data |= {"fees_description": "I want to kill myself."}
    Client().post(edit_url, data)
    assert UrgentFlag.objects.exists()


def test_a_text_that_is_too_long_is_refused_but_one_that_was_there_stays(
    service: Service, edit_url: str
) -> None:
    Service.objects.filter(pk=service.pk).update(description="a" * 5_000)
    data = typed_form(Client().get(edit_url)) | {"fees_description": "Free"}
    assert Client().post(edit_url, data | {"description": "b" * 4_001}).status_code == 422
    assert Client().post(edit_url, data).status_code == 303


@pytest.fixture
def hidden(district: District, service: Service) -> Location:
    location = Location.objects.create(organization=service.organization, name="Larkspur house")
    Address.objects.create(location=location, address_1=HIDDEN, city="Juniper", state_province="CO")
    ServiceAtLocation.objects.create(service=service, location=location)
    actions.mark_confidential(Actor.system(district), location)
    return location


@pytest.mark.parametrize("is_its_own", [True, False])
def test_what_has_a_confidential_place_is_reviewed_whatever_the_district_chose(
    is_its_own: bool, service: Service, hidden: Location, edit_url: str
) -> None:
    DirectorySettings.objects.create(approves_partner_edits=False)
    if not is_its_own:
        ServiceAtLocation.objects.all().delete()
    page = Client().get(edit_url)
    assert "reads what you send before families see it" in page.content.decode()
    assert Client().post(edit_url, typed_form(page) | {"description": "Quiet room."}).status_code == 303
    service.refresh_from_db()
    assert service.description == "Help with\nhomework."
    assert ProposedEdit.objects.get().fields["own"] == {"description": "Quiet room."}


@pytest.mark.parametrize(
    "name", ["description", "application_process", "phones-0-description", "phones-1-number"]
)
@pytest.mark.parametrize("street", [HIDDEN, "77 LARKSPUR hidden ln.", "77  Larkspur\r\nHidden Lane, unit 3"])
def test_a_text_with_the_kept_address_is_refused_and_what_was_typed_is_kept(
    name: str, street: str, service: Service, hidden: Location, edit_url: str
) -> None:
    data = typed_form(Client().get(edit_url)) | {"fees_description": "Free", name: f"Come to {street}"}
    response = Client().post(edit_url, data)
    assert response.status_code == 422
    page = response.content.decode()
    assert "This text has the confidential address" in page
    assert "Free" in page
    assert not ProposedEdit.objects.exists()


def test_an_old_text_with_the_kept_address_stops_no_other_edit(
    service: Service, hidden: Location, edit_url: str
) -> None:
    Service.objects.filter(pk=service.pk).update(description=f"At\n{HIDDEN}.")
    data = typed_form(Client().get(edit_url)) | {"fees_description": "Free"}
    assert Client().post(edit_url, data).status_code == 303


def waiting() -> ProposedEdit:
    return ProposedEdit.objects.get(state=ProposedEdit.State.WAITING)


@pytest.mark.parametrize("approves", [True, False])
def test_a_second_sender_reads_what_the_first_one_sent_before_it_is_replaced(
    approves: bool, service: Service, edit_url: str
) -> None:
    settings = DirectorySettings.objects.create(approves_partner_edits=True)
    data = typed_form(Client().get(edit_url))
    assert Client().post(edit_url, data | {"description": "The first one."}).status_code == 303
    first = waiting()
    settings.approves_partner_edits = approves
    settings.save()
    response = Client().post(edit_url, data | {"fees_description": "Free on Fridays"})
    assert response.status_code == 422
    page = response.content.decode()
    for words in ("Someone else sent a correction", "The first one.", "Free on Fridays"):
        assert words in page
    assert waiting() == first
    assert Client().post(edit_url, typed_form(response)).status_code == 303
    first.refresh_from_db()
    assert first.state == ProposedEdit.State.REPLACED
    service.refresh_from_db()
    if approves:
        assert waiting().fields["own"]["fees_description"] == "Free on Fridays"
    else:
        assert service.fees_description == "Free on Fridays"


@pytest.mark.parametrize("approves", [True, False])
def test_the_form_says_how_it_is_now_also_where_an_edit_waits(approves: bool, edit_url: str) -> None:
    settings = DirectorySettings.objects.create(approves_partner_edits=True)
    Client().post(edit_url, typed_form(Client().get(edit_url)) | {"description": "The first one."})
    settings.approves_partner_edits = approves
    settings.save()
    page = Client().get(edit_url).content.decode()
    assert ("it replaces what is waiting" in page) is approves
    assert ("families see it right away" in page) is not approves


def test_what_waits_can_be_withdrawn_once(service: Service, edit_url: str) -> None:
    Client().post(edit_url, typed_form(Client().get(edit_url)) | {"description": "The first one."})
    edit = waiting()
    assert f'value="{edit.public_id}"' in Client().get(edit_url).content.decode()
    data = {"withdraw": edit.public_id}
    assert "Withdrawn." in Client().post(edit_url, data, follow=True).content.decode()
    edit.refresh_from_db()
    assert edit.state == ProposedEdit.State.WITHDRAWN
    assert "decided or replaced" in Client().post(edit_url, data, follow=True).content.decode()
    assert "The first one." not in Client().get(edit_url).content.decode()


@pytest.mark.parametrize("way", ["send", "save", "confirm"])
def test_what_was_declined_can_be_reworked_until_the_partner_answers(
    way: str, district: District, link: PartnerLink, service: Service, edit_url: str
) -> None:
    Client().post(edit_url, typed_form(Client().get(edit_url)) | {"description": "The first one."})
    actions.decline_edit(Actor.system(district), waiting(), note="Say which floor.")
    response = Client().get(edit_url)
    assert "The first one." in response.content.decode()
    assert "Say which floor." in response.content.decode()
    home = district.url("partner_entry", code=link.code)
    assert "Say which floor." in Client().get(home).content.decode()
    DirectorySettings.objects.create(approves_partner_edits=way == "send")
    if way == "confirm":
        actions.confirm_as_partner(access_by_link(Actor.contributor(district), link), [service])
    else:
        data = typed_form(response) | {"description": "The first one, upstairs."}
        assert Client().post(edit_url, data).status_code == 303
        if way == "send":
            assert waiting().fields == {"own": {"description": "The first one, upstairs."}, "rows": {}}
        assert not CostOption.objects.exists(), "a blank row with its usual currency is no row"
    assert "Say which floor." not in Client().get(home).content.decode()
    assert "Say which floor." not in Client().get(edit_url).content.decode()


def test_a_post_that_changes_nothing_is_no_use_of_the_link(
    district: District, link: PartnerLink, service: Service, edit_url: str
) -> None:
    Client().post(district.url("confirm_by_link", code=link.code), {"service": "none"})
    Client().post(district.url("set_openings_by_link", code=link.code), {"service": service.public_id})
    Client().post(edit_url, typed_form(Client().get(edit_url)))
    link.refresh_from_db()
    assert link.used_at is None
    assert Organization.objects.get(pk=link.organization_id).answered_at is None


def test_the_page_shows_all_that_is_confirmed_and_nothing_of_a_confidential_place(
    district: District, link: PartnerLink, service: Service, hidden: Location
) -> None:
    service.phones.all().delete()
    Phone.objects.create(organization=service.organization, number="719-555-0144")
    Service.objects.filter(pk=service.pk).update(
        eligibility_description="For pupils", minimum_age=6, application_process="Just come", fees="Free"
    )
    Service.objects.filter(pk=service.pk).update(
        email="room@library.example", url="https://library.example", interpretation_services="On request"
    )
    CostOption.objects.create(service=service, option="Snack", amount=2, currency="USD")
    RequiredDocument.objects.create(service=service, document="Library card")
    place = Location.objects.create(organization=service.organization, name="Main branch")
    Address.objects.create(location=place, address_1="12 Elm St", city="Juniper", state_province="CO")
    Phone.objects.create(location=place, number="719-555-0155")
    Schedule.objects.create(location=place, freq="WEEKLY", byday="SA", opens_at="10:00", closes_at="12:00")
    ServiceAtLocation.objects.create(service=service, location=place)
    page = Client().get(district.url("partner_entry", code=link.code)).content.decode()
    told = [
        "719-555-0144",
        "The organization&#x27;s number",
        "For pupils",
        "Ages 6 and up",
        "Just come",
        "Free",
        "Snack",
        "$2",
        "719-555-0155",
        "Saturday",
        "room@library.example",
        "https://library.example",
        "On request",
        "Library card",
        "12 Elm St",
        "seats: 4 of 12",
    ]
    for words in told:
        assert words in page or words.replace("&#x27;", "'") in page
    assert HIDDEN not in page
    assert "Larkspur house" not in page
