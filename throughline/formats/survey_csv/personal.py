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
        r"\blat$|\bl(?:on|ng)$|^(?:(?:geo|gps|location|home|address|map|point|coord\w*) )?long$|"
        r"^[xy]$|^(?:x|y) coord\w*|\blatitude\b|\blongitude\b|\blatitud\b|"
        r"\blongitud$|\bgeo ?(?:location|point)\b|"
        r"\bgps\b|\bcoordinates?\b|\bcoordenadas\b|\blocation (?:lat|lon|acc|alt)\w*"
    ),
    "device": re.compile(
        r"\bip ?addr\w*|^ip$|\bip address\b|\bdireccion ip\b|\bdevice ?(?:id|number|identifier)\b|^device$|"
        r"\bimei\b|\bsim ?serial\b|\bsubscriber ?id\b|\buser ?agent\b|\bmac address\b|\bcookie\b|"
        r"\bbrowser ?(?:meta|info)\w*|\bfingerprint\b|"
        r"\b(?:id|numero|identificador) (?:del? )?dispositivo\b|^dispositivo$|"
        r"\bnetwork id\b"
    ),
    "address": re.compile(
        r"\b(?:home|street|mailing|postal|physical|residential|billing|shipping|family|student|parent|your) "
        r"addr(?:ess)?(?:es)?\b|^addr(?:ess)?(?: ?line)?(?: ?\d)?$|"
        r"^(?:(?:home|student|parent|family|mailing) )?street(?: (?:name|number))?(?: ?\d)?$|"
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
        r"^(?:child|student|kid|parent|guardian) \d names?$|"
        r"\bnames? of (?:(?:your|the|my|all|oldest|youngest) ){0,3}(?:student|child|children|kid|son|"
        r"daughter|parent|guardian|person|respondent|teacher)s?\b|^names?$|"
        r"^(?:the )?names?(?: optional| please| s)$|\busername\b|"
        r"\bfirstname\b|\blastname\b|\bsurname\b|^[flm] ?names?$|^m ?i$|^middle initial$|^[fl]name\b|"
        r"\b(?:submitted|signed|completed) ?by\b|^(?:your |parent |parents |guardian |electronic |"
        r"e )*signature(?: of\b.*)?$|"
        r"^firma(?: (?:electronica|del?|de la)(?: (?:padre|madre|tutora?|estudiante|alumn[oa]|persona|"
        r"participante|responsable)\b.*)?)?$|\bapellidos?\b|"
        r"\bnombres?(?! (?:de la |del |de )?(?:escuela|plantel|distrito|campus|organizacion|programa|"
        r"curso|materia|actividad|evento|mascotas?))(?! (?:un|una|unos|unas|dos|tres|algun|"
        r"alguna|algo)\b)\b|^usuario$|\brecipient (?:first|last)\b|\binitials\b|"
        r"\biniciales\b"
    ),
    "other": re.compile(
        r"\bcontact (?:info|information|details)\b|\bdatos de contacto\b|\binformacion de contacto\b|"
        r"\bfacebook\b|\binstagram\b|\btwitter\b|\blinkedin\b|\bsocial media handle\b|\bemergency contact\b|"
        r"\bcontacto de emergencia\b"
    ),
}
_ASKED: Final = (
    r"(?:(?:what|which) (?:is|are|s)|enter|provide|write|type|list|give(?: us)?|tell(?: us)?|print|share|add|"
    r"include|state|submit|leave(?: us)?|cual es|escriba|indique|anote|proporcione|ponga|diganos|"
    r"favor de \w+)"
)
_WHOSE: Final = (
    r"(?:child|childs|childrens?|students?|kids?|son|daughter|parent|parents|guardian|guardians|teachers?|"
    r"person|persons|respondent|participant|hij[oa]s?|estudiante|alumn[oa]|nin[oa]|tutora?|maestr[oa])"
)
_POSSESSIVE: Final = rf"(?:(?:a|your|yours|my|his|her|their|the|su|sus|tu|mi|el|la|{_WHOSE})(?: s)?)"
_NO_ONE: Final = (
    r"(?! (?:s )?(?:schools?|groups?|clubs?|teams?|programs?|organizations?|associations?|councils?|centers?|"
    r"districts?|campus|buildings?|portal|app|newsletter|handbook|class|classroom|committee|pets?|event|"
    r"favou?rite|grade|language)\b)"
)
_OF_NOBODY: Final = (
    r"(?! (?:of|del?)\b(?! (?:(?:the|your|my|a|each|all|la|el|su|oldest|youngest) ){0,3}"
    rf"{_WHOSE}\b{_NO_ONE}))"
)
"""Behind a name: not that of a thing."""
_ADJECTIVE: Final = (
    r"(?:(?:best|current|primary|main|good|preferred|personal|home|work|cell|mobile|mailing|street|first|last|"
    r"full|complete|legal|middle|given|family|official|real|and|or) ){0,6}+"
)
_DATA_IN_WORDS: Final[tuple[tuple[PersonalData, str], ...]] = (
    ("email", r"(?:e ?mail|correo)(?: address| electronico)?"),
    ("phone", r"(?:(?:tele ?)?phone(?: number)?|(?:cell|mobile) number|telefono|celular)"),
    ("birth", r"(?:birth ?day|birth ?date|date of birth|fecha de nacimiento)"),
    ("address", r"(?:address|direccion|domicilio)"),
    ("id", r"(?:(?:student|employee|state) (?:id|number)|numero de (?:estudiante|alumno))"),
    ("name", rf"(?:names?\b{_OF_NOBODY}|nombre(?: completo)?\b{_OF_NOBODY}|apellidos?)"),
)
_NO_REQUEST: Final = (
    r"^(?!(?:does|did|should|is|are|has|have|why|when)\b|"
    r"how (?:often|many|much|long|well|easy|easily|hard|likely|safe|comfortable|important|satisfied)\b)"
)
_ENDS: Final = (
    r"(?: (?:optional|opcional|here|below|please|if|so|in case|for a|to (?:receive|be|enter|get|win))\b.*)?$"
)
_GOES_ON: Final = (
    r"(?= (?:of|for|to|so|if|where|when|we|you|and|or|in|at|as|below|here|optional|please|that|que|para|si|"
    r"en|y|o|del?|with|s|number|address|opcional)\b|$)"
)
_CALLED: Final = re.compile(
    rf"^nombres?(?: completos?)? (?:de (?:la |el |su |sus )?|del ){_WHOSE}\b(?! y? ?(?:escuela|mascota))|"
    r"\bwhat (?:(?:first|preferred) )?(?:name )?(?:should|can|may|do|would|shall) (?:we|i|you) "
    r"(?:like (?:us to|to be) )?(?:call(?:ed)?(?: you| your child| your student)|be called|called|go by)\b"
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
_QUESTIONS: Final = tuple(
    (
        kind,
        re.compile(
            rf"\b{_ASKED}(?: (?:us|in|with|please|por favor))? (?:{_POSSESSIVE} ){{1,4}}+{_ADJECTIVE}{data}\b"
        ),
        re.compile(
            rf"{_NO_REQUEST}.*\b(?:your|su|tu) {_ADJECTIVE}{data}{_ENDS}|"
            rf"^(?:please )?(?:your|su|tu) {_ADJECTIVE}{data}{_GOES_ON}"
        ),
    )
    for kind, data in _DATA_IN_WORDS
)
_PLAINLY_GOES_ON: Final = re.compile(_GOES_ON)
_MOST_CHARS_OF_AN_END: Final = 300
_MOST_WORDS_WITH_A_MARK: Final = 4
_BEGINS_A_QUESTION: Final = re.compile(
    r"^(?:what|which|who|whom|whose|where|when|why|how|is|are|am|was|were|do|does|did|can|could|should|would|"
    r"will|has|have|had|may|might|shall|must|prefer|want|need|like|use|any|que|cual|cuales|quien|quienes|"
    r"donde|cuando|por|como|es|son|esta|estan|hay|tiene|tienen|puede|pueden|debe|deben|deberia|deberian|"
    r"quiere|prefiere|usa|usan|le|les|se|te)\b"
)
_BESIDE: Final = """
    your the my a an of for and optional please required s # 1 2 3 4 5 6 7 8 9 b line number no date
    student students child childs children childrens kid kids son daughter parent parents guardian guardians
    caregiver caregivers mother mothers father fathers mom dad teacher teachers staff employee respondent
    participant contact person principal user recipient submitter family household emergency
    home work cell mobile phone telephone primary secondary alternate other main best preferred personal
    first last full middle legal given maiden initial address street mailing
    de del la el los las su sus tu mi y opcional estudiante estudiantes alumno alumna hijo hija nino nina
    padre madre tutor tutora maestro maestra docente electronico numero particular casa hogar fijo movil
    celular postal completa completo primer segundo emergencia paterno materno
    this year current homeroom room
    id ids name names handle account profile url page username
"""
_BESIDE_DATA: Final = frozenset(_BESIDE.split())
_CHOICES_OF_DATA: Final = re.compile(
    r"^(?:facebook|instagram|twitter|linkedin|device|dispositivo|usuario|cookie)$|"
    r"^(?:household|family|parent|child|member|person|participant)s? (?:number|no|num)$"
)
_ABOUT_OTHERS: Final = re.compile(
    r"\b(?:favou?rit[eoa]s?|which|who|quien(?:es)?|cual(?:es)?)\b"
    r"(?! (?:are you|is (?:completing|filling|answering|submitting|responding)|es usted)\b)"
)
_OF_SCHOOL: Final = re.compile(rf"\b{_WHOSE}\b|\b(?:principals?|counselors?|coach|staff|director[a]?)\b")


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
    found = _find(names)
    return found[0] if found else None


def is_plainly_personal(*names: str) -> bool:
    """
    Return whether a column's name says nothing but which personal data it has.

    Parameters
    ----------
    *names : str
        Its names.

    Returns
    -------
    bool
        True for ``Home address`` and ``What is your e-mail?``, and False for ``Email newsletter`` and ``Do
        you read your e-mail?``, where the cells decide.
    """
    found = _find(names)
    return found is not None and found[1]


def _find(names: Collection[str]) -> tuple[PersonalData, bool] | None:
    """Find what personal data names ask for, and whether for nothing else."""
    for name in names:
        plain = _plain_ends(name)
        for kind, asked, mentioned in _QUESTIONS:
            if request := asked.search(plain):
                return kind, _PLAINLY_GOES_ON.match(plain, request.end()) is not None
            if mentioned.search(plain):
                return kind, False
        if _NAMED_IN_SPANISH.search(plain) or _CALLED.search(plain):
            return "name", True
        for kind, pattern in _LABELS.items():
            if pattern.search(plain):
                is_plain = _says_nothing_else(pattern, plain)
                if is_plain or _is_label(name, plain):
                    return kind, is_plain
    return None


def _plain_ends(name: str) -> str:
    """Separate the words of a name, of a very long one only those at both ends."""
    if len(name) > 2 * _MOST_CHARS_OF_AN_END:
        name = f"{name[:_MOST_CHARS_OF_AN_END]} {name[-_MOST_CHARS_OF_AN_END:]}"
    return plain_header(name)


def _is_label(name: str, plain: str) -> bool:
    """A label is short; one with a question mark is very short and does not begin like a question."""
    n_words = len(plain.split())
    if "?" in name or "¿" in name:
        return n_words <= _MOST_WORDS_WITH_A_MARK and not _BEGINS_A_QUESTION.search(plain)
    return n_words <= _MOST_WORDS_OF_A_LABEL


def _says_nothing_else(pattern: re.Pattern[str], plain: str) -> bool:
    if len(plain.split()) > _MOST_WORDS_OF_A_LABEL or _CHOICES_OF_DATA.search(plain):
        return False
    return _BESIDE_DATA.issuperset(pattern.sub(" ", plain).split())


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


def is_about_others(*names: str) -> bool:
    """
    Return whether a column's name asks to choose among people or things, so that names are answers.

    Parameters
    ----------
    *names : str
        Its names.

    Returns
    -------
    bool
        True for ``Who is your favorite author?`` and False for ``Which teacher helped?``.
    """
    plain = [_plain_ends(name) for name in names]
    return any(_ABOUT_OTHERS.search(one) for one in plain) and not any(
        _OF_SCHOOL.search(one) for one in plain
    )
