"""Start + rule + calendar + pauses -> due moment, with the arithmetic as steps."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from firstdesk.rulebook.book import Rulebook, Settlement
from firstdesk.rulebook.clocktime import END_OF_DAY, Interval, Ticker, from_local, to_local
from firstdesk.rulebook.matching import misfit
from firstdesk.rulebook.model import AGREED, CLOCK_UNITS, DeadlineRule, Facts, Limit, Place, Text, Warn
from firstdesk.rulebook.verdicts import DeadlineVerdict, Step
from firstdesk.rulebook.workdays import Calendar

Pauses = Iterable[tuple[datetime, datetime]]
OWN = "本单位的承诺"  # where the figure comes from
OWN_WARNING = 0.7  # of the time a unit promised itself


class NotPromised(LookupError):
    """No rule of this kind of centre times this clock for these facts."""

    def __init__(self, kind: str, clock: str, facts: Facts, needed: Iterable[str]) -> None:
        asked = ", ".join(sorted(needed)) or "-"
        given = ", ".join(f"{name}={value}" for name, value in sorted(facts.items())) or "-"
        self.text = Text(
            f"{kind} 采用的制度没有为时限 {clock} 在这些事实({given})下作出承诺;其规则要看的事实:{asked}",
            f"nothing {kind} adopts promises the clock {clock} for these facts ({given}); its rules ask for: {asked}",
        )
        super().__init__(self.text.en)


class Unsettled(LookupError):
    """Several rules time the same clock and the centre has not said which one wins."""

    def __init__(self, kind: str, clock: str, rules: Iterable[str]) -> None:
        ids = ", ".join(rules)
        self.text = Text(
            f"时限 {clock} 有几条规则同时适用({ids});请在 centres/{kind}.yaml 的 settles 中写明以哪一条为准",
            f"several rules time the clock {clock} ({ids}); say in centres/{kind}.yaml under settles which one wins",
        )
        super().__init__(self.text.en)


class NoAgreedDate(LookupError):
    """The rule counts to a date agreed in a record, and none was handed in."""

    def __init__(self, rule_id: str) -> None:
        self.text = Text(
            f"规则 {rule_id} 到约定的日期为止;请给出记录中约定的日期",
            f"rule {rule_id} runs to the date agreed in a record; hand that date in",
        )
        super().__init__(self.text.en)


@dataclass(frozen=True, slots=True)
class _Count:
    """Where a count ended: nominal last day, moment due, what was not counted, and the days behind it."""

    nominal: date
    due: datetime
    used: tuple[Interval, ...]
    paused: int
    guessed: bool
    steps: tuple[Step, ...]


def pick(rulebook: Rulebook, kind: str, clock: str, facts: Facts, on: date | None = None) -> DeadlineRule:
    """The rule that times a clock in a kind of centre. Raises NotPromised, Unsettled, UnknownRule."""
    candidates = rulebook.deadlines_for(kind, clock)
    found = [rule for rule in candidates if misfit(rule.when, facts) is None and (on is None or rule.holds(on))]
    if len(found) == 1:
        return found[0]
    if not found:
        raise NotPromised(kind, clock, facts, {name for rule in candidates for name in rule.when})
    left = settle(found, rulebook.centre(kind).settles)
    if len(left) != 1:
        raise Unsettled(kind, clock, (rule.id for rule in left))
    return left[0]


def settle(found: list[DeadlineRule], settles: Iterable[Settlement]) -> list[DeadlineRule]:
    """Those left once every settlement whose chosen rule is among them has struck out what it is over."""
    ids = {rule.id for rule in found}
    beaten = {rule_id for settlement in settles if settlement.chosen in ids for rule_id in settlement.over}
    return [rule for rule in found if rule.id not in beaten]


def bare_rule(limit: Limit) -> DeadlineRule:
    """A rule nobody wrote, with one figure: for a count asked for by hand."""
    return DeadlineRule(
        id="-", title=Text("", ""), clauses=(), regulation="", in_force=None, note=None, assumed=False,
        place=Place("-", 0), version="", clock="", when={}, start=(), stop=(), pause=(), limits=(limit,),
        counting="exclude_first_day", end="end_of_day", last_day="stay", window="always", warn=(),
        tell_warning=(), tell_breach=(), promise=False, advisory=False,
    )  # fmt: skip


def with_own(rule: DeadlineRule, minutes: int | None) -> DeadlineRule:
    """The rule with the figure that whoever owes it has promised, counted from the moment; else the rule as it is."""
    if minutes is None or not rule.own:
        return rule
    limits = tuple(
        replace(
            limit, amount=minutes, unit="minutes", seconds=minutes * CLOCK_UNITS["minutes"], assumed=False, source=OWN
        )
        for limit in rule.limits
    )
    return replace(
        rule, limits=limits, counting="from_moment", end="same_time", last_day="stay", window="always",
        warn=(Warn(share=OWN_WARNING),),
    )  # fmt: skip


def due(
    rule: DeadlineRule,
    start: datetime,
    calendar: Calendar,
    pauses: Pauses = (),
    provisional: bool = True,
    agreed: date | None = None,
) -> DeadlineVerdict:
    """When the promise is due. Aware moments come back in Asia/Shanghai, naive ones are local already.

    `agreed`: the date a record holds, for a rule that runs to one. Raises NoFigure, NoAgreedDate, and UnpublishedYear
    when the count needs an unknown year and `provisional` is off.
    """
    begin = to_local(start)
    limit = rule.limit_on(begin.date())
    standing = _in_order(pauses, begin)
    if limit.unit in CLOCK_UNITS:
        ticker = Ticker(begin, calendar, office=rule.window == "office", pauses=standing, provisional=provisional)
        count = _count_seconds(ticker, limit)
        warnings = [_warn_in_time(warn, ticker, count.due, limit) for warn in rule.warn]
    else:
        count = _count_days(rule, limit, begin, standing, (calendar, provisional), agreed)
        warnings = [_warn_in_days(warn, calendar, begin, count.due) for warn in rule.warn]
    return DeadlineVerdict(
        rule_id=rule.id,
        version=rule.version,
        start=from_local(begin, start),
        due=from_local(count.due, start),
        warn_at=tuple(from_local(at, start) for at in sorted(set(warnings)) if begin < at < count.due),
        provisional=count.guessed,
        amount=limit.amount,
        unit=limit.unit,
        counting=rule.counting,
        end=rule.end,
        last_day=rule.last_day,
        window=rule.window,
        assumed=limit.assumed,
        source=limit.source,
        figure_from=limit.span.first,
        nominal=count.nominal,
        pauses=count.used,
        paused=count.paused,
        steps=count.steps,
    )


def remaining(verdict: DeadlineVerdict, at: datetime) -> timedelta:
    """Wall time left; negative once the promise is broken. A running pause is not in it: pass it to `due` first."""
    return to_local(verdict.due) - to_local(at)


def warnings_before(rule: DeadlineRule, calendar: Calendar, begin: datetime, moment: datetime) -> tuple[datetime, ...]:
    """When to warn of a due moment that was moved: local moments between the start and it."""
    found = {_warn_in_days(warn, calendar, begin, moment) for warn in rule.warn}
    return tuple(sorted(at for at in found if begin < at < moment))


def _in_order(pauses: Pauses, begin: datetime) -> tuple[Interval, ...]:
    """Pauses after the start, in order, overlapping ones joined."""
    joined: list[Interval] = []
    for start, end in sorted((max(to_local(a), begin), to_local(b)) for a, b in pauses):
        if joined and start <= joined[-1].end:
            joined[-1] = Interval(joined[-1].start, max(end, joined[-1].end))
        elif start < end:
            joined.append(Interval(start, end))
    return tuple(joined)


def _count_seconds(ticker: Ticker, limit: Limit) -> _Count:
    moment = ticker.after(limit.seconds)
    used = tuple(pause for pause in ticker.pauses if pause.start < moment)
    paused = int(sum((pause.end - pause.start).total_seconds() for pause in used))
    return _Count(moment.date(), moment, used, paused, ticker.guessed, ())


def _count_agreed(rule: DeadlineRule, agreed: date | None, begin: datetime, days: tuple[Calendar, bool]) -> _Count:
    """The day itself, whatever happened meanwhile; only a rest day may move it, where the rule says so."""
    if agreed is None:
        raise NoAgreedDate(rule.id)
    last, guessed = rolled(rule.last_day, agreed, days)
    steps = days[0].stretches(min(last, agreed), max(last, agreed)) if last != agreed else ()
    return _Count(agreed, _moment(rule, last, begin, days[0]), (), 0, guessed, steps)


def _count_days(
    rule: DeadlineRule,
    limit: Limit,
    begin: datetime,
    pauses: tuple[Interval, ...],
    days: tuple[Calendar, bool],
    agreed: date | None,
) -> _Count:
    if limit.unit == AGREED:
        return _count_agreed(rule, agreed, begin, days)
    calendar, provisional = days
    working = limit.unit == "working_days"
    rolling = "stay" if working else rule.last_day
    nominal, guessed = _last_day(rule, limit, begin, days)
    paused = 0
    used: list[Interval] = []
    for pause in pauses:
        if pause.start > _moment(rule, rolled(rolling, nominal, days)[0], begin, calendar):
            break
        used.append(pause)
        first, last = pause.start.date(), pause.end.date()
        length = calendar.workdays_between(first, last, provisional) if working else (last - first).days
        nominal, leans = _later(nominal, length, working, days)
        while _moment(rule, nominal, begin, calendar) < pause.end:  # a clock never runs out while it stands still
            nominal, leans = _later(nominal, 1, working, days)
            length += 1
        guessed = guessed or leans
        paused += length
    last, leans = rolled(rolling, nominal, days)
    steps: tuple[Step, ...] = ()
    if working:
        steps = calendar.stretches(begin.date(), last)
    elif last != nominal:
        steps = calendar.stretches(min(last, nominal), max(last, nominal))
    return _Count(nominal, _moment(rule, last, begin, calendar), tuple(used), paused, guessed or leans, steps)


def _later(day: date, n: int, working: bool, days: tuple[Calendar, bool]) -> tuple[date, bool]:
    return days[0].add_workdays(day, n, days[1]) if working else (day + timedelta(days=n), False)


def _last_day(rule: DeadlineRule, limit: Limit, begin: datetime, days: tuple[Calendar, bool]) -> tuple[date, bool]:
    """The last day before pauses and before it is moved off a rest day, and whether it is provisional."""
    calendar, provisional = days
    day = begin.date()
    if limit.unit == "working_days":
        return calendar.add_workdays(day, limit.amount, provisional)
    if limit.unit == "calendar_days":
        return day + timedelta(days=limit.amount), False
    if limit.unit == "months":
        return add_months(day, limit.amount), False
    month = day.replace(day=1)
    while True:  # at most three rounds: this month, the next, and the one after when rolling back meets a long holiday
        eve = month.replace(day=min(limit.amount - 1, monthrange(month.year, month.month)[1]))
        last, _ = rolled(rule.last_day, eve, days)
        if _moment(rule, last, begin, calendar) >= begin:
            return eve, False
        month = add_months(month, 1)


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it has none."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def rolled(last_day: str, day: date, days: tuple[Calendar, bool]) -> tuple[date, bool]:
    """A last day that is a day of rest, moved as the rule says; and whether that leans on a year not yet published."""
    calendar, provisional = days
    if last_day == "roll_forward":
        return calendar.next_workday(day, provisional)
    if last_day == "roll_back":
        return calendar.previous_workday(day, provisional)
    return day, False


def _moment(rule: DeadlineRule, day: date, begin: datetime, calendar: Calendar) -> datetime:
    at: time = END_OF_DAY
    if rule.end == "same_time":
        at = begin.time()
    elif rule.end == "end_of_office_hours":
        at = calendar.office_hours[-1][1]
    return datetime.combine(day, at)


def _warn_in_time(warn: Warn, ticker: Ticker, moment: datetime, limit: Limit) -> datetime:
    if warn.share:
        return ticker.after(limit.seconds * warn.share)
    if warn.unit in CLOCK_UNITS:
        return ticker.after(max(0, limit.seconds - warn.amount * CLOCK_UNITS[warn.unit]))
    return _days_before(warn, ticker.calendar, moment)


def _warn_in_days(warn: Warn, calendar: Calendar, begin: datetime, moment: datetime) -> datetime:
    if warn.share:
        return (begin + (moment - begin) * warn.share).replace(microsecond=0)
    if warn.unit in CLOCK_UNITS:
        return moment - timedelta(seconds=warn.amount * CLOCK_UNITS[warn.unit])
    return _days_before(warn, calendar, moment)


def _days_before(warn: Warn, calendar: Calendar, moment: datetime) -> datetime:
    """A warning in days comes when the office opens on that day: at midnight nobody would read it."""
    day = moment.date()
    if warn.unit == "working_days":
        day = calendar.add_workdays(day, -warn.amount, True).date
    else:
        day -= timedelta(days=warn.amount)
    return datetime.combine(day, calendar.office_hours[0][0])
