"""What a partner does with its own services: the same with a link and with an account."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.accounts.actions import Refused
from throughline.accounts.permissions import Request
from throughline.partner import actions
from throughline.partner.forms import (
    OpeningsForm,
    PartnerEditForm,
    bring_up_to_date,
    data_with,
    is_changed_since,
    show_state,
)
from throughline.partner.models import CapacityStatus, ProposedEdit, Service
from throughline.partner.queries.history import ToldRow
from throughline.partner.queries.partner_access import (
    PartnerAccess,
    has_confidential_place,
    is_reviewed,
    kept_services,
)
from throughline.partner.queries.proposed_edits import declined_edit_of, waiting_edit_of
from throughline.partner.queries.quotes import names_hidden_street
from throughline.ui.form_pages import act, form_page, posted, see_other
from throughline.ui.pages import page_of

SERVICES_A_PAGE: Final = 10
PAGE_NAME: Final = "services"


def kept_context(request: Request, access: PartnerAccess) -> dict[str, object]:
    """The services of one page, with where their buttons lead."""
    page = page_of(request, access.services, SERVICES_A_PAGE, name=PAGE_NAME)
    place = f"?{PAGE_NAME}={page.number}" if page.number > 1 else ""
    kept = kept_services(access, list(page))
    return {
        "kept_page": page,
        "kept": kept,
        "may_confirm": any(one.waiting is None for one in kept),
        "has_several": len(access.organizations) > 1,
        "statuses": CapacityStatus.choices,
        "confirm_url": access.url("confirm") + place,
        "openings_url": access.url("openings") + place,
    }


def confirm(request: Request, access: PartnerAccess) -> HttpResponse:
    """Confirm the services that were shown, or one of them."""
    chosen = request.POST.getlist("service")[:SERVICES_A_PAGE]
    shown = {key: request.POST.get(f"shown-{key}", "") for key in chosen}
    services = list(access.services.filter(public_id__in=chosen))
    confirmed = actions.confirm_as_partner(access, services, shown=shown)
    n = len(confirmed)
    if n:
        sentence = ngettext(
            "Thank you. Families now see that you confirmed this service today.",
            "Thank you. Families now see that you confirmed these %(n)s services today.",
            n,
        )
        messages.success(request, sentence % {"n": n})
    for service in services:
        if service not in confirmed:
            sentence = _("%(service)s: this entry was changed in the meantime. Please review it again.")
            messages.error(request, sentence % {"service": Truncator(service).chars(200)})
    if not services:
        messages.error(request, _("Nothing was confirmed, because no service of yours was chosen."))
    return _back(request, access, confirmed)


def set_openings(request: Request, access: PartnerAccess) -> HttpResponse:
    form = OpeningsForm(request.POST)
    service = (
        access.services.filter(public_id=form.cleaned_data["service"]).first() if form.is_valid() else None
    )
    if service is None:
        messages.error(request, _("Nothing was changed, because no service of yours was chosen."))
        return _back(request, access, [])
    service = actions.set_openings(access, service, status=form.cleaned_data["status"])
    messages.success(
        request,
        _("Saved. Families now see: %(status)s.") % {"status": service.get_capacity_status_display()},
    )
    return _back(request, access, [service])


def edit(request: Request, access: PartnerAccess, service_id: str) -> HttpResponse:
    """The form of a service: saved at once, or kept until the district approves it."""
    service = access.services.filter(public_id=service_id).first()
    if service is None:
        messages.error(request, _("This service isn't among yours any more. These are your services."))
        return see_other(access.url("home"))
    if "withdraw" in request.POST:
        return _withdraw(request, access, service)
    waits = is_reviewed(service)
    names_street = names_hidden_street(service)
    if request.method != "POST":
        form = _form_to_edit(service, names_street)
        return render(
            request, "partner/edit_own_service.html", _edit_context(access, service, form, waits=waits)
        )
    form = PartnerEditForm(posted(request), service=service, names_street=names_street)
    show_state(form, actions.state_for_partner(service))
    _take_in_known_texts(request, form)
    if _is_sent(form, access, service, waits=waits):
        sentence = _("Sent. Families see the change as soon as the district approves it.")
        messages.success(request, sentence if waits else _("Saved. Families see the change now."))
        return _back(request, access, [service])
    if is_changed_since(form):
        bring_up_to_date(form, actions.state_for_partner(service))
    context = _edit_context(access, service, form, waits=waits)
    return form_page(request, "partner/edit_own_service.html", **context)


def _edit_context(
    access: PartnerAccess, service: Service, form: PartnerEditForm, *, waits: bool
) -> dict[str, Any]:
    """What the page of the form says: the setting, and what waits, are those of this moment."""
    waiting = waiting_edit_of(service.pk)
    return {
        "form": form,
        "service": service,
        "waits": waits,
        "waiting": waiting,
        "waiting_told": told_of(waiting) if waiting and is_changed_since(form) else [],
        "would_change": _would_change(service, form) if is_changed_since(form) else [],
        "declined": None if waiting else declined_edit_of(service.pk),
        "is_confidential": has_confidential_place(service),
        "back": access.url("home"),
        "base": "ui/base_public.html" if access.link else "ui/base_desk.html",
    }


def _would_change(service: Service, form: PartnerEditForm) -> list[ToldRow]:
    """What sending a form again would change of the entry as it is now: others' changes are among it."""
    is_whole = set(form.errors) <= {NON_FIELD_ERRORS} and not form.invalid_rows
    return actions.preview_edit(service, form.cleaned_data) if is_whole else []


