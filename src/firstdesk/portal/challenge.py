"""A small sum in words, asked only where an address sends more than people do. No third party, no picture, no sound:
a screen reader reads it, and it is answered in figures or in words."""

import secrets
from dataclasses import dataclass

from django.core import signing
from django.core.cache import cache
from django.utils.translation import gettext as _

from firstdesk.common.language import lang

SALT, VALID = "portal.challenge", 900  # seconds
HANZI = "零一二三四五六七八九十"
ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True)
class Challenge:
    """A sum to be solved; `seal` says which, to us alone."""

    question: str
    seal: str


def ask() -> Challenge:
    """A new one."""
    first, second = secrets.randbelow(9) + 1, secrets.randbelow(9) + 1
    if secrets.randbelow(2):
        question = _("%(first)s plus %(second)s is …?") % {"first": _word(first), "second": _word(second)}
        result = first + second
    else:
        first, second = max(first, second), min(first, second)
        question = _("%(first)s minus %(second)s is …?") % {"first": _word(first), "second": _word(second)}
        result = first - second
    return Challenge(question, signing.dumps([_veiled(result, nonce := secrets.token_urlsafe(9)), nonce], salt=SALT))


def is_solved(seal: str, answer: str) -> bool:
    """Whether the answer is right; each sum counts once."""
    try:
        veiled, nonce = signing.loads(seal, salt=SALT, max_age=VALID)
    except (signing.BadSignature, ValueError, TypeError):
        return False
    number = _number(answer)
    if number is None or veiled != _veiled(number, nonce):
        return False
    return bool(cache.add(f"portal:solved:{nonce}", 1, VALID))


def _veiled(result: int, nonce: str) -> str:
    """A seal is signed and not secret, so the result does not stand in it."""
    return signing.Signer(salt=f"{SALT}.{nonce}").signature(str(result))


def _word(number: int) -> str:
    return ENGLISH[number] if lang() == "en" else HANZI[number]


def _number(text: str) -> int | None:
    """A number in figures, in characters up to nineteen, or in English up to ten."""
    text = text.strip().lower()
    if text.isdecimal() and len(text) <= 3:
        return int(text)
    if text in ENGLISH:
        return ENGLISH.index(text)
    if 0 < len(text) <= 2 and all(sign in HANZI for sign in text):
        if len(text) == 1:
            return HANZI.index(text)
        return 10 + HANZI.index(text[1]) if text[0] == "十" else None
    return None
