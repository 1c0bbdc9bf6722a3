"""What is said and agreed on the way: word with the person, meetings with departments, handovers at the scene."""

from datetime import datetime, timedelta

from firstdesk.config.demo.fate import Fate
from firstdesk.config.demo.life import Act, Life
from firstdesk.directory.models import Unit
from firstdesk.dispatch import services as dispatch
from firstdesk.dispatch.models import Appointment, Referral
from firstdesk.followup import services as followup
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.matters.states import State

RELATED = ("centre", "responsible_unit")  # more joins cost more to plan than they save
AT_TABLE = ("cx-housing", "cx-justice", "cx-civil")


def again(pk: int) -> Matter:
    """The matter as it is now."""
    return Matter.objects.select_related(*RELATED).get(pk=pk)


class Talks:
    """Acts beside the turns of a matter; each looks whether the matter is still open when its moment comes."""

    def __init__(self, life: Life) -> None:
        self.life = life

    def tell(self, pk: int, fate: Fate, unit: Unit) -> Act:
        """The centre tells the person who handles it."""

        def act(at: datetime) -> None:
            matter = again(pk)
            if matter.is_open:
                by = self.life.city.intake(fate.centre, at)
                text = f"已电话告知：由{unit.name}承办，办理期限和查询方式已说明。"
                followup.note_contact(matter, channel="phone", text=text, handler_told=True, by=by, at=at)

        return act

    def scene(self, referral: Referral, by: Actor) -> Act:
        """The police leave, the unit of the topic carries on at the place."""

        def act(at: datetime) -> None:
            matter = again(referral.matter_id)
            if matter.state != State.HANDLING:
                return
            to = self.life.city.units["cx-civil"]
            name = str(self.life.city.people[to.code, "handler"][0])
            scene = dispatch.Scene(referral.to_unit, to, name, "现场秩序已恢复，人员无碍，后续由责任单位接手。")
            dispatch.hand_over_on_scene(matter, scene, by=by, at=at)

        return act

    def meet(self, pk: int, fate: Fate) -> Act:
        """A time is agreed with the departments; what they propose is written down after it."""

        def act(at: datetime) -> None:
            matter = again(pk)
            if not matter.is_open:
                return
            units = [self.life.city.units[code] for code in AT_TABLE]
            meets_at = self.life.in_office(at + self.life.hours(20, 50))
            meeting = dispatch.Meeting(units, meets_at, f"{fate.centre.name}二楼会议室")
            by = self.life.city.intake(fate.centre, at)
            appointment = dispatch.make_appointment(matter, meeting, by=by, at=at)
            self.life.plan(meets_at + timedelta(hours=1), self._measures(appointment.pk, fate))

        return act

    def _measures(self, pk: int, fate: Fate) -> Act:
        def act(at: datetime) -> None:
            appointment = Appointment.objects.select_related("matter__centre", "matter__responsible_unit").get(pk=pk)
            text = "一、住建部门三日内复核现场；二、司法所派员参加调解；三、民政部门落实临时救助；四、一周后再碰头。"
            by = self.life.city.intake(fate.centre, at)
            dispatch.record_measures(appointment, measures=text, by=by, at=at)

        return act
