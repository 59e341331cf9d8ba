"""Groups as circles on the plane of their votes: sizes and centers, no individual positions."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

WIDTH, HEIGHT = 360, 220
LARGEST_RADIUS = 56
LABEL_SIZE = 17


@dataclass(frozen=True)
class GroupCircle:
    """A group: its number of people, and its center, from -100 to 100 on both axes."""

    name: str
    n: int
    x: float
    y: float


@dataclass(frozen=True)
class Circle:
    name: str
    n: int
    group: int
    x: float
    y: float
    radius: float

    @property
    def label_y(self) -> float:
        """Below the circle, where the name is on the page background whatever the circle's size."""
        return self.y + self.radius + LABEL_SIZE


@dataclass(frozen=True)
class GroupMap:
    """The data for `ui/charts/group_map.html`, which shows a sentence if there are no circles."""

    circles: Sequence[Circle]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def label(self) -> str:
        return ", ".join(f"{one.name}: {one.n}" for one in self.circles)


def group_map(groups: Sequence[GroupCircle]) -> GroupMap:
    """Lay out circles with areas proportional to their people, the largest first, to hide none entirely."""
    most = max((group.n for group in groups), default=0)
    if not most:
        return GroupMap([])
    margin = LARGEST_RADIUS + LABEL_SIZE + 6
    circles = [
        Circle(
            group.name,
            group.n,
            number + 1,
            WIDTH / 2 + (WIDTH / 2 - LARGEST_RADIUS - 4) * group.x / 100,
            HEIGHT / 2 - (HEIGHT / 2 - margin) * group.y / 100 - LABEL_SIZE / 2,
            LARGEST_RADIUS * sqrt(group.n / most),
        )
        for number, group in enumerate(groups)
    ]
    return GroupMap(sorted(circles, key=lambda one: (-one.radius, one.group)))
