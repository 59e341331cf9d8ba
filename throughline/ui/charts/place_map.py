"""A plain local map: numbered places and schools, drawn from coordinates without streets."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import cos, hypot, radians
from statistics import median
from typing import Final

WIDTH, HEIGHT, MARGIN = 360, 300, 28
MOST_PLACES: Final = 25
FAR_MILES: Final = 10.0
FAR_TIMES: Final = 4
"""A place is far away if it is farther than so many miles, and so many times as far as half of the places."""

LEAST_MILES: Final = 0.6
"""A map shows at least so much, so that one place or one street has surroundings."""

MILES_PER_DEGREE: Final = 69.0936
MARK: Final = 20.0
SAME_SPOT: Final = 5.0
"""Places so near each other share a mark."""

STEP, FARTHEST_MOVE, MOST_ROUNDS = 1.5, 16.0, 60
"""How many pixels a mark that overlaps another moves each time, and in all, and how many times."""

SCHOOL: Final = 7.0
LETTER: Final = 7.2
"""About the width of a letter of 13 pixels."""

LINE: Final = 15.0
RING: Final = 14.0
LENGTHS: Final = (0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
LONGEST_BAR: Final = 110.0
BOTTOM: Final = 30.0
"""Room for the scale."""

Coordinates = tuple[float, float]
"""Latitude and longitude in degrees."""


@dataclass(frozen=True)
class MapPlace:
    """A place with its number in the list beside the map."""

    number: int
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Landmark:
    """A school, by which people find their way."""

    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Box:
    """A rectangle of the drawing."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def is_within(self, other: "Box") -> bool:
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )


@dataclass(frozen=True)
class PlaceMark:
    """One mark for the places at one spot, or so near each other that their numbers would overlap."""

    x: float
    y: float
    numbers: tuple[int, ...]

    @property
    def label(self) -> str:
        return _ranges(self.numbers)

    @property
    def width(self) -> float:
        return max(MARK, LETTER * len(self.label) + 8)

    @property
    def left(self) -> float:
        return self.x - self.width / 2

    @property
    def top(self) -> float:
        return self.y - MARK / 2

    @property
    def box(self) -> Box:
        return Box(self.left, self.top, self.left + self.width, self.top + MARK)


@dataclass(frozen=True)
class SchoolMark:
    """A triangle, with the name of the school where there is room for it."""

    x: float
    y: float
    name: str = ""
    name_x: float = 0.0
    name_y: float = 0.0

    @property
    def points(self) -> str:
        corners = ((0, -SCHOOL), (SCHOOL, SCHOOL * 0.75), (-SCHOOL, SCHOOL * 0.75))
        return " ".join(f"{self.x + dx:.1f},{self.y + dy:.1f}" for dx, dy in corners)

    @property
    def box(self) -> Box:
        return Box(self.x - SCHOOL, self.y - SCHOOL, self.x + SCHOOL, self.y + SCHOOL)


@dataclass(frozen=True)
class Scale:
    """A bar at the bottom, and how many miles it is."""

    miles: float
    end: float
    start: float = 12.0
    y: float = HEIGHT - 10.0

    @property
    def path(self) -> str:
        return f"M{self.start:.1f} {self.y - 6:.1f}v6H{self.end:.1f}v-6"

    @property
    def counter(self) -> int:
        """One for up to one mile, for the form of the noun."""
        return 1 if self.miles <= 1 else 2


@dataclass(frozen=True)
class PlaceMap:
    """The data for `ui/charts/place_map.html`, which shows nothing if there are no marks."""

    marks: Sequence[PlaceMark] = ()
    schools: Sequence[SchoolMark] = ()
    center: Coordinates | None = None
    """Where in the drawing the person is, if that was given."""

    scale: Scale | None = None
    far_away: tuple[int, ...] = ()
    """The numbers of places that are too far away for the map."""

    width: int = WIDTH
    height: int = HEIGHT

    @property
    def n_places(self) -> int:
        return sum(len(mark.numbers) for mark in self.marks)

    @property
    def far_away_label(self) -> str:
        return _ranges(self.far_away)


