from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from throughline.accounts.declarations import UploadKind
from throughline.accounts.models import JobState, Upload
from throughline.accounts.queries import waiting_uploads
from throughline.convene.models import Cycle
from throughline.listen.models import CycleUpload


def cycle_of_upload(upload: Upload) -> Cycle:
    """The cycle into which an upload's voices are imported."""
    return CycleUpload.objects.select_related("cycle").get(upload=upload).cycle


def waiting_uploads_for(kind: UploadKind, cycles: "QuerySet[Cycle]") -> QuerySet[Upload]:
    """Uploads of a kind for one of these cycles that are not imported yet."""
    return waiting_uploads(kind).filter(pk__in=CycleUpload.objects.filter(cycle__in=cycles).values("upload"))


MOST_EARLIER = 50


@dataclass(frozen=True)
class EarlierMapping:
    """The mapping of a survey that was imported, as far as a new file has the same columns."""

    upload_id: str
    title: str
    columns: Mapping[str, dict[str, str]]
    roles: Mapping[str, Mapping[str, str]]
    n_all: int
    """Columns of the new file."""


def earlier_mappings(
    upload: Upload, cycles: "QuerySet[Cycle]", columns: Collection[str]
) -> list[EarlierMapping]:
    """Mappings of earlier surveys for these cycles that fit half of the columns, the best fitting first."""
    uploads = CycleUpload.objects.filter(cycle__in=cycles, upload__kind=upload.kind).values("upload")
    done = Upload.objects.filter(pk__in=uploads, job__state=JobState.DONE).exclude(pk=upload.pk)
    found = []
    for earlier in done.only("public_id", "title", "choices")[:MOST_EARLIER]:
        kept = earlier.choices.get("columns", {})
        same = {
            name: {field: value for field, value in kept[name].items() if not field.startswith("role")}
            for name in columns
            if name in kept
        }
        roles = earlier.choices.get("roles", {})
        if 2 * len(same) >= len(columns):
            found.append(EarlierMapping(earlier.public_id, earlier.title, same, roles, len(columns)))
    return sorted(found, key=lambda one: -len(one.columns))
