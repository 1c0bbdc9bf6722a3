"""Work looked at again: a draw half checked, inspections in every state, findings on their way, the opinion box."""

from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from firstdesk.checks import services
from firstdesk.checks.models import Draw, Finding, Inspection, Opinion
from firstdesk.checks.selectors import opinions, sheets
from firstdesk.checks.services import (
    Done,
    Given,
    Judged,
    NewDraw,
    NewInspection,
    NewVisit,
    Opened,
    Outcome,
    Sought,
)
from firstdesk.common import clock
from firstdesk.common.refusals import Refusal
from firstdesk.config.demo.build import City
from firstdesk.config.demo.paper import DRAWN, picture
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import Unit, User
from firstdesk.directory.scope import Acting
from firstdesk.files import services as files
from firstdesk.files.models import File

LINKAGE, BELOW, TRAFFIC = "cx-linkage", "cx-xikou-gov", "cx-traffic"
WANTING = {
    "screened": "上月无纠纷，未见零报告记录。",
    "duties": "两项到期职责的凭证没有上传。",
    "posted": "公示栏的监督电话是旧号码。",
    "settled": "回访时当事人说问题又出现过一次。",
}  # by item of the checklist
OPINIONS = (
    (40, "窗口中午没人值守，办事要等到两点。能不能轮流吃饭？", "answer"),
    (33, "接待大厅的椅子太少，老人只能站着等。", "improve"),
    (20, "上次反映漏水，第二天就有人来，谢谢。", "note"),
    (6, "公示栏的联系电话太小，看不清。", ""),
    (1, "大厅饮水机坏了。", ""),
)  # days ago, what it says, what became of it
ANSWERS = {  # what was said, what it was told
    BELOW: ("希望窗口中午有人值守。", "已安排两人轮值，中午不断档。"),
    LINKAGE: ("希望当场告知承办单位。", "接警时即告知转往的单位，短信里也写明。"),
}
OPINIONS_ABOVE = (
    (27, "电话里说会有单位联系我，可没说是哪个单位。能不能当场告诉？", "answer"),
    (9, "回访短信里请写上承办单位的电话。", "improve"),
    (2, "夜里接电话的同志很耐心，谢谢。", ""),
)


