"""Pagination, 25 rows a page."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

PER_PAGE = 25


def page_of(
    request: HttpRequest,
    rows: "QuerySet[Model, object] | Sequence[object]",
    per_page: int = PER_PAGE,
    *,
    name: str = "page",
) -> "Page[Any]":
    """The page that `?page=` requests; an invalid number gives the first or the last page.

    A second list on a page needs its own `name`, which is passed to `ui/pages.html` too.
    """
    return Paginator(rows, per_page).get_page(request.GET.get(name))
