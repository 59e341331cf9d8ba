"""What can be told from a phone number or an email address alone."""

import re
from typing import Final

_EXTENSION: Final = re.compile(r"[\s,;]*(?:extension|ext\.?|x|#)\s*\.?:?\s*\d{1,8}\s*$", re.IGNORECASE)
_PHONE_SIGNS: Final = re.compile(r"[\s().\-/\u2010-\u2015\u00a0]+")
_NANP: Final = re.compile(r"1?[2-9](?!11)\d{2}[2-9]\d{6}")
_SHORT: Final = re.compile(r"[2-9]11|988")
_SHORT_CODE: Final = re.compile(r"\d{5,6}|(\d{3})-\1")
_TRUNK: Final = re.compile(r"0\d{8,10}")
_INTERNATIONAL: Final = re.compile(r"\+[1-9]\d{6,14}")
_KEYS: Final = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_VANITY: Final = re.compile(r"\+?1?[2-9]\d{2}(?=\d*[A-Z])[A-Z\d]{7,10}")
_EMAIL: Final = re.compile(
    r"[^@\s,;<>()\[\]\\\"]+@(?:[^@\s.,;<>()\[\]\\\"_]+\.)+[^@\s.,;<>()\[\]\\\"_\d]{2,}"
)


def can_be_dialed(number: str) -> bool:
    """
    Tell whether a phone number can be dialed.

    Parameters
    ----------
    number : str
        The number, such as (217) 555-0100, 1-800-555-HELP, +44 20 7946 0958, 211 or 741741.

    Returns
    -------
    bool
        True for a number of the North American plan with its area code, an international one after a plus
        sign, one with the leading zero that other countries dial, a service code such as 211 or 988, and a
        short code of five or six digits in one piece, or as 741-741: others with signs between, such as
        970-555, are the beginning of a number. Two numbers in one cell cannot be dialed.

    References
    ----------
    North American Numbering Plan: https://www.nanpa.com/numbering
    ITU-T Recommendation E.164 (2010), The international public telecommunication numbering plan.
    """
    whole = _EXTENSION.sub("", number.strip())
    if _SHORT_CODE.fullmatch(whole):
        return True
    bare = _PHONE_SIGNS.sub("", whole).upper()
    if _VANITY.fullmatch(bare):
        is_plus = bare.startswith("+")
        digits = bare.lstrip("+").translate(_KEYS)
        bare = ("+" if is_plus else "") + digits[: 11 if digits.startswith("1") else 10]
    if bare.startswith("+1"):
        return bool(_NANP.fullmatch(bare[1:])) and len(bare) == len("+12175550100")
    return any(rule.fullmatch(bare) for rule in (_NANP, _SHORT, _TRUNK, _INTERNATIONAL))


def is_email(text: str) -> bool:
    """
    Tell whether a text is an email address.

    Parameters
    ----------
    text : str
        The text.

    Returns
    -------
    bool
        True for one address with a domain name.
    """
    return len(text) <= 254 and bool(_EMAIL.fullmatch(text))
