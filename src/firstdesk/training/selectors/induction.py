"""Induction before the first shift: who has it, who lacks it, and the rule that requires it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min

from firstdesk.common import clock
from firstdesk.common.language import words
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import Appointment, Post, Unit, User
from firstdesk.regulations import selectors as regulations
from firstdesk.rosters.ports import Lack, Stand
from firstdesk.rulebook import gates
from firstdesk.rulebook.book import Rulebook
from firstdesk.training.models import Certificate
from firstdesk.training.selectors.people import appointments
from firstdesk.training.states import CertificateState

VERB, EVIDENCE = "rosters.plan_shift", "inducted"


def since(book: Rulebook, centre_kind: str) -> date | None:
    """Since when new staff need induction, by the gates for a kind of centre; None where none is required."""
    found = [gate for gate in book.by_verb.get((centre_kind, VERB), ()) if EVIDENCE in gate.requires]
    days = [gate.in_force.first if gate.in_force else date.min for gate in found]
    return min(days, default=None)


def inducted(people: Collection[int], on: date) -> set[int]:
    """Ids of people whose induction is valid on a day."""
    found = Certificate.objects.filter(person__in=people, is_induction=True, state=CertificateState.VALID)
    found = found.filter(valid_from__lte=on).exclude(valid_until__lt=on)
    return set(found.values_list("person", flat=True))


def newcomers(people: Collection[int], begun: date) -> set[int]:
    """Ids of people who held no post before the rule was in force; everybody else is no newcomer."""
    first = Appointment.objects.filter(user__in=people).values("user").annotate(first=Min("starts_on"))
    return set(first.filter(first__gte=begun).values_list("user", flat=True))


def lacking(stands: Sequence[Stand]) -> list[Lack | None]:
    """For each of these shifts, why the person may not stand it, if so; the roster asks before one is planned and,
    since a certificate may end or be withdrawn, of those that are planned."""
    papers = _papers({each.person.pk for each in stands})
    without = [each for each in stands if not any(row.holds(_day(each)) for row in papers[each.person.pk])]
    if not without:  # of most people nothing more has to be asked
        return [None] * len(stands)
    versions = regulations.versions_on({_day(each) for each in without})
    centres = {unit: directory.centre_of(unit) for unit in {each.post.unit for each in without}}
    asked = {
        each: (version, centre.centre_kind)
        for each in without
        if (version := versions[_day(each)]) and (centre := centres[each.post.unit])
    }
    rules = {key: found for key in set(asked.values()) if (found := _rule(*key))}
    new = {begun: newcomers({each.person.pk for each in without}, begun) for begun, _lack in rules.values()}
    lacks = {}
    for each, key in asked.items():
        begun, lack = rules.get(key, (date.max, None))
        if begun <= _day(each) and each.person.pk in new[begun]:
            lacks[each] = lack
    return [lacks.get(each) for each in stands]


def _day(stand: Stand) -> date:
    return clock.local(stand.starts_at).date()


def _papers(people: Collection[int]) -> defaultdict[int, list[Certificate]]:
    found = defaultdict(list)
    for row in Certificate.objects.filter(person__in=people, is_induction=True, state=CertificateState.VALID):
        found[row.person_id].append(row)
    return found


def _rule(version: str, centre_kind: str) -> tuple[date, Lack] | None:
    """Since when whoever is new in a kind of centre needs induction, and what is said without it; None: never."""
    book = regulations.version(version)
    begun = since(book, centre_kind)
    verdict = gates.check(book, centre_kind, VERB, (), {})
    told = next((miss for miss in verdict.missing if miss.item == EVIDENCE), None)
    return (begun, Lack(words(told.message), told.clauses)) if begun and told else None


@dataclass(frozen=True)
class Newcomer:
    """Somebody who holds a post without induction."""

    person: User
    posts: list[Post]
    since: date


def waiting(centre: Unit, at: datetime) -> list[Newcomer]:
    """Newcomers of a centre without induction."""
    today = clock.local(at).date()
    begun = since(regulations.current(at), centre.centre_kind)
    if begun is None:
        return []
    rows = list(appointments(centre, today).select_related("user", "post__unit").order_by("starts_on", "pk"))
    keys = {row.user_id for row in rows}
    missing = newcomers(keys, begun) - inducted(keys, today)
    found: dict[int, Newcomer] = {}
    for row in rows:
        if row.user_id in missing:
            found.setdefault(row.user_id, Newcomer(row.user, [], row.starts_on)).posts.append(row.post)
    return list(found.values())
