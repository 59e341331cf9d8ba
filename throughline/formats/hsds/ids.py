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

    def __init__(self, ids: Iterable[str] = ()) -> None:
        self._ids: set[str] = set()
        self._by_small_letters: dict[str, str] = {}
        for one in ids:
            self.add(one)

    def __len__(self) -> int:
        """Return how many ids there are."""
        return len(self._ids)

    def add(self, one: str) -> None:
        """
        Add an id. A blank one is none.

        Parameters
        ----------
        one : str
            The id, as it is written.
        """
        if not one or one in self._ids:
            return
        self._ids.add(one)
        small = one.casefold()
        if small != one:
            self._by_small_letters[small] = "" if small in self._by_small_letters else one

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
        small = link.casefold()
        same = self._by_small_letters.get(small)
        if same is None:
            return small if small in self._ids else ""
        return "" if small in self._ids else same
