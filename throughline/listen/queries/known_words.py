"""Interpret cells of finished surveys: schools by their names, and the role of a respondent."""

import re
import unicodedata

from throughline.accounts.models import School
from throughline.listen.models import ContributorRole

_LEVELS = {
    "elem": "elementary",
    "es": "elementary",
    "primaria": "elementary",
    "ms": "middle",
    "jr": "middle",
    "secundaria": "middle",
    "hs": "high",
    "preparatoria": "high",
}
_EMPTY_WORDS = frozenset({"school", "escuela", "the", "la", "el", "of", "de"})
_ROLE_WORDS = (
    (ContributorRole.STUDENT, "student estudiante alumn"),
    (ContributorRole.FAMILY, "parent guardian famil mother father grand madre padre tutor abuel"),
    (
        ContributorRole.STAFF,
        "teacher staff employee educator principal administrator coach maestr docente profesor "
        "personal emplead",
    ),
    (ContributorRole.EMPLOYER, "employer business partner nonprofit organization empresa negocio organiza"),
    (ContributorRole.RESIDENT, "resident community taxpayer neighbor neighbour alumni comunidad vecin"),
)


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[^a-z0-9]+", " ", "".join(c for c in letters if not unicodedata.combining(c))).strip()


def _core(text: str) -> frozenset[str]:
    return frozenset(_LEVELS.get(word, word) for word in _plain(text).split()) - _EMPTY_WORDS


class SchoolNames:
    """Finds the district's schools by names as people write them, and only if exactly one fits."""

    def __init__(self) -> None:
        schools = list(School.objects.all())
        self._by_name = {_plain(school.name): school for school in schools}
        self._by_core: dict[frozenset[str], list[School]] = {}
        for school in schools:
            self._by_core.setdefault(_core(school.name), []).append(school)

    def find(self, written: str) -> School | None:
        exact = self._by_name.get(_plain(written))
        if exact is not None:
            return exact
        core = _core(written)
        alike = self._by_core.get(core, [])
        if len(alike) == 1:
            return alike[0]
        within = [school for one, found in self._by_core.items() if core and core <= one for school in found]
        return within[0] if not alike and len(within) == 1 else None


def guess_role(written: str) -> str:
    """Guess a respondent's role; `other` if the text does not show one."""
    plain = _plain(written)
    for role, words in _ROLE_WORDS:
        if any(re.search(rf"\b{word}", plain) for word in words.split()):
            return role.value
    return ContributorRole.OTHER.value
