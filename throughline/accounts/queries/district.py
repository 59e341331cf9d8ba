from dataclasses import dataclass

from django.db.models import QuerySet
from django_scopes import scopes_disabled

from throughline.accounts.models import District, Invitation, Membership, Person, Role, School
from throughline.accounts.permissions import STAFF
from throughline.accounts.queries.search import has_words


def districts_of_server(words: str = "") -> QuerySet[District]:
    """Every district on this server. Their existence is public."""
    return District.objects.filter(has_words(words, "name")).order_by("name")


@dataclass(frozen=True)
class OwnDistrict:
    """A district that a person belongs to, and in which roles."""

    district: District
    roles: list[str]
    is_staff: bool

    @property
    def first_page(self) -> str:
        """Home for staff; for partner contacts the page of their organization."""
        return self.district.url("desk" if self.is_staff else "partner_home")


def districts_of(person: Person) -> list[OwnDistrict]:
    with scopes_disabled():
        memberships = list(
            Membership.objects.filter(person=person)
            .select_related("district", "school")
            .order_by("district__name", "pk")
        )
    found: dict[int, list[Membership]] = {}
    for row in memberships:
        found.setdefault(row.district_id, []).append(row)
    return [
        OwnDistrict(rows[0].district, [label_of(row) for row in rows], any(row.role in STAFF for row in rows))
        for rows in found.values()
    ]


def label_of(row: Membership | Invitation) -> str:
    """The role, with its school if it has one."""
    label = Role(row.role).label
    return f"{label} ({row.school.name})" if row.school else str(label)


def schools_in_scope() -> QuerySet[School]:
    return School.objects.order_by("position", "name", "id")
