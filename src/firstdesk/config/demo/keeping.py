"""The duties of the demonstration: most are done in their time, some in part, late, missed, explained, waived."""

from datetime import date, datetime, time, timedelta

from firstdesk.common import clock
from firstdesk.config.demo.build import City
from firstdesk.config.demo.life import Life
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import Unit, User
from firstdesk.directory.scope import Acting
from firstdesk.ledger.actors import Actor
from firstdesk.obligations import services
from firstdesk.obligations.models import Occurrence
from firstdesk.obligations.selectors import checklist, duties
from firstdesk.obligations.services import ByHand, Declared, Look, Markets

OFFICE, WINDOW, LINKAGE = "cx-rongyin-office", "cx-window", "cx-linkage"
MARKET = (5, 10, 15, 20, 25, 30)
AFTERNOON, NIGHT = time(16, 20), time(23, 55)
FORGOTTEN, HALF = 7, 5  # every seventh duty is forgotten, of every fifth one proof is lacking
NOT_KEPT = 4  # every fourth look finds something
WORDS = {
    "video_day_log": "镜头逐个点检正常，存储余量充足，无中断。", "beat_record": "在榕荫社区走访商户，参加楼栋长碰头。",
    "reception_record": "接待群众，咨询户籍和证件为主，均当场答复。", "night_patrol_record": "与协勤、志愿者夜巡两圈，提醒关好车棚。",
    "counselling_hours": "咨询室按时开放，预约两人次。", "joint_patrol_record": "与物业、商户联合检查消防通道。",
}  # fmt: skip


def settle(city: City, *, at: datetime) -> None:
    """What is settled before anything falls due: when the market is held."""
    office = city.units[OFFICE]
    services.set_market_days(office, Markets(month_days=MARKET), by=city.actor(office, "director"), at=at)


def days(life: Life) -> None:
    """Every afternoon what was done is handed in, every night the shift table is looked at."""
    day = clock.local(life.start).replace(hour=0, minute=0, second=0, microsecond=0)
    while day < life.now:
        life.plan(day + _into(AFTERNOON), lambda at: _hand_in(life, at))
        life.plan(day + _into(NIGHT), _look_at_table)
        day += timedelta(days=1)


def _look_at_table(at: datetime) -> None:
    services.prove_cover(at=at)


def _into(hour: time) -> timedelta:
    return timedelta(hours=hour.hour, minutes=hour.minute)


def _hand_in(life: Life, at: datetime) -> None:
    """The duties whose day it is, and some whose day comes near."""
    end = at.replace(hour=23, minute=59, second=59)
    due = Occurrence.objects.open().filter(due_at__gte=at, due_at__lte=end, unit__in=_at_work(life.city))
    for row in due.select_related("unit", "owing_post").order_by("pk"):
        if row.pk % FORGOTTEN and row.owing_post is not None:
            kinds = [kind for kind in duties.duty_of(row).evidence if not duties.vocabulary_of(row).proof(kind).by_work]
            for kind in kinds[: 1 if row.pk % HALF == 0 else None]:
                said = ByHand(kind, WORDS.get(kind, "已完成，材料存档。"), clock.local(at).date())
                services.prove_by_hand(row, said, by=_holder(row, at), at=at)
                row.refresh_from_db()


def _at_work(city: City) -> list[Unit]:
    return [city.units[code] for code in (LINKAGE, "cx-xikou-gov", "cx-dongling-med", OFFICE, WINDOW)]


def _holder(row: Occurrence, at: datetime) -> Actor:
    post = row.owing_post
    person = directory.holders(post, at)[0] if post else None
    return Actor(
        person_id=person.pk if person else None, name=str(person), post_id=row.owing_post_id, unit_id=row.unit_id
    )


def words(city: City, *, at: datetime) -> None:
    """Some of what was missed is explained or waived; somebody looked at the place; a sensitive period is declared."""
    missed = (
        Occurrence.objects.filter(state="missed")
        .select_related("unit", "centre", "owing_post")
        .order_by("due_at", "pk")
    )
    for number, row in enumerate(list(missed)):
        owing = directory.holders(row.owing_post, at)[:1] if row.owing_post else []
        if number % 3 == 0 and owing:
            services.explain(
                row,
                words="当天辖区有突发警情，全员在外处置，顺延到次日补做。",
                by=_as(owing[0], row, at),
                at=at - timedelta(hours=5),
            )
    supervisor = city.people[LINKAGE, "supervisor"][0]
    mine = [row for row in missed if row.centre and row.centre.code == LINKAGE and not row.explanation]
    for row in mine[:1]:
        services.waive(
            row,
            reason="与区级联合检查合并进行，本次不再单独开展。",
            by=_as(supervisor, row, at),
            at=at - timedelta(hours=3),
        )
    _look(city, at)
    office = city.units[OFFICE]
    today = clock.local(at).date()
    said = Declared(
        title="重大活动安保",
        reason="辖区承办市级活动，人流集中，加密联防巡逻。",
        first=today,
        last=today + timedelta(days=9),
    )
    services.declare(office, said, by=city.actor(office, "director"), at=at - timedelta(minutes=40))


def _as(user: User, row: Occurrence, at: datetime) -> Acting:
    found = directory.acting_for(user, at)
    if found is None:
        raise RuntimeError(f"{user} holds no post")
    return found


def _look(city: City, at: datetime) -> None:
    for code in (OFFICE, WINDOW):
        place = city.units[code]
        on: date = clock.local(at - timedelta(days=3)).date()
        own = [point for sheet in checklist.sheets(place, place.centre_kind, at) for point in sheet.points][:6]
        looks = [
            Look(clause=each.clause.id, on=on, as_found="not_kept", note="一名协勤未佩戴工作牌，已当场提醒。")
            if number % NOT_KEPT == 1
            else Look(clause=each.clause.id, on=on, as_found="kept")
            for number, each in enumerate(own)
        ]
        services.confirm(place, looks, by=city.actor(place, "director"), at=at - timedelta(days=3))
