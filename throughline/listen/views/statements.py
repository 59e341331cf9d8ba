"""Statements: one a screen, four answers under the thumb. `vote` is the busiest address of the house."""

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from throughline.accounts.actions import Refused
from throughline.accounts.permissions import Request, limit, public
from throughline.convene.models import Forum
from throughline.listen.actions.statement import add_statement as add
from throughline.listen.actions.vote import cast_vote
from throughline.listen.forms.words import WordsForm
from throughline.listen.models import Contributor, VoteValue
from throughline.listen.permissions import get_forum_to_take_part_in
from throughline.listen.queries.contributor import own_votes
from throughline.listen.queries.statement import ballot_of, card_again, next_card
from throughline.listen.views.browser import (
    WRITE_A_MINUTE,
    contributor_here,
    is_enhanced,
    keep_token,
    limit_beginners,
    new_submission,
    not_open,
    offered_token,
    proposed_token,
    respond,
    someone,
    steps,
    tell_responders,
    token_of_post,
)
from throughline.ui.form_pages import require_get_or_post
from throughline.ui.pages import page_of

ANSWERS: dict[str, int | None] = {
    "agree": VoteValue.AGREE,
    "disagree": VoteValue.DISAGREE,
    "not_sure": VoteValue.NOT_SURE,
    "skip": None,
}


def show(request: Request, forum: Forum) -> HttpResponse:
    contributor = contributor_here(request, forum)
    context = _card_context(
        request,
        forum,
        contributor,
        again=request.GET.get("again", ""),
        last=request.GET.get("last", ""),
        is_more="more" in request.GET,
    )
    return respond(request, "listen/part_statements.html", context)


def _card_context(
    request: Request,
    forum: Forum,
    contributor: Contributor | None,
    *,
    again: str = "",
    last: str = "",
    is_more: bool = False,
) -> dict[str, object]:
    card, progress = next_card(forum, contributor)
    named = card_again(forum, contributor, again) if again else None
    return {
        "forum": forum,
        "steps": steps(forum, 1),
        "card": named or card,
        "progress": progress,
        "last": last,
        "is_more": is_more or named is not None,
        "is_pausing": named is None and progress.is_enough and not is_more,
        "browser": proposed_token(request) if contributor is None else "",
        "to": request.GET.get("to", ""),
    }


@public
@require_POST
def vote(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_take_part_in(request.actor, forum_id)
    asked = request.POST.get("statement", "")
    answer = request.POST.get("answer", "")
    is_more = "more" in request.POST
    token = offered_token(request)
    ballot = ballot_of(forum, asked, token)
    if answer not in ANSWERS:
        context = _card_context(
            request, forum, contributor_here(request, forum), again=asked, is_more=is_more
        )
        context["problem"] = _("Please choose one of the four answers.")
        return respond(request, _template(request), context, 422)
    if ballot.statement_id is None:
        return _next(request, forum, contributor_here(request, forum), last="", is_more=is_more)
    limit_beginners(request, has_begun=ballot.has_begun)
    try:
        contributor = cast_vote(
            someone(request),
            forum,
            statement_id=ballot.statement_id,
            value=ANSWERS[answer],
            token=token,
            language=request.LANGUAGE_CODE,
        )
    except Refused as refusal:
        return not_open(request, forum, status=422, why=str(refusal))
    return keep_token(request, _next(request, forum, contributor, last=asked, is_more=is_more), token)


def _template(request: Request) -> str:
    return "listen/_statement_card.html" if is_enhanced(request) else "listen/part_statements.html"


def _next(
    request: Request, forum: Forum, contributor: Contributor | None, *, last: str, is_more: bool
) -> HttpResponse:
    """The next card alone where htmx asked; for everyone else the page, by address."""
    if is_enhanced(request):
        context = _card_context(request, forum, contributor, last=last, is_more=is_more)
        return respond(request, "listen/_statement_card.html", {**context, "is_swapped": True})
    if request.POST.get("to") == "my_answers":
        return HttpResponseRedirect(request.district.url("my_answers", forum_id=forum.public_id), status=303)
    query = "&".join([*([f"last={last}"] if last else []), *(["more=1"] if is_more else [])])
    path = request.district.url("part", forum_id=forum.public_id)
    return HttpResponseRedirect(f"{path}?{query}" if query else path, status=303)


@public
@require_safe
def my_answers(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_take_part_in(request.actor, forum_id)
    contributor = contributor_here(request, forum)
    page = page_of(request, own_votes(contributor) if contributor else [])
    labels: dict[int | None, str | Promise] = {None: _("Skipped"), **dict(VoteValue.choices)}
    rows = [
        {"statement": row.statement, "label": labels[row.value], "is_shown": row.statement.is_usable}
        for row in page
    ]
    context = {"forum": forum, "steps": steps(forum, 1), "page": page, "rows": rows}
    return respond(request, "listen/my_answers.html", context)


@public
@require_get_or_post
def add_statement(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_take_part_in(request.actor, forum_id)
    form = WordsForm(
        request.POST or None,
        district=request.district,
        kind="statement",
        label=_("Your own statement"),
        hint=_("One thought, in a sentence or two, that others can agree or disagree with."),
        initial={"language": request.LANGUAGE_CODE, "submission": new_submission()},
    )
    status = 200
    if request.method == "POST":
        status = 422
        limit(request, "write", WRITE_A_MINUTE)
        if form.is_valid():
            token = token_of_post(request, forum)
            try:
                voice = add(
                    someone(request),
                    forum,
                    text=form.cleaned_data["text"],
                    language=form.cleaned_data["language"] or request.LANGUAGE_CODE,
                    token=token,
                    submission=form.cleaned_data["submission"],
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                tell_responders(request, voice)
                done = request.district.url("part_done", forum_id=forum.public_id)
                return keep_token(request, HttpResponseRedirect(done, status=303), token)
    context = {"forum": forum, "steps": steps(forum, 2), "form": form, "browser": proposed_token(request)}
    return respond(request, "listen/add_statement.html", context, status)
