"""Questions about matters."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.http import Http404

from firstdesk.common import clock as walls
from firstdesk.common.reading import may_hold, once
from firstdesk.directory.models import User
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.ledger.models import Entry
from firstdesk.matters import states
from firstdesk.matters.models import Attachment, Involvement, Link, Matter, MatterQuerySet, Recusal
from firstdesk.matters.states import State, Turn
from firstdesk.obligations.models import Clock
from firstdesk.regulations import selectors as regulations

RELATED = ("centre", "responsible_unit", "responsible_post", "responsible_person", "first_receiver", "compartment")
HELP, REQUIRED = "assist", "required"  # the clock of help, and the fact that the result waits for it
ATTACHES = frozenset({Permission.REGISTER, Permission.TRIAGE, Permission.REFER, Permission.HANDLE, Permission.REPLY})


def get_visible(number: str, acting: Acting) -> Matter:
    """The matter of this number. Raises Http404 where there is none or the person may not know of it."""
    matter = Matter.objects.visible_to(acting).select_related(*RELATED).filter(number=number).first()
    if matter is None:
        raise Http404
    if matter.responsible_post and matter.responsible_post.unit_id == matter.responsible_unit_id:
        matter.responsible_post.unit = matter.responsible_unit  # known already: its name stands on the page
    return matter


def titles(acting: Acting, matter_ids: Collection[int]) -> dict[int, str]:
    """What these matters are called, of those the person may read."""
    seen = Matter.objects.visible_to(acting).filter(pk__in=matter_ids)
    return dict(seen.order_by().values_list("pk", "title"))


def by_token(token: str) -> Matter:
    """The matter the person who asked follows. Raises Http404 for a token nobody was given."""
    matter = Matter.objects.select_related("centre").filter(token=token).first()
    if matter is None:
        raise Http404
    return matter


def todo_for(acting: Acting, at: datetime) -> MatterQuerySet:
    """Where it is this person's turn, the promise that breaks first on top. Each carries `first_due`."""
    todo = Matter.objects.awaiting(acting).filter(registered_at__lte=at)
    return todo.select_related(*RELATED).most_pressing_first()


def keep_until(matter: Matter, at: datetime) -> date:
    """When what a matter holds of persons is looked at again: as many years on as its rulebook says."""
    day = walls.local(at).date()
    year = day.year + regulations.version(matter.rulebook_version).head.keep_parties_years
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=year)


def turn_of(matter: Matter) -> Turn:
    """Whose turn it is."""
    return states.OWNER[matter.state]


HANDLED = ("matter.finished", "referral.answered")  # whoever did this said that the work was done
SEATED = "mediation.mediator_named"  # names its `mediator` in what it holds


@once
def handlers_of(matter: Matter) -> frozenset[int]:
    """Who said that the work was done, who owed it, and who mediated: they neither judge it, nor do it again once it is
    contested, nor lead a complaint about it."""
    said = Entry.objects.filter(chain=matter.ledger_chain, verb__in=(*HANDLED, SEATED))
    owed = Clock.objects.filter(matter_id=matter.pk, code="handling", owing_person__isnull=False)
    found = {entry.after.get("mediator") if entry.verb == SEATED else entry.actor_id for entry in said}
    return frozenset(pk for pk in {*found, *owed.values_list("owing_person", flat=True)} if isinstance(pk, int))


@once
def recused(matter: Matter) -> frozenset[int]:
    """The people who stand back from a matter: they are not offered as its handlers."""
    if not may_hold(matter, Recusal):
        return frozenset()
    return frozenset(Recusal.objects.standing().filter(matter=matter).values_list("person_id", flat=True))


def concerned(matter: Matter) -> frozenset[int]:
    """The people a complaint is about: they read and hear nothing of it. Every complaint is restricted, so that of all
    other matters nothing is asked."""
    if not matter.is_restricted:
        return frozenset()
    about = Recusal.objects.standing().filter(matter=matter, why=Recusal.Why.CONCERNED)
    return frozenset(about.values_list("person_id", flat=True))


def hearing(matter: Matter, people: Iterable[User]) -> list[User]:
    """Those of them who may be told of the matter: of one in a closed circle nobody outside it, of a complaint nobody it
    is about."""
    found, about = list(people), concerned(matter)
    if matter.compartment_id is not None:
        members = User.objects.filter(compartments=matter.compartment_id, pk__in=[person.pk for person in found])
        inside = set(members.values_list("pk", flat=True))
        found = [person for person in found if person.pk in inside]
    return [person for person in found if person.pk not in about]


def is_with_a_unit(matter: Matter) -> bool:
    """Another unit than the centre, or one above it, has accepted it, and the centre has not confirmed its result."""
    at_work = matter.state in {State.HANDLING, State.SUSPENDED}
    own = matter.centre.path.startswith(matter.responsible_unit.path)
    return matter.state == State.ANSWERED or (at_work and not own)


