"""Arguments of commands that need no database."""

import argparse
from pathlib import Path

from throughline.config.argument_types import at_least_one, non_negative, seconds


def add_opinion_groups_arguments(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "directory", type=Path, help="folder of the export; only participants-votes.csv is required"
    )
    made.add_argument("--json", action="store_true", help="print one JSON object")
    made.add_argument("--seed", type=non_negative, default=0, metavar="N", help="random seed (default: 0)")
    made.add_argument(
        "--groups", type=at_least_one, metavar="K", help="form K groups (at most 100) in any case"
    )
    made.add_argument(
        "--null-draws",
        type=at_least_one,
        default=199,
        metavar="N",
        help="simulations for each test (default: 199)",
    )
    made.add_argument(
        "--budget",
        type=seconds,
        metavar="SECONDS",
        help="time limit; the result says how many simulations it is based on",
    )


def add_check_directory_arguments(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "source",
        metavar="PATH_OR_ADDRESS",
        help="a folder or ZIP file of HSDS files, a folder of recorded API answers, or the address of an API",
    )
    made.add_argument("--json", action="store_true", help="print one JSON object")
    made.add_argument(
        "--allow-private", action="store_true", help="also ask an API on this machine or in its network"
    )
