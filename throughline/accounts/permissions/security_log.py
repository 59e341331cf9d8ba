"""The log of security events: who signed in, what was refused, what changed in an account.

One line per event, `event key=value …`. Line breaks are escaped for every logger (config/redaction.py), and
secrets in paths are removed there too. Never pass what somebody typed, nor an address: pass `account_hash`.
"""

import json
import logging
import re

from throughline.accounts.models import Person
from throughline.accounts.permissions.rate import hash_for_today

log = logging.getLogger("throughline.security")
PLAIN = re.compile(r"[\w./+:@-]+", re.ASCII)
N_HASH_CHARACTERS = 16


def account_hash(email: str) -> str:
    """The same for the same address on the same day, whether it has an account or not."""
    return hash_for_today(f"account:{email.strip().lower()}")[:N_HASH_CHARACTERS]


def log_security(event: str, person: object = None, *, level: int = logging.INFO, **facts: str) -> None:
    known = {"person": person.public_id} if isinstance(person, Person) and person.pk else {}
    words = [f"{name}={_value(value)}" for name, value in {**known, **facts}.items() if value]
    log.log(level, "%s", " ".join([event, *words]))


def _value(text: str) -> str:
    return text if PLAIN.fullmatch(text) else json.dumps(text)
