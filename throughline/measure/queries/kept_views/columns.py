"""The people counted in a kept view: what each of them said, and which groups that puts them in."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

EVERYONE = ""
"""The name of the column of all people who are counted."""

NOTHING = ""
"""The value of people of whom nothing is known."""


@dataclass(frozen=True)
class Column:
    """One thing that a page tells of people: the value of each person, and the group of each value shown."""

    value_of: Mapping[int, str]
    group_of: Mapping[str, int]


Columns = Mapping[str, Column]


def packed(columns: Columns) -> bytes:
    """Serialize columns: row numbers by value, as differences."""
    plain = {}
    for name, column in columns.items():
        people_of: dict[str, list[int]] = {}
        for person in sorted(column.value_of):
            people_of.setdefault(column.value_of[person], []).append(person)
        values = {
            value: [people[0], *(later - earlier for earlier, later in pairwise(people))]
            for value, people in people_of.items()
        }
        plain[name] = {"values": values, "groups": dict(column.group_of)}
    return zlib.compress(json.dumps(plain, separators=(",", ":")).encode())


def unpacked(content: bytes) -> dict[str, Column]:
    """Read what `packed` wrote."""
    plain: dict[str, Any] = json.loads(zlib.decompress(content))
    return {
        name: Column(
            {person: value for value, steps in column["values"].items() for person in accumulate(steps)},
            column["groups"],
        )
        for name, column in plain.items()
    }
