"""Recognize columns of personal data by their names, in English and Spanish, and by their cells."""

import ipaddress
import re
import unicodedata
from collections.abc import Collection
from contextlib import suppress
from typing import Final, Literal

PersonalData = Literal["name", "email", "phone", "address", "birth", "place", "device", "id", "other"]
"""What personal data a column seems to have."""

_MOST_WORDS_OF_A_LABEL: Final = 8
_LABELS: Final[dict[PersonalData, re.Pattern[str]]] = {
    "email": re.compile(r"\be ?mails?\b|\bemails?\b|\bcorreos?\b|\bgmail\b"),
    "phone": re.compile(
        r"\bphones?\b|\btelephone\b|\bphone ?number\b|\bcell(?:ular)?(?: phone)?(?: number| no)?$|^cell\b|"
        r"\bmobile\b|\btelefonos?\b|\bcelular(?:es)?\b|\bmovil\b|\bwhatsapp\b|\bfax\b|\bsms number\b|"
        r"\bphone(?:number|no)\b|^tel(?:efono)?$"
    ),
    "birth": re.compile(
        r"\bbirth ?(?:day|date|dates|days|year)\b|\bdate of birth\b|\byear of birth\b|\bdob\b|\bd o b\b|"
        r"\bborn\b|\bnacimiento\b|\bcumpleanos\b|\bbirth month\b"
    ),
    "place": re.compile(
        r"\blat$|\blon(?:g)?$|\blatitude\b|\blongitude\b|\blatitud\b|\blongitud$|\bgeo ?(?:location|point)\b|"
        r"\bgps\b|\bcoordinates?\b|\bcoordenadas\b|\blocation (?:lat|lon|acc|alt)\w*"
    ),
    "device": re.compile(
        r"\bip ?addr\w*|^ip$|\bip address\b|\bdireccion ip\b|\bdevice ?(?:id|number|identifier)\b|^device$|"
        r"\bimei\b|\bsim ?serial\b|\bsubscriber ?id\b|\buser ?agent\b|\bmac address\b|\bcookie\b|"
        r"\bbrowser ?(?:meta|info)\w*|\bfingerprint\b|\bid (?:del )?dispositivo\b|\bdispositivo\b|"
        r"\bnetwork id\b"
    ),
    "address": re.compile(
        r"\b(?:home|street|mailing|postal|physical|residential|billing|shipping|family|student|parent|your) "
        r"addr(?:ess)?(?:es)?\b|^addr(?:ess)?(?: ?line)?(?: ?\d)?$|"
        r"\bstreet(?: address| name| number)?$|^street\b|"
        r"\baddress ?(?:line ?)?[12]\b|\bdomicilio\b|"
        r"^direccion(?: (?:postal|particular|de casa|de la casa|del hogar|completa|residencial|\d).*)?$|"
        r"\bdireccion (?:postal|particular|de casa|de la casa|del hogar|de residencia|residencial)\b|"
        r"^calle(?: y numero)?$|\bapt(?:artment)? (?:number|no)\b|\bcodigo postal\b|\bzip ?\+ ?4\b"
    ),
    "id": re.compile(
        r"\b(?:student|pupil|employee|staff|parent|person|user|respondent|subject|participant|member|learner|"
        r"child|household|family|lunch|badge|sis|state|local|sasid|lasid|powerschool|infinite campus|"
        r"panelist|contact|recipient|external|session|national|tax|driver|license|passport)s? "
        r"?(?:id|ids|number|no|num|code|reference|key|pin)\b|\bsocial security\b|\bssn\b|\bcurp\b|"
        r"\bexternal ?(?:data ?)?reference\b|\bexternal data\b|\bcustom data\b|\bembedded data\b|"
        r"\b(?:numero|id|codigo|clave|matricula|expediente) (?:de |del |de la )?(?:estudiante|alumno|alumna|"
        r"empleado|empleada|seguro|identificacion|usuario|participante)\b|^matricula$|\bseguro social\b|"
        r"\bid badge\b|\bsubmitter id\b"
    ),
    "name": re.compile(
        r"\b(?:first|last|full|middle|maiden|given|family|sur|nick|preferred|legal|user|display|contact|your|"
        r"student|students|child|childs|children|kid|kids|son|daughter|parent|parents|guardian|guardians|caregiver|"
        r"mother|father|mom|dad|teacher|teachers|respondent|participant|recipient|submitter|person|staff|"
        r"employee|volunteer|member|household|printed|sibling|spouse|principal|collector|enumerator|"
        r"interviewer|attendee|guest|sender|author|owner|customer|client|pupil|learner) ?names?\b|"
        r"\bnames? of (?:your |the |my )?(?:student|child|children|kid|son|daughter|parent|guardian|person|"
        r"respondent|teacher)s?\b|^names?$|^(?:the )?names?(?: optional| please| s)$|\busername\b|"
        r"\bfirstname\b|\blastname\b|\bsurname\b|\b(?:submitted|signed|completed) ?by\b|\bsignature\b|"
        r"\bfirma\b|\bapellidos?\b|\bnombres?(?! (?:de la |del |de )?(?:escuela|plantel|distrito|campus|"
        r"organizacion|programa))\b|\busuario\b|\brecipient (?:first|last)\b|\binitials\b|"
        r"\biniciales\b"
    ),
    "other": re.compile(
        r"\bcontact (?:info|information|details)\b|\bdatos de contacto\b|\binformacion de contacto\b|"
        r"\bfacebook\b|\binstagram\b|\btwitter\b|\blinkedin\b|\bsocial media handle\b|\bemergency contact\b|"
        r"\bcontacto de emergencia\b"
    ),
}
_ASKED: Final = (
    r"(?:(?:what|which) (?:is|are|s)|enter|provide|write|type|list|give(?: us)?|print|share|add|include|"
    r"leave(?: us)?|cual es|escriba|indique|anote|proporcione|ponga|favor de \w+)"
)
_POSSESSIVE: Final = (
    r"(?:your|yours|my|his|her|their|the|su|sus|tu|mi|el|la|"
    r"(?:your |the |su |el |la )?"
    r"(?:child|childs|student|students|kids?|son|daughter|hijo|hija|estudiante|alumno)"
    r"(?: s)?)"
)
_DATA_IN_WORDS: Final[tuple[tuple[PersonalData, str], ...]] = (
    ("email", r"(?:e ?mail|correo)"),
    ("phone", r"(?:(?:cell|mobile|home|work|tele)? ?phone|phone number|cell number|telefono|celular)"),
    ("birth", r"(?:birth ?day|birth ?date|date of birth|fecha de nacimiento)"),
    ("address", r"(?:(?:home|street|mailing) )?address|(?:direccion|domicilio)"),
    ("id", r"(?:student|employee|state) (?:id|number)|numero de (?:estudiante|alumno)"),
    ("name", r"(?:(?:first|last|full|complete) )*names?\b(?! of)|nombre(?: completo)?|apellidos?"),
)
_QUESTIONS: Final = tuple(
    (
        kind,
        re.compile(
            rf"\b{_ASKED}(?: (?:us|in|with|please|por favor))? (?:{_POSSESSIVE} )+(?:{data})\b|"
            rf"\b(?:your|su|tu) (?:{data})\b"
        ),
    )
    for kind, data in _DATA_IN_WORDS
)
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.IGNORECASE)
_PHONE: Final = re.compile(
    r"\+?[\d(][\d\s().-]{5,18}\d(?:\s*(?:x|ext\.?|extension)\s*\d{1,6})?", re.IGNORECASE
)
_DATE: Final = re.compile(r"\d{1,4}([/.-])\d{1,2}\1\d{1,4}")
_COORDINATES: Final = re.compile(
    r"\(?\s*-?\d{1,3}\.\d{1,}\s*°?[NSns]?\s*[,; ]\s*-?\d{1,3}\.\d{1,}\s*°?[EWew]?\s*\)?"
    r"(?:[,; ]\s*-?\d+(?:\.\d+)?){0,2}"
)
_STREET: Final = re.compile(
    r"\d{1,6}(?:-\d+)? [\w.' -]{2,60}\b(?:st|street|ave|avenue|rd|road|dr|drive|ln|lane|ct|court|blvd|"
    r"boulevard|way|pl|place|cir|circle|ter|terrace|hwy|highway|pkwy|parkway|trl|trail|apt|unit|po box)\b.*|"
    r"p\.? ?o\.? box \d+.*",
    re.IGNORECASE,
)
_UUID: Final = re.compile(r"(?:uuid:)?\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?", re.IGNORECASE)
_SSN: Final = re.compile(r"\d{3}-\d{2}-\d{4}")
_FEWEST_IDS: Final = 4
_SHORTEST_ID: Final = 4


