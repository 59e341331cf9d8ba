"""Check a package of a directory: a folder, a ZIP file, or one file."""

import dataclasses
import shutil
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from throughline.formats.hsds.additions import AS_WRITTEN
from throughline.formats.hsds.opened import OpenDirectory, open_directory
from throughline.formats.hsds.quality.directory import DirectoryCheck
from throughline.formats.hsds.quality.model import Findings, Grade, Problem
from throughline.formats.hsds.quality.recorded import check_recording, is_recording
from throughline.formats.hsds.standard import TABLES
from throughline.formats.problems import BadFile, ReportRow

_MOST_UNPACKED: Final = 2_000_000_000
_MOST_MEMBERS: Final = 2_000
_SUFFIXES: Final = frozenset({".csv", ".json", ".ndjson", ".txt", ".tsv"})

_DAMAGED: Final = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError)
"""What is raised for a ZIP file that is damaged, or has a password."""

_AS_FOUND_HERE: Final[Mapping[str, tuple[str, Grade]]] = {
    "hsds_no_target": ("quality_link", "fault"),
    "hsds_duplicate_id": ("quality_repeated_id", "fault"),
    "hsds_nameless": ("quality_blank", "fault"),
    "hsds_enum": ("quality_value", "fault"),
    "hsds_number": ("quality_number", "fault"),
    "hsds_date": ("quality_date", "fault"),
    "hsds_date_order": ("quality_date", "fault"),
    "hsds_time": ("quality_time", "warning"),
    "hsds_json_value": ("quality_type", "fault"),
    "hsds_closes_first": ("quality_closes_first", "warning"),
    "hsds_latitude": ("quality_impossible", "advice"),
    "hsds_longitude": ("quality_impossible", "advice"),
    "hsds_rule": ("quality_rule", "advice"),
    "hsds_rule_as_written": ("quality_rule", "advice"),
    "hsds_freq": ("quality_rule", "advice"),
    "hsds_byday": ("quality_rule", "advice"),
    "hsds_weekday": ("quality_rule", "advice"),
    "hsds_weekday_number": ("quality_rule", "advice"),
}
"""What the reader reports about its import, as what is wrong with the directory."""

_SINCE_3: Final[Mapping[str, tuple[str, Grade]]] = {
    "hsds_time": ("quality_time", "fault"),
    "hsds_freq": ("quality_value", "fault"),
}
"""What the standard is stricter about since HSDS 3, as it is in the answers of an API."""

_ADVICE: Final = frozenset(
    ("hsds_numbered_days", "hsds_closed", "hsds_marks", "hsds_placed", "hsds_newer", "hsds_same_place")
)
"""Other reports of the reader that are no more than advice. What is not listed is a warning."""

_FOUND_HERE: Final = frozenset({"hsds_nameless", "hsds_email", "sheet_phone", "hsds_currency"})
"""Reports of the reader that are left out, because the check finds the same."""

_FOUND_BY_READER: Final = frozenset({"quality_rule", "quality_closes_first"})
"""Problems that are left out, because the reader has reported them."""


def check_package(path: Path, today: date) -> Findings:
    """
    Check a package, or a folder of recorded answers of an API.

    Parameters
    ----------
    path : Path
        A folder, a ZIP file, or one file of a directory.
    today : date
        The day on which entries should be fresh.

    Returns
    -------
    Findings
        Everything that was found.

    Raises
    ------
    BadFile
        If it cannot be read as a directory.
    """
    with _folder_of(path) as folder:
        try:
            if is_recording(folder):
                return check_recording(folder, today)
            with open_directory(folder) as directory:
                return check_opened(directory, today)
        except BadFile as bad:
            if folder == path:
                raise
            # The folder is ours and only for a while: name what was given.
            rows = [
                dataclasses.replace(row, file=path.name) if row.file == folder.name else row
                for row in bad.rows
            ]
            raise BadFile(rows, bad.n_problems) from None


