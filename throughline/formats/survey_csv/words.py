"""Words by which columns and cells of surveys are recognized, in English and Spanish."""

import re
from collections.abc import Collection, Sequence
from typing import Final

from throughline.formats.marks import Codes, codes_among_words, is_no_opinion, missing_codes
from throughline.formats.survey_csv.personal import plain_header

_LANGUAGES: Final = {
    "am": "amharic amhárico",
    "ar": "arabic árabe",
    "bn": "bengali bengalí",
    "de": "german alemán deutsch",
    "en": "english inglés",
    "es": "spanish español castellano espanol",
    "fa": "farsi persian dari persa",
    "fr": "french francés français",
    "gu": "gujarati",
    "hi": "hindi",
    "hmn": "hmong",
    "ht": "haitian creole kreyòl kreyol",
    "it": "italian italiano",
    "ja": "japanese japonés",
    "km": "khmer cambodian",
    "ko": "korean coreano 한국어",
    "lo": "lao",
    "mh": "marshallese",
    "my": "burmese",
    "ne": "nepali",
    "pa": "punjabi panjabi",
    "pl": "polish polaco",
    "ps": "pashto",
    "pt": "portuguese portugués português",
    "ru": "russian ruso русский",
    "rw": "kinyarwanda",
    "so": "somali somalí soomaali",
    "sw": "swahili",
    "te": "telugu",
    "ti": "tigrinya",
    "tl": "tagalog filipino",
    "uk": "ukrainian ucraniano українська",
    "ur": "urdu",
    "vi": "vietnamese vietnamita",
    "zh": "chinese mandarin cantonese chino 中文",
}
_LANGUAGE_OF: Final = {
    **{code: code for code in _LANGUAGES},
    **{name: code for code, names in _LANGUAGES.items() for name in names.split()},
    "haitian creole": "ht",
    "simplified chinese": "zh",
    "traditional chinese": "zh",
}
_SCALES: Final = (
    (
        "Strongly disagree | Totalmente en desacuerdo | Muy en desacuerdo",
        "Disagree | En desacuerdo",
        "Neutral | Neither agree nor disagree | Ni de acuerdo ni en desacuerdo",
        "Agree | De acuerdo",
        "Strongly agree | Totalmente de acuerdo | Muy de acuerdo",
    ),
    (
        "Strongly disagree | Totalmente en desacuerdo | Muy en desacuerdo",
        "Disagree | En desacuerdo",
        "Agree | De acuerdo",
        "Strongly agree | Totalmente de acuerdo | Muy de acuerdo",
    ),
    (
        "Very dissatisfied | Muy insatisfecho | Muy insatisfecha",
        "Dissatisfied | Insatisfecho | Insatisfecha",
        "Neutral | Neither satisfied nor dissatisfied | Ni satisfecho ni insatisfecho",
        "Satisfied | Satisfecho | Satisfecha",
        "Very satisfied | Muy satisfecho | Muy satisfecha",
    ),
    (
        "Never | Almost never | Nunca | Casi nunca",
        "Rarely | Once in a while | Rara vez",
        "Sometimes | A veces",
        "Often | Frequently | A menudo | Frecuentemente",
        "Always | Almost always | Siempre | Casi siempre",
    ),
    ("Poor | Malo", "Fair | Regular", "Good | Bueno", "Very good | Muy bueno", "Excellent | Excelente"),
    (
        "Not at all | Not at all important | Nada | Nada importante",
        "Slightly | A little | Slightly important | Un poco | Poco importante",
        "Somewhat | Somewhat important | Algo | Algo importante",
        "Quite | Quite a bit | Very | Very important | Bastante | Muy | Muy importante",
        "Extremely | A tremendous amount | Extremely important | Extremadamente | Sumamente importante",
    ),
)
_HEADERS: Final = {
    "date": re.compile(
        r"timestamp|marca temporal|start ?date|end ?date|recorded ?date|start time|completion time|"
        r"hora de (?:inicio|finalización)|date (?:submitted|created|modified|started|completed|last action)|"
        r"submi(?:t|ssion) ?date|submission ?time|submitted|completed (?:at|on)|^date\b|^fecha\b|"
        r"^(?:creation|edit(?:ed)?|entry|created|updated|modified|entered) ?(?:date|time|at|on)\b"
    ),
    "language": re.compile(r"\blanguage|\blang\b|(?:user|start)language|\bidioma|\blengua(?:je)?\b"),
    "school": re.compile(
        r"^(?:your |name of |home |current )*(?:school|campus|escuela)(?: name| site| attended)?\W*$|"
        r"(?:which|what) (?:school|campus)|school (?:name|do(?:es)? (?:you|your))|(?:qué|cuál) escuela|"
        r"escuela (?:asiste|va)"
    ),
    "role": re.compile(
        r"\brole\b|i am an?\b|are you an?\b|who are you|\brol\b|soy un|\bes usted\b|relationship to"
    ),
}
_PREFERRED_DATES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"complet",
        r"record",
        r"\bend\b|finish|finaliz|\bfin\b",
        r"submi|envi",
        r"timestamp|marca",
        r"^(?!.*(?:start|begin|began|open|inici))",
    )
)
_TYPED: Final = re.compile(
    r"\b(?:specify|explain|describe|especifi(?:que|car)|explique|describa)\b[\W_]*$|\bplease specify\b|"
    r"_text$|- text$|[\[/ -](?:other|otro)\]?$|[_-]other$|^other - ",
    re.IGNORECASE,
)
_GROUP: Final = re.compile(
    r"\b(?:what|which|que) (?:grade|grado)s? (?:is|are|level|in|esta|cursa|va)\b|\bgrade level\b|"
    r"\bhow old\b|\bcuantos anos tiene"
)
_COUNTED: Final = re.compile(
    r"\bages?\b|\bnumbers? of\b|^number\b|\bhow (?:many|old|much|long)\b|\bcounts?\b(?! on\b)|\bpercent|"
    r"\b(?:years?|months|weeks|days|hours|minutes)\b|\bgrades?\b|\bpoints\b|"
    r"\bedad(?:es)?\b|\bnumero\b|\bcuant[oa]s?\b|\bporcentaje\b|"
    r"\b(?:anos?|meses|semanas|dias|horas|minutos)\b|\bgrados?\b|\bpuntos\b"
)
_YES_OR_NO: Final = re.compile(
    r"(?:do|does|did|are|is|was|were|have|has|had|can|could|will|would|should|am|tiene|tienen|es|esta|estan|son|"
    r"recibe|hay|puede|pueden|sabe|quiere|necesita|ha|han|asiste|participa|conoce)\b"
)
_LEADING_NUMBER: Final = re.compile(
    r"(-?\d{1,5})(?:\.0+)?(?:\s*[-–—:.)(=](?!\s*\d).*)?", re.DOTALL | re.ASCII
)


