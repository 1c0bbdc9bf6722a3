"""What people learnt, and how units and posts were assessed: the induction of all, a plan, courses, a test, two assessments."""

from datetime import date, datetime, timedelta

from firstdesk.assessment import services as assessment
from firstdesk.assessment.models import Sheet
from firstdesk.assessment.services import Charge, Judged, NewAward, NewRound, Ruling
from firstdesk.common import clock
from firstdesk.config.demo.build import SETUP, City
from firstdesk.directory import services as directory
from firstdesk.directory.models import Unit
from firstdesk.ledger.actors import Actor
from firstdesk.obligations import services as obligations
from firstdesk.training import services as training
from firstdesk.training.models import Course, PlanLine, Quiz, Seat
from firstdesk.training.selectors.courses import EARLY
from firstdesk.training.services import Draft, Held, NewCourse, NewLine, NewQuestion, Recognised

CENTRE, OFFICE = "cx-linkage", "cx-rongyin-office"
INDUCTION = ("law", "duties", "workflow", "skills")
EVERYBODY = (
    "intake", "director", "group_leader", "supervisor", "admin", "mediation", "window", "liaison", "leader", "handler",
)  # fmt: skip
QUESTIONS = (
    ("群众来电说不清归谁管，怎么办？", False, (("先登记受理，再分类转办", True), ("请他打别的电话", False), ("记个便条", False))),
    ("哪些人可以查看保密事项？", False, (("承办人和依权限获准的人", True), ("本中心所有人", False), ("任何工作人员", False))),
    ("回访时应当做什么？", True, (("问明是否收到答复", True), ("评价自愿，不催不诱", True), ("替群众打分", False))),
)  # fmt: skip
LINES = (
    ("新上岗人员岗前培训", "induction", INDUCTION, 12, ("intake", "window"), 6),
    ("调解技巧与沟通", "inner", ("mediation_skills", "communication"), 9, ("mediation", "group_leader"), 4),
    ("个人信息保护", "inner", ("privacy", "law"), 11, ("intake", "archive"), 2),
    ("反诈宣传进社区", "publicity", ("fraud", "law"), 11, (), 2),
)
METHOD = "按各单位、岗位的承诺兑现、凭证齐全和群众自愿评价，结合日常所见；信访、抓捕、处罚、拒绝的数量一律不计。"
INDICATORS = (
    "cp.indicator.promises",
    "cp.indicator.whole",
    "cp.indicator.satisfaction",
    "gc.indicator.duties",
    "gc.indicator.once",
)
ASSESSED = ("cx-ps-xikou", "cx-power", "cx-water", "cx-housing", "cx-justice")
WORDS = {
    "performance": "接报登记规范，转办说明写得清楚。",
    "attitude": "对来电人耐心。",
    "ability": "遇到多部门的事能先稳住再协调。",
}


def _at(day: datetime, hour: int) -> datetime:
    return clock.local(day).replace(hour=hour, minute=0, second=0, microsecond=0)


def _came(course: Course, by: Actor, *, all_but: int = 0) -> None:
    seats = list(course.seats.order_by("pk").values_list("pk", flat=True))
    training.tick(course, set(seats[all_but:]), by=by, at=course.ends_at)


def induct(city: City, *, at: datetime) -> None:
    """Before anybody stood at a post: the induction of everybody but the archivist, who came late and waits for the next."""
    unit = city.units[CENTRE]
    by, starts = city.actor(unit, "group_leader"), _at(at, 9)
    new = NewCourse(
        title="全员岗前培训", kind="induction", subjects=INDUCTION, posts=EVERYBODY, place="澄溪县委党校一号教室",
        teacher="县委政法委培训组", starts_at=starts, ends_at=starts + timedelta(hours=7),
    )  # fmt: skip
    course = training.arrange(unit, new, by=by, at=starts - timedelta(hours=12))
    _came(course, by)
    training.hold(course, Held(account="讲解首问负责、分类转办、保密和回访。"), by=by, at=course.ends_at)


