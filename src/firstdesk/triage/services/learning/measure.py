"""How well suggestions fit what was decided: counted, nothing more."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Score:
    """Of one field, on texts that were not learned from. F1 weighs rare values like common ones."""

    macro_f1: float
    agreed: float  # share of texts for which it said what was decided
    texts: int
    values: int

    def to_json(self) -> dict[str, float]:
        return {name: round(value, 4) for name, value in asdict(self).items()}


def score(right: Sequence[str], said: Sequence[str]) -> Score:
    """Mean of the F1 of every value that was decided or said; "" says nothing and is never right."""
    hits = Counter(one for one, other in zip(right, said, strict=True) if one == other)
    decided, told = Counter(right), Counter(said)
    values = sorted((set(decided) | set(told)) - {""})
    each = [2 * hits[value] / (decided[value] + told[value]) for value in values]
    count = len(right)
    return Score(
        sum(each) / len(each) if each else 0.0, sum(hits.values()) / count if count else 0.0, count, len(values)
    )
