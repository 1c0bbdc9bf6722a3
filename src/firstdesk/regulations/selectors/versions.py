"""The rulebooks that were loaded, and what one changed against another."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstdesk.common.language import words
from firstdesk.common.refusals import Refusal
from firstdesk.regulations import labels
from firstdesk.regulations.models import RulebookVersion
from firstdesk.regulations.selectors import version
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.diff import diff
from firstdesk.rulebook.load import RulebookError
from firstdesk.rulebook.model import Rule, Text


class UnreadableVersion(Refusal):
    """The texts are kept whole, but this edition of the product no longer reads them."""


@dataclass(frozen=True)
class Key:
    """One part of a rule that differs, in words."""

    label: str | Promise
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """A rule both versions have, with what differs."""

    rule: Rule
    keys: tuple[Key, ...]
    moves_clocks: bool  # clocks that run by it would be timed otherwise


@dataclass(frozen=True)
class Comparison:
    """From one version to another."""

    old: Rulebook
    new: Rulebook
    added: tuple[Rule, ...]
    removed: tuple[Rule, ...]
    changed: tuple[Change, ...]
    shared: tuple[str | Promise, ...]
    clock_rules: tuple[Rule, ...]

    @property
    def is_same(self) -> bool:
        """Nothing a rule says differs."""
        return not (self.added or self.removed or self.changed or self.shared)


def loaded() -> list[RulebookVersion]:
    """Every version, the latest to take effect first; their texts stay in the database."""
    return list(RulebookVersion.objects.defer("texts").order_by("-in_force_from", "-loaded_at"))


def latest_two(versions: list[RulebookVersion]) -> dict[str, str]:
    """The first comparison one would ask for: the latest version against the one before it."""
    if len(versions) < 2:
        return {}
    return {"old": versions[1].version, "new": versions[0].version}


def compare(old: str, new: str) -> Comparison:
    """What `new` changed against `old`. Raises RulebookVersion.DoesNotExist, UnreadableVersion."""
    one, other = _read(old), _read(new)
    found = diff(one, other)
    moved = set(found.clock_rules)
    return Comparison(
        old=one,
        new=other,
        added=_rules(other, found.added),
        removed=_rules(one, found.removed),
        changed=tuple(
            Change(
                rule=other.rules[change.rule_id],
                keys=tuple(_key(name, change.before[name], change.after[name]) for name in change.keys),
                moves_clocks=change.rule_id in moved,
            )
            for change in found.changed
        ),
        shared=tuple(labels.SHARED.get(name, name) for name in found.shared),
        clock_rules=_rules(one, found.clock_rules),
    )


def _read(hash_: str) -> Rulebook:
    try:
        return version(hash_)
    except RulebookError as error:
        raise UnreadableVersion(
            _("This edition of the product cannot read version %(version)s any more; its texts are kept whole.")
            % {"version": hash_[:12]}
        ) from error


def _rules(rulebook: Rulebook, ids: Iterable[str]) -> tuple[Rule, ...]:
    return tuple(rulebook.rules[each] for each in ids)


def _key(name: str, before: Text, after: Text) -> Key:
    return Key(labels.RULE_KEY.get(name, name), words(before), words(after))
