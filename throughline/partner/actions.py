"""Changes to the directory and to supports."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final, TypedDict, Unpack

from django.db import models, transaction

from throughline.accounts.actions import record
from throughline.accounts.models import School
from throughline.accounts.permissions import Actor
from throughline.align.models import Directive
from throughline.formats import hsds
from throughline.partner.models import (
    Address,
    Contact,
    DirectoryImport,
    DirectoryRow,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    Support,
    TaxonomyTerm,
)
from throughline.partner.queries import as_json
from throughline.ui.fields import TranslatedText

TERMS = [
    ("health-care", "Health care", "Atención médica"),
    ("vision-dental", "Vision and dental exams", "Exámenes de la vista y dentales"),
    ("food", "Food programs", "Programas de alimentos"),
    ("child-care", "Child care", "Cuidado de niños"),
    ("teen-pregnancy-prevention", "Teen pregnancy prevention", "Prevención del embarazo adolescente"),
    ("teen-parenting", "Teen parenting", "Apoyo a padres y madres adolescentes"),
    ("mental-health", "Mental health", "Salud mental"),
    (
        "substance-abuse",
        "Substance abuse prevention and intervention",
        "Prevención y atención del abuso de sustancias",
    ),
    ("sports", "Sports and recreation", "Deporte y recreación"),
    ("mentoring", "Mentoring and reading help", "Mentoría y ayuda con la lectura"),
    ("work-experience", "Work experience", "Experiencia de trabajo"),
    ("enrichment", "Arts and enrichment", "Arte y enriquecimiento"),
]


@transaction.atomic
def ensure_terms(actor: Actor) -> list[TaxonomyTerm]:
    """Return the district's kinds of support; create the default ones on first use."""
    if not TaxonomyTerm.objects.exists():
        for position, (code, english, spanish) in enumerate(TERMS):
            term = TaxonomyTerm.objects.create(
                code=code, name=TranslatedText.of("en", english, es=spanish), position=position
            )
            record(actor, "create_term", term, code=code)
    return list(TaxonomyTerm.objects.all())


@transaction.atomic
def add_term(actor: Actor, *, code: str, name: TranslatedText) -> TaxonomyTerm:
    ensure_terms(actor)
    term = TaxonomyTerm.objects.create(code=code, name=name, position=TaxonomyTerm.objects.count())
    record(actor, "create_term", term, code=code)
    return term


class OrganizationFields(TypedDict, total=False):
    """The editable fields of an organization."""

    name: str
    alternate_name: str
    description: str
    website: str
    email: str
    ended_on: date | None


class ServiceFields(TypedDict, total=False):
    """The editable fields of a service, except its organization and its kinds."""

    name: str
    description: str
    status: str
    eligibility_description: str
    fees_description: str
    application_process: str
    interpretation_services: str
    url: str
    email: str


class SupportFields(TypedDict, total=False):
    """The editable fields of a support."""

    service: Service
    term: TaxonomyTerm
    school: School | None
    directive: Directive | None
    layer: str
    is_in_school_time: bool
    n_seats: int | None
    state: str
    begins_on: date | None
    ends_on: date | None
    note: TranslatedText


@transaction.atomic
def create_organization(actor: Actor, **fields: Unpack[OrganizationFields]) -> Organization:
    organization = Organization.objects.create(**fields)
    record(actor, "create_organization", organization)
    return organization


@transaction.atomic
def edit_organization(
    actor: Actor, organization: Organization, **fields: Unpack[OrganizationFields]
) -> Organization:
    for name, value in fields.items():
        setattr(organization, name, value)
    organization.save()
    record(actor, "edit_organization", organization, fields=list(fields))
    return organization


@transaction.atomic
def create_service(
    actor: Actor,
    organization: Organization,
    *,
    terms: Iterable[TaxonomyTerm] = (),
    **fields: Unpack[ServiceFields],
) -> Service:
    service = Service.objects.create(organization=organization, **fields)
    service.terms.set(terms)
    record(actor, "create_service", service, organization=organization.public_id)
    return service


@transaction.atomic
def edit_service(
    actor: Actor, service: Service, *, terms: Iterable[TaxonomyTerm], **fields: Unpack[ServiceFields]
) -> Service:
    for name, value in fields.items():
        setattr(service, name, value)
    service.save()
    service.terms.set(terms)
    record(actor, "edit_service", service, fields=list(fields))
    return service


@transaction.atomic
def create_support(actor: Actor, **fields: Unpack[SupportFields]) -> Support:
    support = Support.objects.create(**fields)
    record(actor, "create_support", support, service=support.service.public_id)
    return support


@transaction.atomic
def edit_support(actor: Actor, support: Support, **fields: Unpack[SupportFields]) -> Support:
    for name, value in fields.items():
        setattr(support, name, value)
    support.save()
    record(actor, "edit_support", support, fields=list(fields))
    return support


TABLES: Final[Sequence[tuple[str, type[DirectoryRow], Mapping[str, str]]]] = (
    ("organization", Organization, {}),
    ("service", Service, {"organization_id": "organization"}),
    ("location", Location, {"organization_id": "organization"}),
    ("service_at_location", ServiceAtLocation, {"service_id": "service", "location_id": "location"}),
    ("address", Address, {"location_id": "location"}),
    ("phone", Phone, {"organization_id": "organization", "service_id": "service", "location_id": "location"}),
    (
        "contact",
        Contact,
        {"organization_id": "organization", "service_id": "service", "location_id": "location"},
    ),
    (
        "schedule",
        Schedule,
        {"service_id": "service", "location_id": "location", "service_at_location_id": "service_at_location"},
    ),
)
"""Tables of HSDS with their links, ordered so that linked rows are written first."""

