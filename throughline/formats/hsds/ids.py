"""Find the row that a link means."""

from collections.abc import Iterable


class Ids:
    """
    The ids of a table.

    Parameters
    ----------
    ids : iterable of str
        The ids, as they are written.
    """

    def __init__(self, ids: Iterable[str]) -> None:
        self._ids = set(ids)
        self._by_letters: dict[str, set[str]] = {}
        for one in self._ids:
            self._by_letters.setdefault(one.casefold(), set()).add(one)

    def find(self, link: str) -> str:
        """
        Return the id that a link means.

        Parameters
        ----------
        link : str
            The link, as it is written. Capitals make no difference where one id alone has these letters:
            systems write the same UUID in capital and in small letters.

        Returns
        -------
        str
            The id; empty if there is none, or if it is uncertain which.
        """
        if link in self._ids:
            return link
        same = self._by_letters.get(link.casefold(), set())
        return next(iter(same)) if len(same) == 1 else ""
