"""What the rulebook answers: frozen, storable as JSON, explainable later without asking the rules again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from firstdesk.rulebook.clocktime import Interval
from firstdesk.rulebook.model import Text
from firstdesk.rulebook.workdays import Stretch

Json = dict[str, Any]
Step = Stretch  # one run of days, as it was counted


@dataclass(frozen=True, slots=True)
class Granted:
    """More time that was granted: by how much, by whose leave and when; `until` is where it led."""

    amount: int
    unit: str  # hours, working_days, calendar_days
    by: str
    at: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rise:
    """A level above a broken promise: when it is reached, and which roles are told."""

    at: datetime
    tell: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineVerdict:
    """A due moment and the arithmetic behind it."""

    rule_id: str
    version: str
    start: datetime
    due: datetime
    warn_at: tuple[datetime, ...]
    provisional: bool
    amount: int
    unit: str
    counting: str
    end: str
    last_day: str
    window: str
    assumed: bool
    source: str
    figure_from: date  # since when this figure is in force
    nominal: date  # the last day before it was moved off a rest day
    pauses: tuple[Interval, ...]  # those that moved the due moment
    paused: int  # days or, for limits in time, seconds not counted
    steps: tuple[Step, ...]
    granted: tuple[Granted, ...] = ()
    floor: datetime | None = None  # the shorter limit was over when it came to hold: due only then
    levels: tuple[Rise, ...] = ()  # worked out anew when they are asked for, by the same version of the rules

    def to_json(self) -> Json:
        data: Json = {name: getattr(self, name) for name in _PLAIN}
        data["start"], data["due"] = self.start.isoformat(), self.due.isoformat()
        data["nominal"], data["figure_from"] = self.nominal.isoformat(), self.figure_from.isoformat()
        data["floor"] = self.floor.isoformat() if self.floor else None
        data["warn_at"] = [moment.isoformat() for moment in self.warn_at]
        data["pauses"] = [[pause.start.isoformat(), pause.end.isoformat()] for pause in self.pauses]
        data["steps"] = [[s.first.isoformat(), s.last.isoformat(), s.kind, s.name.zh, s.name.en] for s in self.steps]
        data["granted"] = [
            [g.amount, g.unit, g.by, g.at.isoformat(), g.until.isoformat() if g.until else None] for g in self.granted
        ]
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> DeadlineVerdict:
        moment, day = datetime.fromisoformat, date.fromisoformat
        return cls(
            start=moment(data["start"]),
            due=moment(data["due"]),
            floor=moment(data["floor"]) if data.get("floor") else None,
            nominal=day(data["nominal"]),
            figure_from=day(data["figure_from"]),
            warn_at=tuple(moment(value) for value in data["warn_at"]),
            pauses=tuple(Interval(moment(a), moment(b)) for a, b in data["pauses"]),
            steps=tuple(Step(day(a), day(b), kind, Text(zh, en)) for a, b, kind, zh, en in data["steps"]),
            granted=tuple(
                Granted(amount, unit, by, moment(at), moment(until) if until else None)
                for amount, unit, by, at, until in data.get("granted", ())
            ),
            **{name: data[name] for name in _PLAIN},
        )


_PLAIN = (
    "rule_id", "version", "provisional", "amount", "unit", "counting", "end",
    "last_day", "window", "assumed", "source", "paused",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Miss:
    """A row that came earlier and did not fit, and the fact that decided it."""

    row_id: str
    fact: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteVerdict:
    """The first row that fits, and why the earlier ones did not."""

    rule_id: str
    version: str
    table: str
    row_id: str
    then: Mapping[str, str | bool]
    clauses: tuple[str, ...]
    because: Text
    facts: Mapping[str, str]
    matched: Mapping[str, str]
    trace: tuple[Miss, ...]

    def to_json(self) -> Json:
        return {
            "rule_id": self.rule_id,
            "version": self.version,
            "table": self.table,
            "row_id": self.row_id,
            "then": dict(self.then),
            "clauses": list(self.clauses),
            "because": {"zh": self.because.zh, "en": self.because.en},
            "facts": dict(self.facts),
            "matched": dict(self.matched),
            "trace": [[miss.row_id, miss.fact, miss.value] for miss in self.trace],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> RouteVerdict:
        rest = {**data, "clauses": tuple(data["clauses"]), "because": Text(**data["because"])}
        return cls(**{**rest, "trace": tuple(Miss(*miss) for miss in data["trace"])})


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that must be there first, and which rule asks for it."""

    rule_id: str
    item: str
    clauses: tuple[str, ...]
    message: Text


