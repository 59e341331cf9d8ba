"""A directory with a row of every table, two organizations, three places, one of them confidential."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from tests import make
from throughline.accounts.permissions import Actor
from throughline.partner import actions, models
from throughline.partner.models import Location, Organization, Service, ServiceAtLocation, ServiceTerm


@dataclass
class Furnished:
    library: Organization
    shelter: Organization
    homework: Service
    reading: Service
    nights: Service
    branch: Location
    hidden: Location
    far: Location
    at_branch: ServiceAtLocation
    at_hidden: ServiceAtLocation
    taxonomy: models.Taxonomy
    parent: models.TaxonomyTerm
    term: models.TaxonomyTerm


def place(organization: Organization, name: str = "", **fields: Any) -> Location:
    return Location.objects.create(organization=organization, name=name, location_type="physical", **fields)


def furnish_directory(system: Actor) -> Furnished:
    library = make.organization(
        "Valley Library", description="Books", website="https://library.example/", year_incorporated="1911"
    )
    shelter = make.organization("Safe Nights", description="", website="no address", email="not one")
    program = models.Program.objects.create(organization=library, name="After school", description="")
    homework = make.service(
        "Homework room",
        library,
        program=program,
        description="Help with homework",
        status="active",
        minimum_age=6,
        last_modified=datetime(2026, 3, 1, 9, tzinfo=UTC),
        assured_date=date(2026, 1, 5),
        extra={"x_color": "blue"},
    )
    reading = make.service("Reading circle", library, description="Books aloud", status="inactive")
    nights = make.service("Beds for a night", shelter, description="A safe bed", status="defunct")
    branch = place(library, "Main branch", latitude=42.33, longitude=-122.87)
    hidden = place(shelter, is_confidential=True)
    far = place(library, "Far branch", latitude=45.5, longitude=-122.6)
    at_branch = ServiceAtLocation.objects.create(service=homework, location=branch)
    at_hidden = ServiceAtLocation.objects.create(service=nights, location=hidden)
    ServiceAtLocation.objects.create(service=reading, location=far, description="Upstairs")
    for where, code in ((branch, "97501-1234"), (far, "97201")):
        models.Address.objects.create(
            location=where, address_1="1 Main St", city="Medford", state_province="OR", postal_code=code
        )
    _describe(homework, at_branch, branch, library)
    taxonomy = models.Taxonomy.objects.create(name="AIRS", description="A taxonomy")
    parent = models.TaxonomyTerm.objects.create(name="Education", taxonomy_detail=taxonomy)
    term = models.TaxonomyTerm.objects.create(
        name="Tutoring", parent=parent, taxonomy_detail=taxonomy, term_uri="https://terms.example/tutoring"
    )
    _attach(term, homework=homework, branch=branch)
    kinds = actions.ensure_terms(system)
    ServiceTerm.objects.create(service=homework, term=kinds[0])
    ServiceTerm.objects.create(service=nights, term=kinds[1])
    return Furnished(
        *(library, shelter, homework, reading, nights, branch, hidden, far),
        *(at_branch, at_hidden, taxonomy, parent, term),
    )


def _describe(
    service: Service, at_place: ServiceAtLocation, location: Location, organization: Organization
) -> None:
    """A row of every table that describes an entry, and of some more than one."""
    contact = models.Contact.objects.create(service=service, name="Ana", email="ana@library.example")
    phone = models.Phone.objects.create(contact=contact, number="555-0100", extension="12")
    models.Phone.objects.create(service=service, number="555-0101", extension="ask for Bo")
    models.Phone.objects.create(location=location, number="555-0102")
    models.Phone.objects.create(organization=organization, number="555-0103")
    models.Contact.objects.create(service_at_location=at_place, name="Cy")
    models.Language.objects.create(phone=phone, name="Spanish", code="es")
    models.Language.objects.create(service=service, name="English", code="en")
    models.Schedule.objects.create(
        service_at_location=at_place, freq="WEEKLY", byday="MO,TU", opens_at="09:00", closes_at="17:00"
    )
    models.Schedule.objects.create(location=location, freq="WEEKLY", byday="SA", valid_from=date(2026, 1, 1))
    models.Accessibility.objects.create(location=location, description="A ramp")
    models.CostOption.objects.create(service=service, option="a book", amount=2.5, currency="USD")
    models.RequiredDocument.objects.create(service=service, document="None")
    models.ServiceArea.objects.create(service=service, name="The valley")
    models.ServiceArea.objects.create(service_at_location=at_place, name="Downtown")
    models.Funding.objects.create(service=service, source="A grant")
    models.Funding.objects.create(organization=organization, source="A tax")
    models.Url.objects.create(service=service, url="https://homework.example/", label="More")
    models.Url.objects.create(organization=organization, url="https://books.example/")
    models.OrganizationIdentifier.objects.create(
        organization=organization, identifier_type="EIN", identifier="12-3"
    )
    unit = models.Unit.objects.create(name="Seats")
    models.ServiceCapacity.objects.create(
        service=service, unit=unit, available=3, maximum=20, updated=datetime(2026, 9, 1, tzinfo=UTC)
    )
    models.ServiceCapacity.objects.create(service=service, unit=unit)
    models.Metadata.objects.create(
        resource_id=service.hsds_id,
        resource_type="service",
        last_action_date=date(2026, 2, 2),
        last_action_type="update",
        field_name="name",
        previous_value="Homework",
        replacement_value="Homework room",
        updated_by="Dee",
    )


def _attach(term: models.TaxonomyTerm, **rows: Service | Location) -> None:
    for row in rows.values():
        models.Attribute.objects.create(
            link_id=row.hsds_id, link_entity=row._meta.model_name, taxonomy_term=term
        )
