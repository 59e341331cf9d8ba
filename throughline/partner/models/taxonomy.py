"""Taxonomies that came with a directory, the terms attached to its rows, and what it says of its changes."""

from django.db import models

from throughline.partner.models.rows import DirectoryRow


class Taxonomy(DirectoryRow):
    name = models.CharField(max_length=250)
    description = models.TextField(blank=True)
    uri = models.CharField(max_length=500, blank=True)
    version = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return self.name


class TaxonomyTerm(DirectoryRow):
    """`taxonomy` is the name of an established taxonomy; `taxonomy_detail` its row, `taxonomy_id` in HSDS."""

    code = models.CharField(max_length=250, blank=True)
    name = models.CharField(max_length=250)
    description = models.TextField(blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    taxonomy = models.CharField(max_length=250, blank=True)
    language = models.CharField(max_length=20, blank=True)
    taxonomy_detail = models.ForeignKey(
        Taxonomy, null=True, blank=True, on_delete=models.SET_NULL, related_name="terms"
    )
    term_uri = models.CharField(max_length=500, blank=True)

    class Meta(DirectoryRow.Meta):
        # The indexes of `SupportKind`, which had this name, still have the default one.
        db_table = "partner_taxonomy_term"

    def __str__(self) -> str:
        return self.name


class Attribute(DirectoryRow):
    """A term attached to a row of any table: `link_entity` names the table, `link_id` is its `hsds_id`."""

    link_id = models.UUIDField(null=True, blank=True)
    link_entity = models.CharField(max_length=60, blank=True)
    link_type = models.CharField(max_length=250, blank=True)
    taxonomy_term = models.ForeignKey(
        TaxonomyTerm, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    value = models.TextField(blank=True)
    label = models.CharField(max_length=250, blank=True)

    class Meta(DirectoryRow.Meta):
        indexes = [
            *DirectoryRow.Meta.indexes,
            models.Index(fields=["district", "link_id"], name="attribute_by_link"),
        ]


class Metadata(DirectoryRow):
    """A change that a directory from elsewhere records: `resource_id` is the `hsds_id` of the row."""

    resource_id = models.UUIDField(null=True, blank=True)
    resource_type = models.CharField(max_length=60, blank=True)
    last_action_date = models.DateField(null=True, blank=True)
    last_action_type = models.CharField(max_length=60, blank=True)
    field_name = models.CharField(max_length=250, blank=True)
    previous_value = models.TextField(blank=True)
    replacement_value = models.TextField(blank=True)
    updated_by = models.CharField(max_length=250, blank=True)

    class Meta(DirectoryRow.Meta):
        indexes = [
            *DirectoryRow.Meta.indexes,
            models.Index(fields=["district", "resource_id"], name="metadata_by_resource"),
        ]


class MetaTableDescription(DirectoryRow):
    name = models.CharField(max_length=250, blank=True)
    language = models.CharField(max_length=60, blank=True)
    character_set = models.CharField(max_length=60, blank=True)
