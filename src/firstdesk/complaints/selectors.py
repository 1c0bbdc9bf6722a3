"""Questions about complaints: what they are about, who may decide, what a late answer costs, how many in all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet, Sum

from firstdesk.common.clock import midnight
from firstdesk.common.language import words
from firstdesk.common.reading import may_hold
from firstdesk.complaints.models import Compensation, Complaint, Record
from firstdesk.complaints.states import CompensationState
from firstdesk.directory.models import Appointment, Unit, User
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.directory.selectors import holders, in_force
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Matter, Recusal
from firstdesk.matters.selectors import concerned, recused
from firstdesk.matters.states import State
from firstdesk.obligations import timing
from firstdesk.obligations.models import Clock
from firstdesk.obligations.states import ClockState, Outcome
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook.compensation import CompensationRule, LateVerdict, late

FACT = "complaint"
REPLY_CLOCK = "complaint_reply"
PROMISES = ("complaint_visit", "complaint_result", "complaint_reply", "complaint_close")
ANSWERED = ("matter.finished", "matter.replied")
CLAUSES = {
    "clauses_reply": ("SS-HB-21",),
    "clauses_money": ("SS-HB-22",),
    "clauses_explain": ("SS-HB-23",),
    "clauses_visit": ("SS-HB-15",),
    "clauses_phrase": ("SS-HB-03",),
}


def kinds(at: datetime) -> list[tuple[str, str]]:
    """The kinds of complaint the rules know, with their words."""
    values: Mapping[str, object] = regulations.current(at).facts[FACT].values
    return [(code, words(text)) for code, text in values.items()]  # type: ignore[arg-type]


def complaint_of(matter: Matter) -> Complaint | None:
    """What makes a matter a complaint; None where it is none."""
    if not may_hold(matter, Complaint):
        return None
    return Complaint.objects.select_related("matter", "about").filter(matter=matter).first()


def staff_of(matter: Matter, at: datetime) -> QuerySet[User]:
    """The people a complaint may be about: everybody who holds a post at its centre or in a unit under it."""
    today = timing.day_of(at)
    held = Appointment.objects.filter(in_force(today), post__unit__path__startswith=matter.centre.path)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("first_name", "username")


def money_rule(version: str, code: str) -> CompensationRule | None:
    """What is promised for each day this clock is late; None where nothing is."""
    rules = regulations.version(version).rules.values()
    return next((rule for rule in rules if isinstance(rule, CompensationRule) and rule.clock == code), None)


def reply_clock(matter: Matter) -> Clock | None:
    """The promise to answer this complaint."""
    return Clock.objects.filter(matter_id=matter.pk, code=REPLY_CLOCK).order_by("-pk").first()


def lateness(matter: Matter, at: datetime) -> LateVerdict | None:
    """What the answer costs: as it was given, or as if it were given now. None where no money is promised."""
    clock = reply_clock(matter)
    rule = money_rule(clock.rulebook_version, REPLY_CLOCK) if clock else None
    if clock is None or rule is None:
        return None
    calendar = regulations.version(clock.rulebook_version).calendar
    return late(rule, clock.due_at, clock.stopped_at or at, calendar)


def responsible_for(matter: Matter) -> frozenset[int]:
    """Everybody who had a hand in the answer, or whom it is about: none of them decides about the money."""
    did = Entry.objects.filter(chain=matter.ledger_chain, verb__in=ANSWERED, actor_id__isnull=False)
    owed = Clock.objects.filter(matter_id=matter.pk, code__in=PROMISES, owing_person__isnull=False)
    held = {matter.responsible_person_id} if matter.responsible_person_id else set()
    found = {*did.values_list("actor_id", flat=True), *owed.values_list("owing_person", flat=True), *held}
    return frozenset(pk for pk in found if pk is not None) | recused(matter)


def visible(acting: Acting) -> QuerySet[Complaint]:
    """The complaints somebody may read, newest first."""
    readable = Matter.objects.visible_to(acting)
    related = ("matter__responsible_unit", "matter__responsible_person", "matter__responsible_post", "compensation")
    return Complaint.objects.filter(matter__in=readable).select_related(*related).order_by("-opened_at", "-pk")


def needs_leader(matter: Matter, at: datetime) -> bool:
    """Whether whoever has this complaint may not lead it, all of them being concerned: somebody from above has to."""
    if not matter.is_open or matter.responsible_person_id is not None or matter.responsible_post is None:
        return False
    about = concerned(matter)
    return bool(about) and not any(person.pk not in about for person in holders(matter.responsible_post, at))


def leaderless(acting: Acting, at: datetime) -> tuple[list[Complaint], int]:
    """The open complaints of this person's centre, or under it, that need a leader from above; and how many more there
    are that this person may not read, being concerned."""
    under = Complaint.objects.filter(matter__centre__path__startswith=acting.unit.path, matter__ended_at=None)
    held = under.filter(matter__responsible_person=None).select_related("matter__responsible_post", "matter__centre")
    waiting = [each for each in held.order_by("opened_at", "pk") if needs_leader(each.matter, at)]
    readable = set(visible(acting).values_list("pk", flat=True)) if waiting else set()
    shown = [each for each in waiting if each.pk in readable]
    return shown, len(waiting) - len(shown)


def may_lead(matter: Matter, acting: Acting, at: datetime) -> bool:
    """A director or supervisor of its centre or above it, who is not concerned themselves."""
    above = acting.unit.pk if matter.centre.path.startswith(acting.unit.path) else None
    leads = bool(acting.permissions & {Permission.DECIDE, Permission.SUPERVISE})
    return above is not None and leads and acting.user.pk not in recused(matter) and needs_leader(matter, at)


def panel(matter: Matter, acting: Acting, at: datetime) -> dict[str, object] | None:
    """What the page of a matter shows: the complaint, or the way to take it as one; None where there is neither."""
    complaint = complaint_of(matter)
    if complaint is None:
        may_open = matter.state == State.TO_TRIAGE and acting.unit.pk == matter.centre_id
        if not may_open or not acting.may(Permission.TRIAGE):
            return None
        return {"complaint": None, "matter": matter, "kinds": kinds(at), "staff": staff_of(matter, at), **CLAUSES}
    money = Compensation.objects.select_related("decided_by", "settled_by").filter(complaint=complaint).first()
    settles = acting.may(Permission.SETTLE) and acting.user.pk not in responsible_for(matter)
    works = acting.unit.pk in {matter.responsible_unit_id, matter.centre_id} and acting.may(Permission.REPLY)
    return {
        **CLAUSES,
        "complaint": complaint,
        "matter": matter,
        "kind": dict(kinds(at)).get(complaint.kind, complaint.kind),
        "records": list(Record.objects.filter(complaint=complaint).select_related("recorded_by").order_by("-pk")),
        "clock": reply_clock(matter),
        "late": lateness(matter, at) if money is None else LateVerdict.from_json(money.verdict),
        "money": money,
        "needs_leader": needs_leader(matter, at),
        "may_lead": may_lead(matter, acting, at),
        "may_record": works and matter.is_open,
        "may_explain": works,
        "concerned": list(User.objects.filter(pk__in=concerned(matter)).order_by("first_name", "username")),
        "staff": staff_of(matter, at) if works and matter.is_open else (),
        "may_decide": settles and money is not None and money.state == CompensationState.OWED,
        "may_pay": money is not None and _may_pay(money, acting, settles or works),
        "record_kinds": Record.Kind.choices,
    }


def _may_pay(money: Compensation, acting: Acting, works: bool) -> bool:
    return works and money.state == CompensationState.APPROVED and money.decided_by_id != acting.user.pk


@dataclass(frozen=True)
class Totals:
    """All complaints of one centre since a day: how many, how answered, what became of the money."""

    since: date
    received: int
    open: int
    in_time: int
    late: int
    days: int
    promised: int
    paid: int
    explained: int
    awaiting: int
    promised_to: int  # how many complaints the money is for
    paid_to: int


def totals(centre: Unit, at: datetime, reader: User | None = None) -> Totals:
    """This year's figures; two queries. A complaint about the reader is not counted for them."""
    since = timing.day_of(at).replace(month=1, day=1)
    first = midnight(since)
    found = Complaint.objects.filter(matter__centre=centre, opened_at__gte=first, opened_at__lte=at)
    if reader is not None:
        about = Recusal.objects.standing().filter(person=reader, why=Recusal.Why.CONCERNED)
        found = found.exclude(matter__in=about.values("matter"))
    S, amount = CompensationState, "compensation__amount"
    count = found.aggregate(
        received=Count("pk"),
        open=Count("pk", filter=Q(matter__ended_at=None)),
        days=Sum("compensation__days", default=0),
        promised=Sum(amount, default=0),
        paid=Sum(amount, filter=Q(compensation__state=S.PAID), default=0),
        explained=Sum(amount, filter=Q(compensation__state=S.EXPLAINED), default=0),
        promised_to=Count("compensation"),
        paid_to=Count("compensation", filter=Q(compensation__state=S.PAID)),
        awaiting=Sum(amount, filter=Q(compensation__state__in=[S.OWED, S.APPROVED]), default=0),
    )
    clocks = Clock.objects.filter(
        centre=centre, code=REPLY_CLOCK, started_at__gte=first, started_at__lte=at, state=ClockState.STOPPED
    )
    if reader is not None:
        clocks = clocks.exclude(kept_from__contains=[reader.pk])
    kept = clocks.aggregate(
        in_time=Count("pk", filter=Q(outcome=Outcome.KEPT)), late=Count("pk", filter=Q(outcome=Outcome.LATE))
    )
    return Totals(since=since, **count, **kept)
