"""Small rulebooks and rules for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.deadlines import bare_rule
from firstdesk.rulebook.load import compile_texts
from firstdesk.rulebook.model import CLOCK_UNITS, DeadlineRule, Limit, Span

HERE = Path(__file__).parent
GOOD = {file.relative_to(HERE / "good").as_posix(): file.read_text("utf-8") for file in (HERE / "good").rglob("*.yaml")}


@lru_cache(maxsize=1)
def good() -> Rulebook:
    return compile_texts(GOOD)


def edited(**changes: tuple[str, str]) -> Rulebook:
    """The good rulebook with one replacement per file; `wall__deadlines` stands for wall/deadlines.yaml."""
    texts = dict(GOOD)
    for name, (old, new) in changes.items():
        file = name.replace("__", "/") + ".yaml"
        assert old in texts[file], (file, old)
        texts[file] = texts[file].replace(old, new, 1)
    return compile_texts(texts)


def a_rule(amount: int, unit: str, **changes: Any) -> DeadlineRule:
    """A deadline with one figure."""
    in_time = unit in CLOCK_UNITS or unit == "rings"
    seconds = amount * (5 if unit == "rings" else CLOCK_UNITS.get(unit, 0))
    rule = bare_rule(Limit(Span(date(2000, 1, 1)), amount, unit, seconds, assumed=False, source=""))
    if in_time:
        rule = replace(rule, counting="from_moment", end="same_time")
    return replace(rule, id="test.rule", **changes)
