"""A browser without scripts: pages, forms and cookies over HTTP, to use the product as a person would."""

import http.cookiejar
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser

SECONDS = 30


@dataclass
class Form:
    """A form on a page: its URL, its values, and the choices of its fields and buttons."""

    action: str
    method: str
    values: list[tuple[str, str]] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    text: str = ""

    @property
    def names(self) -> set[str]:
        return {name for name, _value in self.values} | set(self.choices)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self.words: list[str] = []
        self._form: Form | None = None
        self._link = ""
        self._link_words: list[str] = []
        self._select = ""
        self._area: tuple[str, list[str]] | None = None
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag in {"script", "style"}:
            self._silent += 1
        if tag == "form":
            self._form = Form(found.get("action", ""), found.get("method", "get").lower())
            self.forms.append(self._form)
        elif tag == "a" and "href" in found:
            self._link, self._link_words = found["href"], []
        elif self._form is not None and found.get("name"):
            self._field(tag, found)
        elif tag == "option" and self._form is not None and self._select:
            self._form.choices.setdefault(self._select, []).append(found.get("value", ""))
            if "selected" in found:
                self._form.values.append((self._select, found.get("value", "")))

    def _field(self, tag: str, found: dict[str, str]) -> None:
        form, name, value = self._form, found["name"], found.get("value", "")
        if form is None:
            return
        if tag == "textarea":
            self._area = (name, [])
        elif tag == "select":
            self._select = name
        elif tag == "button":
            form.choices.setdefault(name, []).append(value)
        elif tag == "input" and found.get("type") in {"checkbox", "radio"}:
            form.choices.setdefault(name, []).append(value or "on")
            if "checked" in found:
                form.values.append((name, value or "on"))
        elif tag == "input" and found.get("type") != "submit":
            form.values.append((name, value))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._silent -= 1
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea" and self._area is not None and self._form is not None:
            self._form.values.append((self._area[0], "".join(self._area[1]).removeprefix("\n")))
            self._area = None
        elif tag == "a" and self._link:
            self.links.append((" ".join("".join(self._link_words).split()), self._link))
            self._link = ""

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._area is not None:
            self._area[1].append(data)
            return
        if self._link:
            self._link_words.append(data)
        if self._form is not None:
            self._form.text += data
        self.words.append(data)


@dataclass
class Page:
    url: str
    status: int
    html: str

    def __post_init__(self) -> None:
        reader = _Reader()
        reader.feed(self.html)
        self.forms, self.links = reader.forms, reader.links
        self.text = " ".join(" ".join(reader.words).split())

    @property
    def path(self) -> str:
        return urllib.parse.urlsplit(self.url).path

    def link(self, part: str) -> str:
        """The first link whose text or URL contains `part`."""
        for words, href in self.links:
            if part in words or part in href:
                return href
        raise LookupError(f"{self.path}: no link with {part!r}")

    def form(self, *names: str, action: str = "", text: str = "") -> Form:
        """The first form that has all these fields, and `action` and `text` in its URL and text."""
        for form in self.forms:
            if form.names >= set(names) and action in form.action and text in form.text:
                return form
        raise LookupError(f"{self.path} ({self.status}): no form with {', '.join(names) or action or text}")


class Browser:
    """Keeps cookies, follows redirects, fills in forms."""

    def __init__(self, base: str, language: str = "en") -> None:
        self.base = base
        self.language = language
        self.cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, address: str) -> Page:
        return self._open(urllib.request.Request(urllib.parse.urljoin(self.base, address)))  # noqa: S310

    def submit(self, page: Page, form: Form, **given: str | list[str]) -> Page:
        """Submit a form with its own values, except those given."""
        values = [(name, value) for name, value in form.values if name not in given]
        for name, value in given.items():
            values += [(name, one) for one in ([value] if isinstance(value, str) else value)]
        address = urllib.parse.urljoin(page.url, form.action or page.url)
        encoded = urllib.parse.urlencode(values)
        if form.method == "get":
            return self.get(f"{address.split('?')[0]}?{encoded}")
        request = urllib.request.Request(address, encoded.encode(), method="POST")  # noqa: S310
        request.add_header("Referer", page.url)
        return self._open(request)

    def _open(self, request: urllib.request.Request) -> Page:
        request.add_header("Accept-Language", self.language)
        try:
            with self._opener.open(request, timeout=SECONDS) as response:
                return Page(response.url, response.status, response.read().decode(errors="replace"))
        except urllib.error.HTTPError as error:
            return Page(request.full_url, error.code, error.read().decode(errors="replace"))