def awaited_help(matter: Matter) -> int:
    """How many units still owe help without which the result is not complete: their clocks say so."""
    owed = Clock.objects.open().filter(matter_id=matter.pk, code=HELP, facts__help=REQUIRED)
    return owed.count()


def is_money_owed(matter: Matter) -> bool:
    """A compensation was counted and is neither paid nor explained: its clock says so."""
    return Clock.objects.open().filter(matter_id=matter.pk, code="compensation").exists()


def facts_of(matter: Matter, at: datetime) -> dict[str, str]:
    """The declared facts the rules may ask about a matter at a moment."""
    return {
        "nature": matter.nature or "other",
        "topic": matter.topic.partition(".")[0] or "other",
        "urgency": matter.urgency,
        "grade": matter.grade,
        "remit": matter.remit,
        "zone": matter.zone,
        "channel": matter.channel,
        "centre": matter.centre_kind,
        "identified": "yes" if matter.is_identified else "no",
        "hour": "office" if in_office_hours(matter.rulebook_version, at) else "off_hours",
        "unit_class": "none",
    }


def in_office_hours(version: str, at: datetime) -> bool:
    """Whether the office is open at a moment, by the rulebook's hours and calendar."""
    calendar = regulations.version(version).calendar
    wall = walls.local(at)
    is_open = any(opens <= wall.time() < closes for opens, closes in calendar.office_hours)
    return is_open and calendar.is_workday(wall.date(), provisional=True)


def links_of(matter: Matter, acting: Acting) -> list[tuple[Link, Matter]]:
    """What a matter belongs together with, as far as the person may know of it: the link and the other end."""
    if not may_hold(matter, Link):
        return []
    ties = Link.objects.filter(Q(matter=matter) | Q(other=matter), removed_at=None).order_by("pk")
    ends = {tie: tie.other_id if tie.matter_id == matter.pk else tie.matter_id for tie in ties}
    seen = Matter.objects.visible_to(acting).select_related(*RELATED).in_bulk(list(ends.values()))
    return [(tie, seen[pk]) for tie, pk in ends.items() if pk in seen]


def joined_to(matter: Matter) -> QuerySet[Matter]:
    """The matters that repeat this one, and those that repeat them. Whoever may read this one may read what they hold:
    a protected matter is joined only to one that is kept as closely."""
    keys: list[int] = []
    level = [matter.pk] if may_hold(matter, Matter) else []
    while level:  # one query for each time that one was joined to another: nearly always one, and it finds nothing
        found = Matter.objects.filter(duplicate_of__in=level).exclude(pk__in=keys)
        level = list(found.values_list("pk", flat=True))
        keys += level
    return Matter.objects.filter(pk__in=keys).select_related("centre", "first_receiver").order_by("registered_at", "pk")


def attachments_of(matter: Matter) -> QuerySet[Attachment]:
    """The files of a matter and of those joined to it, in the order they came."""
    if not may_hold(matter, Attachment) and not may_hold(matter, Matter):
        return Attachment.objects.none()
    found = Attachment.objects.filter(Q(matter=matter) | Q(matter__in=joined_to(matter)), removed_at=None)
    return found.select_related("file", "attached_by", "matter").order_by("attached_at", "pk")


def get_attachment(matter: Matter, pk: int) -> Attachment:
    """One of them. Raises Http404 for any other, and for one that was taken away."""
    found = attachments_of(matter).filter(pk=pk, file__isnull=False).first()
    if found is None:
        raise Http404
    return found


def showable(matter: Matter) -> list[Attachment]:
    """The files that staff put with it, for an answer to mark: the person may be meant to have them."""
    own = (each for each in attachments_of(matter) if each.file and each.attached_by_id and each.matter_id == matter.pk)
    return [each for each in own if each.part != Attachment.Part.REPLY]


def files_panel(matter: Matter, acting: Acting) -> dict[str, object]:
    """What the page of a matter shows of its files; whoever works on it may add to them."""
    held = list(attachments_of(matter))
    centre = acting.unit.pk == matter.centre_id
    return {
        "matter": matter,
        "files": [(each, _may_take_away(each, acting, centre)) for each in held],
        "may_attach": matter.is_open and bool(acting.permissions & ATTACHES) and works_on(matter, acting.unit.pk),
    }


def _may_take_away(each: Attachment, acting: Acting, centre: bool) -> bool:
    if each.part == Attachment.Part.REPLY or not each.matter.is_open or not acting.permissions & ATTACHES:
        return False
    return centre or each.attached_by_id == acting.user.pk


def works_on(matter: Matter, unit_id: int) -> bool:
    """Whether a unit has the matter in hand: its centre, whoever answers for it, or who was asked to help."""
    if unit_id in {matter.centre_id, matter.responsible_unit_id}:
        return True
    parts = [Involvement.Part.LEAD, Involvement.Part.ASSIST]
    return Involvement.objects.filter(matter=matter, unit_id=unit_id, part__in=parts).exists()
