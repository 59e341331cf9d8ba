"""Two requests for one upload at the same time: the second sees what the first committed."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django_scopes import scope

from tests import make
from tests.accounts.upload_files import a_kind, csv_file, keep_upload, stored_files
from tests.races import wait_for_lock
from throughline.accounts import actions
from throughline.accounts.actions import Refused
from throughline.accounts.models import District, Job, Upload
from throughline.accounts.permissions import Actor

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("no_worker"),
]


def queue(actor: Actor, upload: Upload) -> Job:
    from throughline.partner import tasks

    return actions.queue_import(actor, upload, task=tasks.import_directory, title="A directory")


def discard(actor: Actor, upload: Upload) -> None:
    with pytest.raises(Refused, match="This file is being imported now"):
        actions.discard_upload(actor, upload)


def remember(actor: Actor, upload: Upload) -> None:
    actions.remember_choices(actor, upload, choices={"columns": {}})


@pytest.mark.parametrize("second", [queue, discard, remember], ids=lambda second: second.__name__)
def test_a_request_that_waits_for_an_upload_sees_the_job_that_was_queued_meanwhile(
    second: Callable[[Actor, Upload], object],
) -> None:
    district = make.district("juniper", name="Juniper Valley")
    actor = Actor.system(district)
    with scope(district=district):
        upload = keep_upload(actor, a_kind(), files=[csv_file()])
    failed: list[Exception] = []
    has_read = threading.Event()

    def run_second() -> None:
        try:
            with scope(district=District.objects.get()):
                seen_before = Upload.objects.get()
                has_read.set()
                second(actor, seen_before)
        except Exception as error:  # noqa: BLE001 - raised again below, in the test's own thread
            failed.append(error)
        finally:
            has_read.set()
            connection.close()

    thread = threading.Thread(target=run_second)
    with scope(district=district):
        with transaction.atomic():
            job = queue(actor, upload)
            thread.start()
            assert has_read.wait(30)
            wait_for_lock(thread)
        thread.join(30)
        assert failed == []
        assert list(Job.objects.all()) == [job]
        assert Upload.objects.get().choices == {}
        assert stored_files()
