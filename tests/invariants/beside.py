"""What is done about a matter from beside it: urged, applied for, complained of, noted, by many at once, by a system."""

from firstdesk.complaints import services as complaints
from firstdesk.complaints.models import Compensation, Complaint, Record
from firstdesk.dispatch import services as dispatch
from firstdesk.files.models import File
from firstdesk.followup import services as followup
from firstdesk.followup.services.joined import tell_joined
from firstdesk.intake import services as intake
from firstdesk.intake.services.submitting import Sent, submit
from firstdesk.intake.tests.factories import registration
from firstdesk.ledger.actors import Actor
from firstdesk.matters import services as matters
from firstdesk.matters.models import Attachment, Matter, Recusal
from firstdesk.obligations.models import Clock
from firstdesk.oversight import services as oversight
from firstdesk.oversight.models import Application, Supervision
from firstdesk.oversight.selectors.approval import deciders
from firstdesk.oversight.states import ApplicationState, Kind, SupervisionState
from firstdesk.teamwork import services as teamwork
from firstdesk.teamwork.models import Note
from firstdesk.triage.tests.factories import CHECKED
from firstdesk.workbench.services import bulk
from tests.invariants.scene import NothingToDo, Scene

CARDS = ("yellow", "red", "black")
CALLED = ("promise", "phrase", "retaliation")


def _urge(s: Scene) -> object:
    return oversight.urge(s.matter, text="请尽快答复", by=s.actor("supervisor"), at=s.at)


def _supervise(s: Scene) -> object:
    return oversight.supervise(s.matter, card=CARDS[s.draw % 3], text="限期办结", by=s.actor("director"), at=s.at)


def _said(s: Scene) -> Supervision:
    found = Supervision.objects.filter(matter=s.matter).exclude(state=SupervisionState.LIFTED)
    return s.pick(list(found.select_related("matter", "unit", "issued_by", "answered_by").order_by("pk")))


def _answer_overseer(s: Scene) -> object:
    row = _said(s)
    return oversight.answer_supervision(row, text="明日办结", by=s.of(row.unit_id), at=s.at)


def _lift(s: Scene) -> object:
    return oversight.lift(_said(s), reason="已办好", by=s.actor("supervisor"), at=s.at)


