"""Limits on the files of each kind of upload, planted zips, and names of files."""

import errno
import io
import os
import random
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import make
from tests.accounts.upload_files import PAGES, a_kind, csv_file, each_kind, keep_upload, stored_files
from throughline.accounts.actions import Refused
from throughline.accounts.declarations import UploadKind, upload_kinds
from throughline.accounts.models import District, Job, Person, Upload
from throughline.accounts.permissions import Actor

pytestmark = pytest.mark.usefixtures("no_worker")

ClientOf = Callable[[Person | None], Client]


def zip_of(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


@cache
def zeros(n_bytes: int) -> bytes:
    return zip_of({"zeros.csv": bytes(n_bytes)})


def file_too_large(kind: UploadKind) -> bytes:
    return zeros(kind.limits.max_file_bytes + 1_000_000)


def zip_bomb(kind: UploadKind) -> bytes:
    return zeros(15_000_000)


def too_many_files(kind: UploadKind) -> bytes:
    return zip_of({f"{n}.csv": b"id\n" for n in range(kind.limits.max_files + 1)})


NOISE = random.Random(7).randbytes(5_000)  # does not compress


def too_many_entries(kind: UploadKind) -> bytes:
    return zip_of({"table.csv": b"id\n"} | {f"{n}.txt": b"" for n in range(kind.limits.max_zip_entries)})


def no_table(kind: UploadKind) -> bytes:
    return zip_of({"readme.txt": b"Nothing to see here."})


def damaged(kind: UploadKind) -> bytes:
    packed = bytearray(zip_of({"table.csv": NOISE}))
    packed[1_000] ^= 0xFF
    return bytes(packed)


def larger_than_it_says(kind: UploadKind) -> bytes:
    packed = bytearray(zip_of({"table.csv": bytes(5_000)}))
    entry = packed.index(b"PK\x01\x02")
    packed[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    return bytes(packed)


def encrypted(kind: UploadKind) -> bytes:
    packed = bytearray(zip_of({"table.csv": b"id\n1\n"}))
    for start, flags in ((packed.index(b"PK\x03\x04"), 6), (packed.index(b"PK\x01\x02"), 8)):
        packed[start + flags] |= 1
    return bytes(packed)


def workbook(kind: UploadKind) -> bytes:
    return zip_of({"[Content_Types].xml": b"<Types/>", "xl/worksheets/sheet1.xml": b"<worksheet/>"})


def old_workbook(kind: UploadKind) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000)


def cut_short(kind: UploadKind) -> bytes:
    return zip_of({"table.csv": NOISE})[:3_000]


BREACHES: list[tuple[Callable[[UploadKind], bytes], str]] = [
    (file_too_large, "MB. Check that it is the right file"),
    (zip_bomb, "more than 200 times its size"),
    (too_many_files, "The ZIP file contains too many files."),
    (too_many_entries, "The ZIP file contains too many files."),
    (no_table, "The ZIP file doesn't contain a CSV file."),
    (damaged, "The ZIP file can't be opened"),
    (larger_than_it_says, "The ZIP file can't be opened"),
    (encrypted, "The ZIP file has a password."),
    (workbook, "planted.zip: This is an Excel workbook"),
    (old_workbook, "planted.zip: This is an Excel workbook"),
    (cut_short, "The ZIP file can't be opened. It may be incomplete."),
]


@each_kind
@pytest.mark.parametrize(("plant", "sentence"), BREACHES, ids=lambda value: getattr(value, "__name__", ""))
def test_a_planted_zip_is_refused_on_its_page_and_nothing_is_kept(
    owner: Person,
    client_of: ClientOf,
    district: District,
    kind: UploadKind,
    plant: Callable[[UploadKind], bytes],
    sentence: str,
) -> None:
    page, field, form = PAGES[kind.name]
    file = SimpleUploadedFile("planted.zip", plant(kind), "application/zip")
    answer = client_of(owner).post(district.url(page), {**form, "cycle": make.cycle().public_id, field: file})
    assert answer.status_code == 422
    (error,) = answer.context["form"].errors[field]
    assert sentence in error
    assert "\n" not in error
    assert not Upload.objects.exists()
    assert not Job.objects.exists()
    assert not stored_files()


@pytest.mark.parametrize("name", ["families.exe", "families.csv.html", "families", "families.csv."])
def test_a_file_of_another_ending_is_refused_whatever_is_in_it(system: Actor, name: str) -> None:
    with pytest.raises(Refused, match="You can only import files with names that end in"):
        keep_upload(system, a_kind(), files=[csv_file(name)])
    assert not stored_files()
    for ending in ("CSV", "txt", "tsv"):
        assert keep_upload(system, a_kind(), files=[csv_file(f"families.{ending}")])


@each_kind
def test_a_file_larger_than_its_limit_is_refused_with_its_size(system: Actor, kind: UploadKind) -> None:
    file = csv_file("families.csv")
    file.size = kind.limits.max_file_bytes + 1
    limit = kind.limits.max_file_bytes // 1_000_000
    with pytest.raises(Refused) as refused:
        keep_upload(system, kind, files=[file])
    assert str(refused.value).startswith(
        f"families.csv: This file is too large ({limit + 1} MB). The limit is {limit} MB."
    )
    assert str(refused.value).endswith("Nothing was imported.")
    assert not Upload.objects.exists()
    assert not stored_files()


@each_kind
def test_too_many_files_are_refused_with_their_number(system: Actor, kind: UploadKind) -> None:
    limit = kind.limits.max_files
    sentence = f"You chose {limit + 1} files, but you can import at most {limit} at a time."
    with pytest.raises(Refused, match=sentence):
        keep_upload(system, kind, files=[csv_file(f"{n}.csv") for n in range(limit + 1)])
    assert not Upload.objects.exists()
    assert not stored_files()


@pytest.mark.parametrize(
    "kind", [kind for kind in upload_kinds() if kind.limits.max_files > 1], ids=lambda kind: kind.name
)
def test_files_that_are_too_large_together_are_refused(system: Actor, kind: UploadKind) -> None:
    limits = kind.limits
    files = [csv_file(f"{n}.csv") for n in range(limits.max_total_bytes // limits.max_file_bytes + 1)]
    for file in files:
        file.size = limits.max_file_bytes
    limit = limits.max_total_bytes // 1_000_000
    with pytest.raises(Refused, match=rf"MB in total\). The limit is {limit} MB"):
        keep_upload(system, kind, files=files)
    assert not Upload.objects.exists()
    assert not stored_files()


@each_kind
def test_a_short_table_of_equal_rows_may_compress_as_well_as_it_does(system: Actor, kind: UploadKind) -> None:
    rows = b"id,name\n" + b"1,the same\n" * 200_000
    upload = keep_upload(system, kind, files=[SimpleUploadedFile("rows.zip", zip_of({"rows.csv": rows}))])
    assert upload.file.read_bytes() == rows


@each_kind
def test_without_a_file_nothing_is_kept(system: Actor, kind: UploadKind) -> None:
    with pytest.raises(Refused, match="Choose a file first"):
        keep_upload(system, kind, files=[])
    assert not Upload.objects.exists()


def test_two_files_of_one_name_are_refused_with_it(system: Actor) -> None:
    with pytest.raises(Refused, match=r"Two files have the same name: Services\.csv\."):
        keep_upload(system, a_kind(), files=[csv_file("services.csv"), csv_file("Services.csv")])
    assert not stored_files()


def test_names_lead_nowhere_else_and_other_files_of_a_zip_stay_in_it(system: Actor) -> None:
    names = ["../../../outside.csv", "__MACOSX/._outside.csv", "notes.txt", "deep/in.CSV"]
    file = SimpleUploadedFile("evil.zip", zip_of(dict.fromkeys(names, b"a\n")))
    upload = keep_upload(system, a_kind(), files=[file])
    assert sorted(path.name for path in upload.folder.iterdir()) == ["in.CSV", "outside.csv"]
    assert sorted(stored_files()) == sorted(upload.folder.iterdir())


@each_kind
def test_the_limits_of_each_kind_stand_in_the_reference(kind: UploadKind) -> None:
    page = (Path(__file__).parents[2] / "docs/reference/uploads.md").read_text(encoding="utf-8")
    limits = kind.limits
    megabytes = (n // 1_000_000 for n in (limits.max_file_bytes, limits.max_total_bytes))
    numbers = [*megabytes, limits.max_files, limits.max_zip_entries, kind.days_kept]
    (row,) = [line for line in page.splitlines() if line.startswith(f"| `{kind.name}`:")]
    assert row.endswith(f"| {' | '.join(map(str, numbers))} |")
    assert limits.max_compression_ratio == 200
    assert "more than 10 MB and more than 200 times its size" in page.replace("\n  ", " ")


LONG_NAMES = ["漢" * 110, "क" * 150, "a" * 300, "." * 200 + "a"]


@pytest.mark.parametrize("name", LONG_NAMES, ids=["Chinese", "Hindi", "English", "dots"])
@pytest.mark.parametrize("is_zipped", [False, True], ids=["by itself", "in a zip"])
def test_a_long_name_in_any_script_is_shortened(system: Actor, name: str, is_zipped: bool) -> None:
    file = csv_file(f"{name}.csv")
    if is_zipped:
        file = SimpleUploadedFile("table.zip", zip_of({f"{name}.csv": b"id\n1\n"}))
    upload = keep_upload(system, a_kind(), files=[file])
    assert upload.file.suffix == ".csv"
    assert upload.file.read_bytes() == b"id\n1\n"


@pytest.mark.parametrize(
    "content",
    [b"id,text\n1,PK\x05\x06\n", b"id\n1\n" + zip_of({"other.csv": b"id\n2\n"})],
    ids=["in a cell", "at its end"],
)
def test_a_table_with_the_signature_of_a_zip_is_read_as_a_table(system: Actor, content: bytes) -> None:
    upload = keep_upload(system, a_kind(), files=[csv_file(content=content)])
    assert upload.file.name == "table.csv"
    assert upload.file.read_bytes() == content


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT], ids=["full disk", "quota"])
def test_a_server_without_room_says_so_and_keeps_nothing(system: Actor, number: int) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"id"
        raise OSError(number, os.strerror(number))

    file = csv_file()
    file.chunks = chunks
    with pytest.raises(Refused, match="The server doesn't have enough space"):
        keep_upload(system, a_kind(), files=[file])
    assert not Upload.objects.exists()
    assert not stored_files()


@pytest.mark.parametrize(
    "kind", [kind for kind in upload_kinds() if not kind.takes_workbooks], ids=lambda kind: kind.name
)
def test_a_workbook_that_was_cut_short_is_called_a_workbook(system: Actor, kind: UploadKind) -> None:
    with pytest.raises(Refused, match=r"^families\.xlsx: This is an Excel workbook"):
        keep_upload(system, kind, files=[csv_file("families.xlsx", cut_short(kind))])
    assert not stored_files()
