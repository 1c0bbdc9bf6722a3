"""Which matter fits an act, and who speaks for a unit."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from firstdesk.config.demo.life import Life
from firstdesk.config.demo.talks import RELATED
from firstdesk.directory.models import Unit, User
from firstdesk.followup import services as followup
from firstdesk.followup.selectors import last_call_back, untold
from firstdesk.followup.services.joined import note_not_told, tell_joined
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.oversight import services as oversight

LED_BY_UNITS = ("linkage_unit", "station", "community")
DESKS = ("liaison", "leader", "handler", "director", "intake")


class Finding:
    """Looks for matters in the history as it stands at the moment; each is chosen once."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.chosen: set[int] = set()

    def ago(self, hours: float) -> datetime:
        """So long ago, in office hours where there were any since."""
        at = self.life.now - timedelta(hours=hours)
        office = self.life.in_office(at)
        return office if office <= self.life.now else at

    def one(self, **wanted: Any) -> Matter | None:
        """The newest open matter that fits; None where there is none."""
        found = self.open(**wanted).exclude(pk__in=self.chosen).first()
        if found is not None:
            self.chosen.add(found.pk)
        return found

    def with_a_unit(self, **wanted: Any) -> Matter | None:
        """One on which a unit outside the centre works."""
        return self.one(state="handling", responsible_unit__kind__in=LED_BY_UNITS, **wanted)

    def open(self, **wanted: Any) -> QuerySet[Matter]:
        """Open matters everybody of the centre may read, the newest first."""
        every = Matter.objects.select_related(*RELATED).filter(ended_at=None, compartment=None, **wanted)
        return every.filter(confidentiality="ordinary").order_by("-registered_at", "-pk")

    def voice(self, unit: Unit, *codes: str) -> Actor:
        """Whoever speaks for a unit: the first of these posts that somebody holds."""
        code = next(code for code in (*codes, *DESKS) if (unit.code, code) in self.life.city.people)
        return self.life.city.actor(unit, code)

    def working(self, matter: Matter) -> Actor:
        """Whoever has a matter, or somebody of their unit."""
        return self.voice(matter.responsible_unit, "handler", "liaison")

    def holder(self, unit: Unit, person: User) -> Actor:
        """A person of a unit, as the record names them."""
        code = next(
            code for (held, code), users in self.life.city.people.items() if held == unit.code and person in users
        )
        return self.life.city.actor(unit, code, person)


def close(matter: Matter, other: Callable[[], Actor], *, by: Actor, at: datetime, reason: str = "") -> None:
    """Everybody is told and it is closed, by another where somebody wrote the rating down themselves; what still waited for
    it comes to rest."""
    tell_all(matter, by=by, at=at)
    called = last_call_back(matter)
    closing = other() if called and called.called_by_id == by.person_id else by
    followup.close(matter, reason=reason, by=closing, at=at)
    oversight.lapse(matter, at=at)


def tell_all(matter: Matter, *, by: Actor, at: datetime) -> None:
    """Whoever reported the same hears the answer too; of some nobody picks up the phone."""
    for number, each in enumerate(untold(matter)):
        if (each.pk + number) % 5 == 0:
            note_not_told(each, matter, reason="三次去电无人接听，结果已在查询页公布。", by=by, at=at)
        else:
            tell_joined(each, matter, way="phone", text="与您反映的同一件事已处理完毕，结果已告知您。", by=by, at=at)
