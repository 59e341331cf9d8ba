from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from throughline.accounts.actions import Refused, record
from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum
from throughline.listen.actions.contributor import lock_contributor
from throughline.listen.actions.tally import count_asked_gaps, count_waiting
from throughline.listen.actions.urgent import hold_if_urgent
from throughline.listen.actions.voice import check_is_open, checked_text, receive
from throughline.listen.models import Channel, Voice, VoiceKind
from throughline.listen.queries.statement import has_votes
from throughline.ui.fields import TranslatedText


@transaction.atomic
def add_statement(
    actor: Actor, forum: Forum, *, text: str, language: str, token: str, submission: str = ""
) -> Voice:
    """Add a participant's statement. The actor is a contributor, never the person signed in."""
    check_is_open(forum)
    if not forum.may_add_statements:
        raise Refused(_("You can't add statements to this forum."))
    contributor = lock_contributor(actor, forum, token=token, language=language)
    return receive(
        actor,
        forum,
        "add_statement",
        kind=VoiceKind.STATEMENT,
        text=text,
        language=language,
        contributor=contributor,
        secret=token,
        submission=submission,
    )


@transaction.atomic
def add_seed_statement(
    actor: Actor,
    forum: Forum,
    *,
    text: str,
    language: str,
    submission: str = "",
    translation: TranslatedText | None = None,
) -> Voice:
    """Add a statement by the district. It is approved, but checked for urgent words like any other."""
    Forum.objects.select_for_update(no_key=True, of=("self",)).get(pk=forum.pk)
    if submission:
        first = Voice.objects.filter(forum=forum, is_seed=True, submission=submission).first()
        if first is not None:
            return first
    seed = receive(
        actor,
        forum,
        "add_seed_statement",
        kind=VoiceKind.STATEMENT,
        text=text,
        language=language,
        channel=Channel.STAFF,
        submission=submission,
        is_seed=True,
        translation=TranslatedText() if translation is None else translation,
    )
    count_asked_gaps(forum)
    return seed


@transaction.atomic
def add_seed_statements(
    actor: Actor, forum: Forum, *, statements: Sequence[TranslatedText], submission: str = ""
) -> list[Voice]:
    """Add several statements by the district, all or none."""
    return [
        add_seed_statement(
            actor,
            forum,
            text=statement.source,
            language=statement.source_language,
            submission=f"{submission}-{number}" if submission else "",
            translation=as_translation(statement),
        )
        for number, statement in enumerate(statements, 1)
    ]


@transaction.atomic
def edit_seed_statement(
    actor: Actor, seed: Voice, *, translation: TranslatedText, text: str | None = None
) -> Voice:
    """Edit a statement by the district. Once anyone has voted on it, only its translations can change.

    The lock waits for votes that are being cast, and they wait for it.
    """
    seed = Voice.objects.select_for_update(of=("self",)).select_related("forum__cycle").get(pk=seed.pk)
    if not seed.is_usable:
        raise Refused(_("This statement can't be edited now. It is on hold, or it was removed."))
    text = seed.text if text is None else checked_text(text, seed.kind)
    is_reworded = text != seed.text
    if is_reworded and has_votes(seed):
        raise Refused(
            _("People have already voted on this statement, so only its translations can be changed.")
        )
    others = {code: words for code, words in translation.texts.items() if words and code != seed.language}
    seed.text = text
    seed.translation = TranslatedText(seed.language or "und", others, dict.fromkeys(others, True))
    seed.save(update_fields=["text", "translation"])
    record(actor, "edit_seed_statement", seed, is_reworded=is_reworded, languages=sorted(others))
    if is_reworded:
        hold_if_urgent(actor, seed)
        count_waiting(seed.forum)
    count_asked_gaps(seed.forum)
    return seed


def as_translation(text: TranslatedText) -> TranslatedText:
    """The translations of a text that staff wrote in several languages, without the original."""
    own = text.source_language
    others = {code: words for code, words in text.texts.items() if code != own}
    return TranslatedText(own, others, dict.fromkeys(others, True))
