"""Template tags and filters."""

import re
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

from django import template
from django.forms import BaseForm, BoundField
from django.template.base import NodeList, Parser, Token
from django.template.context import Context, RequestContext
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator, capfirst
from django.utils.translation import get_language, gettext

from throughline.ui import tables
from throughline.ui.data_kinds import KINDS, count_with_kind
from throughline.ui.fields import TranslatedText
from throughline.ui.forms import Words
from throughline.ui.language import direction, language_name

register = template.Library()


@register.simple_tag(takes_context=True)
def durl(context: RequestContext, name: str, **kwargs: object) -> str:
    """The URL of a page of the request's district."""
    url: str = context["district"].url(name, **kwargs)
    return url


@register.simple_tag(takes_context=True)
def page_address(context: RequestContext, number: int, name: str = "") -> str:
    """The URL of the same page with its filters, at another page of one of its lists."""
    query = context["request"].GET.copy()
    query[name or "page"] = str(number)
    return f"?{query.urlencode()}"


@register.filter
def translated(value: object) -> SafeString | str:
    """A text in the reader's language, or else in its source language, marked as such."""
    if not isinstance(value, TranslatedText):
        return str(value or "")
    language = value.lang
    if language == get_language() or not str(value):
        return str(value)
    return format_html('<span lang="{}" dir="{}">{}</span>', language, direction(language), str(value))


class PageTitle(template.Node):
    """What a page does, and the object it is about, unless the title names that already."""

    OBJECTS = ("directive", "initiative", "finding", "organization", "service", "code", "forum", "cycle")
    LONGEST = 60

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        title = self.nodelist.render(context)
        name = next((name for name in map(context.get, self.OBJECTS) if name), None)
        about = _name_of(name)
        if not about or conditional_escape(about) in title:
            return title
        return format_html("{} · {}", title, Truncator(about).chars(self.LONGEST))


def _name_of(row: object) -> str:
    """The name under which people know a row: its title, its name or its sentence."""
    names = (getattr(row, field, "") for field in ("title", "name", "sentence"))
    return next((str(name) for name in names if name and not callable(name)), "")


@register.tag
def page_title(parser: Parser, token: Token) -> PageTitle:
    """Around a page's title: adds the name of the object that the page is about."""
    nodelist = parser.parse(("endpage_title",))
    parser.delete_first_token()
    return PageTitle(nodelist)


@register.simple_block_tag
def table_region(content: SafeString, label: str, on_phone: str = "") -> SafeString:
    """Around every table: on a phone, the rows of a wide one become cards, or it scrolls and says so.

    `on_phone` is "cards", "scroll" or "table"; without it, a table of more than three columns becomes cards.
    """
    return tables.table_region(
        content, str(label), gettext("Scroll sideways to see the whole table."), on_phone
    )


DAYS = frozenset({"DATE_FORMAT"})


@register.filter
def local_time(moment: datetime | None, form: str = "DATETIME_FORMAT") -> SafeString | str:
    """A time in the district's time zone, which the middleware has activated.

    The page holds no more of it than it shows: where it shows the day, its source has the day alone.
    """
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    exact = local.date().isoformat() if form in DAYS else local.isoformat(timespec="minutes")
    return format_html('<time datetime="{}">{}</time>', exact, date_format(local, form))


@register.simple_tag
def n_of(n: int | Literal[""] | None, kind: str, counted: str = "people") -> str:
    """How many a figure is based on, and what kind of data they are; see `count_with_kind`."""
    return count_with_kind(None if n == "" else n, kind, counted)


@register.filter
def claim(kind: str) -> str:
    """What may be claimed from this kind of data, for staff."""
    return str(KINDS[kind].claim) if kind in KINDS else ""


@register.filter
def public_claim(kind: str) -> str:
    """The same, for everyone."""
    return str(KINDS[kind].public_claim) if kind in KINDS else ""


register.filter(language_name)


