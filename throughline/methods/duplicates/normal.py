"""Write names, addresses, phones and links in one way, so that the same ones are equal."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from throughline.methods.duplicates.entries import Street


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


def _pairs(listed: str) -> dict[str, str]:
    """Words in pairs: the short form, then the long one."""
    words = listed.split()
    return dict(zip(words[::2], words[1::2], strict=True))


LEGAL: Final = _words(
    "inc incorporated llc llp pllc lp ltd limited corp corporation co company nfp npo pc pa pllp sa ac sc cia"
)
"""Legal forms: they end a name and say nothing of who it is."""

STOP_WORDS: Final = _words(
    "a an and at by for from in of on or the to with al con de del el en la las lo los para por un una y e o"
)
"""Words of a name that carry no weight, in English and Spanish."""

NAME_WORDS: Final = _pairs(
    "assn association assoc association ctr center centre center centro center cntr center dept department "
    "comm community cmty community comunidad community comunitario community comunitaria community "
    "svc services svcs services service services servicio services servicios services srvcs services "
    "prog program programs program programa program programas program programme program "
    "univ university universidad university hosp hospital natl national intl international "
    "ch church iglesia church lib library biblioteca library libr library "
    "sch school schools school escuela school escuelas school elem elementary "
    "st saint ste saint mt mount ft fort cnty county condado county "
    "fam family families family familia family familias family "
    "govt government org organization clinics clinic clinica clinic clubs club "
    "ofc office off office oficina office"
)
"""Short and Spanish forms of words that are common in names."""

STREET_WORDS: Final = _pairs(
    "st street str street ave avenue av avenue aven avenue blvd boulevard boul boulevard rd road dr "
    "drive drv drive ln lane ct court pl place plz plaza sq square ter terrace terr terrace cir circle "
    "pkwy parkway pky parkway hwy highway hiway highway fwy freeway expy expressway rte route rt route "
    "trl trail xing crossing aly alley br branch brg bridge byp bypass cres crescent est estate ests "
    "estates ext extension hts heights jct junction lk lake ldg landing mdw meadow mdws meadows mnr "
    "manor mt mount mtn mountain pk park pt point rdg ridge riv river shr shore spg spring spgs "
    "springs sta station vlg village vly valley vw view wy way n north s south e east w west ne "
    "northeast nw northwest se southeast sw southwest first 1 second 2 third 3 fourth 4 fifth 5 sixth "
    "6 seventh 7 eighth 8 ninth 9 tenth 10"
)
"""Short forms of streets: the suffixes and directions of USPS Publication 28 that are in common use."""

UNITS: Final = _words(
    "suite ste unit apt apartment room rm floor fl bldg building dept department lot space spc "
    "no num number oficina depto piso"
)
"""Words before the number of a room: it is not part of the street."""

_QUERY: Final = re.compile(r"[?#]")
_WORD: Final = re.compile(r"[^\W_]+")
_ORDINAL: Final = re.compile(r"(\d+)(?:st|nd|rd|th)")
_EXTENSION: Final = re.compile(r"(?:ext(?:ension)?|x|#|;)\s*\.?\s*\d+\s*$")
_UNIT_MARK: Final = re.compile(r"#\s*[\w-]*")
_NO_ADDRESS: Final = frozenset({"", "n/a", "na", "none", "unknown", "-"})

LOCAL_DIGITS: Final = 10
FEWEST_DIGITS: Final = 7
LONGEST_COMPARED: Final = 250


@lru_cache(maxsize=65_536)
def folded(text: str) -> str:
    """
    Write a text in small letters without accents and apostrophes.

    Parameters
    ----------
    text : str
        A name, a street or a city.

    Returns
    -------
    str
        It is cut at 250 characters, more than any name has.
    """
    decomposed = unicodedata.normalize("NFKD", text[:LONGEST_COMPARED]).casefold()
    letters = (one for one in decomposed if not unicodedata.combining(one) and one not in "'’‘`´.")
    return "".join(letters).replace("&", " and ").strip()


@lru_cache(maxsize=65_536)
def name_words(name: str) -> tuple[str, ...]:
    """
    Take the words of a name that tell it from other names.

    Parameters
    ----------
    name : str
        A name as it is written.

    Returns
    -------
    tuple of str
        In their order, each in its long form, without legal forms at the end and without stop words. A name
        of nothing else keeps its words.
    """
    words = _WORD.findall(folded(name))
    kept = list(words)
    while len(kept) > 1 and kept[-1] in LEGAL:
        kept.pop()
    telling = [NAME_WORDS.get(word, word) for word in kept if word not in STOP_WORDS]
    return tuple(telling or words)


@lru_cache(maxsize=65_536)
def phone_key(number: str) -> str:
    """
    Take the digits of a phone number without its extension.

    Parameters
    ----------
    number : str
        A phone number as it is written.

    Returns
    -------
    str
        Ten digits for a number of North America, all digits for another; empty if there are fewer than seven.
    """
    folded_number = unicodedata.normalize("NFKC", number[:LONGEST_COMPARED]).casefold()
    digits = "".join(str(int(one)) for one in _EXTENSION.sub("", folded_number) if one.isdecimal())
    if len(digits) == LOCAL_DIGITS + 1 and digits.startswith("1"):
        digits = digits[1:]
    return digits if len(digits) >= FEWEST_DIGITS else ""


@lru_cache(maxsize=65_536)
def address_key(address: Street) -> str:
    """
    Write an address in one way: number and street, then the postal code or the city.

    Parameters
    ----------
    address : Street
        An address as it is written.

    Returns
    -------
    str
        Without the suite; empty if it has no street, or neither a postal code nor a city.
    """
    street = folded(address.street)
    if street in _NO_ADDRESS:
        return ""
    words = _WORD.findall(_UNIT_MARK.sub(" ", street))
    kept: list[str] = []
    is_skipped = False
    for place, word in enumerate(words):
        if is_skipped:
            is_skipped = False
        elif place > 1 and word in UNITS:
            is_skipped = True
        else:
            plain = _ORDINAL.sub(r"\1", word)
            kept.append(STREET_WORDS.get(plain, plain))
    where = "".join(_WORD.findall(folded(address.postal_code)))[:5] or " ".join(
        _WORD.findall(folded(address.city))
    )
    return f"{' '.join(kept)}|{where}" if kept and where else ""


@lru_cache(maxsize=65_536)
def email_key(email: str) -> str:
    """
    Write an email address in one way.

    Parameters
    ----------
    email : str
        An email address as it is written.

    Returns
    -------
    str
        Empty if it has no domain.
    """
    plain = folded_link(email.removeprefix("mailto:"))
    return plain if "@" in plain[1:-1] else ""


@lru_cache(maxsize=65_536)
def website_key(url: str) -> str:
    """
    Write the address of a website in one way: host and path.

    Parameters
    ----------
    url : str
        An address as it is written, with or without its scheme.

    Returns
    -------
    str
        Without `www.`, the query and a slash at the end; empty if it has no host.
    """
    place = _QUERY.split(folded_link(url), maxsplit=1)[0].rpartition("//")[2]
    authority, slash, path = place.partition("/")
    host = authority.rpartition("@")[2].removeprefix("www.")
    return f"{host}{(slash + path).rstrip('/')}" if "." in host else ""


def folded_link(text: str) -> str:
    """
    Write an address on the internet in small letters without blanks around it.

    Parameters
    ----------
    text : str
        As it is written.

    Returns
    -------
    str
        It is cut at 250 characters.
    """
    return unicodedata.normalize("NFKC", text[:LONGEST_COMPARED]).strip().casefold()
