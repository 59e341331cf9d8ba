"""Types of command-line arguments that argparse does not have."""

import argparse


def non_negative(word: str) -> int:
    if not word.isdecimal():
        raise argparse.ArgumentTypeError("enter a whole number, 0 or more")
    return int(word)


def at_least_one(word: str) -> int:
    if not word.isdecimal() or int(word) < 1:
        raise argparse.ArgumentTypeError("enter a whole number, 1 or more")
    return int(word)


def seconds(word: str) -> float:
    seconds = float(word)
    if not 0 <= seconds < float("inf"):
        raise argparse.ArgumentTypeError("enter a number of seconds, 0 or more")
    return seconds