@dataclass(frozen=True, slots=True)
class GateVerdict:
    """May the verb happen? `missing` names everything that is not there yet."""

    verb: str
    version: str
    missing: tuple[Missing, ...]

    @property
    def open(self) -> bool:
        return not self.missing

    def to_json(self) -> Json:
        return {
            "verb": self.verb,
            "version": self.version,
            "missing": [
                {
                    "rule_id": miss.rule_id,
                    "item": miss.item,
                    "clauses": list(miss.clauses),
                    "message": {"zh": miss.message.zh, "en": miss.message.en},
                }
                for miss in self.missing
            ],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> GateVerdict:
        missing = tuple(
            Missing(miss["rule_id"], miss["item"], tuple(miss["clauses"]), Text(**miss["message"]))
            for miss in cast("list[Json]", data["missing"])
        )
        return cls(data["verb"], data["version"], missing)


@dataclass(frozen=True, slots=True)
class StepMissing:
    """One thing a step of a procedure waits for: evidence, or `step:<code>`, an earlier step that is not done."""

    step: str
    item: str
    rule_id: str
    clauses: tuple[str, ...]
    by_law: Text | None
    title: Text

    @property
    def message(self) -> Text:
        """What is missing, and the article that demands it."""
        if self.item.startswith("step:"):
            zh, en = f"先完成“{self.title.zh}”", f"first comes “{self.title.en}”"
        else:
            zh, en = f"还缺：{self.title.zh}", f"still needed: {self.title.en}"
        if self.by_law:
            zh, en = f"{zh}（{self.by_law.zh}）", f"{en} ({self.by_law.en})"
        return Text(zh, en)


@dataclass(frozen=True, slots=True)
class ProcedureVerdict:
    """Does a step count as done? `missing` names everything that is not there yet."""

    procedure: str
    version: str
    step: str
    title: Text
    missing: tuple[StepMissing, ...]

    @property
    def open(self) -> bool:
        return not self.missing

    def to_json(self) -> Json:
        return {
            "procedure": self.procedure,
            "version": self.version,
            "step": self.step,
            "title": _text(self.title),
            "missing": [
                {
                    "step": miss.step,
                    "item": miss.item,
                    "rule_id": miss.rule_id,
                    "clauses": list(miss.clauses),
                    "by_law": _text(miss.by_law) if miss.by_law else None,
                    "title": _text(miss.title),
                }
                for miss in self.missing
            ],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ProcedureVerdict:
        missing = tuple(
            StepMissing(
                miss["step"],
                miss["item"],
                miss["rule_id"],
                tuple(miss["clauses"]),
                Text(**miss["by_law"]) if miss["by_law"] else None,
                Text(**miss["title"]),
            )
            for miss in cast("list[Json]", data["missing"])
        )
        return cls(data["procedure"], data["version"], data["step"], Text(**data["title"]), missing)


def _text(text: Text) -> Json:
    return {"zh": text.zh, "en": text.en}


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One time a duty falls due."""

    rule_id: str
    version: str
    period_start: date
    period_end: date
    number: int  # 1..times within the period
    due: date
    nominal: date  # before it was moved off a rest day
    provisional: bool

    def to_json(self) -> Json:
        return {
            "rule_id": self.rule_id,
            "version": self.version,
            "period_start": self.period_start.isoformat(),
            "period_end": self.period_end.isoformat(),
            "number": self.number,
            "due": self.due.isoformat(),
            "nominal": self.nominal.isoformat(),
            "provisional": self.provisional,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Occurrence:
        days = {name: date.fromisoformat(data[name]) for name in ("period_start", "period_end", "due", "nominal")}
        return cls(**{**data, **days})
