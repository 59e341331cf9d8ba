"""Errors of opinion groups."""


class OpinionGroupsError(ValueError):
    """No opinion groups can be computed from these votes."""


class TooFewPeopleError(OpinionGroupsError):
    """Too few people have voted often enough to be placed."""


class GroupsTooSmallError(OpinionGroupsError):
    """Every split leaves a group with too few people."""


class TooFewStatementsError(OpinionGroupsError):
    """Too few statements, after moderation, have votes."""


class NoDifferenceError(OpinionGroupsError):
    """All who voted on a statement voted alike, so there is nothing to place people by."""


class BadMomentsError(OpinionGroupsError):
    """Stored sums do not match these votes."""
