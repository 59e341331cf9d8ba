from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models import DistrictRow, PublicIdMixin


class ContributorRole(models.TextChoices):
    """The role in which somebody takes part. Imported answers may have other values."""

    FAMILY = "family", _("Parent, guardian or family member")
    STUDENT = "student", _("Student")
    STAFF = "staff", _("Teacher or other school staff")
    EMPLOYER = "employer", _("Employer or community partner")
    RESIDENT = "resident", _("Resident without a child in school")
    OTHER = "other", _("Someone else")


class Contributor(PublicIdMixin, DistrictRow):
    """One pseudonymous participant in one forum.

    The browser's token is hashed together with the forum, so that nobody can follow a browser from forum to
    forum. `is_school_asked` and `is_role_asked` are whether the person answered or skipped that question of
    the cycle. `began_at` (to the minute) and `network` (a label of this forum and day that many networks
    share, never an address) are known of those who took part on the web, and forgotten after some weeks.
    `one_link_hash` is set once the browser has asked for one link to everything: the link's code, hashed
    together with the forum like the token.
    """

    forum = models.ForeignKey("convene.Forum", on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, blank=True)
    follow_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    one_link_hash = models.CharField(max_length=64, null=True, blank=True, db_index=True)
    foreign_id = models.CharField(max_length=80, blank=True)
    foreign_xid = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=10, blank=True)
    role = models.CharField(max_length=20, blank=True)
    school = models.ForeignKey(
        "accounts.School", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_school_asked = models.BooleanField(default=False)
    is_role_asked = models.BooleanField(default=False)
    began_on = models.DateField(default=timezone.localdate)
    began_at = models.DateTimeField(null=True, blank=True)
    network = models.CharField(max_length=8, blank=True)
    burst = models.ForeignKey(
        "listen.Burst", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_imported = models.BooleanField(default=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "token_hash"],
                condition=~models.Q(token_hash=""),
                name="contributor_token_once_a_forum",
            ),
            models.UniqueConstraint(
                fields=["forum", "foreign_id"],
                condition=~models.Q(foreign_id=""),
                name="contributor_foreign_id_once",
            ),
        ]
