"""Court confirmation: joint application in time, and the court's decision (art. 33)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock as walls
from firstdesk.common.refusals import NotAllowed, at_field
from firstdesk.files.models import File
from firstdesk.ledger.actors import Actor
from firstdesk.mediation.models import Agreement, Confirmation, Consent, Party
from firstdesk.mediation.selectors import after, court, standing
from firstdesk.mediation.services.kernel import Change, Happening, happen
from firstdesk.mediation.services.standing import check_acts
from firstdesk.mediation.states import AgreementState, ConfirmationState
from firstdesk.obligations import services as obligations
from firstdesk.obligations.models import Clock
from firstdesk.obligations.services import More
from firstdesk.obligations.states import ClockState

State = ConfirmationState
OVER = _("The time for a joint application ended on %(day)s. Each party may still sue on the agreement.")


@transaction.atomic
def prepare_confirmation(agreement: Agreement, court: str, *, by: Actor, at: datetime) -> Confirmation:
    """Get the joint application ready, within the time of art. 33; one that was dropped is taken up again."""
    if agreement.state != AgreementState.EFFECTIVE or agreement.effective_at is None:
        raise NotAllowed(_("Only an agreement in effect is confirmed by a court."))
    _check_window(agreement, at)
    if not court.strip():
        raise at_field("court", _("Name the court."))
    row = Confirmation.objects.filter(agreement=agreement).first()
    if row is None:
        row = Confirmation.objects.create(
            agreement=agreement, court=court.strip()[:120], prepared_at=at, prepared_by_id=by.by_id
        )
        also = []
    elif row.state == State.DROPPED:
        also = [Change(row, State.PREPARED, {"court": court.strip()[:120], "joined": []})]
    else:
        raise NotAllowed(_("The confirmation of this agreement is under way already."))
    noted = {"confirmation": row.pk}
    step = Happening("mediation.confirmation_prepared", also=also, noted=noted, part=agreement.part)
    happen(agreement.case, step, by=by, at=at)
    return row


def _check_window(agreement: Agreement, at: datetime) -> None:
    until = after.window_until(agreement)
    if at > until:
        raise NotAllowed(OVER % {"day": f"{walls.local(until):%Y-%m-%d}"})


@transaction.atomic
def join_confirmation(
    row: Confirmation, party: Party, *, way: str = Consent.Way.PRESENT, by: Actor, at: datetime
) -> Confirmation:
    """A party joins the application, in person or through their link."""
    if row.state != State.PREPARED:
        raise NotAllowed(_("The application has been handed in already."))
    if party.case_id != row.agreement.case_id:
        raise NotAllowed(_("This is no party of the case."))
    if party.no in row.joined:
        raise NotAllowed(_("This party asks for it already."))
    check_acts(party, standing.speaker(party, at), concedes=True, at=at)
    Consent.objects.create(
        party=party, about=Consent.About.CONFIRMATION, subject=row.pk, is_given=True, way=way, said_at=at,
        said_by_id=by.person_id,
    )  # fmt: skip
    noted = {"confirmation": row.pk, "party": party.no, "way": way}
    also = [Change(row, changes={"joined": sorted({*row.joined, party.no})})]
    step = Happening("mediation.confirmation_prepared", also=also, noted=noted, part=row.agreement.part)
    happen(row.agreement.case, step, by=by, at=at)
    return row


@transaction.atomic
def file_confirmation(row: Confirmation, *, on: date | None = None, by: Actor, at: datetime) -> Confirmation:
    """File it with the court on day `on` (None: today). Raises NotAllowed unless every party joined and the time limit
    holds."""
    parties = set(Party.objects.filter(case=row.agreement.case_id).values_list("no", flat=True))
    if not parties <= set(row.joined):
        raise NotAllowed(_("Both sides ask for it together; not every party has joined."))
    day = _day("on", on, at, since=row.agreement.effective_at)
    _check_window(row.agreement, day)
    return _confirm(row, State.FILED, {"filed_at": day}, since=day, by=by, at=at)


@transaction.atomic
def accept_confirmation(row: Confirmation, *, on: date, by: Actor, at: datetime) -> Confirmation:
    """The court accepted the application on day `on`, from which its fifteen days run, whenever that is entered."""
    day = _day("on", on, at, since=row.filed_at)
    changes = {"accepted_at": day}
    return _confirm(row, State.ACCEPTED, changes, since=day, by=by, at=at)


@transaction.atomic
def prolong_confirmation(row: Confirmation, days: int, *, by: Actor, at: datetime) -> Confirmation:
    """The court's president extended the court's time by `days`, as the court wrote."""
    if row.state != State.ACCEPTED or row.more_days is not None:
        raise NotAllowed(_("The court may add to its time once, while it is deciding."))
    most = court.more_at_most(row.agreement, at)
    if days < 1:
        raise at_field("days", _("Write how many days."))
    if most and days > most:
        raise at_field("days", _("The court's president may add %(most)s days at most.") % {"most": most})
    case = row.agreement.case
    clocks = Clock.objects.filter(matter_id=case.matter_id, part=row.agreement.part, code="court_decision")
    for clock in clocks.exclude(state=ClockState.STOPPED):
        obligations.extend(clock, More(days, "calendar_days"), by=by, at=at)
    also = [Change(row, changes={"more_days": days})]
    noted = {"confirmation": row.pk, "days": days}
    step = Happening("mediation.confirmation_prolonged", also=also, noted=noted, part=row.agreement.part)
    happen(case, step, by=by, at=at)
    return row


@dataclass(frozen=True, kw_only=True)
class Decision:
    """The court's decision and its day."""

    is_confirmed: bool
    on: date
    words: str
    paper: File | None = None


