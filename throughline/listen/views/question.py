"""An open question: one box, one button."""

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.accounts.actions import Refused
from throughline.accounts.permissions import Request, limit, public
from throughline.convene.models import Forum
from throughline.listen.actions.answer import give_answer as give
from throughline.listen.forms.words import WordsForm
from throughline.listen.permissions import get_forum_to_take_part_in
from throughline.listen.views.browser import (
    WRITE_A_MINUTE,
    contributor_here,
    keep_token,
    new_submission,
    proposed_token,
    respond,
    someone,
    steps,
    tell_responders,
    token_of_post,
)


def _form(request: Request) -> WordsForm:
    return WordsForm(
        request.POST or None,
        district=request.district,
        kind="answer",
        label=_("Your answer"),
        initial={"language": request.LANGUAGE_CODE, "submission": new_submission()},
    )


def show(request: Request, forum: Forum, form: WordsForm | None = None, status: int = 200) -> HttpResponse:
    context = {
        "forum": forum,
        "steps": steps(forum, 1),
        "form": form or _form(request),
        "browser": proposed_token(request),
        "has_answered": contributor_here(request, forum) is not None,
    }
    return respond(request, "listen/part_question.html", context, status)


@public
@require_POST
def give_answer(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_take_part_in(request.actor, forum_id)
    limit(request, "write", WRITE_A_MINUTE)
    form = _form(request)
    if form.is_valid():
        token = token_of_post(request, forum)
        try:
            voice = give(
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
    return show(request, forum, form, status=422)
