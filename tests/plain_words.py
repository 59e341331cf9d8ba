"""What is wrong with a text that people read: unusual turns, British spelling, technical leftovers.

How to write instead is in docs/how-to/write-for-people.md. A turn that a district's communications office
would not have written is added here once it was found on a page, so that it does not come back.
"""

import re
from collections.abc import Iterator

# What a text must not have, as a regular expression without regard to case, and what to write instead.
ENGLISH = {
    r"told back|telling back|tells? (?:it )?back": "published",
    r"editions?": "version",
    r"take edition \w+ back": "unpublish",
    r"as a square": "QR code",
    r"look(?:ed|ing)? over": "review",
    r"look(?:ed)? again": "refresh, review again",
    r"^say it$|that is all": "submit",
    r"(?:held|hold|holding) (?:\w+ )?against": "compared with",
    r"rest(?:s|ed|ing)? on": "evidence, based on",
    r"what (?:is|was) under": "evidence",
    r"stands|stood": "is, is shown",
    r"whoever|whomever|whom|whose are": "who, the person who",
    r"somebody|nobody|anybody|everybody": "someone, no one, anyone, everyone",
    r"(?:waits?|waiting) to be read": "needs review",
    r"c[ao]me(?:s)? in|coming in|what came": "received, submitted",
    r"(?:kept|set|sets|setting|keep) (?:it |them |these |those )?aside": "stored, excluded, archived",
    r"held back|hold(?:s|ing)? (?:\w+ )?back": "on hold",
    r"(?:deal|deals|dealt|dealing) with": "resolved",
    r"(?:take|takes|took|taken|taking) (?:\w+ ){0,2}(?:back|out|off|along)": "withdraw, remove, download",
    r"(?:hand|hands|handed) (?:\w+ )?in": "upload",
    r"(?:bring|brings|brought|bringing) (?:\w+ )?in": "import",
    r"mend(?:s|ed|ing)?": "fix, correct",
    r"goes again|go round again|begin anew|anew": "start again",
    r"dealt out|votes dealt": "shuffled",
    r"(?:give|gives|given|gave) (?:\w+ )?away": "reveal",
    r"work(?:ed|s)? (?:it |them )?out by|could be worked out|an outsider": "figured out, someone",
    r"the way in": "share this forum",
    r"nobody counts|counts for (?:most|least|more|less)": "highest weights, minimum weight, maximum weight",
    r"side by side": "cross-tabulation, compared",
    r"passed over": "skipped",
    r"leads? nowhere": "is not valid",
    r"telephone": "phone",
    r"e-mails?": "email",
    r"invented": "demo data",
    r"directives?": "community priority",
    r"beside|besides": "next to, with",
    r"at present": "currently",
    r"some while|a while since|since looked": "since then",
    r"so much as|as many as they are|less than they are many": "underrepresented",
    r"keys off": "turn off shortcuts",
    r"squares? to scan": "QR code",
    r"capital and small letters": "case-sensitive",
    r"unwanted mail": "spam",
    r"whilst|amongst|fortnight|hereby|thereof|therein|upon": "plain words",
}
SPANISH = {
    r"directivas?": "prioridad de la comunidad",
    r"contad[oa]s? de vuelta|contar de vuelta": "informado, publicado",
    r"cuadr(?:o|ado) para escanear": "código QR",
    r"por leer": "pendiente de revisión",
    r"eso es todo": "enviar",
    r"salt(?:ar|ada|ado|e)": "omitir",
    r"desactivar teclas": "desactivar atajos",
    r"partes de la comunidad": "porcentajes",
    r"entregas?": "publicación",
    r"nadie vigila": "nadie revisa las 24 horas",
    r"inventad[oa]s?": "datos de demostración",
    r"debajo de esto|lo que hay debajo": "evidencia",
    r"reaccion(?:e|ar|es)": "votar",
    r"ordenador(?:es)?|teléfono móvil|móviles|fichero|ficheros": "computadora, celular, archivo",
    r"vosotros|vuestr[oa]s?": "ustedes, su",
    r"tú|tus": "usted, su",
    r"e-?mails?|correo-e": "correo electrónico",
    r"clicar|clique|pinche|pinchar": "hacer clic, seleccionar",
    r"contenedor de prueba|quienquiera": "quien",
}
BRITISH = (
    r"(?:dis)?colou?red\b(?<!colored)|colours?|favour\w*|behaviours?|neighbours?|neighbourhoods?|honours?|labours?"
    r"|centres?|centred|metres?|theatres?|catalogues?|programmes?|licences?|defences?|offences?|grey|cheques?"
    r"|(?:recogn|organ|real|summar|final|general|categor|emphas|minim|maxim|util|apolog|author|custom|priorit"
    r"|anonym|normal|visual|standard|random|penal|character|initial|local|optim|special|stabil|symbol"
    r")is(?:e|es|ed|ing|ation|ations)"
    r"|analys(?:e|es|ed|ing)(?<!analyses)|cancell(?:ed|ing)|labell(?:ed|ing)|modell(?:ed|ing)|travell(?:ed|ing)"
    r"|counsellors?|enrol(?:s|ment|ments)?|fulfil(?:s|ment)?|judgement|learnt|spelt|towards|afterwards|artefacts?"
    r"|per cent|ageing|practise[ds]?|sceptical|tonne|postcode|whilst|amongst"
)
TYPOGRAPHY = {
    r"\d[ \xa0]%|\)s[ \xa0]%%|\}\}[ \xa0]%": "no blank before %",
    r"\bn = (?:[,.;)]|$)": "nothing after “n =”",
}
TECHNICAL = {
    r"\b[a-z]+(?:_[a-z0-9]+)+\b(?!\.csv)": "an internal name",
    r"\b(?:[\w-]+/)+[\w-]+\.(?:py|html|md|json)\b": "a path of a file",
    r"(?:\b(?:by|of|on|at|for)|[:(“]) ?None\b|\bTrue\b|\bFalse\b|\bnan\b": "a value of the program",
    r"%\(\w+\)|\{\{|\}\}|\{%|&(?:amp|lt|gt|quot|#\d+);": "a placeholder or markup",
    r"“”|‘’|\( *\)|\[ *\]": "empty quotation marks or parentheses",
    r"\bn = (?:[,.;)]|$)": "nothing after “n =”",
    r"\d[ \xa0]%": "a blank before %",
}
# The product's own line, and names that look like a turn.
ALLOWED = (
    "One line from every voice to every decision, and back",
    "From every voice to every decision, and back",
)