def language_code(cell: str) -> str | None:
    """
    Read a language.

    Parameters
    ----------
    cell : str
        A code such as ``EN`` or ``es-MX``, or a name in English, Spanish or the language itself.

    Returns
    -------
    str or None
        The code, without its region; None if the language is not known.
    """
    text = cell.strip().lower()
    if text in _LANGUAGE_OF:
        return _LANGUAGE_OF[text]
    first = re.split(r"[-_ (/]", text, maxsplit=1)[0]
    return _LANGUAGE_OF.get(first)


def leading_number(cell: str) -> int | None:
    """
    Read the number a cell of a scale begins with, as in ``4`` or ``5 - Strongly agree``.

    Parameters
    ----------
    cell : str
        The cell.

    Returns
    -------
    int or None
        The number, or None if there is none.
    """
    found = _LEADING_NUMBER.fullmatch(cell.strip())
    return int(found[1]) if found else None


def wordings(label: str) -> tuple[str, ...]:
    """
    Split the wordings of one value of a scale.

    Parameters
    ----------
    label : str
        Wordings with ``|`` between them.

    Returns
    -------
    tuple of str
        Each in lower case.
    """
    return tuple(one.strip().lower() for one in label.split("|") if one.strip())


def known_scale(cells: Collection[str]) -> tuple[str, ...]:
    """
    Find a known scale that contains all cells.

    Parameters
    ----------
    cells : collection of str
        The different cells of a column.

    Returns
    -------
    tuple of str
        Labels from the lowest to the highest, with their other wordings; empty if no scale matches.
    """
    found = {cell.strip().lower() for cell in cells if not is_no_opinion(cell)}
    if len(found) < 2:
        return ()
    fit = [scale for scale in _SCALES if found <= {one for label in scale for one in wordings(label)}]
    whole = (scale for scale in fit if all(not found.isdisjoint(wordings(label)) for label in scale))
    return next(whole, fit[0] if fit else ())


