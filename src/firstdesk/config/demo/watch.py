"""Those who answer for others: urges, cards, and applications for more time, rest, an end or another classification."""

from datetime import datetime, timedelta

from firstdesk.common.refusals import Refusal
from firstdesk.config.demo.finding import Finding
from firstdesk.config.demo.life import Act, Life
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.obligations.models import Clock
from firstdesk.oversight import services as oversight
from firstdesk.oversight.models import Application, Supervision
from firstdesk.oversight.selectors.approval import deciding_posts
from firstdesk.oversight.services import Grant, Wish

URGES = (
    (150, "反映人两次来电询问进展，请今天回复办理情况。", True),
    (98, "办理期限将至，请说明还差哪一步。", True),
    (52, "请尽快与反映人联系，约定上门时间。", True),
    (27, "反映人称至今无人联系，请核实。", True),
    (6, "明天到期，请报进展。", False),
    (2, "请今天下班前电话告知反映人安排。", False),
)  # hours ago, words, whether the unit has answered
CARDS = (
    (120, "yellow", "逾期未办结，请书面说明原因和办结时间。", "lifted"),
    (46, "yellow", "两次催办未回应，请今天报进展。", "answered"),
    (22, "red", "反映人再次来电，问题仍在，请负责人过问。", "answered"),
    (9, "black", "长期未办，请主要负责人到中心说明。", ""),
    (5, "yellow", "已超过承诺期限，请尽快办结并答复。", ""),
)  # hours ago, card, words, how far it has come
APPLICATIONS = (
    (140, "extension", "配件要从外地调运，厂家答复两天后到货。", "approve"),
    (76, "extension", "需等住户都在家时统一入户查看。", "approve"),
    (54, "extension", "承办人外出培训。", "refuse"),
    (30, "voiding", "反映人来电说明系误报，现场查看也无异常。", "refuse"),
    (8, "extension", "已约定后天与物业、业主三方到场。", ""),
    (5, "reclassification", "现场查看后发现主要是消防通道问题，建议改由消防部门牵头。", ""),
    (3, "extension", "检测报告要到后天才出。", ""),
)  # hours ago, kind, reason, what was decided
ANSWER = "已与反映人联系，{when}到现场，结果当日回单。"
LIFTED = "已办结并答复，反映人认可。"
GRANTED, REFUSED = "同意，请把新的时间告诉反映人。", "理由不充分，请安排其他人办理。"
ELSEWHERE = "核实后发现主要诉求属其他部门职责，申请改派。"
REST = "等待鉴定结论和当事人补充材料。"
AWAITED = "鉴定机构出具结论"


