"""The figures of a month, each a set of records: what counts them lists them, so that they can never differ."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise as Words
from django.utils.translation import gettext_lazy as _

from firstdesk.matters.models import Grade, Matter
from firstdesk.matters.states import State
from firstdesk.mediation.models import Case, Profile, Promise
from firstdesk.mediation.states import AgreementState, CaseState, PromiseState
from firstdesk.screening.models import Major
from firstdesk.screening.selectors.months import Days, Month

Rows = QuerySet[Any]
DISPUTE = "civil_dispute"  # the nature of matters that are disputes
GONE = (State.INVALID, State.DUPLICATE)
KEPT = (PromiseState.KEPT, PromiseState.RELEASED)


def _found(centres: Collection[int], month: Days) -> Rows:
    """Disputes registered in the month, whoever found them."""
    found = Matter.objects.filter(centre__in=centres, nature=DISPUTE).exclude(state__in=GONE)
    return found.filter(registered_at__gte=month.begins, registered_at__lt=month.ends)


def _cases(centres: Collection[int], profile: Profile = Profile.PEOPLE) -> QuerySet[Case]:
    """People's mediation, which the police's own is never mixed with."""
    return Case.objects.filter(centre__in=centres, profile=profile)


def _taken_on(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Not declined, nor refused or taken back before anybody took it on, whether at the desk or by a party's link."""
    begun = cases.filter(decided_at__isnull=False).exclude(state=CaseState.DECLINED)
    return begun.exclude(failure__ended_at=F("decided_at"))


def _accepted(centres: Collection[int], month: Days) -> Rows:
    return _taken_on(_cases(centres)).filter(decided_at__gte=month.begins, decided_at__lt=month.ends)


def _public_order(centres: Collection[int], month: Days) -> Rows:
    found = _taken_on(_cases(centres, Profile.PUBLIC_ORDER))
    return found.filter(decided_at__gte=month.begins, decided_at__lt=month.ends)


def _major(centres: Collection[int], month: Days) -> Rows:
    return _accepted(centres, month).filter(grade=Grade.MAJOR)


def _settled(centres: Collection[int], month: Days) -> Rows:
    return _cases(centres).filter(effective_at__gte=month.begins, effective_at__lt=month.ends)


def _ended(centres: Collection[int], month: Days) -> QuerySet[Case]:
    """Without any agreement: where part was agreed the case is settled, whatever became of the rest."""
    span = Q(failure__ended_at__gte=month.begins, failure__ended_at__lt=month.ends)
    return _taken_on(_cases(centres)).filter(span, effective_at=None)


def _failed(centres: Collection[int], month: Days) -> Rows:
    return _ended(centres, month).exclude(failure__reason="withdrawn")


def _withdrawn(centres: Collection[int], month: Days) -> Rows:
    return _ended(centres, month).filter(failure__reason="withdrawn")


def _pending(centres: Collection[int], month: Days) -> Rows:
    """Taken on before the end of the month, and then neither agreed nor ended."""
    open_then = Q(effective_at=None) | Q(effective_at__gte=month.ends)
    not_ended = Q(failure=None) | Q(failure__ended_at__gte=month.ends)
    return _taken_on(_cases(centres)).filter(open_then & not_ended, decided_at__lt=month.ends)


def _referred_up(centres: Collection[int], month: Days) -> Rows:
    found = Major.objects.filter(centre__in=centres, superior__isnull=False)
    return found.filter(reported_at__gte=month.begins, reported_at__lt=month.ends)


def _due_promises(month: Days) -> QuerySet[Promise]:
    in_effect = Promise.objects.filter(term__agreement__state=AgreementState.EFFECTIVE)
    return in_effect.filter(due_on__gte=month.first, due_on__lte=month.last)


def _due(centres: Collection[int], month: Days) -> Rows:
    """Cases in which something agreed fell due in the month."""
    return _cases(centres).filter(pk__in=_due_promises(month).values("term__agreement__case"))


def _performed(centres: Collection[int], month: Days) -> Rows:
    """Of those, the ones in which all that fell due was kept or let go."""
    left = _due_promises(month).exclude(state__in=KEPT)
    return _due(centres, month).exclude(pk__in=left.values("term__agreement__case"))


@dataclass(frozen=True)
class Kind:
    """What a figure counts."""

    code: str
    label: str | Words
    of: str  # matters, cases, majors
    members: Callable[[Collection[int], Days], Rows]


KINDS = {
    kind.code: kind
    for kind in (
        Kind("found", _("Disputes found"), "matters", _found),
        Kind("accepted", _("Taken on for mediation"), "cases", _accepted),
        Kind("settled", _("Settled by agreement"), "cases", _settled),
        Kind("failed", _("Ended without agreement"), "cases", _failed),
        Kind("withdrawn", _("Withdrawn"), "cases", _withdrawn),
        Kind("pending", _("Pending at the end of the month"), "cases", _pending),
        Kind("referred_up", _("Reported upward"), "majors", _referred_up),
        Kind("major", _("New major disputes"), "cases", _major),
        Kind("due", _("With something due in the month"), "cases", _due),
        Kind("performed", _("All that was due performed"), "cases", _performed),
        Kind("public_order", _("Public-order mediation, counted apart"), "cases", _public_order),
    )
}


