"""What a forum is shared with: messages to copy and posters to print, in the languages of the district."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override

from throughline.convene.models import Forum
from throughline.formats.poster import Poster, PosterText, unprintable_letters

LONGEST_MESSAGE = 300
"""So that it fits into two text messages, which phones show as one."""
SHORTEST_TITLE, LONGEST_PLACE = 20, 70
ENDS = ("?", "!", ".", "…", "。", "？", "！", "؟", "۔", "।")
"""How a title ends that needs no period after it."""


def short_address(forum: Forum) -> str:
    """The short link that opens the page for taking part."""
    path = forum.district.url("short_link", short_code=forum.short_code)
    return f"{settings.BASE_URL}{path}"


def typed_address(forum: Forum) -> str:
    """The short link as it is printed and typed, without `https://`."""
    return short_address(forum).split("://", 1)[-1]


@dataclass(frozen=True)
class Message:
    """A text to paste into the messenger with which a school reaches families."""

    language: str
    text: str


@dataclass(frozen=True)
class Languages:
    """The languages of a poster: one, or two side by side."""

    codes: tuple[str, ...]

    @property
    def value(self) -> str:
        return "-".join(self.codes)


@dataclass(frozen=True)
class Sharing:
    """All that the page of a forum offers to share it with.

    `untranslated` are languages of the district into which the title is not translated; `unprintable` those
    whose letters the poster does not have.
    """

    address: str
    messages: Sequence[Message]
    posters: Sequence[Languages]
    untranslated: Sequence[str]
    unprintable: Sequence[str]


def sharing(forum: Forum, now: datetime) -> Sharing:
    written = _languages_of(forum)
    posters = printable_languages(forum)
    first, others = posters[:1], posters[1:]
    return Sharing(
        address=short_address(forum),
        messages=[Message(code, message(forum, code, now)) for code in written],
        posters=[Languages((*first, other)) for other in others] or [Languages((code,)) for code in first],
        untranslated=[code for code in forum.district.languages if code not in written],
        unprintable=[code for code in written if code not in posters],
    )


def _languages_of(forum: Forum) -> list[str]:
    """The languages of the district in which the forum has a title; at least the one it is written in."""
    written = [code for code in forum.district.languages if forum.title.texts.get(code)]
    return written or [forum.title.source_language]


def printable_languages(forum: Forum) -> list[str]:
    return [code for code in _languages_of(forum) if not unprintable_letters(forum.title.in_language(code))]


def message(forum: Forum, language: str, now: datetime) -> str:
    """A message of at most 300 characters; a long title is cut, never the link."""
    with override(language):
        link = f"{short_address(forum)}?lang={language}"
        whole = _("%(district)s wants to hear from you: “%(title)s”")
        unended = _("%(district)s wants to hear from you: “%(title)s”.")
        rest = [*_when(forum, now), _("You don't need an account: %(link)s") % {"link": link}]
        names = {"district": forum.district.name, "title": ""}
        taken = len(" ".join([unended % names, *rest]))
        title = Truncator(forum.title.in_language(language)).chars(
            max(LONGEST_MESSAGE - taken, SHORTEST_TITLE)
        )
        invitation = whole if title.rstrip('”"») ').endswith(ENDS) else unended
        return " ".join([invitation % {**names, "title": title}, *rest])


def _when(forum: Forum, now: datetime) -> list[str]:
    """When people can take part; when and where a meeting is."""
    if forum.is_meeting:
        return _meeting(forum)
    lines = []
    if forum.opens_at is not None and now < forum.opens_at:
        day = timezone.localdate(forum.opens_at, forum.district.zone)
        lines.append(_("Opens %(day)s.") % {"day": _written(day)})
    if forum.last_day is not None:
        lines.append(_("Open until %(day)s.") % {"day": _written(forum.last_day)})
    return lines


def _meeting(forum: Forum) -> list[str]:
    lines = []
    if forum.when_label:
        lines.append(_("When: %(when)s.") % {"when": forum.when_label.rstrip(".")})
    if forum.place:
        place = Truncator(str(forum.place)).chars(LONGEST_PLACE)
        lines.append(_("Where: %(place)s.") % {"place": place.rstrip(".")})
    return lines


def _written(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def poster(forum: Forum, languages: Sequence[str], qr: str, now: datetime) -> Poster:
    return Poster(
        district=forum.district.name,
        link=typed_address(forum),
        qr=qr,
        texts=[_poster_text(forum, language, now) for language in languages],
        color=forum.district.accent,
    )


def _poster_text(forum: Forum, language: str, now: datetime) -> PosterText:
    cycle = forum.cycle
    with override(language):
        lines = _when(forum, now)
        if cycle.decision.texts.get(language):
            lines.append(_("What this informs: %(decision)s") % {"decision": cycle.decision})
        if cycle.decider.texts.get(language):
            lines.append(_("Who decides: %(decider)s") % {"decider": cycle.decider})
        notes = [
            _("You don't need an account, and we don't ask for your name."),
            _(
                "Responses are not monitored 24 hours a day. If you or someone else is in danger, call 911. "
                "If you need to talk to someone now, call or text 988."
            ),
        ]
        if forum.district.state == "CO":
            notes.append(
                _(
                    "In Colorado, you can report a concern to Safe2Tell without giving your name: "
                    "1-877-542-7233."
                )
            )
        return PosterText(
            language=language,
            title=forum.title.in_language(language),
            lines=[line for line in lines if not unprintable_letters(line)],
            call=_("Scan the code or type this address to learn more.")
            if forum.is_meeting
            else _("Scan the code or type this address to take part."),
            note=" ".join(notes),
        )