def _found(patterns: dict[str, str], text: str) -> Iterator[str]:
    for allowed in ALLOWED:
        text = text.replace(allowed, "")
    text = re.sub(r"%\(\w+\)", "%", text)  # the names of placeholders are not read
    for pattern, instead in patterns.items():
        for match in re.finditer(rf"(?<![\w-])(?:{pattern})(?![\w-])", text, re.IGNORECASE):
            yield f"{match[0]!r} (instead: {instead})"


def faults_in_english(text: str) -> list[str]:
    """What a sentence of the product must not have."""
    british = (f"{match[0]!r} (American spelling)" for match in _british(text))
    return [*_found(ENGLISH, text), *british, *_typography(text)]


def faults_in_spanish(text: str) -> list[str]:
    quotes = [f"{mark!r} (instead: “ ”)" for mark in "«»" if mark in text]
    return [*_found(SPANISH, text), *quotes, *_typography(text)]


def british_spelling(text: str) -> list[str]:
    """British spellings, also in texts whose turns are their writers' own."""
    return [match[0] for match in _british(text)]


def faults_on_a_page(text: str) -> list[str]:
    """What the visible text of a page must not have, whatever its language: internal names, empty pieces."""
    return [
        f"{match[0]!r} ({fault})"
        for pattern, fault in TECHNICAL.items()
        for match in re.finditer(pattern, text)
    ]


def _british(text: str) -> Iterator[re.Match[str]]:
    return re.finditer(rf"\b(?:{BRITISH})\b", text, re.IGNORECASE)


def _typography(text: str) -> Iterator[str]:
    for pattern, fault in TYPOGRAPHY.items():
        for match in re.finditer(pattern, text):
            yield f"{match[0]!r} ({fault})"
