"""Draws: population frozen, number drawn in public, each drawn matter checked again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.checks import policies, sampling
from firstdesk.checks.models import Draw, Recheck
from firstdesk.checks.selectors import population as populations
from firstdesk.checks.selectors.population import Scope
from firstdesk.checks.selectors.reach import today
from firstdesk.checks.services import recording
from firstdesk.checks.states import DrawState, RecheckState
from firstdesk.common import validation
from firstdesk.common.bulk import insert_rows
from firstdesk.common.refusals import NotAllowed, Refusal, at_field
from firstdesk.directory.models import Unit, User
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.notices.services import Message, send
from firstdesk.obligations.services.proving import Shown, prove

EVIDENCE = "recheck_record"


@dataclass(frozen=True, kw_only=True)
class NewDraw:
    """A draw as entered: scope, size and checkers."""

    units: Sequence[Unit]
    first: date
    last: date
    measure: str
    amount: int
    due_on: date
    checkers: Sequence[User]
    natures: Sequence[str] = field(default_factory=tuple)


@transaction.atomic
def freeze(unit: Unit, new: NewDraw, *, by: Actor, at: datetime) -> Draw:
    """Freeze the population and its fingerprint before any number is known."""
    _check(unit, new, at)
    scope = Scope(units=new.units, first=new.first, last=new.last, natures=new.natures)
    found = populations.population(unit, scope, new.checkers, at)
    if not found.hands:
        raise at_field("first", _("Nothing was closed in these days that the checkers may read and had no part in."))
    numbers = sorted(found.hands)
    draw = Draw(
        unit=unit, natures=list(new.natures), first=new.first, last=new.last, measure=new.measure, amount=new.amount,
        population=numbers, left_out=found.left_out, population_hash=sampling.population_hash(numbers),
        due_on=new.due_on, frozen_at=at, frozen_by_id=by.by_id,
    )  # fmt: skip
    validation.check(draw, leave_out=("natures", "drawn_at", "drawn_by", "ended_at", "ended_by"))
    draw.save(force_insert=True)
    draw.units.set(new.units)
    draw.checkers.set(new.checkers)
    noted = {"population": len(numbers), "population_hash": draw.population_hash, "left_out": found.left_out}
    recording.enter(draw, "draw.frozen", noted, chain=draw.ledger_chain, by=by, at=at)
    return draw


def _check(unit: Unit, new: NewDraw, at: datetime) -> None:
    if not new.units:
        raise at_field("units", _("Choose the units whose closed work is checked again."))
    if not new.checkers:
        raise at_field("checkers", _("Choose who checks it again."))
    policies.check_whose(unit, list(new.units))
    recording.not_past(new.due_on, "due_on", at)
    if new.last > today(at):
        raise at_field("last", _("Only what is over can be drawn from: end with today or an earlier day."))


@transaction.atomic
def draw_lots(draw: Draw, public_number: str, how: str, *, by: Actor, at: datetime) -> Draw:
    """Enter the number drawn in public. The sample follows from population and number alone."""
    number = "".join(public_number.split())
    if len(number) < 3 or not number.isascii() or not number.isdigit():
        raise at_field("public_number", _("At least three digits, as they were drawn."))
    told = recording.words_in(how, "drawn_how")
    key = sampling.seed(draw.population_hash, number)
    count = sampling.size(len(draw.population), draw.amount, is_percent=draw.measure == Draw.Measure.PERCENT)
    drawn = sampling.sample(draw.population, key, count)
    changes = {"public_number": number, "drawn_how": told[:200], "seed": key, "drawn_at": at, "drawn_by_id": by.by_id}
    noted = {"drawn": len(drawn), "population": len(draw.population)}
    ledger.move(draw, ledger.Move(DrawState.DRAWN, "draw.drawn", changes=changes, noted=noted), by=by, at=at)
    rows = _deal(draw, drawn, at)
    insert_rows(rows)
    _tell(draw, rows, at)
    return draw


def _deal(draw: Draw, drawn: Sequence[str], at: datetime) -> list[Recheck]:
    """Assign each matter to the permitted checker with the fewest so far."""
    people, units = list(draw.checkers.order_by("pk")), list(draw.units.all())
    scope = Scope(units=units, first=draw.first, last=draw.last, natures=draw.natures)
    hands = populations.population(draw.unit, scope, people, at).hands
    matters = {matter.number: matter for matter in Matter.objects.filter(number__in=drawn)}
    load = {person.pk: 0 for person in people}
    rows = []
    for rank, number in enumerate(drawn, 1):
        checker = _least(hands, number, load)
        load[checker] += 1
        did = populations.worked(matters[number], [unit.pk for unit in units])
        row = Recheck(draw=draw, rank=rank, matter=matters[number], unit_id=did, checker_id=checker, changed_at=at)
        rows.append(row)
    return rows


def _least(hands: Mapping[str, tuple[int, ...]], number: str, load: Mapping[int, int]) -> int:
    able = hands.get(number, ())
    if not able:
        raise Refusal(
            _("Of %(number)s something has changed since the list was frozen: no checker may check it any more. Drop "
              "this draw, saying so, and freeze a new list.")
            % {"number": number}
        )  # fmt: skip
    return min(able, key=lambda key: (load[key], key))


def _tell(draw: Draw, rows: Sequence[Recheck], at: datetime) -> None:
    for person in draw.checkers.all():
        count = sum(row.checker_id == person.pk for row in rows)
        if count:
            values = {"count": count, "due": draw.due_on.isoformat()}
            url = f"/checks/draws/{draw.pk}/"
            send(Message(kind="draw.drawn", text=recording.DRAWN, values=values, url=url), to=[person], at=at)


@transaction.atomic
def drop(draw: Draw, reason: str, *, by: Actor, at: datetime) -> Draw:
    """Drop a frozen population before anything was drawn; the reason stays on record."""
    why = recording.words_in(reason, "reason")
    changes = {"ended_at": at, "ended_by_id": by.by_id, "ended_reason": why[:200]}
    ledger.move(draw, ledger.Move(DrawState.DROPPED, "draw.dropped", reason=why, changes=changes), by=by, at=at)
    return draw


@transaction.atomic
def finish(draw: Draw, *, by: Actor, at: datetime) -> Draw:
    """Finish a draw when every re-check is done, which proves the duty to check again."""
    left = draw.rechecks.filter(state=RecheckState.OPEN).count()
    if left:
        raise NotAllowed(_("%(count)s of the matters drawn have no result yet.") % {"count": left})
    kept = draw.rechecks.filter(is_kept=True).count()
    noted = {"checked": draw.rechecks.count(), "kept": kept}
    changes = {"ended_at": at, "ended_by_id": by.by_id}
    ledger.move(draw, ledger.Move(DrawState.FINISHED, "draw.finished", changes=changes, noted=noted), by=by, at=at)
    shown = Shown(
        kind=EVIDENCE, unit=draw.unit, happened_on=today(at), ref=f"draw:{draw.pk}", url=f"/checks/draws/{draw.pk}/",
        title=f"{draw.first} – {draw.last}",
    )  # fmt: skip
    prove([shown], by=by, at=at)
    return draw
