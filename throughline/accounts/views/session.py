from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from throughline.accounts import actions, queries
from throughline.accounts.models import Person, hash_of_session_key
from throughline.accounts.permissions import Request, find_or_404, get_membership_for
from throughline.ui.form_pages import see_other
from throughline.ui.pages import page_of


@login_required
@require_safe
def my_sessions(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, Person)
    context = {"page": page_of(request, queries.sessions_of(request.user)), "current": _current(request)}
    return render(request, "accounts/my_sessions.html", context)


def _current(request: HttpRequest) -> str:
    return hash_of_session_key(request.session.session_key or "")


def _confirm_first(request: HttpRequest) -> HttpResponse | None:
    """Ask for the password or second step, unless that was just given; then lead back to the list."""
    if not is_reauthentication_required(request, app="throughline.accounts"):
        return None
    methods = get_adapter().get_reauthentication_methods(request.user)
    messages.info(request, _("Confirm it's you, then sign out the device."))
    return see_other(f"{methods[0]['url']}?{urlencode({'next': reverse('my_sessions')})}")


@login_required
@require_POST
def end_session(request: HttpRequest, session_id: str) -> HttpResponse:
    assert isinstance(request.user, Person)
    if confirm := _confirm_first(request):
        return confirm
    session = find_or_404(queries.sessions_of(request.user), session_id)
    if session.pk == _current(request):
        raise Http404  # signing out ends it, and says so
    actions.end_session(session)
    messages.success(request, _("The device was signed out."))
    return see_other(reverse("my_sessions"))


@login_required
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, Person)
    if confirm := _confirm_first(request):
        return confirm
    actions.end_sessions(request.user, keep=request.session.session_key)
    messages.success(request, _("All other devices were signed out."))
    return see_other(reverse("my_sessions"))


@require_POST
def end_member_sessions(request: Request, membership_id: str) -> HttpResponse:
    """An account may be in several districts: its sessions end for all of them, and nothing is lost."""
    membership = get_membership_for(request.actor, membership_id)
    n_ended = actions.end_sessions_of_member(
        request.actor, membership.person, keep=request.session.session_key
    )
    message = ngettext("Signed out %(n)s device.", "Signed out %(n)s devices.", n_ended) % {"n": n_ended}
    messages.success(request, message)
    return see_other(request.district.url("change_member", membership_id=membership.public_id))
