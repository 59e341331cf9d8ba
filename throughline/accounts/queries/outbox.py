import email
import email.policy
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from throughline.accounts.models import District


@dataclass(frozen=True)
class SentMessage:
    to: str
    subject: str
    body: str
    at: datetime


KEPT_IN_FILES = "filebased.EmailBackend"


def is_mail_sent() -> bool:
    """Whether this server sends mail. Where nobody has set up email, it is kept in a folder."""
    return not settings.EMAIL_BACKEND.endswith(KEPT_IN_FILES)


def outbox_messages(district: District, header: str, *, limit: int = 100) -> list[SentMessage]:
    """This district's mail, newest first, where mail is kept in a folder instead of sent."""
    folder = Path(settings.EMAIL_FILE_PATH)
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)
    found: list[SentMessage] = []
    for path in files:
        for raw in reversed(path.read_bytes().split(b"-" * 79 + b"\n")):
            if raw.strip():
                message = email.message_from_bytes(raw.strip(), policy=email.policy.default)
                if isinstance(message, EmailMessage) and message.get(header) == district.slug:
                    found.append(_sent(message))
        if len(found) >= limit:
            break
    return found[:limit]


def _sent(message: EmailMessage) -> SentMessage:
    body = message.get_body(("plain",))
    sent_at = message["Date"].datetime if message["Date"] else timezone.now()
    if timezone.is_naive(sent_at):  # "-0000" means UTC with no local time zone
        sent_at = sent_at.replace(tzinfo=UTC)
    return SentMessage(
        to=str(message.get("To", "")),
        subject=str(message.get("Subject", "")),
        body=body.get_content() if body else "",
        at=sent_at,
    )
