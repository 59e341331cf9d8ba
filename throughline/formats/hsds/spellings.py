"""The names of files and columns, in each spelling that means the same.

Case, blanks, hyphens and underscores make no difference, and neither does the plural of the words listed
here.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import product
from typing import Final

from throughline.formats.hsds.model import HsdsRow
from throughline.formats.hsds.spec import FOLDED, NEW_FILES, OLD_FILES, OWN_FILES, SAME_FILES
from throughline.formats.hsds.standard import TABLES
from throughline.formats.names import plain_name

_PLURALS: Final = {
    "accreditation": "accreditations",
    "address": "addresses",
    "age": "ages",
    "area": "areas",
    "attribute": "attributes",
    "capacity": "capacities",
    "contact": "contacts",
    "description": "descriptions",
    "disability": "disabilities",
    "document": "documents",
    "eligibility": "eligibilities",
    "fee": "fees",
    "hour": "hours",
    "identifier": "identifiers",
    "language": "languages",
    "license": "licenses",
    "location": "locations",
    "minute": "minutes",
    "name": "names",
    "note": "notes",
    "option": "options",
    "organization": "organizations",
    "payment": "payments",
    "phone": "phones",
    "program": "programs",
    "schedule": "schedules",
    "second": "seconds",
    "service": "services",
    "table": "tables",
    "taxonomy": "taxonomies",
    "term": "terms",
    "unit": "units",
    "url": "urls",
}
_WORDS: Final = {word: pair for pair in _PLURALS.items() for word in pair}
_SEPARATOR: Final = re.compile(r"[\s_.()-]+")
_BRITISH: Final = {"organization": "organisation", "program": "programme", "license": "licence"}


def _spellings(name: str) -> Iterator[str]:
    choices = []
    for word in name.split("_"):
        forms = set(_WORDS.get(word, (word,)))
        forms |= {form.replace(us, british) for form in forms for us, british in _BRITISH.items()}
        choices.append(sorted(forms))
    for words in product(*choices):
        yield plain_name("".join(words))


def known_spellings(names: Iterable[str], same: Mapping[str, str] | None = None) -> Mapping[str, str]:
    """
    List every spelling of known names.

    Parameters
    ----------
    names : iterable of str
        The names as the standard has them, with underscores.
    same : mapping of str to str, optional
        Names that mean another one.

    Returns
    -------
    mapping of str to str
        Name by `plain_name` of a spelling. A spelling that is itself a name means that name alone; one that
        would mean two is left out.
    """
    meanings = {name: (same or {}).get(name, name) for name in names}
    own = {plain_name(name): meaning for name, meaning in meanings.items()}
    others: dict[str, set[str]] = {}
    for name, meaning in meanings.items():
        for spelling in _spellings(name):
            others.setdefault(spelling, set()).add(meaning)
    return {**{one: min(found) for one, found in others.items() if len(found) == 1}, **own}


def _stems() -> Mapping[str, str]:
    stems = {
        *(spec.stem for spec in TABLES.values()),
        *OLD_FILES,
        *FOLDED,
        *NEW_FILES,
        *SAME_FILES,
    }
    return known_spellings(stems, SAME_FILES)


STEMS: Final = _stems()
"""Name of a file in the standard, without its ending, by the plain name of a spelling."""


def stem_within(name: str, known: Mapping[str, str] = STEMS) -> str | None:
    """
    Find the name of a table within a longer name.

    Parameters
    ----------
    name : str
        Such as 2026-11-01_services, hsds-organizations or locations (2).
    known : mapping of str to str
        The names, by the plain name of a spelling.

    Returns
    -------
    str or None
        The name in the standard of the longest part at the end or the beginning that is one; None if there is
        none.
    """
    cuts = [match.span() for match in _SEPARATOR.finditer(name)]
    parts = [name[end:] for _, end in cuts] + [name[:begin] for begin, _ in cuts]
    found = [part for part in parts if plain_name(part) in known]
    return known[plain_name(max(found, key=len))] if found else None


def source_of(row: HsdsRow, stems: Mapping[str, str] | None = None) -> str:
    """
    Tell in which table of an older version of the standard the id of a row is unique.

    Parameters
    ----------
    row : HsdsRow
        A row that was read.
    stems : mapping of str to str, optional
        The files of the directory, as in `Directory.stems`. Without it, the file's name decides.

    Returns
    -------
    str
        Such as regular_schedules; empty for a table of HSDS 3.0, whose ids are unique in the whole table.
    """
    stem = row.source or (stems or {}).get(row.file) or STEMS.get(plain_name(row.file.rpartition(".")[0]), "")
    return "" if stem in OWN_FILES else stem


def column_names(header: Iterable[str], known: Collection[str]) -> list[str]:
    """
    Name columns as the standard does.

    Parameters
    ----------
    header : iterable of str
        The names in the file.
    known : collection of str
        Columns of the table.

    Returns
    -------
    list of str
        The name of each in the standard; one that the standard does not have in small letters.
    """
    spellings = known_spellings(known)
    return [spellings.get(plain_name(name), name.lower()) for name in header]
