"""Where the shared data is. It is read there and never copied into the project."""

import os
from pathlib import Path

import pytest

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def shared(*parts: str) -> Path:
    """Return a path under ../shared/data; if absent, skip the test, or fail where the data is required."""
    path = SHARED_DATA.joinpath(*parts)
    if path.exists():
        return path
    sentence = f"the shared data are absent: no {path.relative_to(SHARED_DATA.parent)} beside the project"
    if os.environ.get("THROUGHLINE_REQUIRE_SHARED") == "1":
        pytest.fail(f"THROUGHLINE_REQUIRE_SHARED=1, but {sentence}", pytrace=False)
    pytest.skip(sentence)
