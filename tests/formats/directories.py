"""Small service directories of a few files."""

from pathlib import Path


def a_directory(folder: Path, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for stem, content in files.items():
        (folder / f"{stem}.csv").write_text(content, encoding="utf-8")
    return folder
