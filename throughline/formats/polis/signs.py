"""Find which sign means agree, and whether the published counts are those of the votes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from throughline.formats.polis.checks import Published, SignCheck, count_by, sign_check
from throughline.formats.polis.files import CommentsFile, MatrixFile, VotesFile
from throughline.formats.polis.model import AgreeSign, Statement, VoteLog
from throughline.formats.problems import Problems

_MOST_UNCONFIRMED_SHARE: Final = 0.01
"""Up to this share of agreements and disagreements two files that confirm each other may differ."""


@dataclass(frozen=True)
class Votes:
    """
    The votes of an export, with agree = +1.

    Parameters
    ----------
    log : VoteLog
        The votes that are used: those of votes.csv, where it is there.
    cast : VoteLog or None
        Those of participants-votes.csv.
    sign : {"as expected", "turned round", "unknown"}
        What the published counts say of the sign.
    has_old_statement_counts, has_old_person_counts : bool
        Whether the counts of comments.csv, or of participants-votes.csv, are not those of the votes.
    """

    log: VoteLog
    cast: VoteLog | None
    sign: AgreeSign
    has_old_statement_counts: bool = False
    has_old_person_counts: bool = False


def with_agree_positive(
    statements: Sequence[Statement],
    comments: CommentsFile | None,
    matrix: MatrixFile | None,
    log: VotesFile | None,
    cast: VoteLog | None,
    logged: VoteLog | None,
    problems: Problems,
) -> Votes:
    """
    Check the sign of each file against the published counts, and invert it where necessary.

    Published counts may be older than the votes. Where votes.csv and participants-votes.csv confirm each
    other, counts that contradict both are set aside.

    Parameters
    ----------
    statements : sequence of Statement
        The statements.
    comments, matrix, log : CommentsFile, MatrixFile, VotesFile or None
        The files that are there.
    cast, logged : VoteLog or None
        The votes of `matrix` and of `log`, with the signs of the file.
    problems : Problems
        Collects contradictions, and notes what was found.

    Returns
    -------
    Votes
        The votes with agree = +1.

    Raises
    ------
    BadFile
        If the signs are mixed, or the votes are not those that were counted.
    """
    by_statement = comments.published if comments else None
    of_people = of_statements = None
    if matrix and cast is not None:
        of_people = _checked(cast.person, cast.value, matrix.published)
        if not of_people.sign and logged is None:
            of_people = _checked(cast.statement, cast.value, by_statement)
    if log and logged is not None:
        of_statements = _check_of_log(statements, by_statement, matrix, cast, logged, of_people)
    checks = [one for one in (of_people, of_statements) if one is not None]
    is_old = [one.is_contradicted for one in checks]
    if any(is_old) and not _is_confirmed(cast, logged, checks):
        for check in checks:
            if not problems.errors:
                check.report(problems)
        problems.raise_if_any()
    relative = 1 if cast is None or logged is None else _relative_sign(cast, logged)
    sign_of_log, sign_of_matrix = _signs(of_people, of_statements, relative)
    for one, file in ((of_people, matrix), (of_statements, log)):
        if one is not None and file is not None:
            _note(one, file.file, sign_of_matrix if one is of_people else sign_of_log, problems)
    turned_cast = cast and replace(cast, value=cast.value * (sign_of_matrix or 1))
    turned_log = logged and replace(logged, value=logged.value * (sign_of_log or 1))
    votes = turned_log if turned_log is not None else turned_cast
    if votes is None:
        raise AssertionError("one of the two files of votes is always there")
    sign = sign_of_matrix if log is None else sign_of_log
    if not sign:
        problems.note("polis_sign_unknown", log.file if log else "participants-votes.csv")
    return Votes(
        votes,
        turned_cast,
        "unknown" if not sign else "as expected" if sign == 1 else "turned round",
        has_old_statement_counts=of_statements is not None and of_statements.is_contradicted,
        has_old_person_counts=of_people is not None and of_people.is_contradicted,
    )


def _check_of_log(
    statements: Sequence[Statement],
    by_statement: Published | None,
    matrix: MatrixFile | None,
    cast: VoteLog | None,
    logged: VoteLog,
    of_people: SignCheck | None,
) -> SignCheck:
    """Check votes.csv against the counts of comments.csv, else against participants-votes.csv."""
    is_counted = of_people is not None and of_people.sign and not of_people.is_contradicted
    if by_statement or of_people is None or matrix is None or cast is None or not is_counted:
        return _checked(logged.statement, logged.value, by_statement)
    turned = replace(cast, value=cast.value * of_people.sign)
    last = logged.current()
    return _checked(logged.statement[last], logged.value[last], _counted(matrix, turned, statements))


def _checked(index: NDArray[np.int32], value: NDArray[np.int8], published: Published | None) -> SignCheck:
    if published is None:
        return SignCheck.nothing()
    n = len(published.agrees)
    return sign_check(count_by(index, value, 1, n), count_by(index, value, -1, n), published)


def _counted(matrix: MatrixFile, cast: VoteLog, statements: Sequence[Statement]) -> Published:
    n = len(statements)
    agrees, disagrees = (count_by(cast.statement, cast.value, v, n) for v in (1, -1))
    return Published(matrix.file, [s.id for s in statements], [1] * n, agrees, disagrees, "votes.csv")


def _is_confirmed(cast: VoteLog | None, logged: VoteLog | None, checks: Sequence[SignCheck]) -> bool:
    """Return whether both files of votes have the same votes, and the checks decide one sign for them."""
    if cast is None or logged is None or any(check.is_mixed for check in checks):
        return False
    relative = _relative_sign(cast, logged)
    if not relative:
        return False
    signs = {
        check.sign * (relative if i == 0 and len(checks) == 2 else 1)
        for i, check in enumerate(checks)
        if check.is_decisive
    }
    return len(signs) == 1


def _relative_sign(cast: VoteLog, logged: VoteLog) -> int:
    """Return 1 if both files have the same agreements and disagreements, -1 if reversed, 0 if they differ."""
    last = logged.current()
    last = last[logged.value[last] != 0]
    n_columns = 1 + int(max(cast.statement.max(initial=0), logged.statement.max(initial=0)))
    in_log = logged.person[last].astype(np.int64) * n_columns + logged.statement[last]
    is_vote = cast.value != 0
    in_matrix = cast.person[is_vote].astype(np.int64) * n_columns + cast.statement[is_vote]
    _both, of_log, of_matrix = np.intersect1d(in_log, in_matrix, return_indices=True)
    products = logged.value[last][of_log] * cast.value[is_vote][of_matrix]
    n_all = len(in_log) + len(in_matrix) - len(products)
    for sign in (1, -1):
        n_alike = int(np.count_nonzero(products == sign))
        if n_all and n_all - n_alike <= _MOST_UNCONFIRMED_SHARE * n_all:
            return sign
    return 0


def _signs(of_people: SignCheck | None, of_statements: SignCheck | None, relative: int) -> tuple[int, int]:
    """Return the sign of votes.csv and that of participants-votes.csv; 0 where nothing tells."""
    if of_people is None or of_statements is None:
        return (of_statements.sign if of_statements else 0), (of_people.sign if of_people else 0)
    if of_people.is_contradicted or of_statements.is_contradicted:
        is_by_statements = of_statements.is_decisive
        sign = of_statements.sign if is_by_statements else of_people.sign * relative
        return sign, sign * relative
    is_alike = relative == 1
    return of_statements.sign, of_people.sign or (of_statements.sign if is_alike else 0)


def _note(check: SignCheck, file: str, sign: int, problems: Problems) -> None:
    if check.is_contradicted and check.published is not None:
        problems.note("polis_counts_old", check.published.file, n=check.n_off)
        return
    check.report(problems)
    if sign:
        code = "polis_sign_as_expected" if sign == 1 else "polis_sign_flipped"
        problems.note(code, file, n=check.n_decided)
