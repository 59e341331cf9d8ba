"""The contributor or voice that a browser's token or a link's code identifies, and no other."""

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet

from throughline.accounts.permissions import hash_for_today
from throughline.convene.models import Forum
from throughline.listen.models import Contributor, CurrentVote, MeetingTable, Voice

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
LETTERS_OF_A_NETWORK = 5
CODE = re.compile(r"[A-Za-z0-9_-]{22}")


def new_token() -> str:
    """Return 256 random bits, which reveal nothing about the browser that stores them."""
    return secrets.token_urlsafe(32)


def is_token(text: str) -> bool:
    return TOKEN.fullmatch(text) is not None


def token_hash(token: str, forum: Forum) -> str:
    """Hash a token with the forum, so that it cannot be used to join the rows of two forums."""
    return hashlib.sha256(f"{token}:{forum.public_id}".encode()).hexdigest()


def report_hash(token: str, voice: Voice) -> str:
    """Hash a token with one text: a report leads neither to its sender's own rows nor to other reports."""
    return hashlib.sha256(f"{token}:report:{voice.public_id}".encode()).hexdigest()


def follow_code(secret: str, public_id: str) -> str:
    """Derive a code of 132 bits, which only the holder of the secret can recompute."""
    digest = hmac.digest(secret.encode(), public_id.encode(), "sha256")
    return base64.urlsafe_b64encode(digest)[:22].decode()


def one_link_code(token: str) -> str:
    """Derive the code of the link to everything a browser said in a district."""
    return follow_code(token, "everything")


def one_link_hash(code: str, forum_id: str) -> str:
    """Hash the code with a forum's public id, so that it cannot be used to join the rows of two forums."""
    return hashlib.sha256(f"everything:{code}:{forum_id}".encode()).hexdigest()


def table_secret(table: MeetingTable) -> str:
    """The secret for a table's notes, derived from the server's, since notes come from no browser."""
    return f"{settings.SECRET_KEY}:notes:{table.public_id}"


def code_hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def network_label(network: str, forum: Forum) -> str:
    """A label of a network for one forum and this day; empty if the network is not known.

    The key of the day is thrown away. The label has so few letters that many networks share each: even with
    the key it names none.
    """
    return hash_for_today(f"network:{forum.public_id}:{network}")[:LETTERS_OF_A_NETWORK] if network else ""


def has_token(token: str, forum: Forum) -> Q:
    """The contributor of a browser. SQLite uses the partial index only if its condition is repeated."""
    return Q(forum=forum, token_hash=token_hash(token, forum)) & ~Q(token_hash="")


def contributor_of(forum: Forum, token: str) -> Contributor | None:
    if not is_token(token):
        return None
    return Contributor.objects.filter(has_token(token, forum)).first()


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


def contributors_by_one_link(code: str) -> QuerySet[Contributor]:
    """What one browser did in each forum, the latest forum first; nothing unless it asked for one link."""
    if not CODE.fullmatch(code):
        return Contributor.objects.none()
    hashes = [one_link_hash(code, forum_id) for forum_id in Forum.objects.values_list("public_id", flat=True)]
    contributors = Contributor.objects.select_related("forum", "forum__cycle")
    return contributors.filter(one_link_hash__in=hashes).order_by("-id")


def voice_by_link(code: str, voice_id: str = "") -> Voice | None:
    """The voice of a link of its own, or one of those behind a link to everything."""
    if not voice_id:
        return voice_by_code(code)
    if not CODE.fullmatch(code):
        return None
    voice = (
        Voice.objects.select_related("forum", "forum__cycle", "contributor")
        .filter(public_id=voice_id)
        .first()
    )
    if voice is None or voice.contributor is None or not voice.contributor.one_link_hash:
        return None
    expected = one_link_hash(code, voice.forum.public_id)
    return voice if hmac.compare_digest(expected, voice.contributor.one_link_hash) else None


@dataclass(frozen=True)
class OwnVoice:
    """A voice as shown to the browser it came from, with the code of its link."""

    voice: Voice
    code: str


def own_voices(contributor: Contributor, token: str) -> list[OwnVoice]:
    voices = Voice.objects.filter(contributor=contributor).select_related("forum").order_by("-id")
    return [OwnVoice(voice, follow_code(token, voice.public_id)) for voice in voices]


def own_votes(contributor: Contributor) -> QuerySet[CurrentVote]:
    """The current votes of a contributor, skips included, newest first."""
    return (
        CurrentVote.objects.filter(contributor=contributor)
        .select_related("statement")
        .order_by("-at", "-statement_id")
    )
