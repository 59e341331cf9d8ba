from collections.abc import Callable, Mapping, Sequence

from django.core.files.uploadedfile import UploadedFile

from throughline.accounts.actions import keeping_upload
from throughline.accounts.declarations import UploadKind
from throughline.accounts.models import Upload
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle
from throughline.listen.models import CycleUpload


def keep_upload_for_cycle(
    actor: Actor,
    cycle: Cycle,
    kind: UploadKind,
    *,
    files: Sequence["UploadedFile[bytes]"],
    title: str = "",
    choices: Mapping[str, object] | None = None,
    check: Callable[[Upload], object] | None = None,
) -> Upload:
    """Store uploaded files whose voices are to be imported for a cycle."""
    with keeping_upload(actor, kind, files=files, title=title, choices=choices, check=check) as upload:
        CycleUpload.objects.create(upload=upload, cycle=cycle)
    return upload
