"""Slows down whoever guesses passwords or codes, without locking the account's owner out.

A browser in which somebody has signed in to the account keeps a signed cookie and has its own allowance. All
others share those of their network and of the account. Attempts are counted by allauth's rate limits, in
the cache, where keys are hashed with the key of the day; one that succeeds is not counted.
See docs/architecture/decisions/0018-slow-the-guesser-not-the-owner.md.
"""

import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from allauth.core.internal.ratelimit import RateLimitUsage, consume
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from throughline.accounts.models import Person
from throughline.accounts.permissions import account_hash, address_to_limit, client_network, log_security

SALT = "throughline.known-browser"
MAX_ACCOUNTS_A_BROWSER = 5
COOKIE_DAYS = 180
SECONDS_A_DAY = 86_400


@dataclass(frozen=True)
class Limits:
    """Attempts of one kind: amount and time, as allauth writes them."""

    known_browser: str = "10/5m/key"
    network: str = ""
    account_in_network: str = "5/5m/key"
    account: str = "100/h/key"


LIMITS = {
    "password": Limits(network="20/m/key"),
    # Who guesses codes knows the password already, and a code has only six digits.
    "code": Limits(known_browser="10/5m/key,20/h/key", account="20/h/key"),
}
RESET_MAILS = "5/h/key"


@dataclass
class Attempt:
    """One attempt that was let through; it stays counted unless it succeeds."""

    usages: list[RateLimitUsage] = field(default_factory=list)

    def succeeded(self) -> None:
        for usage in self.usages:
            usage.rollback()


def let_through(request: HttpRequest, kind: str, email: str) -> Attempt:
    """Count an attempt to get into an account; raise `ValidationError` if there were too many.

    Nothing is looked up, so it takes as long for an address without an account.
    """
    attempt = Attempt()
    for name, rate, key in _allowances(request, kind, email.strip().lower()):
        usage = _consume(request, f"{kind}_{name}", rate, key)
        if usage is None:
            attempt.succeeded()  # what is refused does not count either
            log_security(
                "sign_in_limited", level=logging.WARNING, limit=f"{kind}_{name}", account=account_hash(email)
            )
            raise ValidationError(_too_many_message(kind, rate), code="too_many_login_attempts")
        attempt.usages.append(usage)
    return attempt


def _too_many_message(kind: str, rate: str) -> str:
    if kind == "code":
        return _("Too many attempts. Try again later, or use a passkey.")
    if "/h/" in rate:
        return _(
            "Too many attempts. Wait one hour, or sign in with a passkey. If you forgot your password, "
            "you can reset it by email."
        )
    return _(
        "Too many attempts. Wait five minutes, or sign in with a passkey. If you forgot your "
        "password, you can reset it by email."
    )


def _allowances(request: HttpRequest, kind: str, email: str) -> list[tuple[str, str, str]]:
    limits = LIMITS[kind]
    accounts = _known_accounts(request)
    known = accounts.get(_account_key(email))
    if kind == "password":  # whoever has the mailbox only has not given a code yet
        known = known or accounts.get(_account_key(email, by_link=True))
    if known:
        return [("known_browser", limits.known_browser, known)]
    network = client_network(request) or address_to_limit(request)
    in_network = f"{email} {network}"
    allowances = [
        ("network", limits.network, network),
        ("account_in_network", limits.account_in_network, in_network),
        ("account", limits.account, email),
    ]
    return [row for row in allowances if row[1]]


def _consume(request: HttpRequest, action: str, rate: str, key: str) -> RateLimitUsage | None:
    return consume(request, app="throughline", action=action, config={action: rate}, key=key, limit_get=True)


def may_mail_reset(request: HttpRequest, email: str) -> bool:
    """Whether one more reset mail may go to the address, so that nobody's mailbox is flooded."""
    if _consume(request, "reset_mail", RESET_MAILS, email.strip().lower()) is not None:
        return True
    log_security("sign_in_limited", level=logging.WARNING, limit="reset_mail", account=account_hash(email))
    return False


def _account_key(email: str, *, by_link: bool = False) -> str:
    salt = f"{SALT}.by-link" if by_link else SALT
    return salted_hmac(salt, email.strip().lower(), algorithm="sha256").hexdigest()[:32]


def _known_accounts(request: HttpRequest) -> dict[str, str]:
    """By account, the random name of this browser."""
    cookie = request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE_NAME, "")
    try:
        rows = signing.loads(cookie, salt=SALT, max_age=COOKIE_DAYS * SECONDS_A_DAY) if cookie else []
    except signing.BadSignature:
        return {}
    oldest = time.time() - COOKIE_DAYS * SECONDS_A_DAY
    return {account: name for account, name, at in rows if at > oldest}


def remember_browser(request: HttpRequest, person: Person, *, by_link: bool = False) -> None:
    """Have the answer carry a new cookie: this browser belongs to somebody who can get into the account.

    `by_link`: who has set a new password by a mailed link; that gives no allowance for codes, or a thief with
    the mailbox would get a new one with each link.
    """
    request.known_from_now_on = _account_key(person.email, by_link=by_link)  # type: ignore[attr-defined]


class KnownBrowserMiddleware:
    """Set the cookie of a browser in which somebody signed in. Only the pages of sign-in receive it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        account = getattr(request, "known_from_now_on", None)
        if account is not None:
            known = _known_accounts(request)
            known.pop(account, None)
            known[account] = secrets.token_urlsafe(16)
            now = int(time.time())
            rows = [(account, name, now) for account, name in known.items()][-MAX_ACCOUNTS_A_BROWSER:]
            response.set_cookie(
                settings.KNOWN_BROWSER_COOKIE_NAME,
                signing.dumps(rows, salt=SALT),
                max_age=COOKIE_DAYS * SECONDS_A_DAY,
                path=settings.KNOWN_BROWSER_COOKIE_PATH,
                secure=settings.IS_HTTPS,
                httponly=True,
                samesite="Lax",
            )
        return response
