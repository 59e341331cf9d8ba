"""Errors of disclosure control."""


class DisclosureError(ValueError):
    """The counts cannot be published as requested."""


class CannotBeProtectedError(DisclosureError):
    """Whatever is merged or hidden, a small count could be worked out: publish nothing of this table."""


class BadRuleError(DisclosureError):
    """A rule that would protect nobody."""


class BadCountsError(DisclosureError):
    """The labels and counts do not describe a table."""
