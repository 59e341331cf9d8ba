"""Codes of survey tabulations for missing estimates and margins of error."""

from typing import Final

from throughline.formats.population.model import MarginState, State

ESTIMATE_CODES: Final[dict[str, State]] = {
    "-9": "too_few",
    "-8": "not_applicable",
    "-6": "too_few",
    "-5": "not_available",
    "-3": "not_available",
    "-2": "not_available",
    "-1": "missing",
    "-999999999": "too_few",
    "-888888888": "not_applicable",
    "-666666666": "too_few",
    "-555555555": "not_available",
    "-333333333": "not_available",
    "-222222222": "not_available",
    "(x)": "not_applicable",
    "x": "not_applicable",
    "n": "too_few",
    "-": "too_few",
    "**": "too_few",
    "***": "not_available",
    "*****": "not_available",
    "null": "not_available",
    "na": "not_available",
    "": "not_available",
}
"""Codes for a missing estimate: short codes (NCES), nine digits and symbols (Census Bureau)."""
MARGIN_CODES: Final[dict[str, MarginState]] = {
    "-5": "controlled",
    "-555555555": "controlled",
    "*****": "controlled",
    "-9": "unknown",
    "-8": "unknown",
    "-6": "unknown",
    "-3": "unknown",
    "-2": "unknown",
    "-1": "unknown",
    "-999999999": "unknown",
    "-888888888": "unknown",
    "-666666666": "unknown",
    "-333333333": "unknown",
    "-222222222": "unknown",
    "**": "unknown",
    "***": "unknown",
    "(x)": "unknown",
    "x": "unknown",
    "n": "unknown",
    "-": "unknown",
    "null": "unknown",
    "na": "unknown",
    "": "unknown",
}
"""Codes for a missing margin of error. An estimate controlled to an official total has none."""