def place_map(
    places: Sequence[MapPlace], landmarks: Sequence[Landmark] = (), center: Coordinates | None = None
) -> PlaceMap:
    """Draw the first 25 places, north up, and the schools among them.

    `center` is where the person is, in degrees. Places far from it, or from most others, are not drawn but
    listed.
    """
    shown = places[:MOST_PLACES]
    if not shown:
        return PlaceMap()
    near, far_away = _near(shown, center)
    spots = [(place.latitude, place.longitude) for place in near]
    plane = _Plane([*spots, center] if center else spots)
    marks = _spread(
        [PlaceMark(*plane.place(spot), (place.number,)) for place, spot in zip(near, spots, strict=True)]
    )
    scale = plane.scale()
    middle = plane.place(center) if center else None
    taken = [mark.box for mark in marks]
    taken.append(Box(0, HEIGHT - BOTTOM, scale.end + LETTER * 10, HEIGHT))
    taken.append(Box(WIDTH - 24, 0, WIDTH, 34))
    if middle:
        taken.append(Box(middle[0] - RING, middle[1] - RING, middle[0] + RING, middle[1] + RING))
    schools = _schools(landmarks, plane, taken)
    return PlaceMap(marks, schools, middle, scale, far_away)


def _near(
    places: Sequence[MapPlace], center: Coordinates | None
) -> tuple[Sequence[MapPlace], tuple[int, ...]]:
    """The places that are not far away, and the numbers of the others."""
    first = places[0].longitude
    focus = center or (
        median(place.latitude for place in places),
        first + median(_east(place.longitude, first) for place in places),
    )
    miles = [_miles(focus, (place.latitude, place.longitude)) for place in places]
    most = max(FAR_MILES, FAR_TIMES * median(miles))
    near = [place for place, far in zip(places, miles, strict=True) if far <= most]
    return near, tuple(place.number for place, far in zip(places, miles, strict=True) if far > most)


def _east(longitude: float, of: float) -> float:
    """How many degrees east a longitude is, the shorter way around the earth."""
    return (longitude - of + 180) % 360 - 180


def _miles(one: Coordinates, other: Coordinates) -> float:
    """About how far, by the projection of the map."""
    north = other[0] - one[0]
    east = _east(other[1], one[1]) * cos(radians((one[0] + other[0]) / 2))
    return MILES_PER_DEGREE * hypot(north, east)


class _Plane:
    """The drawing: an equirectangular projection around the middle of what it shows."""

    def __init__(self, spots: Sequence[Coordinates]) -> None:
        self._first = spots[0][1]
        easts = [_east(longitude, self._first) for _latitude, longitude in spots]
        norths = [latitude for latitude, _longitude in spots]
        self._east = (min(easts) + max(easts)) / 2
        self._north = (min(norths) + max(norths)) / 2
        self._shrink = max(0.01, cos(radians(self._north)))
        wide = (max(easts) - min(easts)) * self._shrink * MILES_PER_DEGREE
        tall = (max(norths) - min(norths)) * MILES_PER_DEGREE
        self.pixels_per_mile = min(
            (WIDTH - 2 * MARGIN) / max(wide, LEAST_MILES),
            (HEIGHT - BOTTOM - 2 * MARGIN) / max(tall, LEAST_MILES),
        )

    def place(self, spot: Coordinates) -> tuple[float, float]:
        """Where a spot is in the drawing."""
        east = _east(spot[1], self._first) - self._east
        pixels = MILES_PER_DEGREE * self.pixels_per_mile
        return (
            WIDTH / 2 + east * self._shrink * pixels,
            (HEIGHT - BOTTOM) / 2 - (spot[0] - self._north) * pixels,
        )

    def scale(self) -> Scale:
        fitting = [length for length in LENGTHS if length * self.pixels_per_mile <= LONGEST_BAR]
        miles = max(fitting, default=LENGTHS[0])
        return Scale(miles, 12.0 + miles * self.pixels_per_mile)


def _spread(marks: Sequence[PlaceMark]) -> list[PlaceMark]:
    """Marks without overlap: those at one spot are one mark, others move apart a little or are joined."""
    return _joined(_apart(_joined(marks, lambda one, other: _pixels(one, other) < SAME_SPOT)), _overlap)


