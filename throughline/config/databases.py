"""Whether this version may use the configured database. One that it cannot bring up to date is left alone."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import Error
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from throughline.config.queries import applied_migrations

SINCE = "measure"
"""The app that every database has whose tables can be upgraded, and none from before the first release."""
BEFORE = "understand"
"""The app that those from before have all the same. A first start that was interrupted has neither."""
REMEDY_OF_THE_DEMO = "Delete the demo's folder, {home}, and run the demo again."
REMEDY = (
    "To take out what is needed, as CSV files and release packages, keep using the version that made it. "
    "To begin anew, set THROUGHLINE_HOME to an empty folder, or THROUGHLINE_DATABASE_URL to an empty "
    "database."
)


def refusal() -> str:
    """Why this version leaves the configured database alone; nothing where it may use it. Changes nothing."""
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("throughline.")}
    applied = {(app, name) for app, name in applied_migrations() if app in ours or app == SINCE}
    with_changes = {app for app, _name in applied}
    if BEFORE in with_changes and SINCE not in with_changes:
        remedy = REMEDY_OF_THE_DEMO.format(home=settings.HOME) if settings.DEMO else REMEDY
        return (
            f"The database {_place()} was made by a version of Throughline from before the first release "
            "whose tables can be upgraded. It cannot be brought up to date, and nothing in it was changed. "
            f"{remedy}"
        )
    unknown = sorted(applied - MigrationLoader(None).disk_migrations.keys())
    if unknown:
        return (
            f"The database {_place()} was made or brought up to date by a newer version of Throughline: "
            f"this one does not know {'.'.join(unknown[-1])}. Nothing in it was changed. "
            "Install the newer version."
        )
    return ""


def _place() -> str:
    """Where the database is, without the password."""
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return str(Path(known["NAME"]).resolve())
    user = f"{known['USER']}@" if known["USER"] else ""
    port = f":{known['PORT']}" if known["PORT"] else ""
    return f"postgresql://{user}{known['HOST']}{port}/{known['NAME']}"


def check_database(
    *, app_configs: Sequence[AppConfig] | None = None, databases: Sequence[str] | None = None, **_options: Any
) -> list[Error]:
    """The same for Django's own commands: `migrate` asks before it begins."""
    why = refusal() if databases else ""
    return [Error(why, id="throughline.E001")] if why else []
