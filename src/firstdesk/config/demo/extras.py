"""What stands beside the matters: the charter, the duties done, and word with people on the way."""

from datetime import date, datetime, timedelta

from firstdesk.common import clock
from firstdesk.config.demo import data, keeping
from firstdesk.config.demo.build import City
from firstdesk.config.demo.life import Life
from firstdesk.directory import services as directory
from firstdesk.directory.models import User
from firstdesk.directory.services import CharterText
from firstdesk.notices.selectors import unread
from firstdesk.notices.services import mark_read
from firstdesk.regulations import selectors as regulations

CENTRE, CIRCLE = "cx-linkage", "涉家暴与未成年人保护专班"
MEMBERS = ((CENTRE, "director"), (CENTRE, "group_leader"), ("cx-ps-xikou", "liaison"), ("cx-ps-xikou", "handler"))


def founding(city: City, *, at: datetime) -> None:
    """What the organisations settle before they begin: the charters, and one closed circle."""
    centre = city.units[CENTRE]
    members = [city.people[place][0] for place in MEMBERS] + city.people[CENTRE, "intake"][:2]
    by = city.actor(centre, "admin")
    city.circle = directory.create_compartment(unit=centre, name=CIRCLE, members=members, by=by, at=at)
    _charters(city, at)
    keeping.settle(city, at=at)


def _charters(city: City, at: datetime) -> None:
    """Each director confirms how the clauses of the centre's own regulation are fulfilled that were settled so far."""
    for centre in city.centres():
        by = city.actor(centre, "director")
        own = regulations.current(at).centre(centre.centre_kind).adopts[0]
        clauses = regulations.current(at).clauses
        settled = {clause: text for clause, text in data.city()["charter"].items() if clauses[clause].regulation == own}
        for number, (clause, text) in enumerate(settled.items()):
            item = CharterText(
                clause=clause,
                text=text,
                reference=f"澄联字〔{clock.local(at).year}〕{number + 3}号",
                review_on=date(clock.local(at).year + 1, 3, 31),
            )
            directory.confirm_charter(unit=centre, item=item, by=by, at=at + timedelta(minutes=number))


def finishing(life: Life, *, at: datetime) -> None:
    """What is older than a day has been read; some of what was missed was explained or waived."""
    for user in User.objects.all():
        older = unread(user).filter(created_at__lt=at - timedelta(days=1))
        mark_read(user=user, at=at, notice_ids=older.values_list("pk", flat=True))
    keeping.words(life.city, at=at)
