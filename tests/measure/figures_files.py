"""Bring in a file of population figures, from the page where it is handed in to the end of the job."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.formats import populations
from throughline.accounts.models import District, Job, Upload
from throughline.measure import tasks


def hand_in(desk: Client, district: District, content: str | bytes, source: str, **more: str) -> int:
    data = content.encode() if isinstance(content, str) else content
    name = "figures.zip" if data.startswith(b"PK") else "figures.csv"
    form = {
        "file": SimpleUploadedFile(name, data),
        "source": source,
        "title": "Enrollment",
        "who_is_counted": "students",
        "as_of": "October 2026",
        "leaid": "0802910",
        "encoding": "detect",
        "counted_on": "2026-10-01" if source == "oneroster" else "",
        **more,
    }
    return desk.post(district.url("import_population"), form).status_code


def carry_out(district: District) -> Job:
    job = Job.objects.latest("pk")
    upload = Upload.objects.get(job=job)
    tasks.import_population.func(district.slug, job.public_id, upload_id=upload.public_id)
    job.refresh_from_db()
    return job


def map_as_guessed(desk: Client, **changes: str) -> None:
    upload = Upload.objects.latest("pk")
    url = upload.district.url("map_population", upload_id=upload.public_id)
    form = desk.get(url).context["form"]
    values = {name: str(form[name].value() or "") for name in form.fields}
    assert desk.post(url, {**values, **changes}).status_code == 303


def packed(**changed: bytes) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        for name, content in {**populations.ONEROSTER, **changed}.items():
            zipped.writestr(name, content)
    return archive.getvalue()
