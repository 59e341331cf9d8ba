from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled

from throughline.accounts.models.scoped import DistrictRow, PublicIdMixin


class PersonManager(BaseUserManager["Person"]):
    def create_user(
        self, email: str, password: str | None = None, *, name: str = "", language: str = ""
    ) -> "Person":
        person = self.model(email=email.strip().lower(), name=name, language=language)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(PublicIdMixin, AbstractBaseUser):
    """A person who signs in. People who only take part have no account."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=10, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    two_step_due_at = models.DateTimeField(null=True, blank=True)
    """From when on a person with a role that needs two-step sign-in must use it. None: at once."""
    n_two_step_reminders = models.PositiveSmallIntegerField(default=0)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    password_context: Sequence[str] = ()
    """Words that a guesser would try for somebody who has no membership yet, such as the district's name."""

    objects = PersonManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_once")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def memberships_everywhere(self) -> "models.QuerySet[Membership]":
        """This person's memberships in all districts."""
        with scopes_disabled():
            return Membership.objects.filter(person=self)


class Role(models.TextChoices):
    OWNER = "owner", _("Owner")
    COORDINATOR = "coordinator", _("Coordinator")
    ANALYST = "analyst", _("Analyst")
    FACILITATOR = "facilitator", _("Facilitator")
    SCHOOL_LEADER = "school_leader", _("School leader")
    BOARD_MEMBER = "board_member", _("Board member")
    PARTNER_CONTACT = "partner_contact", _("Partner contact")


NEED_TWO_STEP = frozenset({Role.OWNER, Role.ANALYST})
"""Roles that change who belongs to the district, or read single voices: a stolen password is not enough."""


def two_step_roles() -> frozenset[str]:
    return frozenset(Role.values) if settings.TWO_STEP_FOR_EVERYONE else NEED_TWO_STEP


class Membership(PublicIdMixin, DistrictRow):
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    school = models.ForeignKey(
        "accounts.School", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["person__name", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "person", "role", "school"],
                condition=models.Q(school__isnull=False),
                name="membership_once_a_school",
            ),
            models.UniqueConstraint(
                fields=["district", "person", "role"],
                condition=models.Q(school__isnull=True),
                name="membership_once_a_district",
            ),
        ]


class Invitation(PublicIdMixin, DistrictRow):
    """A link that makes anyone who has it a member. It cannot be derived from the database alone."""

    email = models.EmailField()
    role = models.CharField(max_length=20, choices=Role)
    school = models.ForeignKey(
        "accounts.School", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    @property
    def code(self) -> str:
        """The secret of the link, derived from the server's key: it can be shown again but is not stored."""
        return salted_hmac("throughline.invitation", self.public_id, algorithm="sha256").hexdigest()

    @property
    def path(self) -> str:
        return reverse("invitation", kwargs={"code": self.code})

    def is_usable(self, now: datetime) -> bool:
        return self.accepted_at is None and self.revoked_at is None and now < self.expires_at
