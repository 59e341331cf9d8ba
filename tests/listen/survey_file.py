"""The file of a finished survey: handed in, mapped and imported."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from throughline.accounts.models import District, Job, Upload
from throughline.convene.models import Cycle, Forum
from throughline.listen import tasks
from throughline.listen.models import (
    Contributor,
    SurveyAnswer,
    SurveyChoice,
    SurveyQuestion,
    UrgentFlag,
    Voice,
)

SURVEY = """Timestamp,Which school?,I am a,Language,How safe is it?,What helps? (choose all),What else?
2026-03-01 10:00:00,Juniper High School,Parent,English,5,"Buses; Lights",More lights please.
2026-03-02 11:30:00,juniper high,Student,Spanish,3,Lights,"=2+3 and
a second line"
2026-03-03 09:15:00,Elsewhere Academy,Teacher,English,4,Buses,
2026-03-04 09:15:00,Juniper High School,Parent,English,4,Buses,I want to kill myself.
"""

QUEUED: dict[str, dict[str, object]] = {}
"""What the import of each job was queued with, by the job's id."""


def n_rows() -> tuple[int, ...]:
    rows = (Forum, Contributor, SurveyQuestion, SurveyChoice, SurveyAnswer, Voice, UrgentFlag)
    return tuple(model.objects.count() for model in rows)


def hand_in(desk: Client, cycle: Cycle, data: str | bytes = SURVEY, **more: str) -> int:
    content = data.encode() if isinstance(data, str) else data
    file = SimpleUploadedFile("families.csv", content, "text/csv")
    form = {"cycle": cycle.public_id, "title": "Families 2026", "file": file, "encoding": "detect", **more}
    return desk.post(cycle.district.url("import_survey"), form).status_code


def mapping_of(desk: Client, upload: Upload) -> dict[str, str]:
    """Return what the mapping page submits if nothing is changed."""
    response = desk.get(upload.district.url("map_survey", upload_id=upload.public_id))
    return {
        field.html_name: str(field.value() or "")
        for column in response.context["form"].columns
        for field in column.visible_fields()
    }


def carry_out(district: District) -> Job:
    job = Job.objects.latest("pk")
    upload = Upload.objects.get(job=job)
    mapping = QUEUED[job.public_id]
    tasks.import_survey.func(district.slug, job.public_id, upload_id=upload.public_id, mapping=mapping)
    job.refresh_from_db()
    return job
