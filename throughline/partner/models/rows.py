"""What every row of the directory has, and the imports that bring rows."""

import uuid
from typing import Any, ClassVar, Self, TypeVar

from django.db import models

from throughline.accounts.models import DistrictRow, PublicIdMixin
from throughline.accounts.models.scoped import DistrictManager

M = TypeVar("M", bound=models.Model)


class DirectoryImport(PublicIdMixin, DistrictRow):
    """One import of a directory, with its report of mapped, stored but unmapped, and missing fields.

    Rows that it adds are hidden until it is done: nobody sees half a directory. See `DirectoryManager`. After
    that its `pending` changes of rows that were known before are carried out. `seen_at` says when it last
    wrote something, so that one whose process was stopped is found.
    """

    class State(models.TextChoices):
        WRITING = "writing"
        DONE = "done"

    version = models.CharField(max_length=10)
    source = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DONE)
    n_organizations = models.PositiveIntegerField(default=0)
    n_services = models.PositiveIntegerField(default=0)
    n_locations = models.PositiveIntegerField(default=0)
    n_schedules = models.PositiveIntegerField(default=0)
    n_added = models.PositiveIntegerField(default=0)
    n_changed = models.PositiveIntegerField(default=0)
    n_removed = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)
    person = models.ForeignKey("accounts.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    job = models.ForeignKey(
        "accounts.Job", null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    seen_at = models.DateTimeField(null=True, editable=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]


class DirectoryManager(DistrictManager[M]):
    """Rows of the district in scope without those that an unfinished import has added so far."""

    def get_queryset(self) -> models.QuerySet[M]:
        rows = super().get_queryset()
        if not isinstance(rows, models.QuerySet):
            return rows
        writing = DirectoryImport._base_manager.filter(state=DirectoryImport.State.WRITING)
        return rows.exclude(arrival__in=writing.values("pk"))


class DirectoryRow(DistrictRow):
    """A row of HSDS. `extra` holds columns that have no field here, and what does not fit its field.

    `foreign_id` is the id in the file, after the name of its table where HSDS 3 has joined several into one
    (`postal_addresses:1`): an id is unique in the table of the file. `hsds_id` is the id under which the row
    is published: that of the file if it is a UUID, as the standard wants.
    """

    foreign_id = models.CharField(max_length=250, blank=True)
    hsds_id = models.UUIDField(default=uuid.uuid4, editable=False)
    extra = models.JSONField(default=dict, blank=True)
    arrival = models.ForeignKey(
        DirectoryImport, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar[DistrictManager[Self]] = DirectoryManager()
    everything: ClassVar[DistrictManager[Self]] = DistrictManager()

    class Meta:
        abstract = True
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["district", "foreign_id"], name="%(class)s_foreign")
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["district", "hsds_id"], name="%(class)s_hsds_id_once")
        ]
