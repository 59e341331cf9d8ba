"""The checklist of a new district, which ends by itself."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests import make
from throughline.accounts.actions import create_district
from throughline.accounts.models import AuditEntry, District, Invitation, Person, School, SetupStep
from throughline.convene.models import Cycle
from throughline.guide.queries import setup_items

As = Callable[[Person | None], Client]
LIST = "Set up your district"
BASICS = {
    "contact": "Ms. Ortiz, 970-555-0100",
    "languages": ["en", "es"],
    "main_language": "en",
    "time_zone": "America/Denver",
    "rule_set": "public",
}


def _states(owner: Person, district: District) -> dict[str, str]:
    return {item.step: item.state for item in setup_items(make.actor(owner, district))}


def test_a_new_owner_goes_from_the_invitation_to_a_cycle_in_six_clicks(db: None, no_worker: None) -> None:
    district, link = create_district(slug="aspen", name="Aspen", owner_email="owner@example.org")
    client, clicks = Client(), 0

    def click(url: str, data: dict[str, Any]) -> Any:
        nonlocal clicks
        clicks += 1
        return client.post(url, data)

    path = link.removeprefix("http://localhost:8000")
    home = click(path, {"name": "Olivia Hart", "password": "three unrelated words here"})["Location"]
    assert home == district.url("desk")
    assert LIST in client.get(home).content.decode()
    clicks += 1  # "Continue setup"
    page = client.get(district.url("setup_next"))["Location"]
    for name, data in (
        ("create_schools", {"lines": "Piñon High\nDry Fork"}),
        ("invite_members", {"people": "rosa@example.org", "role": "coordinator"}),
        ("set_basics", BASICS),
    ):
        assert page == f"{district.url(name)}?setup=1"
        assert client.get(page).status_code == 200
        after = click(page, data)["Location"]
        page = client.get(after)["Location"]
    assert page == f"{district.url('create_cycle')}?setup=1"
    click(page, {"title_en": "What should graduates be able to do?"})
    assert clicks == 6
    assert LIST not in client.get(home).content.decode()
    assert client.get(district.url("setup_next"))["Location"] == home


def test_each_item_is_done_by_what_is_there(district: District, owner: Person) -> None:
    assert set(_states(owner, district).values()) == {""}
    make.school()
    make.member(district)
    district.contact = "Ms. Ortiz"
    district.save()
    make.cycle()
    assert _states(owner, District.objects.get()) == {
        "schools": "done",
        "people": "done",
        "languages": "",
        "small_groups": "",
        "contact": "done",
        "cycle": "done",
    }


@pytest.mark.parametrize(
    ("page", "step", "data"),
    [
        ("district_settings", "languages", {**BASICS, "name": "Juniper", "accent": "#1f5b66"}),
        ("small_groups", "small_groups", {"rule_set": "colorado"}),
    ],
)
def test_saving_the_settings_confirms_them_too(
    district: District, owner: Person, client_of: As, page: str, step: str, data: dict[str, Any]
) -> None:
    assert client_of(owner).post(district.url(page), data).status_code == 303
    assert _states(owner, District.objects.get())[step] == "done"


def test_basics_are_set_and_confirmed_at_once_or_not_at_all(
    district: District, owner: Person, client_of: As
) -> None:
    client = client_of(owner)
    answer = client.post(district.url("set_basics"), {**BASICS, "contact": "", "languages": ["es"]})
    assert answer.status_code == 422
    assert "Choose one of the languages offered." in answer.content.decode()
    assert District.objects.get().setup == {}
    assert owner.name in answer.content.decode()  # who is alerted
    client.post(district.url("set_basics"), BASICS)
    district = District.objects.get()
    assert (district.contact, district.rule_set) == ("Ms. Ortiz, 970-555-0100", "public")
    assert set(district.setup) == {"languages", "small_groups", "contact"}
    assert AuditEntry.objects.filter(verb="confirm_setup").count() == 1


def test_numbers_of_their_own_are_kept(district: District, owner: Person, client_of: As) -> None:
    district.minimum_n = 12
    district.save()
    client = client_of(owner)
    assert "The custom numbers set already" in client.get(district.url("set_basics")).content.decode()
    client.post(district.url("set_basics"), {**BASICS, "rule_set": "own"})
    assert District.objects.get().minimum_n == 12


def test_a_step_may_be_skipped_and_all_that_are_left_too(
    district: District, owner: Person, client_of: As
) -> None:
    client = client_of(owner)
    answer = client.post(district.url("skip_setup"), {"step": "schools"})
    assert answer["Location"] == district.url("invite_members") + "?setup=1"
    assert _states(owner, District.objects.get())["schools"] == "skipped"
    assert ">Skipped<" in client.get(district.url("desk")).content.decode()
    assert client.post(district.url("skip_setup"), {"step": "money"}).status_code == 404
    assert client.post(district.url("skip_setup"), {"step": "all"})["Location"] == district.url("desk")
    assert LIST not in client.get(district.url("desk")).content.decode()
    assert set(District.objects.get().setup) == set(SetupStep.values)
    assert [model.objects.count() for model in (School, Invitation, Cycle)] == [0, 0, 0]


def test_others_than_owners_see_what_they_may_do(
    district: District, coordinator: Person, analyst: Person, client_of: As
) -> None:
    page = client_of(coordinator).get(district.url("desk")).content.decode()
    assert LIST not in page
    assert "What you can do here" in page
    assert district.url("invite_members") in page
    page = client_of(analyst).get(district.url("desk")).content.decode()
    assert "What you can do here" not in page
    assert district.url("invite_members") not in page


def test_the_list_stands_over_the_cycles_with_one_heading_of_the_page(
    district: District, owner: Person, client_of: As
) -> None:
    make.cycle()
    page = client_of(owner).get(district.url("desk")).content.decode()
    assert page.count("<h1") == 1
    assert LIST in page
