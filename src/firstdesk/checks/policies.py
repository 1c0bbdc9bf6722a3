"""Who may check, remedy, review and order."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from firstdesk.checks.models import Finding, Inspection, Opinion, Recheck
from firstdesk.checks.selectors.findings import PUTS_RIGHT
from firstdesk.checks.selectors.reach import today, units_within
from firstdesk.checks.states import InspectionState
from firstdesk.common.refusals import NotAllowed, at_field
from firstdesk.directory.models import Unit
from firstdesk.directory.policies import require
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.ledger.actors import Actor

P = Permission


def check_whose(unit: Unit, others: list[Unit]) -> None:
    """Raises Refusal where a unit would check its own work."""
    if unit in others:
        raise at_field(
            "units", _("“%(unit)s” did this work itself. Another unit checks it again.") % {"unit": unit.name}
        )


def check_target(by_unit: Unit, unit: Unit | None, *, is_own: bool) -> None:
    """Raises Refusal for a unit that neither lies beneath the inspecting one nor serves it; own work is checked only as
    such."""
    if unit is None:
        return
    if not is_own and unit.pk == by_unit.pk:
        raise at_field(
            "unit",
            _("No unit inspects itself. Choose another one, or plan a check of the own work: it counts as that."),
        )
    if not is_own and not units_within(by_unit).filter(pk=unit.pk).exists():
        raise at_field("unit", _("This unit does not lie beneath yours and does not serve your centre."))


def check_fills(inspection: Inspection, by: Actor) -> None:
    """Raises NotAllowed for anybody but the inspector."""
    if by.person_id != inspection.inspector_id:
        raise NotAllowed(
            _("%(person)s inspects and signs this; nobody else writes in it.") % {"person": inspection.inspector}
        )


def fills(inspection: Inspection, acting: Acting) -> bool:
    """Whether this person may fill it in now."""
    state = inspection.state in {InspectionState.PLANNED, InspectionState.UNDERWAY}
    return state and acting.user.pk == inspection.inspector_id and acting.may(P.INSPECT)


def is_word_over(inspection: Inspection, at: datetime) -> bool:
    """Whether the unit had its word, or its days for it have passed."""
    return inspection.heard_at is not None or (inspection.word_by is not None and inspection.word_by < today(at))


def signs(inspection: Inspection, acting: Acting) -> bool:
    """Whether it lies with this person to sign it, be it now or once the unit had its word."""
    handed = inspection.state in {InspectionState.HANDED, InspectionState.HEARD}
    return handed and inspection.inspector_id == acting.user.pk


def speaks_for(inspection: Inspection, acting: Acting) -> bool:
    """Whether this person may comment for the inspected unit."""
    led = acting.post.is_leader or bool(acting.permissions & {P.DECIDE, P.ASSIGN})
    return inspection.state == InspectionState.HANDED and inspection.unit_id == acting.unit.pk and led


def check_speaks(inspection: Inspection, acting: Acting) -> None:
    """Raises NotAllowed."""
    if not speaks_for(inspection, acting):
        raise NotAllowed(_("Whoever leads the unit that was inspected has its word, after it was handed over."))


def check_checker(recheck: Recheck, by: Actor) -> None:
    """Raises NotAllowed for anybody but the checker it was assigned to."""
    if by.person_id != recheck.checker_id:
        raise NotAllowed(_("%(person)s checks this again, and nobody else.") % {"person": recheck.checker})


def check_of_unit(unit_id: int, acting: Acting) -> None:
    """Raises NotAllowed for anybody but inspectors acting from this unit."""
    require(acting, P.INSPECT)
    if unit_id != acting.unit.pk:
        raise NotAllowed(_("This check is another unit's. Act from your post there, if you hold one."))


def puts_right(finding: Finding, acting: Acting) -> bool:
    """Whether the person may remedy it, as staff of the unit that owes it."""
    return finding.unit_id == acting.unit.pk and bool(acting.permissions & PUTS_RIGHT)


def check_puts_right(finding: Finding, acting: Acting) -> None:
    """Raises NotAllowed."""
    if not puts_right(finding, acting):
        raise NotAllowed(_("The unit that owes it says how it was put right."))


def names_owner(finding: Finding, acting: Acting) -> bool:
    """Whether the person leads the unit that owes it, and so names who remedies it."""
    return finding.unit_id == acting.unit.pk and (acting.post.is_leader or acting.may(P.ASSIGN))


def check_names_owner(finding: Finding, acting: Acting) -> None:
    """Raises NotAllowed."""
    if not names_owner(finding, acting):
        raise NotAllowed(_("Whoever leads the unit names who puts it right."))


def reviews(finding: Finding, acting: Acting) -> bool:
    """Whether the person may review it: an inspector of the unit that found it, outside the unit that owes it."""
    owing = finding.unit_id != finding.by_unit_id and finding.unit_id in acting.unit_ids
    return acting.may(P.INSPECT) and finding.by_unit_id == acting.unit.pk and not owing


def check_reviews(finding: Finding, acting: Acting) -> None:
    """Raises NotAllowed."""
    if not reviews(finding, acting):
        raise NotAllowed(
            _("Only an inspector of the unit that found it looks at it again, and never one of the unit that owes it.")
        )


def orders(finding: Finding, acting: Acting) -> bool:
    """Whether the person may give orders: an inspector or supervisor above the unit that owes it."""
    above = finding.by_unit_id == acting.unit.pk or acting.covers(finding.unit)
    return above and finding.unit_id != acting.unit.pk and bool(acting.permissions & {P.INSPECT, P.SUPERVISE})


def check_orders(finding: Finding, acting: Acting) -> None:
    """Raises NotAllowed."""
    if not orders(finding, acting):
        raise NotAllowed(_("A supervision order is given from above, never by the unit that owes it."))


def sorts(opinion: Opinion, acting: Acting) -> bool:
    """Whether the person reads and sorts the centre's opinions."""
    return acting.may(P.INSPECT) and opinion.unit_id == acting.unit.pk


def check_sorts(unit_id: int, acting: Acting) -> None:
    """Raises NotAllowed."""
    require(acting, P.INSPECT)
    if unit_id != acting.unit.pk:
        raise NotAllowed(_("These opinions are for another centre."))
