"""Write uploaded files to a folder, within the limits of their kind; zip files are unpacked."""

import errno
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from math import ceil
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from throughline.accounts.actions.refused import Refused
from throughline.accounts.declarations import UploadKind, UploadLimits
from throughline.accounts.queries import refusal
from throughline.formats.problems import BadFile

RATIO_UNCHECKED_BYTES = 10_000_000
"""The compression ratio is not checked up to this size: short tables of equal rows compress very well."""
_UNSAFE = re.compile(r"[^\w.\- ]+")
_ENTRY_SIGNATURE = b"PK\x01\x02"
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
_OLD_WORKBOOK_START = b"\xd0\xcf\x11\xe0"
_WORKBOOK_MEMBERS = {"[Content_Types].xml", "mimetype"}
"""Members of Excel and OpenDocument files, which are zips too."""
_SUFFIXES_OF_TABLES = (".txt", ".tsv")
"""Of tables that are no zip, besides those of their kind."""
_SUFFIXES_OF_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
_IS_ENCRYPTED = 0x1
_LONGEST_NAME_BYTES = 120  # file systems allow 255 bytes
_DAMAGED = (
    zipfile.BadZipFile,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    lzma.LZMAError,
    struct.error,
    zlib.error,
)
"""What `zipfile` raises for a zip that is truncated, encrypted, damaged or forged."""


def write_files(folder: Path, kind: UploadKind, files: Sequence["UploadedFile[bytes]"]) -> None:
    """Make the folder and write every file, or raise `Refused` with the reason."""
    if not files:
        raise Refused(_("Choose a file first."))
    if len(files) > kind.limits.max_files:
        raise Refused(
            _("You chose %(n)s files, but you can import at most %(limit)s at a time. Nothing was imported.")
            % {"n": len(files), "limit": kind.limits.max_files}
        )
    with _enough_room():
        folder.mkdir(parents=True, mode=0o700)
    received = _Received(folder, kind.limits)
    for file in files:
        name, n_bytes = file.name or "", file.size or 0
        received.refuse_large_file(name, n_bytes)
        if kind.takes_workbooks and Path(name).suffix.lower() in _SUFFIXES_OF_WORKBOOKS:
            # Its reader looks into it: it knows what belongs in a workbook.
            received.expect(n_bytes)
            received.write(name, file.chunks())
        elif _is_zip(file):
            _unpack(file, kind, received)
        else:
            _refuse_damaged_zip(file)
            _refuse_other_suffix(name, kind)
            received.expect(n_bytes)
            received.write(name, file.chunks())


class _Received:
    """The folder of an upload while it is being filled."""

    def __init__(self, folder: Path, limits: UploadLimits) -> None:
        self.folder = folder
        self.limits = limits
        self.n_bytes = 0
        self.names: set[str] = set()

    def refuse_large_file(self, name: str, n_bytes: int) -> None:
        if n_bytes > self.limits.max_file_bytes:
            raise Refused(
                _(
                    "%(file)s: This file is too large (%(size)s MB). The limit is %(limit)s MB. Check that "
                    "it is the right file, or split it into smaller files. Nothing was imported."
                )
                % {"file": Path(name).name, "size": _mb(n_bytes), "limit": _mb(self.limits.max_file_bytes)}
            )

    def expect(self, n_bytes: int) -> None:
        """Count bytes before they are written; raise `Refused` above the total limit."""
        self.n_bytes += n_bytes
        if self.n_bytes > self.limits.max_total_bytes:
            raise Refused(
                _(
                    "The files are too large (%(size)s MB in total). The limit is %(limit)s MB. Check that "
                    "they are the right files, or split them into smaller files. Nothing was imported."
                )
                % {"size": _mb(self.n_bytes), "limit": _mb(self.limits.max_total_bytes)}
            )

    def write(self, name: str, chunks: Iterable[bytes]) -> None:
        safe = _safe_name(name)
        if safe.lower() in self.names:
            raise Refused(
                _("Two files have the same name: %(names)s. Choose each file once.") % {"names": safe}
            )
        self.names.add(safe.lower())
        with _enough_room(), (self.folder / safe).open("xb") as kept:
            for chunk in chunks:
                kept.write(chunk)


@contextmanager
def _enough_room() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise Refused(
            _(
                "The server doesn't have enough space for the file. Nothing was imported. Tell your system "
                "administrator."
            )
        ) from error


def _is_zip(file: "UploadedFile[bytes]") -> bool:
    """Whether a file is a zip from its first byte; a CSV may have a zip's signature somewhere inside."""
    return _start_of(file) in _ZIP_STARTS and zipfile.is_zipfile(file)


