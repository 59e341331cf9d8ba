"""Disclosure rules: what counts as small, and how uncertain an attacker must remain."""

from dataclasses import dataclass

from throughline.methods.disclosure.errors import BadRuleError


@dataclass(frozen=True)
class Rule:
    """What counts as small.

    Attributes
    ----------
    minimum_n : int
        A count of people from 1 to one below this is small; 0 is not.
    protection : int
        For an attacker who knows the published table and the rule, the least distance between the smallest
        and the largest possible value of each hidden count. At least 1: no hidden count is exactly
        known. Half of `minimum_n`, rounded up, unless given.
    hides_zeros : bool
        Whether 0 is as revealing as a small count (nobody gave this answer), and with it a count equal to the
        whole it is part of (everybody did): then zeros are hidden, and this is public.
    """

    minimum_n: int
    protection: int = 0
    hides_zeros: bool = False

    def __post_init__(self) -> None:
        """Fill in the protection, and refuse a rule that protects nobody."""
        if self.minimum_n < 2:
            raise BadRuleError("A minimum n below 2 protects nobody.")
        if self.protection < 0:
            raise BadRuleError("The protection cannot be negative.")
        if self.protection == 0:
            object.__setattr__(self, "protection", (self.minimum_n + 1) // 2)

    def is_small(self, count: int) -> bool:
        """Return whether a count of people is small."""
        return (0 if self.hides_zeros else 1) <= count < self.minimum_n

    @property
    def smallest_hidden(self) -> int:
        """The smallest value a hidden count may have, which follows from the rule and is therefore public."""
        return 0 if self.hides_zeros else 1


PUBLIC = Rule(10)
COLORADO_STUDENTS = Rule(16)
COLORADO_EMPLOYEES = Rule(5)
INTERNAL = Rule(5)
PRESETS = {
    "public": PUBLIC,
    "colorado_students": COLORADO_STUDENTS,
    "colorado_employees": COLORADO_EMPLOYEES,
    "internal": INTERNAL,
}
