"""Every door of every app, and a district with the rows that the doors of one app, or all, ask for."""

import importlib
from pathlib import Path

from django_scopes import scope

from tests.doors import Door, World
from throughline.accounts.models import District

APPS = [path.parent.name for path in sorted(Path(__file__).parents[1].glob("*/doors.py"))]
MODULES = {app: importlib.import_module(f"tests.{app}.doors") for app in APPS}
DOORS: list[tuple[str, Door]] = [(app, door) for app in APPS for door in MODULES[app].DOORS]


def furnished(district: District, app: str = "") -> World:
    """The rows of one app; without a name, those of all apps."""
    world = World(district)
    with scope(district=district):
        for before in [app] if app else APPS:
            MODULES[before].furnish(world)
    return world
