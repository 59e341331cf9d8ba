"""What an app declares on its AppConfig, so that apps to its left look it up and never list it.

Import the module, not the class, in an `apps.py`: Django takes the one AppConfig that it finds there.
"""

from collections.abc import Mapping, Sequence

from django.apps import AppConfig, apps
from django.utils.functional import Promise


class StoryApp(AppConfig):
    """An app of the story. Nothing is declared by two of them, and nothing is used that none declares."""

    audit_verbs: Mapping[str, Promise] = {}
    """A verb that `record` takes, and how the audit reads it."""

    audit_kinds: Mapping[str, Promise] = {}
    """The models of the rows it was done to, in lower case, and how the audit calls them."""

    tallies: Sequence[str] = ()
    """What the app counts of a forum or a cycle and keeps as a `Tally`, for all apps to show."""

    voice_keys: Sequence[tuple[str, str]] = ()
    """Models and their keys to a voice: once such a row stands, its author no longer changes the words."""

    def page_roles(self) -> Mapping[str, frozenset[str]]:
        """Pages to which the pages of cycles and forums may link, by URL name, and the roles they open to."""
        return {}


def story_apps() -> list[StoryApp]:
    """The apps in the order of the story."""
    return [config for config in apps.get_app_configs() if isinstance(config, StoryApp)]
