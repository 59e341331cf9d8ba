"""Frozen copies. They have no keys to a voice, finding or run, so a release cannot be traced to a person."""

import json
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models import DistrictRow, PublicIdMixin
from throughline.convene.models import DataKind
from throughline.ui.fields import TranslatedTextField


class NumberOf(models.TextChoices):
    """What a finding's n counts. Texts of unknown writers are counted themselves."""

    PEOPLE = "people", _("people")
    TEXTS = "texts", _("comments")
    BOTH = "both", _("responses")


class Release(PublicIdMixin, DistrictRow):
    """A published release: canonical JSON and its hash. This row is its index.

    People's own words are not in `canonical`: it refers to rows of `ReleasedWords` by id and salted hash, so
    that they can be withdrawn without making the hash invalid. Releases of schema 3 and earlier had the words
    in the file that `sha256` is of; a migration took them out, and `set_apart_sha256` is of what is left.
    """

    cycle = models.ForeignKey("convene.Cycle", on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    schema_version = models.PositiveSmallIntegerField(default=4)
    canonical = models.TextField()
    sha256 = models.CharField(max_length=64)
    set_apart_sha256 = models.CharField(max_length=64, blank=True)
    audit = models.JSONField(default=dict)
    software = models.JSONField(default=dict)
    note = TranslatedTextField(blank=True)
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    released_by = models.ForeignKey("accounts.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    released_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="release_number_once_a_cycle")
        ]


class ReleasedWords(PublicIdMixin, DistrictRow):
    """Words of one person in a release: a quote, or a statement whose votes were released.

    `sha256` has the hash of salt and words by language. When the words are withdrawn, `text` and `salt` are
    blanked, so that nobody can test a guess against the hashes.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="+")
    text = TranslatedTextField(blank=True)
    language = models.CharField(max_length=10)
    salt = models.CharField(max_length=32, blank=True)
    sha256 = models.JSONField(default=dict)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    @property
    def reference(self) -> dict[str, object]:
        """What stands in the place of the words in a release."""
        return {"words": self.public_id, "source": self.language, "sha256": self.sha256}


def has_several_forums(basis: list[dict[str, Any]]) -> bool:
    """Whether the evidence comes from several forums: its total may count one person several times."""
    forums = [forum for entry in basis for forum in entry.get("forums", ())]
    return len({json.dumps(forum, sort_keys=True) for forum in forums}) > 1


class ReleasedFinding(PublicIdMixin, DistrictRow):
    """One finding as it was released. A correction has the same `stable_id`.

    `basis` refers to people's own words, as `Release.canonical` does: `releases.released_words` reads them.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="findings")
    stable_id = models.CharField(max_length=22)
    position = models.PositiveSmallIntegerField(default=0)
    sentence = TranslatedTextField()
    explanation = TranslatedTextField(blank=True)
    who_is_missing = TranslatedTextField(blank=True)
    n = models.PositiveIntegerField(null=True)
    n_of = models.CharField(max_length=8, choices=NumberOf, default=NumberOf.PEOPLE)
    data_kind = models.CharField(max_length=10, choices=DataKind)
    basis = models.JSONField(default=list)
    is_superseded = models.BooleanField(default=False)

    @property
    def may_overlap(self) -> bool:
        return has_several_forums(self.basis)

    class Meta:
        ordering = ["release_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["release", "stable_id"], name="released_finding_once_a_release"),
        ]


class PublicCount(DistrictRow):
    """A number of people that an app showed to the public; later ones are compared with it.

    `series` identifies what was counted, and is the same each time.
    """

    app = models.CharField(max_length=20)
    series = models.CharField(max_length=120)
    n = models.PositiveIntegerField()
    counted_at = models.DateTimeField(null=True)
    shown_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["district", "series"], name="public_count_series")]


class ReleasedQuote(DistrictRow):
    finding = models.ForeignKey(ReleasedFinding, on_delete=models.CASCADE, related_name="quotes")
    position = models.PositiveSmallIntegerField(default=0)
    words = models.ForeignKey(ReleasedWords, on_delete=models.CASCADE, related_name="+")
    speaker = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["position", "id"]
