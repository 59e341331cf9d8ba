"""Fixtures of several files: who computes, and an exported conversation."""

import shutil
from pathlib import Path

import pytest

from tests.shared import shared
from throughline.accounts.models import District
from throughline.accounts.permissions import Actor


@pytest.fixture
def system(district: District) -> Actor:
    return Actor.system(district)


@pytest.fixture
def london(tmp_path: Path) -> Path:
    """A copy of the smallest real conversation, for tests to modify."""
    folder = tmp_path / "london"
    folder.mkdir()
    for path in shared("polis", "london.youth.policing").iterdir():
        shutil.copyfile(path, folder / path.name)
    return folder
