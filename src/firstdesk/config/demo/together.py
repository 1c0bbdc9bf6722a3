"""What people do for each other on the way: matters that belong together, help from other units, services, notes."""

from datetime import datetime, timedelta

from firstdesk.config.demo.finding import Finding
from firstdesk.config.demo.life import Act, Life
from firstdesk.config.demo.talks import again
from firstdesk.directory.selectors import acting_for
from firstdesk.dispatch import services as dispatch
from firstdesk.dispatch.models import Service, Task
from firstdesk.dispatch.services import Evidence, Request, Wish
from firstdesk.matters import services as matters
from firstdesk.matters.models import Matter
from firstdesk.teamwork import services as teamwork
from firstdesk.teamwork.services import NewNote

HELPERS = ("cx-housing", "cx-justice", "cx-market", "cx-civil", "cx-fire", "cx-ecology")
HELP = (
    (130, "请派人一同到现场查看，出具意见。", "done"),
    (73, "请核对登记档案并说明责任划分。", "done"),
    (49, "请派一名调解员参加三方协商。", "refused"),
    (25, "请提供近三个月的检测记录。", "accepted"),
    (7, "请派人协助疏散通道清理。", "accepted"),
    (2, "请协助联系房屋产权人。", ""),
)  # hours ago, what is asked, how far it has come
DONE, CANNOT = "已到现场，意见和照片已交承办单位。", "本周调解员均已排满，建议请司法所派员。"
SERVICES = (
    (70, "proxy", 4),
    (31, "at_home", 3),
    (20, "accompany", 2),
    (6, "proxy", 1),
    (3, "at_home", 0),
)  # hours ago, kind of service, steps done
STEP_NOTES = {
    "papers": "身份证复印件、申请表各一份，已列清单双方签字。",
    "agreed": "与本人电话约定：明天上午九点。",
    "served": "已上门办好，本人签字确认。",
    "returned": "结果已送到本人手中。",
    "told": "已当面告知后续流程和联系电话。",
}
NOTES = (
    (96, "已查到上个月同一地址有过类似反映，办法可以参照。", ""),
    (60, "@{leader} 反映人情绪比较急，建议由您先打个电话。", "leader"),
    (45, "现场照片里能看到水表井盖，承办单位到场时请一并检查。", ""),
    (26, "@{leader} 单位说配件后天到，要不要先申请延期？", "leader"),
    (18, "当事人只在晚上七点以后方便接电话。", ""),
    (9, "@{leader} 这件和隔壁楼那件像是同一根管子，请看看要不要并案。", "leader"),
    (4, "物业已答应今天下午派人，等他们回电。", ""),
    (1, "已电话告诉反映人安排，暂无新情况。", ""),
)  # hours ago, words, whom they name


