"""What the public reads about complaints: this year's figures of a centre, and what was explained to one person."""

from dataclasses import dataclass
from datetime import date, datetime

from firstdesk.common.language import words
from firstdesk.complaints import selectors as complaints
from firstdesk.complaints.models import Compensation, Record
from firstdesk.complaints.states import CompensationState
from firstdesk.directory.models import Unit
from firstdesk.matters.models import Matter
from firstdesk.portal.selectors.follow import Ahead, limit_words
from firstdesk.portal.selectors.wall import SMALL
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook.compensation import CompensationRule


@dataclass(frozen=True)
class PublicTotals:
    """This year's complaints as everybody may read them: no count below three, nor one such a count follows from. None is
    «not shown», which is not nothing."""

    since: date
    few: bool  # fewer than three complaints: only that is said
    received: int
    answered: str
    promised: int | None
    paid: int | None


def public_totals(centre: Unit, at: datetime) -> PublicTotals:
    """Figures nobody can be recognised in."""
    found = complaints.totals(centre, at)
    good, late = found.in_time, found.late
    waiting = found.received - good - late  # follows from the other two
    money = _tells(found.promised_to, late)
    return PublicTotals(
        since=found.since,
        few=found.received < SMALL,
        received=found.received,
        answered=_answered(good, late) if _tells(waiting) else "",
        promised=found.promised if money else None,
        paid=found.paid if money and _tells(found.paid_to, found.promised_to - found.paid_to) else None,
    )


def _tells(*counts: int) -> bool:
    """Whether nobody can be recognised in these counts, which may be read together."""
    return all(count <= 0 or count >= SMALL for count in counts)


def _answered(good: int, late: int) -> str:
    if _tells(good, late):
        return f"{good} / {late}"
    return f"{good + late}" if _tells(good + late) else ""


@dataclass(frozen=True)
class Owed:
    """What the person who complained is owed, in their own words: how much, and what becomes of it."""

    days: int
    amount: int
    state: str
    said: str


def owed(matter: Matter) -> Owed | None:
    """The compensation of this complaint; None where nothing is owed."""
    money = Compensation.objects.filter(complaint__matter=matter).first()
    if money is None:
        return None
    said = money.reason if money.state == CompensationState.EXPLAINED else ""
    return Owed(money.days, money.amount, money.state, said)


def explanations(matter: Matter) -> list[Record]:
    """Why it takes longer, as it was explained to the person (SS-HB-23)."""
    found = Record.objects.filter(complaint__matter=matter, kind=Record.Kind.EXPLANATION)
    return list(found.order_by("-recorded_at"))


@dataclass(frozen=True)
class Money:
    """What is promised for late answers, as the rule says it."""

    title: str
    clauses: tuple[str, ...]


def promised(centre: Unit, at: datetime) -> tuple[tuple[Ahead, ...], tuple[Money, ...]]:
    """The limits a complaint runs under, and what a late answer costs, from the rules of this kind of centre."""
    book = regulations.current(at)
    rules = (rule for code in complaints.PROMISES for rule in book.deadlines_for(centre.centre_kind, code))
    limits = tuple(Ahead(words(rule.title), limit_words(rule, at), rule.clauses) for rule in rules)
    paid = (rule for rule in book.rules.values() if isinstance(rule, CompensationRule))
    return limits, tuple(Money(words(rule.title), rule.clauses) for rule in paid)
