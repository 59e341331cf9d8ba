from django.conf import settings
from django.core.validators import validate_email
from django.db import transaction
from django_scopes import scope

from throughline.accounts.actions.audit import record
from throughline.accounts.actions.people import invite_member
from throughline.accounts.models import District, Role, School
from throughline.accounts.permissions import Actor


@transaction.atomic
def create_district(
    *,
    slug: str,
    name: str,
    state: str = "",
    time_zone: str = "America/Denver",
    languages: list[str] | None = None,
    owner_email: str = "",
    nces_id: str = "",
    state_id: str = "",
    contact: str = "",
    is_sample: bool = False,
) -> tuple[District, str]:
    """Create a district and the link that invites its owner. Raises ValidationError."""
    district = District(
        slug=slug,
        name=name,
        state=state,
        time_zone=time_zone,
        languages=["en", "es"] if languages is None else languages,
        nces_id=nces_id,
        state_id=state_id,
        contact=contact,
        is_sample=is_sample,
    )
    district.full_clean()
    if owner_email:
        validate_email(owner_email)
    district.save()
    link = ""
    with scope(district=district):
        system = Actor.system(district)
        record(system, "create_district", district)
        if owner_email:
            invitation = invite_member(system, email=owner_email, role=Role.OWNER)
            link = settings.BASE_URL + invitation.path
    return district, link


@transaction.atomic
def change_district(actor: Actor, district: District, **fields: object) -> District:
    changed = [name for name, value in fields.items() if getattr(district, name) != value]
    if changed:
        for name in changed:
            setattr(district, name, fields[name])
        district.save(update_fields=changed)
        record(actor, "change_district", district, fields=changed)
    return district


@transaction.atomic
def change_small_groups(actor: Actor, district: District, **numbers: int | None) -> District:
    """Set the thresholds below which numbers are hidden. The audit row keeps the old and new values."""
    before = {name: getattr(district, name) for name in numbers}
    if before != numbers:
        for name, value in numbers.items():
            setattr(district, name, value)
        district.full_clean(exclude=["slug"])
        district.save(update_fields=list(numbers))
        record(
            actor,
            "change_small_groups",
            district,
            rule_set=district.rule_set,
            before=[f"{name}={value}" for name, value in before.items()],
            after=[f"{name}={value}" for name, value in numbers.items()],
        )
    return district


@transaction.atomic
def create_school(
    actor: Actor,
    *,
    name: str,
    level: str = School.Level.OTHER,
    nces_id: str = "",
    state_id: str = "",
    position: int | None = None,
) -> School:
    if position is None:
        position = School.objects.count()
    school = School.objects.create(
        name=name, level=level, nces_id=nces_id, state_id=state_id, position=position
    )
    record(actor, "create_school", school)
    return school


@transaction.atomic
def change_school(
    actor: Actor, school: School, *, name: str, level: str, nces_id: str, state_id: str
) -> School:
    school.name, school.level, school.nces_id, school.state_id = name, level, nces_id, state_id
    school.save(update_fields=["name", "level", "nces_id", "state_id"])
    record(actor, "change_school", school)
    return school