NEEDED: Final = {"service_at_location": ("service", "location"), "address": ("location",)}
"""Links without which a row is meaningless."""

OF_A_PARENT: Final = (Schedule, Phone, Contact, Address)
"""Tables whose rows only describe their parent: rows missing from the file are deleted."""


@transaction.atomic
def write_directory(actor: Actor, directory: hsds.Directory, *, source: str = "") -> DirectoryImport:
    """Write a whole directory in one transaction. A row whose id is known is updated, not duplicated."""
    made: dict[str, dict[str, DirectoryRow]] = {}
    n_rows = {}
    for table, model, links in TABLES:
        rows = getattr(directory, table)
        n_rows[table] = len(rows)
        made[table] = _write_table(table, model, links, rows, made)
        if model in OF_A_PARENT:
            _remove_outdated(model, made[table], links, made)
    brought = DirectoryImport.objects.create(
        version=directory.version,
        source=source[:200],
        n_organizations=n_rows["organization"],
        n_services=n_rows["service"],
        n_locations=n_rows["location"],
        n_schedules=n_rows["schedule"],
        report=_report(directory),
        person=actor.person,
    )
    record(actor, "import_directory", brought, version=directory.version, **n_rows)
    return brought


def _write_table(
    table: str,
    model: type[DirectoryRow],
    links: Mapping[str, str],
    rows: Sequence[hsds.HsdsRow],
    made: Mapping[str, Mapping[str, DirectoryRow]],
) -> dict[str, DirectoryRow]:
    columns = {field.name for field in model._meta.concrete_fields} - {"id", "district", "public_id", "extra"}
    known = {row.foreign_id: row for row in model.objects.exclude(foreign_id="")}
    new, old, by_id = [], [], {}
    same: Counter[str] = Counter()
    for row in rows:
        values = {name: value for name, value in vars(row).items() if name in columns}
        found = {name: made[name].get(getattr(row, key)) for key, name in links.items()}
        if any(found.get(name) is None for name in NEEDED.get(table, ())):
            continue
        identity = row.id
        if not identity:
            digest = _digest(table, row)
            same[digest] += 1
            identity = f"{digest}:{same[digest]}"
        mine = known.get(identity)
        target = mine or model(foreign_id=identity)
        for name, value in {**values, **found, "extra": dict(row.extra)}.items():
            setattr(target, name, _fitting(model, name, value))
        if mine is None and identity not in by_id:
            new.append(target)
        elif mine is not None:
            old.append(target)
        by_id[identity] = target
    model.objects.bulk_create(new, batch_size=1_000)
    if old:
        changed = [name for name in (*columns, "extra") if name != "foreign_id"]
        model.objects.bulk_update(old, changed, batch_size=500)
    return by_id


def _remove_outdated(
    model: type[DirectoryRow],
    written: Mapping[str, DirectoryRow],
    links: Mapping[str, str],
    made: Mapping[str, Mapping[str, DirectoryRow]],
) -> None:
    """Delete hours, phones, contacts and addresses that earlier imports wrote and this file no longer has.

    Only where the parent is in this file. Outdated hours would send people to a closed office. Rows entered
    by hand have no foreign id and are kept.
    """
    keep = {row.pk for row in written.values()}
    parents = {name: {row.pk for row in made[name].values()} for name in links.values()}
    columns = [f"{name}_id" for name in parents]
    gone = [
        row["pk"]
        for row in model.objects.exclude(foreign_id="").values("pk", *columns)
        if row["pk"] not in keep and any(row[f"{name}_id"] in parents[name] for name in parents)
    ]
    for first in range(0, len(gone), 500):
        model.objects.filter(pk__in=gone[first : first + 500]).delete()


def _digest(table: str, row: hsds.HsdsRow) -> str:
    """The id of a row that came without one: a hash of its values."""
    values = json.dumps({k: str(v) for k, v in sorted(vars(row).items()) if v and k not in {"row", "extra"}})
    return f"{table}:{hashlib.sha256(values.encode()).hexdigest()[:24]}"


def _fitting(model: type[DirectoryRow], name: str, value: object) -> object:
    """Convert a value to fit its column: years are whole, coordinates have six places, long text is cut."""
    field = model._meta.get_field(name)
    if isinstance(value, float):
        return (
            round(value)
            if isinstance(field, models.PositiveSmallIntegerField)
            else Decimal(str(round(value, 6)))
        )
    longest = getattr(field, "max_length", None)
    if isinstance(value, str) and longest and len(value) > longest:
        return value[: longest - 1] + "…"
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    return value


def _report(directory: hsds.Directory) -> dict[str, object]:
    report = directory.report
    return {
        "n_rows": dict(report.n_rows),
        "fields": [
            [use.file, use.column, use.state, use.target, use.n_filled, use.n_rows, use.is_required]
            for use in report.fields
        ],
        "problems": [as_json(problem) for problem in report.problems],
        "counts": [[one.code, one.file, one.column, one.n] for one in report.counts],
        "by_year": {str(year): n for year, n in report.freshness.by_year.items()},
        "n_undated": report.freshness.n_undated,
    }
