"""Does a condition over declared facts hold?"""

from __future__ import annotations

from firstdesk.rulebook.model import Facts, When


def misfit(when: When, facts: Facts) -> str | None:
    """The first fact that keeps the condition from holding, or None when it holds. A fact not given never fits."""
    for name, allowed in when.items():
        if facts.get(name) not in allowed:
            return name
    return None


def overlaps(one: When, other: When) -> bool:
    """Can both conditions hold for the same facts?"""
    return all(one[name] & other[name] for name in one.keys() & other.keys())
