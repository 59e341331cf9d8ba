"""How much is taken in within a minute: of one person, from one address or network, and in one forum.

docs/reference/limits.md gives the reasons for the numbers.
"""

from dataclasses import dataclass, replace

from throughline.accounts.permissions import (
    Request,
    TooMany,
    address_to_limit,
    client_network,
    is_above,
)
from throughline.convene.models import Forum
from throughline.listen.models import Contributor

SHARES_OF_A_PERSON = 2
"""A person's count is shared between processes so seldom, that a vote hardly ever costs a second write."""


@dataclass(frozen=True)
class Ceilings:
    """The most of one kind in a minute. What is refused at one ceiling does not count toward the next.

    Nobody can close a forum to others by filling it: where more comes than `forum`, each network is still let
    through `network_in_a_flood` times.
    """

    kind: str
    address: int
    address_everywhere: int
    network: int
    forum: int
    network_in_a_flood: int

    def count(self, request: Request, forum: Forum | None) -> None:
        """Count one more; raise `TooMany` if that is above a ceiling."""
        place = forum.public_id if forum else request.district.slug
        address = address_to_limit(request)
        network = client_network(request) or address
        if (
            is_above(f"{self.kind}:address:{place}", address, self.address)
            or is_above(f"{self.kind}:everywhere", address, self.address_everywhere)
            or is_above(f"{self.kind}:network:{place}", network, self.network)
            or (
                is_above(f"{self.kind}:forum", place, self.forum)
                and is_above(f"{self.kind}:flood:{place}", network, self.network_in_a_flood)
            )
        ):
            raise TooMany


BEGINNERS = Ceilings(
    "begin", address=120, address_everywhere=1200, network=360, forum=600, network_in_a_flood=6
)
TEXTS = Ceilings("text", address=240, address_everywhere=1200, network=720, forum=1200, network_in_a_flood=12)
FLAGS = Ceilings("flag", address=120, address_everywhere=120, network=240, forum=360, network_in_a_flood=6)
FLAGS_INSIDE = replace(FLAGS, kind="flag inside")
"""For people who have begun: whoever has not cannot use up what these may send."""
LONG_PAGES = Ceilings(
    "screen", address=30, address_everywhere=30, network=90, forum=300, network_in_a_flood=3
)
REPORTS = Ceilings("report", address=30, address_everywhere=60, network=90, forum=120, network_in_a_flood=3)

TEXTS_A_PERSON_A_MINUTE = 20
ANSWERS_A_PERSON_A_MINUTE = 120
VOTES_A_PERSON_A_MINUTE = 120
FLAGS_A_PERSON_A_MINUTE = 6
REPORTS_A_PERSON_A_MINUTE = 6


def limit_person(kind: str, who: str, per_minute: int) -> None:
    """Raise `TooMany` above this much of one browser, by its token, or of one member, by their id."""
    if is_above(f"{kind}:person", who, per_minute, shares=SHARES_OF_A_PERSON):
        raise TooMany


def limit_text(request: Request, forum: Forum, who: str) -> None:
    """Limit a text that somebody writes: a browser by its token, a member by their id."""
    limit_person("text", who, TEXTS_A_PERSON_A_MINUTE)
    TEXTS.count(request, forum)


def limit_flags(request: Request, forum: Forum | None, contributor: Contributor | None) -> None:
    """Limit flags of words that were not taken in; the contributor is None for whoever has not begun."""
    if contributor is None:
        FLAGS.count(request, forum)
    else:
        limit_person("flag", contributor.public_id, FLAGS_A_PERSON_A_MINUTE)
        FLAGS_INSIDE.count(request, forum)
