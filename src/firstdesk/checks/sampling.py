"""Who is drawn: plain arithmetic that anybody can repeat with a list, a number and SHA-256.

    population hash = SHA-256 of the numbers of the matters, sorted, one a line, each line ended by a line feed
    seed            = SHA-256 of the population hash, a colon and the number drawn in public
    lot of a matter = SHA-256 of the seed, a colon and the matter's number; the smallest lots are drawn

The population is frozen, and its hash shown, before the number is drawn: nobody can choose one to suit the other.
"""

import hashlib
from collections.abc import Collection, Iterable


def population_hash(numbers: Iterable[str]) -> str:
    """The fingerprint of the population."""
    return _sha("".join(f"{number}\n" for number in sorted(numbers)))


def seed(population: str, public_number: str) -> str:
    """The seed, from the fingerprint and the number drawn in public."""
    return _sha(f"{population}:{public_number}")


def size(population: int, amount: int, *, is_percent: bool) -> int:
    """The sample size; a percentage is rounded up. Never more than the population."""
    wanted = -(-population * amount // 100) if is_percent else amount
    return min(population, wanted)


def sample(numbers: Collection[str], key: str, count: int) -> list[str]:
    """The matters drawn, in the order of their lots."""
    return sorted(numbers, key=lambda number: (lot(key, number), number))[:count]


def lot(key: str, number: str) -> str:
    """The lot of one matter."""
    return _sha(f"{key}:{number}")


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
