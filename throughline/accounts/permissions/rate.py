"""Limits of requests a minute from one address, which is never stored."""

import hmac
import secrets
import threading
import time

from django.core.cache import cache
from django.http import HttpRequest

from throughline.accounts.permissions.network import address_to_limit


class TooMany(Exception):
    """More requests a minute from one address than a page allows; answered with 429."""


process_counts: dict[str, int] = {}
keys_of_days: dict[int, bytes] = {}
_counting = threading.Lock()
SECONDS_A_DAY = 86_400
ALLAUTH_LIMITS = "allauth:rl:"


def _key_of_day(day: int) -> bytes:
    """A random key that all processes share through the cache; at the day's end nobody has it any more."""
    key = keys_of_days.get(day)
    if key is None:
        name = f"key-of-day:{day}"
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

    A whole school may share an address, so be generous. The address is never stored, only a hash of it with
    the key of the day, and that until the minute is over. Each process adds to the shared count once every
    tenth of the allowance, not on each request, so that a vote does not cost a second write.
    """
    minute, second = divmod(int(time.time()), 60)
    key = f"limit:{minute}:{hash_for_today(f'{name}:{address_to_limit(request)}:{minute}')}"
    step = max(1, per_minute // 10)
    with _counting:
        if key not in process_counts:
            for old in [known for known in process_counts if not known.startswith(f"limit:{minute}:")]:
                del process_counts[old]
        n_in_process = process_counts[key] = process_counts.get(key, 0) + 1
    if n_in_process > per_minute:
        raise TooMany
    if n_in_process % step:
        return
    n_everywhere = max(n_in_process, cache.get(key, 0) + step)
    cache.set(key, n_everywhere, timeout=60 - second)  # not incr, which would keep the row for five minutes
    if n_everywhere > per_minute:
        raise TooMany
