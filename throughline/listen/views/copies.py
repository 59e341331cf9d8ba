"""Copies of forums and cycles, as drafts."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from throughline.accounts.permissions import Request
from throughline.convene.permissions import get_cycle_to_manage_for
from throughline.listen.actions import copies
from throughline.listen.forms.copies import CopyCycleForm, CopyForumForm, title_of_copy
from throughline.listen.permissions import get_forum_to_ask_in_for
from throughline.ui.form_pages import act, form_page, posted, require_get_or_post, see_other


@require_get_or_post
def copy_forum(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_ask_in_for(request.actor, forum_id)
    form = CopyForumForm(
        posted(request),
        actor=request.actor,
        initial={"title": title_of_copy(forum.title), "cycle": forum.cycle.public_id},
    )
    copy = act(form, copies.copy_forum, request.actor, forum)
    if copy is not None:
        messages.success(request, _("Copied. The copy is a draft: check it, then announce it."))
        return see_other(request.district.url("forum", forum_id=copy.public_id))
    return form_page(request, "listen/copy_forum.html", form, forum=forum)


@require_get_or_post
def copy_cycle(request: Request, cycle_id: str) -> HttpResponse:
    cycle = get_cycle_to_manage_for(request.actor, cycle_id)
    form = CopyCycleForm(posted(request), initial={"title": title_of_copy(cycle.title)})
    copy = act(form, copies.copy_cycle, request.actor, cycle)
    if copy is not None:
        messages.success(
            request, _("Copied. All forums of the copy are drafts: check them, then announce them.")
        )
        return see_other(request.district.url("cycle", cycle_id=copy.public_id))
    return form_page(request, "listen/copy_cycle.html", form, cycle=cycle)
