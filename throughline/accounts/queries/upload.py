from django.db.models import QuerySet

from throughline.accounts.declarations import UploadKind
from throughline.accounts.models import Upload


def waiting_uploads(kind: UploadKind) -> QuerySet[Upload]:
    """Uploads of a kind that are not imported yet, with their jobs but without long reports."""
    rows = Upload.objects.filter(kind=kind.name, removed_at__isnull=True)
    return rows.select_related("job").defer("job__report")
