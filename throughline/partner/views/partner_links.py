"""The links of organizations, as those who keep the directory make, send and revoke them."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.accounts.actions import Refused
from throughline.accounts.permissions import Request, allow
from throughline.accounts.queries import is_mail_sent
from throughline.partner import actions, permissions, tasks
from throughline.partner.forms import DirectorySettingsForm, PartnerLinkForm
from throughline.partner.models import PartnerLink
from throughline.partner.queries.partner_access import directory_settings
from throughline.partner.queries.partner_links import address_of, links_of
from throughline.ui.form_pages import act, form_page, posted, require_get_or_post, see_other
from throughline.ui.pages import page_of
from throughline.ui.share import PrivateLink, secret_link


@require_get_or_post
def partner_links(request: Request, organization_id: str) -> HttpResponse:
    allow(permissions.may_manage_directory(request.actor))
    organization = permissions.get_organization(organization_id)
    form = PartnerLinkForm(posted(request), initial={"email": address_of(organization)})
    if not is_mail_sent():
        form.fields["email"].help_text = _(
            "This server doesn't send email. Copy the link and send it yourself."
        )
    link = act(form, actions.create_partner_link, request.actor, organization, mail=tasks.mail_partner_link)
    if link is not None:
        _say_sent(request, link, _("The link was created. You can copy it below."))
        return see_other(request.district.url("partner_links", organization_id=organization.public_id))
    page, now = page_of(request, links_of(organization)), timezone.now()
    return form_page(
        request,
        "partner/partner_links.html",
        form,
        organization=organization,
        page=page,
        rows=[(link, _shared(request, link) if link.is_usable(now) else None) for link in page],
        days=actions.LINK_DAYS,
        is_mail_sent=is_mail_sent(),
    )


def _shared(request: Request, link: PartnerLink) -> PrivateLink:
    text = _(
        "Here you can confirm and correct the entry of %(organization)s in the directory of %(district)s. "
        "You don't need an account: %(url)s"
    )
    words = {"organization": link.organization.name, "district": request.district.name}
    path = request.district.url("partner_entry", code=link.code)
    return secret_link(path, link.code, _("Your entry in the directory"), text, words, to=link.email)


def _say_sent(request: Request, link: PartnerLink, otherwise: str) -> None:
    if link.email and is_mail_sent():
        sentence = _("The link is being sent to %(email)s. You can also copy it below.")
        messages.success(request, sentence % {"email": link.email})
    else:
        messages.success(request, otherwise)


@require_POST
def send_partner_link(request: Request, link_id: str) -> HttpResponse:
    link = permissions.get_partner_link_for(request.actor, link_id)
    try:
        link = actions.send_partner_link(request.actor, link, mail=tasks.mail_partner_link)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        by_hand = _("Email isn't set up on this server. Copy the link below and send it yourself.")
        _say_sent(request, link, by_hand)
    return _back_to_links(request, link)


@require_POST
def revoke_partner_link(request: Request, link_id: str) -> HttpResponse:
    link = permissions.get_partner_link_for(request.actor, link_id)
    actions.revoke_partner_link(request.actor, link, bars_address=request.POST.get("bar") == "yes")
    messages.success(request, _("The link was revoked. It no longer works."))
    return _back_to_links(request, link)


def _back_to_links(request: Request, link: PartnerLink) -> HttpResponse:
    organization_id = link.organization.public_id
    return see_other(request.district.url("partner_links", organization_id=organization_id))


@require_get_or_post
def change_directory_settings(request: Request) -> HttpResponse:
    allow(permissions.may_manage_directory(request.actor))
    kept = directory_settings()
    names = DirectorySettingsForm.base_fields
    form = DirectorySettingsForm(posted(request), initial={name: getattr(kept, name) for name in names})
    if act(form, actions.change_directory_settings, request.actor) is not None:
        messages.success(request, _("Saved."))
        return see_other(request.district.url("directory_desk"))
    return form_page(request, "partner/change_directory_settings.html", form, is_mail_sent=is_mail_sent())
