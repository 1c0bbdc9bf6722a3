"""Planning a meeting: created, changed, agenda assembled, postponed, cancelled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from firstdesk.common import clock as walls
from firstdesk.common.refusals import NotAllowed, at_field
from firstdesk.directory.models import Unit, User
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.mediation.models import Room
from firstdesk.mediation.selectors import rooms
from firstdesk.meetings.models import AgendaItem, Invitee, Meeting, Postponement
from firstdesk.meetings.selectors import agenda, people, titles
from firstdesk.meetings.selectors.kinds import kinds
from firstdesk.meetings.services import telling
from firstdesk.meetings.services.kernel import Happening, check_state, happen, hold
from firstdesk.meetings.states import BEFORE, MeetingState
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook.meetings import MeetingRule

MOVED = gettext_noop("“%(title)s” is moved to %(begins)s, %(place)s: %(reason)s")
OFF = gettext_noop("“%(title)s” of %(begins)s will not be held: %(reason)s")


@dataclass(frozen=True, kw_only=True)
class Where:
    """Time and place."""

    begins: datetime
    ends: datetime
    room: Room | None = None
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class NewMeeting:
    """A meeting as planned."""

    rule_id: str
    where: Where
    chair: User
    recorder: User
    title: str = ""
    occasion: str = ""
    chair_reason: str = ""
    also: tuple[str, ...] = ()


@transaction.atomic
def plan(centre: Unit, new: NewMeeting, *, by: Actor, at: datetime) -> Meeting:
    """Plan a meeting: invite whom the rules name and assemble the agenda from what is due and not done."""
    rules = _rules(centre, new, at)
    _check_where(new.where, [new.chair, new.recorder], at)
    year = walls.local(new.where.begins).year
    Unit.objects.select_for_update(no_key=True).get(pk=centre.pk)  # numbers without a gap, one after the other
    same = Meeting.objects.filter(centre=centre, kind=rules[0].kind, year=year)
    no = 1 + (same.aggregate(last=Max("no"))["last"] or 0)
    meeting = Meeting(
        centre=centre, rule_id=rules[0].id, rulebook_version=regulations.current(at).version, kind=rules[0].kind,
        also=[rule.id for rule in rules[1:]], year=year, no=no, changed_at=at, planned_at=at,
        planned_by_id=by.by_id, **_values(new),
    )  # fmt: skip
    _enter(meeting)
    _invite(meeting, rules, at)
    points = _put_together(meeting, at)
    draft = ledger.draft_for(meeting, "meeting.planned", chain=meeting.ledger_chain, by=by, at=at)
    noted = {"meeting": meeting.pk, **titles.told(meeting), "begins": new.where.begins.isoformat(), "points": points}
    ledger.append(_with(draft, noted))
    return meeting


def _with(draft: ledger.Draft, noted: dict[str, object]) -> ledger.Draft:
    return ledger.Draft(**{**vars(draft), "after": noted})


def _rules(centre: Unit, new: NewMeeting, at: datetime) -> list[MeetingRule]:
    known = {rule.id: rule for rule in kinds(centre, at)}
    wanted = [new.rule_id, *(each for each in new.also if each != new.rule_id)]
    if any(each not in known for each in wanted):
        raise at_field("rule_id", _("The rules of this centre know no such kind of meeting."))
    rules = [known[each] for each in wanted]
    if any(rule.needs_occasion for rule in rules) and not new.occasion.strip():
        raise at_field(
            "occasion", _("Say what it is held for: a key date, an event, a hot topic."), clauses=rules[0].clauses
        )
    return rules


def _values(new: NewMeeting) -> dict[str, object]:
    return {
        "title": new.title.strip()[:120], "occasion": new.occasion.strip()[:200], "period": _span(new.where), "room": new.where.room,
        "place": new.where.place.strip()[:120], "chair": new.chair, "chair_reason": new.chair_reason.strip()[:200],
        "recorder": new.recorder,
    }  # fmt: skip


def _check_where(where: Where, people: Sequence[User], at: datetime) -> None:
    """Raises Refusal unless the time lies ahead, there is a place, and chair and recorder do not mediate then."""
    if where.begins <= at:
        raise at_field("day", _("This time is over already. A meeting is planned for a time that is still to come."))
    if where.ends <= where.begins:
        raise at_field("ends", _("A meeting ends after it begins."))
    if where.room is None and not where.place.strip():
        raise at_field("place", _("Choose a meeting room, or write the place."))
    if rooms.mediates([user.pk for user in people], where.begins, where.ends):
        raise at_field("begins", _("The chair or the recorder mediates then. Choose another time, or somebody else."))


def _enter(meeting: Meeting) -> None:
    try:
        with transaction.atomic():
            meeting.save(force_insert=True)
    except IntegrityError as error:
        raise _taken(error) from error


def _put(meeting: Meeting, values: dict[str, object]) -> None:
    for name, value in values.items():
        setattr(meeting, name, value)
    try:
        with transaction.atomic():
            meeting.save(update_fields=list(values))
    except IntegrityError as error:
        raise _taken(error) from error


def _span(where: Where) -> DateTimeTZRange:
    return DateTimeTZRange(where.begins, where.ends)


def _taken(error: IntegrityError) -> Exception:
    if "room_once" not in str(error):
        return error
    return at_field("room", _("The room is taken then. Choose another room or another time."))


def _invite(meeting: Meeting, rules: list[MeetingRule], at: datetime) -> None:
    asked = {each for rule in rules for each in rule.invites}
    staff = people.staff_of(meeting.centre, at) if "staff" in asked else []
    persons = {user.pk for user in [*staff, meeting.chair, meeting.recorder]}
    units = people.units_for(meeting.centre, asked)
    Invitee.objects.bulk_create(
        [
            *(Invitee(meeting=meeting, person_id=pk) for pk in sorted(persons)),
            *(Invitee(meeting=meeting, unit=unit) for unit in units),
        ]
    )


def _put_together(meeting: Meeting, at: datetime) -> int:
    """Replace every item not added by hand, so that counts are current. Minutes do not exist yet."""
    kept = list(AgendaItem.objects.filter(meeting=meeting, source=AgendaItem.Source.HAND).order_by("no"))
    AgendaItem.objects.filter(meeting=meeting).exclude(source=AgendaItem.Source.HAND).delete()
    found = agenda.points(meeting, at)
    fresh = [AgendaItem(meeting=meeting, no=no, **vars(point)) for no, point in enumerate(found, 1)]
    AgendaItem.objects.bulk_create(fresh)
    for no, item in enumerate(kept, len(fresh) + 1):
        AgendaItem.objects.filter(pk=item.pk).update(no=no)
    return len(fresh) + len(kept)


@transaction.atomic
def change(meeting: Meeting, new: NewMeeting, *, by: Actor, at: datetime) -> Meeting:
    """Change a plan that was not announced yet. Its kind stays."""
    check_state(meeting, {MeetingState.PLANNED})
    _check_where(new.where, [new.chair, new.recorder], at)
    hold(meeting)
    _put(meeting, _values(new))
    happen(meeting, Happening("meeting.changed"), by=by, at=at)
    return meeting


@transaction.atomic
def assemble(meeting: Meeting, *, by: Actor, at: datetime) -> Meeting:
    """Reassemble the agenda from what is due now."""
    check_state(meeting, BEFORE)
    hold(meeting)
    points = _put_together(meeting, at)
    happen(meeting, Happening("meeting.agenda_assembled", noted={"points": points}), by=by, at=at)
    return meeting


@transaction.atomic
def add_point(meeting: Meeting, title: str, *, by: Actor, at: datetime) -> AgendaItem:
    """Add an item by hand, also during the meeting."""
    check_state(meeting, BEFORE | {MeetingState.RUNNING})
    if not title.strip():
        raise at_field("title", _("Say what is to be spoken of."))
    hold(meeting)
    last = AgendaItem.objects.filter(meeting=meeting).aggregate(last=Max("no"))["last"] or 0
    item = AgendaItem.objects.create(
        meeting=meeting, no=last + 1, source=AgendaItem.Source.HAND, title=title.strip()[:200]
    )
    happen(meeting, Happening("meeting.point_added", noted={"no": item.no}), by=by, at=at)
    return item


@transaction.atomic
def drop_point(item: AgendaItem, *, by: Actor, at: datetime) -> None:
    """Remove an item added by hand. Raises NotAllowed for items of the rules and open resolutions."""
    meeting = item.meeting
    check_state(meeting, BEFORE)
    if item.source != AgendaItem.Source.HAND:
        raise NotAllowed(_("The rules, or what is not done, put this point on the agenda; it stays."))
    hold(meeting)
    no = item.no
    item.delete()
    happen(meeting, Happening("meeting.point_dropped", noted={"no": no}), by=by, at=at)


@transaction.atomic
def postpone(meeting: Meeting, where: Where, reason: str, *, by: Actor, at: datetime) -> Meeting:
    """Postpone with a reason; everybody who was told is told again."""
    check_state(meeting, BEFORE)
    _check_where(where, [meeting.chair, meeting.recorder], at)
    if not reason.strip():
        raise at_field("reason", _("Say why it is moved."))
    Postponement.objects.create(
        meeting=meeting, was=meeting.period, reason=reason.strip()[:300], moved_at=at, moved_by_id=by.by_id
    )
    hold(meeting)
    _put(meeting, {"period": _span(where), "room": where.room, "place": where.place.strip()[:120]})
    noted = {"begins": f"{walls.local(where.begins):%Y-%m-%d %H:%M}"}
    happen(meeting, Happening("meeting.postponed", noted=noted), by=by, at=at)
    if meeting.called_at is not None:
        telling.tell(meeting, _news(MOVED, reason), by=by, at=at)
    return meeting


@transaction.atomic
def cancel(meeting: Meeting, reason: str, *, by: Actor, at: datetime) -> Meeting:
    """Cancel the meeting. The duty it was for stays owed."""
    if not reason.strip():
        raise at_field("reason", _("Say why it is not held."))
    values = {"reason": reason.strip()[:300], "cancelled_at": at, "cancelled_by_id": by.by_id}
    was_called = meeting.called_at is not None
    happen(meeting, Happening("meeting.cancelled", MeetingState.CANCELLED, values), by=by, at=at)
    if was_called:
        telling.tell(meeting, _news(OFF, reason), by=by, at=at)
    return meeting


def _news(text: str, reason: str) -> telling.News:
    return telling.News(text=text, values={"reason": reason.strip()}, level="warning")
