"""Why somebody may not urge, supervise, answer, apply or decide. The services ask with the Actor of the record."""

from datetime import date, datetime, timedelta
from typing import NoReturn

from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock
from firstdesk.common.refusals import NotAllowed, Text, at_field
from firstdesk.directory.models import Unit
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.obligations import selectors as obligations
from firstdesk.obligations.models import Clock
from firstdesk.obligations.states import ClockState
from firstdesk.oversight.models import Application, Supervision
from firstdesk.oversight.selectors.approval import Leave, barred_from, deciding_posts
from firstdesk.oversight.states import ApplicationState, Kind

LONGEST_REST = timedelta(days=366)


def check_overseer(matter: Matter, by: Actor) -> None:
    """Overseers stand in the centre of the matter, above it, or in the unit that sent it on."""
    if by.unit_id in {matter.centre_id, matter.responsible_unit_id}:
        return
    above = Unit.objects.filter(pk=by.unit_id or 0).values_list("path", flat=True).first()
    if above is None or not matter.centre.path.startswith(above):
        raise NotAllowed(
            _("“%(centre)s” and those above it look after its matters; your unit does not.")
            % {"centre": matter.centre.name}
        )


def check_addressed(row: Supervision, by: Actor) -> None:
    """Only the unit that was spoken to answers."""
    if by.unit_id != row.unit_id:
        raise NotAllowed(
            _("This was said to “%(unit)s”; only its people answer. You act for another unit.")
            % {"unit": row.unit.name}
        )


def check_applicant(matter: Matter, by: Actor) -> None:
    """Whoever works on a matter applies: people of the unit that answers for it, or of its centre."""
    if by.unit_id not in {matter.centre_id, matter.responsible_unit_id}:
        raise NotAllowed(
            _("“%(unit)s” answers for this matter; its people apply.") % {"unit": matter.responsible_unit.name}
        )


def check_extension(promise: Clock, by: Actor, leave: Leave, at: datetime) -> None:
    """An extension is asked for by the unit that owes the promise, before it is broken, and not again and again."""
    if promise.owing_unit_id != by.unit_id:
        raise NotAllowed(
            _("This promise is owed by “%(unit)s”; its people ask for more time.") % {"unit": promise.owing_unit.name}
        )
    if promise.state == ClockState.STOPPED or promise.is_advisory:
        _refuse("clock", _("Only a running promise can be extended."))
    if obligations.more_time(promise) != "application":
        _refuse(
            "clock",
            _("Nobody inside can extend this: it takes the consent of every party, or the rules leave no room."),
        )
    if promise.state == ClockState.RUNNING and at > promise.due_at:
        _refuse("clock", _("It is late already. More time is asked for before a promise is broken, not afterwards."))
    if len(promise.extensions) >= leave.times:
        _refuse("clock", _("It has been extended %(times)s times; the rules allow no more.") % {"times": leave.times})


def check_amount(amount: int | None, unit_of_time: str, leave: Leave) -> None:
    """Not more than the rules let anybody grant."""
    most = leave.most_hours if unit_of_time == "hours" else leave.most_days
    if not amount or not 1 <= amount <= most:
        _refuse("amount", _("From 1 to %(most)s, as the rules say.") % {"most": most})


def check_rest(kind: str, until: date | None, awaits: str, at: datetime) -> None:
    """A rest has an end: a day, or an event somebody watches for."""
    if kind != Kind.SUSPENSION:
        return
    today = clock.local(at).date()
    if until is None and not awaits.strip():
        _refuse("until", _("Say until which day it rests, or which event it waits for."))
    if until is not None and not today < until <= today + LONGEST_REST:
        _refuse("until", _("Choose a day after today, within a year."))


def check_decider(application: Application, by: Actor, at: datetime) -> None:
    """The post the rules name decides, and never the person who applied."""
    if by.person_id == application.asked_by_id:
        raise NotAllowed(_("Nobody decides what they applied for themselves."))
    if by.person_id in barred_from(application):
        raise NotAllowed(_("The matter is about you; somebody else decides this."))
    posts = deciding_posts(application, at)
    if by.post_id not in {post.pk for post in posts}:
        names = ", ".join(str(post) for post in posts) or "—"
        raise NotAllowed(_("By the rules this is decided by: %(posts)s.") % {"posts": names})


def check_asked(application: Application) -> None:
    """Only what waits for a decision is decided or withdrawn."""
    if application.state != ApplicationState.ASKED:
        raise NotAllowed(_("This application is “%(state)s” already.") % {"state": application.get_state_display()})


def _refuse(field: str, why: Text) -> NoReturn:
    raise at_field(field, why)
