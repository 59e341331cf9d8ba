"""What keeps the directory in order: history, confidential places, duplicates, checks, mappings."""

from collections.abc import Mapping
from typing import Final

from django.db import models

from throughline.accounts.models import DistrictRow, PublicIdMixin
from throughline.partner.models.directory import Location
from throughline.partner.models.rows import DirectoryImport


class Revision(PublicIdMixin, DistrictRow):
    """One change of the directory as a person makes it: an edit, a merge, what an import changed, an undo.

    What a partner confirms or edits is of the kind `PARTNER`: by a link, without a person. An edit that
    waited has the person who approved it.
    """

    class Kind(models.TextChoices):
        EDIT = "edit"
        PARTNER = "partner"
        IMPORT = "import"
        MERGE = "merge"
        CONFIDENTIAL = "confidential"
        UNDO = "undo"

    kind = models.CharField(max_length=12, choices=Kind, default=Kind.EDIT)
    person = models.ForeignKey("accounts.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    brought_by = models.ForeignKey(
        DirectoryImport, null=True, blank=True, on_delete=models.CASCADE, related_name="revisions"
    )
    undone_by = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="undoes"
    )

    class Meta:
        ordering = ["-id"]


class RevisionRow(DistrictRow):
    """One row of the directory in a revision: its values before and after, of the fields that changed.

    `before` is null for a row that was added, `after` for one that was removed. The values of a confidential
    place are never in them. `entry_table` and `entry_key` name the organization, service or location on whose
    page the change is shown.
    """

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="rows")
    table = models.CharField(max_length=40)
    key = models.BigIntegerField()
    entry_table = models.CharField(max_length=40)
    entry_key = models.BigIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["district", "entry_table", "entry_key"], name="revision_row_by_entry"),
            models.Index(fields=["district", "table", "key"], name="revision_row_by_row"),
        ]


class PendingChange(DistrictRow):
    """A change of a known row that an import found: carried out, and deleted, once the import is done.

    `values` are those of the fields that differ in the file, keys of rows for links; null where the file no
    longer has the row. Nothing in it says where a confidential location is. A row with `MARKS` as its table
    names a location that the file calls confidential and that is not so here yet.
    """

    MARKS: Final = "confidential"

    brought_by = models.ForeignKey(DirectoryImport, on_delete=models.CASCADE, related_name="pending")
    table = models.CharField(max_length=40)
    key = models.BigIntegerField()
    values = models.JSONField(null=True)

    class Meta:
        ordering = ["id"]


_TEXTS_OF_PLACE: Final = "name alternate_name description transportation url external_identifier"
_ADDRESS: Final = "attention address_1 address_2 city region state_province postal_code country address_type"

WHERE_IT_IS: Final[Mapping[str, frozenset[str]]] = {
    "location": frozenset(
        [*_TEXTS_OF_PLACE.split(), "external_identifier_type", "latitude", "longitude", "extra"]
    ),
    "address": frozenset([*_ADDRESS.split(), "extra"]),
    "accessibility": frozenset(["description", "details", "url", "extra"]),
}
"""The fields that say where a location is, by table: of a confidential one its tables hold none of them."""


class ConfidentialPlace(DistrictRow):
    """Where a confidential location is. Only the guarded form of the location reads and writes it.

    `values` has the fields of the `location`, and lists of its `address` and `accessibility` rows, each with
    its `foreign_id`; blank fields are left out. `incoming` is what an unfinished import brings; it replaces
    the values when the import is done. What they were `before` stays with them until they are changed by
    hand, so that the import can be undone: no history has it.
    """

    location = models.OneToOneField(Location, on_delete=models.CASCADE, related_name="confidential_place")
    values = models.JSONField(default=dict)
    incoming = models.JSONField(null=True, editable=False)
    incoming_from = models.ForeignKey(
        DirectoryImport, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)


class Duplicate(PublicIdMixin, DistrictRow):
    """Two entries that may be the same, until a person has said whether they are."""

    class State(models.TextChoices):
        OPEN = "open"
        MERGED = "merged"
        DIFFERENT = "different"

    table = models.CharField(max_length=40)
    first_key = models.BigIntegerField()
    second_key = models.BigIntegerField()
    score = models.FloatField()
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    revision = models.ForeignKey(Revision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    found_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-score", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "table", "first_key", "second_key"], name="duplicate_once"
            )
        ]


class MergedRow(DistrictRow):
    """A row that a merge removed. Links to it, and imports of its source, lead to the row that was kept.

    It counts only while the removed row is gone: an undone merge brings that row back with its key.
    """

    table = models.CharField(max_length=40)
    key = models.BigIntegerField()
    kept_key = models.BigIntegerField()
    foreign_id = models.CharField(max_length=250, blank=True)
    hsds_id = models.UUIDField()
    public_id = models.CharField(max_length=22, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["district", "table", "foreign_id"], name="merged_row_by_foreign_id"),
            models.Index(fields=["district", "table", "public_id"], name="merged_row_by_public_id"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["district", "table", "key"], name="merged_row_once"),
        ]


class DirectoryCheck(PublicIdMixin, DistrictRow):
    """One check of the whole directory: how many entries have each problem, and when that was counted."""

    at = models.DateTimeField(auto_now_add=True)
    summary = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]


class DirectoryProblem(DistrictRow):
    """A problem of one row at the last check. It never holds a cell of an address or coordinates."""

    check_run = models.ForeignKey(DirectoryCheck, on_delete=models.CASCADE, related_name="problems")
    code = models.CharField(max_length=60)
    grade = models.CharField(max_length=10)
    entry_table = models.CharField(max_length=40)
    entry_key = models.BigIntegerField()
    field = models.CharField(max_length=120, blank=True)
    params = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["check_run", "grade", "code"], name="directory_problem_by_grade"),
            models.Index(fields=["district", "entry_table", "entry_key"], name="directory_problem_by_entry"),
        ]


class LinkVisit(DistrictRow):
    """When the website of an entry was last tried, and whether it led nowhere."""

    entry_table = models.CharField(max_length=40)
    entry_key = models.BigIntegerField()
    field = models.CharField(max_length=120)
    address = models.CharField(max_length=500)
    is_dead = models.BooleanField(default=False)
    tried_on = models.DateField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "entry_table", "entry_key", "field"], name="link_visit_once"
            )
        ]


class DirectoryMapping(PublicIdMixin, DistrictRow):
    """Which column of a spreadsheet is which field of the directory, kept under a name for the next time."""

    name = models.CharField(max_length=120)
    columns = models.JSONField(default=dict)
    person = models.ForeignKey("accounts.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["district", "name"], name="directory_mapping_once")]
