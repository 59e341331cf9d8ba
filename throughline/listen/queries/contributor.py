"""Who is behind a browser's token, or behind the code of a link: that one, and nobody else."""

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet

from throughline.convene.models import Forum
from throughline.listen.models import Contributor, CurrentVote, MeetingTable, Voice

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
CODE = re.compile(r"[A-Za-z0-9_-]{22}")


def new_token() -> str:
    """256 random bits that say nothing about the browser that keeps them."""
    return secrets.token_urlsafe(32)


def is_token(text: str) -> bool:
    return TOKEN.fullmatch(text) is not None


def token_hash(token: str, forum: Forum) -> str:
    """Hashed with the forum, so that the rows of two forums cannot be joined by it."""
    return hashlib.sha256(f"{token}:{forum.public_id}".encode()).hexdigest()


def follow_code(secret: str, public_id: str) -> str:
    """132 bits that only the holder of the secret can make again."""
    digest = hmac.digest(secret.encode(), public_id.encode(), "sha256")
    return base64.urlsafe_b64encode(digest)[:22].decode()


def table_secret(table: MeetingTable) -> str:
    """Notes have no browser behind them: their codes are made from the server's own secret."""
    return f"{settings.SECRET_KEY}:notes:{table.public_id}"


def code_hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def contributor_of(forum: Forum, token: str) -> Contributor | None:
    if not is_token(token):
        return None
    return Contributor.objects.filter(forum=forum, token_hash=token_hash(token, forum)).first()


def voice_by_code(code: str) -> Voice | None:
    if not CODE.fullmatch(code):
        return None
    voices = Voice.objects.select_related("forum", "forum__cycle", "contributor")
    return voices.filter(follow_hash=code_hash(code)).first()


def contributor_by_code(code: str) -> Contributor | None:
    if not CODE.fullmatch(code):
        return None
    contributors = Contributor.objects.select_related("forum", "forum__cycle")
    return contributors.filter(follow_hash=code_hash(code)).first()


@dataclass(frozen=True)
class OwnVoice:
    """A voice as shown to the browser it came from, with the code of its link."""

    voice: Voice
    code: str


def own_voices(contributor: Contributor, token: str) -> list[OwnVoice]:
    voices = Voice.objects.filter(contributor=contributor).order_by("-id")
    return [OwnVoice(voice, follow_code(token, voice.public_id)) for voice in voices]


def own_votes(contributor: Contributor) -> QuerySet[CurrentVote]:
    """The votes of a contributor, one a statement, skips included, the last first."""
    return (
        CurrentVote.objects.filter(contributor=contributor)
        .select_related("statement")
        .order_by("-at", "-statement_id")
    )
