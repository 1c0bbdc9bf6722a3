"""Questions about working together on a matter: its notes, the colleagues who may read it, who is there just now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from firstdesk.common import clock as walls
from firstdesk.common.reading import may_hold
from firstdesk.directory.models import Appointment, User
from firstdesk.directory.roles import ROLES, Permission
from firstdesk.directory.scope import Acting
from firstdesk.directory.selectors import acting_for, appointments_of, in_force
from firstdesk.matters.models import Confidentiality, Involvement, Matter
from firstdesk.teamwork.models import Note, Presence

THERE_FOR = timedelta(seconds=14)  # a page says every five seconds that it is open; two may get lost
WRITES = frozenset({Permission.HANDLE, Permission.TRIAGE, Permission.REFER, Permission.REPLY, Permission.DECIDE})
READS_CASES = [key for key, role in ROLES.items() if Permission.READ_OWN in role.permissions]
MOST_COLLEAGUES = 40


@dataclass(frozen=True)
class Piece:
    """A stretch of a note: plain, or a colleague's name."""

    text: str
    is_name: bool


@dataclass(frozen=True)
class Shown:
    """A note as a reader sees it."""

    note: Note
    pieces: tuple[Piece, ...]
    is_corrected: bool
    may_correct: bool


def may_write(matter: Matter, acting: Acting) -> bool:
    """Whoever does something about matters, and may read this one; who only supervises or archives writes nothing here."""
    return bool(acting.permissions & WRITES)


def notes_of(matter: Matter, acting: Acting) -> QuerySet[Note]:
    """The notes of a matter that this person may read, newest first. The matter itself was asked for before."""
    mine = Q(for_unit=None) | Q(for_unit__in=acting.unit_ids) | Q(noted_by=acting.user)
    found = Note.objects.filter(mine, matter=matter).select_related("noted_by", "for_unit", "corrected_by")
    return found.prefetch_related("mentions__user").order_by("-noted_at", "-pk")


def shown(matter: Matter, acting: Acting) -> list[Shown]:
    """The notes, the colleagues' names in them marked."""
    if not may_hold(matter, Note):
        return []
    writes = may_write(matter, acting)
    return [_shown(note, acting, writes) for note in notes_of(matter, acting)]


def _shown(note: Note, acting: Acting, writes: bool) -> Shown:
    names = [name for mention in note.mentions.all() for name in (str(mention.user), mention.user.username)]
    is_corrected = hasattr(note, "corrected_by")
    own = writes and note.noted_by_id == acting.user.pk and not is_corrected and bool(note.text)
    return Shown(note, tuple(pieces(note.text, names)), is_corrected, own)


def pieces(text: str, names: Iterable[str]) -> list[Piece]:
    """The text cut at the names that follow an @; put together again it is the same text."""
    known = sorted({name for name in names if name}, key=len, reverse=True)
    found: list[Piece] = []
    begin = at = 0
    while (at := text.find("@", at)) >= 0:
        name = next((each for each in known if text.startswith(each, at + 1)), "")
        if name:
            found += [Piece(text[begin:at], False), Piece(f"@{name}", True)]
            begin = at + 1 + len(name)
        at = max(at + 1, begin)
    return [piece for piece in (*found, Piece(text[begin:], False)) if piece.text]


def _last(notes: Sequence[Shown]) -> int:
    """The newest note shown; 0 where there is none."""
    return max((each.note.pk for each in notes), default=0)


def colleagues(matter: Matter, at: datetime) -> list[User]:
    """Who may be expected to read the matter: the people of the units that have a part in it, closed circles respected."""
    units = Involvement.objects.filter(matter=matter)
    if matter.confidentiality == Confidentiality.CONFIDENTIAL:
        units = units.filter(part=Involvement.Part.OFFERED)
    near = {matter.centre_id, matter.responsible_unit_id, *units.values_list("unit_id", flat=True)}
    held = Appointment.objects.filter(
        in_force(walls.local(at).date()), post__unit__in=near, post__role__in=READS_CASES
    ).values("user")
    people = User.objects.filter(is_active=True, pk__in=held)
    if matter.compartment_id is not None:
        people = people.filter(compartments=matter.compartment_id)
    return list(people.order_by("first_name", "username")[:MOST_COLLEAGUES])


def may_read(user: User, matter: Matter, at: datetime) -> bool:
    """Whether a person may read the matter from any of the posts they hold."""
    for appointment in appointments_of(user, at):
        acting = acting_for(user, at, appointment.post_id)
        if acting and Matter.objects.visible_to(acting).filter(pk=matter.pk).exists():
            return True
    return False


def others_here(matter: Matter, user: User, at: datetime) -> Sequence[Presence]:
    """Who else has the page open, whoever came last on top."""
    there = Presence.objects.filter(matter_id=matter.pk, seen_at__gt=at - THERE_FOR).exclude(user=user)
    return list(there.select_related("user").order_by("-seen_at", "pk"))


def panel(matter: Matter, acting: Acting) -> dict[str, object] | None:
    """What the page of a matter shows: the notes, and the form for whoever may write one."""
    notes = shown(matter, acting)
    writes = may_write(matter, acting)
    if not notes and not writes:
        return None
    return {
        "matter": matter,
        "notes": notes,
        "may_write": writes,
        "typed": "",
        "note_refusal": None,
        "last": _last(notes),
    }
