"""The annual plan: drafted, filled with courses, submitted, approved by the director."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from firstdesk.common import clock, validation
from firstdesk.common.refusals import NotAllowed, Refusal, at_field
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import Unit
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.notices.services import Message, send
from firstdesk.obligations.models import Proof
from firstdesk.obligations.services.proving import Shown, prove
from firstdesk.training.models import Kind, Plan, PlanLine
from firstdesk.training.selectors.courses import PLAN
from firstdesk.training.services.record import check_posts, check_subjects, enter, lock, touch
from firstdesk.training.states import PlanState

SUBMITTED = gettext_noop("The training plan of %(year)s waits for your approval.")
COUNTED = (Kind.PUBLICITY, Kind.GUIDANCE)
URL = "/training/?year=%s"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A plan as entered: its year and purpose."""

    year: int
    goals: str


@dataclass(frozen=True, kw_only=True)
class NewLine:
    """A planned course as entered."""

    title: str
    kind: str
    subjects: Sequence[str]
    month: int
    hours: int = 2
    posts: Sequence[str] = ()


@transaction.atomic
def draft(unit: Unit, new: Draft, *, by: Actor, at: datetime) -> Plan:
    """Begin the plan of a year. Idempotent for the same form."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # sent twice, it is begun once
    plan = Plan(
        unit=unit, year=new.year, goals=new.goals.strip(), drafted_at=at, drafted_by_id=by.by_id, changed_at=at
    )  # fmt: skip
    validation.check(plan, leave_out=("drafted_by", "approved_at", "approved_by"))
    plan.save(force_insert=True)
    enter(plan, "training.drafted", {"year": plan.year}, by=by, at=at)
    return plan


@transaction.atomic
def add_line(plan: Plan, new: NewLine, *, by: Actor, at: datetime) -> PlanLine:
    """Add a course to a draft."""
    _is_draft(plan)
    check_subjects(plan.unit, new.kind, new.subjects, at)
    check_posts(plan.unit, new.posts, needed=new.kind not in COUNTED)
    line = PlanLine(
        plan=plan, title=new.title.strip(), kind=new.kind, subjects=list(new.subjects), month=new.month,
        hours=new.hours, posts=list(new.posts),
    )  # fmt: skip
    validation.check(line, leave_out=("posts",))
    line.save(force_insert=True)
    touch(plan, at)
    enter(plan, "training.line_added", {"year": plan.year, "title": line.title, "month": line.month}, by=by, at=at)
    return line


@transaction.atomic
def remove_line(line: PlanLine, *, by: Actor, at: datetime) -> None:
    """Take a course out of a draft."""
    _is_draft(line.plan)
    if line.courses.exists():
        raise Refusal(_("A course was arranged from this line; it stays."))
    enter(line.plan, "training.line_removed", {"year": line.plan.year, "title": line.title}, by=by, at=at)
    line.delete()
    touch(line.plan, at)


def _is_draft(plan: Plan) -> None:
    lock(plan)
    if plan.state != PlanState.DRAFT:
        raise NotAllowed(_("The plan was submitted; ask the director to give it back before it is changed."))


@transaction.atomic
def submit(plan: Plan, *, by: Actor, at: datetime) -> Plan:
    """Submit the plan to the director, who is told."""
    lock(plan)
    if not plan.lines.exists():
        raise Refusal(_("The plan holds no course yet. Add what is to be taught, when, and for which posts."))
    noted = {"year": plan.year, "courses": plan.lines.count()}
    changes = {"remark": "", "changed_at": at}
    ledger.move(
        plan, ledger.Move(PlanState.SUBMITTED, "training.submitted", changes=changes, noted=noted), by=by, at=at
    )
    post = directory.director_post(plan.unit)
    if post is not None:
        message = Message(
            kind="training.submitted", text=SUBMITTED, values={"year": plan.year}, url=URL % plan.year
        )  # fmt: skip
        send(message, to=directory.holders(post, at), at=at)
    return plan


@transaction.atomic
def give_back(plan: Plan, remark: str, *, by: Actor, at: datetime) -> Plan:
    """The director returns the plan, saying what to change."""
    if not remark.strip():
        raise at_field("remark", _("Say what is to be changed."))
    lock(plan)
    changes = {"remark": remark.strip(), "changed_at": at}
    step = ledger.Move(PlanState.DRAFT, "training.given_back", changes=changes, noted={"year": plan.year})
    ledger.move(plan, step, by=by, at=at)
    return plan


@transaction.atomic
def approve(plan: Plan, *, by: Actor, at: datetime) -> Plan:
    """The director approves the plan, which proves the duty to have one."""
    lock(plan)
    changes = {"approved_at": at, "approved_by_id": by.by_id, "changed_at": at}
    noted = {"year": plan.year, "courses": plan.lines.count()}
    ledger.move(plan, ledger.Move(PlanState.APPROVED, "training.approved", changes=changes, noted=noted), by=by, at=at)
    prove([_shown(plan, at)], by=by, at=at)
    return plan


@transaction.atomic
def prove_early(*, at: datetime) -> int:
    """Give plans approved before the duty of their year was raised as its proof. Runs daily; returns how many duties
    it completed."""
    year = clock.local(at).year
    early = Plan.objects.filter(state=PlanState.APPROVED, year__gte=year, year__gt=ExtractYear("approved_at"))
    shown = [_shown(plan, plan.approved_at) for plan in early.select_related("unit").order_by("pk") if plan.approved_at]
    known = set(Proof.objects.filter(ref__in=[each.ref for each in shown]).values_list("ref", flat=True))
    fresh = [each for each in shown if each.ref not in known]
    return len(prove(fresh, by=Actor.system("training"), at=at)) if fresh else 0


def _shown(plan: Plan, approved_at: datetime) -> Shown:
    day = clock.local(approved_at).date()
    return Shown(
        kind=PLAN, unit=plan.unit, happened_on=day, ref=f"training-plan:{plan.pk}", url=URL % plan.year,
        title=str(plan.year), for_day=date(plan.year, 1, 1) if plan.year > day.year else None,
    )  # fmt: skip
