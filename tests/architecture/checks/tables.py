"""Rule 7 and tenancy: foreign keys, and the district of each row."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.db.models import F, Model, Q

from tests.architecture.checks.sources import RIGHT, STORY

RELEASED = {"Release", "ReleasedFinding", "ReleasedQuote", "ReleasedWords"}


OF_NO_DISTRICT = {"accounts.District", "accounts.Person", "accounts.Session", "accounts.Worker"}
"""Tables of no district: districts, workers, and people and their sessions, who may belong to several."""


def label(model: type[Model]) -> str:
    return f"{model._meta.app_label}.{model.__name__}"


def is_raw(model: type[Model]) -> bool:
    """Whether no table right of `understand` may reach this one."""
    app = model._meta.app_label
    return app in {"listen", "measure"} or (app == "understand" and model.__name__ not in RELEASED)


def neighbors(model: type[Model]) -> Iterator[tuple[str, type[Model]]]:
    """Every table one lookup away: forward keys, many-to-many, generic relations, and visible reverses."""
    for field in model._meta.get_fields():
        related = field.related_model
        if isinstance(related, type):
            yield field.name, related
            through = getattr(getattr(field, "remote_field", None), "through", None)
            if isinstance(through, type):
                yield f"{field.name} (through)", through


def paths_to_voices(models: Iterable[type[Model]]) -> list[str]:
    """Chains of lookups from a table right of `understand` to one that holds voices or drafts about them."""
    found = []
    for start in models:
        if start._meta.app_label not in RIGHT:
            continue
        ways: dict[type[Model], str] = {start: label(start)}
        waiting = [start]
        while waiting:
            model = waiting.pop(0)
            if any(isinstance(field, GenericForeignKey) for field in model._meta.private_fields):
                found.append(f"{ways[model]} has a generic key: it may point at any table")
            for name, other in neighbors(model):
                if other in ways:
                    continue
                ways[other] = f"{ways[model]} --{name}--> {label(other)}"
                if is_raw(other):
                    found.append(ways[other])
                else:
                    waiting.append(other)
    return found


def keys_across_apps(models: Iterable[type[Model]]) -> list[str]:
    """Foreign keys that point right, and foreign keys between apps that have a reverse accessor."""
    found = []
    for model in models:
        app = model._meta.app_label
        if app not in STORY:
            continue
        for field in [*model._meta.get_fields(include_parents=False)]:
            other = field.related_model
            if (
                field.auto_created
                or not isinstance(other, type)
                or other._meta.app_label in {app, "contenttypes"}
            ):
                continue
            target = other._meta.app_label
            if target in STORY and STORY.index(target) > STORY.index(app):
                found.append(f"{label(model)}.{field.name} points right, at {label(other)}")
            remote: Any = field.remote_field
            if target in STORY and not remote.hidden:
                found.append(f"{label(model)}.{field.name}: a key between apps has related_name='+'")
    return found


def rows_without_district(models: Iterable[type[Model]]) -> list[str]:
    """Tables without a foreign key to the district, through tables included."""
    found = []
    for model in models:
        if model._meta.app_label not in STORY or model._meta.proxy:
            continue
        if model._meta.auto_created:
            found.append(f"{label(model)} was made by itself: a many-to-many names its through model")
        elif not has_district(model) and label(model) not in OF_NO_DISTRICT:
            found.append(f"{label(model)} does not carry its district")
    return found


def keys_joining_districts(models: Iterable[type[Model]]) -> list[str]:
    """Rows whose foreign key points to a row of another district. Call it with all scopes disabled.

    A row of a through table has its own district, which must equal that of both rows it joins.
    """
    found = []
    for model in models:
        if not has_district(model) or model._meta.proxy:
            continue
        for field in model._meta.get_fields():
            other = field.related_model
            if field.auto_created or not isinstance(other, type) or not has_district(other):
                continue
            theirs, ours = f"{field.name}__district_id", F("district_id")
            # Not `exclude`: among many related rows it would miss a wrong one if another is right.
            is_elsewhere = Q(**{f"{theirs}__lt": ours}) | Q(**{f"{theirs}__gt": ours})
            n_joined = model._base_manager.filter(is_elsewhere).count()
            if n_joined:
                found.append(f"{label(model)}.{field.name}: {n_joined} rows lead to another district")
    return found


def has_district(model: type[Model]) -> bool:
    return any(field.name == "district" for field in model._meta.concrete_fields)
