"""The kinds of `throughline export`, files of pages, and their command-line arguments."""

import argparse
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Export:
    """A file of a page: the name of its URL, the ids in that URL, and what the file holds."""

    view: str
    ids: tuple[str, ...]
    help: str
    tied_view: str = ""
    """The URL of the file that ties each person's words to their votes or answers, behind a confirmation."""


EXPORTS = {
    "audit": Export("audit_csv", (), "the audit log"),
    "codes": Export("codes_csv", ("cycle",), "the codes of a cycle"),
    "codings": Export("codings_csv", ("cycle",), "which code was applied to which text"),
    "comments": Export("export_voices", (), "the texts of all responses", "export_voices_tied"),
    "crosstab": Export(
        "crosstab_csv", ("forum",), "every cell of a cross-tabulation; --query has the page's settings"
    ),
    "directory": Export(
        "directory_package",
        (),
        "the directory of services; --query kind=tables|records&version=3.0|3.1",
    ),
    "directory-locations": Export("locations_csv", (), "the locations of the directory"),
    "directory-organizations": Export("organizations_csv", (), "the organizations of the directory"),
    "directory-services": Export("services_csv", (), "the services of the directory"),
    "directory-problems": Export(
        "directory_quality_csv", (), "the problems that the last check of the directory found"
    ),
    "findings": Export("findings_csv", ("cycle",), "the findings of a cycle, released or not"),
    "initiatives": Export("initiatives_csv", (), "the initiatives"),
    "opinion-map": Export("patterns_map", ("run",), "the map of an analysis of voting patterns, as an image"),
    "priorities": Export("directives_csv", (), "the community priorities and the decisions about them"),
    "published-findings": Export("public_package", ("cycle",), "the published findings, as tables"),
    "published-patterns": Export(
        "public_pattern", ("cycle", "finding"), "the voting patterns of a published finding"
    ),
    "release": Export("release_package", ("release",), "a release as tables, with a data dictionary"),
    "release-file": Export("release_download", ("release",), "the exact bytes of a release"),
    "responses": Export(
        "export_forum", ("forum",), "the answers to a survey, or votes in Polis format", "export_forum_tied"
    ),
    "results": Export("results_csv", ("forum",), "the results of every question of a survey"),
    "supports": Export("supports_csv", (), "the supports at schools"),
    "voting-patterns": Export("patterns_csv", ("run",), "how each opinion group voted on each statement"),
}
NOT_TABLES = {
    "forum_poster": "a poster to print",
    "meeting_ics": "the calendar entry of a meeting, for everyone",
}
"""Files that pages offer and that are not a district's data."""


def add_polis_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("forum", help="ID of the forum")
    parser.add_argument("directory", type=Path, help="folder to write to")
    parser.add_argument("--district", required=True, help="short name of the district")
    parser.add_argument(
        "--tied",
        action="store_true",
        help="also export which voter wrote which statement; this is recorded in the audit log",
    )


def add_arguments(parser: argparse.ArgumentParser, kind: str) -> None:
    parser.set_defaults(kind=kind)
    parser.add_argument("file", help="file or folder to write to; - for standard output")
    parser.add_argument("--district", required=True, help="short name of the district")
    for name in EXPORTS[kind].ids:
        parser.add_argument(
            f"--{name}", dest=f"{name}_id", required=True, metavar="ID", help=f"ID of the {name}"
        )
    parser.add_argument("--query", default="", help="filters, as after the ? in the address of the page")
    if EXPORTS[kind].tied_view:
        parser.add_argument(
            "--tied",
            action="store_true",
            help="link each person's words to their votes or answers; this is recorded in the audit log",
        )
