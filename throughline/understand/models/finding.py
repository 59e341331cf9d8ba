from django.db import models
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models import DistrictRow, PublicIdMixin, new_public_id
from throughline.measure.models.results import from_stored
from throughline.measure.models.run import Run
from throughline.ui.fields import TranslatedTextField
from throughline.understand.models.code import Code
from throughline.understand.models.frozen import (
    Frozen,
    FrozenCode,
    FrozenNothing,
    FrozenRun,
    FrozenVoice,
    FrozenVotes,
)
from throughline.understand.models.release import ReleasedFinding, ReleasedWords


class FindingState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    CHANGED = "changed", _("Changed since release")
    RELEASED = "released", _("Released")
    DROPPED = "dropped", _("Archived")


class Finding(PublicIdMixin, DistrictRow):
    """A conclusion the district is ready to publish, in one sentence.

    `stable_id` identifies it in releases; `public_id` is internal.
    """

    stable_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    cycle = models.ForeignKey("convene.Cycle", on_delete=models.CASCADE, related_name="+")
    sentence = TranslatedTextField()
    explanation = TranslatedTextField(blank=True)
    who_is_missing = TranslatedTextField(blank=True)
    state = models.CharField(max_length=8, choices=FindingState, default=FindingState.DRAFT)
    released_as = models.ForeignKey(
        ReleasedFinding, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    author = models.ForeignKey("accounts.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]


class KindOfEvidence(models.TextChoices):
    CODE = "code", _("Theme")
    STATEMENT = "statement", _("Votes on a statement")
    RUN = "run", _("Analysis")
    VOICE = "voice", _("Comment")


class Evidence(PublicIdMixin, DistrictRow):
    """A piece of evidence for a finding. A voice may be marked as quoted."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=10, choices=KindOfEvidence)
    code = models.ForeignKey(Code, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    run = models.ForeignKey(Run, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    voice = models.ForeignKey(
        "listen.Voice", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    is_quoted = models.BooleanField(default=False)
    quote_start = models.PositiveIntegerField(null=True, blank=True)
    quote_end = models.PositiveIntegerField(null=True, blank=True)
    quote_translation = TranslatedTextField(blank=True)

    class Meta:
        ordering = ["id"]


class EvidenceAtRelease(DistrictRow):
    """The evidence of a finding when it was released. Keys point from here to the release, never back.

    `frozen` is what its numbers were counted from (`queries.frozen`); `told` holds the figures it disclosed,
    which later releases are compared with (`releases.disclosure_audit`).
    """

    finding = models.ForeignKey(ReleasedFinding, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=KindOfEvidence)
    code = models.ForeignKey(Code, null=True, on_delete=models.CASCADE, related_name="+")
    run = models.ForeignKey(Run, null=True, on_delete=models.CASCADE, related_name="+")
    voice = models.ForeignKey("listen.Voice", null=True, on_delete=models.CASCADE, related_name="+")
    log_position = models.BigIntegerField(default=0)
    frozen = models.JSONField(default=dict)
    frozen_sha256 = models.CharField(max_length=64, blank=True)
    told = models.JSONField(default=list)
    at = models.DateTimeField()

    @property
    def frozen_evidence(self) -> Frozen:
        """`frozen` as a dataclass."""
        return from_stored(self.frozen, FrozenCode, FrozenVotes, FrozenRun, FrozenVoice, FrozenNothing)


class SourceOfWords(DistrictRow):
    """Whose words were released. Words without a source, or whose source may not be shown, are not shown."""

    words = models.ForeignKey(ReleasedWords, on_delete=models.CASCADE, related_name="+")
    voice = models.ForeignKey("listen.Voice", on_delete=models.CASCADE, related_name="+")
