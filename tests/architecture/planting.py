"""Write a planted breach into a skeleton of the project."""

from pathlib import Path


def plant(skeleton: Path, file: str, text: str = "") -> None:
    (skeleton / file).parent.mkdir(parents=True, exist_ok=True)
    (skeleton / file).write_text(text)
