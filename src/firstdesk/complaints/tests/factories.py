"""Complaints to test with, made by the verbs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from firstdesk.complaints import services
from firstdesk.complaints.models import Compensation, Complaint
from firstdesk.complaints.services import Opening
from firstdesk.followup import services as followup
from firstdesk.ledger.actors import Actor
from firstdesk.matters import services as matters
from firstdesk.matters.models import Matter
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import MONDAY, Desk, make_desk, make_matter


@dataclass
class Case:
    """A complaint of the desk about a matter that its officer handled; everything as the database has it now."""

    desk: Desk
    pk: int
    about: Matter

    @property
    def complaint(self) -> Complaint:
        return Complaint.objects.select_related("matter__centre", "matter__responsible_unit").get(pk=self.pk)

    @property
    def matter(self) -> Matter:
        return self.complaint.matter

    @property
    def money(self) -> Compensation:
        return Compensation.objects.select_related("complaint__matter__centre").get(complaint=self.pk)

    def actor(self, code: str) -> Actor:
        person = self.desk.centre.people[code]
        return Actor(
            person_id=person.pk,
            name=str(person),
            post_id=self.desk.centre.posts[code].pk,
            unit_id=self.desk.centre.unit.pk,
        )

    def answered(self, at: datetime) -> None:
        """The group leader looks into it, and the person is answered at a moment."""
        matters.assign(self.matter, self.desk.centre.people["group_leader"], by=self.actor("director"), at=self.desk.at)
        by = self.actor("group_leader")
        followup.finish_own(self.matter, result_code="explained", text="已查清", by=by, at=at)
        followup.reply(self.matter, way="letter", text="承诺确实迟了，向您致歉", by=by, at=at)
        services.compute(self.matter, by=Actor.system("clock"), at=at)


def make_complaint(kind: str = "promise", *, desk: Desk | None = None) -> Case:
    """Registered and taken as a complaint on a Monday without holidays near."""
    desk = desk or make_desk(at=MONDAY)
    about = make_matter(desk, state=State.TO_REPLY)
    matter = make_matter(desk)
    by = Actor.system("portal")
    complaint = services.open_(matter, Opening(kind=kind, about=about), by=by, at=desk.at)
    return Case(desk, complaint.pk, about)


DUE = MONDAY + timedelta(days=13)  # ten working days after: 28 September 2025, a working Sunday
