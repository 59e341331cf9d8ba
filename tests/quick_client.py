"""A client for tests that ask for hundreds of pages and look at no template."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import Client

from throughline.accounts.models import Person
from throughline.config.requests.middleware import RENEWED_AT


class QuickClient(Client):
    """Answers without the templates and contexts that Django's client copies; an error is an answer too."""

    def request(self, **request: Any) -> Any:
        answer = self.handler(self._base_environ(**request))  # type: ignore[attr-defined]
        self.cookies.update(answer.cookies)
        return answer

    @contextmanager
    def as_before(self) -> Iterator[None]:
        """Afterwards, this browser has no other cookies than now."""
        kept = {name: morsel.value for name, morsel in self.cookies.items()}
        yield
        self.cookies = SimpleCookie(kept)


def signed_in(person: Person | None) -> QuickClient:
    """The browser of somebody, or of nobody, whose session is not to be renewed by the next page."""
    client = QuickClient()
    if person is not None:
        client.force_login(person)
        session = client.session
        session[RENEWED_AT] = int(time.time())
        session.save()
        assert client.cookies[settings.SESSION_COOKIE_NAME].value == session.session_key
    return client


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
