"""The pages of a partner that has a link and no account. Opening any of them writes nothing."""

from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from throughline.accounts.permissions import Actor, Request, limit, public, typed_words
from throughline.accounts.queries import is_mail_sent
from throughline.partner import actions, tasks
from throughline.partner.forms import AskForLinkForm
from throughline.partner.queries.partner_access import (
    PartnerAccess,
    access_by_link,
    find_partner_link,
)
from throughline.partner.queries.partner_links import organizations_to_send_link
from throughline.partner.views import kept_services
from throughline.ui.form_pages import form_page, posted, require_get_or_post, see_other

PARTNER_POSTS_A_MINUTE = 60
LINK_REQUESTS_A_MINUTE = 30


def _access(request: Request, code: str) -> PartnerAccess | HttpResponse:
    """What a link opens, or the page that says why it opens nothing.

    A forged link, one of another district and one of an organization that was removed are all unknown here.
    """
    if request.method == "POST":
        limit(request, "partner_entry", PARTNER_POSTS_A_MINUTE)
    link = find_partner_link(actions.hash_of_link(code))
    if link is None:
        return _over(request, "unknown", 404)
    why = ""
    if link.revoked_at is not None:
        why = "revoked"
    elif not link.is_usable(timezone.now()):
        why = "expired"
    elif link.organization.ended_on is not None:
        why = "ended"
    if why:
        return _over(request, why, 410)
    return access_by_link(Actor.contributor(request.district), link)


def _over(request: Request, why: str, status: int) -> HttpResponse:
    """Say why a link opens nothing. What was typed into a form in the meantime is shown, to be copied."""
    context = {"why": why, "typed": typed_words(request)}
    return render(request, "partner/partner_link_over.html", context, status=status)


@public
@require_safe
def partner_entry(request: Request, code: str) -> HttpResponse:
    access = _access(request, code)
    if isinstance(access, HttpResponse):
        return access
    context = {
        "organization": access.organizations[0],
        "link": access.link,
        **kept_services.kept_context(request, access),
    }
    return render(request, "partner/partner_entry.html", context)


@public
@require_POST
def confirm_by_link(request: Request, code: str) -> HttpResponse:
    access = _access(request, code)
    return access if isinstance(access, HttpResponse) else kept_services.confirm(request, access)


@public
@require_POST
def set_openings_by_link(request: Request, code: str) -> HttpResponse:
    access = _access(request, code)
    return access if isinstance(access, HttpResponse) else kept_services.set_openings(request, access)


@public
@require_get_or_post
def edit_by_link(request: Request, code: str, service_id: str) -> HttpResponse:
    access = _access(request, code)
    return access if isinstance(access, HttpResponse) else kept_services.edit(request, access, service_id)


@public
@require_get_or_post
def ask_for_partner_link(request: Request) -> HttpResponse:
    """Send a link to an address that is known; the page says and does the same for any other."""
    form = AskForLinkForm(posted(request))
    if request.method == "POST":
        limit(request, "partner_link", LINK_REQUESTS_A_MINUTE)
    if form.is_valid():
        found = organizations_to_send_link(form.cleaned_data["email"])
        keys = [one.public_id for one in found] or [uuid4().hex[:22]]
        address = form.cleaned_data["email"] if found else ""
        tasks.send_requested_links.enqueue(request.district.slug, keys, address)
        return see_other(request.district.url("ask_for_partner_link") + "?sent")
    context = {"is_sent": "sent" in request.GET, "is_mail_sent": is_mail_sent()}
    return form_page(request, "partner/ask_for_partner_link.html", form, **context)
