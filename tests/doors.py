"""The status that each page and endpoint returns to whom. Every app lists its own in tests/<app>/doors.py."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from throughline.accounts.models import District, Role


@dataclass
class World:
    """Rows of one district that doors are tried on, made once per app by its `furnish(world)`."""

    district: District
    rows: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Door:
    """One URL name, and the status it returns to each of the cast.

    `colleague` is a member of the district without the right (of `colleague_role`); a stranger has an account
    but no membership; `other_owner` owns another district. A public page returns the same status to everyone.
    `query` is the query string of a page that is posted to.
    """

    name: str
    kwargs: Callable[[World], dict[str, str]] = lambda world: {}
    method: str = "get"
    data: Callable[[World], dict[str, Any]] = lambda world: {}
    query: str = ""
    owner: int = 200
    colleague: int = 403
    colleague_role: str = Role.PARTNER_CONTACT
    stranger: int = 404
    other_owner: int = 404
    anonymous: int = 302
    public: bool = False

    def address(self, world: World, district: District | None = None) -> str:
        """The address of the world's row, in its own district or another."""
        url = (district or world.district).url(self.name, **self.kwargs(world))
        return f"{url}?{self.query}" if self.query else url


def id_of(noun: str, row: str = "") -> Callable[[World], dict[str, str]]:
    """The URL argument that names one row: `id_of("cycle", "ended")` gives `cycle_id`."""
    return lambda world: {f"{noun}_id": world.rows[row or noun].public_id}
