"""What is done with every arriving text, whatever its kind, and how a text is withdrawn."""

import unicodedata
from collections.abc import Sequence
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from throughline.accounts.actions import Refused, record
from throughline.accounts.declarations import story_apps
from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum, Moderation
from throughline.listen.actions.tally import count_appeals, count_asked_gaps, count_waiting
from throughline.listen.actions.urgent import hold_if_urgent
from throughline.listen.models import (
    Appeal,
    Channel,
    Contributor,
    MeetingTable,
    ModerationEntry,
    ModerationMove,
    SurveyQuestion,
    UrgentFlag,
    Voice,
    VoiceReport,
    VoiceState,
)
from throughline.listen.queries.contributor import code_hash, follow_code
from throughline.methods.personal_names import find_names
from throughline.ui.fields import TranslatedText

MAX_LENGTH = {"statement": 300, "answer": 4000, "note": 2000, "survey_text": 4000}


def check_is_open(forum: Forum) -> None:
    state = forum.state(timezone.now())
    if state == "closed":
        raise Refused(_("This forum has closed, so we couldn't save your response."))
    if state != "open":
        raise Refused(_("This forum isn't open yet, so we couldn't save your response."))


# Removed: NUL, and characters that override the direction of the text after them on the page.
OVERRIDES = dict.fromkeys((0x00, 0x202D, 0x202E))


def normalized(text: str) -> str:
    """A text as it is stored."""
    return text.translate(OVERRIDES).replace("\r\n", "\n").strip()


def checked_text(text: str, kind: str) -> str:
    text = normalized(text)
    if not any(unicodedata.category(sign)[0] in "LNPS" for sign in text):
        raise Refused(_("Write something before you submit."))
    if len(text) > MAX_LENGTH[kind]:
        raise Refused(
            _("This is too long. Shorten it to %(n)s characters or fewer.") % {"n": MAX_LENGTH[kind]}
        )
    return text


def arriving_state(forum: Forum, text: str) -> VoiceState:
    """Where comments are shown at once, those that seem to name someone wait for a person all the same."""
    is_shown_at_once = forum.moderation == Moderation.AFTER and not find_names(text)
    return VoiceState.APPROVED if is_shown_at_once else VoiceState.RECEIVED


class VoiceFields(TypedDict, total=False):
    """Fields that only some kinds of text have."""

    question: SurveyQuestion
    table: MeetingTable
    part: str
    is_seed: bool
    translation: TranslatedText


def receive(
    actor: Actor,
    forum: Forum,
    verb: str,
    *,
    kind: str,
    text: str,
    language: str,
    channel: str = Channel.WEB,
    contributor: Contributor | None = None,
    secret: str = "",
    submission: str = "",
    **fields: Unpack[VoiceFields],
) -> Voice:
    """Write one arriving text. The code of its own link is derived from `secret`.

    Call it in a transaction, with the contributor (or the table) locked: a repeated `submission` returns the
    voice of the first.
    """
    if submission:
        owner = {"contributor": contributor} if contributor else {"table": fields.get("table")}
        first = Voice.objects.filter(forum=forum, submission=submission, **owner).first()
        if first is not None:
            return first
    text = checked_text(text, kind)
    state = VoiceState.APPROVED if fields.get("is_seed") else arriving_state(forum, text)
    voice = Voice(
        forum=forum,
        kind=kind,
        text=text,
        language=language,
        channel=channel,
        state=state,
        is_unreviewed=state == VoiceState.APPROVED and not fields.get("is_seed"),
        contributor=contributor,
        submission=submission,
        received_at=timezone.now(),
        **fields,
    )
    if secret:
        voice.follow_hash = code_hash(follow_code(secret, voice.public_id))
    voice.save()
    record(actor, verb, voice, forum=forum.public_id)
    hold_if_urgent(actor, voice)
    count_waiting(forum)
    return voice


def rewrite(actor: Actor, voice: Voice, verb: str, *, text: str, language: str) -> Voice:
    """Replace a contributor's own text, as long as nobody has acted on it.

    Its translations and reports were about the old one, and are deleted.

    A held text cannot be replaced, so that the person who must read it reads what was first written.
    """
    text = checked_text(text, voice.kind)
    if text == voice.text:
        return voice
    if voice.is_held or voice.state in {VoiceState.REJECTED, VoiceState.MERGED}:
        raise Refused(_("You can't change your earlier answer because a person is reviewing it."))
    if is_relied_on(voice):
        raise Refused(
            _("You can't change your earlier answer because staff have already reviewed and used it.")
        )
    voice.text, voice.language, voice.translation = text, language, TranslatedText()
    voice.state = arriving_state(voice.forum, text)
    voice.is_unreviewed = voice.state == VoiceState.APPROVED
    voice.save(update_fields=["text", "language", "translation", "state", "is_unreviewed"])
    VoiceReport.objects.filter(voice=voice).delete()
    record(actor, verb, voice, is_rewritten=True)
    hold_if_urgent(actor, voice)
    count_waiting(voice.forum)
    return voice


def is_relied_on(voice: Voice) -> bool:
    """Whether a row of an app to the right (a coding, evidence) has a foreign key to the voice."""
    return any(
        app.get_model(model)._default_manager.filter(**{key: voice}).exists()
        for app in story_apps()
        for model, key in app.voice_keys
    )


@transaction.atomic
def withdraw_voice(actor: Actor, voice: Voice) -> Voice:
    """Blank the text and every copy of it, but keep the row.

    A text under an open urgent flag is blanked once that is closed; its published copies go at once.
    """
    voice = Voice.objects.select_for_update(of=("self",)).select_related("forum__cycle").get(pk=voice.pk)
    if voice.state == VoiceState.WITHDRAWN:
        return voice
    before = {"state": voice.state, "is_held": voice.is_held}
    voice.state, voice.is_unreviewed = VoiceState.WITHDRAWN, False
    voice.save(update_fields=["state", "is_unreviewed"])
    VoiceReport.objects.filter(voice=voice).delete()
    if not UrgentFlag.objects.filter(voice=voice, dealt_at__isnull=True).exists():
        blank_words([voice.pk])
        voice.refresh_from_db(fields=["text", "translation"])
    ModerationEntry.objects.create(voice=voice, move=ModerationMove.WITHDRAW, before=before)
    record(actor, "withdraw_voice", voice)
    for path in [path for app in story_apps() for path in app.when_words_are_withdrawn]:
        import_string(path)(actor, voice)
    count_waiting(voice.forum)
    count_appeals(voice.forum)
    if voice.is_seed:
        count_asked_gaps(voice.forum)
    return voice


def blank_words(voices: Sequence[int]) -> None:
    """Blank withdrawn texts, and the appeals about them with their answers, which may repeat the words."""
    Appeal.objects.filter(voice__in=voices).update(text="", answer="")
    Voice.objects.filter(pk__in=voices).update(text="", translation=TranslatedText())


@transaction.atomic
def blank_withdrawn(actor: Actor, forum: Forum) -> int:
    """Blank withdrawn texts that were kept only until their urgent flags were closed."""
    open_flags = UrgentFlag.objects.filter(dealt_at__isnull=True, voice__isnull=False).values("voice")
    kept = Voice.objects.filter(forum=forum, state=VoiceState.WITHDRAWN).exclude(text="")
    voices = list(kept.exclude(pk__in=open_flags).values_list("pk", flat=True))
    if voices:
        blank_words(voices)
        record(actor, "blank_withdrawn", forum, n_voices=len(voices))
    return len(voices)
