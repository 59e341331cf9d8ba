from collections.abc import Iterable

from django.core.mail import EmailMessage

from throughline.accounts.models import District

DISTRICT_HEADER = "X-Throughline-District"


def send_message(district: District, *, to: Iterable[str], subject: str, body: str) -> int:
    """Mail each address separately, so that nobody sees another's. Call it from a background task.

    The subject becomes one line: a name with a line break in it must not stop an alert.
    """
    n_sent, subject = 0, " ".join(subject.split())
    for address in to:
        n_sent += EmailMessage(subject, body, to=[address], headers={DISTRICT_HEADER: district.slug}).send()
    return n_sent
