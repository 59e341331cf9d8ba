"""A released pattern as a table to take along: made of the release alone."""

from collections.abc import Iterator
from typing import Any

from throughline.measure.queries.shares import said_share, text_of


def pattern_header() -> list[str]:
    # Names of columns stay English, as every key of a release does.
    return [
        "statement",
        "group",
        "people",
        "agree",
        "disagree",
        "not_sure",
        "area",
        "sets_group_apart_by",
        "end_of_line",
    ]


def pattern_rows(basis: list[dict[str, Any]]) -> Iterator[list[str]]:
    """One row for each group and released statement of every pattern that a finding rests on."""
    for entry in basis:
        figures = entry.get("figures") or {}
        if entry.get("kind") != "run" or not figures.get("groups"):
            continue
        for row in figures.get("statements", []):
            ends = ", ".join(f"{one['end']}: {one['direction']}" for one in row.get("ends", []))
            for group in row["groups"]:
                stands = [
                    one["direction"] for one in row.get("stands_for", []) if one["name"] == group["name"]
                ]
                yield [
                    str(text_of(row["words"])),
                    group["name"],
                    str(group["n"]),
                    *(said_share(share) for share in group["answers"]),
                    row.get("area", ""),
                    ", ".join(stands),
                    ends,
                ]