def _apply(s: Scene) -> object:
    kind = s.pick(list(Kind.values))
    clock, by = None, s.owner
    if kind == Kind.EXTENSION:
        running = Clock.objects.filter(matter_id=s.matter.pk).select_related("owing_unit")
        clock = s.pick(list(running.order_by("-pk")[:3]))
        by = s.of(clock.owing_unit_id) if s.draw % 3 else by
    natures = ("civil_dispute", "complaint", "help")
    values = {
        "nature": natures[s.draw % 3], "topic": ("traffic_transport", "domestic_violence")[s.draw // 3 % 2],
        "urgency": "normal", "grade": "ordinary", "remit": ("own", "outside")[s.draw // 5 % 2],
    }  # fmt: skip
    wish = oversight.Wish(
        kind=kind, reason="需要鉴定", clock=clock, amount=s.draw % 4 if clock else None,
        values=values if kind == Kind.RECLASSIFICATION else {}, awaits="鉴定书" if kind == Kind.SUSPENSION else "",
    )  # fmt: skip
    return oversight.apply(s.matter, wish, by=by, at=s.at)


def _asked(s: Scene) -> Application:
    found = Application.objects.filter(matter=s.matter, state=ApplicationState.ASKED)
    return s.pick(list(found.select_related("matter", "clock", "asked_by", "unit").order_by("pk")))


def _approve(s: Scene) -> object:
    row = _asked(s)
    by = s.acting(s.pick(deciders(row, s.at))).actor if s.draw % 5 else s.owner
    ticked = CHECKED if s.draw % 2 else ()
    return oversight.approve(row, grant=oversight.Grant("同意", person_informed=True, ticked=ticked), by=by, at=s.at)


def _turn_down(s: Scene) -> object:
    row = _asked(s)
    return oversight.refuse(row, reason="理由不足", by=s.acting(s.pick(deciders(row, s.at))).actor, at=s.at)


def _no_longer_asked(s: Scene) -> object:
    row = _asked(s)
    return oversight.withdraw(row, by=s.acting(row.asked_by).actor, at=s.at)


def _complain(s: Scene) -> object:
    about = s.other() if s.draw % 2 else None
    people = [s.pick(s.anybody)] if s.draw % 3 else []
    opening = complaints.Opening(kind=CALLED[s.draw % 3], about=about, people=people)
    return complaints.open_(s.matter, opening, by=s.actor("director" if s.draw % 2 else "intake"), at=s.at)


def _complaint(s: Scene) -> Complaint:
    return s.pick(list(Complaint.objects.filter(matter=s.matter).select_related("matter", "about")))


def _look_into(s: Scene) -> object:
    kind = s.pick(list(Record.Kind.values))
    return complaints.record(_complaint(s), kind=kind, text="已到场了解", by=s.actor("director"), at=s.at)


def _name(s: Scene) -> object:
    complaints.name(_complaint(s), [s.pick(s.anybody)], by=s.actor("director"), at=s.at)
    return None


def _lead(s: Scene) -> object:
    by = s.actor("director" if s.draw % 2 else "supervisor")
    return complaints.lead(_complaint(s), s.pick(s.anybody), by=by, at=s.at)


def _lift_recusal(s: Scene) -> object:
    standing = Recusal.objects.standing().filter(matter=s.matter).select_related("matter__centre", "person")
    return matters.lift_recusal(s.pick(list(standing)), reason="本人同意", by=s.actor("director"), at=s.at)


def _money(s: Scene) -> Compensation:
    return s.pick(list(Compensation.objects.select_related("complaint__matter").order_by("-pk")[:2]))


def _grant_money(s: Scene) -> object:
    return complaints.approve(_money(s), by=s.acting(s.pick(s.anybody)).actor, at=s.at)


def _excuse_money(s: Scene) -> object:
    return complaints.excuse(_money(s), reason="台风停运", by=s.actor("supervisor"), at=s.at)


def _pay(s: Scene) -> object:
    return complaints.pay(_money(s), voucher="收据3号", by=s.actor("director"), at=s.at)


def _decline(s: Scene) -> object:
    return complaints.decline(_money(s), by=s.actor("group_leader"), at=s.at)


def _note(s: Scene) -> object:
    mine = s.acting(s.pick(s.anybody))
    named = f"@{s.pick(s.anybody).username} " if s.draw % 2 else ""
    earlier = Note.objects.filter(matter=s.matter, noted_by=mine.user).first() if s.draw % 3 == 0 else None
    note = teamwork.NewNote(f"{named}请看一下现场照片", only_unit=s.draw % 5 == 0, corrects=earlier)
    return teamwork.write_note(s.matter, note, by=mine, at=s.at)


def _bulk(s: Scene) -> object:
    items = [bulk.Item(each.number, each.changed_at.isoformat()) for each in (s.matter, s.other())]
    verb = s.pick(("assign", "urge", "duplicate"))
    task = bulk.Task(verb, "请办理", to=s.desk.centre.people["group_leader"], of=s.other().number)
    done = bulk.carry_out(items, task, by=s.acting(s.desk.centre.people["director"]), at=s.at)
    if all(each.refusal for each in done):
        raise NothingToDo
    return done


def _submit(s: Scene) -> object:
    token, asked_first = s.around.token, s.desk.centre.linkage_people["liaison"]
    new = registration(s.desk, received_at=s.at, occurred_at=s.at, contact=None, first_receiver=asked_first)
    return submit(Sent(token=token, key=f"k{token.pk}-{s.draw % 4}", digest="d", registration=new, at=s.at))


def _ask_by_web(s: Scene) -> object:
    report = intake.WebReport(centre=s.desk.centre.unit, narrative="楼道堆满杂物", place="三栋", phone="13800138000")
    return intake.register_from_web(report, at=s.at)


def _file(s: Scene) -> File:
    return File.objects.create(
        sha256=f"{s.draw % 3:064x}", source_sha256="0" * 64, kind="jpeg", size=9, name="照片.jpg", uploaded_at=s.at
    )


def _attach(s: Scene) -> object:
    return matters.attach(s.matter, [_file(s)], to=matters.Belonging(), by=s.owner, at=s.at)


def _prove(s: Scene) -> object:
    referral = s.referral()
    return dispatch.attach_proof(referral, [_file(s)], by=s.of(referral.to_unit_id), at=s.at)


def _detach(s: Scene) -> object:
    kept = Attachment.objects.filter(matter=s.matter, removed_at=None).select_related("matter", "file")
    return matters.detach(s.pick(list(kept)), reason="传错了", by=s.actor(), at=s.at)


def _tell_joined(s: Scene) -> object:
    kept = Matter.objects.filter(pk=s.matter.duplicate_of_id or 0).first()
    if kept is None:
        raise NothingToDo
    return tell_joined(s.matter, kept, way="phone", text="已办好", by=s.of(kept.responsible_unit_id), at=s.at)


def _suspend(s: Scene) -> object:
    """The verb behind an approved application, straight: it must hold by itself."""
    return matters.suspend(s.matter, reason="等待鉴定", by=s.owner, at=s.at)


def _compute(s: Scene) -> object:
    return complaints.compute(s.matter, by=Actor.system("clock"), at=s.at)


def _rate_by_link(s: Scene) -> object:
    return followup.rate(s.matter, followup.Opinion(level=None, words="还漏"), at=s.at)


FROM_BESIDE = {
    "urge": _urge,
    "supervise": _supervise,
    "answer_overseer": _answer_overseer,
    "lift": _lift,
    "apply": _apply,
    "approve": _approve,
    "turn_down": _turn_down,
    "no_longer_asked": _no_longer_asked,
    "complain": _complain,
    "look_into": _look_into,
    "name": _name,
    "compute": _compute,
    "grant_money": _grant_money,
    "excuse_money": _excuse_money,
    "pay": _pay,
    "decline": _decline,
    "note": _note,
    "bulk": _bulk,
    "submit": _submit,
    "ask_by_web": _ask_by_web,
    "attach": _attach,
    "prove": _prove,
    "detach": _detach,
    "tell_joined": _tell_joined,
    "suspend": _suspend,
    "lead": _lead,
    "lift_recusal": _lift_recusal,
    "rate_by_link": _rate_by_link,
}
