"""The pages of a district, found by following links."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from django.http import HttpResponseBase
from django.test import Client
from django.urls import Resolver404, resolve
from django_scopes import scope

from throughline.accounts.models import District, Membership, Person, Role


def client_of(district: District, role: str = Role.OWNER) -> Client:
    with scope(district=district):
        member: Person = Membership.objects.filter(role=role).latest("pk").person
    client = Client()
    client.force_login(member)
    return client


def pages_by_links(district: District, client: Client) -> Iterator[tuple[str, HttpResponseBase]]:
    """Up to two pages of each URL name, found by following links from the desk and the public front page."""
    waiting = [district.url("desk"), district.url("district_front")]
    seen, n_of_name = set(waiting), dict[str | None, int]()
    while waiting:
        address = waiting.pop(0)
        try:
            name = resolve(urlsplit(address).path).url_name
        except Resolver404:
            continue
        if n_of_name.get(name, 0) == 2:
            continue
        n_of_name[name] = n_of_name.get(name, 0) + 1
        response = client.get(address)
        yield address, response
        for link in re.findall(r'href="([^"#]+)', text_of(response)):
            target = urljoin(address, link.replace("&amp;", "&"))
            is_ours = target.startswith(district.url("district_front")) and "lang=" not in target
            if is_ours and target not in seen:
                seen.add(target)
                waiting.append(target)


def text_of(response: HttpResponseBase) -> str:
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    return response.content.decode() if is_page and hasattr(response, "content") else ""
