"""What the page shows on which families find a service."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.paginator import Page
from django.utils import timezone

from throughline.accounts.permissions import Request
from throughline.methods.urgent_words import find_urgent
from throughline.partner import permissions, queries
from throughline.partner.forms import FinderForm, suggested, without
from throughline.partner.queries import Found, Listed, Wishes
from throughline.partner.views.common import services_in_state
from throughline.ui.charts import Landmark, MapPlace, PlaceMap, place_map
from throughline.ui.pages import page_of

ON_TOP: Final = ("kind", "language", "open")


@dataclass(frozen=True)
class Searched:
    """A search with its filters, and what it found. `has_state` if staff narrowed it by state."""

    form: FinderForm
    wishes: Wishes
    found: Found
    state: str
    has_state: bool


def searched(request: Request, now: datetime) -> Searched:
    """What the page lists, and the file of its list."""
    form = FinderForm(request.GET, may_manage=permissions.may_manage_directory(request.actor))
    state, in_state = services_in_state(request)
    wishes = form.wishes(now)
    found = queries.find_services(wishes, now, in_state)
    return Searched(form, wishes, found, state, in_state is not None)


def finder_context(request: Request) -> dict[str, Any]:
    now = timezone.localtime()
    search = searched(request, now)
    form, found = search.form, search.found
    confidential = _confidential(search, now)
    closest = None if found.hits or search.has_state else queries.closest(search.wishes, now)
    return {
        "form": form,
        "more": [field for field in form if field.name not in ("q", "state", *ON_TOP)],
        "notes": form.notes,
        "suggested": suggested(form, found.meaning) if found.hits else [],
        "chips": [(label, without(request.GET, name, value)) for name, value, label in form.labels()],
        "state": search.state,
        "found": found,
        "is_asked": bool(form.chosen),
        "closest": closest,
        "helper": queries.directory_settings(),
        "is_urgent": found.meaning.is_urgent,
        "shows_crisis_lines": found.meaning.is_urgent or bool(find_urgent(search.wishes.words)),
        **(_opening(found, confidential, now) if found.meaning.is_urgent and found.hits else {}),
        "has_ages": search.wishes.ages is not None,
        **confidential,
        **_shown(request, form, closest.found if closest else found, now),
    }


def _opening(found: Found, confidential: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Whether any of an urgent search is open, also at a confidential address. Else, which one opens next.

    What is open comes first of those that name what is needed, and first of the others.
    """
    firsts = [*found.hits[:1], *found.hits[found.n_exact : found.n_exact + 1]]
    hours = queries.open_now_at([hit.entry_id for hit in firsts], now)
    hidden = [one.open_now for one in confidential.get("confidential", ()) if one.open_now]
    is_open = any(one.is_open for one in [*hours.values(), *hidden])
    return {"is_any_open": is_open, "next_open": None if is_open else queries.next_to_open(found.hits, now)}


def _confidential(search: Searched, now: datetime) -> dict[str, Any]:
    """Services that no distance and no accessibility finds, because their address is confidential."""
    found = None if search.has_state else queries.find_confidential(search.wishes, now)
    if found is None:
        return {}
    return {
        "confidential": queries.listed_hits(found.hits[: queries.MOST_CONFIDENTIAL], now=now),
        "has_more_confidential": found.n > queries.MOST_CONFIDENTIAL,
        "is_distance": search.wishes.center is not None,
    }


def _shown(request: Request, form: FinderForm, found: Found, now: datetime) -> dict[str, Any]:
    """One page of the list, and the map of the places on it."""
    page: Page[Any] = page_of(request, found.hits)
    listed = queries.listed_hits(list(page), page.start_index() or 1, now)
    return {"page": page, "listed": listed, "chart": _map(form, listed)}


def _map(form: FinderForm, listed: Sequence[Listed]) -> PlaceMap:
    places = [
        MapPlace(one.number, one.entry.latitude, one.entry.longitude)
        for one in listed
        if one.entry.latitude is not None and one.entry.longitude is not None
    ]
    schools = [
        Landmark(one.name, one.latitude, one.longitude)
        for one in form.schools
        if one.latitude is not None and one.longitude is not None
    ]
    center = (form.center.latitude, form.center.longitude) if form.center else None
    return place_map(places, schools, center)
