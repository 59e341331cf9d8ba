"""A file that must not be read."""

import builtins
import io
from pathlib import Path
from typing import Any

import pytest


def forbid_reading(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    opened = io.open

    def open_another(file: Any, *args: Any, **options: Any) -> Any:
        assert Path(file).name != name, f"{name} is read"
        return opened(file, *args, **options)

    monkeypatch.setattr(io, "open", open_another)  # which Path.open calls
    monkeypatch.setattr(builtins, "open", open_another)