def check_opened(directory: OpenDirectory, today: date) -> Findings:
    """
    Check a directory that was opened.

    Parameters
    ----------
    directory : OpenDirectory
        The directory.
    today : date
        The day on which entries should be fresh.

    Returns
    -------
    Findings
        Everything that was found, with what its reader reported.
    """
    findings = Findings()
    _take_report(directory, findings)
    absent = {
        use.target
        for use in directory.report.fields_in_state("missing")
        if use.is_required and directory.version < "3"
    }
    check = DirectoryCheck(directory, today, judges_forms=directory.version >= "3")
    for _row in check.prepare():
        pass
    findings.n_rows.update(check.n_rows)
    for table in TABLES:
        for problem in check.problems(table):
            if problem is None or problem.code in _FOUND_BY_READER:
                continue
            if problem.code == "quality_blank" and f"{table}.{problem.field}" in absent:
                problem = problem.graded("advice")
            findings.add(problem)
    return findings


def _take_report(directory: OpenDirectory, findings: Findings) -> None:
    """Take over what the reader found: the problems it kept in full, and the number of the others."""
    report = directory.report
    kept: dict[tuple[str, str, str], int] = {}
    for row in report.problems:
        if _is_taken(row.code, row.column or "", directory.version):
            place = row.code, row.file, row.column or ""
            kept[place] = kept.get(place, 0) + 1
            findings.add(_problem(row, directory.version))
    for one in report.counts:
        n_more = one.n - kept.get((one.code, one.file, one.column), 0)
        if n_more > 0 and _is_taken(one.code, one.column, directory.version):
            code, grade = _kind(one.code, directory.version)
            findings.counts[grade, code, one.file, one.column] += n_more


def _is_taken(code: str, column: str, version: str) -> bool:
    """Whether a report of the reader is taken over: what our exports write beside a field fits no field."""
    is_found_here = code in _FOUND_HERE or (version >= "3" and code == "hsds_extension")
    return not is_found_here and not column.endswith(AS_WRITTEN)


def _kind(code: str, version: str) -> tuple[str, Grade]:
    if version >= "3" and code in _SINCE_3:
        return _SINCE_3[code]
    return _AS_FOUND_HERE.get(code) or (code, "advice" if code in _ADVICE else "warning")


def _problem(row: ReportRow, version: str) -> Problem:
    code, grade = _kind(row.code, version)
    return Problem(code, grade, file=row.file, row=row.row, field=row.column or "", params=row.params)


@contextmanager
def _folder_of(path: Path) -> Iterator[Path]:
    """Provide the folder of a package, unpacked or copied if it is one file."""
    if path.is_dir():
        yield path
        return
    if not path.is_file():
        raise BadFile.of("quality_nothing_there", path.name)
    with TemporaryDirectory() as name:
        if zipfile.is_zipfile(path):
            try:
                _unpack(path, Path(name))
            except _DAMAGED as error:
                raise BadFile.of("quality_zip", path.name) from error
        elif _begins_like_zip(path):
            raise BadFile.of("quality_zip", path.name)
        elif path.suffix.lower() in _SUFFIXES:
            shutil.copyfile(path, Path(name) / path.name)
        else:
            raise BadFile.of("quality_not_a_directory", path.name)
        yield Path(name)


def _begins_like_zip(path: Path) -> bool:
    """Whether a file is a ZIP file that lacks its end: there is the list of what is in it."""
    with path.open("rb") as stream:
        return stream.read(4) == b"PK\x03\x04"


def _unpack(path: Path, folder: Path) -> None:
    n_bytes = 0
    with zipfile.ZipFile(path) as archive:
        members = [one for one in archive.infolist() if _is_wanted(one.filename)]
        if not members or len(members) > _MOST_MEMBERS:
            raise BadFile.of("quality_not_a_directory", path.name)
        for member in members:
            parts = Path(member.filename.replace("\\", "/")).parts
            target = folder / (parts[-1] if not (folder / parts[-1]).exists() else "_".join(parts))
            with archive.open(member) as source, target.open("wb") as copy:
                while chunk := source.read(1 << 20):
                    n_bytes += len(chunk)
                    if n_bytes > _MOST_UNPACKED:
                        raise BadFile.of("quality_too_large", path.name, n=_MOST_UNPACKED // 1_000_000)
                    copy.write(chunk)


def _is_wanted(name: str) -> bool:
    path = Path(name.replace("\\", "/"))
    return path.suffix.lower() in _SUFFIXES and "__MACOSX" not in path.parts and ".." not in path.parts
