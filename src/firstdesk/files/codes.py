"""Verification codes of copies: drawn before the copy is typeset, typed from paper by whoever verifies it."""

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that is mistaken for another
LENGTH = 16


def new_code() -> str:
    """A new code that nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def shown(code: str) -> str:
    """The code as printed, in groups of four."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def typed(text: str) -> str:
    """The code as typed, in capitals and without blanks and dashes."""
    return "".join(c for c in text.lower() if c in ALPHABET)
