"""Tables on a phone: each row as a card with its column names, or a table that scrolls and says so.

Cards need the name of the column in each cell, and the roles that some browsers drop from a table that is
laid out otherwise. Both come from the table's own header, so they can't differ from it.
"""

import re
from collections.abc import Iterator

from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe

CARDS, SCROLL, TABLE = "cards", "scroll", "table"
MOST_COLUMNS_OF_A_TABLE = 3
"""A table with more columns than this does not fit a phone of 360 pixels."""

HEAD = re.compile(r"<thead\b.*?</thead>", re.DOTALL)
ROW = re.compile(r"<tr\b[^>]*>.*?</tr>", re.DOTALL)
CELL = re.compile(r"<(?P<tag>t[dh])\b(?P<attributes>[^>]*)>(?P<content>.*?)</(?P=tag)>", re.DOTALL)
SPAN = re.compile(r'\bcolspan="(\d+)"')
PART = re.compile(r"<(table|thead|tbody|tfoot|tr)\b")
ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tfoot": "rowgroup", "tr": "row"}
MARKS = re.compile(r"<(?:input|select|button|svg|img|progress)\b")


def column_names(table: str) -> list[str]:
    """The names in the last row of a table's header, escaped; a name is repeated for each column it spans."""
    head = HEAD.search(table)
    rows = ROW.findall(head.group()) if head else []
    return [
        " ".join(strip_tags(cell["content"]).split()).replace('"', "&quot;")
        for cell in CELL.finditer(rows[-1] if rows else "")
        for _column in range(_width(cell))
    ]


def form_on_phone(table: str, wish: str = "") -> str:
    """Cards for a table that is too wide for a phone, or what is wished for it; a narrow table stays one."""
    is_narrow = len(column_names(table)) <= MOST_COLUMNS_OF_A_TABLE
    return TABLE if is_narrow and wish != CARDS else wish or CARDS


def as_cards(table: str) -> SafeString:
    """The table with the class, the roles and the names of columns that its rows need as cards."""
    names = column_names(table)
    head = HEAD.search(table)
    start = head.end() if head else 0
    labeled = table[:start] + ROW.sub(lambda row: "".join(_labeled(row.group(), names)), table[start:])
    labeled = CELL.sub(lambda cell: _with_role(cell, is_head=cell.start() < start), labeled)
    labeled = PART.sub(lambda tag: f'{tag.group()} role="{ROLES[tag[1]]}"', labeled)
    return mark_safe(_with_class(labeled))  # noqa: S308  a rendered template, whose values are escaped


def table_region(table: str, label: str, hint: str, on_phone: str = "") -> SafeString:
    """A table in a region that scrolls sideways where it must, named for people who don't see it."""
    form = form_on_phone(table, on_phone)
    cue = format_html('<p class="small sideways" aria-hidden="true">{}</p>', hint) if form == SCROLL else ""
    return format_html(
        '{}<div class="scroll{}" role="region" tabindex="0" aria-label="{}">{}</div>',
        cue,
        " wide" if form == SCROLL else "",
        label,
        as_cards(table) if form == CARDS else mark_safe(table),  # noqa: S308  as above
    )


def _width(cell: "re.Match[str]") -> int:
    span = SPAN.search(cell["attributes"])
    return int(span[1]) if span else 1


def _labeled(row: str, names: list[str]) -> Iterator[str]:
    """A row whose cells name their column; an empty cell is marked, so that it isn't shown."""
    column = end = 0
    for cell in CELL.finditer(row):
        yield row[end : cell.start("attributes")]
        name = names[column] if column < len(names) else ""
        if not strip_tags(cell["content"]).strip() and not MARKS.search(cell["content"]):
            yield ' data-empty=""'
        elif cell["tag"] == "td" and name:
            yield f' data-label="{name}"'
        yield row[cell.start("attributes") : cell.end()]
        column, end = column + _width(cell), cell.end()
    yield row[end:]


def _with_role(cell: "re.Match[str]", *, is_head: bool) -> str:
    role = "cell" if cell["tag"] == "td" else "columnheader" if is_head else "rowheader"
    return f'<{cell["tag"]} role="{role}"{cell["attributes"]}>{cell["content"]}</{cell["tag"]}>'


def _with_class(table: str) -> str:
    opening = re.search(r"<table\b[^>]*>", table)
    if opening is None:
        return table
    tag = opening.group()
    named = (
        tag.replace('class="', 'class="as-cards ', 1) if 'class="' in tag else f'{tag[:-1]} class="as-cards">'
    )
    return table.replace(tag, named, 1)
