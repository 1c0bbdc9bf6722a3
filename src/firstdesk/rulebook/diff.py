"""What a new version of the rules changes, and so which running clocks it would change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.model import DeadlineRule, Limit, Rule, StepRule, Text
from firstdesk.rulebook.wording import amount

# What a clock that is already running reads of its rule.
CLOCK_KEYS = frozenset(
    {"clock", "when", "stop", "pause", "limits", "counting", "end", "last_day", "window", "in_force", "outlives"}
)
_UNCOMPARED = {"place", "version"}


@dataclass(frozen=True, slots=True)
class Change:
    """One rule that both versions have: the keys that differ, each with its old and new value in words."""

    rule_id: str
    keys: tuple[str, ...]
    before: Mapping[str, Text]
    after: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Diff:
    """From one version to another. `shared` names what every clock leans on: office hours, local days, rings, adoption."""

    old_version: str
    new_version: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[Change, ...]
    shared: tuple[str, ...]
    clock_rules: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        return {
            "old_version": self.old_version,
            "new_version": self.new_version,
            "added": list(self.added),
            "removed": list(self.removed),
            "changed": [
                {
                    "rule": change.rule_id,
                    "keys": {
                        key: {"before": _both(change.before[key]), "after": _both(change.after[key])}
                        for key in change.keys
                    },
                }
                for change in self.changed
            ],
            "shared": list(self.shared),
            "clock_rules": list(self.clock_rules),
        }


def diff(old: Rulebook, new: Rulebook) -> Diff:
    """`clock_rules`: the deadline rules whose running clocks the new version would time otherwise."""
    changed = tuple(
        change
        for rule_id in old.rules
        if rule_id in new.rules and (change := _change(old.rules[rule_id], new.rules[rule_id]))
    )
    shared = _shared(old, new)
    removed = tuple(rule_id for rule_id in old.rules if rule_id not in new.rules)
    touched = {change.rule_id for change in changed if CLOCK_KEYS & set(change.keys)} | set(removed)
    deadlines = [rule.id for rule in old.rules.values() if isinstance(rule, DeadlineRule)]
    return Diff(
        old_version=old.version,
        new_version=new.version,
        added=tuple(rule_id for rule_id in new.rules if rule_id not in old.rules),
        removed=removed,
        changed=changed,
        shared=shared,
        clock_rules=tuple(rule_id for rule_id in deadlines if shared or rule_id in touched),
    )


def _change(old: Rule, new: Rule) -> Change | None:
    if type(old) is not type(new):
        kinds = Text(type(old).__name__, type(old).__name__), Text(type(new).__name__, type(new).__name__)
        return Change(old.id, ("kind",), {"kind": kinds[0]}, {"kind": kinds[1]})
    names = [field.name for field in fields(old) if field.name not in _UNCOMPARED]
    keys = tuple(name for name in names if getattr(old, name) != getattr(new, name))
    if not keys:
        return None
    before, after = ({name: show(getattr(rule, name)) for name in keys} for rule in (old, new))
    return Change(old.id, keys, before, after)


def _shared(old: Rulebook, new: Rulebook) -> tuple[str, ...]:
    pairs = {
        "office_hours": (old.head.office_hours, new.head.office_hours),
        "local_days": (old.local_days, new.local_days),
        "centres": tuple(
            {kind: (c.adopts, [(s.chosen, s.over) for s in c.settles]) for kind, c in book.centres.items()}
            for book in (old, new)
        ),
    }
    return tuple(name for name, (one, other) in pairs.items() if one != other)


def show(value: object) -> Text:
    """A value of a rule in words."""
    if isinstance(value, Text):
        return value
    if isinstance(value, Limit):
        since = f" ({value.span.first} - {value.span.last or ''})"
        return Text(amount(value.amount, value.unit, "zh") + since, amount(value.amount, value.unit, "en") + since)
    if isinstance(value, StepRule):
        return _step(value)
    if isinstance(value, frozenset):
        return show(tuple(sorted(value)))
    if isinstance(value, tuple):
        parts = [show(part) for part in value]
        return Text("、".join(part.zh for part in parts) or "-", ", ".join(part.en for part in parts) or "-")
    if isinstance(value, Mapping):
        parts = [show(part) for part in value.values()]
        pairs = list(zip(value, parts, strict=True))
        return Text(";".join(f"{k}={v.zh}" for k, v in pairs) or "-", "; ".join(f"{k}={v.en}" for k, v in pairs) or "-")
    return Text("-", "-") if value is None else Text(str(value), str(value))


def _step(step: StepRule) -> Text:
    """A step of a procedure, with what it asks for, by which law, and when it may be left out."""
    asks, skip = show(step.requires), show(step.may_skip_when)
    law = step.by_law or Text("", "")
    after = f" > {step.after}" if step.after else ""
    return Text(
        f"{step.code}{after} {step.title.zh}[{asks.zh}]{law.zh}" + (f" / {skip.zh}" if step.may_skip_when else ""),
        f"{step.code}{after} {step.title.en} [{asks.en}] {law.en}" + (f" / {skip.en}" if step.may_skip_when else ""),
    )


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
