"""Which failures pass by themselves: the database or a disk is away, full or too busy."""

import errno
import sqlite3

from django.db import InterfaceError, OperationalError

NO_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})


def is_outage(error: BaseException | None) -> bool:
    """Whether an error, or one that led to it, says that the database or a disk cannot be used now.

    What comes after the first failure of a transaction is another error: the connection is closed already.
    """
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        if isinstance(error, OperationalError | InterfaceError) and not _is_wrong_query(error):
            return True
        if isinstance(error, OSError) and error.errno in NO_DISK:
            return True
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return False


def _is_wrong_query(error: BaseException) -> bool:
    """SQLite says of a mistake in a query, such as a missing column, what it says of a full disk."""
    return getattr(error.__cause__, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR
