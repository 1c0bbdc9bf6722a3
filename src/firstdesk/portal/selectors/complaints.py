"""What one person reads about their complaint: what was explained, what is owed, what is promised."""

from dataclasses import dataclass
from datetime import datetime

from firstdesk.common.language import words
from firstdesk.complaints import selectors as complaints
from firstdesk.complaints.models import Compensation, Record
from firstdesk.complaints.states import CompensationState
from firstdesk.directory.models import Unit
from firstdesk.matters.models import Matter
from firstdesk.portal.selectors.follow import Ahead, limit_words
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook.compensation import CompensationRule


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
