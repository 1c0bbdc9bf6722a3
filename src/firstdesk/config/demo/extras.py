"""What stands beside the matters: the charter, the duties done, and word with people on the way."""

from datetime import date, datetime, timedelta

from firstdesk.common import clock
from firstdesk.config.demo import data
from firstdesk.config.demo.build import City
from firstdesk.config.demo.life import Life
from firstdesk.directory import services as directory
from firstdesk.directory.models import User
from firstdesk.directory.services import CharterText
from firstdesk.notices.selectors import unread
from firstdesk.notices.services import mark_read
from firstdesk.obligations import selectors
from firstdesk.obligations import services as obligations
from firstdesk.obligations.models import Occurrence
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
    """Some of the duties that came near have been done, and what is older than a day has been read."""
    for user in User.objects.all():
        older = unread(user).filter(created_at__lt=at - timedelta(days=1))
        mark_read(user=user, at=at, notice_ids=older.values_list("pk", flat=True))
    for number, each in enumerate(
        Occurrence.objects.filter(state="scheduled").select_related("unit").order_by("due_at", "pk")
    ):
        rule = selectors.duty_of(each)
        if number % 3 == 1 and not any(
            selectors.duties.vocabulary_of(each).proof(kind).by_work for kind in rule.evidence
        ):
            by, moment = life.city.actor(each.unit, "director"), at - timedelta(hours=number % 40)
            words = f"已完成，材料存档于{each.unit.name}资料柜第{number % 7 + 1}格。"
            for kind in rule.evidence:
                said = obligations.ByHand(kind, words, clock.local(moment).date())
                obligations.prove_by_hand(each, said, by=by, at=moment)
