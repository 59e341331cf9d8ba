"""The public pages of schools: what they offer families, their forums, and what came of the last ones."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughline.accounts.permissions import Request, public
from throughline.partner import permissions, queries
from throughline.ui.share import shared_page


@public
@require_safe
def school_pages(request: Request) -> HttpResponse:
    return render(request, "partner/school_pages.html", {"schools": queries.schools_with_offers()})


@public
@require_safe
def school_page(request: Request, school_id: str) -> HttpResponse:
    school = permissions.get_school_of_families(school_id)
    context = {
        "school": school,
        "at_school": queries.offers_at(school),
        "everywhere": queries.offers_at(None),
        "open_forums": queries.open_forums_at(school),
        "past_cycles": queries.past_cycles_at(school),
        "share": shared_page(request.path, school.name),
    }
    return render(request, "partner/school_page.html", context)
