"""Two districts with rows for every door: neither shows or answers for what is the other's."""

import re

import pytest
from django.test import Client
from django_scopes import scope

from tests import make
from tests.architecture.furnished import DOORS, furnished
from tests.conftest import Making
from tests.doors import World
from tests.quick_client import signed_in
from throughline.accounts.models import Membership, Role

pytestmark = pytest.mark.once  # the walk of tests/attack over two districts runs on both databases


@pytest.fixture(scope="module")
def both(making: Making) -> list[World]:
    """Two districts with the rows of all apps."""
    with making():
        juniper = make.district("juniper", name="Juniper Valley")
        return [furnished(one) for one in (juniper, make.district("sagebrush", name="Sagebrush"))]


def test_no_page_of_one_district_shows_anothers_people(both: list[World], db: None) -> None:
    """Request every page as the owner of a district with rows, while another district has rows too."""
    districts = [world.district for world in both]
    owners = []
    for district in districts:
        with scope(district=district):
            owners.append(make.member(district, Role.OWNER, name=f"owner of {district.slug}"))
    secrets: list[set[str]] = []
    for district in districts:
        with scope(district=district):
            people = [row.person for row in Membership.objects.select_related("person")]
            secrets.append({person.email for person in people} | {person.public_id for person in people})
    for here, elsewhere in ((0, 1), (1, 0)):
        client = Client()
        client.force_login(owners[here])
        for _app, door in DOORS:
            if door.method != "get":
                continue
            url = door.address(both[here])
            response = client.get(url, door.data(both[here]))
            body = b"".join(response) if response.streaming else response.content
            shown = {word for word in secrets[elsewhere] if word in body.decode("utf-8", "replace")}
            assert not shown, f"{url} shows {shown} of another district"


def test_no_row_of_one_district_answers_under_another(both: list[World], db: None) -> None:
    """The owner of one district requests every row of the other under their own district's URL."""
    ours, theirs = both
    here = ours.district
    with scope(district=here):
        owner = make.member(here, Role.OWNER, name="owner of juniper")
    client = signed_in(owner)
    for _app, door in DOORS:
        kwargs = door.kwargs(theirs)
        if not kwargs or kwargs == door.kwargs(ours):
            continue  # the URL names no row
        url = door.address(theirs, here)
        send = client.post if door.method == "post" else client.get
        answer = send(url, door.data(theirs))
        assert answer.status_code == 404, f"{door.method} {url} answers {answer.status_code}"


def test_ids_in_addresses_are_never_row_numbers(both: list[World], db: None) -> None:
    world = both[0]
    with scope(district=world.district):
        for _app, door in DOORS:
            for name, value in door.kwargs(world).items():
                assert not re.fullmatch(r"\d+", str(value)), f"{door.name} names {name} by a row number"
