"""The pages that take the file of a survey and map its columns."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django_scopes import scope

from tests import make
from tests.listen.survey_file import SURVEY, hand_in, mapping_of, n_rows
from tests.words import plain_cells
from throughline.accounts.actions import remove_old_uploads
from throughline.accounts.models import District, Job, Upload
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle

pytestmark = pytest.mark.usefixtures("queued")


def test_the_file_lies_in_private_storage(desk: Client, cycle: Cycle) -> None:
    hand_in(desk, cycle)
    upload = Upload.objects.get()
    (file,) = upload.folder.iterdir()
    assert file.is_relative_to(settings.MEDIA_ROOT)
    assert file.stat().st_mode & 0o077 == 0 or file.parent.stat().st_mode & 0o077 == 0
    for path in (f"/media/{file.name}", f"/static/{file.name}", f"/uploads/{file.name}"):
        assert desk.get(path).status_code == 404


def test_what_was_chosen_is_there_again_right_or_wrong(desk: Client, cycle: Cycle) -> None:
    hand_in(desk, cycle)
    upload = Upload.objects.get()
    url = upload.district.url("map_survey", upload_id=upload.public_id)
    chosen = {**mapping_of(desk, upload), "c4-part": "text", "c4-question": "Safe?", "c1-part": "role"}
    response = desk.post(url, chosen)
    assert response.status_code == 422, "two columns of one part"
    for page in (response, desk.get(url)):
        form = page.context["form"]
        assert form.columns[4]["question"].value() == "Safe?"
        assert form.columns[4]["part"].value() == "text"
        assert form.columns[1]["part"].value() == "role"
    later = desk.post(url, {**chosen, "c1-part": "school", "then": "later"})
    assert later["Location"] == cycle.district.url("import_survey")
    assert "Families 2026" in desk.get(later["Location"]).content.decode()
    assert desk.get(url).context["form"].columns[1]["part"].value() == "school"


def test_dates_that_can_be_read_two_ways_must_be_settled(desk: Client, cycle: Cycle) -> None:
    hand_in(desk, cycle, "When,Where\n03/04/2026,Here\n05/06/2026,There\n")
    upload = Upload.objects.get()
    url = upload.district.url("map_survey", upload_id=upload.public_id)
    sent = {**mapping_of(desk, upload), "c1-part": "text"}
    assert desk.post(url, sent).status_code == 422
    unknown = desk.post(url, {**sent, "c0-date_order": "sideways"})
    assert len(unknown.context["form"].columns[0].errors["date_order"]) == 1, "one fault, one sentence"
    assert desk.post(url, {**sent, "c0-date_order": "DMY"}).status_code == 303


def test_columns_that_may_name_people_are_left_out_unless_chosen(desk: Client, cycle: Cycle) -> None:
    hand_in(desk, cycle, "Email,What else?\na@example.org,Words\nb@example.org,More words\n")
    upload = Upload.objects.get()
    assert mapping_of(desk, upload)["c0-part"] == "ignore"


def test_a_survey_without_a_question_is_not_imported(desk: Client, cycle: Cycle) -> None:
    hand_in(desk, cycle)
    upload = Upload.objects.get()
    url = upload.district.url("map_survey", upload_id=upload.public_id)
    sent = {name: "ignore" if name.endswith("-part") else v for name, v in mapping_of(desk, upload).items()}
    response = desk.post(url, sent)
    assert response.status_code == 422
    assert "No column is set as a question" in response.content.decode()


def test_an_upload_is_imported_once(desk: Client, cycle: Cycle) -> None:
    hand_in(desk, cycle)
    upload = Upload.objects.get()
    url = upload.district.url("map_survey", upload_id=upload.public_id)
    sent = mapping_of(desk, upload)
    assert desk.post(url, sent).status_code == 303
    desk.post(url, sent)
    assert Job.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (SURVEY.encode()[:-30] + b'"cut', "row 5"),
        ("Name,What?\nJos\xe9,Sí\n".encode("latin-1"), "UTF-8"),
        (b"PK\x03\x04 not a survey", "Excel workbook"),
        (b"What?\n", "no responses"),
        (b"<!doctype html><title>Sign in</title>", "web page"),
    ],
    ids=["empty", "truncated", "mis-encoded", "workbook", "no rows", "web page"],
)
def test_a_file_that_cannot_be_read_is_refused_at_once_and_not_kept(
    desk: Client,
    cycle: Cycle,
    data: bytes,
    message: str,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    before = n_rows()
    file = SimpleUploadedFile("families.csv", data, "text/csv")
    form = {"cycle": cycle.public_id, "title": "Families", "file": file, "encoding": "detect"}
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        response = desk.post(cycle.district.url("import_survey"), form)
    assert response.status_code == 422
    (error,) = response.context["form"].errors["file"]
    assert message in error
    assert n_rows() == before
    assert not Upload.objects.filter(removed_at__isnull=True).exists()
    left = Path(settings.MEDIA_ROOT) / "imports"
    assert not left.exists() or not any(path.is_file() for path in left.rglob("*"))


def test_a_mis_encoded_file_is_taken_once_its_encoding_is_stated(desk: Client, cycle: Cycle) -> None:
    data = "Qué más?\nJosé\n".encode("cp1252")
    assert hand_in(desk, cycle, data) == 422
    assert hand_in(desk, cycle, data, encoding="cp1252") == 303


def test_files_nobody_came_back_to_are_removed_after_a_week(
    desk: Client, cycle: Cycle, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    hand_in(desk, cycle)
    upload = Upload.objects.get()
    system = Actor.system(cycle.district)
    assert remove_old_uploads(system, timezone.now()) == 0
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        assert remove_old_uploads(system, timezone.now() + timedelta(days=8)) == 1
    assert not upload.folder.exists()
    url = cycle.district.url("map_survey", upload_id=upload.public_id)
    assert desk.get(url).status_code == 410


def test_a_cycle_of_another_district_is_no_choice(
    desk: Client, cycle: Cycle, other_district: District
) -> None:
    with scope(district=other_district):
        other = make.cycle()
    file = SimpleUploadedFile("families.csv", SURVEY.encode())
    form = {"cycle": other.public_id, "title": "Families", "file": file}
    assert desk.post(cycle.district.url("import_survey"), form).status_code == 422
    assert not Upload.objects.exists()


def test_a_refused_file_lists_each_of_its_rows_that_is_wrong(desk: Client, cycle: Cycle) -> None:
    rows = "".join(f"{n},Words\n" for n in range(3)) + "4\n5\n6\n"
    file = SimpleUploadedFile("families.csv", f"When,What?\n{rows}".encode(), "text/csv")
    form = {"cycle": cycle.public_id, "title": "Families", "file": file, "encoding": "detect"}
    response = desk.post(cycle.district.url("import_survey"), form)
    assert response.status_code == 422
    assert [line["Row"] for line in response.context["form"].report] == [5, 6, 7]
    assert plain_cells(response.content.decode()).count("<td>families.csv</td>") == 3


def test_a_mistake_in_a_column_is_listed_on_top_and_leads_to_its_field(desk: Client, cycle: Cycle) -> None:
    hand_in(desk, cycle, "When,Where\n03/04/2026,Here\n05/06/2026,There\n")
    upload = Upload.objects.get()
    url = upload.district.url("map_survey", upload_id=upload.public_id)
    page = desk.post(url, {**mapping_of(desk, upload), "c1-part": "text"}).content.decode()
    notice = page[page.index('class="notice error"') : page.index("<form method")]
    (target,) = re.findall(r'<a href="#([^"]+)">\s*A When, Date format</a>', notice)
    assert f'id="{target}"' in page


def test_a_column_that_is_left_out_stops_no_import(desk: Client, cycle: Cycle) -> None:
    consent = "I agree that " + "my answers are used and " * 60
    hand_in(desk, cycle, f"{consent},Where\nYes,Here\nNo,There\n")
    upload = Upload.objects.get()
    url = upload.district.url("map_survey", upload_id=upload.public_id)
    sent = {**mapping_of(desk, upload), "c1-part": "text"}
    assert len(sent["c0-question"]) > 1000
    assert desk.post(url, {**sent, "c0-part": "text"}).status_code == 422
    assert desk.post(url, {**sent, "c0-part": "ignore"}).status_code == 303


def test_every_file_that_waits_can_be_reached(desk: Client, cycle: Cycle) -> None:
    for _ in range(40):
        hand_in(desk, cycle)
    url = cycle.district.url("import_survey")
    pages = "".join(desk.get(url, {"waiting": str(n)}).content.decode() for n in (1, 2))
    links = [cycle.district.url("map_survey", upload_id=one.public_id) for one in Upload.objects.all()]
    assert [link for link in links if link not in pages] == []
