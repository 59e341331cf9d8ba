"""Statements: one on a screen, with four answers. `vote` is the busiest URL of the product."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from throughline.accounts.actions import Refused
from throughline.accounts.permissions import Actor, Request, public
from throughline.convene.models import Forum
from throughline.listen.actions import statement
from throughline.listen.actions.vote import cast_vote
from throughline.listen.forms.about_self import AboutSelfForm
from throughline.listen.forms.words import WordsForm
from throughline.listen.models import Contributor, VoteValue
from throughline.listen.permissions import get_forum_to_take_part_in
from throughline.listen.queries.about_self import asked_about_self, is_time_to_ask, still_asked
from throughline.listen.queries.contributor import own_votes
from throughline.listen.queries.statement import ballot_of, card_of_statement, next_card, previewed_card
from throughline.listen.views.browser_token import (
    current_contributor,
    keep_token,
    limit_beginners,
    offered_token,
    proposed_token,
    token_to_write_with,
)
from throughline.listen.views.ceilings import VOTES_A_PERSON_A_MINUTE, limit_person, limit_text
from throughline.listen.views.not_open import not_open_page
from throughline.listen.views.preview import is_preview, preview_of
from throughline.listen.views.screening import take_in
from throughline.listen.views.steps import steps
from throughline.ui.form_pages import (
    UNPROCESSABLE,
    act,
    form_page,
    posted,
    require_get_or_post,
    see_other,
)
from throughline.ui.pages import page_of

ANSWERS: dict[str, int | None] = {
    "agree": VoteValue.AGREE,
    "disagree": VoteValue.DISAGREE,
    "not_sure": VoteValue.NOT_SURE,
    "skip": None,
}


def show(request: Request, forum: Forum) -> HttpResponse:
    contributor = current_contributor(request, forum)
    context = _card_context(
        request,
        forum,
        contributor,
        again=request.GET.get("again", ""),
        last=request.GET.get("last", ""),
        is_more="more" in request.GET,
        after=request.GET.get("after", ""),
    )
    return render(request, "listen/part_statements.html", context)


def _card_context(
    request: Request,
    forum: Forum,
    contributor: Contributor | None,
    *,
    again: str = "",
    last: str = "",
    is_more: bool = False,
    after: str = "",
) -> dict[str, object]:
    """What the card shows; `after` is the statement that was voted on last in a preview."""
    card, progress = previewed_card(forum, after) if is_preview(forum) else next_card(forum, contributor)
    named = card_of_statement(forum, contributor, again) if again else None
    is_pausing = named is None and progress.is_enough and not is_more
    about_form = None
    if named is None and is_time_to_ask(progress, is_pausing=is_pausing) and still_asked(forum, contributor):
        initial = AboutSelfForm.initial_of(contributor)
        about_form = AboutSelfForm(forum=forum, asked=asked_about_self(forum), initial=initial)
    return {
        "about_form": about_form,
        "forum": forum,
        "steps": steps(forum, 1),
        "card": named or card,
        "progress": progress,
        "last": last,
        "is_more": is_more or named is not None,
        "is_pausing": is_pausing,
        "browser": proposed_token(request) if contributor is None else "",
        "to": request.GET.get("to", ""),
        "after": after,
        **preview_of(request, forum),
    }


@public
@require_POST
def vote(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_take_part_in(request.actor, forum_id)
    statement_id = request.POST.get("statement", "")
    answer = request.POST.get("answer", "")
    is_more = "more" in request.POST
    token = offered_token(request)
    ballot = ballot_of(forum, statement_id, token)
    if answer not in ANSWERS:
        contributor = current_contributor(request, forum)
        context = _card_context(request, forum, contributor, again=statement_id, is_more=is_more)
        context["problem"] = _("Choose one of the four options.")
        template = "listen/_statement_card.html" if request.htmx else "listen/part_statements.html"
        return render(request, template, context, status=UNPROCESSABLE)
    if is_preview(forum):
        return _next(request, forum, None, after=statement_id, is_more=is_more)
    if ballot.statement_id is None:
        return _next(request, forum, current_contributor(request, forum), is_more=is_more)
    limit_beginners(request, forum, has_begun=ballot.has_begun)
    limit_person("vote", token, VOTES_A_PERSON_A_MINUTE)
    try:
        contributor = cast_vote(
            Actor.taking_part(request),
            forum,
            statement_id=ballot.statement_id,
            value=ANSWERS[answer],
            token=token,
            language=request.LANGUAGE_CODE,
        )
    except Refused as refusal:
        return not_open_page(request, forum, status=UNPROCESSABLE, why=str(refusal))
    return keep_token(request, _next(request, forum, contributor, last=statement_id, is_more=is_more), token)


def _next(
    request: Request,
    forum: Forum,
    contributor: Contributor | None,
    *,
    last: str = "",
    after: str = "",
    is_more: bool,
) -> HttpResponse:
    """Only the next card for htmx; a redirect to the page for other requests."""
    if request.htmx:
        context = _card_context(request, forum, contributor, last=last, is_more=is_more, after=after)
        return render(request, "listen/_statement_card.html", {**context, "is_swapped": True})
    if request.POST.get("to") == "my_answers":
        return see_other(request.district.url("my_answers", forum_id=forum.public_id))
    query = urlencode(
        {key: value for key, value in (("last", last), ("after", after), ("more", is_more and 1)) if value}
    )
    path = request.district.url("part", forum_id=forum.public_id)
    return see_other(f"{path}?{query}" if query else path)


def card_page(
    request: Request, forum: Forum, contributor: Contributor, about_form: AboutSelfForm | None
) -> HttpResponse:
    """The next card after the questions about school and role; with a form, those questions once more."""
    context = {**_card_context(request, forum, contributor), "is_swapped": True}
    if about_form is not None:
        context["about_form"] = about_form
    status = UNPROCESSABLE if about_form else 200
    return render(request, "listen/_statement_card.html", context, status=status)


@public
@require_safe
def my_answers(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_take_part_in(request.actor, forum_id)
    contributor = current_contributor(request, forum)
    page = page_of(request, own_votes(contributor) if contributor else [])
    labels: dict[int | None, str | Promise] = {None: _("Skipped"), **dict(VoteValue.choices)}
    rows = [
        {"statement": row.statement, "label": labels[row.value], "is_shown": row.statement.is_usable}
        for row in page
    ]
    context = {
        "forum": forum,
        "steps": steps(forum, 1),
        "page": page,
        "rows": rows,
        "is_about_self_asked": contributor is not None and bool(asked_about_self(forum)),
        **preview_of(request, forum),
    }
    return render(request, "listen/my_answers.html", context)


@public
@require_get_or_post
def add_statement(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_take_part_in(request.actor, forum_id)
    form = WordsForm(
        posted(request),
        district=request.district,
        kind="statement",
        label=_("Your statement"),
        hint=_("Write one idea in one or two sentences that others can agree or disagree with."),
        initial={"language": request.LANGUAGE_CODE},
    )
    if request.method == "POST" and is_preview(forum):
        if form.is_valid():
            return see_other(request.district.url("part_done", forum_id=forum.public_id))
    elif request.method == "POST":
        token = token_to_write_with(request, forum)
        limit_text(request, forum, token)
        actor = Actor.taking_part(request)
        voice = act(form, statement.add_statement, actor, forum, token=token)
        if voice is not None:
            take_in(request, voice)
            done = see_other(request.district.url("part_done", forum_id=forum.public_id))
            return keep_token(request, done, token)
    return form_page(
        request,
        "listen/add_statement.html",
        form,
        forum=forum,
        steps=steps(forum, 2),
        browser=proposed_token(request),
        **preview_of(request, forum),
    )
