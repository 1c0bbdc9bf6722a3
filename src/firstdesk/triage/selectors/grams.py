"""A text as the characters and pairs of characters in it: what is learned from, and looked up again when suggesting."""

import math
import unicodedata
import zlib
from collections import Counter

BUCKETS = 1 << 20  # a pair is known by the hash of it; two of 50,000 pairs rarely share one
LONGEST = 800  # characters of a story that are read: what it is about stands at its beginning
STEPS = 16  # how finely often-ness is counted
SINGLE = 0.7  # a single character tells less than a pair; measured, see `firstdesk learn --evaluate`


def folded(text: str) -> str:
    """As the search keeps it: full width and capitals do not matter."""
    return unicodedata.normalize("NFKC", text).lower().strip()[:LONGEST]


def grams(text: str) -> Counter[str]:
    """How often each character and each pair occurs."""
    said = folded(text)
    return Counter(said) + Counter(map("".join, zip(said, said[1:], strict=False)))


def bucket(gram: str) -> int:
    """Where a gram is kept."""
    return zlib.crc32(gram.encode()) & (BUCKETS - 1)


def often(count: int) -> int:
    """How much a gram that occurs so often counts for: its logarithm, in sixteenths."""
    return _OFTEN[count]


_OFTEN = (0, *(round(STEPS * (1 + math.log(count))) for count in range(1, LONGEST + 1)))


def importance(gram: str) -> float:
    """How much a gram tells by its length alone."""
    return SINGLE if len(gram) == 1 else 1.0
