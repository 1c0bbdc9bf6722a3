"""Closed lists that a centre may edit and that rules cite: subjects of training, grounds of accountability."""

from __future__ import annotations

from dataclasses import dataclass

from firstdesk.rulebook.model import Entry, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRule(Rule):
    """What one list holds by one rule; several rules may feed one list."""

    list: str
    items: tuple[Entry, ...]
