"""The whole process in a real browser: as contributor, board member and coordinator, in both languages."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.pages.conftest import DESKTOP, PHONE, Open, Site

pytestmark = pytest.mark.page

WORDS = {
    "en": {
        "agree": "Agree",
        "add": "Add a statement",
        "send": "Submit statement",
        "follow": "Follow your responses",
        "thanks": "Thank you",
        "became": "Follow your responses",
        "open": "Help at school: agree or disagree",
        "question": "When did school help you",
        "answer": "Submit answer",
    },
    "es": {
        "agree": "De acuerdo",
        "add": "Agregar una frase",
        "send": "Enviar",
        "follow": "Seguir sus respuestas",
        "thanks": "Gracias",
        "became": "Seguir sus respuestas",
        "open": "Ayuda en la escuela: ¿de acuerdo o no?",
        "question": "¿Cuándo le ayudó la escuela",
        "answer": "Enviar respuesta",
    },
}


ADDED = "A nurse every day"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_contributor_reacts_answers_and_follows_what_they_wrote(
    open_page: Open, shot: Callable[[Page, str], None], language: str, size: tuple[int, int], scripts: bool
) -> None:
    words = WORDS[language]
    page = open_page(language=language, size=size, scripts=scripts)
    page.get_by_role("link", name=words["open"]).first.click()
    first = page.locator("h1.statement").inner_text()
    page.get_by_role("button", name=re.compile(f"^{words['agree']}")).click()
    expect(page.locator("h1.statement")).not_to_have_text(first)
    shot(page, f"walk-statement-{language}-{size[0]}-{'js' if scripts else 'plain'}")
    page.get_by_role("link", name=words["add"]).click()
    page.locator("textarea").fill(f"{ADDED}, said {language} {size[0]} {scripts}.")
    page.get_by_role("button", name=words["send"]).click()
    page.wait_for_load_state()
    if not page.url.endswith("/done/"):
        page.goto(
            page.url.split("/forum/")[0] + "/forum/" + page.url.split("/forum/")[1].split("/")[0] + "/done/"
        )
    expect(page.get_by_role("heading", name=words["thanks"], exact=True)).to_be_visible()
    link = page.locator('a[href*="/f/"]').first.get_attribute("href")
    assert link
    page.goto(page.url.split("/d/")[0] + link)
    expect(page.get_by_role("heading", name=words["became"])).to_be_visible()
    shot(page, f"walk-follow-{language}-{size[0]}-{'js' if scripts else 'plain'}")


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_urgent_answer_is_met_with_care_and_shown_nowhere(
    open_page: Open, site: Site, language: str
) -> None:
    urgent = {"en": "I want to kill myself", "es": "Quiero suicidarme"}[language]
    page = open_page(language=language)
    page.get_by_role("link", name=WORDS[language]["question"]).first.click()
    page.locator("textarea").fill(urgent)
    page.get_by_role("button", name=WORDS[language]["answer"]).click()
    expect(page.get_by_text("988").first).to_be_visible()
    desk = open_page("urgent/", role="coordinator", size=DESKTOP)
    expect(desk.locator("main")).to_contain_text({"en": "self-harm", "es": "self-harm"}[language])
    for path in ("", "who-sees-what/"):
        assert urgent not in open_page(path).content()


def test_a_board_member_answers_a_directive(open_page: Open) -> None:
    page = open_page("directives/", role="board", size=DESKTOP)
    page.get_by_role("link", name="Value Spanish and English equally in our schools.").click()
    page.get_by_role("link", name=re.compile("new decision")).click()
    page.get_by_label("Yes", exact=True).check()
    page.locator("[name=reason_en]").fill("The next budget pays for four bilingual teachers.")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.locator("main")).to_contain_text("The next budget pays for four bilingual teachers.")
    expect(page.get_by_text("Earlier responses")).to_be_visible()


def test_a_coordinator_calls_a_cycle_and_announces_a_ready_question(open_page: Open) -> None:
    page = open_page("cycles/new/", role="coordinator", size=DESKTOP)
    page.locator("[name=title_en]").fill("How should we use the old library?")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_load_state()
    cycle = page.url
    page.goto(cycle.split("?")[0].rstrip("/") + "/ready-questions/")
    expect(page.locator("main")).to_contain_text("Still missing")


def test_a_staff_form_keeps_what_was_typed_when_something_is_wrong(open_page: Open) -> None:
    page = open_page("initiatives/new/", role="coordinator", scripts=False)
    page.locator("[name=title_en]").fill("A pilot without an end")
    page.get_by_label("Pilot", exact=True).check()
    page.get_by_role("button", name="Add initiative").click()
    assert page.locator("[name=title_en]").input_value() == "A pilot without an end"
    expect(page.get_by_role("alert")).to_contain_text("Enter the date when the pilot ends")


def test_statements_are_answered_with_the_keys_alone(open_page: Open) -> None:
    page = open_page(size=DESKTOP)
    page.get_by_role("link", name=WORDS["en"]["open"]).first.click()
    page.wait_for_load_state("networkidle")
    first = page.locator("h1.statement").inner_text()
    page.keyboard.press("1")
    expect(page.locator("h1.statement")).not_to_have_text(first)


RELEASED: set[str] = set()
"""Ids of statements whose votes were released: after a few more votes the guard refuses another release."""


def agree_with_a_known_statement(voter: Page) -> str:
    """Agree with random statements until one has many votes and was not released by another test."""
    for _card in range(18):
        original = voter.locator("p.small span[lang=en]")
        shown = voter.locator("h1.statement").inner_text()
        statement = original.first.inner_text() if original.count() else shown
        statement_id = voter.locator("[name=statement]").first.get_attribute("value") or ""
        assert statement_id
        voter.locator("button.agree").click()
        expect(voter.locator("h1").first).not_to_have_text(shown)
        if voter.locator("[name=skip]").count():  # the questions about school and role
            voter.locator("[name=skip]").click()
            expect(voter.locator("h1.statement")).to_be_visible()
        if not statement.startswith(ADDED) and statement_id not in RELEASED:
            RELEASED.add(statement_id)
            return statement
    raise AssertionError("eighteen statements in a row were added or released by the walks")


@pytest.mark.parametrize(
    ("language", "size", "scripts"),
    [("en", PHONE, False), ("es", DESKTOP, True), ("es", PHONE, False), ("en", DESKTOP, True)],
    ids=["English, phone, plain", "Spanish, desktop", "Spanish, phone, plain", "English, desktop"],
)
def test_the_whole_line_from_a_vote_to_what_became_of_it(
    open_page: Open,
    shot: Callable[[Page, str], None],
    language: str,
    size: tuple[int, int],
    scripts: bool,
) -> None:
    how = {"language": language, "size": size, "scripts": scripts}
    message = {
        "en": f"Help should come fast ({language} {size[0]}).",
        "es": f"La ayuda debe llegar pronto ({language} {size[0]}).",
    }

    voter = open_page(**how)
    voter.get_by_role("link", name=WORDS[language]["open"]).first.click()
    statement = agree_with_a_known_statement(voter)
    voter.goto(voter.url.split("?")[0].split("/vote/")[0].rstrip("/") + "/done/")
    link = voter.locator('a[href*="/f/"]').first.get_attribute("href") or ""

    coordinator = open_page("desk/", role="coordinator", **how)
    root = coordinator.url.split("desk/")[0]
    voter.goto(root)
    titles = {"en": "How can we make sure", "es": "¿Cómo podemos asegurarnos"}
    address = voter.get_by_role("link", name=titles[language]).first.get_attribute("href") or ""
    cycle = f"cycles/{address.rstrip('/').split('/')[-1]}/"
    coordinator.goto(f"{root}{cycle}findings/new/")
    for code, words in message.items():
        coordinator.locator(f"[name=sentence_{code}]").fill(words)
    coordinator.locator("main form.form button[type=submit]").click()
    coordinator.wait_for_url("**/findings/*/")
    finding = coordinator.url
    coordinator.goto(f"{finding}evidence/?kind=statement")
    coordinator.locator("main li", has_text=statement).locator("form button").first.click()
    coordinator.wait_for_url(re.compile("/findings/"))
    coordinator.goto(f"{root}{cycle}release/")
    coordinator.locator("label", has_text=message[language]).locator("input").check()
    coordinator.locator("main form button[type=submit]").first.click()
    shot(coordinator, f"walk-release-{language}-{size[0]}")
    coordinator.locator("button[name=step][value=confirm]").click()
    coordinator.wait_for_url("**/releases/*/")

    coordinator.goto(f"{root}{cycle}directives/new/")
    for code, words in message.items():
        coordinator.locator(f"[name=sentence_{code}]").fill(words)
    coordinator.locator("label", has_text=message[language]).locator("input").check()
    coordinator.locator("main form.form button[type=submit]").click()
    coordinator.wait_for_url("**/directives/*/")

    board = open_page(coordinator.url.split(root)[1] + "respond/", role="board", **how)
    board.locator("[name=kind][value=adopt]").check()
    board.locator("[name=reason_en]").fill("Two weeks from next term on.")
    board.locator("[name=reason_es]").fill("Dos semanas a partir del próximo periodo.")
    board.locator("main form.form button[type=submit]").click()
    board.wait_for_url("**/directives/*/")

    coordinator.goto(f"{root}{cycle}publication/")
    coordinator.locator('form[action*="/publish/"] button').click()
    coordinator.wait_for_url("**/publications/")

    voter.goto(root.split("/d/")[0] + link)
    expect(voter.locator("main")).to_contain_text(message[language])
    reason = {"en": "Two weeks from next term on.", "es": "Dos semanas a partir del próximo periodo."}
    expect(voter.locator("main")).to_contain_text(reason[language])
    shot(voter, f"walk-line-{language}-{size[0]}")
