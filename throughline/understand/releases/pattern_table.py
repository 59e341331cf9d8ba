"""A released pattern as a table to download, built only from the release."""

from collections.abc import Iterator, Sequence

from throughline.measure.published import PublishedPatterns, share_label
from throughline.understand.models import BasisEntry
from throughline.understand.releases.descriptions.parts import no_longer_shown


def pattern_header() -> list[str]:
    # Names of columns stay English, like the keys of a release.
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


def pattern_rows(basis: Sequence[BasisEntry]) -> Iterator[list[str]]:
    """One row for each group and released statement of every pattern in a finding's evidence."""
    for entry in basis:
        if not isinstance(entry.figures, PublishedPatterns):
            continue
        for row in entry.figures.statements:
            ends = ", ".join(f"{one.end}: {one.direction}" for one in row.ends)
            for cell in row.groups:
                directions = [one.direction for one in row.stands_for if one.name == cell.name]
                yield [
                    str(row.words or no_longer_shown()),
                    cell.name,
                    str(cell.n),
                    *(share_label(share) for share in cell.answers),
                    row.area,
                    ", ".join(directions),
                    ends,
                ]
