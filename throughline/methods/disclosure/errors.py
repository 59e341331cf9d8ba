"""Errors of disclosure control."""


class DisclosureError(ValueError):
    """The counts cannot be published as requested."""


class CannotBeProtectedError(DisclosureError):
    """A small count could be inferred whatever is merged or hidden: publish nothing of this table."""


class BadRuleError(DisclosureError):
    """A rule that protects nobody."""


class BadCountsError(DisclosureError):
    """The labels and counts do not describe a table."""
