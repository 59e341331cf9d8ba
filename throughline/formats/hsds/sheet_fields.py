"""What a column of a spreadsheet can be, and which one its name suggests."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from throughline.formats.columns import name_key

KEPT_ASIDE: Final = ""
"""A column that is none of the fields: its cells are stored with the entry, and shown nowhere."""

LEFT_OUT: Final = "ignore"
"""A column that is not imported at all."""

CONFIDENTIAL_COLUMN: Final = "location.is_confidential"
"""The column that marks addresses as confidential. The standard has no field for it."""

WEEKDAY_FIELDS: Final = tuple(
    f"schedule.{day}"
    for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
)


@dataclass(frozen=True)
class SheetField:
    """
    A field of the directory to which a column of a spreadsheet can belong.

    Parameters
    ----------
    key : str
        Its table and name in the standard, such as service.name, or what the reader makes of it.
    spellings : str
        Names of columns that mean it, in English and Spanish, separated by bars.
    may_repeat : bool
        Whether several columns may be this field.
    target : str
        The field of the standard that it fills, where the key is not one.
    """

    key: str
    spellings: str
    may_repeat: bool = False
    target: str = ""

    @property
    def fills(self) -> str:
        """Table and name of the field of the standard that the column fills."""
        return self.target or self.key

    @property
    def keys(self) -> frozenset[str]:
        """The spellings, reduced so that they can be compared."""
        return frozenset(name_key(one) for one in self.spellings.split("|") if one)


_CITY_LINES: Final = (
    "city state zip|city state zip code|city state and zip|city state & zip|city state postal code|"
    "city st zip|city zip|city and zip|city state|city and state|town state zip|ciudad estado código postal|"
    "ciudad estado y código postal|ciudad estado cp|ciudad estado zip|ciudad y estado|ciudad estado"
)
"""Names of columns that have all of an address but the street."""

FIELDS: Final = (
    SheetField("organization.id", "organization id|agency id|provider id|org id|id de la organización"),
    SheetField(
        "organization.name",
        "organization|organization name|agency|agency name|provider|provider name|org|org name|organisation|"
        "nonprofit|company|partner|partner name|community partner|organización|agencia|proveedor|"
        "nombre de la organización|nombre de la agencia|entidad|parent agency",
    ),
    SheetField("organization.alternate_name", "organization alternate name|agency aka|aka|acronym|siglas"),
    SheetField(
        "organization.description",
        "organization description|agency description|about the organization|about the agency|mission|misión|"
        "descripción de la organización|about",
    ),
    SheetField(
        "organization.website",
        "website|web site|web|url|web address|homepage|home page|link|organization website|organization url|"
        "agency website|agency url|sitio web|página web|página|enlace",
    ),
    SheetField(
        "organization.email",
        "organization email|agency email|org email|correo de la organización|general email",
    ),
    SheetField("organization.tax_id", "tax id|ein|employer identification number|federal id"),
    SheetField("program.name", "program|program name|programa|nombre del programa"),
    SheetField("service.id", "service id|id del servicio|id|record id|resource id|identifier"),
    SheetField(
        "service.name",
        "service|service name|resource|resource name|name of service|service title|activity|title|servicio|"
        "nombre del servicio|recurso|actividad|nombre del recurso",
    ),
    SheetField("service.alternate_name", "service alternate name|alternate name|also known as|otro nombre"),
    SheetField(
        "service.description",
        "description|service description|program description|services provided|services offered|details|"
        "summary|what they do|offerings|descripción|descripción del servicio|"
        "servicios que ofrece|detalles|resumen|information",
        may_repeat=True,
    ),
    SheetField(
        "service.eligibility_description",
        "eligibility|eligibility description|eligibility requirements|who can use it|who is it for|"
        "population served|target population|clients served|requirements|elegibilidad|requisitos|"
        "quién puede usarlo|población atendida|who qualifies",
        may_repeat=True,
    ),
    SheetField("service.minimum_age", "minimum age|min age|age from|youngest age|edad mínima"),
    SheetField("service.maximum_age", "maximum age|max age|age to|oldest age|edad máxima"),
    SheetField(
        "service.fees_description",
        "fees|fee|cost|costs|price|fee structure|fees description|cost of service|costo|costos|precio|tarifa|"
        "cuota",
        may_repeat=True,
    ),
    SheetField(
        "service.application_process",
        "application process|how to apply|intake process|intake procedure|how to sign up|referral process|"
        "how to access|registration|enrollment|cómo solicitar|cómo inscribirse|inscripción|"
        "proceso de solicitud|procedures",
        may_repeat=True,
    ),
    SheetField("service.wait_time", "wait time|waitlist|waiting list|tiempo de espera|lista de espera"),
    SheetField(
        "service.url", "service url|service website|program website|program url|sitio web del servicio"
    ),
    SheetField(
        "service.email",
        "service email|program email|email|e-mail|email address|correo|correo electrónico|mail",
    ),
    SheetField("service.status", "status|service status|estado del servicio"),
    SheetField("service.alert", "alert|alerts|notice|aviso"),
    SheetField("service.interpretation_services", "interpretation|interpretation services|interpretación"),
    SheetField(
        "service.assured_date",
        "last verified|last updated|date updated|last confirmed|verified on|assured date|updated|"
        "date verified|fecha de actualización|última actualización|verificado",
    ),
    SheetField(
        "support.kinds",
        "type of support|types of support|kind of support|kinds of support|category|categories|service type|"
        "type of service|service category|type|topic|taxonomy|tipo de apoyo|tipos de apoyo|categoría|"
        "categorías|tipo de servicio|tipo|tema",
        may_repeat=True,
        target="attribute.taxonomy_term_id",
    ),
    SheetField("location.id", "location id|site id|place id|id del lugar"),
    SheetField(
        "location.name",
        "location|location name|site|site name|place|place name|branch|building|venue|lugar|sede|"
        "nombre del lugar|ubicación|sitio",
    ),
    SheetField(
        CONFIDENTIAL_COLUMN,
        "confidential|is confidential|confidential location|confidential address|confidential site|"
        "address is confidential|address confidential|location is confidential|address confidentiality|"
        "confidentiality|hidden address|hide address|address hidden|hidden location|hide location|"
        "private address|private location|secret address|secret location|undisclosed address|"
        "undisclosed location|unlisted address|unpublished address|do not publish address|"
        "do not share address|do not list address|confidencial|es confidencial|domicilio confidencial|"
        "dirección confidencial|ubicación confidencial|lugar confidencial|dirección oculta|domicilio oculto|"
        "ubicación oculta|ocultar dirección|ocultar domicilio|dirección privada|domicilio privado|"
        "dirección secreta|confidencialidad|no publicar dirección|no publicar la dirección",
        may_repeat=True,
    ),
    SheetField("location.description", "location description|site description|descripción del lugar"),
    SheetField(
        "location.transportation",
        "transportation|transport|directions|how to get there|bus|transit|transporte|cómo llegar",
    ),
    SheetField(
        "accessibility.description",
        "accessibility|wheelchair accessible|ada|ada accessible|accesibilidad|disabled access",
    ),
    SheetField(
        "address.whole",
        "address|full address|physical address|location address|site address|street and city|where|dirección|"
        "dirección completa|domicilio|dónde|complete address|"
        f"{_CITY_LINES}",
        target="address.address_1",
    ),
    SheetField(
        "address.address_1",
        "street|street address|address 1|address line 1|address1|street 1|address street|calle|"
        "calle y número|dirección 1",
    ),
    SheetField(
        "address.address_2",
        "address 2|address line 2|address2|suite|unit|apartment|apt|room|street 2|dirección 2|oficina",
    ),
    SheetField("address.city", "city|town|address city|ciudad|municipio|localidad"),
    SheetField("address.state_province", "state|state province|province|st|address state|estado|provincia"),
    SheetField(
        "address.postal_code",
        "zip|zip code|zipcode|postal code|postcode|address zip|código postal|cp",
    ),
    SheetField("address.country", "country|país"),
    SheetField(
        "mailing.whole",
        "mailing address|postal address|mail address|po box|p.o. box|dirección postal|apartado postal",
        target="address.address_1",
    ),
    SheetField("location.latitude", "latitude|lat|y|latitud"),
    SheetField("location.longitude", "longitude|long|lng|lon|x|longitud"),
    SheetField(
        "location.coordinates",
        "coordinates|lat long|latitude longitude|lat lng|geolocation|coordenadas",
        target="location.latitude",
    ),
    SheetField(
        "phone.number",
        "phone|phone number|telephone|telephone number|tel|main phone|phone 1|phone1|phone 2|phone2|"
        "hotline|intake phone|office phone|toll free|toll-free|cell|mobile|teléfono|número de teléfono|"
        "celular|línea directa|organization phone|agency phone|service phone|program phone|alternate phone|"
        "other phone|ph",
        may_repeat=True,
    ),
    SheetField("phone.extension", "extension|ext|phone extension|extensión"),
    SheetField("phone.fax", "fax|fax number|número de fax", may_repeat=True, target="phone.number"),
    SheetField(
        "contact.name",
        "contact|contact name|contact person|point of contact|primary contact|coordinator|contacto|"
        "persona de contacto|nombre de contacto|director",
    ),
    SheetField("contact.title", "contact title|position|job title|cargo|puesto"),
    SheetField("contact.email", "contact email|contact e-mail|correo de contacto|primary contact email"),
    SheetField(
        "contact.phone",
        "contact phone|contact number|contact phone number|teléfono de contacto",
        target="phone.number",
    ),
    SheetField(
        "schedule.hours",
        "hours|hours open|hours of operation|open hours|opening hours|operating hours|office hours|"
        "business hours|working hours|public hours|walk-in hours|hours of service|hours of business|"
        "operation hours|hours of availability|hours available|hours & days|hours/days|hours and days|"
        "days & hours|days/hours|days and hours|days and times|days/times|service hours|program hours|"
        "schedule|times|availability|horario|horarios|horario de atención|horario de servicio|"
        "horario de apertura|horario de oficina|horario de operación|horas|horas de atención|"
        "horas de servicio|horas de operación|horas de apertura|horas de oficina|días y horas|"
        "días y horario|días y horarios|when|cuándo",
        may_repeat=True,
        target="schedule.description",
    ),
    SheetField(
        "schedule.days", "days|days open|days of operation|day|días|días de atención", target="schedule.byday"
    ),
    SheetField("schedule.opens_at", "opens|opens at|open time|opening time|start time|abre|hora de apertura"),
    SheetField(
        "schedule.closes_at", "closes|closes at|close time|closing time|end time|cierra|hora de cierre"
    ),
    *(
        SheetField(
            key, f"{english}|{english} hours|hours {english}|{english[:3]}|{spanish}", target="schedule.byday"
        )
        for key, english, spanish in zip(
            WEEKDAY_FIELDS,
            ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
            ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
            strict=True,
        )
    ),
    SheetField(
        "language.name",
        "language|languages|languages spoken|languages offered|idioma|idiomas|lenguas",
        may_repeat=True,
    ),
    SheetField(
        "required_document.document",
        "documents|required documents|documentation|what to bring|documentos|documentos requeridos|"
        "qué llevar|documents required",
        may_repeat=True,
    ),
    SheetField(
        "service_area.name",
        "service area|area served|geographic area|counties served|coverage area|área de servicio|"
        "zona de servicio|zona|area",
        may_repeat=True,
    ),
)
"""Every field, in the order of a person's thoughts about a service."""

