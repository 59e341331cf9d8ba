"""An attacker who loads a page in all its forms, before and after somebody takes part."""

import re
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.test import Client

from tests import make
from throughline.accounts.models import District, Membership, Person, Role, School

SECRETS = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
LANGUAGES = ("en", "es")


def attackers(district: District, school: School) -> list[Person]:
    """Staff who may see counts, but not everything."""
    facilitator = make.person("curious facilitator")
    Membership.objects.create(district=district, person=facilitator, role=Role.FACILITATOR)
    leader = make.person("curious leader")
    Membership.objects.create(district=district, person=leader, role=Role.SCHOOL_LEADER, school=school)
    return [facilitator, leader]


def everything_on(addresses: Iterable[str], people: Sequence[Person]) -> dict[tuple[str, ...], str]:
    """Each page as each person sees it in each language."""
    found = {}
    for person in people:
        client = Client()
        client.force_login(person)
        for language in LANGUAGES:
            client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
            for address in addresses:
                response = client.get(address)
                assert response.status_code == 200, address
                content = (
                    b"".join(response.streaming_content).decode()  # type: ignore[arg-type]
                    if response.streaming
                    else response.content.decode()
                )
                found[person.name, language, address] = SECRETS.sub("", content)
    return found
