from django.db import models
from django.utils.translation import gettext_lazy as _

from throughline.accounts.models import DistrictRow


class VoteValue(models.IntegerChoices):
    DISAGREE = -1, _("Disagree")
    NOT_SURE = 0, _("Not sure")
    AGREE = 1, _("Agree")


class OnStatement(DistrictRow):
    """Fields of both tables of votes.

    District and forum are copied from the statement for fast reads. The database does not check these keys on
    each row, which would cost a third of an import: `save` and the bulk writers do.
    """

    district = models.ForeignKey(
        "accounts.District", on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    forum = models.ForeignKey(
        "convene.Forum", on_delete=models.CASCADE, related_name="+", db_constraint=False
    )

    class Meta:
        abstract = True


class Vote(OnStatement):
    """The append-only log; its primary key is the sequence. The log is its own audit.

    A vote without `at` was imported from a file without times.
    """

    contributor = models.ForeignKey("listen.Contributor", on_delete=models.CASCADE, related_name="votes")
    statement = models.ForeignKey("listen.Voice", on_delete=models.CASCADE, related_name="votes")
    value = models.SmallIntegerField(choices=VoteValue)
    at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["forum", "id"], name="vote_log")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(value__in=[-1, 0, 1]), name="vote_is_minus_one_zero_or_one"
            ),
        ]


class CurrentVote(OnStatement):
    """The current vote, derived from the log. Without a value it is a skip: seen, but not answered."""

    contributor = models.ForeignKey(
        "listen.Contributor", on_delete=models.CASCADE, related_name="current_votes"
    )
    statement = models.ForeignKey("listen.Voice", on_delete=models.CASCADE, related_name="current_votes")
    value = models.SmallIntegerField(choices=VoteValue, null=True)
    at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["forum", "statement", "value"], name="current_vote_by_statement")]
        constraints = [
            models.UniqueConstraint(fields=["contributor", "statement"], name="current_vote_once"),
        ]