class LookingAgain:
    """Acts of those who check, at the linkage centre and the governance centre beneath it."""

    def __init__(self, city: City, at: datetime) -> None:
        self.city, self.at = city, at
        self.above, self.below = city.units[LINKAGE], city.units[BELOW]

    def act(self) -> None:
        """All of it, in its order."""
        photo = self._photo()
        self._inspected(photo)
        self._under_way()
        self._drawn()
        self._listened()
        self._visited()

    def _ago(self, days: float) -> datetime:
        return self.at - timedelta(days=days)

    def _acts(self, unit: Unit, post: str, at: datetime) -> Acting:
        person = self._person(unit, post)
        found = directory.acting_for(person, at, self.city.posts[unit.code, post].pk)
        assert found is not None  # everybody of the demonstration holds their post
        return found

    def _person(self, unit: Unit, post: str) -> User:
        return self.city.people[unit.code, post][0]

    def _photo(self) -> File:
        upload = SimpleUploadedFile("整改后.png", picture(DRAWN["done.png"]), "image/png")
        return files.store(upload, by=self.city.actor(self.below, "director"), at=self._ago(8))

    def _plan(self, unit: Unit, subject: str, days: float, *, ahead: int = 0, mode: str = "announced") -> Inspection:
        at = self._ago(days)
        new = NewInspection(
            subject=subject, mode=mode, planned_on=clock.local(at).date() + timedelta(days=ahead), unit=unit,
            inspector=self._person(self.above, "supervisor"), beside="县委政法委、县公安局",
        )  # fmt: skip
        return services.plan(self.above, new, by=self.city.actor(self.above, "director"), at=at)

    def _fill(self, row: Inspection, at: datetime, wanting: tuple[int, ...] = ()) -> None:
        lines = sheets.lines(sheets.of_inspection(row))
        given = {
            line.code: Given("not_kept", WANTING.get(line.item, "现场查看，与要求不符。"))
            if number in wanting
            else Given("kept")
            for number, line in enumerate(lines)
        }
        services.mark(row, given, by=self._acts(self.above, "supervisor", at).actor, at=at)

    def _inspected(self, photo: File) -> None:
        """Signed three weeks ago: one finding settled, one put right, one late and ordered."""
        row, by = self._plan(self.below, "area_work", 24), self._acts(self.above, "supervisor", self._ago(23))
        self._fill(row, self._ago(24), (1, 3, 5))
        day = clock.local(self._ago(24)).date()
        services.hand_over(row, day + timedelta(days=3), by=by.actor, at=self._ago(24))
        leads = self._acts(self.below, "director", self._ago(22))
        services.hear(row, "第二项因系统升级当天漏报，已补。", agrees=False, by=leads.actor, at=self._ago(22))
        services.sign(row, "总体较好，三项需整改。", day + timedelta(days=14), by=by.actor, at=self._ago(21))
        first, second, third = Finding.objects.filter(inspection=row).order_by("pk")
        for finding, days in ((first, 12), (second, 2)):
            done = Done(words="已整改，见照片。", happened_on=clock.local(self._ago(days)).date(), file=photo)
            services.remedy(finding, done, acting=leads, at=self._ago(days))
        services.review(first, Judged(is_accepted=True, words="现场复查通过。"), acting=by, at=self._ago(9))
        services.tell_late(at=self._ago(1))
        order = clock.local(self.at).date() + timedelta(days=2)
        services.order(third, "逾期未整改，请主要负责人说明。", order, acting=by, at=self._ago(0.5))

    def _under_way(self) -> None:
        """One handed over, one half filled, one still ahead."""
        traffic = self._plan(self.city.units[TRAFFIC], "linkage_unit", 3)
        self._fill(traffic, self._ago(3), (2,))
        until = clock.local(self.at).date() + timedelta(days=2)
        services.hand_over(traffic, until, by=self._acts(self.above, "supervisor", self.at).actor, at=self._ago(2))
        self._plan(self.city.units["cx-housing"], "linkage_unit", 1, ahead=4)
        self._plan(self.city.units["cx-window"], "window_staff", 1, ahead=1, mode="unannounced")

    def _drawn(self) -> None:
        """A tenth of what the centre beneath closed; some of it is checked."""
        at, last = self._ago(2), clock.local(self._ago(3)).date()
        by = self._acts(self.above, "supervisor", at).actor
        new = NewDraw(
            units=[self.below], first=last - timedelta(days=27), last=last, measure=Draw.Measure.PERCENT, amount=15,
            due_on=clock.local(self.at).date() + timedelta(days=8), checkers=[self._person(self.above, "supervisor")],
        )  # fmt: skip
        try:
            draw = services.freeze(self.above, new, by=by, at=at)
        except Refusal:  # a small city may have closed nothing there yet
            return
        services.draw_lots(draw, "08 15 27", "当众掷骰六次，督查室、街道代表在场", by=by, at=at)
        for number, each in enumerate(draw.rechecks.order_by("rank")[:2]):
            lines = sheets.lines(sheets.of_recheck(each))
            given = {line.code: Given("kept") for line in lines}
            if number:
                given[lines[3].code] = Given("not_kept", "回访本人，称只收到短信，没有人解释。")
            services.mark_recheck(each, given, by=by, at=self._ago(1))
            due = clock.local(self.at).date() + timedelta(days=9) if number else None
            services.settle_recheck(each, Outcome(due_on=due), by=by, at=self._ago(1))

    def _listened(self) -> None:
        """Opinions of both centres; of the governance centre the box, and what was asked for."""
        leads = self.city.actor(self.below, "director")
        today = clock.local(self.at).date()
        opened = Opened(
            place="便民大厅东侧",
            happened_on=today - timedelta(days=7),
            count=1,
            witness=self._person(self.below, "intake"),
        )
        for unit, said in ((self.below, OPINIONS), (self.above, OPINIONS_ABOVE)):
            for days, text, then in said:
                row = services.receive(unit, services.Voice(text=text), at=self._ago(days))
                self._settle(row.pk, then, days)
        box = services.empty_box(self.below, opened, by=leads, at=self._ago(7))
        services.write_down(self.below, services.Voice(text="建议周末也开门半天。"), box, by=leads, at=self._ago(7))
        sought = Sought(
            way="visit", happened_on=today - timedelta(days=12), asked=30, answered=26,
            words="多数满意；希望公开各单位办理进度，已在公示栏增加二维码。",
        )  # fmt: skip
        services.seek(self.below, sought, by=leads, at=self._ago(12))
        services.summarise(
            self.below,
            opinions.last_half(self.at),
            "意见集中在窗口时间和候办环境，已延长中午值守。",
            by=leads,
            at=self._ago(30),
        )

    def _settle(self, pk: int, then: str, days: float) -> None:
        row = Opinion.objects.get(pk=pk)
        at, leads = self._ago(days - 1), self.city.actor(row.unit, "director")
        if then == "answer":
            services.answer(row, *ANSWERS[row.unit.code], by=leads, at=at)
        elif then == "improve":
            due = clock.local(self.at).date() + timedelta(days=5)
            services.improve(row, self._person(row.unit, "group_leader"), due, by=leads, at=at)
        elif then == "note":
            services.note(row, "表扬，已转告承办人。", by=leads, at=at)

    def _visited(self) -> None:
        new = NewVisit(
            body="congress", happened_on=clock.local(self._ago(15)).date(), guests=4, subject="联动指令办理情况",
            said="建议把办理进度向反映人公开。",
        )  # fmt: skip
        services.note_visit(self.above, new, by=self.city.actor(self.above, "director"), at=self._ago(15))


def look_again(city: City, *, at: datetime) -> None:
    """Called once, when the city's month is told."""
    LookingAgain(city, at).act()
