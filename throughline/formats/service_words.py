"""Read what a service costs and how a place can be reached from the words of its entry.

Both are read so that families are not misled: what is not said plainly is not known.
"""

import re
from collections.abc import Iterable
from typing import Final, Literal

from throughline.formats.folding import fold

CostWord = Literal["free", "reduced", "paid", ""]

ACCESS_NAMES: Final = (
    "wheelchair",
    "elevator",
    "parking",
    "restroom",
    "large_print",
    "sign_language",
    "hearing",
    "service_animals",
)
"""What `accessibility_in` finds, in the order in which it is stored: names are only added at the end."""

_NO_COST: Final = (
    r"free|(?:no|without|zero) (?:\w+ )??(?:cost|charge|fee)s?|0 00|gratis|gratuit[oa]s?|costfree|nocost|none"
    r"|ningun[oa]?|(?:sin|no hay) (?:\w+ )??(?:costo|cargo|cobro|cuota)s?|no (?:cuesta|tiene costo|se cobra)"
)
_REDUCED: Final = (
    r"sliding (?:fee|scale)|slidingfee|income|ability to pay|afford|reduced|discount(?:ed|s)?|low ?cost"
    r"|donations?|suggested|scholarships?|financial (?:aid|assistance|help)|escala|bajo costo|descuentos?"
    r"|donativos?|donacion(?:es)?|becas?|(?:los |sus |de )?ingresos?|lo que pueda|capacidad de pago"
)
_PAID: Final = (
    r"tuition|membership (?:fees?|dues|required)|fees? (?:apply|required|charged|vary|varies|based)"
    r"|(?:registration|enrollment|monthly|annual|hourly|program|entry|flat) (?:fee|cost|due|rate|price)s?"
    r"|per (?:hour|visit|month|week|class|session)|cuotas? (?:de|mensual|anual)(?:es)?|tiene costo|se cobra"
    r"|colegiatura|por (?:hora|visita|mes|semana|clase|sesion)"
)
_LIMITED: Final = (
    r"members?|miembros|first (?:visit|class|session|consultation|month|week)|trial|prueba|consultations?"
    r"|primera? (?:visita|clase|sesion|consulta)|consulta|if|unless|except|some|certain|may|only|with"
    r"|for (?:those|families|people|children|students|seniors|veterans|eligible|qualified|qualifying|under)"
    r"|eligible|qualif\w+|solo|si|algun[oa]s?|excepto|puede[n]?|con"
    r"|para (?:quienes|familias|personas|ninos|estudiantes|menores)|smoke|drug|sugar|fat|gluten|dairy|toll"
    r"|insurance|medicaid|seguro"
)
_NOT: Final = r"(?:not|isnt|arent|never|no es|no son|no esta)(?: \w+){0,2} "
_ANY_INCOME: Final = re.compile(
    r" (?:regardless of|no matter|sin importar (?:sus |los )?) ?(?:income|ingresos?) "
)

_MONEY: Final = re.compile(
    r"(?:\$ ?(\d[\d,]*(?:\.\d+)?))|(?:(\d[\d,]*(?:\.\d+)?) ?(?:usd|dollars?|dolares))", re.IGNORECASE
)


def cost_in(text: str) -> CostWord:
    """
    Read what a service costs from a description of its fees, in English or Spanish.

    Parameters
    ----------
    text : str
        Such as "Sliding scale based on income" or "Gratis".

    Returns
    -------
    str
        "free" only if all that it says is that there is no cost. "reduced" if the cost depends on income, or
        is low. "paid" if it names a price or a fee. Empty if it says none of these, or more than one thing.

    Notes
    -----
    "Free for members", "first visit free" and "not free" are not read as free: a family that comes would have
    to pay.
    """
    amounts = [float((one or other).replace(",", "")) for one, other in _MONEY.findall(text)]
    plain = _ANY_INCOME.sub(" ", f" {fold(text.replace('$', ' '))} ")
    is_reduced = _has(_REDUCED, plain)
    is_denied = bool(re.search(rf" {_NOT}(?:{_NO_COST}) ", plain))
    says_free = _has(_NO_COST, plain) or (bool(amounts) and not any(amounts))
    is_paid = any(amounts) or is_denied or _has(_PAID, re.sub(rf" (?:{_NO_COST})(?= )", " ", plain))
    if is_reduced:
        return "reduced"
    if says_free and not is_denied:
        return "" if is_paid or _has(_LIMITED, plain) else "free"
    return "paid" if is_paid else ""