class Together:
    """Acts beside the turns of matters."""

    def __init__(self, life: Life) -> None:
        self.life, self.finding = life, Finding(life)

    def plan(self) -> None:
        """Spread over the last week."""
        for number, (hours, words, far) in enumerate(HELP):
            self.life.plan(self.finding.ago(hours), self._ask(HELPERS[number], words, far))
        for hours, mode, steps in SERVICES:
            self.life.plan(self.finding.ago(hours), self._serve(mode, steps))
        for hours, words, named in NOTES:
            self.life.plan(self.finding.ago(hours), self._note(words, named))
        for hours in (110, 65, 33, 11, 4):
            self.life.plan(self.finding.ago(hours), self._link())

    # Help from other units.

    def _ask(self, code: str, words: str, far: str) -> Act:
        def act(at: datetime) -> None:
            unit = self.life.city.units[code]
            matter = self.finding.open(state="handling", responsible_unit__kind="linkage_unit").exclude(
                responsible_unit=unit
            ).exclude(pk__in=self.finding.chosen).first()  # fmt: skip
            if matter is None:
                return
            self.finding.chosen.add(matter.pk)
            request = Request(unit, words, wanted_by=at + timedelta(hours=30), is_required=far != "accepted")
            task = dispatch.ask(matter, request, by=self.finding.working(matter), at=at)
            if far:
                self.life.plan(at + self.life.minutes(15, 90), self._answer(task.pk, far))

        return act

    def _answer(self, pk: int, far: str) -> Act:
        def act(at: datetime) -> None:
            task = self._task(pk)
            if task.state != "asked" or not task.matter.is_open:
                return
            by = self.finding.voice(task.unit, "handler", "liaison")
            if far == "refused":
                dispatch.refuse(task, reason=CANNOT, by=by, at=at)
                return
            dispatch.take_on(task, by=by, at=at)
            if far == "done":
                self.life.plan(at + self.life.hours(2, 9), self._complete(pk))

        return act

    def _complete(self, pk: int) -> Act:
        def act(at: datetime) -> None:
            task = self._task(pk)
            if task.state == "accepted" and task.matter.is_open:
                dispatch.complete(task, text=DONE, by=self.finding.voice(task.unit, "handler", "liaison"), at=at)

        return act

    def round_off(self, matter: Matter, at: datetime) -> None:
        """Before the unit in the lead answers: what was still asked of others is done."""
        for task in Task.objects.filter(matter=matter, state__in=["asked", "accepted"]).select_related(
            "unit", "from_unit"
        ):
            task.matter = matter
            dispatch.complete(task, text=DONE, by=self.finding.voice(task.unit, "handler", "liaison"), at=at)

    def _task(self, pk: int) -> Task:
        found = Task.objects.select_related("unit", "from_unit").get(pk=pk)
        found.matter = again(found.matter_id)
        return found

    # Services beyond the desk.

    def _serve(self, mode: str, steps: int) -> Act:
        def act(at: datetime) -> None:
            matter = self.finding.with_a_unit(is_identified=True)
            if matter is not None:
                wish = Wish(mode, is_asked_by_person=True)
                service = dispatch.start_service(matter, wish, by=self.finding.working(matter), at=at)
                if steps:
                    self.life.plan(at + self.life.minutes(20, 60), self._step(service.pk, steps))

        return act

    def _step(self, pk: int, left: int) -> Act:
        def act(at: datetime) -> None:
            service = Service.objects.get(pk=pk)
            service.matter = matter = again(service.matter_id)
            if not service.is_open or matter.state != "handling":
                return
            by = self.finding.working(matter)
            people = self.life.city.people
            agent = next((each for (unit, _code), users in people.items() if unit == matter.responsible_unit.code
                          for each in users), None)  # fmt: skip
            evidence = Evidence(STEP_NOTES.get(service.next_step, ""), agent if service.next_step == "agent" else None)
            dispatch.take_step(service, service.next_step, evidence, by=by, at=at)
            if left > 1:
                self.life.plan(at + self.life.hours(1, 5), self._step(pk, left - 1))

        return act

    # Notes and ties.

    def _note(self, words: str, named: str) -> Act:
        def act(at: datetime) -> None:
            centre = self.life.city.units["cx-linkage"]
            matter = self.finding.open(centre=centre).exclude(pk__in=self.finding.chosen).first()
            writer = acting_for(self.life.city.on_duty(centre, at), at)
            if matter is not None and writer is not None:
                leader = self.life.city.people[centre.code, "group_leader"][0] if named else ""
                teamwork.write_note(matter, NewNote(words.format(leader=leader)), by=writer, at=at)

        return act

    def _link(self) -> Act:
        def act(at: datetime) -> None:
            fresh = list(self.finding.open()[:60])
            for number, first in enumerate(fresh):
                for second in fresh[number + 1 :]:
                    if _alike(first, second) and not first.links.exists() and not first.linked_by.exists():
                        by = self.finding.voice(first.centre, "intake")
                        matters.link(first, second, by=by, at=at)
                        return

        return act


def _alike(first: Matter, second: Matter) -> bool:
    """The same kind of thing at the same centre."""
    root = first.topic.partition(".")[0]
    return bool(root) and first.centre_id == second.centre_id and second.topic.partition(".")[0] == root
