from django.db.models import QuerySet

from throughline.accounts.declarations import UploadKind
from throughline.accounts.models import Upload
from throughline.accounts.queries import waiting_uploads
from throughline.convene.models import Cycle
from throughline.listen.models import CycleUpload


def cycle_of_upload(upload: Upload) -> Cycle:
    """The cycle into which an upload's voices are imported."""
    return CycleUpload.objects.select_related("cycle").get(upload=upload).cycle


def waiting_uploads_for(kind: UploadKind, cycles: "QuerySet[Cycle]") -> QuerySet[Upload]:
    """Uploads of a kind for one of these cycles that are not imported yet."""
    return waiting_uploads(kind).filter(pk__in=CycleUpload.objects.filter(cycle__in=cycles).values("upload"))
