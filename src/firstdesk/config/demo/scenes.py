"""At the place: a unit sets out and arrives; where police went first, the unit whose business it is takes over."""

from collections.abc import Callable
from datetime import datetime, timedelta

from firstdesk.config.demo.fate import Fate
from firstdesk.config.demo.life import Act, Life
from firstdesk.config.demo.talks import again
from firstdesk.dispatch import services as dispatch
from firstdesk.dispatch.models import Turnout
from firstdesk.dispatch.selectors.scene import out_for
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter

CALLED = "cx-civil"  # the unit the police call to the place
STATE_OF_THINGS = "现场秩序已恢复，人员无碍，后续由责任单位接手。"


class Scenes:
    """Acts of units on their way; each looks first whether it is still their turn."""

    def __init__(self, life: Life) -> None:
        self.life = life

    def depart(self, pk: int, fate: Fate, then: Callable[[Matter, datetime], None]) -> Act:
        """A unit sets out, which is taking it on, and arrives some minutes later; `then` its work begins."""

        def act(at: datetime) -> None:
            turnout = out_for(again(pk))
            if turnout is None:
                return
            if turnout.state == "ordered":
                dispatch.depart(turnout, by=self._crew(turnout), at=at)
                self.life.plan(at + timedelta(seconds=self.life.rng.randint(90, 560)), act)
                then(turnout.matter, at)
                return
            if turnout.state == "on_way":
                dispatch.arrive(turnout, by=self._crew(turnout), at=at)
            if turnout.unit.kind == "station" and (fate.is_relieved or self.life.rng.random() < 0.4):
                self.life.plan(at + self.life.minutes(2, 6), self._call(turnout.pk, fate))

        return act

    def _call(self, pk: int, fate: Fate) -> Act:
        """The centre calls the responsible unit, which comes and relieves the police (SS-110-20)."""

        def act(at: datetime) -> None:
            first = self._turnout(pk)
            unit = self.life.city.units[CALLED]
            if first.state != "on_scene" or not first.matter.is_open or first.matter.responsible_unit_id == unit.pk:
                return
            by = self.life.city.intake(fate.centre, at)
            called = dispatch.order(first.matter, dispatch.Order(unit), by=by, at=at)
            self.life.plan(at + self.life.minutes(8, 20), self._relieve(first.pk, called.pk))

        return act

    def _relieve(self, first_pk: int, second_pk: int) -> Act:
        def act(at: datetime) -> None:
            first, second = self._turnout(first_pk), self._turnout(second_pk)
            if first.state != "on_scene" or second.state != "ordered" or not first.matter.is_open:
                return
            second.matter = first.matter
            by = self._crew(second)
            dispatch.arrive(second, by=by, at=at)
            dispatch.relieve(first, second, note=STATE_OF_THINGS, by=by, at=at + timedelta(minutes=2))

        return act

    def _crew(self, turnout: Turnout) -> Actor:
        """Whoever of the unit goes."""
        unit, people = turnout.unit, self.life.city.people
        desk = "intake" if unit.centre_kind else "liaison"
        return self.life.city.actor(unit, "handler" if (unit.code, "handler") in people else desk)

    def _turnout(self, pk: int) -> Turnout:
        found = Turnout.objects.select_related("unit").get(pk=pk)
        found.matter = again(found.matter_id)
        return found
