"""Long lists, fifty at a time."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

PER_PAGE = 50


def page_of(
    request: HttpRequest,
    rows: "QuerySet[Model, object] | Sequence[object]",
    per_page: int = PER_PAGE,
    *,
    name: str = "page",
) -> "Page[Any]":
    """The page that `?page=` asks for; a number that makes no sense gives the nearest page there is.

    A second list on a page turns by a `name` of its own, which `ui/pages.html` is passed too.
    """
    return Paginator(rows, per_page).get_page(request.GET.get(name))
