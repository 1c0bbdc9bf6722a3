"""What remains after an agreement: promises with their clocks, visits, court confirmation, closing."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from firstdesk.common import clock as walls
from firstdesk.directory.scope import Acting
from firstdesk.mediation.models import (
    Agreement,
    Case,
    Confirmation,
    Copy,
    Exhibit,
    Failure,
    Party,
    Promise,
    Session,
    Urging,
    Visit,
)
from firstdesk.mediation.selectors.case import phone_of
from firstdesk.mediation.selectors.titles import party_title
from firstdesk.mediation.states import PERFORMING, PROMISE_OPEN, AgreementState, CaseState, PromiseState
from firstdesk.obligations import timing
from firstdesk.obligations.models import Clock
from firstdesk.obligations.states import ClockState
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook.model import DeadlineRule

PERFORM, WINDOW = "perform", "judicial_window"  # clocks of the rulebook
Kind = Urging.Kind


def window_until(agreement: Agreement) -> datetime:
    """The last moment for a joint application to a court (art. 33), as the deadline rule counts it."""
    assert agreement.effective_at is not None
    matter, day = agreement.case.matter, walls.local(agreement.effective_at).date()
    rule = timing.picked(matter.rulebook_version, matter.centre_kind, WINDOW, {}, day)
    if rule is None:  # a kind of centre that adopted no such rule: the law holds all the same, as another has it
        rules = regulations.version(matter.rulebook_version).rules.values()
        rule = next(each for each in rules if isinstance(each, DeadlineRule) and each.clock == WINDOW)
    return timing.counted(matter.rulebook_version, rule, agreement.effective_at).due


def kind_agreed(case: Case) -> str:
    """The kind of agreement in effect, for gate facts: `written`, `oral` or `none`."""
    found = Agreement.objects.filter(case=case, state=AgreementState.EFFECTIVE).values_list("kind", flat=True)
    return str(next(iter(found), "none"))


def is_file_complete(case: Case) -> bool:
    """Whether the file is complete: registration, work record, and the agreement or the reason why there is none (art.
    27)."""
    ended = Failure.objects.filter(case=case).exists() or kind_agreed(case) != "none"
    worked = Session.objects.filter(lead=case).exists() or Failure.objects.filter(case=case).exists()
    return ended and (worked or case.joint_id is not None)


def promised(case: Case) -> QuerySet[Promise]:
    """Promises of all agreements in effect, by due day."""
    found = Promise.objects.filter(term__agreement__case=case, term__agreement__state=AgreementState.EFFECTIVE)
    related = ("term__debtor", "term__creditor", "term__agreement", "proof")
    return found.select_related(*related).order_by("due_on", "term__no", "no")


def is_settled(case: Case) -> bool:
    """Whether no promise is still to fall due, and each broken one was urged and its parties told of the way to court
    (arts. 31, 32)."""
    left = list(promised(case).filter(state__in=sorted(PROMISE_OPEN)))
    told = _kinds(left)
    return all(
        promise.state == PromiseState.BROKEN and {Kind.URGED, Kind.COURT_TOLD} <= told[promise.pk] for promise in left
    )


def _kinds(promises: Iterable[Promise]) -> Mapping[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for key, kind in Urging.objects.filter(promise__in=list(promises)).values_list("promise_id", "kind"):
        found[key].add(kind)
    return found


def closing(case: Case) -> dict[str, bool]:
    """Evidence for the closing gate: name of the evidence and whether it is present."""
    copies = Copy.objects.filter(agreement__case=case, delivered_at=None, party__isnull=False)
    return {
        "promises_settled": is_settled(case),
        "file_complete": is_file_complete(case),
        "copies_delivered": not copies.exists(),
        "visited": Visit.objects.filter(case=case).exists(),
    }


def to_remind(at: datetime) -> list[Promise]:
    """Promises whose clock has started to warn and whose debtor has not been reminded automatically yet."""
    warning = Clock.objects.filter(code=PERFORM, state=ClockState.RUNNING, due_at__gt=at).filter(
        Q(warn_at=None) | Q(warn_at__lte=at)
    )
    parts = warning.filter(part__startswith="promise:").values_list("part", flat=True)
    keys = [int(part.removeprefix("promise:")) for part in parts]
    reminded = Urging.objects.filter(kind=Kind.REMINDED, urged_by=None).values("promise")
    found = Promise.objects.filter(
        pk__in=keys,
        state=PromiseState.AWAITED,
        term__agreement__state=AgreementState.EFFECTIVE,
        term__agreement__case__state__in=PERFORMING,
    ).exclude(pk__in=reminded)
    return list(found.select_related("term__debtor", "term__agreement__case").order_by("due_on", "pk"))


@dataclass(frozen=True)
class PromiseLine:
    """One promise as its page shows it."""

    promise: Promise
    debtor: str
    creditor: str
    clock: Clock | None
    urgings: list[Urging]
    is_open: bool
    has_phone: bool
    creditor_has_phone: bool

    @property
    def may_message(self) -> bool:
        """Whether a message could reach whoever it is for: who owes it, or once it is broken the other side."""
        return self.has_phone or (self.creditor_has_phone and self.promise.state == PromiseState.BROKEN)


def lines(case: Case, at: datetime) -> list[PromiseLine]:
    """The promises of a case with clock and urgings; four queries."""
    promises = list(promised(case))
    parts = [promise.part for promise in promises]
    clocks = {clock.part: clock for clock in Clock.objects.filter(matter_id=case.matter_id, part__in=parts)}
    said: dict[int, list[Urging]] = defaultdict(list)
    for urging in Urging.objects.filter(promise__in=promises).select_related("urged_by").order_by("urged_at", "pk"):
        said[urging.promise_id].append(urging)
    return [
        PromiseLine(
            promise,
            party_title(promise.term.debtor),
            party_title(promise.term.creditor),
            clocks.get(promise.part),
            said[promise.pk],
            promise.state in PROMISE_OPEN,
            bool(phone_of(promise.term.debtor, at)),
            bool(phone_of(promise.term.creditor, at)),
        )
        for promise in promises
    ]


def handed_in(case: Case) -> list[Exhibit]:
    """What parties handed in since an agreement took effect: it shows what was performed, and is shown in no session."""
    if case.effective_at is None:
        return []
    found = Exhibit.objects.filter(case=case, entered_at__gte=case.effective_at, shown_in=None, party__isnull=False)
    return list(found.select_related("party", "file").order_by("no"))


@dataclass(frozen=True)
class Sums:
    """How many promises are settled, and how much money of how much (fen)."""

    all: int
    kept: int
    broken: int
    fen: int
    fen_kept: int


def sums(found: Collection[PromiseLine]) -> Sums:
    """Totals over the promises of one case."""
    kept = [line.promise for line in found if line.promise.state == PromiseState.KEPT]
    return Sums(
        len(found),
        len(kept),
        sum(line.promise.state == PromiseState.BROKEN for line in found),
        sum(line.promise.amount or 0 for line in found),
        sum(promise.amount or 0 for promise in kept),
    )


def panel(case: Case, acting: Acting, at: datetime) -> dict[str, object] | None:
    """The promises panel of the case page; None before an agreement is in effect."""
    found = lines(case, at)
    visits = Visit.objects.filter(case=case).count()
    if not found and not visits and case.state not in CLOSABLE:
        return None
    return {"promise_lines": found, "sums": sums(found), "visit_count": visits, "confirmation": confirmation_of(case)}


CLOSABLE = frozenset({CaseState.PERFORMED, CaseState.BREACHED, CaseState.FAILED, CaseState.WITHDRAWN})


def confirmation_of(case: Case, agreement: Agreement | None = None) -> Confirmation | None:
    """The court confirmation of this agreement, or without one the newest of the case; None where there is none."""
    found = Confirmation.objects.filter(agreement__case=case)
    if agreement is not None:
        found = found.filter(agreement=agreement)
    found = found.select_related("agreement__case__matter", "paper")
    return found.order_by("-pk").first()


def page(case: Case, acting: Acting, at: datetime) -> dict[str, object]:
    """Context of the performance page."""
    found = lines(case, at)
    visits = Visit.objects.filter(case=case).select_related("party", "visited_by").order_by("-visited_at")
    clock = Clock.objects.filter(matter_id=case.matter_id, part=case.part, code="mediation_visit")
    needed = closing(case) if case.state in CLOSABLE else {}
    return {
        "case": case,
        "at": at,
        "lines": found,
        "sums": sums(found),
        "handed_in": handed_in(case),
        "visits": [(party_title(visit.party), visit) for visit in visits],
        "visit_clock": clock.exclude(state=ClockState.STOPPED).first(),
        "parties": [(party.no, party_title(party)) for party in Party.objects.filter(case=case).order_by("no")],
        "closing": needed,
        "to_come": [line.promise.due_on for line in found if line.promise.state == PromiseState.AWAITED],
        "may_close": case.state in CLOSABLE,
        "confirmation": confirmation_of(case),
    }
