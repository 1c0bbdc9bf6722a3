"""Matters on their way to an answer, made by the verbs themselves."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from firstdesk.followup import services
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter


@dataclass
class Case:
    """A matter of the desk; `matter` is always as the database has it now."""

    desk: Desk
    pk: int

    @property
    def matter(self) -> Matter:
        return Matter.objects.select_related("centre", "responsible_unit").get(pk=self.pk)

    @property
    def by(self) -> Actor:
        return self.desk.by

    @property
    def colleague(self) -> Actor:
        """Somebody of the centre who had no hand in it."""
        person = self.desk.centre.people["director"]
        return Actor(
            person_id=person.pk,
            name=str(person),
            post_id=self.desk.centre.posts["director"].pk,
            unit_id=self.desk.centre.unit.pk,
        )

    @property
    def at(self) -> datetime:
        """An hour after the matter came to its state."""
        return self.desk.at + timedelta(hours=1)

    @property
    def stranger(self) -> Actor:
        return Actor(person_id=self.desk.officer.pk, name="外人", unit_id=self.desk.centre.linkage.pk)


def make_case(state: str = State.FOLLOW_UP, **values: object) -> Case:
    """A matter in handling, to be answered, or answered."""
    desk = make_desk()
    matter = make_matter(desk, state=State.TO_REPLY if state == State.FOLLOW_UP else state, **values)
    if state == State.FOLLOW_UP:
        services.reply(matter, way="phone", text="已修好", by=desk.by, at=desk.at)
    return Case(desk, matter.pk)


def call(**values: object) -> services.Call:
    """A call that reached the person; any field can be given."""
    return services.Call(**({"method": "phone", "reached": True} | values))  # type: ignore[arg-type]
