"""The questions about school and role that follow the first votes or answers, in every kind of forum."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode

from throughline.accounts.permissions import Actor, Request, public
from throughline.convene.models import Forum, ForumKind
from throughline.listen.actions.contributor import save_about_self
from throughline.listen.forms.about_self import AboutSelfForm
from throughline.listen.models import Contributor, ContributorRole
from throughline.listen.permissions import get_forum_to_take_part_in
from throughline.listen.queries.about_self import asked_about_self, still_asked
from throughline.listen.views import statements
from throughline.listen.views.browser_token import current_contributor, kept_token
from throughline.listen.views.ceilings import ANSWERS_A_PERSON_A_MINUTE, limit_person
from throughline.listen.views.preview import is_preview, preview_of
from throughline.ui.form_pages import act, form_page, posted, require_get_or_post, see_other

DONE = "done"
VOTES = "votes"


@public
@require_get_or_post
def about_self(request: Request, forum_id: str) -> HttpResponse:
    """Ask, or change what was said before. Staff who preview a draft see the questions, and save nothing."""
    forum = get_forum_to_take_part_in(request.actor, forum_id)
    contributor = current_contributor(request, forum)
    asked = asked_about_self(forum)
    to = (request.POST if request.method == "POST" else request.GET).get("to", "")
    is_tried_out = is_preview(forum) and request.method != "POST"
    if not asked or (contributor is None and not is_tried_out):
        url = _next_url(request, forum, to)
        return redirect(url) if request.method == "GET" else see_other(url)
    initial = AboutSelfForm.initial_of(contributor)
    form = AboutSelfForm(posted(request), forum=forum, asked=asked, initial=initial)
    if contributor is not None and request.method == "POST":
        limit_person("answer", kept_token(request), ANSWERS_A_PERSON_A_MINUTE)
        if "skip" in request.POST:
            form = AboutSelfForm({}, forum=forum, asked=asked)
        saved = act(form, save_about_self, Actor.taking_part(request), contributor)
        if saved is not None and not request.htmx:
            return see_other(_next_url(request, forum, to))
        if request.htmx:
            return statements.card_page(request, forum, saved or contributor, None if saved else form)
    is_answered = contributor is not None and not still_asked(forum, contributor)
    context = {"forum": forum, "to": to, "is_answered": is_answered, **preview_of(request, forum)}
    return form_page(request, "listen/about_self.html", form, **context)


def _next_url(request: Request, forum: Forum, to: str) -> str:
    """Where the person was: a fixed page, or a question of the survey."""
    if to == DONE:
        return request.district.url("part_done", forum_id=forum.public_id)
    if to == VOTES and forum.kind == ForumKind.STATEMENTS:
        return request.district.url("my_answers", forum_id=forum.public_id)
    path = request.district.url("part", forum_id=forum.public_id)
    return f"{path}?{urlencode({'q': to})}" if to and forum.kind == ForumKind.SURVEY else path


def about_self_context(forum: Forum, contributor: Contributor | None) -> dict[str, Any]:
    """What the page after a contribution shows: the questions, or the answers with a link to change them."""
    asked = asked_about_self(forum) if contributor else None
    if not asked or contributor is None:
        return {}
    if still_asked(forum, contributor):
        initial = AboutSelfForm.initial_of(contributor)
        return {"about_form": AboutSelfForm(forum=forum, asked=asked, initial=initial)}
    roles = dict(ContributorRole.choices)
    return {
        "asked": asked,
        "school": contributor.school.name if contributor.school else "",
        "role": roles.get(contributor.role, ""),
    }
