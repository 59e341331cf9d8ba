"""People as dots on the plane of their votes."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, MARGIN = 360, 300, 18
MOST_DOTS = 1_500
SHAPES = ("circle", "square", "diamond", "triangle", "cross")


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    group: int
    shape: str

    @property
    def points(self) -> str:
        """The corners of a shape that is a polygon."""
        x, y = self.x, self.y
        corners = {
            "square": [(-3, -3), (3, -3), (3, 3), (-3, 3)],
            "diamond": [(0, -4), (4, 0), (0, 4), (-4, 0)],
            "triangle": [(0, -4), (4, 3), (-4, 3)],
            "cross": [
                (-1, -4),
                (1, -4),
                (1, -1),
                (4, -1),
                (4, 1),
                (1, 1),
                (1, 4),
                (-1, 4),
                (-1, 1),
                (-4, 1),
                (-4, -1),
                (-1, -1),
            ],
        }[self.shape]
        return " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in corners)


@dataclass(frozen=True)
class GroupLabel:
    x: float
    y: float
    group: int
    text: str
    n: int


@dataclass(frozen=True)
class OpinionMap:
    """The data for `ui/charts/opinion_map.html`, which shows a sentence if there are no dots."""

    dots: Sequence[Dot]
    labels: Sequence[GroupLabel]
    n_people: int
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def n_shown(self) -> int:
        return len(self.dots)

    @property
    def is_thinned(self) -> bool:
        return self.n_shown < self.n_people


def opinion_map(
    points: Sequence[tuple[float, float]], groups: Sequence[int], labels: Sequence[str] = ()
) -> OpinionMap:
    """Place people on the plane, each with the color and shape of its group.

    `groups` are numbered from 0, one per person; `labels` are one per group. If there are more people than
    can be told apart, they are thinned evenly, in the order given.
    """
    if not points:
        return OpinionMap([], [], 0)
    reach = max(max(abs(x), abs(y)) for x, y in points) or 1.0
    half_width, half_height = WIDTH / 2 - MARGIN, HEIGHT / 2 - MARGIN

    def place(x: float, y: float) -> tuple[float, float]:
        return WIDTH / 2 + half_width * x / reach, HEIGHT / 2 - half_height * y / reach

    step = max(1, -(-len(points) // MOST_DOTS))
    dots = [
        Dot(*place(x, y), group + 1, SHAPES[group % len(SHAPES)])
        for (x, y), group in list(zip(points, groups, strict=True))[::step]
    ]
    named = []
    for group, text in enumerate(labels):
        members = [point for point, its in zip(points, groups, strict=True) if its == group]
        if members:
            x, y = place(sum(m[0] for m in members) / len(members), sum(m[1] for m in members) / len(members))
            named.append(GroupLabel(x, y, group + 1, text, len(members)))
    return OpinionMap(dots, named, len(points))
