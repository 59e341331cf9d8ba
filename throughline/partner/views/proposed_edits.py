"""Edits of partners that wait for approval."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from throughline.accounts.permissions import Request, allow
from throughline.partner import actions, permissions
from throughline.partner.forms import (
    DeclineEditForm,
    PartnerEditForm,
    bring_up_to_date,
    data_with,
    is_changed_since,
    show_state,
)
from throughline.partner.models import ProposedEdit
from throughline.partner.queries.history import ToldRow
from throughline.partner.queries.proposed_edits import newer_edit_of, waiting_edits
from throughline.partner.queries.quotes import names_hidden_street
from throughline.ui.form_pages import UNPROCESSABLE, act, form_page, posted, require_get_or_post, see_other
from throughline.ui.pages import page_of

EDITS_A_PAGE = 10


def _form(edit: ProposedEdit, shown: str = "") -> PartnerEditForm:
    """The form of the entry as it is now with what the partner changed; `shown` is what was decided on."""
    service = edit.service
    form = PartnerEditForm(data_with(service, edit.fields), service=service)
    state = actions.state_for_partner(service)
    show_state(form, state)
    bring_up_to_date(form, shown or state)
    return form


def _told(edit: ProposedEdit, form: PartnerEditForm) -> list[ToldRow]:
    if not form.is_valid():
        return []
    changed = {*edit.fields["own"], *edit.fields["rows"]}
    values = {name: value for name, value in form.cleaned_data.items() if name in changed}
    return actions.preview_edit(edit.service, values)


@require_safe
def proposed_edits(request: Request) -> HttpResponse:
    allow(permissions.may_manage_directory(request.actor))
    page = page_of(request, waiting_edits(), EDITS_A_PAGE)
    rows = [(edit, _told(edit, _form(edit))) for edit in page]
    return render(request, "partner/proposed_edits.html", {"page": page, "rows": rows})


@require_get_or_post
def proposed_edit(request: Request, edit_id: str) -> HttpResponse:
    """What one edit would change, and approving it."""
    edit = permissions.get_proposed_edit_for(request.actor, edit_id)
    form = _form(edit, request.POST.get("shown", ""))
    if request.method == "POST" and act(form, actions.approve_edit, request.actor, edit) is not None:
        messages.success(request, _("Approved. Families see the change now."))
        return see_other(request.district.url("proposed_edits"))
    is_refused = request.method == "POST"
    shown = _form(edit) if is_refused else form
    status = UNPROCESSABLE if is_refused else 200
    context = {
        "edit": edit,
        "told": _told(edit, shown),
        "form": form,
        "is_changed": is_changed_since(form),
        "shown": shown["shown"].value(),
        "newer": newer_edit_of(edit),
        "naming": shown.texts_naming(names_hidden_street(edit.service)),
    }
    return render(request, "partner/proposed_edit.html", context, status=status)


@require_get_or_post
def decline_edit(request: Request, edit_id: str) -> HttpResponse:
    edit = permissions.get_proposed_edit_for(request.actor, edit_id)
    form = DeclineEditForm(posted(request))
    if act(form, actions.decline_edit, request.actor, edit) is not None:
        messages.success(request, _("Declined. The partner sees your note on its page."))
        return see_other(request.district.url("proposed_edits"))
    return form_page(request, "partner/decline_edit.html", form, edit=edit, newer=newer_edit_of(edit))
