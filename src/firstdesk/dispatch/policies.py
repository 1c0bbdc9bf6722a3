"""Why somebody may not touch a referral, a turnout, a task. The services ask with the Actor of the record, whatever the edge."""

from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock
from firstdesk.common.refusals import NotAllowed
from firstdesk.directory.models import Unit, UnitKind
from firstdesk.dispatch.models import Referral, Task, Turnout
from firstdesk.dispatch.states import ReferralState
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter


def check_receiver(by: Actor, referral: Referral) -> None:
    """Only people of the unit that was asked accept, object, assign or answer."""
    if by.unit_id != referral.to_unit_id:
        raise NotAllowed(
            _("This was sent to “%(unit)s”; only its people may accept, object or answer. You act for another unit.")
            % {"unit": referral.to_unit.name}
        )


def check_sender(by: Actor, referral: Referral) -> None:
    """Only people of the unit that asked take back, confirm or return."""
    if by.unit_id != referral.from_unit_id:
        raise NotAllowed(
            _("This was sent by “%(unit)s”; only its people may take it back, confirm or return it.")
            % {"unit": referral.from_unit.name}
        )


def may_order(by: Actor, matter: Matter, unit: Unit) -> bool:
    """A unit's duty staff order out their own team; the centre orders out every unit (SS-110-14)."""
    return by.unit_id in {unit.pk, matter.centre_id} or by.unit_id == _seat(matter)


def _seat(matter: Matter) -> int | None:
    """The centre above, where the matter was brought to it."""
    unit = matter.responsible_unit
    return unit.pk if unit.kind == UnitKind.CENTRE else None


def check_reports(by: Actor, turnout: Turnout) -> None:
    """Where a unit is, its own people say, or the centre that hears it over the radio."""
    if by.unit_id not in {turnout.unit_id, turnout.matter.centre_id, _seat(turnout.matter)}:
        raise NotAllowed(
            _("“%(unit)s” says itself where it is, or “%(centre)s” does for it.")
            % {"unit": turnout.unit.name, "centre": turnout.matter.centre.name}
        )


def check_commands(by: Actor, turnout: Turnout) -> None:
    """Whoever may order a unit out may call it back."""
    if not may_order(by, turnout.matter, turnout.unit):
        raise NotAllowed(_("Only “%(centre)s” calls units back.") % {"centre": turnout.matter.centre.name})


def check_relieves(by: Actor, first: Turnout, second: Turnout) -> None:
    """One of the two at the place says that one takes over from the other, or the centre that hears both."""
    if second.matter_id != first.matter_id or second.pk == first.pk:
        raise NotAllowed(_("Both units must be out for the same matter."))
    if by.unit_id not in {first.unit_id, second.unit_id, first.matter.centre_id, _seat(first.matter)}:
        raise NotAllowed(
            _("Only “%(first)s”, “%(second)s” or the centre record who takes over.")
            % {"first": first.unit.name, "second": second.unit.name}
        )


def check_leads(by: Actor, matter: Matter) -> None:
    """Whoever has the matter, or the centre that registered it."""
    if by.unit_id not in {matter.responsible_unit_id, matter.centre_id}:
        raise NotAllowed(
            _("“%(unit)s” has this matter; only it or “%(centre)s” may do this.")
            % {"unit": matter.responsible_unit.name, "centre": matter.centre.name}
        )


def check_helps(by: Actor, task: Task) -> None:
    """Only people of the unit that was asked answer for its help."""
    if by.unit_id != task.unit_id:
        raise NotAllowed(_("“%(unit)s” was asked to help; only its people answer for it.") % {"unit": task.unit.name})


def check_asked(by: Actor, task: Task) -> None:
    """Only those who asked, or the centre, take it back."""
    if by.unit_id not in {task.from_unit_id, task.matter.centre_id}:
        raise NotAllowed(_("“%(unit)s” asked for this help; only it takes it back.") % {"unit": task.from_unit.name})


def check_untouched(referral: Referral) -> None:
    """What the other unit has accepted or read is no longer taken back by the sender alone."""
    if referral.state != ReferralState.OFFERED:
        who, when = referral.decided_by, referral.decided_at
    else:
        who, when = referral.opened_by, referral.opened_at
    if referral.state == ReferralState.OFFERED and when is None:
        return
    raise NotAllowed(
        _(
            "“%(unit)s” has it in hand already (%(who)s, %(when)s). Ask the unit to object or to return it, or bring "
            "the matter to the director."
        )
        % {"unit": referral.to_unit.name, "who": who or "", "when": f"{clock.local(when):%m-%d %H:%M}" if when else ""}
    )
