"""What describes an entry of the directory: how to reach it, its hours, its cost, whom it serves."""

from typing import TYPE_CHECKING, Any

from django.db import models

from throughline.partner.models.directory import Location, Organization, Service, ServiceAtLocation
from throughline.partner.models.rows import DirectoryRow
from throughline.ui.language import named_language

if TYPE_CHECKING:
    from django.db.models.fields.related import ForeignKey


def _of(model: type[models.Model], related_name: str) -> "ForeignKey[Any, Any]":
    """The row described, if it is of this table."""
    return models.ForeignKey(
        model, null=True, blank=True, on_delete=models.CASCADE, related_name=related_name
    )


class Contact(DirectoryRow):
    organization = _of(Organization, "contacts")
    service = _of(Service, "contacts")
    service_at_location = _of(ServiceAtLocation, "contacts")
    location = _of(Location, "contacts")
    name = models.CharField(max_length=250, blank=True)
    title = models.CharField(max_length=250, blank=True)
    department = models.CharField(max_length=250, blank=True)
    email = models.CharField(max_length=254, blank=True)


class Phone(DirectoryRow):
    organization = _of(Organization, "phones")
    service = _of(Service, "phones")
    location = _of(Location, "phones")
    contact = _of(Contact, "phones")
    service_at_location = _of(ServiceAtLocation, "phones")
    number = models.CharField(max_length=250)
    extension = models.CharField(max_length=20, blank=True)
    type = models.CharField(max_length=20, blank=True)
    description = models.TextField(blank=True)


class Address(DirectoryRow):
    """HSDS 3 has addresses of locations; `organization` holds those that HSDS 1 and 2 give organizations."""

    location = _of(Location, "addresses")
    organization = _of(Organization, "addresses")
    address_type = models.CharField(max_length=20, default="physical")
    attention = models.CharField(max_length=250, blank=True)
    address_1 = models.CharField(max_length=250)
    address_2 = models.CharField(max_length=250, blank=True)
    city = models.CharField(max_length=120)
    region = models.CharField(max_length=120, blank=True)
    state_province = models.CharField(max_length=60)
    postal_code = models.CharField(max_length=20)
    country = models.CharField(max_length=2, default="US")

    class Meta(DirectoryRow.Meta):
        indexes = [
            *DirectoryRow.Meta.indexes,
            models.Index(fields=["district", "city"], name="address_by_city"),
        ]


class Schedule(DirectoryRow):
    """When a service or a location is open: the recurrence fields of HSDS 3.

    Parts of RFC 5545 that HSDS lacks, `closed` of HSDS 1.1 and cells that could not be read are in `extra`.
    """

    service = _of(Service, "schedules")
    location = _of(Location, "schedules")
    service_at_location = _of(ServiceAtLocation, "schedules")
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


class Language(DirectoryRow):
    service = _of(Service, "languages")
    location = _of(Location, "languages")
    phone = _of(Phone, "languages")
    name = models.CharField(max_length=250, blank=True)
    code = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)

    @property
    def shown_name(self) -> str:
        return named_language(self.name, self.code)


class Accessibility(DirectoryRow):
    location = _of(Location, "accessibility")
    description = models.TextField(blank=True)
    details = models.TextField(blank=True)
    url = models.CharField(max_length=500, blank=True)


class CostOption(DirectoryRow):
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="cost_options")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    option = models.CharField(max_length=250, blank=True)
    currency = models.CharField(max_length=10, blank=True)
    amount = models.FloatField(null=True, blank=True)
    amount_description = models.TextField(blank=True)


class RequiredDocument(DirectoryRow):
    service = _of(Service, "required_documents")
    document = models.TextField(blank=True)
    uri = models.CharField(max_length=500, blank=True)


class ServiceArea(DirectoryRow):
    service = _of(Service, "service_areas")
    service_at_location = _of(ServiceAtLocation, "service_areas")
    name = models.CharField(max_length=250, blank=True)
    description = models.TextField(blank=True)
    extent = models.TextField(blank=True)
    extent_type = models.CharField(max_length=60, blank=True)
    uri = models.CharField(max_length=500, blank=True)


class Funding(DirectoryRow):
    organization = _of(Organization, "funding")
    service = _of(Service, "funding")
    source = models.TextField(blank=True)


class Url(DirectoryRow):
    organization = _of(Organization, "additional_websites")
    service = _of(Service, "additional_urls")
    label = models.CharField(max_length=250, blank=True)
    url = models.CharField(max_length=500)


class Unit(DirectoryRow):
    """What a service's capacity is counted in, such as beds or hours."""

    name = models.CharField(max_length=250)
    scheme = models.CharField(max_length=120, blank=True)
    identifier = models.CharField(max_length=120, blank=True)
    uri = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.name


class ServiceCapacity(DirectoryRow):
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="capacities")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    available = models.FloatField(null=True, blank=True)
    maximum = models.FloatField(null=True, blank=True)
    description = models.TextField(blank=True)
    updated = models.DateTimeField(null=True, blank=True)


class OrganizationIdentifier(DirectoryRow):
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="organization_identifiers"
    )
    identifier_scheme = models.CharField(max_length=250, blank=True)
    identifier_type = models.CharField(max_length=250, blank=True)
    identifier = models.CharField(max_length=250)