_ACCESS: Final[dict[str, str]] = {
    "wheelchair": (
        r"wheelchairs?|wheel chairs?|ramps?|ada|barrier ?free|handicap(?:ped)? access\w*|disab\w+ access\w*"
        r"|(?:fully|completely|all) accessible|step ?free|zero step|level (?:entrance|entry|access)"
        r"|accessible (?:entrances?|entry|building|facility|location|site|doors?)"
        r"|(?:entrance|entry|building|facility|location|site) (?:is |are )?accessible"
        r"|sillas? de ruedas|rampas?|(?:totalmente|completamente) accesibles?"
        r"|(?:entradas?|edificio|lugar|local|instalaciones) (?:es |son )?accesibles?"
    ),
    "elevator": r"elevators?|lifts?|elevador(?:es)?|ascensor(?:es)?",
    "parking": r"parking|estacionamiento|aparcamiento",
    "restroom": r"restrooms?|bathrooms?|toilets?|banos?|sanitarios?",
    "large_print": r"braille|large print|letra grande|letras grandes",
    "sign_language": r"sign language|asl|(?:lenguaje|lengua) de (?:senas|signos)",
    "hearing": (
        r"hearing loop|assistive listening|hearing (?:aids?|devices?|assist\w*)|tty|tdd|captions?|captioning"
        r"|subtitulos|bucle magnetico|auditiv[oa]s?"
    ),
    "service_animals": (
        r"service (?:animals?|dogs?)|guide dogs?|perros? (?:guia|de servicio)|animal(?:es)? de servicio"
    ),
}
_ACCESS_NOT: Final = (
    r"no|not|isnt|arent|without|lacks?|limited|except|nor|sin|ningun[oa]?|falta|tampoco|carece de|limitad[oa]"
)
_OTHER_THINGS: Final = re.compile(
    r" (?:(?:pool|hoyer|patient|ski|chair|stair|porch|bus|van|fork|weight|power|ceiling|face) lifts?"
    r"|(?:stroller|bike|bicycle|scooter|street|staff|employee|valet|overnight|boat|trailer) parking"
    r"|(?:skate|skateboard|boat|loading|truck|freeway|highway|bike|exit) ramps?"
    r"|elevador(?:es)? de (?:piscina|alberca)|rampas? (?:de|para) (?:patinar|patinetas?|carga|botes)"
    r"|estacionamiento (?:de|para) (?:carriolas?|cochecitos?|bicicletas?|empleados))(?= )"
)
"""Things with such a word in their name that help no one to get in."""

_CLAUSE: Final = re.compile(r"[.;!?\n]+|,|\bbut\b|\bpero\b", re.IGNORECASE)


def accessibility_in(texts: Iterable[str]) -> frozenset[str]:
    """
    Read how a place can be reached and used from descriptions of it, in English or Spanish.

    Parameters
    ----------
    texts : iterable of str
        Such as "Wheelchair ramp, elevator" or "No hay elevador".

    Returns
    -------
    frozenset of str
        Names of `ACCESS_NAMES`. What a clause denies or limits ("no elevator") is left out.

    Notes
    -----
    A clause ends with punctuation, "but" or "pero". One word of denial in it is enough.

    It is read conservatively: a family that can't get in would have come in vain. "Accessible" tells that of
    the entrance or the building only where it is said of it, or "fully accessible"; alone, or of a changing
    room, it is not known what is meant. Parking is a place for cars at the site ("parking lot"), reserved
    for people with disabilities or not; parking for strollers or on the street isn't. A lift is an elevator
    unless it is for a pool, a porch or a vehicle.
    """
    found: set[str] = set()
    denied: set[str] = set()
    for text in texts:
        for clause in _CLAUSE.split(text):
            plain = _OTHER_THINGS.sub(" ", f" {fold(clause)} ")
            names = {name for name, words in _ACCESS.items() if _has(words, plain)}
            if _has(_ACCESS_NOT, plain):
                denied |= names
            else:
                found |= names
    return frozenset(found - denied)


def _has(words: str, plain: str) -> bool:
    """Whether a folded text with a blank at both ends has one of the words."""
    return re.search(rf" (?:{words}) ", plain) is not None
