"""Tests the product over HTTP, from one response of each kind to what was published about it."""

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

from throughline.config.demo.browser import Browser, Form, Page
from throughline.config.demo.sample import SignIn

CODE = "One person to call"
FINDING = "Families want one person to call before there is a problem."
DIRECTIVE = "Give every family one person to call at their school."
RESPONSE = "Each school will name one person starting next semester."
PROGRESS = "Four of our nine schools have named their contact person."
WORDS = {
    "statement": "Families should have one phone number that a person answers.",
    "answer": "We didn't know who to call until it was too late.",
    "survey": "Send us a name and phone number at the start of the year.",
    "note": "Everyone at our table wants one person to call.",
}


class BrokenWalk(Exception):
    """A step did not have the expected result."""


@dataclass
class Walk:
    base: str
    sign_in: SignIn
    codes: dict[str, str] = field(default_factory=dict)
    cycle: str = ""
    finding: str = ""
    action: str = ""

    def __post_init__(self) -> None:
        self.root = f"{self.base}/d/{self.sign_in.district}/"
        self.anyone = Browser(self.base)
        self.people: dict[str, Browser] = {}

    def steps(self) -> list[tuple[str, Callable[[], str]]]:
        return [
            ("the home page lists the open forums", self.front),
            ("someone votes on three statements and adds one", self.statement),
            ("someone answers an open question", self.answer),
            ("someone takes a short survey", self.survey),
            ("the facilitator types a meeting note", self.note),
            ("the coordinator approves all four comments", self.approve),
            ("the analyst codes the comments", self.code),
            ("the analyst finds voting patterns", self.patterns),
            ("the analyst writes a finding", self.write_finding),
            ("the analyst releases the finding", self.release),
            ("the coordinator writes a community priority", self.directive),
            ("a board member records the decision", self.respond),
            ("the coordinator adds an initiative and an action", self.initiative),
            ("the coordinator reports progress", self.progress),
            ("the coordinator publishes the page", self.publish),
            ("everyone can read the page", self.read),
            ("each private link shows what happened", self.follow),
        ]

    # People

    def as_(self, role: str) -> Browser:
        if role not in self.people:
            browser = Browser(self.base)
            email = dict(self.sign_in.people)[role]
            page = browser.get("/accounts/login/")
            page = browser.submit(
                page, page.form("login", "password"), login=email, password=self.sign_in.password
            )
            page = browser.get(f"{self.root}desk/?lang=en")
            _expect(page, "Sign out")
            self.people[role] = browser
        return self.people[role]

    def forum_page(self, kind: str) -> Page:
        front = self.anyone.get(self.root)
        kinds = {
            "statements": "agree or disagree",
            "question": "When did school help you",
            "survey": "Five short questions",
            "meeting": "Open meeting",
        }
        return self.anyone.get(front.link(kinds[kind]))

    # Gather

    def front(self) -> str:
        page = self.anyone.get(self.root)
        n_open = sum("/forum/" in href for _words, href in page.links)
        if n_open < 4:
            raise BrokenWalk(f"{page.path}: only {n_open} forums are open")
        return f"{n_open} open forums"

    def statement(self) -> str:
        page = self.forum_page("statements")
        forum = page.path
        for answer in ("agree", "not_sure", "disagree"):
            page = self.anyone.submit(page, page.form("statement"), answer=answer)
        page = self.anyone.get(forum + "add/")
        page = self.anyone.submit(page, page.form("text"), text=WORDS["statement"])
        page = self.anyone.get(forum + "done/")
        _expect(page, "Thank you")
        own = _codes(page)
        self.codes["votes"], self.codes["statement"] = own[0], own[1]
        return "3 votes and 1 statement, with private links"

    def answer(self) -> str:
        page = self.forum_page("question")
        page = self.anyone.submit(page, page.form("text"), text=WORDS["answer"])
        self.codes["answer"] = _codes(page)[-1]
        return "saved, with a private link"

    def survey(self) -> str:
        page = self.forum_page("survey")
        n_answers = 0
        while "Next" in page.text and n_answers < 12:
            form = page.form("csrfmiddlewaretoken", action="/answer/")
            page = self.anyone.submit(page, form, **_some_answer(form))
            n_answers += 1
        page = self.anyone.submit(page, page.form(action="/finish/"))
        _expect(page, "Thank you")
        own = _codes(page)
        self.codes["survey"], self.codes["survey words"] = own[0], own[1]
        return f"{n_answers} answers, each saved right away"

    def note(self) -> str:
        facilitator = self.as_("facilitator")
        forum = self.forum_page("meeting").path.rstrip("/").split("/")[-1]
        page = facilitator.get(f"{self.root}forums/{forum}/tables/")
        page = facilitator.get(page.link("Table 1"))
        table = page.path
        form = page.form("text", "part")
        _expect(facilitator.submit(page, form, text=WORDS["note"], part="common_ground"), "Note saved")
        sheet = facilitator.get(table + "print/")
        self.codes["note"] = _codes(sheet)[-1]
        return "saved, with a link printed for the table"

    # Make sense

    def approve(self) -> str:
        coordinator = self.as_("coordinator")
        n_approved = 0
        for words in WORDS.values():
            page = coordinator.get(f"{self.root}voices/")
            search = " ".join(words.strip(".").split()[-3:])
            page = coordinator.submit(page, page.form("search"), search=search)
            page = coordinator.get(_found_alone(page, words))
            page = coordinator.submit(page, page.form("move"), move="approve")
            n_approved += page.status == 200
        return f"{n_approved} approved"

    def code(self) -> str:
        analyst = self.as_("analyst")
        # Not the first cycle of the desk: one that has ended comes first while urgent words wait in it.
        forum_id = self.forum_page("statements").path.rstrip("/").split("/")[-1]
        forum = analyst.get(f"{self.root}forums/{forum_id}/")
        self.cycle = next(
            href.rstrip("/").split("/")[-1]
            for _words, href in forum.links
            if re.search(r"/cycles/[\w-]{22}/$", href)
        )
        page = analyst.get(f"{self.root}cycles/{self.cycle}/codes/new/")
        _expect(
            analyst.submit(page, page.form("name_en"), name_en=CODE, name_es="Una persona a quien llamar"),
            CODE,
        )
        desk = analyst.get(f"{self.root}cycles/{self.cycle}/texts/")
        texts = sorted({href for _words, href in desk.links if "/texts/" in href and "/cycles/" not in href})
        n_coded = 0
        for address in texts:
            page = analyst.get(address)
            form = page.form("code", "words")
            n_coded += analyst.submit(page, form, code=form.choices["code"][-1]).status == 200
        return f"{n_coded} comments have the new code"

    def patterns(self) -> str:
        analyst = self.as_("analyst")
        forum = self.forum_page("statements").path.rstrip("/").split("/")[-1]
        page = analyst.get(f"{self.root}forums/{forum}/patterns/")
        page = analyst.submit(
            page, page.form("csrfmiddlewaretoken", action="") if page.forms else page.forms[0]
        )
        return _wait_for_job(analyst, page)

    def write_finding(self) -> str:
        analyst = self.as_("analyst")
        page = analyst.get(f"{self.root}cycles/{self.cycle}/findings/new/")
        page = analyst.submit(
            page,
            page.form("sentence_en"),
            sentence_en=FINDING,
            sentence_es="Las familias quieren una persona a quien llamar antes de que haya un problema.",
        )
        self.finding = page.path
        n_grounds = 0
        for kind in ("code", "statement", "run"):
            page = analyst.get(f"{self.finding}evidence/?kind={kind}")
            form = page.form("chosen", "kind")
            analyst.submit(page, form)
            n_grounds += 1
        page = analyst.get(self.finding)
        n_listed = sum(form.action.endswith("/remove/") for form in page.forms)
        if n_listed < n_grounds:
            raise BrokenWalk(f"{page.path}: only {n_listed} pieces of evidence are listed")
        return f"it has {n_grounds} pieces of evidence"

    def release(self) -> str:
        analyst = self.as_("analyst")
        page = analyst.get(f"{self.root}cycles/{self.cycle}/release/")
        form = page.form("findings")
        page = analyst.submit(page, form, findings=form.choices["findings"])
        page = analyst.submit(page, page.form("digest"), step="confirm")
        _expect(page, FINDING)
        return f"released as {page.path.rstrip('/').split('/')[-1][:6]}…"

    # Decide and act

    def directive(self) -> str:
        coordinator = self.as_("coordinator")
        page = coordinator.get(f"{self.root}cycles/{self.cycle}/directives/new/")
        form = page.form("sentence_en", "findings")
        page = coordinator.submit(
            page,
            form,
            sentence_en=DIRECTIVE,
            sentence_es="Dar a cada familia una persona a quien llamar en su escuela.",
            findings=form.choices["findings"],
        )
        _expect(page, DIRECTIVE)
        self.directive_path = page.path
        return "its evidence is the released finding"

    def respond(self) -> str:
        member = self.as_("board_member")
        page = member.get(self.directive_path + "respond/")
        page = member.submit(
            page,
            page.form("reason_en"),
            kind="adopt",
            reason_en=RESPONSE,
            reason_es="Cada escuela nombrará a una persona a partir del próximo semestre.",
        )
        _expect(page, RESPONSE)
        return "Yes, with a reason"

    def initiative(self) -> str:
        coordinator = self.as_("coordinator")
        page = coordinator.get(f"{self.root}initiatives/new/")
        form = page.form("title_en", "directives")
        page = coordinator.submit(
            page,
            form,
            title_en="One person to call",
            title_es="Una persona a quien llamar",
            state="developing",
            directives=_choice(page, "directives", DIRECTIVE),
            owner="Community Engagement Office",
        )
        _expect(page, "One person to call")
        initiative = page.path
        page = coordinator.get(initiative + "actions/new/")
        page = coordinator.submit(
            page,
            page.form("measure_en"),
            title_en="Name a contact person at each school",
            owner="Principals",
            due_on="2030-01-31",
            measure_en="schools with a contact person",
            target="9",
        )
        self.action = page.link("/progress/")
        return "one action with a measure and a date"

    def progress(self) -> str:
        coordinator = self.as_("coordinator")
        page = coordinator.get(self.action)
        page = coordinator.submit(
            page, page.form("sentence_en"), status="under_way", value="4", sentence_en=PROGRESS
        )
        _expect(page, PROGRESS)
        return "4 of 9"

    # Publish

    def publish(self) -> str:
        coordinator = self.as_("coordinator")
        page = coordinator.get(f"{self.root}cycles/{self.cycle}/publication/")
        page = coordinator.submit(page, page.form(action="/publish/"))
        _expect(page, "published")
        return "version 1"

    def read(self) -> str:
        page = self.anyone.get(f"{self.root}c/{self.cycle}/")
        for words in (FINDING, DIRECTIVE, RESPONSE, PROGRESS):
            _expect(page, words)
        return "finding, priority, response and progress are on the public page"

    def follow(self) -> str:
        for name, code in self.codes.items():
            page = Browser(self.base).get(f"{self.root}f/{code}/")
            if name in {"statement", "answer", "survey words", "note"}:
                _expect(page, WORDS[name.split()[0]])
            for words in (FINDING, DIRECTIVE, RESPONSE, PROGRESS):
                _expect(page, words, name)
        return f"{len(self.codes)} private links show what happened with each response"


