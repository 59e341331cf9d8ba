"""What several pages of the directory share."""

from collections.abc import Callable
from typing import TypedDict, TypeVar

from django import forms
from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from throughline.accounts.actions import Refused
from throughline.accounts.permissions import Request
from throughline.partner import actions, permissions, queries
from throughline.partner.forms import bring_up_to_date, is_changed_since, show_state
from throughline.partner.models import Location, Organization, Revision, Service
from throughline.ui.form_pages import UNPROCESSABLE, act, see_other

Made = TypeVar("Made")
Entry = Organization | Service | Location

GROUPS_PER_PAGE = 20


def words_of(request: Request, name: str = "q") -> str:
    """What was typed, with room for quotation marks around each word."""
    return request.GET.get(name, "").strip()[:200]


class SearchWords(TypedDict):
    """The searches for a service and a directive in a support's form."""

    service_words: str
    directive_words: str


def search_words(request: Request) -> SearchWords:
    return {
        "service_words": words_of(request, "find_service"),
        "directive_words": words_of(request, "find_directive"),
    }


def services_in_state(request: Request) -> tuple[str, QuerySet[Service] | None]:
    """The state by which those who manage the directory narrow the services, and these; else all."""
    state = request.GET.get("state", "") if permissions.may_manage_directory(request.actor) else ""
    if state == "stale":
        return state, queries.unconfirmed_services(timezone.localdate())
    if state == "full":
        return state, queries.full_services()
    if state == "unavailable":
        return state, queries.unavailable_services()
    return "", None


def problems_for(request: Request, entry: Organization | Service | Location) -> list[str]:
    """What the last check found at an entry, for those who can fix it."""
    if not permissions.may_manage_directory(request.actor):
        return []
    return queries.problems_of_entry(entry._meta.model_name or "", entry.pk)


def initial_of(form: type[forms.Form], row: Model) -> dict[str, object]:
    return {name: getattr(row, name) for name in form.base_fields if name != "terms"}


def edit_as_shown(
    request: Request,
    form: forms.Form,
    action: Callable[..., Made],
    entry: Entry,
    state: Callable[[Entry], str] = queries.state_of,
) -> Made | None:
    """`act` of a form of an entry, refused once if somebody changed the entry since the form was shown."""
    show_state(form, state(entry))
    made = act(form, action, request.actor, entry)
    if made is None and is_changed_since(form):
        bring_up_to_date(form, state(entry))
    return made


def remove_entry(request: Request, entry: Organization | Service, after: str) -> HttpResponse:
    """Ask before an entry is removed with all that hangs on it, then remove it."""
    problem = ""
    if request.method == "POST":
        name = queries.named(entry)
        try:
            removal = actions.remove_entry(request.actor, entry)
        except Refused as refused:
            problem = str(refused)
        else:
            say_removed(request, name, removal)
            return see_other(after)
    table = str(entry._meta.model_name)
    context = {
        "entry": entry,
        "is_organization": table == "organization",
        "back": request.district.url(f"edit_{table}", **{f"{table}_id": entry.public_id}),
        "problem": problem,
    }
    status = UNPROCESSABLE if problem else 200
    return render(request, "partner/remove_entry.html", context, status=status)


def say_removed(request: Request, name: str, removal: Revision | None) -> None:
    """Say on the next page what was removed, with the way to bring it back."""
    sentence = _("“%(name)s” was removed from the directory.") % {"name": Truncator(name).chars(200)}
    if removal is None:
        messages.success(request, sentence)
        return
    url = request.district.url("undo_revision", revision_id=removal.public_id)
    messages.success(request, format_html('{} <a href="{}">{}</a>', sentence, url, _("Undo")))


def kept_instead_or_404(request: Request, table: str, public_id: str) -> str:
    """The address of the entry into which the one with this id was merged."""
    kept = queries.kept_instead(table, public_id)
    if kept is None:
        raise Http404
    return request.district.url(table, **{f"{table}_id": kept.public_id})
