"""What is to be gone through with a matter of a kind, and what of it is done."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from firstdesk.common.language import words
from firstdesk.common.reading import may_hold
from firstdesk.matters.models import Matter
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.matching import misfit
from firstdesk.rulebook.model import CheckItem, ChecklistRule
from firstdesk.triage.models import Tick


@dataclass(frozen=True)
class Line:
    """One item as a page shows it."""

    code: str  # rule id + "/" + item id: what is ticked
    text: str
    source: str  # the law it comes from
    is_required: bool
    is_done: bool
    tick: Tick | None = None  # the last one, with who and when


@dataclass(frozen=True)
class Checklist:
    """One checklist as a page shows it."""

    title: str
    clauses: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def missing(self) -> int:
        """How many required items are not done."""
        return sum(line.is_required and not line.is_done for line in self.lines)

    @property
    def done(self) -> int:
        """How many items are done."""
        return sum(line.is_done for line in self.lines)


Ticks = Mapping[str, Tick]
NONE: Ticks = {}


def checklists_for(
    rulebook: Rulebook, kind: str, facts: Mapping[str, str], ticks: Ticks = NONE, ticked: Collection[str] = ()
) -> list[Checklist]:
    """The checklists for such facts in this kind of centre; `ticked` are being ticked just now."""
    return [
        Checklist(words(rule.title), rule.clauses, tuple(_line(rule, item, ticks, ticked) for item in rule.items))
        for rule in _rules(rulebook, kind, facts)
    ]


def codes_for(rulebook: Rulebook, kind: str, facts: Mapping[str, str], *, required: bool = False) -> set[str]:
    """What can be ticked for such facts; with `required` only what a gate may wait for."""
    return {
        code_of(rule, item)
        for rule in _rules(rulebook, kind, facts)
        for item in rule.items
        if item.required or not required
    }


def code_of(rule: ChecklistRule, item: CheckItem) -> str:
    """How an item of a checklist is known."""
    return f"{rule.id}/{item.id}"


def ticks_of(matter: Matter) -> dict[str, Tick]:
    """The last tick of every item of a matter."""
    known = matter.pk and may_hold(matter, Tick)
    return ticks_of_many([matter.pk]).get(matter.pk, {}) if known else {}


def ticks_of_many(ids: Collection[int]) -> dict[int, dict[str, Tick]]:
    """The same for several matters at once."""
    newest = Tick.objects.filter(matter_id__in=ids).order_by("matter_id", "item", "-pk").distinct("matter_id", "item")
    found: dict[int, dict[str, Tick]] = {}
    for tick in newest.select_related("ticked_by"):
        found.setdefault(tick.matter_id, {})[tick.item] = tick
    return found


def _rules(rulebook: Rulebook, kind: str, facts: Mapping[str, str]) -> list[ChecklistRule]:
    rules = [rule for rule in rulebook.adopted_rules(kind) if isinstance(rule, ChecklistRule)]
    return [rule for rule in rules if misfit(rule.when, facts) is None]


def _line(rule: ChecklistRule, item: CheckItem, ticks: Ticks, ticked: Collection[str]) -> Line:
    code = code_of(rule, item)
    tick = ticks.get(code)
    return Line(
        code=code,
        text=words(item.text),
        source=words(item.source) if item.source else "",
        is_required=item.required,
        is_done=code in ticked or (tick is not None and tick.is_done),
        tick=tick,
    )
