"""What a rulebook consists of, as frozen values. Nothing here reads a file or a clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Lang = Literal["zh", "en"]
Facts = Mapping[str, str]
When = Mapping[str, frozenset[str]]

ROLES = ("responsible", "queue", "leader", "director", "supervisor", "sender")
MORE_TIME = ("application", "consent", "never")
CLOCK_UNITS = {"rings": 0, "minutes": 60, "hours": 3600}
AGREED = "agreed_date"  # the end of a day that a record holds, handed in with the occasion: no figure of the rule's own
SCOPES = ("centre", "unit", "group", "station", "window", "community", "grid", "actor", "premises", "plan")
FORMS = ("text", "photo", "attendance", "publication", "record", "paper")  # how a proof of a duty is shown
DAY_UNITS = ("working_days", "calendar_days", "months", "before_day", AGREED)


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages."""

    zh: str
    en: str

    def get(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list: its code, its words."""

    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the rules folder something is written."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Span:
    """In force from a day (included) to a day (included; None = until replaced)."""

    first: date
    last: date | None = None

    def holds(self, on: date) -> bool:
        return self.first <= on and (self.last is None or on <= self.last)

    def overlaps(self, other: Span) -> bool:
        return (other.last is None or self.first <= other.last) and (self.last is None or other.first <= self.last)


@dataclass(frozen=True, slots=True)
class Clause:
    """One normative statement of a source, in our own words."""

    id: str
    regulation: str
    sub_document: str
    section: str
    title: str
    text: Text
    kind: str
    actor: str
    capability: str
    enforceable: str
    parameters: Mapping[str, object]
    duplicates_of: tuple[str, ...]
    related_to: tuple[str, ...]
    notes: Mapping[str, str]
    place: Place


@dataclass(frozen=True, slots=True)
class Regulation:
    """One written rule set: title, number, issuer, in force."""

    code: str
    title: Text
    number: str
    issuer: Text
    source_code: str
    in_force: Span
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What every rule has. `version` is that of the rulebook it was compiled into."""

    id: str
    title: Text
    clauses: tuple[str, ...]
    regulation: str
    in_force: Span | None
    note: Text | None
    assumed: bool
    place: Place = field(compare=False)
    version: str = field(compare=False)

    def holds(self, on: date) -> bool:
        return self.in_force is None or self.in_force.holds(on)


@dataclass(frozen=True, slots=True)
class Limit:
    """A dated figure. `seconds` is the length of a minutes/hours/rings limit, 0 for limits in days."""

    span: Span
    amount: int
    unit: str
    seconds: int
    assumed: bool
    source: str
    more: int = 0  # what may be added once by whoever's time it is, in the same unit; 0: nothing is said


@dataclass(frozen=True, slots=True)
class PauseRule:
    """While this holds, the clock stands still."""

    start: str
    until: str
    reason: Text | None


@dataclass(frozen=True, slots=True)
class Warn:
    """Warn an amount before the due moment, or when a share of the time is used."""

    amount: int = 0
    unit: str = ""
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Level:
    """One level above a broken promise: how long after it, and whom it tells."""

    amount: int
    unit: str
    tell: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """The levels above a broken promise; `hours` office: only while somebody is there to read it."""

    when: When
    hours: str  # office, always
    levels: tuple[Level, ...]
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRule(Rule):
    """A promise with a clock."""

    clock: str
    when: When
    start: tuple[str, ...]
    stop: tuple[str, ...]
    pause: tuple[PauseRule, ...]
    limits: tuple[Limit, ...]
    counting: str
    end: str
    last_day: str
    window: str
    warn: tuple[Warn, ...]
    tell_warning: tuple[str, ...]
    tell_breach: tuple[str, ...]
    promise: bool
    advisory: bool
    escalate: Ladder | None = None  # its own levels; None: those of the rulebook
    outlives: bool = False  # runs on when its matter is over: what was promised in an agreement, a court's time
    more_time: str = "application"  # how it is extended: on application, with every party's consent, never
    own: bool = False  # whoever owes it may have promised a figure of its own, in minutes: then that one holds

    def limit_on(self, on: date) -> Limit:
        """The figure in force on a day; the newest wins. Raises NoFigure when none is."""
        for limit in self.limits:  # newest first, as compiled
            if limit.span.holds(on):
                return limit
        raise NoFigure(self.id, on)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a decision table."""

    id: str
    when: When
    then: Mapping[str, str | bool]
    clauses: tuple[str, ...]
    because: Text
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class Never:
    """For these facts no row may answer so; lint proves it."""

    when: When
    then: Mapping[str, str | bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteTable(Rule):
    """A decision table; the first row that fits is the answer."""

    table: str
    facts: tuple[str, ...]
    outcomes: tuple[str, ...]
    rows: tuple[Row, ...]
    never: tuple[Never, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GateRule(Rule):
    """What must be present before a verb may happen."""

    verb: str
    requires: tuple[str, ...]
    when: When
    unless: When
    message: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRule(Rule):
    """What the product stores, and where it shows it."""

    stores: str
    shown_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationRule(Rule):
    """What is published, for whom."""

    shown_at: str
    audience: str
    text: Text | None


@dataclass(frozen=True, slots=True)
class Every:
    """How often a duty falls due; `day` 0 = last day of the period, `before` moves it one day earlier.

    `weekdays` and `market_days`: each such day is a period of its own. `event`: not by the calendar, but within an amount
    after something happened.
    """

    period: str
    times: int = 1
    month: int = 0
    day: int = 0
    weekday: int = 0
    before: bool = False
    weekdays: tuple[int, ...] = ()
    market_days: bool = False
    event: str = ""
    amount: int = 0
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Waive:
    """Who may say that a duty need not be done this time, and the reasons they may give."""

    by: tuple[str, ...] = ("director", "supervisor")
    reasons: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A proof by name: how it is shown, and whether the work itself alone can give it."""

    form: str = "text"
    by_work: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRule(Rule):
    """A recurring duty. `scope`: which organisations or things under a centre owe it each; `units` narrows their kinds.

    Scope `actor`: each organisation that says it is what the clause calls its actor.
    """

    actor: str
    every: Every
    last_day: str
    workdays_only: bool
    evidence: tuple[str, ...]
    scope: str = "centre"
    units: tuple[str, ...] = ()
    when: When = field(default_factory=dict)
    waive: Waive = Waive()
    warn_days: int | None = None  # None: as the rulebook says for all
    tightened: Every | None = None  # how often in a sensitive period


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One thing to ask, see to or say. `required`: a gate may wait for it; `source`: the law it comes from."""

    id: str
    text: Text
    required: bool
    source: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistRule(Rule):
    """What is gone through with a matter of a kind."""

    when: When
    items: tuple[CheckItem, ...]


@dataclass(frozen=True, slots=True)
class StepRule:
    """One step of a procedure as it is written. `by_law`: the article that demands it; then nothing skips or removes it."""

    code: str
    title: Text
    requires: tuple[str, ...]
    clauses: tuple[str, ...]
    by_law: Text | None  # "人民调解法第二十二条"
    gist: Text | None  # what the article asks for, in our own words
    may_skip_when: When
    after: str  # of an added step: behind which one it comes
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureRule(Rule):
    """An ordered procedure, or what a regulation adds to the one of another: `steps` or `adds` and `drops`, never both."""

    procedure: str
    when: When
    steps: tuple[StepRule, ...]
    adds: tuple[StepRule, ...]
    drops: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A worked example: given facts and dates, the expected verdict."""

    id: str
    rule: str
    clauses: tuple[str, ...]
    given: Mapping[str, object]
    expect: Mapping[str, object]
    note: str
    place: Place


class NoFigure(LookupError):
    """The rule has no figure in force on the asked day."""

    def __init__(self, rule_id: str, on: date) -> None:
        self.text = Text(
            f"规则 {rule_id} 在 {on} 没有生效的期限数值;请在 limit 中补上覆盖这一天的数值",
            f"rule {rule_id} has no figure in force on {on}; add a dated value to its limit that covers this day",
        )
        super().__init__(self.text.en)