def walk_the_line(base: str, sign_in: SignIn) -> int:
    """Run each step and print its result; return 1 at the first that fails."""
    walk = Walk(base, sign_in)
    for name, step in walk.steps():
        try:
            found = step()
        except (BrokenWalk, LookupError) as problem:
            print(f"✗ {name}: {problem}", file=sys.stderr)
            return 1
        print(f"✓ {name}: {found}")
    print("All steps passed.")
    return 0


def _expect(page: Page, words: str, where: str = "") -> None:
    if page.status != 200 or words not in page.text:
        begins = page.text[:300]
        raise BrokenWalk(
            f"{where} {page.path} ({page.status}) does not contain “{words}”. It starts: {begins}".strip()
        )


def _codes(page: Page) -> list[str]:
    """The codes of the follow links on a page, each once, in reading order."""
    codes = list(dict.fromkeys(re.findall(r"/f/([\w-]{22})/", page.html)))
    if not codes:
        raise BrokenWalk(f"{page.path} ({page.status}): no private link. It starts with: {page.text[:200]}")
    return codes


def _found_alone(page: Page, words: str) -> str:
    """The URL of a voice in a table filtered by a search; no other voice of the walk may be listed."""
    rows = {one: href for one in WORDS.values() for text, href in page.links if one[:20] in text}
    if rows.keys() != {words}:
        raise BrokenWalk(f"{page.url}: the search found other comments than “{words}”")
    return rows[words]


def _choice(page: Page, name: str, label: str) -> str:
    """The value of the checkbox before a label."""
    found = re.search(rf'name="{name}" value="([^"]+)"[^>]*>\s*{re.escape(label)}', page.html)
    if found is None:
        raise BrokenWalk(f"{page.path}: “{label}” is not a choice")
    return found[1]


def _some_answer(form: Form) -> dict[str, str | list[str]]:
    """The first real choice, or a text if the form has a text field."""
    for name, choices in form.choices.items():
        real = [choice for choice in choices if choice]
        if real:
            return {name: real[0]}
    name = next(name for name, _value in form.values if name not in {"csrfmiddlewaretoken", "browser"})
    return {name: WORDS["survey"]}


def _wait_for_job(browser: Browser, page: Page) -> str:
    """Reload until the worker is done, as a person without scripts would."""
    for _look in range(600):
        if 'class="tag done"' in page.html or "/runs/" in page.path:
            return "completed by the worker"
        if 'class="tag failed"' in page.html or page.status != 200:
            raise BrokenWalk(f"{page.path}: {page.text[:300]}")
        page = browser.get(page.url)
    raise BrokenWalk(f"{page.path}: the worker did not finish")
