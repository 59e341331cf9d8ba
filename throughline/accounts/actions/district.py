from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NotRequired, TypedDict, Unpack

from django.conf import settings
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django_scopes import scope

from throughline.accounts.actions.audit import record
from throughline.accounts.actions.people import invite_member
from throughline.accounts.models import District, Role, School, SetupStep
from throughline.accounts.permissions import Actor


class SchoolFields(TypedDict):
    """What a form says about a school."""

    name: str
    level: str
    nces_id: str
    state_id: str
    latitude: NotRequired[float | None]
    longitude: NotRequired[float | None]


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
    latitude: float | None = None,
    longitude: float | None = None,
) -> School:
    if position is None:
        position = School.objects.count()
    school = School.objects.create(
        name=name,
        level=level,
        nces_id=nces_id,
        state_id=state_id,
        position=position,
        latitude=latitude,
        longitude=longitude,
    )
    record(actor, "create_school", school)
    return school


@transaction.atomic
def create_schools(
    actor: Actor,
    *,
    schools: Sequence[SchoolFields],
    filled: Sequence[tuple[School, Mapping[str, Any]]] = (),
) -> list[School]:
    """Create several schools, after those that exist, and fill what others lack; all of it or nothing."""
    for school, values in filled:
        change_school(actor, school, **values)
    first = School.objects.count()
    return [create_school(actor, **fields, position=first + n) for n, fields in enumerate(schools)]


@transaction.atomic
def change_school(actor: Actor, school: School, **fields: Unpack[SchoolFields]) -> School:
    for name, value in fields.items():
        setattr(school, name, value)
    school.save(update_fields=list(fields))
    record(actor, "change_school", school)
    return school


@transaction.atomic
def confirm_setup(actor: Actor, district: District, *, steps: Iterable[str]) -> District:
    """Note that steps of the owner's checklist were decided on, whatever was decided."""
    now = timezone.now().isoformat()
    new = {SetupStep(step).value: now for step in steps if step not in district.setup}
    if new:
        district.setup = {**district.setup, **new}
        district.save(update_fields=["setup"])
        record(actor, "confirm_setup", district, steps=sorted(new))
    return district


@transaction.atomic
def set_basics(
    actor: Actor, district: District, *, rules: Mapping[str, int | None], **fields: object
) -> District:
    """Set what a new district needs before its first cycle; what was left as it was is confirmed too."""
    change_district(actor, district, **fields)
    if rules:
        change_small_groups(actor, district, **rules)
    return confirm_setup(
        actor, district, steps=[SetupStep.LANGUAGES, SetupStep.SMALL_GROUPS, SetupStep.CONTACT]
    )
