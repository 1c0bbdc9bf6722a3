"""The people who asked speak: ratings by the link of the answer, complaints with their money, messages they were sent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from firstdesk.complaints import selectors as promises
from firstdesk.complaints import services as complaints
from firstdesk.complaints.models import Compensation, Complaint
from firstdesk.config.demo.finding import Finding, close
from firstdesk.config.demo.life import Act, Life
from firstdesk.config.demo.talks import again
from firstdesk.directory.models import Unit
from firstdesk.followup import services as followup
from firstdesk.followup.selectors import open_tasks
from firstdesk.followup.services import Call, Opinion
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.portal.services import Grievance, complain

CENTRE = "cx-linkage"
LEVELS = {
    5: "处理得快，谢谢。",
    4: "",
    3: "结果可以，就是等得久了点。",
    2: "只解决了一半。",
    1: "问题还在，没有人来过。",
}
AGREED = "本人已表示认可。"
UNSETTLED = "说是修好了，昨天夜里又漏了，照片可以提供。"
TOLD = "经核实，{fault}。已责成责任人改正，并向您致歉。"
VISITED = "已到场向当事人和承办单位分别了解，调取了受理记录。"
DELAYED = "因涉及三家单位的记录需逐一核对，核对期间又遇停电检修，未能按期答复，特向您说明。"


@dataclass(frozen=True)
class How:
    """A complaint that was answered."""

    kind: str
    words: str
    fault: str  # what was found
    late: float  # days after the due moment
    far: str  # what became of it


COMPLAINTS = (
    (29.4, How("promise", "上月约定三天内上门，一直没有人来。", "回访登记漏排，属我中心责任", 2.4, "paid")),
    (28.2, How("promise", "答应一周内答复，过了半个多月没有消息。", "答复件在流转中积压", 1.3, "explained")),
    (26.1, How("promise", "承诺当天回电，一直没有回。", "值班交接遗漏", 3.2, "approved")),
    (24.3, How("promise", "说好的办结时间过了，没有人告诉我原因。", "承办单位延误且未告知", 4.3, "owed")),
    (21.0, How("promise", "窗口说五个工作日办好，没有办好。", "材料流转超时一天", -3.0, "in_time")),
    (9.2, How("phrase", "工作人员接电话时说“这事不归我管”，就挂了。", "接听用语不规范", -7.0, "in_time")),
)  # days ago, how
OPEN = (
    (40, "phrase", "接待时态度生硬，问两句就不耐烦。"),
    (15, "promise", "电话里答应昨天上门，等了一天没有人来。"),
    (5, "retaliation", "投诉以后，物业把我家门禁停了，怀疑是报复。"),
)  # hours ago, kind, words


class People:
    """Acts of the people who asked."""

    def __init__(self, life: Life, onward: Callable[[int], Act]) -> None:
        self.life, self.finding, self.onward = life, Finding(life), onward

    def plan(self) -> None:
        """Complaints of the month, and one answer that is contested just now."""
        for days, how in COMPLAINTS:
            self.life.plan(self.life.now - timedelta(days=days), self._complain(how))
        for hours, kind, words in OPEN:
            self.life.plan(self.life.now - timedelta(hours=hours), self._complain_now(kind, words))
        for hours in (9, 3, 1):
            self.life.plan(self.life.now - timedelta(hours=hours), self._contest())

    # Ratings.

    def may_rate(self, pk: int, at: datetime) -> None:
        """Some of those who were answered open the link, before or after they are called."""
        chance = self.life.rng.random()
        if chance < 0.4:
            level = self.life.rng.choices([5, 4, 3, 2, 1], [42, 28, 19, 7, 4])[0]
            wait = self.life.hours(0.5, 15) if chance < 0.28 else self.life.hours(70, 130)
            self.life.plan(at + wait, self._rate(pk, level))

    def _rate(self, pk: int, level: int) -> Act:
        def act(at: datetime) -> None:
            matter = again(pk)
            if matter.state not in {"follow_up", "closed"}:
                return
            waiting = matter.state == "follow_up"
            followup.rate(matter, Opinion(level, LEVELS[level]), at=at)
            if level == 4 and self.life.rng.random() < 0.3:  # thought better of it
                followup.rate(again(pk), Opinion(5, LEVELS[5]), at=at)
            if level <= 2:
                self.life.plan(at + self.life.minutes(10, 120), self.onward(pk))
            elif waiting:
                self.life.plan(at + self.life.minutes(30, 400), self._close(pk))

        return act

    def _close(self, pk: int) -> Act:
        def act(at: datetime) -> None:
            matter = again(pk)
            owed = Compensation.objects.filter(complaint__matter=matter, state__in=["owed", "approved"]).exists()
            if matter.state == "follow_up" and "call_back" not in open_tasks(matter) and not owed:
                by = self.finding.voice(matter.centre, "group_leader", "director")
                close(matter, lambda: self.life.city.intake(matter.centre, at), by=by, at=at, reason=AGREED)

        return act

    def _contest(self) -> Act:
        """The newest answer does not hold: verified, put right, told anew."""

        def act(at: datetime) -> None:
            matter = self.finding.one(state="follow_up")
            if matter is not None:
                followup.rate(matter, Opinion(None, UNSETTLED), at=at)
                self.life.plan(at + self.life.hours(3, 5), self.onward(matter.pk))

        return act

    # Complaints.

    def _complain_now(self, kind: str, words: str) -> Act:
        def act(at: datetime) -> None:
            centre = self.life.city.units[CENTRE]
            about = Matter.objects.filter(centre=centre, state="closed").order_by("-ended_at").first()
            told = Grievance(centre=centre, kind=kind, narrative=words, about=about, name="游女士", phone="13900006002")
            matter = complain(told, at=at)
            self.life.plan(at + self.life.hours(4, 9), self._visit(matter.pk))

        return act

    def _complain(self, how: How) -> Act:
        def act(at: datetime) -> None:
            centre = self.life.city.units[CENTRE]
            told = Grievance(centre=centre, kind=how.kind, narrative=how.words, name="佘先生", phone="13900006001")
            matter = complain(told, at=at)
            clock = promises.reply_clock(matter)
            due = clock.due_at if clock else at + timedelta(days=9)
            self.life.plan(at + self.life.hours(20, 40), self._visit(matter.pk))
            answered = max(due + timedelta(days=how.late), at + timedelta(hours=41))
            self.life.plan(answered, self._answer(matter.pk, how.fault, how.far))

        return act

    def _visit(self, pk: int) -> Act:
        def act(at: datetime) -> None:
            matter = again(pk)
            if matter.is_open:
                complaint = Complaint.objects.select_related("matter").get(matter=matter)
                complaints.record(complaint, kind="visit", text=VISITED, by=self._leads(matter), at=at)

        return act

    def _answer(self, pk: int, fault: str, far: str) -> Act:
        def act(at: datetime) -> None:
            matter = again(pk)
            by, text = self._leads(matter), TOLD.format(fault=fault)
            followup.finish_own(matter, result_code="settled", text=text, by=by, at=at)
            followup.reply(matter, way="phone", text=text, by=by, at=at)
            money = complaints.compute(matter, by=Actor.system("clock"), at=at)
            if money is not None and far in {"paid", "explained", "approved"}:
                self.life.plan(at + self.life.hours(20, 30), self._decide(money.pk, far))
            if far != "owed":
                self.life.plan(at + self.life.hours(24, 60), self._call(pk))

        return act

    def _decide(self, pk: int, far: str) -> Act:
        """Somebody who had no hand in the answer; whoever pays is another person."""

        def act(at: datetime) -> None:
            money = Compensation.objects.select_related("complaint__matter__centre").get(pk=pk)
            centre = money.complaint.matter.centre
            by = self._other(centre, promises.responsible_for(money.complaint.matter))
            if far == "explained":
                leads = self._leads(money.complaint.matter)
                complaints.record(money.complaint, kind="explanation", text=DELAYED, by=leads, at=at)
                complaints.excuse(money, reason="停电检修属特殊情况，已书面解释。", by=by, at=at)
                self.life.plan(at + self.life.hours(40, 60), self._close(money.complaint.matter_id))
                return
            complaints.approve(money, by=by, at=at)
            if far == "paid":
                self.life.plan(at + self.life.hours(20, 40), self._pay(pk))

        return act

    def _pay(self, pk: int) -> Act:
        def act(at: datetime) -> None:
            money = Compensation.objects.select_related("complaint__matter__centre").get(pk=pk)
            by = self.finding.voice(money.complaint.matter.centre, "group_leader")
            complaints.pay(money, voucher=f"收字{at:%Y}-{pk:04d}", by=by, at=at)
            self.life.plan(at + self.life.hours(20, 30), self._close(money.complaint.matter_id))

        return act

    def _call(self, pk: int) -> Act:
        def act(at: datetime) -> None:
            matter = again(pk)
            if "call_back" not in open_tasks(matter) or matter.state != "follow_up":
                return
            by = self.life.city.intake(matter.centre, at)
            call = Call(method="phone", reached=True, satisfaction=4, opinion="能认错就好。")
            followup.call_back(matter, call, by=by, at=at)
            self.life.plan(at + self.life.hours(1, 4), self._close(pk))

        return act

    def _leads(self, matter: Matter) -> Actor:
        """Whoever the complaint was given to: a post of the centre or above it."""
        post = matter.responsible_post
        if post is not None:
            return self.life.city.actor(matter.responsible_unit, post.code)
        return self.finding.voice(matter.centre, "director")

    def _other(self, centre: Unit, barred: frozenset[int]) -> Actor:
        for code in ("director", "supervisor", "group_leader"):
            person = self.life.city.people[centre.code, code][0]
            if person.pk not in barred:
                return self.life.city.actor(centre, code, person)
        raise AssertionError("everybody had a hand in it")
