"""The record for those who watch over the work: who did what, and who looked."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from firstdesk.common.clock import midnight
from firstdesk.directory.models import Unit, User
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Matter, Recusal
from firstdesk.workbench.selectors.sentences import actor, reason, sentence

PAGE = 50
NAMESAKES = 50
MATTER = "matter:"


@dataclass(frozen=True)
class Search:
    """What is looked for; empty: everything."""

    person: str = ""
    verb: str = ""
    number: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Line:
    """An entry as the page shows it. Reason and values are left out where the reader may not read the matter."""

    entry: Entry
    who: str
    sentence: str
    number: str
    reason: str
    changes: tuple[tuple[str, object, object], ...]  # name, before, after


@dataclass(frozen=True)
class Page:
    """Fifty lines, newest first; the marks lead to the pages beside."""

    lines: tuple[Line, ...]
    older: str


def audit(acting: Acting, search: Search, before: str = "") -> Page:
    """One page of the entries this person may see."""
    found = _matching(_reach(acting, search), search)
    if before:
        moment, _tilde, pk = before.partition("~")
        at = datetime.fromisoformat(moment)
        found = found.filter(Q(at__lt=at) | Q(at=at, pk__lt=int(pk)))
    rows = list(found.order_by("-at", "-pk")[: PAGE + 1])
    shown, is_more = rows[:PAGE], len(rows) > PAGE
    last = shown[-1] if shown else None
    return Page(_lines(acting, shown), f"{last.at.isoformat()}~{last.pk}" if last and is_more else "")


def _reach(acting: Acting, search: Search) -> QuerySet[Entry]:
    """From the top of the tree everything; else what people of the own units did, and whole matters of own centres.
    Of a complaint about the reader nothing."""
    about = (
        Recusal.objects.standing()
        .filter(person=acting.user, why=Recusal.Why.CONCERNED)
        .values_list("matter", flat=True)
    )
    entries = Entry.objects.exclude(chain__in=[f"{MATTER}{pk}" for pk in about])
    if acting.unit.parent_id is None:
        return entries
    units = Unit.objects.filter(path__startswith=acting.unit.path)
    if search.number:
        own = Matter.objects.filter(number=search.number, centre__in=units).first()
        if own:
            return entries.filter(chain=own.ledger_chain)
    return entries.filter(unit_id__in=list(units.values_list("pk", flat=True)))


def _matching(entries: QuerySet[Entry], search: Search) -> QuerySet[Entry]:
    if search.person:
        names = Q(first_name__icontains=search.person) | Q(username__iexact=search.person)
        people = list(User.objects.filter(names).values_list("pk", flat=True)[:NAMESAKES])
        entries = entries.filter(actor_id__in=people)
    if search.verb:
        entries = entries.filter(verb=search.verb)
    if search.number:
        pk = Matter.objects.filter(number=search.number).values_list("pk", flat=True).first()
        entries = entries.filter(chain=f"{MATTER}{pk}")
    if search.day:
        start = midnight(search.day)
        entries = entries.filter(at__gte=start, at__lt=start + timedelta(days=1))
    return entries


def _lines(acting: Acting, entries: list[Entry]) -> tuple[Line, ...]:
    keys = {int(entry.chain[len(MATTER) :]) for entry in entries if entry.chain.startswith(MATTER)}
    numbers = dict(Matter.objects.filter(pk__in=keys).values_list("pk", "number"))
    readable = Matter.objects.none()
    if acting.may(Permission.READ_SUBTREE):
        readable = Matter.objects.visible_to(acting).filter(pk__in=keys)
    shown = {f"{MATTER}{pk}" for pk in readable.values_list("pk", flat=True)}
    return tuple(_line(entry, numbers, entry.chain in shown) for entry in entries)


def _line(entry: Entry, numbers: dict[int, str], is_readable: bool) -> Line:
    is_case = entry.chain.startswith(MATTER)
    number = numbers.get(int(entry.chain[len(MATTER) :]), "") if is_case else ""
    if is_case and not is_readable:
        return Line(entry, actor(entry), sentence(entry), number, "", ())
    before, after = entry.before, entry.after
    changes = tuple((name, before.get(name, ""), after.get(name, "")) for name in sorted(before | after))
    return Line(entry, actor(entry), sentence(entry), number, reason(entry), changes)
