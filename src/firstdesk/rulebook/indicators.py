"""Indicators: a share of what the system recorded. Formula, counts and how many records it takes to say anything are data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from firstdesk.rulebook.model import Rule, Text, When

SUBJECTS = ("unit", "post")  # never a person
LEAST = 10  # with fewer records nothing is judged by the share


@dataclass(frozen=True, slots=True)
class Counting:
    """What is counted: one of the declared counts, narrowed by facts, clocks or topics of training."""

    count: str
    filters: When


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRule(Rule):
    """So many of so many; `formula` says the same in words."""

    of: tuple[str, ...]
    part: Counting
    whole: Counting
    formula: Text
    least: int


@dataclass(frozen=True, slots=True)
class Measure:
    """A counted indicator. `percent` is None where there is nothing to divide by; `few`: too few records to judge."""

    part: int
    whole: int
    percent: float | None
    few: bool


def measure(rule: IndicatorRule, part: int, whole: int) -> Measure:
    """The share of `part` in `whole`. Raises ValueError where the part is not in the whole."""
    if not 0 <= part <= whole:
        raise ValueError(f"{rule.id}: {part} of {whole}")
    return Measure(part, whole, round(100 * part / whole, 1) if whole else None, whole < rule.least)


# What is never counted for or against anybody: as a word of an identifier, or inside a text.
NEVER: Mapping[str, tuple[str, ...]] = {
    "petitions": ("petition", "xinfang", "信访", "上访", "越级访", "截访"),
    "arrests and penalties": (
        "arrest", "detain", "detention", "penalt", "fine_", "fines", "逮捕", "抓获", "抓捕", "拘留", "罚款", "打处",
    ),
    "refusals": ("refusal", "refused", "rejected", "拒绝受理", "不予受理", "驳回"),
}  # fmt: skip


def forbidden(*texts: str) -> str:
    """The word that may not be counted, or nothing."""
    words = (word for group in NEVER.values() for word in group)
    told = " ".join(texts).lower()
    return next((word for word in words if word in told), "")
