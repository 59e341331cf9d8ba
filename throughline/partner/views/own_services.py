"""What partner contacts who signed in do with the services of their organizations."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from throughline.accounts.permissions import Request, allow, screened
from throughline.partner import permissions
from throughline.partner.queries.partner_access import PartnerAccess, access_of_member
from throughline.partner.views import kept_services
from throughline.ui.form_pages import require_get_or_post


def _access(request: Request) -> PartnerAccess:
    """The organizations in whose listing the person's address is: whoever is in none may do nothing here."""
    access = access_of_member(request.actor)
    allow(bool(access.organizations))
    return access


@screened
@require_POST
def confirm_own_services(request: Request) -> HttpResponse:
    return kept_services.confirm(request, _access(request))


@screened
@require_POST
def set_own_openings(request: Request) -> HttpResponse:
    return kept_services.set_openings(request, _access(request))


@screened
@require_get_or_post
def edit_own_service(request: Request, service_id: str) -> HttpResponse:
    permissions.get_service(service_id)  # of another district there is none, whoever asks
    return kept_services.edit(request, _access(request), service_id)
