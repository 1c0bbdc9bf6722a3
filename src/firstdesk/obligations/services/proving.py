"""Duties are done by their evidence alone: shown by the work itself, or handed in on the duty's page."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from firstdesk.common.bulk import insert_rows
from firstdesk.common.locking import locked
from firstdesk.common.refusals import at_field
from firstdesk.directory.models import Unit
from firstdesk.files.models import File
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.obligations import policies
from firstdesk.obligations.models import Occurrence, Proof, TakenBack
from firstdesk.obligations.selectors import duties
from firstdesk.obligations.states import OPEN, OccurrenceState
from firstdesk.obligations.timing import day_of

BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Something that happened, as proof of a kind of evidence."""

    kind: str  # an evidence name of facts.yaml
    unit: Unit
    happened_on: date
    ref: str  # "meeting:12", "report:5"
    url: str = ""
    subject: str = ""  # "grid:3"
    title: str = ""
    file: File | None = None
    for_day: date | None = None  # a day of the period it is meant for; None: the day it happened


@transaction.atomic
def prove(shown: Sequence[Shown], *, by: Actor, at: datetime) -> list[Occurrence]:
    """Give evidence to every open duty of its unit that asks for its kind and whose period contains it.

    One event may prove several duties; of a duty due several times a period it proves one. The same `ref` counts once.
    Returns the duties it completed."""
    given: dict[int, list[Shown]] = defaultdict(list)
    waiting = _waiting(shown)
    for each in shown:
        _not_ahead(each.happened_on, at)
        for occurrence in _receivers(each, waiting):
            given[occurrence.pk].append(each)
    rows = {occurrence.pk: occurrence for occurrence in waiting}
    return [done for pk, proofs in given.items() if (done := _give(rows[pk], proofs, by, at)) is not None]


@transaction.atomic
def give(occurrence: Occurrence, shown: Sequence[Shown], *, by: Actor, at: datetime) -> Occurrence:
    """Give evidence to one duty the caller chose. Evidence it already has is ignored."""
    row = locked(Occurrence.objects.select_related("unit"), occurrence.pk)
    policies.check_open(row)
    kinds = duties.duty_of(row).evidence
    there = set(duties.standing(row).values_list("kind", "ref"))
    fresh = [each for each in shown if each.kind in kinds and (each.kind, each.ref) not in there]
    for each in fresh:
        _not_ahead(each.happened_on, at)
    if fresh:
        _give(row, fresh, by, at)
    return row


@dataclass(frozen=True, slots=True)
class ByHand:
    """A proof handed in on the duty's page."""

    kind: str
    words: str
    happened_on: date
    file: File | None = None


@transaction.atomic
def prove_by_hand(occurrence: Occurrence, said: ByHand, *, by: Actor, at: datetime) -> Occurrence:
    """Hand in a proof. Raises Refusal for kinds only the work itself can show, and for files that are not what the kind
    asks for."""
    row = locked(Occurrence.objects.select_related("unit"), occurrence.pk)
    policies.check_open(row)
    policies.check_by_hand(row, said.kind, said.words, said.file)
    _not_ahead(said.happened_on, at)
    if said.happened_on < row.period_start:
        raise at_field("happened_on", _("That was before this time of the duty began; it proves an earlier one."))
    shown = Shown(
        kind=said.kind,
        unit=row.unit,
        happened_on=said.happened_on,
        ref=f"{BY_HAND}:{uuid4().hex[:12]}",
        title=said.words.strip()[:500] or (said.file.name if said.file else ""),
        file=said.file,
    )
    _give(row, [shown], by, at)
    return row


@transaction.atomic
def unprove(ref: str, *, reason: str, by: Actor, at: datetime, still_on: date | None = None) -> list[Occurrence]:
    """Withdraw the proofs of work that was undone; duties they completed are owed again. Returns those duties.

    `still_on`: only duties whose period is not over on that day, for earlier proofs were true at their time."""
    if not reason.strip():
        raise at_field("reason", _("Say why the proof falls away."))
    standing = Proof.objects.filter(ref=ref, taken_back=None)
    if still_on is not None:
        standing = standing.filter(occurrence__period_end__gte=still_on)
    proofs = list(standing.order_by("pk"))
    keys = {proof.occurrence_id for proof in proofs}
    rows = Occurrence.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=keys)
    found = list(rows.select_related("unit").order_by("pk"))
    insert_rows(
        [TakenBack(proof=proof, reason=reason.strip()[:500], taken_at=at, taken_by_id=by.person_id) for proof in proofs]
    )
    return [_reopen(each, ref, reason, by, at) for each in found]