def _apart(marks: Sequence[PlaceMark]) -> list[PlaceMark]:
    """Move marks that overlap away from each other, each not far from where it is."""
    moved = [_inside(mark) for mark in marks]
    for _round in range(MOST_ROUNDS):
        pairs = [(n, m) for n, m in combinations(range(len(moved)), 2) if _overlap(moved[n], moved[m])]
        if not pairs:
            break
        for n, m in pairs:
            one, other = moved[n], moved[m]
            far = _pixels(one, other) or 1.0
            right, down = (other.x - one.x) / far * STEP, (other.y - one.y) / far * STEP
            moved[n] = _inside(_near_to(marks[n], one.x - right, one.y - down))
            moved[m] = _inside(_near_to(marks[m], other.x + right, other.y + down))
    return moved


def _near_to(mark: PlaceMark, x: float, y: float) -> PlaceMark:
    """A mark at another spot, or on the way to it as far as it may move."""
    far = hypot(x - mark.x, y - mark.y)
    share = min(1.0, FARTHEST_MOVE / far) if far else 1.0
    return replace(mark, x=mark.x + (x - mark.x) * share, y=mark.y + (y - mark.y) * share)


def _joined(marks: Sequence[PlaceMark], belong: Callable[[PlaceMark, PlaceMark], bool]) -> list[PlaceMark]:
    """Join two marks that belong together until none do, each time the first two in the order of the list."""
    joined = list(marks)
    while pair := next((pair for pair in combinations(joined, 2) if belong(*pair)), None):
        one, other = pair
        n, m = len(one.numbers), len(other.numbers)
        both = PlaceMark(
            (one.x * n + other.x * m) / (n + m),
            (one.y * n + other.y * m) / (n + m),
            tuple(sorted({*one.numbers, *other.numbers})),
        )
        joined = [_inside(both) if mark is one else mark for mark in joined if mark is not other]
    return joined


def _pixels(one: PlaceMark, other: PlaceMark) -> float:
    return hypot(one.x - other.x, one.y - other.y)


def _overlap(one: PlaceMark, other: PlaceMark) -> bool:
    return one.box.meets(other.box)


def _inside(mark: PlaceMark) -> PlaceMark:
    """The mark moved into the drawing: a wide one at its edge would be cut off."""
    half = mark.width / 2
    x = min(max(mark.x, half + 1), WIDTH - half - 1)
    y = min(max(mark.y, MARK / 2 + 1), HEIGHT - BOTTOM - MARK / 2)
    return replace(mark, x=x, y=y)


def _schools(landmarks: Sequence[Landmark], plane: _Plane, taken: list[Box]) -> list[SchoolMark]:
    """The schools in view. A name stands beside, above or below its school, or is left out."""
    whole = Box(0, 0, WIDTH, HEIGHT - BOTTOM)
    seen = [
        (landmark.name, mark)
        for landmark in landmarks
        if (mark := SchoolMark(*plane.place((landmark.latitude, landmark.longitude)))).box.is_within(whole)
    ]
    taken = [*taken, *(mark.box for _name, mark in seen)]
    drawn = []
    for name, mark in seen:
        boxes = (box for box in _boxes_of_name(name, mark) if box.is_within(whole))
        place = next((box for box in boxes if not any(box.meets(other) for other in taken)), None)
        if place is None:
            drawn.append(mark)
            continue
        taken.append(place)
        middle = (place.left + place.right) / 2
        drawn.append(SchoolMark(mark.x, mark.y, name, middle, place.bottom - 3))
    return drawn


def _boxes_of_name(name: str, mark: SchoolMark) -> Iterable[Box]:
    """Where a name may stand: right, left, below and above."""
    wide, beside, below = LETTER * len(name), SCHOOL + 3, SCHOOL + 1
    for left, top in (
        (mark.x + beside, mark.y - LINE / 2),
        (mark.x - beside - wide, mark.y - LINE / 2),
        (mark.x - wide / 2, mark.y + below),
        (mark.x - wide / 2, mark.y - below - LINE),
    ):
        yield Box(left, top, left + wide, top + LINE)


def _ranges(numbers: Sequence[int]) -> str:
    """Numbers with a dash for three or more in a row: "1–4, 7"."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(
        f"{run[0]}\N{EN DASH}{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs
    )
