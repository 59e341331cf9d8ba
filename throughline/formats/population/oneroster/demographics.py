"""Race and ethnicity, and sex, in a OneRoster export."""

from typing import Final

from throughline.formats import race_ethnicity
from throughline.formats.population.model import Dimension, sex_of
from throughline.formats.population.oneroster.files import FALSE, TRUE, Cells, File
from throughline.formats.population.set_aside import is_unknown
from throughline.formats.problems import Problems, quoted

_RACES: Final = {
    "americanIndianOrAlaskaNative": race_ethnicity.AMERICAN_INDIAN,
    "asian": race_ethnicity.ASIAN,
    "blackOrAfricanAmerican": race_ethnicity.BLACK,
    "middleEasternOrNorthAfrican": race_ethnicity.MIDDLE_EASTERN,
    "nativeHawaiianOrOtherPacificIslander": race_ethnicity.PACIFIC,
    "white": race_ethnicity.WHITE,
}
_MANY: Final = "demographicRaceTwoOrMoreRaces"
_HISPANIC: Final = "hispanicOrLatinoEthnicity"
DEMOGRAPHICS: Final = ("sourcedId", "sex", *_RACES, _MANY, _HISPANIC)


def demographics_of(file: File, problems: Problems) -> dict[str, dict[Dimension, tuple[str, str]]]:
    """
    Read race and ethnicity, and sex, of each user.

    Parameters
    ----------
    file : File
        demographics.csv.
    problems : Problems
        Collects rows that do not fit.

    Returns
    -------
    dict of str to dict
        Categories by id of the user: dimension to (key, label).
    """
    about: dict[str, dict[Dimension, tuple[str, str]]] = {}
    first_rows: dict[str, int] = {}
    n_unknown = 0
    for number, cells in file.rows():
        key = cells["sourcedId"]
        before = first_rows.setdefault(key, number)
        if before != number:
            problems.add("population_duplicate_id", file.file, number, "sourcedId", first_row=before)
        if cells.is_set_aside:
            continue
        categories: dict[Dimension, tuple[str, str]] = {}
        group = _group(cells, file.file, number, problems)
        if group is not None:
            categories["group"] = group, race_ethnicity.LABELS[group]
        if (sex := sex_of(cells["sex"])) is not None:
            categories["sex"] = sex
        elif not is_unknown(cells["sex"]):
            n_unknown += 1
        about[key] = categories
    file.note_set_aside()
    if n_unknown:
        problems.note("population_unknown", file.file, None, "sex", n=n_unknown)
    return about


def _group(cells: Cells, file: str, number: int, problems: Problems) -> str | None:
    """Apply the federal roll-up: Hispanic takes precedence, then one race, then two or more."""
    flags: dict[str, bool] = {}
    for column in (*_RACES, _MANY, _HISPANIC):
        word = cells[column].casefold()
        flags[column] = word in TRUE
        if word not in TRUE | FALSE and not is_unknown(word):
            problems.add("oneroster_flag", file, number, column, value=quoted(word))
    if flags[_HISPANIC]:
        return race_ethnicity.HISPANIC
    races = {key for column, key in _RACES.items() if flags[column]}
    if flags[_MANY] or len(races) > 1:
        return race_ethnicity.TWO_OR_MORE
    return next(iter(races), None)
