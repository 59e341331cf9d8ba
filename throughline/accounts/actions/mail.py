from collections.abc import Iterable

from django.core.mail import EmailMessage

from throughline.accounts.models import District

DISTRICT_HEADER = "X-Throughline-District"


def send_message(district: District, *, to: Iterable[str], subject: str, body: str) -> int:
    """Mail each address separately, so that nobody sees another's. Call it from a background task."""
    n_sent = 0
    for address in to:
        n_sent += EmailMessage(subject, body, to=[address], headers={DISTRICT_HEADER: district.slug}).send()
    return n_sent
