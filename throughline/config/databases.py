"""Whether this version may use the configured database; one that it cannot migrate is not touched."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import Error
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from throughline.config.queries import applied_migrations

OLDER = frozenset(
    (app, "0001_initial")
    for app in ("accounts", "align", "convene", "listen", "partner", "report", "understand")
)
"""Migrations recorded in early databases, whose tables have since been rebuilt under other names."""
REMEDY_OF_THE_DEMO = "Delete the demo folder, {home}, and run the demo again."
REMEDY = (
    "To export your data as CSV files and release packages, use the version that created the database. "
    "To start over, set THROUGHLINE_HOME to an empty folder, or THROUGHLINE_DATABASE_URL to an empty "
    "database."
)


def refusal() -> str:
    """Return why this version must not use the configured database; empty if it may. Changes nothing."""
    own_apps = {app.label for app in apps.get_app_configs() if app.name.startswith("throughline.")}
    applied = {(app, name) for app, name in applied_migrations() if app in own_apps}
    if applied & OLDER:
        remedy = REMEDY_OF_THE_DEMO.format(home=settings.HOME) if settings.DEMO else REMEDY
        return (
            f"The database {_place()} was created by an early version of Throughline that can't be upgraded. "
            "This version can't use it. Nothing in it was changed. "
            f"{remedy}"
        )
    unknown = sorted(applied - MigrationLoader(None).disk_migrations.keys())
    if unknown:
        return (
            f"The database {_place()} was created or updated by a newer version of Throughline. This version "
            f"does not have the migration {'.'.join(unknown[-1])}. Nothing in the database was changed. "
            "Install the newer version."
        )
    return ""


def _place() -> str:
    """The location of the database, without the password."""
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return str(Path(known["NAME"]).resolve())
    user = f"{known['USER']}@" if known["USER"] else ""
    port = f":{known['PORT']}" if known["PORT"] else ""
    return f"postgresql://{user}{known['HOST']}{port}/{known['NAME']}"


def check_database(
    *, app_configs: Sequence[AppConfig] | None = None, databases: Sequence[str] | None = None, **_options: Any
) -> list[Error]:
    """The same as a Django system check, which `migrate` runs before it begins."""
    why = refusal() if databases else ""
    return [Error(why, id="throughline.E001")] if why else []
