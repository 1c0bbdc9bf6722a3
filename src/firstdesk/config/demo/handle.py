"""What happens to a matter after it was registered: each turn belongs to whoever the state says, and plans the next."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from firstdesk.config.demo.fate import Fate
from firstdesk.config.demo.finding import Finding, close
from firstdesk.config.demo.judge import Judge
from firstdesk.config.demo.life import Act, Life
from firstdesk.config.demo.paper import Papers
from firstdesk.config.demo.people import People
from firstdesk.config.demo.scenes import Scenes
from firstdesk.config.demo.talks import RELATED, Talks
from firstdesk.config.demo.together import Together
from firstdesk.config.demo.watch import Watch
from firstdesk.directory.models import Unit, User
from firstdesk.dispatch import selectors as referrals
from firstdesk.dispatch import services as dispatch
from firstdesk.dispatch.models import Referral
from firstdesk.dispatch.selectors.scene import out_for
from firstdesk.followup import services as followup
from firstdesk.followup.selectors import open_tasks
from firstdesk.followup.services import Call
from firstdesk.ledger.actors import Actor
from firstdesk.matters import services as matters
from firstdesk.matters.models import Matter
from firstdesk.matters.selectors import handlers_of, recused
from firstdesk.matters.states import State

OPINIONS = {
    5: "处理得快，谢谢。",
    4: "比较满意。",
    3: "结果可以，时间久了点。",
    2: "没有完全解决。",
    1: "问题还在，不满意。",
}
HANDLES = ("handler", "leader", "liaison", "director", "group_leader", "mediation", "intake", "window")
CLOSES = ("intake", "group_leader", "director")
VERIFY = ("director", "group_leader", "intake")  # posts whose holders verify what somebody else did
FINDING = "已电话和上门核实：首次办理只处理了表面问题，须由另一名承办人彻底整改后再答复。"
WITHDRAWN = ("本人来电表示双方已自行和解，不再要求处理。", "本人称问题已解决，申请撤回。")


class Handling:
    """Plays every matter onward, by its fate."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.judge = Judge(life)
        self.talks = Talks(life)
        self.scenes = Scenes(life)
        self.papers = Papers(life)
        self.finding = Finding(life)
        self.watch = Watch(life)
        self.together = Together(life)
        self.people = People(life, self.turn)
        self.fates: dict[int, Fate] = {}
        self.repeats: dict[int, int] = {}
        self._turns: dict[str, Callable[[Matter, Fate, datetime], None]] = {
            State.TO_TRIAGE: self._triage,
            State.ESCALATED: self._director,
            State.OFFERED: self._offered,
            State.HANDLING: self._work,
            State.SUSPENDED: self._resume,
            State.ANSWERED: self._confirm,
            State.TO_REPLY: self._reply,
            State.FOLLOW_UP: self._call,
        }

    def follow(self, pk: int, fate: Fate, *, of: int | None = None) -> None:
        """Remember a matter's fate, and what it repeats."""
        self.fates[pk] = fate
        if of is not None:
            self.repeats[pk] = of

    def turn(self, pk: int) -> Act:
        """Whoever's turn it is does what they do."""

        def act(at: datetime) -> None:
            matter, fate = Matter.objects.select_related(*RELATED).get(pk=pk), self.fates[pk]
            if fate.waits_in(matter.state):
                return
            if matter.state == fate.ends_in and fate.ends:
                self._end(matter, fate, at)
            elif matter.state in self._turns:
                self._turns[matter.state](matter, fate, at)

        return act

    def _next(self, matter: Matter, at: datetime, wait: timedelta, *, office: bool = False) -> None:
        then = at + wait
        self.life.plan(self.life.in_office(then) if office else then, self.turn(matter.pk))

    def _end(self, matter: Matter, fate: Fate, at: datetime) -> None:
        by = self.life.city.intake(fate.centre, at)
        if fate.ends == "withdrawn":
            matters.withdraw(matter, reason=self.life.rng.choice(WITHDRAWN), by=by, at=at)
            dispatch.retire(matter)
        elif fate.ends == "invalid":
            matters.mark_invalid(matter, reason="无声电话，回拨核实无诉求。", by=by, at=at)
        else:
            of = Matter.objects.get(pk=self.repeats[matter.pk])
            if of.state in {State.DUPLICATE, State.INVALID, State.WITHDRAWN}:
                matters.mark_invalid(matter, reason="重复反映，已并入其他件。", by=by, at=at)
            else:
                matters.mark_duplicate(matter, of, reason="同一人同一事由，经核实重复。", by=by, at=at)

    # The centre judges.

    def _triage(self, matter: Matter, fate: Fate, at: datetime) -> None:
        self.judge.triage(matter, fate, at)
        self._after_decision(matter, fate, at)

    def _director(self, matter: Matter, fate: Fate, at: datetime) -> None:
        self.judge.direct(matter, fate, at)
        self._after_decision(matter, fate, at)
        if fate.story.grade != "ordinary":
            self.life.plan(self.life.in_office(at + self.life.minutes(20, 90)), self.talks.meet(matter.pk, fate))

    def _after_decision(self, matter: Matter, fate: Fate, at: datetime) -> None:
        matter.refresh_from_db()
        urgent = fate.story.urgency == "urgent"
        if fate.waits_in(matter.state):
            return
        if matter.state == State.ESCALATED:
            self._next(matter, at, self.life.hours(0.4, 10 * fate.slow), office=True)
        elif matter.state == State.OFFERED and fate.objections <= matter.objections and out_for(matter):
            self.life.plan(at + timedelta(seconds=self.life.rng.randint(15, 75)), self._set_out(matter, fate))
        elif matter.state == State.OFFERED:
            wait = self.life.minutes(1, 9) if urgent else self.life.hours(0.2, 5 * fate.slow)
            self._next(matter, at, wait, office=not urgent)
        else:
            self._next(matter, at, self._work_time(fate), office=not urgent)

    def _work_time(self, fate: Fate) -> timedelta:
        story = fate.story
        if story.urgency == "urgent":
            return self.life.hours(0.5, 2.5)
        if story.grade != "ordinary":
            return self.life.hours(30, 130) * fate.slow
        if story.nature == "enquiry" and story.remit == "own":
            return self.life.minutes(3, 20)
        return self.life.hours(3, 40 if story.urgency == "normal" else 14) * fate.slow

    # The unit that was asked.

    def _set_out(self, matter: Matter, fate: Fate) -> Act:
        return self.scenes.depart(matter.pk, fate, lambda it, at: self._next(it, at, self._work_time(fate)))

    def _offered(self, matter: Matter, fate: Fate, at: datetime) -> None:
        referral = self._live(matter)
        by = self.life.city.actor(referral.to_unit, self._desk(referral.to_unit))
        if fate.objections > matter.objections:
            dispatch.object_(referral, reason=fate.story.declined, by=by, at=at)
            self._next(matter, at, self.life.minutes(5, 60), office=True)
            return
        handler = self._handler(referral.to_unit, matter) if self.life.rng.random() < 0.75 else None
        dispatch.accept(referral, by=by, at=at, handler=handler)
        urgent = fate.story.urgency == "urgent"
        if urgent and self.life.rng.random() < 0.4 and referral.to_unit.kind == "station":
            self.life.plan(at + self.life.minutes(8, 20), self.talks.scene(referral, by))
        if fate.is_identified and self.life.rng.random() < 0.35:
            self.life.plan(at + self.life.minutes(3, 30), self.talks.tell(matter.pk, fate, referral.to_unit))
        self._next(matter, at, self._work_time(fate), office=not urgent)

    def _desk(self, unit: Unit) -> str:
        return "intake" if unit.centre_kind else "liaison"

    def _handler(self, unit: Unit, matter: Matter) -> User | None:
        code = "handler" if (unit.code, "handler") in self.life.city.people else self._desk(unit)
        return next(iter(self._free(self.life.city.people[unit.code, code], matter)), None)

    def _free(self, people: list[User], matter: Matter) -> list[User]:
        """Those who need not stand back from it: a contested matter goes to somebody else."""
        back = recused(matter)
        return [person for person in people if person.pk not in back]

    def _live(self, matter: Matter) -> Referral:
        referral = referrals.live_referral(matter)
        assert referral is not None, f"{matter} is {matter.state} without a referral"
        return referral

    def _work(self, matter: Matter, fate: Fate, at: datetime) -> None:
        by = self._worker(matter, at)
        if by.person_id in recused(matter):
            return  # nobody is left here who may: it waits for the director
        if fate.suspends:
            fate.suspends = False
            self.watch.rest(matter, by, at)
            self._next(matter, at, self.life.hours(60, 400), office=True)
        elif fate.misjudged and matter.responsible_unit_id != matter.centre_id:
            fate.misjudged = False
            self.watch.judge_anew(matter, by, at)
            self._next(matter, at, self.life.hours(2, 8), office=True)
        else:
            self._result(matter, fate, by, at)

    def _result(self, matter: Matter, fate: Fate, by: Actor, at: datetime) -> None:
        code = self.life.rng.choices(["settled", "explained", "partly", "not_possible"], [70, 18, 9, 3])[0]
        self.together.round_off(matter, at)
        referral = referrals.live_referral(matter)
        if referral is None:
            followup.finish_own(matter, result_code=code, text=fate.told.done, by=by, at=at)
            self._next(matter, at, self.life.hours(0.1, 9) * fate.slow, office=True)
        else:
            self.papers.with_result(referral, by, at)
            dispatch.answer(referral, result_code=code, text=fate.told.done, by=by, at=at)
            self._next(matter, at, self.life.hours(0.3, 5) * fate.slow, office=True)

    def _worker(self, matter: Matter, at: datetime) -> Actor:
        """Whoever has it; one of the queue takes it first where nobody has."""
        city, unit, post = self.life.city, matter.responsible_unit, matter.responsible_post
        if post is not None:
            barred = recused(matter)
            people = [each for each in city.people[unit.code, post.code] if each.pk not in barred]
            if not people:  # all of them had a hand in what was contested
                return self._stand_in(unit, barred) or city.actor(unit, post.code)
            user = self.life.rng.choice(people)
            if self.life.rng.random() < 0.6:
                matters.take(matter, user, by=city.actor(unit, post.code, user), at=at - timedelta(minutes=2))
            return city.actor(unit, post.code, user)
        held = next(code for (held_unit, code), users in city.people.items()
                    if held_unit == unit.code and matter.responsible_person in users)  # fmt: skip
        return city.actor(unit, held, matter.responsible_person)

    def _stand_in(self, unit: Unit, barred: frozenset[int], codes: Sequence[str] = HANDLES) -> Actor | None:
        """Somebody else of the unit who may do it."""
        for code in codes:
            for user in self.life.city.people.get((unit.code, code), ()):
                if user.pk not in barred:
                    return self.life.city.actor(unit, code, user)
        return None

    def _resume(self, matter: Matter, fate: Fate, at: datetime) -> None:
        matters.resume(matter, reason="材料已补齐。", by=self._worker(matter, at), at=at)
        self._next(matter, at, self._work_time(fate), office=True)

    # The centre answers the person.

    def _confirm(self, matter: Matter, fate: Fate, at: datetime) -> None:
        referral = self._live(matter)
        by = self.life.city.intake(referral.from_unit, at)
        if fate.returned:
            fate.returned = False
            dispatch.return_(referral, reason="请补充现场照片和当事人签字后再回单。", by=by, at=at)
            self._next(matter, at, self.life.hours(3, 26), office=True)
        else:
            dispatch.confirm(referral, by=by, at=at)
            self._next(matter, at, self.life.hours(0.1, 11) * fate.slow, office=True)

    def _verify(self, matter: Matter, fate: Fate, at: datetime) -> None:
        """What was contested is verified by somebody who did not handle it, before the person hears again."""
        by = self._impartial(matter, fate)
        if by is not None:
            followup.verify(matter, is_true=True, finding=FINDING, by=by, at=at)

    def _impartial(self, matter: Matter, fate: Fate) -> Actor | None:
        """Somebody of the centre who had no hand in it."""
        return self._stand_in(fate.centre, recused(matter) | handlers_of(matter), VERIFY)

    def _reply(self, matter: Matter, fate: Fate, at: datetime) -> None:
        if "verify" in open_tasks(matter):
            self._verify(matter, fate, at)
            if "verify" in open_tasks(matter):
                return  # nobody is left who had no hand in it: it waits
        by = self.life.city.intake(fate.centre, at)
        way = (
            "portal"
            if fate.channel == "web" or not fate.is_identified
            else self.life.rng.choice(["phone", "phone", "face"])
        )
        followup.reply(matter, way=way, text=fate.told.said, by=by, at=at)
        self.people.may_rate(matter.pk, at)
        self._next(matter, at, self.life.hours(16, 60) * min(fate.slow, 2.2), office=True)

    def _call(self, matter: Matter, fate: Fate, at: datetime) -> None:
        by = self.life.city.intake(fate.centre, at)
        if not fate.is_identified:
            call = Call(
                method="not_possible", reached=False, next_action="匿名反映，未留联系方式，结果已在查询页公布。"
            )
        elif fate.unanswered_calls:
            fate.unanswered_calls -= 1
            call = Call(method="phone", reached=False, next_action="无人接听，改天再打。")
        else:
            rating = 2 if fate.contested else fate.rating
            call = Call(method="phone", reached=True, satisfaction=rating, opinion=OPINIONS.get(rating or 0, ""))
        if call.satisfaction is not None:  # nobody writes down how content a person is with their own work
            by = self._impartial(matter, fate) or by
        followup.call_back(matter, call, by=by, at=at)
        if matter.state != State.FOLLOW_UP:  # not content: it is taken up again, and the next answer satisfies
            fate.contested, fate.rating = False, 4
            self._next(matter, at, self.life.minutes(5, 90), office=True)
        elif call.reached or call.method == "not_possible":
            self.life.plan(at + self.life.minutes(10, 300), self._close(matter.pk))
        else:
            self._next(matter, at, self.life.hours(3, 24), office=True)

    def _close(self, pk: int) -> Act:
        def act(at: datetime) -> None:
            matter, fate = Matter.objects.select_related(*RELATED).get(pk=pk), self.fates[pk]
            if matter.state != State.FOLLOW_UP:  # the person spoke by the link meanwhile
                return
            by = self.life.city.intake(fate.centre, at)
            close(matter, lambda: self._stand_in(fate.centre, frozenset({by.by_id}), CLOSES) or by, by=by, at=at)

        return act
