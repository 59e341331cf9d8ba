"""The language of a page and its direction."""

from collections.abc import Sequence
from functools import cache

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.http import HttpResponseBase
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_info
from django.utils.translation.trans_real import parse_accept_lang_header


def _offered(code: str, allowed: Sequence[str]) -> str | None:
    code = code.lower()
    if code in allowed:
        return code
    base = code.split("-")[0]
    return base if base in allowed else None


def negotiate(query: str, cookie: str, accept_header: str, allowed: Sequence[str]) -> str:
    """The language in the link, else the one chosen before, else the device's, else the first offered."""
    for code in (query, cookie, *(code for code, _weight in parse_accept_lang_header(accept_header))):
        if code and (found := _offered(code, allowed)):
            return found
    return allowed[0]


def remember_language(response: HttpResponseBase, code: str) -> None:
    """Keep the language chosen in this browser for a year, whoever signs in or out in it."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=31_536_000,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )


def direction(code: str) -> str:
    try:
        return "rtl" if get_language_info(code)["bidi"] else "ltr"
    except KeyError:
        return "ltr"


def language_name(code: str) -> str:
    """The name of a language within a sentence of the page's language; its code, if it has no name here."""
    try:
        name = str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
    return name.lower() if get_language() == "es" else name


def named_language(name: str, code: str = "") -> str:
    """A language that a file names, in the page's language and with a capital; else as the file has it."""
    known = _languages_by_name().get(name.strip().casefold()) or ("" if name else code)
    return capfirst(language_name(known)) if known else name


@cache
def _languages_by_name() -> dict[str, str]:
    """The codes of languages by their English name and the name that they call themselves."""
    named = [(code, info) for code, info in LANG_INFO.items() if "name" in info]
    own = {info["name_local"].casefold(): code for code, info in named}
    return {**own, **{info["name"].casefold(): code for code, info in named}}


def language_choices() -> list[tuple[str, str]]:
    """The languages a form offers: all but the pseudo-language for tests."""
    return [(code, name) for code, name in settings.LANGUAGES if code != settings.PSEUDO_LANGUAGE]
