"""How alike two reports are: by their words, and by where they happened. Plain arithmetic, nothing looked up.

A story is taken for its groups of three characters. Its sketch is the eight of them whose digests are smallest: of two
stories that share half their groups the sketches share about four. Since the digests are salted with centre and month, an
index over sketches finds what is alike of one centre and one month, whatever else is stored.
"""

import math
import re
import unicodedata
from collections.abc import Collection, Iterator
from datetime import datetime
from hashlib import blake2b

from firstdesk.common import clock as walls

GROUP = 3  # characters
SKETCH = 8  # groups kept of a story
LEAST = 8  # a story of fewer characters is like everything
MONTHS = 3  # this one and those before it in which something alike is looked for
ROOM = re.compile(r"^(.*(?:栋|幢|座|号楼|单元|号院|小区|弄|号|区|苑|园))[0-9a-z]{0,2}[0-9]{2,5}(?:室|房|号房)?$")
EARTH = 6_371_000  # metres


def plain(text: str) -> str:
    """Letters, digits and Chinese characters alone, in one width and one case."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).lower()))


def groups(text: str) -> set[str]:
    """The groups of characters a story consists of; none where it is too short to be compared."""
    said = plain(text)
    return {said[at : at + GROUP] for at in range(len(said) - GROUP + 1)} if len(said) >= LEAST else set()


def alike(mine: Collection[str], theirs: Collection[str]) -> int:
    """How much of the shorter story stands in the longer one, in percent: one of the two may be half typed."""
    shorter, longer = sorted((set(mine), set(theirs)), key=len)
    return round(100 * len(shorter & longer) / len(shorter)) if shorter else 0


def sketch(text: str, centre_id: int, at: datetime) -> list[int]:
    """The sketch of a story, as it is kept with a report of this month."""
    return _smallest(groups(text), _salt(centre_id, walls.local(at).year, walls.local(at).month))


def sketches(text: str, centre_id: int, at: datetime) -> list[int]:
    """The sketches a story would have in this month and those before it."""
    found, month = groups(text), walls.local(at).year * 12 + walls.local(at).month - 1
    return [
        digest
        for back in range(MONTHS)
        for digest in _smallest(found, _salt(centre_id, (month - back) // 12, (month - back) % 12 + 1))
    ]


def _salt(centre_id: int, year: int, month: int) -> bytes:
    return f"{centre_id}:{year}:{month}".encode()


def _smallest(found: Collection[str], salt: bytes) -> list[int]:
    return sorted(_digests(found, salt))[:SKETCH]


def _digests(found: Collection[str], salt: bytes) -> Iterator[int]:
    begun = blake2b(salt, digest_size=4)
    for group in found:
        digest = begun.copy()
        digest.update(group.encode())
        yield int.from_bytes(digest.digest(), signed=True)


def place_key(place: str) -> str:
    """The address without its room: neighbours of one building have one key."""
    key = plain(place)
    found = ROOM.match(key)
    return (found[1] if found else key)[:100]


def metres(here: tuple[float, float], there: tuple[float, float]) -> int:
    """How far two points (longitude, latitude) are apart, near enough for a town."""
    middle = math.radians((here[1] + there[1]) / 2)
    east = math.radians(there[0] - here[0]) * math.cos(middle)
    return round(EARTH * math.hypot(east, math.radians(there[1] - here[1])))
