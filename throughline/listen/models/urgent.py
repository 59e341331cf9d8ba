from django.db import models
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models import DistrictRow, PublicIdMixin
from throughline.convene.models import Forum


class UrgentKind(models.TextChoices):
    """What a text may be about, in the names of the method; `OTHER` is any kind that is not listed here."""

    SELF_HARM = "self_harm", _("May be about self-harm")
    HARM_BY_OTHERS = "harm_by_others", _("May be about harm by others")
    WEAPONS = "weapons", _("May be about weapons")
    THREATS = "threats", _("May be about a threat")
    ABUSE = "abuse", _("May be about abuse")
    NEGLECT = "neglect", _("May be about neglect")
    RUNNING_AWAY = "running_away", _("May be about running away")
    SUBSTANCES = "substances", _("May be about drugs or alcohol")
    OTHER = "other", _("May be about danger to someone")
    FLAGGED = "flagged", _("Marked urgent by a moderator")
    REPORTED = "reported", _("Reported by a reader as possible danger")


class FlagSource(models.TextChoices):
    """Why no voice holds the words of a flag."""

    CLOSED = "closed", _("Sent after the forum closed.")
    NOT_OPEN = "not_open", _("Sent before the forum opened.")
    TOO_LONG = "too_long", _("Not saved because it was too long.")
    CHANGED = "changed", _("Sent to replace an answer that can no longer be changed.")
    APPEAL = "appeal", _("Sent with an appeal that was not saved.")
    TOO_MANY = "too_many", _("Not saved because too many requests came from one connection.")
    EXPIRED = "expired", _("Not saved because the page had been open for too long.")
    FAILED = "failed", _("Not saved because of an error on our side.")
    REFUSED = "refused", _("Sent but not saved.")
    ELSEWHERE = "elsewhere", _("Written on another page.")


class UrgentFlag(PublicIdMixin, DistrictRow):
    """Marks words that a person must read now. Open until somebody records what was done.

    The words are those of a voice, or the flag's own if no voice took them in; its own go when it is closed.
    """

    voice = models.ForeignKey(
        "listen.Voice", null=True, blank=True, on_delete=models.CASCADE, related_name="urgent_flags"
    )
    kind = models.CharField(max_length=20, choices=UrgentKind)
    source = models.CharField(max_length=12, choices=FlagSource, blank=True)
    forum = models.ForeignKey(
        "convene.Forum", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    contributor = models.ForeignKey(
        "listen.Contributor", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    words = models.TextField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    raised_at = models.DateTimeField(auto_now_add=True)
    raised_by = models.ForeignKey("accounts.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    alerted_at = models.DateTimeField(null=True, blank=True)
    n_alerted = models.PositiveSmallIntegerField(default=0)
    dealt_at = models.DateTimeField(null=True, blank=True)
    dealt_by = models.ForeignKey("accounts.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    what_was_done = models.TextField(blank=True)

    class Meta:
        ordering = ["dealt_at", "-raised_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "fingerprint"],
                condition=~models.Q(fingerprint=""),
                name="one_open_flag_of_the_same_words",
            ),
            models.CheckConstraint(
                condition=models.Q(voice__isnull=True) | models.Q(words="", source="", forum__isnull=True),
                name="flag_of_a_voice_has_no_words",
            ),
        ]

    @property
    def place(self) -> Forum | None:
        """The forum it came from; None for words from a page of no forum."""
        return self.forum if self.voice is None else self.voice.forum
