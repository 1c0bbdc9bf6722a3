"""Every figure counted a second time, from the record alone: entries in the order they were written, and the rules they were
written under. Nothing here asks a selector, a figure of a report, or a row of what the entries speak of."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from firstdesk.dispatch.services.turn import facts_about
from firstdesk.ledger.models import Entry
from firstdesk.matters.selectors import in_office_hours
from firstdesk.matters.states import ENDED
from firstdesk.matters.tests.factories import Desk
from firstdesk.obligations import timing
from firstdesk.obligations.states import VOIDING
from firstdesk.reporting.spans import Span
from firstdesk.rulebook.model import DeadlineRule

MATTER, DUTY = "matters.Matter", "obligations.Occurrence"
ENDS = {"matter.closed": "closed", "matter.withdrawn": "beside", "matter.marked_duplicate": "beside", "matter.marked_invalid": "beside"}  # fmt: skip
CLASSES = {"nature", "topic", "urgency", "grade", "remit", "zone", "channel"}
TOPICS = {"theft": "theft_fraud", "fire": "fire_safety", "traffic": "traffic_transport"}
NATURES = {"disputes": "civil_dispute", "complaints": "complaint", "order": "public_order"}


@dataclass
class Said:
    """An entry as it reads."""

    verb: str
    at: datetime
    kind: str
    subject: str
    chain: str
    before: dict[str, Any]
    after: dict[str, Any]
    version: str
    unit: int | None


@dataclass
class Running:
    """A promise as the record has it so far."""

    rule: DeadlineRule
    start: datetime
    due: datetime
    owner: str
    pauses: list[tuple[datetime, datetime]] = field(default_factory=list)
    paused: datetime | None = None
    stopped: datetime | None = None
    outcome: str = ""


class Recount:
    """All figures of one centre and of the linkage unit beside it, over days that end at a moment: as things stood then, or
    as of a later one."""

    def __init__(self, desk: Desk, span: Span, ends: datetime, as_of: datetime | None = None) -> None:
        self.desk, self.span, self.ends = desk, span, ends
        self.n: dict[str, int] = defaultdict(int)
        self.own = f"unit:{desk.centre.unit.pk}"
        self.centre, self.unit = str(desk.centre.unit), str(desk.centre.linkage)
        chains: dict[str, list[Said]] = defaultdict(list)
        for said in _said(as_of or ends):
            chains[said.chain].append(said)
        for chain, entries in chains.items():
            if chain.startswith("matter:") and entries[0].unit == desk.centre.unit.pk:  # who registered it stands there
                self._matter(entries)
                self._promises(entries)
                self._referrals(entries)
                self._mediation(entries)
                self._ratings(entries)
            elif chain == self.own:
                self._duties([each for each in entries if each.kind == DUTY])
                self._drives(entries)

    def within(self, at: datetime) -> bool:
        return self.span.begins <= at < self.ends

    def _matter(self, entries: list[Said]) -> None:
        came = next(each for each in entries if each.verb == "matter.registered")
        verbs = [each.verb for each in entries if self.within(each.at)]
        ways = [each.verb for each in entries if each.verb in {*ENDS, "matter.reopened"}]
        self.n["closed"] += "matter.closed" in verbs
        self.n["ended_beside"] += any(ENDS.get(verb) == "beside" for verb in verbs)
        self.n["reopened"] += "matter.reopened" in verbs
        self.n["open"] += not ways or ways[-1] == "matter.reopened"
        if not self.within(came.at):
            return
        as_of = self._facts(entries)
        self.n["registered"] += 1
        self.n["urgent"] += as_of["urgency"] == "urgent"
        for code, nature in NATURES.items():
            self.n[code] += as_of["nature"] == nature
        for code, root in TOPICS.items():
            self.n[code] += as_of["topic"].partition(".")[0] == root

    def _facts(self, entries: list[Said]) -> dict[str, str]:
        facts: dict[str, str] = {}
        for each in entries:
            if each.kind == MATTER:
                facts |= {name: str(value) for name, value in each.after.items() if name in CLASSES}
        return facts

    def _promises(self, entries: list[Said]) -> None:
        """The clocks of a matter, run again by the rules: begun, rested, moved, handed over, stopped."""
        clocks: list[Running] = []
        facts: dict[str, str] = {}
        answers, state = self.centre, ""
        for each in entries:
            if each.kind != MATTER:
                self._moved(clocks, each)
                continue
            facts |= {name: str(value) for name, value in each.after.items() if name in CLASSES}
            state = str(each.after.get("state", state))
            had, answers = answers, str(each.after.get("responsible_unit", answers))
            for clock in clocks:
                if clock.stopped is None:
                    self._touch(clock, each, state)
                if clock.stopped is None and "responsible_unit" in each.before and clock.owner == had:
                    clock.owner = answers
            if state not in ENDED:
                owner = str(each.after["unit"]) if each.verb == "referral.offered" else answers
                self._start(clocks, each, facts, owner, state)
        for clock in clocks:
            if clock.rule.promise and not clock.rule.advisory:
                self._judge(clock)

    def _moved(self, clocks: list[Running], said: Said) -> None:
        if said.kind == "obligations.Clock" and "due" in said.before:
            moved = next(c for c in clocks if c.stopped is None and c.rule.clock == said.after["clock"])
            moved.due = datetime.fromisoformat(said.after["due"])

    def _touch(self, clock: Running, said: Said, state: str) -> None:
        over = state in ENDED and not clock.rule.outlives
        if said.verb in clock.rule.stop or over:
            self._resume(clock, said)
            moot = said.verb in VOIDING or said.verb not in clock.rule.stop
            clock.stopped = said.at
            clock.outcome = "late" if said.at > clock.due else "moot" if moot else "kept"
        elif clock.paused is None and any(said.verb == pause.start for pause in clock.rule.pause):
            clock.paused = said.at
        elif any(said.verb == pause.until for pause in clock.rule.pause):
            self._resume(clock, said)

    def _resume(self, clock: Running, said: Said) -> None:
        if clock.paused is not None:
            if said.at > clock.paused:
                clock.pauses.append((clock.paused, said.at))
            clock.due, clock.paused = timing.counted(said.version, clock.rule, clock.start, clock.pauses).due, None

    def _start(self, clocks: list[Running], said: Said, facts: dict[str, str], owner: str, state: str) -> None:
        kind, unit = self.desk.centre.unit.centre_kind, self.desk.centre.linkage
        asked = {**facts, "topic": facts["topic"].partition(".")[0] or "other", "centre": kind, "identified": "yes"}
        asked |= {"hour": "office" if in_office_hours(said.version, said.at) else "off_hours", "unit_class": "none"}
        asked |= facts_about(unit) if said.verb.startswith("referral.") else {}
        for code in timing.clocks_started_by(said.version, kind, said.verb):
            if (code == "handling" and state != "handling") or any(
                c.rule.clock == code and c.stopped is None for c in clocks
            ):
                continue
            rule = timing.picked(said.version, kind, code, asked, timing.day_of(said.at))
            if rule is not None and said.verb in rule.start:
                clocks.append(Running(rule, said.at, timing.counted(said.version, rule, said.at).due, owner))

    def _judge(self, clock: Running) -> None:
        kept = clock.outcome == "kept" and clock.stopped is not None and self.within(clock.stopped)
        rests = clock.paused is not None and clock.paused <= clock.due
        late = self.within(clock.due) and clock.outcome in {"", "late"} and not rests
        self.n["promises_kept"] += kept
        self.n["promises_late"] += late
        self.n["owed_kept"] += kept and clock.owner == self.unit
        self.n["owed_late"] += late and clock.owner == self.unit

    def _referrals(self, entries: list[Said]) -> None:
        by_verb: dict[str, set[int]] = defaultdict(set)
        held: int | None = None
        for each in entries:
            named = each.after.get("referral")
            if each.verb.startswith("referral.") and self.within(each.at) and named:
                by_verb[each.verb].add(named)
            if each.verb in {"referral.accepted", "referral.returned"}:
                held = named
            elif each.kind == MATTER and ("referral_state" in each.after or each.verb in {*ENDS, "matter.escalated"}):
                held = None
            self.n["turnouts"] += (
                each.verb == "turnout.ordered" and each.after["unit"] == self.unit and self.within(each.at)
            )
        offered, objected = len(by_verb["referral.offered"]), len(by_verb["referral.objected"])
        self.n["referred"] += offered
        self.n["asked"] += offered
        self.n["accepted"] += len(by_verb["referral.accepted"])
        self.n["objected"] += objected
        self.n["refused"] += objected
        self.n["answered"] += len(by_verb["referral.answered"])
        self.n["at_hand"] += held is not None

    def _mediation(self, entries: list[Said]) -> None:
        cases: dict[str, dict[str, Any]] = defaultdict(dict)
        for each in entries:
            if each.kind == "mediation.Case":
                case = cases[each.subject]
                if each.after.get("decided_at") and each.verb != "mediation.declined":
                    case.setdefault("taken", each.at)
                if each.verb == "mediation.effective":
                    case.setdefault("settled", each.at)
                if "ways" in each.after and each.verb != "mediation.declined":
                    case.setdefault("ended", each.at)
                    case["why"] = each.after["reason"]
        for case in cases.values():
            self.n["mediated"] += "taken" in case and self.within(case["taken"])
            self.n["settled"] += "settled" in case and self.within(case["settled"])
            ended = "ended" in case and "taken" in case and case["why"] != "withdrawn"
            self.n["unsettled"] += ended and self.within(case["ended"])

    def _ratings(self, entries: list[Said]) -> None:
        """The newest word on each answer."""
        last = {
            each.after["reply"]: each
            for each in entries
            if each.after.get("level") is not None and "rating" in each.after
        }
        for each in last.values():
            content = each.after["level"] >= 4
            self.n["satisfied"] += content and self.within(each.at)
            self.n["unsatisfied"] += not content and self.within(each.at)

    def _duties(self, entries: list[Said]) -> None:
        due: dict[str, datetime] = {}
        done: dict[str, datetime | None] = {}
        waived = {each.subject for each in entries if each.verb == "duty.waived"}
        for each in entries:
            if "due" in each.after:
                due[each.subject] = datetime.fromisoformat(each.after["due"])
            if each.verb == "duty.discharged":
                done[each.subject] = each.at
            elif each.verb == "duty.reopened":
                done[each.subject] = None
        for subject, moment in due.items():
            kept = done.get(subject)
            in_time = kept is not None and kept <= moment
            self.n["duties_done"] += self.within(moment) and in_time
            self.n["duties_missed"] += self.within(moment) and not in_time and subject not in waived

    def _drives(self, entries: list[Said]) -> None:
        last = timing.day_of(self.ends)
        silent: dict[str, int] = {}
        for each in entries:
            if each.verb == "campaign.begun":
                asked_until = datetime.fromisoformat(each.after["due_on"]).date()
                silent[each.subject] = each.after["units"] if self.span.first <= asked_until < last else 0
            elif each.verb == "campaign.reported":
                campaign = str(each.after["campaign"])
                silent[campaign] = max(0, silent[campaign] - 1)
                self.n["screening_zero"] += bool(each.after["is_zero"]) and self.within(each.at)
        self.n["screening_silent"] += sum(silent.values())


def _said(ends: datetime) -> Iterator[Said]:
    for row in Entry.objects.filter(at__lt=ends).order_by("chain", "seq"):
        yield Said(
            row.verb, row.at, row.subject_kind, row.subject_id, row.chain, json.loads(row.before_json),
            json.loads(row.after_json), row.rulebook_version, row.unit_id,
        )  # fmt: skip
