"""On a phone, a wide table is made of cards that name their columns, or scrolls and says so."""

import re

import pytest
from django.template import Context, Template

NAMES = ("Forum", "State & day", 'The "people"', "Today")


def table(n_columns: int, rows: str, attributes: str = "") -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in NAMES[:n_columns])
    return f"<table{attributes}><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def rendered(html: str, on_phone: str = "") -> str:
    source = '{% load ui %}{% table_region "Forums" on_phone=form %}{{ table|safe }}{% endtable_region %}'
    return Template(source).render(Context({"form": on_phone, "table": html}))


def labels(html: str) -> list[str]:
    return re.findall(r'data-label="([^"]*)"', html)


FULL = '<tr><th scope="row">A survey</th><td>Open</td><td class="n">9</td><td>{}</td></tr>'


def test_each_cell_of_a_card_names_its_column_and_a_row_header_is_the_title() -> None:
    html = rendered(table(4, FULL.format("2")))
    assert labels(html) == ["State & day", "The &quot;people&quot;", "Today"]
    assert '<th role="rowheader" scope="row">A survey</th>' in html
    assert html.count('role="columnheader"') == 4
    assert '<table role="table" class="as-cards">' in html
    assert 'role="region" tabindex="0" aria-label="Forums"' in html


@pytest.mark.parametrize("nothing", ["", " \n ", "<p> </p>"])
def test_an_empty_cell_has_no_name_on_a_card(nothing: str) -> None:
    html = rendered(table(4, FULL.format(nothing)))
    assert "Today" not in labels(html)
    assert html.count("data-empty") == 1


@pytest.mark.parametrize("thing", ['<input type="checkbox">', "<button></button>", "0"])
def test_a_cell_with_a_control_or_a_zero_is_not_empty(thing: str) -> None:
    assert "Today" in labels(rendered(table(4, FULL.format(thing))))


def test_after_a_cell_that_spans_columns_the_names_are_still_right() -> None:
    row = '<tr><td colspan="2">No count</td><td>9</td><td>2</td></tr>'
    assert labels(rendered(table(4, row))) == ["Forum", "The &quot;people&quot;", "Today"]


def test_a_table_keeps_its_own_class() -> None:
    assert 'class="as-cards by-group"' in rendered(table(4, FULL.format("2"), ' class="by-group"'))


@pytest.mark.parametrize("on_phone", ["", "scroll"])
def test_a_narrow_table_stays_a_table(on_phone: str) -> None:
    html = rendered(table(3, "<tr><td>1</td><td>2</td><td>3</td></tr>"), on_phone)
    assert labels(html) == []
    assert "sideways" not in html


def test_a_table_that_scrolls_says_so() -> None:
    html = rendered(table(4, FULL.format("2")), "scroll")
    assert "Scroll sideways to see the whole table." in html
    assert 'class="scroll wide"' in html
    assert labels(html) == []


def test_a_name_of_a_region_is_escaped() -> None:
    source = "{% load ui %}{% table_region name %}<table></table>{% endtable_region %}"
    assert 'aria-label="&quot;&lt;b&gt;"' in Template(source).render(Context({"name": '"<b>'}))
