"""What an organisation must make known, thing by thing: on a wall, as paper to take along, or online; and look at again."""

from __future__ import annotations

from dataclasses import dataclass

from firstdesk.rulebook.model import Entry, Rule

FORMS = ("place", "handout", "online")
HOLDERS = ("centre", "group", "linkage_unit", "station", "window", "community")


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingRule(Rule):
    """A list of things to be made known. `units`: the kinds of organisation that owe it; none: whoever says that they are
    what the clause calls its actor."""

    units: tuple[str, ...]
    forms: tuple[str, ...]  # each of them will do
    recheck_days: int  # how long a look at it holds
    renew_days: int  # after how many days another takes its place; 0: it holds until something changes
    items: tuple[Entry, ...]
    proves: tuple[str, ...]  # evidence of duties that making it known gives
