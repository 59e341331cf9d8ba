"""What an app declares on its AppConfig; apps to its left look it up instead of listing it.

Import the module, not the class, in an `apps.py`: Django uses the only AppConfig it finds there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.apps import AppConfig, apps
from django.utils.functional import Promise


@dataclass(frozen=True)
class UploadLimits:
    """The limits of one upload. If one is exceeded, a sentence says so and nothing is kept."""

    max_file_bytes: int
    """Each file, as it was handed in and as it comes out of a zip."""

    max_total_bytes: int
    """All of them together, unpacked."""

    max_files: int
    """The files that are kept; what else a zip holds is left in it."""

    max_zip_entries: int = 1_000
    """Everything a zip lists."""

    max_compression_ratio: int = 200
    """How many times its own size a zip may unpack to. Tables reach about 50."""


@dataclass(frozen=True)
class UploadKind:
    """A kind of file that people upload for import."""

    name: str
    limits: UploadLimits
    days_kept: int
    """After so many days the files go, used or not."""

    may_use: str
    """The path of the function of actor and upload that says who may see, map and remove one."""

    suffixes: Sequence[str] = (".csv",)
    """The files that are taken out of a zip."""


class StoryApp(AppConfig):
    """An app of the story. Each name is declared by one app only, and every name used is declared."""

    audit_verbs: Mapping[str, Promise] = {}
    """A verb that `record` takes, and how the audit reads it."""

    audit_kinds: Mapping[str, Promise] = {}
    """The models of the rows it was done to, in lower case, and how the audit calls them."""

    technical_fields = ""
    """Form fields that hold nobody's words, separated by spaces: error pages do not show them again."""

    tallies: Sequence[str] = ()
    """What the app counts of a forum or a cycle and keeps as a `Tally`, for all apps to show."""

    upload_kinds: Sequence[UploadKind] = ()
    """What people hand in for it to import."""

    voice_keys: Sequence[tuple[str, str]] = ()
    """Models and their keys to a voice: once such a row stands, its author no longer changes the words."""

    def page_roles(self) -> Mapping[str, frozenset[str]]:
        """Pages that cycle and forum pages may link to, by URL name, and the roles that may open them."""
        return {}


def story_apps() -> list[StoryApp]:
    """The apps in the order of the story."""
    return [config for config in apps.get_app_configs() if isinstance(config, StoryApp)]


def upload_kinds() -> list[UploadKind]:
    return [kind for app in story_apps() for kind in app.upload_kinds]
