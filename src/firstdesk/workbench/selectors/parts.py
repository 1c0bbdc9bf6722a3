"""What must hold of the parts of matters: help, ways, services, applications, urges, complaints, what is owed to persons."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.fields import CharField
from django.db.models.functions import Cast, Concat

from firstdesk.complaints.models import Compensation, Complaint
from firstdesk.complaints.states import OPEN as OPEN_MONEY
from firstdesk.dispatch.models import Service, Task, Turnout
from firstdesk.dispatch.states import TASK_OPEN, TURNOUT_OPEN, ServiceState, TurnoutState
from firstdesk.matters.models import Matter
from firstdesk.matters.states import ENDED, State
from firstdesk.obligations.models import Clock
from firstdesk.oversight.models import Application, Supervision
from firstdesk.oversight.states import ApplicationState, SupervisionState
from firstdesk.rulebook.model import Text

Found = Iterator[tuple[str, Text]]
SETTLING = 60  # seconds in which what was asked about a matter that ended is retired


def _clock(kind: str, *codes: str) -> Exists:
    """An open clock of this part alone."""
    part = Concat(Value(f"{kind}:"), Cast(OuterRef("pk"), CharField()))
    return Exists(Clock.objects.filter(matter_id=OuterRef("matter_id"), code__in=codes, part=part).open())


def _unclocked(at: datetime) -> Found:
    """Somebody was asked for something and nothing says until when."""
    open_ = {"matter__ended_at": None}
    on_the_way = TURNOUT_OPEN - {TurnoutState.ON_SCENE}  # who is there works under the clock of the matter itself
    asked = Q(state=ApplicationState.ASKED)
    waiting = (
        ("协办", "help", Task.objects.filter(state__in=TASK_OPEN, **open_).exclude(_clock("task", "assist"))),
        ("出动", "turnout", Turnout.objects.filter(state__in=on_the_way, **open_).exclude(_clock("turnout", *WAYS))),
        (
            "申请",
            "application",
            Application.objects.filter(asked, **open_).exclude(_clock("application", "application")),
        ),
        (
            "督办",
            "supervision",
            Supervision.objects.filter(state=SupervisionState.OPEN, **open_).exclude(
                _clock("supervision", "supervision")
            ),
        ),
    )
    for zh, en, rows in waiting:
        for number in rows.order_by("pk").values_list("matter__number", flat=True):
            yield (
                number,
                Text(f"{number} 有待办的{zh}没有时限在走。", f"{number} has an open {en} without a running clock."),
            )


WAYS = ("depart", "arrive")


def _left_open(at: datetime) -> Found:
    """The matter is over and somebody is still asked for a part of it."""
    over = {
        "matter__state__in": sorted(ENDED),
        "matter__ended_at__lt": datetime.fromtimestamp(at.timestamp() - SETTLING, at.tzinfo),
    }
    left = (
        ("协办", "help", Task.objects.filter(state__in=TASK_OPEN, **over)),
        ("出动", "turnout", Turnout.objects.filter(state__in=TURNOUT_OPEN, **over)),
        ("延伸服务", "service", Service.objects.filter(state=ServiceState.OPEN, **over)),
        ("申请", "application", Application.objects.filter(state=ApplicationState.ASKED, **over)),
    )
    for zh, en, rows in left:
        for number in rows.order_by("pk").values_list("matter__number", flat=True):
            yield number, Text(f"{number} 已结束，还有未了的{zh}。", f"{number} has ended and still has an open {en}.")


def _duplicates_astray(at: datetime) -> Found:
    """Who reported what was joined is answered there: the other one answers by itself, or is answered in its turn."""
    lost = {State.INVALID, State.WITHDRAWN}
    joined = Matter.objects.filter(state=State.DUPLICATE)
    astray = joined.filter(Q(duplicate_of=None) | Q(duplicate_of=F("pk")) | Q(duplicate_of__state__in=sorted(lost)))
    for matter in astray.select_related("duplicate_of").order_by("pk"):
        of = matter.duplicate_of.number if matter.duplicate_of else "—"
        yield (
            matter.number,
            Text(
                f"{matter.number} 并入了 {of}，那一件却不会有答复：请拆开或重新办理。",
                f"{matter.number} was joined to {of}, which gives no answer: take them apart or reopen one.",
            ),
        )


def _money_undecided(at: datetime) -> Found:
    """A complaint was closed over money that is neither paid nor explained."""
    owed = Compensation.objects.filter(state__in=sorted(OPEN_MONEY), complaint__matter__state=State.CLOSED)
    for number in owed.order_by("pk").values_list("complaint__matter__number", flat=True):
        yield (
            number,
            Text(
                f"{number} 已办结，逾期补偿还没有支付或解释。",
                f"{number} is closed, and its compensation is neither paid nor explained.",
            ),
        )


def _led_by_whom_it_is_about(at: datetime) -> Found:
    """A complaint is with a person who has to stand back from it."""
    led = Matter.objects.open().filter(pk__in=Complaint.objects.values("matter"), responsible_person__isnull=False)
    for number in led.filter(recusals__person=F("responsible_person")).order_by("pk").values_list("number", flat=True):
        yield (
            number,
            Text(
                f"投诉 {number} 由须回避的人负责：请转交他人。",
                f"the complaint {number} is with somebody who has to stand back: give it to somebody else.",
            ),
        )


def _violence_mediated(at: datetime) -> Found:
    """Mediation is never offered for domestic violence."""
    offered = Matter.objects.filter(topic__startswith="domestic_violence", may_mediate=True).order_by("pk")
    for number in offered.values_list("number", flat=True):
        yield (
            number,
            Text(f"{number} 是家庭暴力，却标为可调解。", f"{number} is domestic violence, yet may be mediated."),
        )


CHECKS: dict[str, Callable[[datetime], Found]] = {
    "part_unpromised": _unclocked,
    "part_left_open": _left_open,
    "duplicate_astray": _duplicates_astray,
    "money_undecided": _money_undecided,
    "led_by_concerned": _led_by_whom_it_is_about,
    "violence_mediated": _violence_mediated,
}
