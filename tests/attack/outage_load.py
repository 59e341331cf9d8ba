"""People who take part over HTTP while everything below them is killed, and what was acknowledged to them."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPException

from tests.over_http import first_form, send

N_PEOPLE = 3
TURNS_OF_A_BROWSER = 10
SECONDS_BETWEEN_TURNS = 0.7  # below the ceilings of one address
SECONDS_BEFORE_ANOTHER_TRY = 0.5
SECONDS_UNTIL_IT_WORKS_AGAIN = 100
PADDING = " The bus is late." * 60  # so that a disk is full sooner
UNAVAILABLE, TOO_MANY = 503, 429


class _Quotes(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._is_inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "blockquote":
            self._is_inside = True
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "blockquote":
            self._is_inside = False

    def handle_data(self, data: str) -> None:
        if self._is_inside:
            self.texts[-1] += data


class Voices:
    """What was acknowledged, how many tries were answered with 503, and what went wrong otherwise."""

    def __init__(self) -> None:
        self.votes: set[tuple[str, str]] = set()
        self.answers: set[str] = set()
        self.n_unavailable = 0
        self.failures: list[Exception] = []
        self.is_over = threading.Event()
        self._changed = threading.Condition()

    def add(self, *, vote: tuple[str, str] | None = None, answer: str = "") -> None:
        with self._changed:
            if vote:
                self.votes.add(vote)
            else:
                self.answers.add(answer)
            self._changed.notify_all()

    def note_unavailable(self) -> None:
        with self._changed:
            self.n_unavailable += 1
            self._changed.notify_all()

    def note_failure(self, error: Exception) -> None:
        with self._changed:
            self.failures.append(error)
            self._changed.notify_all()

    def wait_for_more(self, n: int, what: str) -> None:
        """Wait until so many more votes and so many more answers are acknowledged."""
        n_votes, n_answers = len(self.votes) + n, len(self.answers) + n
        self._wait(lambda: len(self.votes) >= n_votes and len(self.answers) >= n_answers, what)

    def wait_for_503(self, what: str) -> None:
        n = self.n_unavailable + N_PEOPLE
        self._wait(lambda: self.n_unavailable >= n, f"{what}: no request was answered with 503")

    def _wait(self, is_enough: Callable[[], bool], what: str) -> None:
        with self._changed:
            self._changed.wait_for(lambda: is_enough() or bool(self.failures), SECONDS_UNTIL_IT_WORKS_AGAIN)
            assert not self.failures, f"{what}: {self.failures[0]}"
            assert is_enough(), f"{what}: {len(self.votes)} votes and {len(self.answers)} answers"


@dataclass
class Browser:
    """A browser that sends a form again, unchanged, until it is acknowledged."""

    port: int
    voices: Voices
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, form: dict[str, str] | None = None, htmx: bool = False) -> str:
        while not self.voices.is_over.is_set():
            try:
                status, body = self._ask(method, path, form, htmx)
            except (OSError, HTTPException):
                status, body = 0, ""
            if status in {200, 303}:
                return body
            if status == UNAVAILABLE:
                self.voices.note_unavailable()
                self._check_that_words_are_kept(form, body)
            else:
                assert status in {0, TOO_MANY}, f"{method} {path}: {status} {body[:2000]}"
            self.voices.is_over.wait(SECONDS_BEFORE_ANOTHER_TRY)
        raise InterruptedError

    def _check_that_words_are_kept(self, form: dict[str, str] | None, body: str) -> None:
        quotes = _Quotes()
        quotes.feed(body)
        words = (form or {}).get("text")
        assert words is None or words in quotes.texts, f"The words were lost: {body[:2000]}"

    def _ask(self, method: str, path: str, form: dict[str, str] | None, htmx: bool) -> tuple[int, str]:
        answer = send(("127.0.0.1", self.port), self.cookies, method, path, form, htmx)
        if answer.status == UNAVAILABLE:
            assert answer.headers["Retry-After"] == "30"
        return answer.status, answer.body


def _take_part(number: str, browser: Browser, forums: dict[str, str], voices: Voices) -> None:
    page = browser.ask("GET", forums["vote"])
    for turn in range(TURNS_OF_A_BROWSER):
        form = first_form(page)
        vote = {**form.fields, "answer": ("agree", "disagree", "not_sure")[turn % 3]}
        page = browser.ask("POST", form.action, vote, htmx=True)
        hashed = hashlib.sha256(f"{browser.cookies['tl_token']}:{forums['statements']}".encode()).hexdigest()
        voices.add(vote=(hashed, vote["statement"]))
        form = first_form(browser.ask("GET", forums["answer"]))
        text = f"Answer {turn} of browser {number}.{PADDING}"
        browser.ask("POST", form.action, {**form.fields, "text": text})
        voices.add(answer=text)
        voices.is_over.wait(SECONDS_BETWEEN_TURNS)


def _take_part_again_and_again(person: int, port: int, forums: dict[str, str], voices: Voices) -> None:
    n_browsers = 0
    while not voices.is_over.is_set():
        n_browsers += 1
        try:
            _take_part(f"{person}.{n_browsers}", Browser(port, voices), forums, voices)
        except InterruptedError:
            return
        except Exception as error:  # noqa: BLE001 - the test itself reports it
            voices.note_failure(error)
            return


@contextmanager
def people_taking_part(port: int, forums: dict[str, str]) -> Iterator[Voices]:
    voices = Voices()
    threads = [
        threading.Thread(target=_take_part_again_and_again, args=[n, port, forums, voices], daemon=True)
        for n in range(N_PEOPLE)
    ]
    for thread in threads:
        thread.start()
    try:
        yield voices
    finally:
        voices.is_over.set()
        for thread in threads:
            thread.join(40)
    assert not any(thread.is_alive() for thread in threads), "somebody never got an answer"
    assert not voices.failures, voices.failures
