"""One rule in words a clerk can read: whom it is for, what starts and stops it, its figure, how it counts, who is told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from firstdesk.common.language import lang, words
from firstdesk.regulations import labels, things
from firstdesk.regulations.selectors import fact_label
from firstdesk.regulations.selectors.browse import KIND_OF, Line, conflicts_of, line
from firstdesk.rulebook import wording
from firstdesk.rulebook.book import Conflict, Rulebook
from firstdesk.rulebook.coverage import cited
from firstdesk.rulebook.model import (
    AGREED,
    ChecklistRule,
    DeadlineRule,
    DutyRule,
    Every,
    GateRule,
    Limit,
    NoFigure,
    PublicationRule,
    RecordRule,
    Regulation,
    RouteTable,
    Rule,
    Warn,
    When,
)

Label = str | Promise


@dataclass(frozen=True)
class Figure:
    """A dated figure of a limit."""

    words: str
    since: date
    until: date | None
    assumed: bool
    more: str  # what whoever's time it is may add once; "": nothing is said
    source: str
    source_clause: str  # the clause it comes from, where the source is one
    is_now: bool


@dataclass(frozen=True)
class Pause:
    """While the clock stands still."""

    start: str
    until: str
    reason: str


@dataclass(frozen=True)
class DeadlineWords:
    """A time limit in words."""

    clock: str
    matters: tuple[str, ...]  # () = all
    starts: tuple[str, ...]
    stops: tuple[str, ...]
    pauses: tuple[Pause, ...]
    figures: tuple[Figure, ...]
    now: Figure | None
    counting: tuple[Label, ...]
    warnings: tuple[str, ...]
    told_warning: tuple[str, ...]
    told_breach: tuple[str, ...]
    more_time: Label


@dataclass(frozen=True)
class Settled:
    """How the rule stands in one kind of centre that adopts its regulation.

    Where two rules fit the same matter the centre says which one counts. `instead` fits whenever this rule would, so
    this one never counts there; `unless` are those that count where they fit too.
    """

    centre: str
    instead: Rule | None
    unless: tuple[Rule, ...]
    over: tuple[Rule, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class TableRow:
    """A row of a decision table: the first that fits is the answer."""

    id: str
    when: tuple[str, ...]
    route: str
    target: str
    mediation: bool
    because: str
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class GateWords:
    """What must be there before a deed."""

    verb: str
    items: tuple[str, ...]
    only_for: tuple[str, ...]
    not_for: tuple[str, ...]
    message: str


@dataclass(frozen=True)
class DutyWords:
    """A recurring duty in words."""

    actor: str
    scope: Label  # what owes it each
    is_raised: bool  # no: nobody keeps a list of those yet, so that nobody can be asked, and nothing counts as kept
    often: Label
    times: int
    due: str
    last_day: Label
    workdays_only: bool
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class RulePage:
    """A rule with all that is said beside it. Of the words, only those of its own kind are there."""

    kind: str
    regulation: Regulation
    lines: tuple[Line, ...]
    conflicts: tuple[Conflict, ...]
    centres: tuple[Settled, ...] = ()
    deadline: DeadlineWords | None = None
    rows: tuple[TableRow, ...] = ()
    gate: GateWords | None = None
    duty: DutyWords | None = None
    matters: tuple[str, ...] = ()  # of a checklist: which matters it is for
    shown_on: Label = ""
    audience: Label = ""


def about(rulebook: Rulebook, rule: Rule, on: date) -> RulePage:
    """Everything the page of a rule says on a day."""
    page = RulePage(
        kind=KIND_OF[type(rule)],
        regulation=rulebook.regulations[rule.regulation],
        lines=tuple(line(rulebook, rulebook.clauses[each]) for each in dict.fromkeys(cited(rule))),
        conflicts=tuple(conflicts_of(rulebook, rule=rule.id)),
    )
    if isinstance(rule, DeadlineRule):
        told = deadline_words(rulebook, rule, on)
        return replace(page, deadline=told, centres=tuple(settled(rulebook, rule)))
    if isinstance(rule, RouteTable):
        return replace(page, rows=tuple(table_rows(rulebook, rule)))
    if isinstance(rule, GateRule):
        return replace(page, gate=gate_words(rulebook, rule))
    if isinstance(rule, DutyRule):
        return replace(page, duty=duty_words(rulebook, rule))
    if isinstance(rule, ChecklistRule):
        return replace(page, matters=conditions(rulebook, rule.when))
    if isinstance(rule, PublicationRule):
        page = replace(page, audience=_label(labels.AUDIENCE, rule.audience))
    if isinstance(rule, PublicationRule | RecordRule):
        page = replace(page, shown_on=_label(labels.PAGE, rule.shown_at))
    return page


def deadline_words(rulebook: Rulebook, rule: DeadlineRule, on: date) -> DeadlineWords:
    """A time limit as its page tells it on a day."""
    events = rulebook.vocabulary.events
    figures = tuple(_figure(rulebook, rule, limit, on) for limit in rule.limits)
    counting = [labels.COUNTING[rule.counting], labels.WINDOW[rule.window]]
    if rule.limits[0].unit == AGREED:
        counting = [labels.AGREED, labels.END[rule.end], labels.LAST_DAY[rule.last_day]]
    elif rule.limits[0].seconds == 0:  # a count of days
        counting = [labels.COUNTING[rule.counting], labels.END[rule.end], labels.LAST_DAY[rule.last_day]]
    return DeadlineWords(
        clock=words(rulebook.vocabulary.clocks[rule.clock]),
        matters=conditions(rulebook, rule.when),
        starts=tuple(words(events[each]) for each in rule.start),
        stops=tuple(words(events[each]) for each in rule.stop),
        pauses=tuple(
            Pause(words(events[each.start]), words(events[each.until]), words(each.reason) if each.reason else "")
            for each in rule.pause
        ),
        figures=figures,
        now=next((each for each in figures if each.is_now), None),
        counting=tuple(counting),
        warnings=tuple(_warning(each) for each in rule.warn),
        told_warning=_roles(rule.tell_warning),
        told_breach=_roles(rule.tell_breach),
        more_time=labels.MORE_TIME[rule.more_time],
    )


def settled(rulebook: Rulebook, rule: DeadlineRule) -> list[Settled]:
    """The kinds of centre that adopt the rule's regulation, and what counts there where several rules fit."""
    found = []
    for centre in rulebook.centres.values():
        if rule.regulation not in centre.adopts:
            continue
        lost = [each for each in centre.settles if rule.id in each.over]
        winners = [rulebook.deadline(each.chosen) for each in lost]
        instead = next((each for each in winners if _always_fits(each.when, rule.when)), None)
        told = [each for each in lost if instead is None or each.chosen == instead.id]
        won = [rulebook.rules[loser] for each in centre.settles if each.chosen == rule.id for loser in each.over]
        found.append(
            Settled(
                centre=words(centre.title),
                instead=instead,
                unless=() if instead else tuple(winners),
                over=() if instead else tuple(won),
                reasons=tuple(dict.fromkeys(words(each.reason) for each in told)),
            )
        )
    return found


