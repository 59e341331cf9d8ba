"""No page of convene shows a link that the viewer's role may not open."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests import make
from throughline.accounts.models import District, Person, Role
from throughline.convene.models import ForumKind

As = Callable[[Person | None], Client]
STAFF = [role for role in Role.values if role != Role.PARTNER_CONTACT]


@pytest.mark.parametrize("role", STAFF)
def test_every_link_opens_to_whoever_is_shown_it(district: District, client_of: As, role: str) -> None:
    school = make.school("Aspen Middle")
    person = make.member(district, role, school=school if role == Role.SCHOOL_LEADER else None)
    cycles = [make.cycle(), make.cycle(school=school)]
    forums = [make.forum(cycles[0], kind) for kind in ForumKind]
    forums += [make.forum(cycles[0], is_open=False), make.forum(cycles[1])]
    client = client_of(person)
    pages = [district.url("cycles"), district.url("jobs")]
    pages += [district.url("cycle", cycle_id=cycle.public_id) for cycle in cycles]
    pages += [district.url("forum", forum_id=forum.public_id) for forum in forums]
    shown: dict[str, str] = {}
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200
        for link in re.findall(r'href="(/d/juniper/[^"#]*)"', answer.content.decode()):
            shown.setdefault(link.replace("&amp;", "&"), page)
    dead = [
        f"{page} leads to {link}"
        for link, page in shown.items()
        if client.get(link, follow=True).status_code not in {200, 422}
    ]
    assert dead == []