def plain_header(name: str) -> str:
    """
    Separate the words of a column's name.

    Parameters
    ----------
    name : str
        The name, such as ``FirstName``, ``first_name`` or ``Child's name``.

    Returns
    -------
    str
        The words in lower case and without accents, with single blanks.
    """
    apart = re.sub(r"(?<=[a-zà-ÿ0-9])(?=[A-ZÀ-Þ])|(?<=[A-Z])(?=[A-Z][a-z]{2})", " ", name)
    letters = unicodedata.normalize("NFKD", apart.casefold().replace("’", "'"))
    bare = "".join(one for one in letters if not unicodedata.combining(one))
    bare = re.sub(r"(?<=\w)'s\b|(?<=s)'", "s", bare)
    return " ".join(re.findall(r"[^\W_]+|#", bare))


def personal_by_header(*names: str) -> PersonalData | None:
    """
    Find by its names whether a column has personal data.

    A long name and one that ends in a question mark is a question: it is personal only if it asks for the
    person's own data, so that "Should cell phones be banned?" is none.

    Parameters
    ----------
    *names : str
        Its names.

    Returns
    -------
    str or None
        One of `PersonalData`, or None.
    """
    for name in names:
        plain = plain_header(name)
        words = plain.split()
        for kind, pattern in _QUESTIONS:
            if pattern.search(plain):
                return kind
        if len(words) > _MOST_WORDS_OF_A_LABEL or "?" in name or "¿" in name:
            continue
        for kind, pattern in _LABELS.items():
            if pattern.search(plain):
                return kind
    return None


