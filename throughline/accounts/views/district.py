from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from throughline.accounts import actions, queries
from throughline.accounts.forms.district import BasicsForm, DistrictForm, SchoolForm
from throughline.accounts.forms.lines import SchoolsForm
from throughline.accounts.forms.small_groups import SmallGroupsForm
from throughline.accounts.models import Role, SetupStep
from throughline.accounts.permissions import (
    Request,
    allow,
    cacheable,
    get_school_for,
    may_manage_district,
    public,
)
from throughline.ui.color import accent_css
from throughline.ui.form_pages import act, form_page, posted, require_get_or_post, see_other, sent_files
from throughline.ui.pages import page_of

MOST_ALERTED = 20


@public
@cacheable
@require_safe
def accent(request: Request) -> HttpResponse:
    """The district's color as a stylesheet of its own, so that no page needs an inline style."""
    return HttpResponse(accent_css(request.district.accent), content_type="text/css; charset=utf-8")


@require_get_or_post
def district_settings(request: Request) -> HttpResponse:
    allow(may_manage_district(request.actor))
    form = DistrictForm(posted(request), initial=DistrictForm.initial_of(request.district))
    if act(form, actions.change_district, request.actor, request.district) is not None:
        actions.confirm_setup(request.actor, request.district, steps=[SetupStep.LANGUAGES])
        messages.success(request, _("Saved."))
        return see_other(request.district.url("district_settings"))
    return form_page(request, "accounts/district_settings.html", form)


@require_get_or_post
def small_groups(request: Request) -> HttpResponse:
    """Settings for which numbers are too small to show."""
    allow(may_manage_district(request.actor))
    form = SmallGroupsForm(posted(request), initial=SmallGroupsForm.initial_of(request.district))
    if form.is_valid():
        actions.change_small_groups(request.actor, request.district, **form.numbers)
        actions.confirm_setup(request.actor, request.district, steps=[SetupStep.SMALL_GROUPS])
        messages.success(request, _("Saved. The rule applies to everything shown from now on."))
        return see_other(request.district.url("small_groups"))
    return form_page(request, "accounts/small_groups.html", form)


@require_safe
def schools(request: Request) -> HttpResponse:
    allow(may_manage_district(request.actor))
    return render(request, "accounts/schools.html", {"page": page_of(request, queries.schools_in_scope())})


@require_get_or_post
def create_school(request: Request) -> HttpResponse:
    allow(may_manage_district(request.actor))
    form = SchoolForm(posted(request), taken=queries.schools_in_scope().values_list("name", flat=True))
    if act(form, actions.create_school, request.actor) is not None:
        messages.success(request, _("Saved."))
        return see_other(request.district.url("schools"))
    return form_page(request, "accounts/create_school.html", form)


@require_get_or_post
def edit_school(request: Request, school_id: str) -> HttpResponse:
    allow(may_manage_district(request.actor))
    school = get_school_for(request.actor, school_id)
    others = queries.schools_in_scope().exclude(pk=school.pk).values_list("name", flat=True)
    form = SchoolForm(posted(request), initial=SchoolForm.initial_of(school), taken=others)
    if act(form, actions.change_school, request.actor, school) is not None:
        messages.success(request, _("Saved."))
        return see_other(request.district.url("schools"))
    return form_page(request, "accounts/edit_school.html", form, school=school)


@require_get_or_post
def create_schools(request: Request) -> HttpResponse:
    """Paste many schools, or choose a file with them. A file is read at once and not stored."""
    allow(may_manage_district(request.actor))
    form = SchoolsForm(posted(request), sent_files(request), existing=queries.schools_in_scope())
    schools = act(form, actions.create_schools, request.actor)
    if schools is not None:
        n_filled = len(form.cleaned_data["filled"])
        messages.success(request, _schools_message(len(schools), n_filled, form.unused))
        return see_other(request.district.url("setup_next" if "setup" in request.GET else "schools"))
    return form_page(request, "accounts/create_schools.html", form)


def _schools_message(n_added: int, n_filled: int, unused: Sequence[str]) -> str:
    added = ngettext("Added %(n)s school.", "Added %(n)s schools.", n_added) % {"n": n_added}
    filled = ngettext("Filled in %(n)s listed school.", "Filled in %(n)s listed schools.", n_filled)
    message = " ".join([added, filled % {"n": n_filled}][: 2 if n_filled else 1])
    if unused:
        names = ", ".join(name[:40] for name in unused[:10])
        message += " " + _("These columns were not used: %(names)s.") % {"names": names}
    return message


@require_get_or_post
def set_basics(request: Request) -> HttpResponse:
    """What a new district needs before its first cycle, on one page."""
    allow(may_manage_district(request.actor))
    form = BasicsForm(posted(request), initial=BasicsForm.initial_of(request.district))
    if act(form, actions.set_basics, request.actor, request.district) is not None:
        messages.success(request, _("Saved."))
        return see_other(request.district.url("setup_next"))
    people = queries.people_with_roles(Role.OWNER, Role.COORDINATOR)[:MOST_ALERTED]
    return form_page(request, "accounts/set_basics.html", form, alerted=people)


@require_safe
def outbox(request: Request) -> HttpResponse:
    """The demo's mail. A real server has no such page."""
    allow(may_manage_district(request.actor))
    if not settings.DEMO:
        raise Http404
    sent = queries.outbox_messages(request.district, actions.DISTRICT_HEADER)
    return render(request, "accounts/outbox.html", {"sent": sent})
