"""Referrals to test with, made by the verbs themselves."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from firstdesk.directory.models import User
from firstdesk.directory.selectors import acting_for
from firstdesk.dispatch import services
from firstdesk.dispatch.models import Referral
from firstdesk.dispatch.states import ReferralState
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter


@dataclass
class Case:
    """A matter sent to the desk's linkage unit, and the people on both sides."""

    desk: Desk
    referral: Referral

    @property
    def at(self) -> datetime:
        """An hour after it was sent."""
        return self.desk.at + timedelta(hours=1)

    @property
    def sender(self) -> Actor:
        return self.desk.by

    @property
    def liaison(self) -> User:
        return self.desk.centre.linkage_people["liaison"]

    @property
    def receiver(self) -> Actor:
        return actor(self.liaison, self.desk.at)

    @property
    def stranger(self) -> Actor:
        """Somebody of a third unit."""
        return Actor(person_id=self.desk.centre.people["intake"].pk, name="外人", unit_id=self.desk.centre.community.pk)

    @property
    def matter(self) -> Matter:
        """As the database has it now."""
        return Matter.objects.get(pk=self.referral.matter_id)

    def again(self) -> Referral:
        """The referral as the database has it now."""
        return Referral.objects.select_related("matter", "from_unit", "to_unit", "handler").get(pk=self.referral.pk)


def actor(person: User, at: datetime) -> Actor:
    """The person as the record names them, from their first post."""
    found = acting_for(person, at)
    assert found is not None
    return found.actor


def handover(desk: Desk, **values: object) -> services.Handover:
    """A complete handover record to the desk's linkage unit."""
    defaults: dict[str, object] = {"to_unit": desk.centre.linkage, "note": "请到现场核实", "person_informed": True}
    return services.Handover(**(defaults | values))  # type: ignore[arg-type]


def make_case(state: str = ReferralState.OFFERED, *, desk: Desk | None = None) -> Case:
    """A referral in a state; what happened after the offer happened at the desk's moment."""
    desk = desk or make_desk()
    referral = services.offer(make_matter(desk), handover(desk), by=desk.by, at=desk.at)
    case = Case(desk, referral)
    if state in {ReferralState.WORKING, ReferralState.ANSWERED, ReferralState.CONFIRMED}:
        services.accept(referral, by=case.receiver, at=desk.at)
    if state in {ReferralState.ANSWERED, ReferralState.CONFIRMED}:
        services.answer(referral, result_code="settled", text="已修好", by=case.receiver, at=desk.at)
    if state == ReferralState.CONFIRMED:
        services.confirm(referral, by=case.sender, at=desk.at)
    return case
