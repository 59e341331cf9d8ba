"""The directory, with the names of the Human Services Data Specification (HSDS) 3."""

from django.db import models
from django.utils.translation import gettext as _

from throughline.accounts.models import DistrictRow, IndexedRow, PublicIdMixin
from throughline.partner.models.support import TaxonomyTerm


class DirectoryRow(PublicIdMixin, DistrictRow):
    """A row of HSDS. `extra` holds columns that have no field here, and what does not fit its field.

    `foreign_id` is the id in the file, after the name of its table where HSDS 3 has joined several into one
    (`postal_addresses:1`): an id is unique in the table of the file.
    """

    foreign_id = models.CharField(max_length=250, blank=True)
    extra = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True


class DirectoryImport(PublicIdMixin, DistrictRow):
    """One import of a directory, with its report of mapped, stored but unmapped, and missing fields."""

    version = models.CharField(max_length=10)
    source = models.CharField(max_length=200, blank=True)
    n_organizations = models.PositiveIntegerField(default=0)
    n_services = models.PositiveIntegerField(default=0)
    n_locations = models.PositiveIntegerField(default=0)
    n_schedules = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)
    person = models.ForeignKey("accounts.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]


class Organization(IndexedRow, DirectoryRow):
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
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["district", "name"], name="organization_by_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "foreign_id"],
                condition=~models.Q(foreign_id=""),
                name="organization_foreign_id_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name or _("No name")


class Service(IndexedRow, DirectoryRow):
    indexed_fields = ("name", "alternate_name", "description")

    class Status(models.TextChoices):
        ACTIVE = "active"
        INACTIVE = "inactive"
        DEFUNCT = "defunct"
        TEMPORARILY_CLOSED = "temporarily closed"

    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.CASCADE, related_name="services"
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
    eligibility_description = models.TextField(blank=True)
    minimum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    last_modified = models.DateTimeField(null=True, blank=True)
    terms: "models.ManyToManyField[TaxonomyTerm, ServiceTerm]" = models.ManyToManyField(
        TaxonomyTerm, through="ServiceTerm", blank=True, related_name="+"
    )

    class Meta:
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["district", "name"], name="service_by_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "foreign_id"],
                condition=~models.Q(foreign_id=""),
                name="service_foreign_id_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name or _("No name")


class ServiceTerm(DistrictRow):
    """A kind of support that a service offers, from the district's own list."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    term = models.ForeignKey(TaxonomyTerm, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "term"], name="service_term_once")]


class Location(DirectoryRow):
    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.CASCADE, related_name="locations"
    )
    location_type = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=250, blank=True)
    alternate_name = models.CharField(max_length=250, blank=True)
    description = models.TextField(blank=True)
    transportation = models.TextField(blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "foreign_id"],
                condition=~models.Q(foreign_id=""),
                name="location_foreign_id_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ServiceAtLocation(DirectoryRow):
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="places")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="services")
    description = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "location"], name="service_at_location_once")
        ]


class Address(DirectoryRow):
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="addresses")
    address_type = models.CharField(max_length=20, default="physical")
    attention = models.CharField(max_length=250, blank=True)
    address_1 = models.CharField(max_length=250)
    address_2 = models.CharField(max_length=250, blank=True)
    city = models.CharField(max_length=120)
    region = models.CharField(max_length=120, blank=True)
    state_province = models.CharField(max_length=60)
    postal_code = models.CharField(max_length=20)
    country = models.CharField(max_length=2, default="US")

    class Meta:
        indexes = [models.Index(fields=["district", "city"], name="address_by_city")]


class Phone(DirectoryRow):
    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.CASCADE, related_name="phones"
    )
    service = models.ForeignKey(
        Service, null=True, blank=True, on_delete=models.CASCADE, related_name="phones"
    )
    location = models.ForeignKey(
        Location, null=True, blank=True, on_delete=models.CASCADE, related_name="phones"
    )
    number = models.CharField(max_length=250)
    extension = models.CharField(max_length=20, blank=True)
    type = models.CharField(max_length=20, blank=True)
    description = models.TextField(blank=True)


class Contact(DirectoryRow):
    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.CASCADE, related_name="contacts"
    )
    service = models.ForeignKey(
        Service, null=True, blank=True, on_delete=models.CASCADE, related_name="contacts"
    )
    location = models.ForeignKey(
        Location, null=True, blank=True, on_delete=models.CASCADE, related_name="contacts"
    )
    name = models.CharField(max_length=250, blank=True)
    title = models.CharField(max_length=250, blank=True)
    department = models.CharField(max_length=250, blank=True)
    email = models.CharField(max_length=254, blank=True)


class Schedule(DirectoryRow):
    """When a service or a location is open: the recurrence fields of HSDS 3.

    Parts of RFC 5545 that HSDS lacks, `closed` of HSDS 1.1 and cells that could not be read are in `extra`.
    """

    service = models.ForeignKey(
        Service, null=True, blank=True, on_delete=models.CASCADE, related_name="schedules"
    )
    location = models.ForeignKey(
        Location, null=True, blank=True, on_delete=models.CASCADE, related_name="schedules"
    )
    service_at_location = models.ForeignKey(
        ServiceAtLocation, null=True, blank=True, on_delete=models.CASCADE, related_name="schedules"
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    dtstart = models.DateField(null=True, blank=True)
    timezone = models.CharField(max_length=60, blank=True)
    until = models.DateField(null=True, blank=True)
    count = models.PositiveSmallIntegerField(null=True, blank=True)
    wkst = models.CharField(max_length=2, blank=True)
    freq = models.CharField(max_length=10, blank=True)
    interval = models.PositiveSmallIntegerField(null=True, blank=True)
    byday = models.TextField(blank=True)
    byweekno = models.TextField(blank=True)
    bymonthday = models.TextField(blank=True)
    byyearday = models.TextField(blank=True)
    description = models.TextField(blank=True)
    opens_at = models.CharField(max_length=20, blank=True)
    closes_at = models.CharField(max_length=20, blank=True)
    schedule_link = models.CharField(max_length=500, blank=True)
    attending_type = models.CharField(max_length=60, blank=True)
    notes = models.TextField(blank=True)
