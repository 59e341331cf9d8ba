"""Links that people copy, scan, or send to themselves from their own mail or messages.

`mailto:` and `sms:` links open the person's own programs: no address and no number reaches the server.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

import segno
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class PrivateLink:
    """A secret link as `ui/private_link.html` shows it; `code` is its secret."""

    code: str
    path: str
    url: str
    qr: str
    mail: str
    sms: str


def private_link(district_name: str, path: str, code: str) -> PrivateLink:
    text = _("My private link to what I told %(district)s. Keep it to yourself: %(url)s")
    return secret_link(path, code, _("My private link"), text, {"district": district_name})


def secret_link(
    path: str, code: str, subject: str, text: str, words: Mapping[str, str], *, to: str = ""
) -> PrivateLink:
    """A secret link with the message that sends it: `text` holds `%(url)s` and `words`."""
    url = settings.BASE_URL + path
    message = text % {**words, "url": url}
    return PrivateLink(
        code=code,
        path=path,
        url=url,
        qr=qr_image(url),
        mail=mail_link(subject, message, to),
        sms=sms_link(message),
    )


@dataclass(frozen=True)
class SharedPage:
    """The address of a public page as `ui/share_page.html` shows it."""

    url: str
    qr: str
    mail: str
    sms: str


def shared_page(path: str, title: str, lines: Sequence[str] = ()) -> SharedPage:
    """A public page to send or scan: the message has its title, some lines, and its address.

    The address says the language in which the page is read: the message is written in it, too.
    """
    url = f"{settings.BASE_URL}{path}{'&' if '?' in path else '?'}lang={get_language()}"
    text = "\n".join(filter(None, [title, *lines, url]))
    return SharedPage(url=url, qr=qr_image(url), mail=mail_link(title, text), sms=sms_link(text))


def qr_image(url: str) -> str:
    """A link as a QR code, in a data address."""
    return segno.make_qr(url, error="m").svg_data_uri(scale=4, border=4, light="#ffffff")


def mail_link(subject: str, body: str, to: str = "") -> str:
    """A link that begins an email; without an address, the person chooses one."""
    return f"mailto:{quote(to, safe='@')}?subject={quote(subject, safe='')}&body={quote(body, safe='')}"


def sms_link(body: str) -> str:
    """A link that begins a text message; phones of both kinds read `?&body=`."""
    return f"sms:?&body={quote(body, safe='')}"