BY_KEY: Final[Mapping[str, SheetField]] = {one.key: one for one in FIELDS}

PLACE_TABLES: Final = frozenset({"location", "address", "mailing", "accessibility"})
"""Tables whose cells say where a place is: no report quotes them."""

NAMES: Final = ("organization.name", "service.name", "location.name")
"""Fields of which a spreadsheet has at least one."""

_BY_NAME: Final[Mapping[str, str]] = dict(
    chain.from_iterable(((key, one.key) for key in one.keys) for one in reversed(FIELDS))
)
_OF_A_SERVICE: Final = ("service.", "support.", "schedule.", "required_document.")
_LINES_OF_CITIES: Final = frozenset(name_key(one) for one in _CITY_LINES.split("|"))
_SAYS_CONFIDENTIAL: Final = re.compile(r"\bconfiden[ct]ial", re.IGNORECASE)
_LONGEST_MARK: Final = 15
_BARE_NAMES: Final = frozenset(name_key(one) for one in ("name", "nombre"))
_OFFERED: Final = frozenset({"services", "servicios"})
"""Columns that say in a sentence what is offered; in the singular, they are names."""

_PHONE: Final = re.compile(r"[+(]?\d[\d\s().-]{5,}\d(\s*(x|ext)\.?\s*\d+)?", re.ASCII | re.IGNORECASE)
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.ASCII | re.IGNORECASE)
_ADDRESS: Final = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)


