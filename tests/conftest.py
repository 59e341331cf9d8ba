"""The named cast, and a district whose scope stays open during each test that asks for it."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.db.backends.signals import connection_created
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.test import Client, override_settings
from django_scopes import scope

from tests import clock, copies, make
from tests.copies import Copies
from throughline.accounts.declarations import story_apps
from throughline.accounts.models import AuditEntry, District, Person, Role
from throughline.accounts.permissions import Actor, process_counts
from throughline.config.demo import sample
from throughline.convene.models import Tally

gc.set_threshold(
    100_000, 20, 20
)  # a run of tests makes much and keeps little: collecting less often is faster

CHEAP_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
Making = Callable[[], AbstractContextManager[Path]]


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run share."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session")
def database_copies(run_folder: Path) -> Copies:
    return Copies(run_folder / "databases")


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: Any,
    database_copies: Copies,
) -> Iterator[None]:
    """Replaces pytest-django's fixture: the test database is migrated once (ten seconds) and copied."""
    configured = copies.database_name()
    with django_db_blocker.unblock():
        copies.begin_empty()
        database_copies.fill(copies.TABLES, lambda: copies.make_tables(request.config))
    yield
    with django_db_blocker.unblock():
        connection.creation.destroy_test_db(configured, verbosity=0)


@pytest.fixture(scope="session")
def migrated_file(django_db_setup: None, database_copies: Copies) -> Path | None:
    """A file of SQLite with all tables, for tests that start a server to copy; None on PostgreSQL."""
    return database_copies.folder / copies.TABLES if connection.vendor == "sqlite" else None


@pytest.fixture(scope="module")
def sample_slug(django_db_setup: None, django_db_blocker: Any, database_copies: Copies) -> Iterator[str]:
    """The sample district, made once per run and copied for each module that reads it."""
    with django_db_blocker.unblock():
        with override_settings(PASSWORD_HASHERS=CHEAP_HASHERS), clock.stopped():
            database_copies.fill("sample", sample.ensure)
            slug = sample.ensure().district
        yield slug
        database_copies.load(copies.TABLES)


@pytest.fixture(scope="module")
def making(
    django_db_setup: None,
    django_db_blocker: Any,
    database_copies: Copies,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Making]:
    """What makes rows, and the files in the folder that it yields, once for all tests of a module.

    Each of them uses `db`, which takes back its own changes.
    """
    uploads = tmp_path_factory.mktemp("uploads")

    @contextmanager
    def making() -> Iterator[Path]:
        settings = override_settings(PASSWORD_HASHERS=CHEAP_HASHERS, MEDIA_ROOT=uploads)
        with django_db_blocker.unblock(), settings, clock.stopped():
            yield uploads

    yield making
    with django_db_blocker.unblock():
        database_copies.load(copies.TABLES)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow tests first: one that is left for the end keeps a processor busy while the others have nothing.

    Of these, first those that need no tables, which one process makes meanwhile.
    """
    items.sort(key=lambda item: (item.get_closest_marker("slow") is None, needs_tables(item)))


def needs_tables(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or "django_db_setup" in fixtures


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ and connection.vendor == "postgresql":
        copies.drop_from_server()


@pytest.fixture(autouse=True)
def traveller(request: pytest.FixtureRequest) -> Iterator[time_machine.Traveller]:
    """The wall clock, which stands still until a test moves it."""
    is_page = request.node.get_closest_marker("page") is not None
    with clock.running() if is_page else clock.stopped() as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def _isolated_settings(settings: Any, tmp_path: Path) -> None:
    """Mail in memory, files in the test's folder, plain static files, a fast password hasher."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    settings.STATIC_ROOT = tmp_path  # whitenoise warns if the folder does not exist
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = CHEAP_HASHERS
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    process_counts.clear()


@receiver(connection_created)
def _rows_without_an_order_come_in_reverse(connection: Any, **_: Any) -> None:
    """PostgreSQL returns them in any order. On SQLite code that relies on theirs is found this way."""
    if connection.vendor == "sqlite":
        connection.connection.execute("PRAGMA reverse_unordered_selects = ON")


@receiver(post_save, sender=AuditEntry)
def _what_is_recorded_is_declared(instance: AuditEntry, **_: Any) -> None:
    """Checked in every test: verbs may be composed where they are recorded, and any row may be audited."""
    assert any(instance.verb in app.audit_verbs for app in story_apps()), instance.verb
    assert any(instance.object_type in app.audit_kinds for app in story_apps()), instance.object_type


@receiver(post_save, sender=Tally)
def _what_is_counted_is_declared(instance: Tally, **_: Any) -> None:
    assert any(instance.what in app.tallies for app in story_apps()), instance.what


@pytest.fixture
def district(db: None) -> Iterator[District]:
    district = make.district("juniper", name="Juniper Valley")
    with scope(district=district):
        yield district


@pytest.fixture
def system(district: District) -> Actor:
    return Actor.system(district)


@pytest.fixture
def no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing carry out the tasks that are queued."""
    queue_only(monkeypatch)


def queue_only(patch: pytest.MonkeyPatch) -> None:
    queued = SimpleNamespace(id=uuid4())
    patch.setattr("django_tasks.base.Task.enqueue", lambda task, *args, **kwargs: queued)


@pytest.fixture
def prompt_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every task be carried out as soon as it is queued."""
    monkeypatch.setattr(
        "django_tasks.base.Task.enqueue", lambda task, *args, **kwargs: task.func(*args, **kwargs)
    )


@pytest.fixture
def other_district(db: None) -> District:
    return make.district("sagebrush", name="Sagebrush")


@pytest.fixture
def owner(district: District) -> Person:
    return make.member(district, Role.OWNER)


@pytest.fixture
def coordinator(district: District) -> Person:
    return make.member(district, Role.COORDINATOR)


@pytest.fixture
def analyst(district: District) -> Person:
    return make.member(district, Role.ANALYST)


@pytest.fixture
def facilitator(district: District) -> Person:
    return make.member(district, Role.FACILITATOR)


@pytest.fixture
def board_member(district: District) -> Person:
    return make.member(district, Role.BOARD_MEMBER)


@pytest.fixture
def partner_contact(district: District) -> Person:
    return make.member(district, Role.PARTNER_CONTACT)


@pytest.fixture
def stranger(db: None) -> Person:
    return make.person("stranger")


@pytest.fixture
def other_owner(other_district: District) -> Person:
    with scope(district=other_district):
        return make.member(other_district, Role.OWNER, name="other owner")


@pytest.fixture
def client_of() -> Callable[[Person | None], Client]:
    def client_of(person: Person | None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person)
        return client

    return client_of
