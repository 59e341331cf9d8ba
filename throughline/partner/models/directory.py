"""The entries of the directory, with the names of the Human Services Data Specification (HSDS) 3."""

from django.db import models
from django.utils.translation import gettext as _

from throughline.accounts.models import DistrictRow, IndexedRow, PublicIdMixin
from throughline.partner.models.rows import DirectoryRow
from throughline.partner.models.states import Assurer, CapacityStatus
from throughline.partner.models.support import SupportKind


class Organization(IndexedRow, PublicIdMixin, DirectoryRow):
    indexed_fields = ("name", "alternate_name", "description")

    name = models.CharField(max_length=250)
    alternate_name = models.CharField(max_length=250, blank=True)
    description = models.TextField(blank=True)
    email = models.CharField(max_length=254, blank=True)
    website = models.CharField(max_length=500, blank=True)
    tax_status = models.CharField(max_length=120, blank=True)
    tax_id = models.CharField(max_length=40, blank=True)
    year_incorporated = models.CharField(max_length=10, blank=True)
    legal_status = models.CharField(max_length=120, blank=True)
    logo = models.CharField(max_length=500, blank=True)
    uri = models.CharField(max_length=500, blank=True)
    parent_organization = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    ended_on = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    """When the organization itself last confirmed or edited what the directory says of it."""

    class Meta(DirectoryRow.Meta):
        ordering = ["name", "id"]
        indexes = [
            *DirectoryRow.Meta.indexes,
            models.Index(fields=["district", "name"], name="organization_by_name"),
        ]
        constraints = [
            *DirectoryRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["district", "foreign_id"],
                condition=~models.Q(foreign_id=""),
                name="organization_foreign_id_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name or _("No name")


class Program(DirectoryRow):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="programs")
    name = models.CharField(max_length=250)
    alternate_name = models.CharField(max_length=250, blank=True)
    description = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class Service(IndexedRow, PublicIdMixin, DirectoryRow):
    indexed_fields = ("name", "alternate_name", "description")

    class Status(models.TextChoices):
        ACTIVE = "active"
        INACTIVE = "inactive"
        DEFUNCT = "defunct"
        TEMPORARILY_CLOSED = "temporarily closed"

    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.CASCADE, related_name="services"
    )
    program = models.ForeignKey(
        Program, null=True, blank=True, on_delete=models.SET_NULL, related_name="services"
    )
    name = models.CharField(max_length=250)
    alternate_name = models.CharField(max_length=250, blank=True)
    description = models.TextField(blank=True)
    url = models.CharField(max_length=500, blank=True)
    email = models.CharField(max_length=254, blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.ACTIVE)
    interpretation_services = models.TextField(blank=True)
    application_process = models.TextField(blank=True)
    fees_description = models.TextField(blank=True)
    wait_time = models.TextField(blank=True)
    fees = models.TextField(blank=True)
    accreditations = models.TextField(blank=True)
    eligibility_description = models.TextField(blank=True)
    minimum_age = models.FloatField(null=True, blank=True)
    maximum_age = models.FloatField(null=True, blank=True)
    assured_date = models.DateField(null=True, blank=True)
    assurer_email = models.CharField(max_length=254, blank=True)
    assured_by = models.CharField(max_length=10, choices=Assurer, blank=True)
    capacity_status = models.CharField(max_length=20, choices=CapacityStatus, blank=True)
    capacity_on = models.DateField(null=True, blank=True)
    licenses = models.TextField(blank=True)
    alert = models.TextField(blank=True)
    last_modified = models.DateTimeField(null=True, blank=True)
    terms: "models.ManyToManyField[SupportKind, ServiceTerm]" = models.ManyToManyField(
        SupportKind, through="ServiceTerm", blank=True, related_name="+"
    )

    class Meta(DirectoryRow.Meta):
        ordering = ["name", "id"]
        indexes = [
            *DirectoryRow.Meta.indexes,
            models.Index(fields=["district", "name"], name="service_by_name"),
        ]
        constraints = [
            *DirectoryRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["district", "foreign_id"],
                condition=~models.Q(foreign_id=""),
                name="service_foreign_id_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name or _("No name")

    @property
    def is_available(self) -> bool:
        """Whether families can use it: not closed, and not of a former partner."""
        has_ended = self.organization is not None and self.organization.ended_on is not None
        return self.status in ("", self.Status.ACTIVE) and not has_ended


class ServiceTerm(DistrictRow):
    """A kind of support that a service offers, from the district's own list."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    term = models.ForeignKey(SupportKind, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "term"], name="service_term_once")]


class Location(PublicIdMixin, DirectoryRow):
    """A place. Where it is confidential, what says where it is stands in its `ConfidentialPlace` alone."""

    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.CASCADE, related_name="locations"
    )
    location_type = models.CharField(max_length=20, blank=True)
    is_confidential = models.BooleanField(default=False)
    url = models.CharField(max_length=500, blank=True)
    name = models.CharField(max_length=250, blank=True)
    alternate_name = models.CharField(max_length=250, blank=True)
    description = models.TextField(blank=True)
    transportation = models.TextField(blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    external_identifier = models.CharField(max_length=250, blank=True)
    external_identifier_type = models.CharField(max_length=120, blank=True)

    class Meta(DirectoryRow.Meta):
        ordering = ["name", "id"]
        constraints = [
            *DirectoryRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["district", "foreign_id"],
                condition=~models.Q(foreign_id=""),
                name="location_foreign_id_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """What pages call it: a confidential one has no name there."""
        if self.is_confidential:
            return _("Confidential location")
        return self.name or _("Location without a name")


class ServiceAtLocation(DirectoryRow):
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="places")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="services")
    description = models.TextField(blank=True)

    class Meta(DirectoryRow.Meta):
        constraints = [
            *DirectoryRow.Meta.constraints,
            models.UniqueConstraint(fields=["service", "location"], name="service_at_location_once"),
        ]
