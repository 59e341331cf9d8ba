"""A draft that staff try out: every page of taking part works to the end, and nothing is saved."""

import re
from collections.abc import Callable

import pytest
from django.apps import apps
from django.test import Client

from tests import make
from tests.listen.taking_part import HTMX, fill, forms_of, text_of
from throughline.accounts.models import AuditEntry, District, Person
from throughline.convene.models import Forum, ForumKind
from throughline.listen.models import QuestionKind, UrgentFlag, VoiceState

ClientOf = Callable[[Person | None], Client]
PREVIEW = "This is a preview. Nothing you do here is saved."
URGENT = "I want to kill myself and nobody at school cares"


def draft(kind: ForumKind) -> Forum:
    return make.forum(make.cycle(is_role_asked=True), kind, is_open=False)


def n_rows() -> dict[str, int]:
    models = [*apps.get_app_config("listen").get_models(), AuditEntry]
    return {model.__name__: model.objects.count() for model in models}  # type: ignore[attr-defined]


def url(forum: Forum, name: str = "part") -> str:
    return forum.district.url(name, forum_id=forum.public_id)


@pytest.mark.parametrize("kind", list(ForumKind))
def test_each_page_of_a_draft_says_that_it_is_a_preview_and_leads_back(
    district: District, coordinator: Person, analyst: Person, client_of: ClientOf, kind: ForumKind
) -> None:
    forum = draft(kind)
    if kind == ForumKind.SURVEY:
        make.question(forum, QuestionKind.TEXT)
    pages = {
        ForumKind.STATEMENTS: ["part", "my_answers", "add_statement", "about_self", "part_done"],
        ForumKind.SURVEY: ["part", "about_self", "part_done"],
        ForumKind.QUESTION: ["part", "about_self", "part_done"],
        ForumKind.MEETING: ["part"],
    }[kind]
    addresses = [url(forum, name) for name in pages]
    addresses += [f"{url(forum)}?q=end"] if kind == ForumKind.SURVEY else []
    back = url(forum, "meeting_tables" if kind == ForumKind.MEETING else "ask")
    for address in addresses:
        page = text_of(client_of(coordinator).get(address))
        assert PREVIEW in page, address
        assert f'href="{back}"' in page
        assert f'href="{url(forum, "announce_forum")}"' in page
        page = text_of(client_of(analyst).get(address))
        assert PREVIEW in page
        assert f'href="{url(forum, "forum")}"' in page
        assert url(forum, "announce_forum") not in page
    assert "Esta es una vista previa." in text_of(client_of(coordinator).get(f"{url(forum)}?lang=es"))


@pytest.mark.parametrize("headers", [None, HTMX])
def test_votes_in_a_preview_lead_through_the_statements_in_order(
    district: District, desk: Client, headers: dict[str, str] | None
) -> None:
    forum = draft(ForumKind.STATEMENTS)
    texts = [make.statement(forum, is_seed=True).text for _number in range(3)]
    make.statement(forum, state=VoiceState.WITHDRAWN, is_seed=True)
    before, page, seen = n_rows(), desk.get(url(forum)), []
    for answer in ("agree", "skip", "disagree"):
        assert PREVIEW in text_of(page)
        found = re.search(r'<h1 class="statement"[^>]*>(.*?)</h1>', text_of(page))
        assert found is not None
        seen.append(re.sub("<.*?>", "", found[1]))
        form = forms_of(page)[-1] if headers else next(f for f in forms_of(page) if "statement" in f.fields)
        page = desk.post(form.action, {**form.fields, "answer": answer}, headers=headers)
        assert page.status_code == (200 if headers else 303)
        page = page if headers else desk.get(page["Location"])
    assert seen == texts
    assert "There are no more statements right now." in text_of(page)
    assert f'href="{url(forum, "part_done")}"' in text_of(page)
    assert "Saved." not in text_of(page)
    assert n_rows() == before


def test_a_survey_is_previewed_from_question_to_question_to_its_end(district: District, desk: Client) -> None:
    forum = draft(ForumKind.SURVEY)
    first = make.question(forum, QuestionKind.SINGLE, "Bus", "Bicycle", is_required=True)
    second = make.question(forum, QuestionKind.TEXT)
    before = n_rows()
    refused = fill(desk, url(forum))
    assert refused.status_code == 422
    assert "This question is required." in text_of(refused)
    choice = first.choices.all()[0].public_id
    form = next(f for f in forms_of(desk.get(url(forum))) if first.public_id in f.action)
    saved = desk.post(form.action, {**form.fields, "answer": choice}, headers=HTMX)
    assert "Not saved: this is a preview." in text_of(saved)
    response = desk.post(form.action, {**form.fields, "answer": choice})
    assert response["Location"] == f"{url(forum)}?q={second.public_id}"
    response = fill(desk, response["Location"], answer="Warmer rooms.")
    assert response["Location"] == f"{url(forum)}?q=end"
    review = desk.get(response["Location"])
    assert "Your answers were saved" not in text_of(review)
    response = fill(desk, response["Location"])
    assert response["Location"] == url(forum, "part_done")
    done = text_of(desk.get(response["Location"]))
    assert PREVIEW in done
    assert "Thank you" in done
    assert "We count your answers together" in done
    assert n_rows() == before


@pytest.mark.parametrize(
    ("kind", "page"), [(ForumKind.QUESTION, "part"), (ForumKind.STATEMENTS, "add_statement")]
)
def test_words_in_a_preview_lead_to_the_last_page_and_are_not_kept(
    district: District, desk: Client, kind: ForumKind, page: str
) -> None:
    forum = draft(kind)
    before = n_rows()
    assert fill(desk, url(forum, page), text="").status_code == 422
    response = fill(desk, url(forum, page), text=URGENT)
    assert (response.status_code, response["Location"]) == (303, url(forum, "part_done"))
    done = text_of(desk.get(response["Location"]))
    assert "What happens next" in done
    assert ("A person at the district reads what you wrote." in done) == (kind == ForumKind.QUESTION)
    assert URGENT not in done
    refused = fill(desk, url(forum, page), text=URGENT + "." * 4000)
    assert refused.status_code == 422
    assert "ask someone at the district to read it" not in text_of(refused)
    assert n_rows() == before


def test_urgent_words_of_somebody_outside_are_flagged_though_the_forum_is_a_draft(
    district: District, client: Client
) -> None:
    forum = draft(ForumKind.QUESTION)
    assert client.post(url(forum, "give_answer"), {"text": URGENT}).status_code == 404
    assert UrgentFlag.objects.count() == 1


def test_an_announced_forum_is_opened_and_not_previewed(district: District, desk: Client) -> None:
    forum = draft(ForumKind.QUESTION)
    page = text_of(desk.get(url(forum, "ask")))
    assert "Preview" in page
    assert "Open the forum" not in page
    forum = make.forum(forum.cycle, ForumKind.QUESTION)
    page = text_of(desk.get(url(forum, "ask")))
    assert "Preview" not in page
    assert "Open the forum" in page
    assert "Responses there count." in page
    assert PREVIEW not in text_of(desk.get(url(forum)))
