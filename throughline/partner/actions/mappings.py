"""Mappings of the columns of spreadsheets, kept for the next time."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from throughline.accounts.actions import Refused, record
from throughline.accounts.permissions import Actor
from throughline.partner.models import DirectoryMapping


@transaction.atomic
def keep_mapping(actor: Actor, *, name: str, columns: Mapping[str, str]) -> DirectoryMapping:
    """Keep which column is which field; under a name that is taken, it replaces the mapping of that name."""
    mapping, _is_new = DirectoryMapping.objects.update_or_create(
        name=name, defaults={"columns": dict(columns), "person": actor.person}
    )
    record(actor, "keep_mapping", mapping)
    return mapping


@transaction.atomic
def rename_mapping(actor: Actor, mapping: DirectoryMapping, *, name: str) -> DirectoryMapping:
    if DirectoryMapping.objects.filter(name=name).exclude(pk=mapping.pk).exists():
        raise Refused(_("There is already a mapping with this name. Choose another name."))
    mapping.name = name
    mapping.save(update_fields=["name"])
    record(actor, "rename_mapping", mapping)
    return mapping


@transaction.atomic
def delete_mapping(actor: Actor, mapping: DirectoryMapping) -> None:
    record(actor, "delete_mapping", mapping)
    mapping.delete()