def _reopen(occurrence: Occurrence, ref: str, reason: str, by: Actor, at: datetime) -> Occurrence:
    left = list(duties.standing(occurrence))
    to = None if occurrence.state == OccurrenceState.WAIVED else _state_after(occurrence, left, at)
    changes: dict[str, object] = {"evidence": _in_words(left), "done_at": None, "done_by_id": None}
    if to == occurrence.state:
        to = None
    step = ledger.Move(
        to, "duty.reopened", reason=reason.strip(), changes=changes, noted={"rule": occurrence.rule_id, "ref": ref},
        rulebook_version=occurrence.rulebook_version,
    )  # fmt: skip
    ledger.move(occurrence, step, by=by, at=at)
    return occurrence


def _waiting(shown: Iterable[Shown]) -> list[Occurrence]:
    """Lock the open duties whose period contains what was shown; one query."""
    meant = Q(pk__in=[])
    for each in shown:
        day = each.for_day or each.happened_on
        meant |= Q(unit=each.unit, period_start__lte=day, period_end__gte=day, subject__in=("", each.subject))
    rows = Occurrence.objects.select_for_update(no_key=True, of=("self",)).filter(meant)
    order = ("rule_id", "subject", "period_start", "number", "pk")
    return list(rows.select_related("unit").prefetch_related("proofs__taken_back").order_by(*order))


def _receivers(shown: Shown, waiting: Iterable[Occurrence]) -> list[Occurrence]:
    """For each duty, its first occurrence in the period that lacks this evidence; none where one already has this very
    proof."""
    times: dict[tuple[object, ...], list[Occurrence]] = defaultdict(list)
    day = shown.for_day or shown.happened_on
    for each in waiting:
        fits = each.unit_id == shown.unit.pk and each.period_start <= day <= each.period_end
        if fits and each.subject in ("", shown.subject) and shown.kind in duties.duty_of(each).evidence:
            times[each.rule_id, each.subject, each.period_start].append(each)
    found = []
    for group in times.values():
        had = [{(proof.kind, proof.ref) for proof in _standing(each)} for each in group]
        if any((shown.kind, shown.ref) in proofs for proofs in had):
            continue
        for each, proofs in zip(group, had, strict=True):
            if each.state in OPEN and shown.kind not in {kind for kind, _ref in proofs}:
                found.append(each)
                break
    return found


def _standing(occurrence: Occurrence) -> list[Proof]:
    """The duty's proofs that were not withdrawn, from those already read."""
    return [proof for proof in occurrence.proofs.all() if not hasattr(proof, "taken_back")]


def _give(occurrence: Occurrence, shown: Sequence[Shown], by: Actor, at: datetime) -> Occurrence | None:
    """Store the proofs and move the duty; returns it where that completed it."""
    insert_rows([proof_of(occurrence, each, by, at) for each in shown])
    left = list(duties.standing(occurrence))
    to = _state_after(occurrence, left, at)
    done = to == OccurrenceState.DONE
    changes: dict[str, object] = {"evidence": _in_words(left)}
    if done:
        changes |= {"done_at": at, "done_by_id": by.person_id}
    noted: dict[str, object] = {"rule": occurrence.rule_id, "due": occurrence.due_at, "late": at > occurrence.due_at}
    noted |= {"kinds": sorted({each.kind for each in shown}), "refs": sorted({each.ref for each in shown})}
    noted["added_later"] = any(each.happened_on < day_of(at) for each in shown)
    step = ledger.Move(
        to if to != occurrence.state else None, "duty.discharged" if done else "duty.proved", changes=changes, noted=noted,
        rulebook_version=occurrence.rulebook_version,
    )  # fmt: skip
    ledger.move(occurrence, step, by=by, at=at)
    return occurrence if done else None


def proof_of(occurrence: Occurrence, shown: Shown, by: Actor, at: datetime) -> Proof:
    """A proof row for one duty; not saved."""
    return Proof(
        occurrence=occurrence,
        kind=shown.kind,
        ref=shown.ref,
        url=shown.url,
        title=shown.title or shown.ref,
        happened_on=shown.happened_on,
        file=shown.file,
        shown_at=at,
        shown_by_id=by.person_id,
    )


def _state_after(occurrence: Occurrence, proofs: Sequence[Proof], at: datetime) -> str:
    """The state the proofs lead to: done if complete, missed if its day is over, else partial or scheduled."""
    asked, there = set(duties.duty_of(occurrence).evidence), {proof.kind for proof in proofs}
    if there and asked <= there:
        return OccurrenceState.DONE
    if occurrence.missed_at is not None:
        return OccurrenceState.MISSED
    return OccurrenceState.PARTIAL if there else OccurrenceState.SCHEDULED


def _in_words(proofs: Sequence[Proof]) -> str:
    return "; ".join(dict.fromkeys(proof.title for proof in proofs))[:1000]


def _not_ahead(happened_on: date, at: datetime) -> None:
    if happened_on > day_of(at):
        raise at_field("happened_on", _("That day is still to come; a proof is of something that happened."))
