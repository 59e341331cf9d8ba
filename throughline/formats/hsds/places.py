"""Services at locations: rows that link the same service to the same place are one."""

from throughline.formats.hsds.model import HsdsRow
from throughline.formats.hsds.rows import Findings


class Places:
    """
    The pairs of a service and a location, and what became of rows that repeat one.

    Attributes
    ----------
    services : set of str
        Services that are at a location.
    same : dict of str to str
        The id of the row that stays, by that of a row that was joined to it.
    """

    def __init__(self) -> None:
        self.services: set[str] = set()
        self.same: dict[str, str] = {}
        self._first: dict[tuple[str, str], int] = {}
        self._told: dict[int, tuple[str, int, str, list[str]]] = {}
        self._later: set[int] = set()

    def see(self, number: int, row: HsdsRow, found: Findings) -> bool:
        """
        Take a row into account.

        Parameters
        ----------
        number : int
            Its place in the table.
        row : HsdsRow
            The row, with its links.
        found : Findings
            Collects what was found.

        Returns
        -------
        bool
            Whether the row stays.
        """
        values = row.values
        pair = values["service_id"], values["location_id"]
        if pair[0]:
            self.services.add(pair[0])
        first = self._first.setdefault(pair, number) if all(pair) else number
        if first == number:
            self._told[number] = (row.file, row.row, values["id"], [values["description"]])
            return True
        file, first_row, one, texts = self._told[first]
        texts.append(values["description"])
        if not one:
            self._told[first] = (file, first_row, values["id"], texts)
        self.same[values["id"]] = one or values["id"]
        self._later.add(number)
        found.add("hsds_same_place", row.file, row.row, "", first_file=file, first_row=first_row)
        return False

    def finish(self) -> None:
        """Forget what is needed only while rows are seen."""
        self._first.clear()
        self._told = {number: told for number, told in self._told.items() if len(told[3]) > 1}

    def join(self, number: int, row: HsdsRow) -> bool:
        """
        Join what later rows say into the first of their pair.

        Parameters
        ----------
        number : int
            The place of the row in the table.
        row : HsdsRow
            The row, which is changed.

        Returns
        -------
        bool
            Whether the row stays.
        """
        if number in self._later:
            return False
        if number in self._told:
            _, _, row.values["id"], texts = self._told[number]
            row.values["description"] = "; ".join(dict.fromkeys(filter(None, texts)))
        return True