def _form_to_edit(service: Service, names_street: Callable[[str], bool]) -> PartnerEditForm:
    """The form as it is first shown: with what waits, or with what was declined and not sent again."""
    edit, state = (
        waiting_edit_of(service.pk) or declined_edit_of(service.pk),
        actions.state_for_partner(service),
    )
    data = None if edit is None else data_with(service, edit.fields, with_blank_rows=True)
    form = PartnerEditForm(data, service=service, names_street=names_street)
    show_state(form, state)
    if data is not None:
        bring_up_to_date(form, state)
    return form


def told_of(edit: ProposedEdit) -> list[ToldRow]:
    """What an edit would change of the entry as it is now; nothing if it doesn't fit any more."""
    form = PartnerEditForm(data_with(edit.service, edit.fields), service=edit.service)
    return actions.preview_edit(edit.service, form.cleaned_data) if form.is_valid() else []


def _withdraw(request: Request, access: PartnerAccess, service: Service) -> HttpResponse:
    try:
        actions.withdraw_edit(access, service, edit_id=request.POST["withdraw"])
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Withdrawn. The entry stays as it is."))
    return _back(request, access, [service])


def _is_sent(form: PartnerEditForm, access: PartnerAccess, service: Service, *, waits: bool) -> bool:
    made: Service | ProposedEdit | None
    if waits:
        changes = form.changes() if form.is_valid() else {}
        made = act(form, actions.propose_edit, access, service, changes=changes)
    else:
        made = act(form, actions.edit_as_partner, access, service)
    return made is not None


def _take_in_known_texts(request: Request, form: PartnerEditForm) -> None:
    """What the entry says already is not screened again each time a partner edits something else."""
    request.texts_taken_in.update(text.replace("\r\n", "\n").strip() for text in form.known_texts())


def _back(request: Request, access: PartnerAccess, services: Sequence[Service]) -> HttpResponse:
    number = request.GET.get(PAGE_NAME, "")
    place = f"?{PAGE_NAME}={number}" if number.isascii() and number.isdecimal() else ""
    anchor = f"#service-{services[0].public_id}" if len(services) == 1 else ""
    return see_other(access.url("home") + place + anchor)
