"""The code that stands on a copy: made before the copy is set, typed from paper by whoever wants it checked."""

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that is mistaken for another
LENGTH = 16


def new_code() -> str:
    """Nobody can guess another's."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def shown(code: str) -> str:
    """As it is printed: in fours."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def typed(text: str) -> str:
    """As somebody typed it: large letters, blanks and dashes do not count."""
    return "".join(c for c in text.lower() if c in ALPHABET)
