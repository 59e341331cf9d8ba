from dataclasses import dataclass


@dataclass(frozen=True)
class Rules:
    """The disclosure rules for one figure.

    `protection` is the minimum distance between the smallest and largest possible values of a hidden count.
    Shares below `bottom_percent` and above `top_percent` are published as "fewer than" and "more than".
    """

    minimum_n: int
    protection: int
    bottom_percent: int = 5
    top_percent: int = 95

    def is_small(self, n: int) -> bool:
        """Whether `n` is too few people to publish; 0 is not."""
        return 0 < n < self.minimum_n
