"""Long lists in pages of 25, for any requested page."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from throughline.ui.pages import page_of


@pytest.mark.parametrize(("n", "asked", "number", "shown"), [(0, "1", 1, 0), (1, "9", 1, 1), (51, "3", 3, 1)])
def test_a_list_of_any_length_has_the_page_that_was_asked_for_or_the_nearest(
    n: int, asked: str, number: int, shown: int
) -> None:
    page = page_of(RequestFactory().get("/", {"page": asked}), list(range(n)))
    assert (page.number, len(page)) == (number, shown)


@pytest.mark.parametrize("asked", ["", "-1", "all", "1e9", "٣x"])
def test_a_page_that_makes_no_sense_is_no_error(asked: str) -> None:
    assert page_of(RequestFactory().get("/", {"page": asked}), list(range(200))).number in {1, 8}


def test_turning_pages_keeps_the_filters() -> None:
    request = RequestFactory().get("/", {"q": "bus", "page": "2"})
    page = page_of(request, list(range(200)))
    html = render_to_string("ui/pages.html", {"page": page, "request": request}, request)
    assert "q=bus" in html
    assert "page=1" in html
    assert "page=3" in html


def test_two_lists_on_a_page_turn_apart() -> None:
    request = RequestFactory().get("/", {"page": "2", "invited": "3"})
    page = page_of(request, list(range(200)), name="invited")
    assert page.number == 3
    context = {"page": page, "pages_name": "invited", "pages_label": "Invited", "request": request}
    html = render_to_string("ui/pages.html", context, request)
    assert "?page=2&amp;invited=4" in html
    assert 'aria-label="Invited"' in html
