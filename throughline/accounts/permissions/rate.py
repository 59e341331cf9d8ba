"""Limits of what comes within a minute from one address, or whatever else is counted; neither is stored."""

import hmac
import secrets
import threading
import time

from django.core.cache import cache
from django.http import HttpRequest

from throughline.accounts.permissions.network import address_to_limit


class TooMany(Exception):
    """More of a kind within a minute than a page allows; answered with 429."""

    def __init__(self) -> None:
        super().__init__("Too many within a minute")
        self.retry_seconds = 60 - int(time.time()) % 60


process_counts: dict[str, tuple[int, int]] = {}
"""By key of this minute: how many this process knows of, and how many of them no other process knows."""
keys_of_days: dict[int, bytes] = {}
_counting = threading.Lock()
SECONDS_A_DAY = 86_400
ALLAUTH_LIMITS = "allauth:rl:"


def _key_of_day(day: int) -> bytes:
    """A random key that all processes share through the cache; at the day's end nobody has it any more.

    A full cache deletes the names that sort first, so that a flood of counts does not delete this one.
    """
    key = keys_of_days.get(day)
    if key is None:
        name = f"z-key-of-day:{day}"
        proposed = secrets.token_hex(32)
        cache.add(name, proposed, timeout=max(1, (day + 1) * SECONDS_A_DAY - int(time.time())))
        key = (cache.get(name) or proposed).encode()
        keys_of_days.clear()
        keys_of_days[day] = key
    return key


def hash_for_today(text: str) -> str:
    """Hash an address so that it is recognized today, and cannot be guessed from its hash tomorrow."""
    return hmac.digest(_key_of_day(int(time.time() // SECONDS_A_DAY)), text.encode(), "sha256").hex()


def cache_key(key: str, key_prefix: str, version: int) -> str:
    """Hash the keys of allauth's rate limits, which hold a network address or an e-mail address."""
    if key.startswith(ALLAUTH_LIMITS):
        key = f"limit:{hash_for_today(key)}"
    return f"{key_prefix}:{version}:{key}"


def limit(request: HttpRequest, name: str, per_minute: int) -> None:
    """Raise `TooMany` above `per_minute` requests of one kind from one address.

    A whole school may share an address, so be generous.
    """
    if is_above(name, address_to_limit(request), per_minute):
        raise TooMany


def is_above(name: str, counted: str, per_minute: int, *, shares: int = 20) -> bool:
    """Count one more of `counted` in this minute, unless that is above `per_minute`.

    What is counted (an address, a network, a browser's token, a forum) is never stored, only a hash of it
    with the key of the day, and that until the minute is over. Each process adds to the shared count `shares`
    times in the allowance, not on each request, so that a vote does not cost a second write; so a few more
    may pass with several processes. What is refused is not counted: it writes nothing.
    """
    minute, second = divmod(int(time.time()), 60)
    key = f"limit:{minute}:{hash_for_today(f'{name}:{counted}:{minute}')}"
    with _counting:
        if not next(iter(process_counts), key).startswith(f"limit:{minute}:"):
            process_counts.clear()
        n_known, n_unshared = process_counts.get(key, (0, 0))
        if n_known >= per_minute:
            return True
        is_shared_now = n_unshared + 1 >= max(1, per_minute // shares)
        process_counts[key] = (n_known + 1, 0 if is_shared_now else n_unshared + 1)
    if not is_shared_now:
        return False
    n_everywhere = max(n_known, cache.get(key, 0) + n_unshared) + 1
    with _counting:
        if key in process_counts:  # else the minute is over
            n_known, n_unshared = process_counts[key]
            process_counts[key] = (max(n_everywhere, n_known), n_unshared)
    if n_everywhere > per_minute:
        return True
    cache.set(key, n_everywhere, timeout=60 - second)  # not incr, which would keep the row for five minutes
    return False