@transaction.atomic
def decide_confirmation(row: Confirmation, decision: Decision, *, by: Actor, at: datetime) -> Confirmation:
    """Keep what the court decided; before it took the application on, only that it does not."""
    if decision.is_confirmed and row.state == State.FILED:
        raise NotAllowed(_("Enter first on which day the court took it on; then what it decided."))
    if not decision.words.strip():
        raise at_field("words", _("Write the number of the decision."))
    to = State.CONFIRMED if decision.is_confirmed else State.REFUSED
    day = _day("on", decision.on, at, since=row.accepted_at or row.filed_at)
    changes = {"decided_at": day, "decision": decision.words.strip(), "paper": decision.paper}
    return _confirm(row, to, changes, since=day, by=by, at=at)


@transaction.atomic
def drop_confirmation(row: Confirmation, *, by: Actor, at: datetime) -> Confirmation:
    """The parties drop the application."""
    return _confirm(row, State.DROPPED, {}, since=at, by=by, at=at)


def _day(field: str, on: date | None, at: datetime, *, since: datetime | None) -> datetime:
    """The moment of a day given for the court: now for today, the end of an earlier day. Raises Refusal for days ahead
    and days before `since`."""
    now = walls.local(at)
    if on is None or on == now.date():
        return at
    if on > now.date():
        raise at_field(field, _("This day has not come yet."))
    if since is not None and on < walls.local(since).date():
        raise at_field(
            field, _("This day lies before the step before it (%(day)s).") % {"day": f"{walls.local(since):%Y-%m-%d}"}
        )
    return now.replace(year=on.year, month=on.month, day=on.day, hour=23, minute=59, second=59, microsecond=0)


EVENTS = {
    State.FILED: "mediation.confirmation_filed",
    State.ACCEPTED: "mediation.confirmation_accepted",
    State.CONFIRMED: "mediation.confirmation_decided",
    State.REFUSED: "mediation.confirmation_decided",
    State.DROPPED: "mediation.confirmation_dropped",
}


def _confirm(
    row: Confirmation, to: State, changes: Mapping[str, object], *, since: datetime, by: Actor, at: datetime
) -> Confirmation:  # fmt: skip
    also, noted = [Change(row, to, changes)], {"confirmation": row.pk}
    step = Happening(EVENTS[to], also=also, noted=noted, part=row.agreement.part, since=since)
    happen(row.agreement.case, step, by=by, at=at)
    return row
