"""What a learned model says about a text, in plain Python and a millisecond: the web process loads no library for it.

The model is a file of four parts: a header (JSON, one line), an index from bucket to row (two bytes each, 0 = unknown),
how telling each row is (a float each), and the rows. A row holds one number per value that may be suggested, four bytes
each, side by side: read as one large integer, a row is multiplied and added for all values at once.
"""

import heapq
import json
import math
import mmap
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from firstdesk.triage.selectors.grams import BUCKETS, bucket, folded, grams, often

LANE = 4  # bytes of one number in a row
ZERO = 2048  # stands for a weight of nothing: numbers in a row are never negative
REASONS = 4
SHORTEST = 2  # characters of a reason somebody can read


@dataclass(frozen=True)
class Head:
    """One field a model speaks about: the values it knows, in the order of their lanes."""

    name: str
    values: tuple[str, ...]
    intercepts: tuple[float, ...]
    step: float  # what one unit of a weight is worth
    temperature: float  # makes the confidence what it says: measured on matters the model had not seen
    first: int  # lane of its first value


@dataclass(frozen=True)
class Prediction:
    """One value, how sure, and the groups of characters that spoke for it, the strongest first."""

    value: str
    confidence: float
    reasons: tuple[str, ...]


Hits = Sequence[tuple[str, int, int]]  # gram, how much it counts for, its row


class Predictor:
    """A model, ready to be asked."""

    def __init__(self, data: bytes | mmap.mmap) -> None:
        head, _, _ = data[: data.find(b"\n") + 1].partition(b"\n")
        header = json.loads(head)
        self.heads = tuple(_head(each) for each in header["heads"])
        self._width = LANE * sum(len(head.values) for head in self.heads)
        whole = memoryview(data)
        at = header["offset"]
        self._index = whole[at : at + 2 * BUCKETS].cast("H")
        at += 2 * BUCKETS
        self._telling = whole[at : at + 4 * header["rows"]].cast("f")
        self._rows = whole[at + 4 * header["rows"] :]
        self._lanes = self._rows.cast("I")

    def predict(self, text: str) -> dict[str, Prediction]:
        """What it says for each field; nothing where it knows no character of the text."""
        hits = self._hits(text)
        said = {}
        for head, scores in zip(self.heads, self._scored(hits), strict=True):
            best = max(range(len(scores)), key=scores.__getitem__)
            confidence = _share(scores, best, head.temperature)
            said[head.name] = Prediction(head.values[best], confidence, self._reasons(text, hits, head.first + best))
        return said if hits else {}

    def scores(self, text: str) -> dict[str, list[float]]:
        """The bare scores of each field, in the order of its values; for measuring."""
        return {head.name: found for head, found in zip(self.heads, self._scored(self._hits(text)), strict=True)}

    def _scored(self, hits: Hits) -> list[list[float]]:
        total = sum(count * self._row(row) for _gram, count, row in hits)
        length = math.sqrt(sum((count * self._telling[row]) ** 2 for _gram, count, row in hits)) or 1.0
        lanes = array("I", total.to_bytes(self._width, "little"))
        empty = ZERO * sum(count for _gram, count, _row in hits)
        return [
            [
                (lanes[head.first + place] - empty) * head.step / length + bias
                for place, bias in enumerate(head.intercepts)
            ]
            for head in self.heads
        ]

    def _hits(self, text: str) -> Hits:
        index = self._index
        return [(gram, often(count), row) for gram, count in grams(text).items() if (row := index[bucket(gram)])]

    def _row(self, row: int) -> int:
        return int.from_bytes(self._rows[row * self._width : (row + 1) * self._width], "little")

    def _reasons(self, text: str, hits: Hits, lane: int) -> tuple[str, ...]:
        lanes = self._width // LANE
        weights = [
            (count * (self._lanes[row * lanes + lane] - ZERO), gram)
            for gram, count, row in hits
            if len(gram) >= SHORTEST
        ]
        best = [(weight, gram) for weight, gram in heapq.nlargest(4 * REASONS, weights) if weight > 0]
        strongest = [gram for _weight, gram in best if gram.isalpha()]  # a comma convinces nobody
        strongest = strongest[: 2 * REASONS]
        return tuple(_joined(folded(text), strongest))[:REASONS]


def _head(data: Mapping[str, object]) -> Head:
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
    return Head(**values)  # type: ignore[arg-type]


def _share(scores: Sequence[float], best: int, temperature: float) -> float:
    """How much of the belief goes to the best: 1 when nothing else is thinkable."""
    return 1 / sum(math.exp((score - scores[best]) / temperature) for score in scores)


def _joined(text: str, strongest: Sequence[str]) -> list[str]:
    """Pairs that overlap in the text become one piece of it; the piece with the strongest pair stands first."""
    marked = bytearray(len(text))
    for gram in strongest:
        at = text.find(gram)
        marked[at : at + len(gram)] = b"\1" * len(gram)
    pieces, piece = [], ""
    for sign, is_in in zip(text + " ", [*marked, 0], strict=True):
        if is_in:
            piece += sign
        elif piece:
            pieces.append(piece)
            piece = ""
    rank = {gram: place for place, gram in enumerate(strongest)}
    return sorted(dict.fromkeys(pieces), key=lambda part: min(rank[g] for g in rank if g in part))


@lru_cache(maxsize=8)  # a file is named by what is in it, so it never goes stale
def load(path: Path) -> Predictor:
    """A model kept as a file. Its pages are shared by every process that asks it. Raises OSError, ValueError."""
    with path.open("rb") as file:
        return Predictor(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
