"""Values that no condition tells apart form one class; conditions in play are carried as bits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from firstdesk.rulebook.model import When

Domain = Mapping[str, tuple[str, ...]]


def classes(conditions: Sequence[When], name: str, values: tuple[str, ...]) -> Mapping[int, list[str]]:
    """The values of a fact by the conditions that let them pass; bit i stands for the i-th condition."""
    found: dict[int, list[str]] = defaultdict(list)
    for value in values:
        mask = sum(1 << i for i, when in enumerate(conditions) if name not in when or value in when[name])
        found[mask].append(value)
    return found


def meeting_sets(conditions: Sequence[When], domain: Domain) -> frozenset[int]:
    """Every set of conditions that hold together for some combination of values."""
    reached = {(1 << len(conditions)) - 1}
    for name, values in domain.items():
        masks = classes(conditions, name, values).keys()
        reached = {rows & mask for rows in reached for mask in masks}
    return frozenset(reached)