def personal_by_cells(cells: Collection[str], n_filled: int, *, is_question: bool) -> PersonalData | None:
    """
    Find by its cells whether a column has personal data.

    Parameters
    ----------
    cells : collection of str
        Some of its different cells.
    n_filled : int
        Number of filled cells.
    is_question : bool
        True if the column's name is a question, whose different answers are no ids.

    Returns
    -------
    str or None
        One of `PersonalData`, or None.
    """
    found = [cell.strip() for cell in cells][:200]
    if not found:
        return None

    def most(fits: int) -> bool:
        return 2 * fits >= len(found)

    if most(sum(bool(_EMAIL.fullmatch(cell)) for cell in found)):
        return "email"
    if most(sum(_is_ip(cell) for cell in found)):
        return "device"
    if most(sum(bool(_COORDINATES.fullmatch(cell)) for cell in found)):
        return "place"
    if most(sum(bool(_UUID.fullmatch(cell)) or bool(_SSN.fullmatch(cell)) for cell in found)):
        return "id"
    if most(sum(_is_phone(cell) for cell in found)):
        return "phone"
    if most(sum(bool(_STREET.fullmatch(cell)) for cell in found)):
        return "address"
    is_each_different = len(cells) == n_filled >= _FEWEST_IDS
    return "id" if is_each_different and not is_question and _are_ids(found) else None


def _is_ip(cell: str) -> bool:
    with suppress(ValueError):
        ipaddress.ip_address(cell)
        return True
    return False


def _is_phone(cell: str) -> bool:
    n_digits = sum(one.isdigit() for one in cell)
    if not _PHONE.fullmatch(cell) or not 7 <= n_digits <= 15 or _DATE.match(cell):
        return False
    return n_digits in {10, 11} or not cell.isdigit()


def _are_ids(cells: Collection[str]) -> bool:
    """Ids have a digit, no blank, and nearly the same length: no words, no amounts."""
    lengths = [len(cell) for cell in cells]
    shortest, longest = min(lengths), max(lengths)
    return (
        shortest >= _SHORTEST_ID
        and longest - shortest <= 3
        and all(" " not in cell and any(one.isdigit() for one in cell) for cell in cells)
        and not any(_DATE.match(cell) for cell in cells)
        and not all(cell.replace(".", "", 1).lstrip("-").isdigit() and "." in cell for cell in cells)
    )