def _refuse_damaged_zip(file: "UploadedFile[bytes]") -> None:
    """Refuse a zip whose end is missing, and workbooks of any age."""
    start, name = _start_of(file), Path(file.name or "").name
    if start in _ZIP_STARTS and name.lower().endswith(".zip"):
        raise _cannot_be_unpacked()
    if start in _ZIP_STARTS or start == _OLD_WORKBOOK_START:
        raise Refused(refusal(BadFile.of("not_csv_workbook", name)))


def _refuse_other_suffix(name: str, kind: UploadKind) -> None:
    suffixes = (*kind.suffixes, *_SUFFIXES_OF_TABLES)
    if not name.lower().endswith(suffixes):
        raise Refused(
            _(
                "%(file)s: You can only import files with names that end in %(suffixes)s or .zip. If this "
                "is a CSV file, rename it to end in .csv. Nothing was imported."
            )
            % {"file": Path(name).name, "suffixes": ", ".join(suffixes)}
        )


def _start_of(file: "UploadedFile[bytes]") -> bytes:
    file.seek(0)
    start: bytes = file.read(len(_OLD_WORKBOOK_START))
    file.seek(0)
    return start


def _safe_name(name: str) -> str:
    plain = _UNSAFE.sub("_", Path(name.replace("\\", "/")).name)
    return plain.encode()[-_LONGEST_NAME_BYTES:].decode(errors="ignore").lstrip(".") or "file"


def _mb(n_bytes: int) -> int:
    return ceil(n_bytes / 1e6)


def _unpack(file: "UploadedFile[bytes]", kind: UploadKind, received: _Received) -> None:
    """Extract the files of this kind, whatever folder of the zip they are in."""
    limits = kind.limits
    if _n_entries(file) > limits.max_zip_entries:
        raise Refused(_("The ZIP file contains too many files. Choose a ZIP file with only one export."))
    with _opened(file) as packed:
        if _WORKBOOK_MEMBERS & set(packed.namelist()):
            raise Refused(refusal(BadFile.of("not_csv_workbook", Path(file.name or "").name)))
        members = [m for m in packed.infolist() if _is_wanted(m, kind)]
        if any(member.flag_bits & _IS_ENCRYPTED for member in members):
            raise Refused(
                _(
                    "The ZIP file has a password. Choose a ZIP file without a password, or choose the CSV "
                    "files."
                )
            )
        if not members:
            raise Refused(_("The ZIP file doesn't contain a CSV file. Choose a ZIP file with one export."))
        if len(received.names) + len(members) > limits.max_files:
            raise Refused(_("The ZIP file contains too many files. Choose a ZIP file with only one export."))
        for member in members:
            received.refuse_large_file(member.filename, member.file_size)
        n_bytes = sum(member.file_size for member in members)
        _refuse_bomb(file, n_bytes, limits)
        received.expect(n_bytes)
        for member in members:
            received.write(member.filename, _chunks(packed, member))


def _is_wanted(member: zipfile.ZipInfo, kind: UploadKind) -> bool:
    return (
        member.filename.lower().endswith(tuple(kind.suffixes))
        and not member.is_dir()
        and not member.filename.startswith("__MACOSX/")
    )


def _n_entries(file: "UploadedFile[bytes]") -> int:
    """Return an upper bound on the number of entries in a zip: how often their signature occurs.

    `zipfile` would create an object for each entry before the number could be checked.
    """
    n, end = 0, b""
    for chunk in file.chunks():
        n += (end + chunk).count(_ENTRY_SIGNATURE)
        end = chunk[-len(_ENTRY_SIGNATURE) + 1 :]
    return n


def _refuse_bomb(file: "UploadedFile[bytes]", n_bytes: int, limits: UploadLimits) -> None:
    most = max(RATIO_UNCHECKED_BYTES, (file.size or 0) * limits.max_compression_ratio)
    if n_bytes > most:
        raise Refused(
            _(
                "The ZIP file would expand to %(size)s MB, more than %(ratio)s times its size. Download it "
                "again, or upload the CSV files instead. Nothing was imported."
            )
            % {"size": _mb(n_bytes), "ratio": limits.max_compression_ratio}
        )


def _opened(file: "UploadedFile[bytes]") -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except _DAMAGED as error:
        raise _cannot_be_unpacked() from error


def _chunks(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a member's content, never more than its declared size: `zipfile` stops there."""
    try:
        with packed.open(member) as inside:
            while chunk := inside.read(1 << 20):
                yield chunk
    except _DAMAGED as error:
        raise _cannot_be_unpacked() from error


def _cannot_be_unpacked() -> Refused:
    return Refused(
        _(
            "The ZIP file can't be opened. It may be incomplete. Download it again, or upload the CSV "
            "files instead."
        )
    )