def table_rows(rulebook: Rulebook, table: RouteTable) -> list[TableRow]:
    """A decision table, row by row."""
    return [
        TableRow(
            id=row.id,
            when=conditions(rulebook, row.when),
            route=wording.answer("route", row.then.get("route"), lang()),
            target=wording.answer("to", row.then.get("to"), lang()),
            mediation=row.then.get("offer_mediation") is True,
            because=words(row.because),
            clauses=row.clauses,
        )
        for row in table.rows
    ]


def gate_words(rulebook: Rulebook, gate: GateRule) -> GateWords:
    """A gate as its page tells it."""
    return GateWords(
        verb=words(rulebook.vocabulary.verbs[gate.verb]),
        items=evidence(rulebook, gate.requires),
        only_for=conditions(rulebook, gate.when),
        not_for=conditions(rulebook, gate.unless),
        message=words(gate.message),
    )


def duty_words(rulebook: Rulebook, duty: DutyRule) -> DutyWords:
    """A recurring duty as its page tells it."""
    return DutyWords(
        actor=labels.actor(duty.actor),
        scope=_label(labels.SCOPE, duty.scope),
        is_raised=things.are_kept(duty.scope),
        often=_often(rulebook, duty.every),
        times=duty.every.times,
        due=_due(duty.every),
        last_day=labels.LAST_DAY[duty.last_day],
        workdays_only=duty.workdays_only,
        evidence=evidence(rulebook, duty.evidence),
    )


