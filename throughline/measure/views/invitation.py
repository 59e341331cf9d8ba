"""Rounds of invitations to a forum, and the resulting response rate."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.accounts.permissions import Request
from throughline.convene.models import Forum
from throughline.measure import actions
from throughline.measure.forms import InvitationRoundForm
from throughline.measure.models import InvitationRound
from throughline.measure.permissions import get_forum_to_analyze_for, get_invitation_round_for
from throughline.measure.queries.coverage.invitations import funnel_page
from throughline.ui.form_pages import act, form_page, posted, require_get_or_post, see_other
from throughline.ui.pages import page_of


@require_get_or_post
def invitations(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_analyze_for(request.actor, forum_id)
    form = InvitationRoundForm(posted(request))
    if act(form, actions.add_invitation_round, request.actor, forum):
        messages.success(request, _("Saved."))
        return see_other(_invitations_url(request, forum))
    return form_page(
        request,
        "measure/invitations.html",
        form,
        cycle=forum.cycle,
        forum=forum,
        steps=funnel_page(forum),
        rounds=page_of(request, InvitationRound.objects.filter(forum=forum)),
    )


@require_get_or_post
def edit_invitation_round(request: Request, invitation_id: str) -> HttpResponse:
    invitation_round = get_invitation_round_for(request.actor, invitation_id)
    forum = invitation_round.forum
    initial = {name: getattr(invitation_round, name) for name in InvitationRoundForm.base_fields}
    form = InvitationRoundForm(posted(request), initial=initial)
    if act(form, actions.edit_invitation_round, request.actor, invitation_round):
        messages.success(request, _("Saved."))
        return see_other(_invitations_url(request, forum))
    return form_page(
        request,
        "measure/edit_invitation_round.html",
        form,
        cycle=forum.cycle,
        forum=forum,
        invitation_round=invitation_round,
    )


@require_POST
def remove_invitation_round(request: Request, invitation_id: str) -> HttpResponse:
    invitation_round = get_invitation_round_for(request.actor, invitation_id)
    forum = invitation_round.forum
    actions.remove_invitation_round(request.actor, invitation_round)
    messages.success(request, _("Invitation round removed."))
    return see_other(_invitations_url(request, forum))


def _invitations_url(request: Request, forum: Forum) -> str:
    return request.district.url("invitations", forum_id=forum.public_id)