@register.filter
def percent(share: float | None) -> str:
    """A share of 0 to 1 as a whole percentage."""
    return "" if share is None else f"{100 * share:.0f}%"


# A crisis line (911, 988), a number with an area code, or an e-mail address.
WAY_TO_REACH = re.compile(
    r"(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)|(?<![\w,.-])(?P<phone>911|988|\+?[\d(][\d ().-]{7,}\d)(?![\w-])"
)


@register.filter
def reachable(text: Words) -> SafeString:
    """Turn phone numbers and e-mail addresses into links, for calling and writing."""

    def link(match: re.Match[str]) -> str:
        if mail := match["mail"]:
            return format_html('<a href="mailto:{}">{}</a>', mail, mail)
        dialled = re.sub(r"[^\d+]", "", match["phone"])
        return format_html('<a class="tel" dir="ltr" href="tel:{}">{}</a>', dialled, match["phone"])

    return mark_safe(WAY_TO_REACH.sub(link, conditional_escape(text)))  # noqa: S308  escaped first


@register.filter
def translated_with_original(value: TranslatedText | str) -> SafeString | str:
    """What someone wrote, translated if it can be, with the original or the name of its language."""
    note = language_note(value)
    return format_html("{} {}", translated(value), note) if note else translated(value)


@register.filter
def language_note(value: TranslatedText | str) -> SafeString | str:
    """The original of a translation, or the name of a language that is not the reader's; else nothing."""
    if not isinstance(value, TranslatedText):
        return ""
    source, reader = value.source_language, get_language() or ""
    if value.lang != source and value.is_original_in_all:
        return ""
    if value.lang != source:
        text = format_html('<span lang="{}" dir="{}">{}</span>', source, direction(source), value.source)
        label = gettext("Translated. Original (%(language)s):") % {"language": language_name(source)}
        return format_html('<span class="small original">{} {}</span>', label, text)
    name = language_name(source)
    if source.split("-")[0] == reader.split("-")[0] or name == source or not value:
        return ""
    return format_html('<span class="tag">{}</span>', capfirst(name))


@register.filter
def unlocalized(number: float | None) -> str:
    """A number as HTML attributes need it, whatever the reader's language."""
    return "" if number is None else repr(number)


@register.filter
def grouped(number: float | None) -> str:
    """A number with its digits grouped as in the reader's language."""
    return "" if number is None else number_format(number, force_grouping=True)


@register.filter
def money(amount: float, currency: str) -> str:
    """An amount with its currency: $20 or $12.50, 20 CAD, or 20 alone where no currency is known."""
    words = number_format(amount, 0 if amount == round(amount) else 2, use_l10n=True, force_grouping=True)
    return f"${words}" if currency == "USD" else f"{words} {currency}".strip()


@register.filter
def n_in_use(form: BaseForm) -> int:
    """How many fields of a form of filters narrow the list; the first choice of a field does not."""

    def narrows(field: BoundField) -> bool:
        first = next((value for value, _label in getattr(field.field, "choices", ())), field.initial)
        return bool(field.value()) and field.value() != first

    return sum(narrows(field) for field in form)


@register.filter
def first_id(field: BoundField) -> str:
    """The id of a field's first input, to which the list of errors links."""
    boxes = field.subwidgets if field.use_fieldset else []
    for box in boxes:
        if found := box.data["attrs"].get("id"):
            inner = box.data.get("subwidgets")
            return str(inner[0]["attrs"].get("id", found)) if inner else str(found)
    return str(field.id_for_label or field.auto_id)


@register.filter
def weblink(address: str) -> SafeString | str:
    """A user's web address as a link; any other text unchanged."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return address
    if parts.scheme.lower() not in {"http", "https"} or not parts.netloc:
        return address
    shown = (parts.netloc + parts.path).rstrip("/")
    return format_html('<a href="{}" rel="noreferrer nofollow">{}</a>', address.strip(), shown)