def teach(city: City, *, at: datetime) -> None:
    """A plan, a test, courses held and to come, an evening for residents, a certificate that soon ends."""
    unit = city.units[CENTRE]
    by, boss = city.actor(unit, "group_leader"), city.actor(unit, "director")
    lines = _plan(unit, by, boss, at - timedelta(days=150))
    quiz = _quiz(unit, by, at - timedelta(days=40))
    _held(city, unit, quiz, _at(at - timedelta(days=20), 14))
    starts = _at(at + timedelta(days=5), 14)
    coming = NewCourse(
        title="个人信息保护", kind="inner", subjects=("privacy", "law"), posts=("intake", "archive"), place="中心二楼会议室",
        teacher="县司法局普法讲师", is_expert=True, starts_at=starts, ends_at=starts + timedelta(hours=2), quiz=quiz,
        valid_months=12, line=lines["个人信息保护"],
    )  # fmt: skip
    training.arrange(unit, coming, by=by, at=at - timedelta(days=2))
    for code, days, heard in ((OFFICE, 9, 63), (OFFICE, 40, 48), (CENTRE, 12, 120)):
        evening = _at(at - timedelta(days=days), 19)
        place = city.units[code]
        session = NewCourse(
            title="反诈宣传进小区", kind="publicity", subjects=("fraud", "law"), place="榕荫社区小广场", teacher="社区民警",
            starts_at=evening, ends_at=evening + timedelta(hours=1, minutes=30),
            line=lines["反诈宣传进社区"] if code == CENTRE else None,
        )  # fmt: skip
        told = Held(heard=heard, account="发放宣传页，现场解答。")
        training.note_session(place, session, told, by=city.actor(place, "director"), at=evening + timedelta(hours=2))
    today = clock.local(at).date()
    first_aid = Recognised(
        title="急救员证", subjects=("emergency",), basis="县红十字会 救字第0312号", valid_from=today - timedelta(days=345),
        valid_until=today + timedelta(days=19),
    )  # fmt: skip
    training.recognise(unit, city.people[CENTRE, "intake"][0], first_aid, by=by, at=at - timedelta(days=30))
    training.warn(at=at - timedelta(hours=3))


def _plan(unit: Unit, by: Actor, boss: Actor, at: datetime) -> dict[str, PlanLine]:
    year = clock.local(at).year
    plan = training.draft(
        unit, Draft(year=year, goals="人人懂首问、会登记、守秘密；新上岗先培训后值班。"), by=by, at=at
    )
    made = {}
    for title, kind, subjects, month, posts, hours in LINES:
        line = NewLine(title=title, kind=kind, subjects=subjects, month=month, posts=posts, hours=hours)
        made[title] = training.add_line(plan, line, by=by, at=at)
    training.submit(plan, by=by, at=at + timedelta(hours=2))
    training.approve(plan, by=boss, at=at + timedelta(days=1))
    return made


def _quiz(unit: Unit, by: Actor, at: datetime) -> Quiz:
    quiz = training.make_quiz(unit, "首问和保密小测", 80, by=by, at=at)
    for text, several, options in QUESTIONS:
        training.ask(quiz, NewQuestion(text=text, options=options, is_multiple=several), by=by, at=at)
    return quiz


def _held(city: City, unit: Unit, quiz: Quiz, starts: datetime) -> None:
    """A course with its test: one failed the first time, one did not come."""
    by = city.actor(unit, "group_leader")
    new = NewCourse(
        title="首问负责和保密", kind="inner", subjects=("law", "duties"), posts=("intake",), place="中心二楼会议室", teacher="组长",
        starts_at=starts, ends_at=starts + timedelta(hours=2), quiz=quiz, valid_months=12,
    )  # fmt: skip
    course = training.arrange(unit, new, by=by, at=starts - timedelta(days=4))
    mine = list(Seat.objects.filter(course=course, person__in=city.people[CENTRE, "intake"]).select_related("person"))
    for seat in mine[:3]:
        actor = city.actor(unit, "intake", seat.person)
        training.check_in(course, seat.person, by=actor, at=starts - EARLY / 2)
    _came(course, by, all_but=1)
    training.hold(course, Held(account="结合上月退件讲首问责任。"), by=by, at=course.ends_at)
    right = {each.pk: [n for n, one in enumerate(each.options) if one["right"]] for each in quiz.questions.all()}
    for number, seat in enumerate(mine[:3]):
        actor = city.actor(unit, "intake", seat.person)
        if number == 1:
            training.sit(seat, {pk: [2] for pk in right}, by=actor, at=course.ends_at + timedelta(minutes=20))
        if number < 2:
            training.sit(seat, right, by=actor, at=course.ends_at + timedelta(minutes=30 + number))


