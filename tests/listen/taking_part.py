"""Take part as a browser does: fetch a page, fill in its form, submit it, follow redirects."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client

HTMX = {"HX-Request": "true"}


@dataclass
class Form:
    action: str
    fields: dict[str, str] = field(default_factory=dict)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
        elif tag == "input" and self.forms and given.get("name"):
            is_off = given.get("type") in {"radio", "checkbox"} and "checked" not in given
            if not is_off:
                self.forms[-1].fields[given["name"]] = given.get("value", "")
        elif tag == "textarea" and self.forms:
            self._area = given["name"]
            self.forms[-1].fields[self._area] = ""
        elif tag == "option" and self.forms and "selected" in given:
            self.forms[-1].fields["language"] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1].fields[self._area] += data


def forms_of(response: Any) -> list[Form]:
    parser = _Forms()
    parser.feed(response.content.decode())
    return parser.forms


def fill(client: Client, page: str, number: int = -1, **typed: Any) -> Any:
    """Fetch a page, fill in one of its forms and submit it."""
    form = forms_of(client.get(page))[number]
    return client.post(form.action or page, {**form.fields, **typed})


def text_of(response: Any) -> str:
    text: str = response.content.decode()
    return text
