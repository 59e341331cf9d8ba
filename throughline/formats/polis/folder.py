"""Find the files of a Polis export in its folder."""

import re
from pathlib import Path
from typing import Final

from throughline.formats.columns import name_key
from throughline.formats.problems import BadFile

_KINDS: Final = {
    "summary": "summary",
    "comment": "comments",
    "participantsvote": "participants",
    "participantvote": "participants",
    "vote": "votes",
}
"""Kind of file by the end of its name, as `name_key` returns it."""
_COPY: Final = re.compile(r"\s*\(\d+\)$|\s+-?\s*copy$")


def find(folder: Path) -> dict[str, Path]:
    """
    Find the files of an export.

    Parameters
    ----------
    folder : Path
        The folder of the export.

    Returns
    -------
    dict of str to Path
        The file of each kind that is there: summary, comments, participants, votes.

    Raises
    ------
    BadFile
        If there is no file of votes, or two of one kind.
    """
    if folder.is_file():
        raise BadFile.of("polis_no_votes", folder.name)
    if not folder.is_dir():
        raise BadFile.of("no_folder", folder.name)
    files: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        kind = _kind_of(path)
        if kind is None:
            continue
        if kind in files:
            raise BadFile.of("polis_two_files", folder.name, first=files[kind].name, second=path.name)
        files[kind] = path
    if "votes" not in files and "participants" not in files:
        raise BadFile.of("polis_no_votes", folder.name)
    return files


def _kind_of(path: Path) -> str | None:
    """Tell a file by the last words of its name, which may have a prefix and be spelled in any way."""
    if path.suffix.lower() != ".csv":
        return None
    words = re.split(r"[^\w]+|_", _COPY.sub("", path.stem.lower()))
    for n_words in (2, 1):
        kind = _KINDS.get(name_key("".join(words[-n_words:])))
        if kind is not None:
            return kind
    return None
