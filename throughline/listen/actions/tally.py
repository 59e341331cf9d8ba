"""The counts of voices that convene and guide may show. They change too often for audit rows."""

from datetime import datetime

from django.db.models import Count, Min, Q, Sum

from throughline.convene.actions import set_tally
from throughline.convene.models import Forum, ForumKind
from throughline.listen.models import (
    Appeal,
    AppealState,
    Burst,
    BurstState,
    Contributor,
    CurrentVote,
    MeetingTable,
    SurveyAnswer,
    UrgentFlag,
    Voice,
    VoiceState,
)
from throughline.listen.queries.moderation import open_reports, to_review
from throughline.listen.queries.words import n_asked_gaps, untranslated


def count_waiting(forum: Forum) -> None:
    """Count texts that a moderator must review: those that wait, that are shown, and that are reported.

    Held ones are counted as urgent instead.
    """
    n, oldest_at = _to_review(forum, "waiting")
    set_tally(forum.cycle, "waiting", n, forum, oldest_at)
    n, oldest_at = _to_review(forum, "unread")
    set_tally(forum.cycle, "unread", n, forum, oldest_at)
    shown = Q(voice__forum=forum, voice__state=VoiceState.APPROVED, voice__is_held=False)
    found = (
        open_reports()
        .filter(shown, is_repeat=False)
        .aggregate(n=Count("voice", distinct=True), oldest_at=Min("voice__received_at"))
    )
    set_tally(forum.cycle, "reported", found["n"], forum, found["oldest_at"])


def _to_review(forum: Forum, what: str) -> tuple[int, datetime | None]:
    texts = Voice.objects.filter(to_review()[what], forum=forum, is_held=False)
    found = texts.aggregate(n=Count("pk"), oldest_at=Min("received_at"))
    return found["n"], found["oldest_at"]


def count_untranslated(forum: Forum) -> None:
    """Count texts that some readers cannot read in their language: every minute, since it reads all texts."""
    rows = untranslated(Voice.objects.filter(forum=forum), forum.district.languages)
    set_tally(forum.cycle, "untranslated", rows.count(), forum)


def count_asked_gaps(forum: Forum) -> None:
    """Count the texts that people are asked and that lack one of the district's languages."""
    set_tally(forum.cycle, "asked_gaps", n_asked_gaps(forum), forum)


def count_urgent(forum: Forum) -> None:
    of_forum = Q(voice__forum=forum) | Q(forum=forum)
    found = UrgentFlag.objects.filter(of_forum, dealt_at__isnull=True).aggregate(
        n=Count("pk"), oldest_at=Min("raised_at")
    )
    set_tally(forum.cycle, "urgent", found["n"], forum, found["oldest_at"])


def count_appeals(forum: Forum) -> None:
    appeals = Appeal.objects.filter(voice__forum=forum, state=AppealState.OPEN)
    found = appeals.exclude(voice__state=VoiceState.WITHDRAWN).aggregate(n=Count("pk"), oldest_at=Min("at"))
    set_tally(forum.cycle, "appeals", found["n"], forum, found["oldest_at"])


def n_people_and_contributions(forum: Forum) -> tuple[int, int]:
    """How many people took part, and how often. For half a million votes this takes a second.

    Without the people who were set aside: they are counted in nothing new.
    """
    aside = Burst.objects.filter(forum=forum, state=BurstState.SET_ASIDE)
    is_aside = Q(contributor__burst__in=aside) if aside.exists() else Q(pk__in=())
    written = ~Q(state=VoiceState.WITHDRAWN) & Q(is_seed=False)
    voices = Voice.objects.filter(written, forum=forum).exclude(is_aside)
    n_voices = voices.count()
    writers = voices.filter(contributor__isnull=False).order_by().values("contributor")
    if forum.kind == ForumKind.STATEMENTS:
        votes = CurrentVote.objects.filter(forum=forum, value__isnull=False).exclude(is_aside)
        return votes.values("contributor").union(writers).count(), n_voices + votes.count()
    if forum.kind == ForumKind.SURVEY:
        answers = SurveyAnswer.objects.filter(forum=forum, is_declined=False).exclude(is_aside)
        return answers.values("contributor").union(writers).count(), n_voices + answers.count()
    if forum.kind == ForumKind.MEETING:
        at_tables = MeetingTable.objects.filter(forum=forum).aggregate(n=Sum("n_people"))
        return at_tables["n"] or 0, n_voices
    return Contributor.objects.filter(forum=forum).exclude(burst__in=aside).count(), n_voices


def count_people(forum: Forum) -> None:
    """Count people and their contributions: every minute, never in a page request."""
    tally_people(forum, *n_people_and_contributions(forum))


def tally_people(forum: Forum, n_people: int, n_contributions: int) -> None:
    set_tally(forum.cycle, "people", n_people, forum)
    set_tally(forum.cycle, "contributions", n_contributions, forum)


def count_texts(forum: Forum) -> None:
    count_waiting(forum)
    count_urgent(forum)
    count_appeals(forum)


def count_all(forum: Forum) -> None:
    count_people(forum)
    count_untranslated(forum)
    count_asked_gaps(forum)
    count_texts(forum)
