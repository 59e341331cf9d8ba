"""Recognize columns of personal data by their names, in English and Spanish."""

import re
import unicodedata
from collections.abc import Collection
from typing import Final, Literal

PersonalData = Literal["name", "email", "phone", "address", "birth", "place", "device", "id", "other"]
"""What personal data a column seems to have."""

_MOST_WORDS_OF_A_LABEL: Final = 8
_LABELS: Final[dict[PersonalData, re.Pattern[str]]] = {
    "email": re.compile(r"\be ?mails?\b|\bemails?\b|\bcorreos?\b|\bgmail\b"),
    "phone": re.compile(
        r"\bphones?\b|\btelephone\b|\bphone ?number\b|\bcell(?:ular)?(?: phone)?(?: number| no| #)?$|^cell\b|"
        r"\bmobile\b|\btelefonos?\b|\bcelular(?:es)?\b|\bmovil\b|\bwhatsapp\b|\bfax\b|\bsms number\b|"
        r"\bphone(?:number|no)\b|^tel(?:efono)?s?(?: no| number| #)?$|^ph(?: no| number| #)?$"
    ),
    "birth": re.compile(
        r"\bbirth ?(?:day|date|dates|days|year)\b|\bdate of birth\b|\byear of birth\b|\bdob\b|\bd o b\b|"
        r"^(?:date )?born(?: on)?$|\b(?:fecha|f|ano|dia|lugar|acta) de nacimiento\b|\bnacimiento$|"
        r"\bcumpleanos\b|\bbirth month\b"
    ),
    "place": re.compile(
        r"\blat$|\bl(?:on|ong|ng)$|^[xy]$|^(?:x|y) coord\w*|\blatitude\b|\blongitude\b|\blatitud\b|"
        r"\blongitud$|\bgeo ?(?:location|point)\b|"
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
        r"^calle(?: y numero)?$|\bapt(?:artment)?(?: (?:number|no|#|unit))?$|\bzip ?\+ ?4\b"
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
        r"student|students|child|childs|children|kid|kids|son|daughter|parent|parents|guardian|guardians|"
        r"caregiver|"
        r"mother|father|mom|dad|teacher|teachers|respondent|participant|recipient|submitter|person|staff|"
        r"employee|volunteer|member|household|printed|sibling|spouse|principal|collector|enumerator|"
        r"interviewer|attendee|guest|sender|author|owner|customer|client|pupil|learner) ?names?\b|"
        r"\bnames? of (?:your |the |my )?(?:student|child|children|kid|son|daughter|parent|guardian|person|"
        r"respondent|teacher)s?\b|^names?$|^(?:the )?names?(?: optional| please| s)$|\busername\b|"
        r"\bfirstname\b|\blastname\b|\bsurname\b|^[flm] ?names?$|^m ?i$|^middle initial$|^[fl]name\b|"
        r"\b(?:submitted|signed|completed) ?by\b|^(?:your |parent |parents |guardian |electronic |"
        r"e )*signature(?: of\b.*)?$|"
        r"\bfirma\b|\bapellidos?\b|\bnombres?(?! (?:de la |del |de )?(?:escuela|plantel|distrito|campus|"
        r"organizacion|programa|curso|materia|actividad|evento))(?! (?:un|una|unos|unas|dos|tres|algun|"
        r"alguna|algo)\b)\b|\busuario\b|\brecipient (?:first|last)\b|\binitials\b|"
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
_NAMED_IN_SPANISH: Final = re.compile(
    r"\bcomo (?:se llaman?|te llamas)(?: (?:usted|ustedes|(?:su|sus|tu|el|la) (?:hij[oa]s?|nin[oa]s?|"
    r"estudiante|"
    r"alumn[oa]|tutor|maestr[oa])))?$"
)
_PERSON: Final = re.compile(
    r"(?:the |su |el |la )?(?:student|pupil|child|kid|parent|guardian|caregiver|mother|father|mom|dad|"
    r"teacher|tutor|"
    r"respondent|participant|contact|person|principal|counselor|alumn[oa]|estudiante|nin[oa]|hij[oa]|padre|"
    r"madre|"
    r"maestr[oa]|docente|director[a]?|encuestad[oa]|contacto|persona)s?"
    r"(?: ?\d| [ab]| (?:or|and|o|y|u) (?:tutor|guardian|madre|caregiver)| legal| #)?"
)
_AREA: Final = re.compile(r"\bzip\b|\bpost(?:al|code)\b|\bc ?p$")
_NEED_DIGITS: Final = frozenset[PersonalData]({"phone", "birth", "place", "id"})
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
        if _NAMED_IN_SPANISH.search(plain):
            return "name"
        if len(words) > _MOST_WORDS_OF_A_LABEL or "?" in name or "¿" in name:
            continue
        for kind, pattern in _LABELS.items():
            if pattern.search(plain):
                return kind
    return None


def is_person_label(*names: str) -> bool:
    """
    Return whether a column's name only says whose it is, such as ``Student`` or ``Padre o tutor``.

    Parameters
    ----------
    *names : str
        Its names.

    Returns
    -------
    bool
        True if names of people are to be expected in its cells.
    """
    return any(_PERSON.fullmatch(plain_header(name)) for name in names)


def is_area_label(*names: str) -> bool:
    """
    Return whether a column's name asks for a postal code, whose numbers are no ids.

    Parameters
    ----------
    *names : str
        Its names.

    Returns
    -------
    bool
        True for ``Zip code`` and ``Código postal``.
    """
    return any(_AREA.search(plain_header(name)) for name in names)


def can_be(kind: PersonalData, cells: Collection[str]) -> bool:
    """
    Return whether cells can be the personal data that their column's name suggests.

    Parameters
    ----------
    kind : str
        What the name suggests.
    cells : collection of str
        The different cells.

    Returns
    -------
    bool
        False if phone numbers, birth dates, coordinates or ids are expected and no cell has a digit.
    """
    return kind not in _NEED_DIGITS or any(one.isdigit() for cell in cells for one in cell)
