"""From YAML to the levels above a broken promise."""

from __future__ import annotations

from firstdesk.rulebook.frame import Frame, as_when, names
from firstdesk.rulebook.model import ROLES, Ladder, Level
from firstdesk.rulebook.nodes import Item

UNITS = ("minutes", "hours", "working_days", "calendar_days")


def read_ladder(item: Item, frame: Frame) -> Ladder:
    """{when?, hours: office | always, levels: [{after: {amount, unit}, tell: [roles]}, …]}."""
    keys = item.as_map()
    ladder = Ladder(
        when=keys.maybe("when", lambda i: as_when(i, frame), {}),
        hours=keys.maybe("hours", lambda i: i.one_of(("office", "always")), "office"),
        levels=keys.need("levels", lambda i: i.as_list(_level), ()),
        place=item.place,
    )
    keys.done()
    if item.is_map and not ladder.levels:
        item.say("levels 至少写一级", "levels needs at least one level")
    return ladder


def _level(item: Item) -> Level:
    keys = item.as_map()
    amount, unit = keys.need("after", _after, (1, "hours"))
    level = Level(amount, unit, keys.need("tell", lambda i: names(i, ROLES), ()))
    keys.done()
    return level


def _after(item: Item) -> tuple[int, str]:
    keys = item.as_map()
    after = keys.need("amount", lambda i: i.as_int(1, 10_000), 1), keys.need("unit", lambda i: i.one_of(UNITS), "hours")
    keys.done()
    return after
