"""Template context of every page: the district, the languages offered and the desk's navigation."""

from datetime import datetime
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from throughline.accounts.models import District, Role
from throughline.accounts.permissions import Actor

# The entry of the desk's navigation that a page belongs to, by the app of its view.
ENTRY_OF_APP = {
    "accounts": "district_settings",
    "convene": "cycles",
    "listen": "cycles",
    "measure": "directives",
    "understand": "directives",
    "align": "directives",
    "partner": "organizations",
    "report": "publications",
}


def _entries(actor: Actor) -> list[tuple[str, str]]:
    if not actor.is_staff:
        return [
            ("partner_home", _("Your organization")),
            ("organizations", _("Partners")),
            ("supports", _("Supports at schools")),
        ]
    entries = [
        ("desk", _("Home")),
        ("cycles", _("1 Create a forum")),
        ("directives", _("2 Act on priorities")),
        ("publications", _("3 Report progress")),
        ("continuing", _("4 Plan the next cycle")),
        ("organizations", _("Partners")),
        ("help", _("Guide")),
    ]
    return [*entries, ("district_settings", _("Settings"))] if actor.has(Role.OWNER) else entries


def _current_entry(request: HttpRequest, names: list[str]) -> str:
    match = request.resolver_match
    if match is None:
        return ""
    if match.url_name in names:
        return match.url_name or ""
    app = match.func.__module__.split(".")[1] if match.func.__module__.startswith("throughline.") else ""
    if app == "guide":
        return "help" if match.route.split("/", 3)[-1].startswith("help") else "desk"
    return ENTRY_OF_APP.get(app, "")


def _desk_nav(request: HttpRequest, district: District, actor: Actor) -> list[dict[str, str | bool]]:
    entries = _entries(actor)
    current = _current_entry(request, [name for name, _label in entries])
    return [
        {"label": label, "url": district.url(name), "is_current": name == current} for name, label in entries
    ]


def _two_step_due_at(actor: Actor | None) -> datetime | None:
    """By when this member must set up two-step sign-in, if they must and have not."""
    return actor.person.two_step_due_at if actor and actor.person and actor.lacks_two_step else None


def page(request: HttpRequest) -> dict[str, object]:
    district = getattr(request, "district", None)
    actor = getattr(request, "actor", None)
    offered = [code for code, _name in settings.LANGUAGES]
    return {
        "district": district,
        "forum": None,  # the crisis lines of a page about a forum depend on who it is for
        "actor": actor,
        "offered_languages": getattr(request, "offered_languages", offered),
        "desk_nav": cache(lambda: _desk_nav(request, district, actor))
        if district and actor is not None
        else [],
        "is_demo": settings.DEMO,
        "two_step_due_at": lambda: _two_step_due_at(actor),
    }
