"""A draft that staff try out: every page as people will see it, and nothing is saved."""

from throughline.accounts.permissions import Request
from throughline.convene.models import Forum, ForumKind
from throughline.listen.models import Voice, VoiceKind
from throughline.listen.permissions import may_ask, may_take_notes


def is_preview(forum: Forum) -> bool:
    """Whether a page of taking part only shows how it will be; only staff pass the door of a draft."""
    return forum.announced_at is None


def preview_of(request: Request, forum: Forum) -> dict[str, bool]:
    """What the notice of a preview needs; nothing, and no query, for an announced forum."""
    if not is_preview(forum):
        return {}
    return {
        "is_preview": True,
        "may_ask": may_ask(request.actor, forum),
        "may_take_notes": may_take_notes(request.actor, forum),
    }


def previewed_voices(forum: Forum) -> list[Voice]:
    """What somebody would have written who sees the last page of an open question, without a row for it."""
    is_answered = is_preview(forum) and forum.kind == ForumKind.QUESTION
    return [Voice(forum=forum, kind=VoiceKind.ANSWER)] if is_answered else []
