"""The result of every population reader: counts by category, and notes on the file."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from throughline.formats.problems import ReportRow

State = Literal["counted", "too_few", "not_available", "not_applicable", "missing", "doubtful", "no_count"]
"""Whether a number is counted, or why there is none."""

MarginState = Literal["exact", "given", "controlled", "unknown"]
"""What is known of a count's margin of error."""

Dimension = Literal[
    "school",
    "grade_band",
    "grade",
    "language",
    "role",
    "group",
    "sex",
    "age",
    "education",
    "income",
    "tenure",
    "children",
    "other",
]
"""What people are counted by."""

MAX_COUNTS: Final = 20_000
"""The most counts one file may give, so that a column of ids mapped by mistake is refused."""

BAND_ORDER: Final = ("early", "elementary", "middle", "high")


@dataclass(frozen=True)
class SchoolNamed:
    """
    A school named in a file.

    Parameters
    ----------
    id : str
        The file's own id, as text: leading zeros count.
    name : str
        Its name, or the id where the file has none.
    nces_id : str
        NCES's twelve digits, where the file has them.
    """

    id: str
    name: str
    nces_id: str = ""


@dataclass(frozen=True)
class Count:
    """
    How many people of one category there are, or why that is not known.

    Parameters
    ----------
    dimension : str
        The dimension counted by, one of `Dimension`.
    category : str
        Key of the category; for the dimension ``school`` the file's id of the school.
    label : str
        Its name in the file.
    n : int or None
        People; None unless `state` is ``"counted"``.
    margin_of_error : float or None
        Half the width of the interval at 90%, in people.
    state : str
        One of `State`.
    margin_state : str
        One of `MarginState`.
    school_id : str
        The file's id of the school the count is limited to; empty for all schools.
    """

    dimension: Dimension
    category: str
    label: str
    n: int | None
    margin_of_error: float | None = None
    state: State = "counted"
    margin_state: MarginState = "exact"
    school_id: str = ""


@dataclass(frozen=True, eq=False)
class Figures:
    """
    The population described by one file.

    Parameters
    ----------
    n : int or None
        Total number of people; None where the file does not have it.
    counts : tuple of Count
        By category, and by category within each school.
    schools : tuple of SchoolNamed
        The schools it names.
    margin_of_error : float or None
        Of `n`, at 90%.
    race_standard : {"", "1997", "2024"}
        The federal standard by which race and ethnicity are counted.
    notes : tuple of ReportRow
        Notes on the file.
    n_notes : int
        Total number of notes.
    """

    n: int | None
    counts: tuple[Count, ...]
    schools: tuple[SchoolNamed, ...] = ()
    margin_of_error: float | None = None
    race_standard: Literal["", "1997", "2024"] = ""
    notes: tuple[ReportRow, ...] = ()
    n_notes: int = 0


@dataclass(frozen=True)
class PersonCategories:
    """One person's categories, to be counted: dimension to (key, label). Never returned to a caller."""

    school_id: str
    categories: Mapping[Dimension, tuple[str, str]] = field(default_factory=dict)


def counted(
    people: Iterable[PersonCategories], schools: Mapping[str, SchoolNamed]
) -> tuple[int, tuple[Count, ...]]:
    """
    Count people by category, overall and within each school.

    Parameters
    ----------
    people : iterable of PersonCategories
        One for each person.
    schools : mapping of str to SchoolNamed
        The schools by the file's id.

    Returns
    -------
    n : int
        People.
    counts : tuple of Count
        In a fixed order that does not depend on the order of the people.
    """
    n = 0
    cells: Counter[tuple[Dimension, str, str]] = Counter()
    labels: dict[tuple[Dimension, str], str] = {}
    for person in people:
        n += 1
        if person.school_id:
            cells["school", person.school_id, ""] += 1
            labels["school", person.school_id] = schools[person.school_id].name
        for dimension, (key, label) in person.categories.items():
            labels[dimension, key] = min(label, labels.get((dimension, key), label))
            cells[dimension, key, ""] += 1
            if person.school_id:
                cells[dimension, key, person.school_id] += 1
    counts = [
        Count(dimension, key, labels[dimension, key], number, school_id=school_id)
        for (dimension, key, school_id), number in cells.items()
    ]
    return n, in_order(counts)


def in_order(counts: Iterable[Count]) -> tuple[Count, ...]:
    """
    Put counts into reading order.

    Parameters
    ----------
    counts : iterable of Count
        The counts.

    Returns
    -------
    tuple of Count
        By dimension; then overall counts before those within a school; then grades and bands from the lowest,
        and everything else by name.
    """
    return tuple(sorted(counts, key=_place))