class Watch:
    """Acts of overseers and of those who apply."""

    def __init__(self, life: Life) -> None:
        self.life, self.finding = life, Finding(life)
        self.applying = Finding(life)  # an application may be about what was urged

    def plan(self) -> None:
        """Everything in the last week, so that some of it still stands."""
        for hours, words, answered in URGES:
            self.life.plan(self.finding.ago(hours), self._urge(words, answered=answered))
        for hours, card, words, far in CARDS:
            self.life.plan(self.finding.ago(hours), self._card(card, words, far))
        for hours, kind, reason, decision in APPLICATIONS:
            self.life.plan(self.finding.ago(hours), self._apply(kind, reason, decision))

    def rest(self, matter: Matter, by: Actor, at: datetime) -> None:
        """Whoever works on it asks to let it rest; the rules say who decides."""
        if Application.objects.filter(matter=matter, kind="suspension", state="asked").exists():
            return
        row = oversight.apply(matter, Wish(kind="suspension", reason=REST, awaits=AWAITED), by=by, at=at)
        self.life.plan(at + self.life.minutes(20, 240), self._decide(row.pk, "approve"))

    def judge_anew(self, matter: Matter, by: Actor, at: datetime) -> None:
        """It turned out to be something else: the unit that works on it says so, and somebody of the centre decides."""
        if Application.objects.filter(matter=matter, kind="reclassification", state="asked").exists():
            return
        values = {name: getattr(matter, name) for name in ("nature", "topic", "urgency", "grade")} | {
            "remit": "outside"
        }
        row = oversight.apply(matter, Wish(kind="reclassification", reason=ELSEWHERE, values=values), by=by, at=at)
        self.life.plan(at + self.life.minutes(10, 90), self._decide(row.pk, "approve"))

    def _urge(self, words: str, *, answered: bool) -> Act:
        def act(at: datetime) -> None:
            if matter := self.finding.with_a_unit():
                by = self.finding.voice(matter.centre, "group_leader", "director")
                row = oversight.urge(matter, text=words, by=by, at=at)
                if answered:
                    self.life.plan(at + self.life.minutes(20, 110), self._answer(row.pk))

        return act

    def _card(self, card: str, words: str, far: str) -> Act:
        def act(at: datetime) -> None:
            late = Clock.objects.filter(state="running", due_at__lt=at).values("matter_id")
            matter = self.finding.with_a_unit(pk__in=late) or self.finding.with_a_unit()
            if matter is None:
                return
            by = self.finding.voice(matter.centre, "supervisor", "director")
            row = oversight.supervise(matter, card=card, text=words, by=by, at=at)
            if far:
                self.life.plan(at + self.life.hours(1, 3), self._answer(row.pk))
            if far == "lifted":
                self.life.plan(at + self.life.hours(20, 30), self._lift(row.pk))

        return act

    def _answer(self, pk: int) -> Act:
        def act(at: datetime) -> None:
            row = self._row(pk)
            if row.state == "open" and row.matter.is_open:
                by = self.finding.voice(row.unit, "leader", "director")
                text = ANSWER.format(when="今天下午" if at.hour < 4 else "明天上午")
                oversight.answer_supervision(row, text=text, by=by, at=at)

        return act

    def _lift(self, pk: int) -> Act:
        def act(at: datetime) -> None:
            row = self._row(pk)
            if row.state != "lifted" and row.matter.is_open:
                by = self.finding.voice(row.matter.centre, "supervisor", "director")
                oversight.lift(row, reason=LIFTED, by=by, at=at)

        return act

    def _row(self, pk: int) -> Supervision:
        return Supervision.objects.select_related("unit", "matter__centre", "matter__responsible_unit").get(pk=pk)

    def _apply(self, kind: str, reason: str, decision: str) -> Act:
        def act(at: datetime) -> None:
            wish_for = self._more_time if kind == "extension" else self._another
            if found := wish_for(kind, reason, at):
                matter, wish = found
                row = oversight.apply(matter, wish, by=self.finding.working(matter), at=at)
                if decision:
                    self.life.plan(at + self.life.hours(0.3, 2), self._decide(row.pk, decision))

        return act

    def _more_time(self, kind: str, reason: str, at: datetime) -> tuple[Matter, Wish] | None:
        """Of a promise that a unit owes and has not broken yet."""
        running = Clock.objects.filter(state="running", code="handling", due_at__gt=at + timedelta(minutes=1))
        matter = self.applying.with_a_unit(pk__in=running.values("matter_id"))
        if matter is None:
            return None
        clock = running.filter(matter_id=matter.pk, owing_unit=matter.responsible_unit).first()
        return (matter, Wish(kind=kind, reason=reason, clock=clock, amount=1)) if clock else None

    def _another(self, kind: str, reason: str, at: datetime) -> tuple[Matter, Wish] | None:
        ordinary = {"grade": "ordinary", "urgency": "normal", "objections": 0}
        matter = self.applying.with_a_unit(**ordinary)
        if matter is None:
            return None
        values = {}
        if kind == "reclassification":
            values = {"nature": matter.nature, "topic": "fire_safety", "urgency": "priority", "grade": "ordinary"}
            values["remit"] = "outside"
        return matter, Wish(kind=kind, reason=reason, values=values)

    def _decide(self, pk: int, decision: str) -> Act:
        def act(at: datetime) -> None:
            row = Application.objects.select_related("matter__centre", "matter__responsible_unit", "clock").get(pk=pk)
            by = self._decider(row, at)
            can = row.kind != "suspension" or row.matter.state == "handling"
            if row.state != "asked" or by is None or not row.matter.is_open or not can:
                return
            if decision == "approve" and (row.clock is None or row.clock.state == "running"):
                self._grant(row, by, at)
            elif decision == "refuse":
                oversight.refuse(row, reason=REFUSED, by=by, at=at)

        return act

    def _grant(self, row: Application, by: Actor, at: datetime) -> None:
        try:
            oversight.approve(row, grant=Grant(words=GRANTED, person_informed=True), by=by, at=at)
        except Refusal:  # it has gone on meanwhile, or the rules ask for more than the unit has said
            row.refresh_from_db()
            oversight.refuse(row, reason=REFUSED, by=by, at=at)

    def _decider(self, row: Application, at: datetime) -> Actor | None:
        """Somebody in a post the rules name, never the applicant."""
        for post in deciding_posts(row, at):
            for person in self.life.city.people.get((post.unit.code, post.code), ()):
                if person.pk != row.asked_by_id:
                    return self.life.city.actor(post.unit, post.code, person)
        return None
