"""An open question: one box, one button."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.accounts.permissions import Actor, Request, public
from throughline.convene.models import Forum
from throughline.listen.actions import answer
from throughline.listen.forms.words import WordsForm
from throughline.listen.permissions import get_forum_to_take_part_in
from throughline.listen.views.browser_token import (
    current_contributor,
    keep_token,
    proposed_token,
    token_to_write_with,
)
from throughline.listen.views.ceilings import limit_text
from throughline.listen.views.preview import is_preview, preview_of
from throughline.listen.views.screening import take_in
from throughline.listen.views.steps import steps
from throughline.ui.form_pages import act, form_page, posted, see_other


def show(request: Request, forum: Forum) -> HttpResponse:
    return _question_page(request, forum, _answer_form(request))


def _answer_form(request: Request) -> WordsForm:
    return WordsForm(
        posted(request),
        district=request.district,
        kind="answer",
        label=_("Your answer"),
        initial={"language": request.LANGUAGE_CODE},
    )


def _question_page(request: Request, forum: Forum, form: WordsForm) -> HttpResponse:
    return form_page(
        request,
        "listen/part_question.html",
        form,
        forum=forum,
        steps=steps(forum, 1),
        browser=proposed_token(request),
        has_answered=current_contributor(request, forum) is not None,
        **preview_of(request, forum),
    )


@public
@require_POST
def give_answer(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_take_part_in(request.actor, forum_id)
    form = _answer_form(request)
    if is_preview(forum):
        done = request.district.url("part_done", forum_id=forum.public_id)
        return see_other(done) if form.is_valid() else _question_page(request, forum, form)
    token = token_to_write_with(request, forum)
    limit_text(request, forum, token)
    voice = act(form, answer.give_answer, Actor.taking_part(request), forum, token=token)
    if voice is None:
        return _question_page(request, forum, form)
    take_in(request, voice)
    return keep_token(request, see_other(request.district.url("part_done", forum_id=forum.public_id)), token)
