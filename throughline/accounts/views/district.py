from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from throughline.accounts import actions, queries
from throughline.accounts.forms import DistrictForm, SchoolForm, SmallGroupsForm
from throughline.accounts.permissions import Request, allow, get_school_for, may_manage_district, public
from throughline.ui.colour import accent_css
from throughline.ui.form_pages import require_get_or_post


@public
@require_safe
def accent(request: Request) -> HttpResponse:
    """The district's color as a stylesheet of its own, so that no page needs an inline style."""
    response = HttpResponse(accent_css(request.district.accent), content_type="text/css; charset=utf-8")
    patch_cache_control(response, public=True, max_age=3600)
    return response


@require_get_or_post
def district_settings(request: Request) -> HttpResponse:
    allow(may_manage_district(request.actor))
    form = DistrictForm(request.POST or None, initial=DistrictForm.initial_of(request.district))
    if form.is_valid():
        actions.change_district(request.actor, request.district, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(request.district.url("district_settings"))
    return render(
        request, "accounts/district_settings.html", {"form": form}, status=422 if form.is_bound else 200
    )


@require_get_or_post
def small_groups(request: Request) -> HttpResponse:
    """Which numbers are too small to be shown."""
    allow(may_manage_district(request.actor))
    form = SmallGroupsForm(request.POST or None, initial=SmallGroupsForm.initial_of(request.district))
    if form.is_valid():
        actions.change_small_groups(request.actor, request.district, **form.numbers)
        messages.success(request, _("Saved. It holds for everything that is shown from now on."))
        return redirect(request.district.url("small_groups"))
    return render(request, "accounts/small_groups.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
def schools(request: Request) -> HttpResponse:
    allow(may_manage_district(request.actor))
    return render(request, "accounts/schools.html", {"schools": queries.schools_here()})


@require_get_or_post
def create_school(request: Request) -> HttpResponse:
    allow(may_manage_district(request.actor))
    form = SchoolForm(request.POST or None, taken=queries.schools_here().values_list("name", flat=True))
    if form.is_valid():
        actions.create_school(request.actor, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(request.district.url("schools"))
    return render(
        request, "accounts/create_school.html", {"form": form}, status=422 if form.is_bound else 200
    )


@require_get_or_post
def edit_school(request: Request, school_id: str) -> HttpResponse:
    allow(may_manage_district(request.actor))
    school = get_school_for(request.actor, school_id)
    others = queries.schools_here().exclude(pk=school.pk).values_list("name", flat=True)
    form = SchoolForm(request.POST or None, initial=SchoolForm.initial_of(school), taken=others)
    if form.is_valid():
        actions.change_school(request.actor, school, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(request.district.url("schools"))
    return render(
        request,
        "accounts/edit_school.html",
        {"form": form, "school": school},
        status=422 if form.is_bound else 200,
    )


@require_safe
def outbox(request: Request) -> HttpResponse:
    """Where the demo's mail goes. A real server has no such page."""
    allow(may_manage_district(request.actor))
    if not settings.DEMO:
        raise Http404
    sent = queries.outbox_messages(request.district, actions.DISTRICT_HEADER)
    return render(request, "accounts/outbox.html", {"sent": sent})
