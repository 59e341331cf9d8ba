from dataclasses import dataclass


@dataclass(frozen=True)
class Rules:
    """The disclosure rules for one figure.

    `protection` is how far apart the smallest and largest possible value of a hidden count must be. Shares
    below `bottom_percent` and above `top_percent` are published as "fewer than" and "more than".
    """

    minimum_n: int
    protection: int
    bottom_percent: int = 5
    top_percent: int = 95

    def is_small(self, n: int) -> bool:
        """Whether this is too few people to publish; nobody (0) is not."""
        return 0 < n < self.minimum_n
