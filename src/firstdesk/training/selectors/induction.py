"""Induction before the first shift: who has it, who lacks it, and the rule that requires it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min

from firstdesk.common import clock
from firstdesk.common.language import words
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import Appointment, Post, Unit, User
from firstdesk.regulations import selectors as regulations
from firstdesk.rosters.ports import Lack
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


def lacking(post: Post, people: Collection[User], at: datetime) -> Mapping[int, Lack]:
    """People who may not be on shift at a post from `at` on, and why; the roster asks before planning a shift."""
    on = clock.local(at).date()
    keys = {each.pk for each in people}
    missing = keys - inducted(keys, on)  # of most people nothing more has to be asked
    version = regulations.current_version(at) if missing else None
    centre = directory.centre_of(post.unit) if version else None
    if version is None or centre is None:
        return {}
    book = regulations.version(version)
    begun = since(book, centre.centre_kind)
    if begun is None or on < begun:
        return {}
    missing &= newcomers(missing, begun)
    verdict = gates.check(book, centre.centre_kind, VERB, (), {})
    told = next((miss for miss in verdict.missing if miss.item == EVIDENCE), None)
    return {key: Lack(words(told.message), told.clauses) for key in missing} if told else {}


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