def conditions(rulebook: Rulebook, when: When) -> tuple[str, ...]:
    """«Urgency: urgent or priority», one for each fact asked for, the values in the order they are declared."""
    found = []
    for fact, values in when.items():
        declared = rulebook.facts[fact].values
        told = [words(text) for value, text in declared.items() if value in values]
        joined = wording.listed(told, lang())
        found.append(_("%(fact)s: %(values)s") % {"fact": words(rulebook.facts[fact].title), "values": joined})
    return tuple(found)


def facts_words(rulebook: Rulebook, facts: Mapping[str, str]) -> tuple[str, ...]:
    """Given facts, one by one."""
    pairs = ((words(rulebook.facts[name].title), fact_label(rulebook, name, value)) for name, value in facts.items())
    return tuple(_("%(fact)s: %(values)s") % {"fact": fact, "values": value} for fact, value in pairs)


def evidence(rulebook: Rulebook, names: Iterable[str]) -> tuple[str, ...]:
    """What a gate or a duty asks for, in words."""
    return tuple(words(rulebook.vocabulary.evidence[name]) for name in names)


def _always_fits(winner: When, loser: When) -> bool:
    """Whenever the loser's condition holds, the winner's does."""
    return all(name in loser and loser[name] <= values for name, values in winner.items())


def _figure(rulebook: Rulebook, rule: DeadlineRule, limit: Limit, on: date) -> Figure:
    try:
        current = rule.limit_on(on)
    except NoFigure:
        current = None
    return Figure(
        words=wording.amount(limit.amount, limit.unit, lang()),
        since=limit.span.first,
        until=limit.span.last,
        assumed=limit.assumed,
        more=wording.amount(limit.more, limit.unit, lang()) if limit.more else "",
        source=limit.source,
        source_clause=limit.source if limit.source in rulebook.clauses else "",
        is_now=limit is current,
    )


def _warning(warn: Warn) -> str:
    if warn.share:
        return _("when %(percent)d%% of the time is used") % {"percent": round(warn.share * 100)}
    return _("%(amount)s before it is due") % {"amount": wording.amount(warn.amount, warn.unit, lang())}


def _roles(roles: Iterable[str]) -> tuple[str, ...]:
    return tuple(words(wording.ROLES[role]) for role in roles)


def _label(known: labels.Labels, code: object) -> Label:
    return known.get(str(code), str(code))


def _often(rulebook: Rulebook, every: Every) -> Label:
    """By the calendar, or each time something happens."""
    if every.event:
        return _("each time: %(event)s") % {"event": words(rulebook.vocabulary.events[every.event])}
    return _("every week") if every.weekdays or every.market_days else labels.PERIOD[every.period]


def _due(every: Every) -> str:
    if every.event:
        return _("within %(amount)s of it") % {"amount": wording.amount(every.amount, every.unit, lang())}
    if every.weekdays or every.market_days:
        days = [_("weekday %(number)d") % {"number": day} for day in every.weekdays]
        return _("on %(days)s") % {"days": wording.listed([*days, *[_("market days")] * every.market_days], lang())}
    if every.weekday:
        return _("on weekday %(number)d of the week") % {"number": every.weekday}
    if not every.month:
        return _("by the last day of the period")
    values = {"month": every.month, "day": every.day}
    if every.period == "monthly":
        if not every.day:
            return _("by the last day of the month")
        return (
            _("before day %(day)d of the month") % values if every.before else _("by day %(day)d of the month") % values
        )
    if not every.day:
        return _("by the last day of month %(month)d of the period") % values
    if every.before:
        return _("before day %(day)d of month %(month)d of the period") % values
    return _("by day %(day)d of month %(month)d of the period") % values
