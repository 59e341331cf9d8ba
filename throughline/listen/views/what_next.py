"""What happens after a contribution, in two sentences: with what was said, and when results come."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from throughline.convene.models import Forum, ForumKind
from throughline.listen.models import Voice, VoiceKind, VoiceState


def _review_sentence(forum: Forum, voices: Sequence[Voice]) -> str:
    """What is done with the newest text; urgent texts have a notice of their own."""
    texts = [voice for voice in voices if voice.state != VoiceState.WITHDRAWN and not voice.is_held]
    if not texts:
        if any(voice.is_held for voice in voices):
            return ""
        if forum.kind == ForumKind.STATEMENTS:
            return _("We count your votes together with other people's votes.")
        return _("We count your answers together with other people's answers.")
    if texts[0].kind != VoiceKind.STATEMENT:
        return _("A person at the district reads what you wrote.")
    if any(voice.state == VoiceState.RECEIVED for voice in texts):
        return _("A person reviews your statement before other people can vote on it.")
    return _("Other people can vote on your statement while this forum is open.")


def results_sentence(forum: Forum, now: datetime) -> str:
    """When results come, as far as the forum's closing date tells."""
    state, last = forum.state(now), forum.last_day
    if state == "closed":
        return _("We share what we heard and what happens next on this conversation's page.")
    if forum.kind == ForumKind.MEETING:
        return _("After the meeting, we share what we heard and what happens next.")
    if last is None:
        return _("After this forum closes, we share what we heard and what happens next.")
    return _("This forum closes on %(day)s, and then we share what we heard and what happens next.") % {
        "day": date_format(last, "DATE_FORMAT")
    }


def what_next(forum: Forum, voices: Sequence[Voice], now: datetime) -> list[str]:
    """The sentences for somebody who has taken part; `voices` are their own, newest first."""
    sentences = [_review_sentence(forum, voices), results_sentence(forum, now)]
    return [sentence for sentence in sentences if sentence]
