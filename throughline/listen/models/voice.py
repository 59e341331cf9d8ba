from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models import DistrictRow, PublicIdMixin
from throughline.ui.fields import TranslatedText, TranslatedTextField


class VoiceKind(models.TextChoices):
    STATEMENT = "statement", _("Statement")
    ANSWER = "answer", _("Answer to an open question")
    NOTE = "note", _("Meeting note")
    SURVEY_TEXT = "survey_text", _("Written answer in a survey")


class VoiceState(models.TextChoices):
    RECEIVED = "received", _("Needs review")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    MERGED = "merged", _("Merged")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Channel(models.TextChoices):
    WEB = "web", _("Online")
    MEETING = "meeting", _("At a meeting")
    IMPORT = "import", _("Collected elsewhere")
    STAFF = "staff", _("Written by the district")


def words_to_show(
    text: str, language: str, translation: TranslatedText, *, is_seed: bool = False
) -> TranslatedText:
    """A text with its reviewed translations; a text of no known language has the code of none.

    What the district wrote, it wrote in every language.
    """
    own = language or "und"
    reviewed = {
        code: words for code, words in translation.texts.items() if words and translation.reviewed.get(code)
    }
    return TranslatedText(own, {**reviewed, own: text}, is_original_in_all=is_seed)


class Voice(PublicIdMixin, DistrictRow):
    """One piece of evidence in somebody's own words, from any channel."""

    forum = models.ForeignKey("convene.Forum", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=VoiceKind)
    contributor = models.ForeignKey(
        "listen.Contributor", null=True, blank=True, on_delete=models.SET_NULL, related_name="voices"
    )
    question = models.ForeignKey(
        "listen.SurveyQuestion", null=True, blank=True, on_delete=models.CASCADE, related_name="voices"
    )
    table = models.ForeignKey(
        "listen.MeetingTable", null=True, blank=True, on_delete=models.CASCADE, related_name="notes"
    )
    part = models.CharField(max_length=16, blank=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    translation = TranslatedTextField(blank=True)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.WEB)
    state = models.CharField(max_length=10, choices=VoiceState, default=VoiceState.RECEIVED)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged"
    )
    is_held = models.BooleanField(default=False)
    is_unreviewed = models.BooleanField(default=False)
    """Approved on arrival, because its forum shows comments at once, and not yet reviewed by a person."""
    is_meta = models.BooleanField(default=False)
    is_seed = models.BooleanField(default=False)
    submission = models.CharField(max_length=32, blank=True)
    follow_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    foreign_id = models.CharField(max_length=80, blank=True)
    foreign_author_id = models.CharField(max_length=80, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["forum", "kind", "state"], name="voice_by_forum_kind_state"),
            models.Index(fields=["forum", "state", "received_at"], name="voice_waiting"),
            models.Index(fields=["district", "-id"], name="voice_by_district"),
            models.Index(fields=["district", "state", "received_at"], name="voice_waiting_in_district"),
            models.Index(
                fields=["district", "received_at"],
                condition=models.Q(is_unreviewed=True),
                name="voice_unreviewed",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["contributor", "submission"],
                condition=~models.Q(submission=""),
                name="voice_submission_once",
            ),
            models.UniqueConstraint(
                fields=["table", "submission"],
                condition=~models.Q(submission="") & models.Q(table__isnull=False),
                name="note_submission_once",
            ),
            models.UniqueConstraint(
                fields=["forum", "foreign_id"],
                condition=~models.Q(foreign_id=""),
                name="voice_foreign_id_once",
            ),
            models.UniqueConstraint(
                fields=["contributor", "question"],
                condition=models.Q(question__isnull=False),
                name="survey_text_once_a_question",
            ),
        ]

    @property
    def words(self) -> TranslatedText:
        """What people are shown: the text, and those translations of it that a person reviewed."""
        return words_to_show(self.text, self.language, self.translation, is_seed=self.is_seed)

    @property
    def words_behind_link(self) -> str:
        """The text its own link shows. A held note is hidden: its link is on a sheet left on the table."""
        return "" if self.is_held and self.table_id is not None else self.text

    @property
    def state_label(self) -> str:
        """The state, with what is special about a text that nobody has reviewed."""
        if self.state == VoiceState.APPROVED and self.is_unreviewed:
            return gettext("Shown, not yet reviewed")
        return self.get_state_display()

    @property
    def is_usable(self) -> bool:
        """Whether it may be shown, voted on, coded and counted."""
        return self.state == VoiceState.APPROVED and not self.is_held