@dataclass(frozen=True)
class Wish:
    """Which records a figure counts, as its address says it."""

    code: str
    month: Month
    topic: str = ""  # the root of a kind of dispute
    grade: str = ""

    @property
    def kind(self) -> Kind:
        return KINDS[self.code]


@dataclass(frozen=True)
class Figure:
    """A number, what it was a month before, and the addresses of the records of both."""

    code: str
    label: str | Words
    count: int
    before: int
    query: str
    query_before: str

    @property
    def change(self) -> int:
        return self.count - self.before


@dataclass(frozen=True)
class Figures:
    """All figures of one month, for one centre or for several."""

    lines: tuple[Figure, ...]
    topics: tuple[tuple[str, int, str], ...]  # root topic, count, query
    grades: tuple[tuple[str | Words, int, str], ...]
    mean_days: float | None

    @property
    def addresses(self) -> dict[str, str]:
        """Where the records behind each stand, also for what is computed from several."""
        return {line.code: line.query for line in self.lines}

    @property
    def counts(self) -> dict[str, int]:
        """Each by its code."""
        return {line.code: line.count for line in self.lines}

    def of(self, code: str) -> int:
        """One of them."""
        return self.counts[code]

    @property
    def rate(self) -> int | None:
        """Per cent of the cases with something due in which all of it was performed."""
        return share(self.of("performed"), self.of("due"))

    @property
    def success(self) -> int | None:
        """Per cent of those that ended in the month by agreement: of a centre, never of persons."""
        return share(self.of("settled"), self.of("settled") + self.of("failed"))

    @property
    def is_zero(self) -> bool:
        """Nothing happened, and that is a report, too."""
        return not any(line.count for line in self.lines)


def share(part: int, whole: int) -> int | None:
    """Per cent, rounded down so that only all is a hundred."""
    return part * 100 // whole if whole else None


Held = Mapping[str, list[int]]  # the keys each figure counts, by its code


def keep(centre: int, month: Month) -> dict[str, list[int]]:
    """Every figure of one centre in the month as the keys of what it counts, kinds and grades among them."""
    return keep_each([centre], month)[centre]


def keep_each(centres: Collection[int], month: Month) -> dict[int, dict[str, list[int]]]:
    """The same of several centres; the queries do not grow with them."""
    found: dict[int, dict[str, list[int]]] = {centre: {code: [] for code in KINDS} for centre in centres}
    for code, kind in KINDS.items() if centres else ():
        for centre, pk in kind.members(centres, month).order_by("pk").values_list("centre", "pk"):
            found[centre][code].append(pk)
    taken = [pk for held in found.values() for pk in held["accepted"]]
    rows = Case.objects.filter(pk__in=taken).order_by("pk").values_list("centre", "pk", "kind", "grade")
    for centre, pk, topic, grade in rows if taken else ():
        found[centre].setdefault(f"topic:{topic.partition('.')[0]}", []).append(pk)
        found[centre].setdefault(f"grade:{grade}", []).append(pk)
    return found


def figures(now: Held, before: Held, month: Month, place: str) -> Figures:
    """Of what was kept, or is counted now, beside the month before; `place` is how the address names centre or level."""
    lines = tuple(
        Figure(
            code, kind.label, len(now.get(code, ())), len(before.get(code, ())), _query(place, month, figure=code),
            _query(place, month.before, figure=code),
        )
        for code, kind in KINDS.items()
    )  # fmt: skip
    roots = sorted((key.removeprefix("topic:") for key in now if key.startswith("topic:")), key=_most(now))
    return Figures(
        lines,
        tuple((root, len(now[f"topic:{root}"]), _query(place, month, figure="accepted", topic=root)) for root in roots),
        tuple(
            (label, len(now.get(f"grade:{code}", ())), _query(place, month, figure="accepted", grade=code))
            for code, label in Grade.choices
        ),
        mean_days(now["settled"]),
    )


def _most(now: Held) -> Callable[[str], tuple[int, str]]:
    return lambda root: (-len(now[f"topic:{root}"]), root)


def held_keys(held: Held, wish: Wish) -> list[int]:
    """Of the records behind a figure as it was kept."""
    if wish.topic:
        return held.get(f"topic:{wish.topic}", [])
    return held.get(f"grade:{wish.grade}", []) if wish.grade else held.get(wish.code, [])


def mean_days(settled: Collection[int]) -> float | None:
    """Days from taking on to effect, on the average of these cases."""
    if not settled:
        return None
    spans = [
        effective - decided
        for effective, decided in Case.objects.filter(pk__in=settled).values_list("effective_at", "decided_at")
        if effective and decided
    ]
    return round(sum(spans, timedelta()) / timedelta(days=1) / len(spans), 1) if spans else None


def _query(place: str, month: Month, **values: str) -> str:
    return f"{place}&{urlencode({'month': month.code, **values})}"
