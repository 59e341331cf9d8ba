from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from django.core.files.uploadedfile import UploadedFile

from throughline.accounts.actions import keeping_upload
from throughline.accounts.declarations import UploadKind
from throughline.accounts.models import Upload
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle
from throughline.listen.models import CycleUpload


@contextmanager
def keeping_upload_for_cycle(
    actor: Actor,
    cycle: Cycle,
    kind: UploadKind,
    *,
    files: Sequence["UploadedFile[bytes]"],
    title: str = "",
    choices: Mapping[str, object] | None = None,
    check: Callable[[Upload], object] | None = None,
) -> Iterator[Upload]:
    """Store uploaded files whose voices are to be imported for a cycle, as `keeping_upload` does."""
    with keeping_upload(actor, kind, files=files, title=title, choices=choices, check=check) as upload:
        CycleUpload.objects.create(upload=upload, cycle=cycle)
        yield upload