def assess(city: City, *, at: datetime) -> None:
    """One assessment that is final, with an award; one under way, with an appeal; a finding that waits for its decision."""
    unit = city.units[CENTRE]
    boss, judge = city.actor(unit, "director"), city.actor(unit, "supervisor")
    today = clock.local(at).date()
    units = [city.units[code] for code in ASSESSED]
    opened = at - timedelta(days=16)
    new = _new("联动单位上月评比", "stage", (today - timedelta(days=30), today - timedelta(days=16)))
    row = assessment.open_round(unit, new, units, (), by=judge, at=opened)
    for sheet in row.sheets.all():
        judged = Judged(
            words={"performance": "接收及时，个别答复偏迟。", "attitude": "配合。", "ability": "能独立处置。"},
            grade="sound",
        )
        assessment.assess(sheet, judged, by=judge, at=opened + timedelta(hours=3))
    assessment.end_due(at=at - timedelta(days=2))
    good = Sheet.objects.get(round=row, unit=city.units["cx-power"])
    grounds = "台风夜连续抢修，所有转办件当日回复。"
    award = assessment.propose(
        unit, NewAward(unit=good.unit, kind="stage", grounds=grounds, sheet=good), by=judge, at=at - timedelta(days=1)
    )
    assessment.decide(award, is_given=True, by=boss, at=at - timedelta(hours=20))
    _under_way(city, unit, judge, at, today)
    charge = Charge(
        unit=city.units["cx-housing"], ground="delay", facts="同一小区漏水的转办件两次退回，理由相同，均超过约定期限。"
    )
    assessment.charge(unit, charge, by=judge, at=at - timedelta(days=3))
    _told(city, unit, judge, boss, at)
    obligations.schedule(unit, at=at)


def _told(city: City, unit: Unit, judge: Actor, boss: Actor, at: datetime) -> None:
    """A finding that was heard and decided, and may still be appealed; a third is there to decide that."""
    office = city.units["cx-justice"]
    charge = Charge(unit=office, ground="delay", facts="两件合同纠纷的转办件超过接收期限仍未答复是否接收。")
    row = assessment.charge(unit, charge, by=judge, at=at - timedelta(days=6))
    head = city.actor(office, "leader")
    assessment.hear(row, "当周集中普法，值守人员未及时查看，愿意改正。", by=head, at=at - timedelta(days=5))
    ruling = Ruling(is_held=True, decision="属实，未造成后果，已经改正。", measure="talk", appeal_days=10)
    assessment.rule(row, ruling, by=boss, at=at - timedelta(days=2))
    deputy = city.people["cx-window", "director"][0]
    post = city.posts[CENTRE, "supervisor"]
    directory.appoint(user=deputy, post=post, starts_on=clock.local(at).date(), by=SETUP, at=at)


def _under_way(city: City, unit: Unit, judge: Actor, at: datetime, today: date) -> None:
    opened = at - timedelta(days=4)
    row = assessment.open_round(
        unit, _new("接警台岗位考评", "half", (today - timedelta(days=30), today - timedelta(days=4))), (),
        [city.posts[CENTRE, "intake"]], by=judge, at=opened,
    )  # fmt: skip
    first, second, *_others = row.sheets.order_by("pk").select_related("person", "round__unit", "unit")
    mine = [city.actor(unit, "intake", each.person) for each in (first, second)]
    assessment.remark(first, "夜班接报多，都按时登记了。", by=mine[0], at=opened + timedelta(hours=5))
    for sheet in (first, second):
        assessment.assess(sheet, Judged(words=WORDS, grade="sound"), by=judge, at=opened + timedelta(days=1))
    assessment.appeal(second, "统计期里有三天系统升级，登记时间不能算我的。", by=mine[1], at=opened + timedelta(days=2))


def _new(title: str, kind: str, days: tuple[date, date]) -> NewRound:
    return NewRound(
        title=title, kind=kind, method=METHOD, first=days[0], last=days[1], indicators=INDICATORS,
        dimensions=("performance", "attitude", "ability"),
    )  # fmt: skip