def _place(count: Count) -> tuple[str, str, int, str, str]:
    rank = 0
    if count.dimension == "grade":
        rank = grade_rank(count.category)
    elif count.dimension == "grade_band":
        rank = BAND_ORDER.index(count.category) if count.category in BAND_ORDER else len(BAND_ORDER)
    return (count.dimension, count.school_id, rank, count.label.casefold(), count.category)


_NAMED_GRADES: Final = {
    **dict.fromkeys(
        ("pk", "prek", "pre-k", "pre-kindergarten", "prekindergarten", "preschool", "ps", "p3", "p4"), "pk"
    ),
    **dict.fromkeys(("pre k", "pk3", "pk4", "pk-3", "pk-4", "prek3", "prek4", "preescolar"), "pk"),
    **dict.fromkeys(("it", "pr", "td", "tk"), "pk"),
    **dict.fromkeys(("k", "kg", "kf", "kh", "kindergarten", "kinder", "kínder", "00", "0", "-0"), "k"),
    **dict.fromkeys(("ug", "ungraded"), "ug"),
}


def grade_key(cell: str) -> str | None:
    """
    Recognize a grade as written in rosters and counts.

    Parameters
    ----------
    cell : str
        Such as ``"09"``, ``"Grade 9"``, ``"9th"``, ``"KG"`` or ``"Pre-Kindergarten"``.

    Returns
    -------
    str or None
        ``"pk"``, ``"k"``, ``"1"`` to ``"13"`` or ``"ug"``; None if it is not a grade.
    """
    word = " ".join(cell.casefold().replace(":", " ").split()).removeprefix("'")
    word = word.removeprefix("grade ").removeprefix("gr ").removeprefix("gr. ").removesuffix(" grade")
    word = word.removesuffix(".0")
    if word in _NAMED_GRADES:
        return _NAMED_GRADES[word]
    if word[-2:] in {"st", "nd", "rd", "th"}:
        word = word[:-2]
    if not (word.isascii() and word.isdigit() and len(word) <= 2):
        return None
    return str(int(word)) if 1 <= int(word) <= 13 else None


def grade_label(key: str) -> str:
    """
    Name a grade in English.

    Parameters
    ----------
    key : str
        As `grade_key` returns it.

    Returns
    -------
    str
        Such as ``"Grade 9"``.
    """
    return {"pk": "Pre-kindergarten", "k": "Kindergarten", "ug": "Ungraded"}.get(key, f"Grade {key}")


def grade_rank(key: str) -> int:
    """
    Rank a grade among the others.

    Parameters
    ----------
    key : str
        As `grade_key` returns it.

    Returns
    -------
    int
        Larger for later grades.
    """
    return {"pk": -1, "k": 0, "ug": 20}.get(key, int(key) if key.isdigit() else 21)


def band_of(key: str) -> tuple[str, str] | None:
    """
    Find the band of a grade.

    Parameters
    ----------
    key : str
        As `grade_key` returns it.

    Returns
    -------
    tuple of str or None
        Key and English name of the band; None for ungraded students.
    """
    rank = grade_rank(key)
    if rank >= 20:
        return None
    if rank < 0:
        return "early", "Before kindergarten"
    if rank <= 5:
        return "elementary", "Kindergarten to grade 5"
    return ("middle", "Grades 6 to 8") if rank <= 8 else ("high", "Grades 9 to 12")


_SEXES: Final = {
    **dict.fromkeys(("f", "female", "girl", "woman"), ("female", "Female")),
    **dict.fromkeys(("m", "male", "boy", "man"), ("male", "Male")),
    **dict.fromkeys(
        ("x", "nonbinary", "non-binary", "n", "other", "another gender"),
        ("nonbinary", "Nonbinary or another"),
    ),
}
_NOTHING: Final = frozenset(
    {"", "not specified", "unspecified", "unknown", "not reported", "no category codes", "na", "n/a", "none"}
)


def sex_of(cell: str) -> tuple[str, str] | None:
    """
    Recognize a wording of sex.

    Parameters
    ----------
    cell : str
        Such as ``"F"`` or ``"female"``.

    Returns
    -------
    tuple of str or None
        Key and English name; None if the wording is not known.
    """
    return _SEXES.get(cell.strip().casefold())


def is_nothing(cell: str) -> bool:
    """
    Return whether a cell means that the value is unknown.

    Parameters
    ----------
    cell : str
        The cell.

    Returns
    -------
    bool
        True for blanks, ``"Unknown"``, ``"Not specified"`` and the like.
    """
    return cell.strip().casefold() in _NOTHING


def key_from(label: str) -> str:
    """
    Make a key for a category that has no predefined key.

    Parameters
    ----------
    label : str
        Its name.

    Returns
    -------
    str
        At most 80 characters: lower case letters and digits, words joined by ``_``.
    """
    words = "".join(c if c.isalnum() else " " for c in label.casefold()).split()
    return "_".join(words)[:80] or "_"