def with_middle(scale: tuple[str, ...]) -> tuple[str, ...]:
    """
    Find the known scale that has the same steps and a middle between them.

    Parameters
    ----------
    scale : tuple of str
        A known scale.

    Returns
    -------
    tuple of str
        The longer scale; empty if there is none.
    """
    n = len(scale) // 2
    longer = (one for one in _SCALES if len(one) == len(scale) + 1 and (*one[:n], *one[n + 1 :]) == scale)
    return next(longer, ())


def header_part(*names: str) -> str:
    """
    Guess the kind of a column by its names.

    Parameters
    ----------
    *names : str
        Its names.

    Returns
    -------
    str
        "date", "language", "school", "role", or empty.
    """
    lower = [name.lower().strip() for name in names if name]
    return next((part for part, pattern in _HEADERS.items() if any(pattern.search(n) for n in lower)), "")


def is_typed(*names: str) -> bool:
    """
    Return whether a column's name says that people typed in it, beside a choice such as "Other".

    Parameters
    ----------
    *names : str
        Its names.

    Returns
    -------
    bool
        True for "Other (please specify)", ``Q1_4_TEXT``, ``Q1[other]`` and the like.
    """
    return any(_TYPED.search(name) for name in names if name)


def is_group(numbers: Collection[str], *names: str) -> bool:
    """
    Return whether the numbers of a column stand for groups and are no scale.

    Parameters
    ----------
    numbers : collection of str
        Its different cells.
    *names : str
        Its names.

    Returns
    -------
    bool
        True for ``Grade level``, for ages, and for 0 and 1 where the question is answered with yes or no.
    """
    plain = [plain_header(name) for name in names if name]
    if any(_GROUP.search(name) for name in plain):
        return True
    return set(numbers) == {"0", "1"} and any(_YES_OR_NO.match(name) for name in plain)


def date_preference(name: str) -> int:
    """
    Rank a column of dates: the time a survey was finished before the time it was started.

    Parameters
    ----------
    name : str
        Name of the column.

    Returns
    -------
    int
        The smaller, the better.
    """
    plain = plain_header(name)
    ranks = (i for i, pattern in enumerate(_PREFERRED_DATES) if pattern.search(plain))
    return next(ranks, len(_PREFERRED_DATES))


def is_counted(*names: str) -> bool:
    """
    Return whether the numbers of a column are ages, counts and the like, and not only steps of a scale.

    Parameters
    ----------
    *names : str
        Its names.

    Returns
    -------
    bool
        True for ``Age``, ``How many children?``, ``Percent of time`` and the like, in English and Spanish.
    """
    return any("%" in name or _COUNTED.search(plain_header(name)) for name in names if name)


def scale_codes(cells: Sequence[str], *names: str) -> Codes:
    """
    Find the codes for missing values in a column that is a scale of numbers.

    Parameters
    ----------
    cells : sequence of str
        Its different cells.
    *names : str
        Its names, by which numbers that count something are told from steps.

    Returns
    -------
    Codes
        The codes among the numbers that the cells begin with.
    """
    numbers = [leading_number(cell) for cell in cells if not is_no_opinion(cell)]
    return missing_codes([number for number in numbers if number is not None], is_counted=is_counted(*names))


def codes_of_choices(cells: Collection[str], *names: str) -> frozenset[str]:
    """
    Find the codes for missing values in a column of choices.

    Parameters
    ----------
    cells : collection of str
        Its different cells.
    *names : str
        Its names, by which numbers that count something are told from steps.

    Returns
    -------
    frozenset of str
        The cells that are codes: of a column of numbers, or of one most of whose cells are words.
    """
    numbers = {cell: int(float(cell)) for cell in cells if re.fullmatch(r"-?\d{1,5}(?:\.0)?", cell, re.ASCII)}
    missing: frozenset[int] = frozenset()
    if len(numbers) == len(cells):
        missing = missing_codes(set(numbers.values()), is_counted=is_counted(*names)).missing
    elif 2 * len(numbers) < len(cells):
        missing = codes_among_words(set(numbers.values()))
    return frozenset(cell for cell, number in numbers.items() if number in missing)