def is_place(key: str) -> bool:
    """
    Tell whether a field says where a place is.

    Parameters
    ----------
    key : str
        The key of the field.

    Returns
    -------
    bool
        True for names, addresses and coordinates of places.
    """
    return key.partition(".")[0] in PLACE_TABLES


def suggest(header: Sequence[str], samples: Sequence[Sequence[str]]) -> list[str]:
    """
    Suggest what each column is.

    Parameters
    ----------
    header : sequence of str
        The names of the columns.
    samples : sequence of sequence of str
        Some cells of each column.

    Returns
    -------
    list of str
        The key of a field for each column, by its name or else by its cells; `KEPT_ASIDE` where neither says
        what it is. A field that only one column may be is suggested once.
    """
    found = [_BY_NAME.get(name_key(name), "") for name in header]
    if _LINES_OF_CITIES & {name_key(name) for name in header}:
        streets = {i for i, name in enumerate(header) if name_key(name) not in _LINES_OF_CITIES}
        found = [
            "address.address_1" if i in streets and key == "address.whole" else key
            for i, key in enumerate(found)
        ]
    if "service.name" not in found and "program.name" in found:
        found[found.index("program.name")] = "service.name"
    for i, name in enumerate(header):
        if name_key(name) in _BARE_NAMES:
            found[i] = "service.name" if "organization.name" in found else "organization.name"
        elif name.strip().casefold() in _OFFERED:
            found[i] = "service.description"
        elif not found[i]:
            found[i] = _by_cells(name, samples[i])
    if "address.address_1" not in found and {"address.city", "address.postal_code"} & set(found):
        found = ["address.address_1" if key == "address.whole" else key for key in found]
    if "service.name" not in found and "organization.email" not in found:
        found = ["organization.email" if key == "service.email" else key for key in found]
    if not any(key.startswith(_OF_A_SERVICE) for key in found if key != "service.description"):
        # A list of organizations alone.
        found = ["organization.description" if key == "service.description" else key for key in found]
    once: set[str] = set()
    for i, key in enumerate(found):
        if key in once:
            found[i] = KEPT_ASIDE
        elif key and not BY_KEY[key].may_repeat:
            once.add(key)
    return found


def _by_cells(header: str, samples: Sequence[str]) -> str:
    """Recognize phones, email addresses and web addresses whatever the column is called, and marks."""
    filled = [cell.strip() for cell in samples if cell.strip()]
    if _SAYS_CONFIDENTIAL.search(header) and all(len(cell) <= _LONGEST_MARK for cell in filled):
        return CONFIDENTIAL_COLUMN
    for pattern, key in (
        (_EMAIL, "service.email"),
        (_ADDRESS, "organization.website"),
        (_PHONE, "phone.number"),
    ):
        if filled and all(pattern.fullmatch(cell) for cell in filled):
            return key
    return KEPT_ASIDE
