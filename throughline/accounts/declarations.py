"""What an app declares on its AppConfig; apps to its left look it up instead of listing it.

Import the module, not the class, in an `apps.py`: Django uses the only AppConfig it finds there.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig, apps
from django.utils.functional import Promise
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class UploadLimits:
    """The limits of one upload. If one is exceeded, a sentence says so and nothing is kept."""

    max_file_bytes: int
    """Of each file, as uploaded and as unpacked from a zip."""

    max_total_bytes: int
    """Of all files together, unpacked."""

    max_files: int
    """Of the files that are kept; other files of a zip are not unpacked."""

    max_zip_entries: int = 1_000
    """All entries of a zip."""

    max_compression_ratio: int = 200
    """Unpacked size of a zip divided by its size. Tables reach about 50."""


@dataclass(frozen=True)
class UploadKind:
    """A kind of file that people upload for import."""

    name: str
    limits: UploadLimits
    days_kept: int
    """The files are deleted after this many days, imported or not."""

    may_use: str
    """Dotted path of the permission `(actor, upload) -> bool` to see, map and remove an upload."""

    suffixes: Sequence[str] = (".csv",)
    """Suffixes of the files that are unpacked from a zip."""

    takes_workbooks: bool = False
    """Whether workbooks are kept as they are, for the app's reader to open or refuse. No zip is unpacked."""


@dataclass(frozen=True)
class PublishedPriority:
    """A community priority as the public reads it; `sentence` is in all its languages."""

    sentence: Any
    url: str


class StoryApp(AppConfig):
    """An app of the story. Each name is declared by one app only, and every name used is declared."""

    audit_verbs: Mapping[str, Promise] = {}
    """Verbs that the app passes to `record`, and their labels in the audit."""

    audit_kinds: Mapping[str, Promise] = {}
    """Models of audited rows, in lower case, and their labels in the audit."""

    technical_fields = ""
    """Form fields without text typed by a person, separated by spaces: error pages do not repeat them."""

    tallies: Sequence[str] = ()
    """What the app counts for a forum or a cycle and stores as a `Tally`, for all apps to show."""

    upload_kinds: Sequence[UploadKind] = ()
    """The kinds of files that the app imports."""

    voice_keys: Sequence[tuple[str, str]] = ()
    """Models and their foreign keys to a voice. Once such a row exists, the author cannot edit the text."""

    when_words_are_withdrawn: Sequence[str] = ()
    """Dotted paths of actions `(actor, voice) -> None`, which remove the app's copies of withdrawn words.

    They are called in the transaction that withdraws the voice.
    """

    published_priorities = ""
    """Dotted path of a query `(public ids of directives) -> {public id: PublishedPriority}`.

    Those that the public can't read are left out.
    """

    def page_roles(self) -> Mapping[str, frozenset[str]]:
        """Pages that cycle and forum pages may link to, by URL name, and the roles that may open them."""
        return {}


def story_apps() -> list[StoryApp]:
    """The apps in the order of the story."""
    return [config for config in apps.get_app_configs() if isinstance(config, StoryApp)]


def published_priorities(public_ids: Collection[str]) -> dict[str, PublishedPriority]:
    """The community priorities that the public can read, by the public ids of their directives."""
    paths = [app.published_priorities for app in story_apps() if app.published_priorities]
    found: dict[str, PublishedPriority] = {}
    for path in paths if public_ids else ():
        found |= import_string(path)(public_ids)
    return found


def upload_kinds() -> list[UploadKind]:
    return [kind for app in story_apps() for kind in app.upload_kinds]
