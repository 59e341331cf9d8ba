from dataclasses import dataclass


@dataclass(frozen=True)
class Rules:
    """What holds for one figure.

    `protection` is how far apart the smallest and largest possible value of a hidden count must stay. Shares
    below `bottom_percent` and above `top_percent` are told as "fewer than" and "more than".
    """

    minimum_n: int
    protection: int
    bottom_percent: int = 5
    top_percent: int = 95

    def is_small(self, n: int) -> bool:
        """Whether so few people would be told of; nobody is not few."""
        return 0 < n < self.minimum_n
