"""Figures of one unit. What became of a referral is read from the ledger, for answers may be returned."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db.models import BigIntegerField, Exists, JSONField, OuterRef, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from firstdesk.dispatch.models import OnSceneHandover, Referral, Turnout
from firstdesk.dispatch.states import ReferralState
from firstdesk.ledger.models import Entry
from firstdesk.reporting.figures.matters import ENDS
from firstdesk.reporting.figures.scope import Rows, Scope

KIND = "matters.Matter"
ACCEPTED, ANSWERED, RETURNED, RELIEVED = (
    "referral.accepted",
    "referral.answered",
    "referral.returned",
    "turnout.relieved",
)
TAKEN = frozenset({ACCEPTED, RETURNED})
AWAY = frozenset({"referral.offered", "referral.objected", "referral.withdrawn", "referral.confirmed", ANSWERED})
WAYS = TAKEN | AWAY | {RELIEVED, "matter.escalated", *ENDS}


def _to(scope: Scope) -> Rows:
    return Referral.objects.filter(to_unit=scope.unit).order_by()


def asked(scope: Scope) -> Rows:
    """Referrals to the unit in these days."""
    return _to(scope).filter(**scope.within("offered_at"))


def accepted(scope: Scope) -> Rows:
    """Referrals it accepted, at its desk or from another unit on the spot."""
    passed = Q(_passed_on(), **scope.within("offered_at"))
    return _to(scope).filter(Q(pk__in=_said(scope, ACCEPTED)) | passed)


def refused(scope: Scope) -> Rows:
    """Referrals it objected to."""
    return _to(scope).filter(state=ReferralState.OBJECTED, **scope.within("decided_at"))


def answered(scope: Scope) -> Rows:
    """Referrals it answered, each once even if the answer was returned."""
    return _to(scope).filter(pk__in=_said(scope, ANSWERED))


def _said(scope: Scope, verb: str) -> Rows:
    """Referrals with this ledger verb in these days."""
    said = Entry.objects.filter(verb=verb, subject_kind=KIND, **scope.within("at")).order_by()
    named = KeyTextTransform("referral", Cast("after_json", JSONField()))
    return said.values_list(Cast(named, BigIntegerField()))


def _passed_on() -> Exists:
    """Whether the referral came from a unit that was relieved on the spot."""
    return Exists(
        OnSceneHandover.objects.filter(
            matter=OuterRef("matter"), to_unit=OuterRef("to_unit"), handed_over_at=OuterRef("offered_at")
        )
    )


def at_hand(scope: Scope) -> Rows:
    """Referrals accepted and not answered at the cut-off; if anything happened since, the ledger tells."""
    own = _to(scope).filter(offered_at__lt=scope.ends)
    said = Entry.objects.filter(verb__in=WAYS, subject_kind=KIND)
    went = said.filter(at__gte=scope.ends).order_by().values_list(Cast("subject_id", BigIntegerField()))
    since = set(own.filter(matter__in=went).values_list("matter", flat=True))
    then = set(_held(own, said.filter(chain__in=[f"matter:{pk}" for pk in since], at__lt=scope.ends)))
    return own.filter(Q(state=ReferralState.WORKING) & ~Q(matter__in=since) | Q(pk__in=then))


def _held(own: Rows, said: Rows) -> Iterator[int]:
    """For each matter, the id of the referral under which it was last handled."""
    passed: Mapping[tuple[str, datetime], int] = {
        (f"matter:{matter}", at): pk
        for pk, matter, at in own.filter(_passed_on()).values_list("pk", "matter", "offered_at")
    }
    held: dict[str, int | None] = {}
    for entry in said.order_by("chain", "seq"):
        if entry.verb in TAKEN:
            held[entry.chain] = int(str(entry.after["referral"]))
        elif entry.verb != RELIEVED:
            held[entry.chain] = None
        elif entry.after.get("passes"):
            held[entry.chain] = passed.get((entry.chain, entry.at))
    return (pk for pk in held.values() if pk is not None)


def turnouts(scope: Scope) -> Rows:
    """Turnouts ordered in these days."""
    return Turnout.objects.filter(unit=scope.unit, **scope.within("ordered_at")).order_by()
