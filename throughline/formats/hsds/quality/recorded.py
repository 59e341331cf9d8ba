"""Answers of an API that were recorded as files of a folder."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from throughline.formats.hsds.json_files import JsonFile
from throughline.formats.hsds.quality.answers import (
    PATHS,
    REQUIRED,
    ROOT_FIELDS,
    Answer,
    AnswersCheck,
    Form,
    read_json,
)
from throughline.formats.hsds.quality.model import Findings, Grade, Problem
from throughline.formats.problems import BadFile
from throughline.formats.tables import Limits

MOST_BYTES: Final = 50_000_000
MOST_FILES: Final = 5_000
_ROOT_NAMES: Final = frozenset({"api_details", "base", "root", "index", "api", "home"})
_TAIL: Final = re.compile(
    r"_(full|details?|lists?|pages?|page_?\d+|\d+|[\da-f]{8}(_[\da-f]{4}){3}_[\da-f]{12})$"
)
_NAMES: Final = {
    **{path.removeprefix("/"): table for table, path in PATHS.items()},
    **{table: table for table in PATHS},
}


def form_of(path: Path, content: object) -> tuple[str, Form] | None:
    """
    Tell which endpoint a recorded answer is of, by its name and then by what it holds.

    Parameters
    ----------
    path : Path
        The file, such as service_list.json, services.json, service_full.json or services/1.json.
    content : object
        What it holds.

    Returns
    -------
    tuple of str, str, or None
        The table and the form; None if it is no answer of the standard.
    """
    is_page = isinstance(content, dict) and "contents" in content
    is_root = isinstance(content, dict) and any(name in content for name in ROOT_FIELDS[1:])
    name = re.sub(r"[\s.-]+", "_", path.stem.lower())
    if name in _ROOT_NAMES or (is_root and not is_page and name not in _NAMES):
        return "", "root"
    tail = _TAIL.search(name)
    stem = name[: tail.start()] if tail else name
    table = _NAMES.get(stem) or (_NAMES.get(path.parent.name.lower()) if not is_page else None)
    if table is None:
        return None
    says_list = bool(tail) and bool(re.match(r"list|page", tail[1] if tail else ""))
    is_plural = stem == PATHS[table].removeprefix("/") and not tail and path.stem.lower() in _NAMES
    return table, "list" if is_page or says_list or is_plural else "detail"


def is_recording(folder: Path) -> bool:
    """
    Tell whether a folder holds recorded answers of an API, and not a directory exported as records.

    Parameters
    ----------
    folder : Path
        The folder.

    Returns
    -------
    bool
        True if it has JSON files and neither CSV files nor the description of a package, and among them is a
        root or a single record beside a list, and no file such as services.json that is a list without a page
        around it: an API answers with pages.
    """
    if any(folder.glob("*.csv")) or (folder / "datapackage.json").exists():
        return False
    forms = set()
    for path in _files(folder):
        shape = _shape(path)
        found = form_of(path, _LIKE.get(shape))
        if found is None:
            continue
        if found[1] == "list" and shape == "list" and path.stem.lower() in _NAMES:
            return False
        forms.add(found[1])
    return "root" in forms or {"list", "detail"} <= forms


_LIKE: Final[dict[str, object]] = {"page": {"contents": []}, "root": dict.fromkeys(ROOT_FIELDS, "")}
"""Something of each shape, for telling the form of a file that is not read to its end."""


def _shape(path: Path) -> str:
    """What a file holds, by its beginning; nothing if it is damaged."""
    try:
        return JsonFile(path, Limits(max_bytes=path.stat().st_size), "detect").shape
    except BadFile:
        return ""


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.json") if path.is_file())[:MOST_FILES]


def _recorded(folder: Path, check: AnswersCheck) -> Iterator[Answer]:
    """Every recorded answer. A damaged one is a problem of its endpoint, and no reason to stop."""
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        if path.stat().st_size > MOST_BYTES:
            raise BadFile.of("quality_too_large", name, n=MOST_BYTES // 1_000_000)
        try:
            content = read_json(name, path.read_bytes())
        except BadFile as bad:
            found = form_of(path, None)
            if found:
                grade: Grade = "fault" if found[0] in REQUIRED else "warning"
                check.findings.add(Problem(bad.code, grade, file=name, params=bad.params))
            continue
        found = form_of(path, content)
        if found is None:
            check.findings.add(Problem("quality_unknown_answer", "advice", file=name))
        else:
            yield Answer(name, content, *found)


def check_recording(folder: Path, today: date) -> Findings:
    """
    Check a folder of recorded answers of an API.

    Parameters
    ----------
    folder : Path
        The folder: one file of JSON for each answer, named for its endpoint.
    today : date
        The day on which entries should be fresh.

    Returns
    -------
    Findings
        Everything that was found.

    Raises
    ------
    BadFile
        If no file is an answer of the standard, or a file is too large.
    """
    check = AnswersCheck(today)
    answers = sorted(_recorded(folder, check), key=lambda answer: answer.form != "root")
    if not answers:
        raise BadFile.of("quality_no_answers", folder.name)
    for answer in answers:
        check.take(answer)
    return check.finish()
