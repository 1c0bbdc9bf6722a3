"""Questions about referrals: which is open, who stands where, what comes next on the page of a matter."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from firstdesk.common.reading import may_hold, once
from firstdesk.common.refusals import Text
from firstdesk.directory.models import Appointment as Tenure
from firstdesk.directory.models import Post, Unit, UnitKind, User
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.directory.selectors import queue_of, with_people
from firstdesk.dispatch import states
from firstdesk.dispatch.models import Appointment, OnSceneHandover, Referral, ReturnedResult
from firstdesk.dispatch.selectors.helping import outstanding as helping_outstanding
from firstdesk.dispatch.selectors.scene import commands, next_for
from firstdesk.dispatch.selectors.units import units_in_use
from firstdesk.dispatch.states import ReferralState
from firstdesk.matters.models import Matter, ResultCode
from firstdesk.matters.selectors import recused
from firstdesk.matters.states import State
from firstdesk.obligations import selectors as obligations
from firstdesk.obligations.models import Clock

NextStep = tuple[Text, str, bool]  # label, address or #anchor on the page of the matter, whether it is the obvious one
_UNITS = ("matter", "from_unit", "to_unit")
_PEOPLE = (
    "handler",
    "offered_by",
    "opened_by",
    "decided_by",
    "answered_by",
)  # asked for apart: nine joins take longer to plan
# A matter in one of these states goes with an open referral in that state; any other pair is a leftover.
GOES_WITH = {
    State.OFFERED: ReferralState.OFFERED,
    State.HANDLING: ReferralState.WORKING,
    State.SUSPENDED: ReferralState.WORKING,
    State.ANSWERED: ReferralState.ANSWERED,
}


# The clauses shown beside a button.
CLAUSES = {
    "clauses_accept": ("PM-025",),
    "clauses_object": ("GC-01-03",),
    "clauses_answer": ("GC-07-04", "SS-110-21"),
    "clauses_meeting": ("SS-MC-07",),
    "clauses_scene": ("SS-110-20",),
}


def referrals_of(matter: Matter) -> QuerySet[Referral]:
    """Every referral of the matter, newest first."""
    return Referral.objects.filter(matter=matter).select_related(*_UNITS).order_by("-offered_at", "-pk")


@once
def history_of(matter: Matter) -> list[Referral]:
    """The same, read."""
    return list(referrals_of(matter)) if may_hold(matter, Referral) else []


def open_referral(matter: Matter) -> Referral | None:
    """The referral somebody still owes something on; at most one (constraint)."""
    return next((each for each in history_of(matter) if each.state in states.OPEN), None)


def live_referral(matter: Matter) -> Referral | None:
    """The open referral, if it still goes with where the matter stands."""
    referral = open_referral(matter)
    return referral if referral and goes_with(matter, referral) else None


def goes_with(matter: Matter, referral: Referral) -> bool:
    """Whether a referral is the one the matter is at; a leftover of a matter that ended or was reopened is not."""
    return GOES_WITH.get(State(matter.state)) == referral.state


def received(acting: Acting) -> QuerySet[Referral]:
    """Referrals asked of the units somebody acts for, newest first."""
    return _visible(acting).filter(to_unit_id__in=acting.unit_ids)


def sent(acting: Acting) -> QuerySet[Referral]:
    """Referrals their units asked of others, newest first."""
    return _visible(acting).filter(from_unit_id__in=acting.unit_ids)


@dataclass(frozen=True)
class Line:
    """A referral of a list, with the promise about its matter that breaks first while it is open."""

    referral: Referral
    clock: Clock | None


def with_clocks(referrals: Iterable[Referral]) -> list[Line]:
    """Each referral with its due moment; of what is over nothing is due."""
    found = list(referrals)
    first = obligations.for_matters({each.matter_id for each in found if each.state in states.OPEN})
    return [Line(each, first.get(each.matter_id) if each.state in states.OPEN else None) for each in found]


def _visible(acting: Acting) -> QuerySet[Referral]:
    readable = Matter.objects.visible_to(acting).values("pk")
    found = Referral.objects.filter(matter__in=readable).select_related(*_UNITS).prefetch_related("handler")
    return found.order_by("-offered_at", "-pk")


def receiving_queue(unit: Unit) -> Post:
    """The queue a matter enters when the unit takes it: intake of a centre, liaison of any other unit."""
    return queue_of(unit, "intake")


def possible_receivers(matter: Matter) -> QuerySet[Unit]:
    """Units a matter could be asked of: every unit in use but the jurisdictions and the one that has it."""
    return (
        Unit.objects.filter(is_active=True)
        .exclude(kind=UnitKind.JURISDICTION)
        .exclude(pk=matter.responsible_unit_id)
        .order_by("path")
    )


def _receivers_in(matter: Matter) -> list[Unit]:
    """The same, read with what other forms of the page need."""
    left_out = (UnitKind.JURISDICTION, matter.responsible_unit_id)
    return [unit for unit, _ in units_in_use(matter) if unit.kind not in left_out and unit.pk not in left_out]


def people_of(unit: Unit) -> QuerySet[User]:
    """Whom the unit can give a matter to: people who hold a post in it without an end. The service checks the day."""
    held = Tenure.objects.filter(post__unit=unit, ends_on=None).values("user")
    return User.objects.filter(pk__in=held, is_active=True).order_by("first_name")


def acts_for_receiver(acting: Acting, referral: Referral) -> bool:
    """Whether somebody may act for the unit that was asked."""
    return referral.to_unit_id == acting.unit.pk and acting.may(Permission.HANDLE)


def acts_for_sender(acting: Acting, referral: Referral) -> bool:
    """Whether somebody may act for the unit that asked."""
    return referral.from_unit_id == acting.unit.pk and acting.may(Permission.REFER)


def panel(matter: Matter, acting: Acting) -> dict[str, object] | None:
    """What the page of a matter shows about referrals; None where there is nothing to show or to do."""
    history = with_people(history_of(matter), *_PEOPLE)
    handed = OnSceneHandover.objects.filter(matter=matter).select_related("from_unit", "to_unit")
    handovers = list(handed) if may_hold(matter, OnSceneHandover) else []
    meetings = Appointment.objects.filter(matter=matter).prefetch_related("units").order_by("-meets_at")
    appointments = list(meetings) if may_hold(matter, Appointment) else []
    arranges = may_arrange(matter, acting)
    if not (history or handovers or appointments or arranges):
        return None
    live = next((each for each in history if goes_with(matter, each)), None)
    receives = live is not None and acts_for_receiver(acting, live)
    sends = live is not None and acts_for_sender(acting, live)
    return {
        "matter": matter,
        "referral": live,
        "history": [each for each in history if each != live],
        "returned": _returned(matter) if history else [],
        "handovers": handovers,
        "appointments": appointments,
        "results": ResultCode.choices,
        "may_decide": receives and live is not None and live.state == ReferralState.OFFERED,
        "may_answer": receives and matter.state == State.HANDLING,
        "may_assign": receives and matter.state == State.HANDLING and acting.may(Permission.ASSIGN),
        "may_confirm": sends and live is not None and live.state == ReferralState.ANSWERED,
        "may_withdraw": sends and matter.state == State.OFFERED and live is not None and live.opened_at is None,
        "outstanding": helping_outstanding(matter) if receives and matter.state == State.HANDLING else 0,
        "may_arrange": arranges,
        "units": _receivers_in(matter) if arranges else [],
        "people": people_of(live.to_unit).exclude(pk__in=recused(matter)) if live and receives else [],
        **CLAUSES,
    }


def _returned(matter: Matter) -> list[ReturnedResult]:
    found = ReturnedResult.objects.filter(referral__matter=matter).order_by("returned_at")
    return list(found.select_related("referral__to_unit", "returned_by"))


def may_arrange(matter: Matter, acting: Acting) -> bool:
    """Whether somebody may bring units together for a matter: people of the centre that registered it."""
    return matter.is_open and commands(matter, acting)


def next_steps(matter: Matter, acting: Acting) -> list[NextStep]:
    """What somebody could do next about the open referral; the first is the obvious one."""
    out = next_for(matter, acting)
    if out is not None:
        return [out]
    referral = live_referral(matter)
    if referral is None:
        return []
    if acts_for_receiver(acting, referral):
        if matter.state == State.OFFERED:
            return [(_("Accept"), "#referral-accept", True), (_("Object"), "#referral-object", False)]
        if matter.state == State.HANDLING:
            return [(_("Return the result"), "#referral-answer", True)]
    if acts_for_sender(acting, referral):
        if matter.state == State.ANSWERED:
            return [
                (_("Confirm the result"), "#referral-confirm", True),
                (_("Return for more work"), "#referral-return", False),
            ]
        if matter.state == State.OFFERED and referral.opened_at is None:
            return [(_("Take back"), "#referral-withdraw", False)]
    return []


def stand_back(matter: Matter) -> frozenset[int]:
    """The units that objected since the matter was last opened: asked again only by the director's decision."""
    if not matter.objections:
        return frozenset()
    said_no = Referral.objects.filter(matter=matter, round=matter.reopenings, state=ReferralState.OBJECTED)
    return frozenset(said_no.values_list("to_unit", flat=True))
