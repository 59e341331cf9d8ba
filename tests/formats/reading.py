"""A file that must not be read."""

from pathlib import Path
from typing import Any

import pytest


def forbid_reading(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    opened = Path.open

    def open_another(path: Path, *args: Any, **options: Any) -> Any:
        assert path.name != name, f"{name} is read"
        return opened(path, *args, **options)

    monkeypatch.setattr(Path, "open", open_another)
