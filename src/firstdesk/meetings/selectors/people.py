"""Whom the rules invite, who speaks for a unit, who is concerned."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock as walls
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import Appointment, Post, Remit, Unit, UnitKind, User
from firstdesk.meetings.models import Attendance, Invitee, Meeting, Resolution
from firstdesk.meetings.selectors.kinds import rules_of

NOBODY: dict[str, str | Promise] = {
    "staff": _("Nobody of the centre itself is on the attendance."),
    "units": _("Nobody of another unit is on the attendance."),
    "guests": _("Nobody from outside is on the attendance."),
    "residents": _("No resident is counted."),
}
BENEATH = (UnitKind.COMMUNITY, UnitKind.GROUP, UnitKind.CENTRE)


def staff_of(centre: Unit, at: datetime) -> list[User]:
    """Everybody with a post in the centre."""
    return directory.members_of(centre, at)


def units_for(centre: Unit, invites: Iterable[str]) -> list[Unit]:
    """Units of these kinds around a centre, in tree order."""
    asked, found = set(invites), Unit.objects.none()
    active = Unit.objects.filter(is_active=True).exclude(pk=centre.pk)
    if "beneath" in asked:
        found |= active.filter(path__startswith=centre.path, kind__in=BENEATH)
    if "stations" in asked:
        above = centre.path.rstrip("/").rpartition("/")[0] + "/"
        found |= active.filter(path__startswith=above, kind=UnitKind.STATION)
    classes = [number for number in (1, 2, 3) if f"linkage_{number}" in asked]
    if classes:
        serving = Remit.objects.filter(centre=centre).values("unit")
        found |= active.filter(kind=UnitKind.LINKAGE_UNIT, linkage_class__in=classes, pk__in=serving)
    return list(found.distinct().order_by("path"))


def around(centre: Unit) -> list[Unit]:
    """Every unit that may be invited by hand."""
    return units_for(centre, ("beneath", "stations", "linkage_1", "linkage_2", "linkage_3"))


def speakers_for(units: Sequence[Unit], at: datetime) -> dict[int, list[User]]:
    """For each unit, its leaders; where it has none, everybody in it."""
    day = walls.local(at).date()
    held = Appointment.objects.filter(directory.in_force(day), post__unit__in=units, user__is_active=True)
    rows = list(held.select_related("user", "post").order_by("user__username"))
    found: dict[int, list[User]] = {unit.pk: [] for unit in units}
    for row in rows:
        if row.post.is_leader and row.user not in found[row.post.unit_id]:
            found[row.post.unit_id].append(row.user)
    for row in rows:
        if not any(other.post.is_leader for other in rows if other.post.unit_id == row.post.unit_id):
            found[row.post.unit_id].append(row.user)
    return found


def heads(centre: Unit, at: datetime) -> list[User]:
    """The leaders of the centre."""
    return directory.holders_of(directory.leader_posts(centre), at)


def leads(meeting: Meeting, code: str, at: datetime) -> bool:
    """Whether its chair stands at the post the rules name."""
    posts = Post.objects.filter(unit=meeting.centre, code=code)
    return any(person.pk == meeting.chair_id for person in directory.holders_of(list(posts), at))


def invitees(meeting: Meeting) -> list[Invitee]:
    """People first, then units, then organisations outside."""
    rows = Invitee.objects.filter(meeting=meeting).select_related("person", "unit")
    return sorted(rows, key=lambda each: (each.person_id is None, each.unit_id is None, each.pk))


def attendances(meeting: Meeting) -> list[Attendance]:
    """Attendance in order of arrival."""
    return list(Attendance.objects.filter(meeting=meeting).select_related("person", "unit").order_by("came_at", "pk"))


def guest(meeting: Meeting, name: str, organisation: str) -> Attendance | None:
    """The attendance of a guest who has signed in already."""
    rows = Attendance.objects.filter(meeting=meeting, person=None, organisation=organisation)
    return next((row for row in rows if row.guest == name), None)


def told(meeting: Meeting, at: datetime) -> list[User]:
    """Staff to notify: those invited in person or for their unit, chair and recorder."""
    rows = invitees(meeting)
    units = [each.unit for each in rows if each.unit is not None]
    people = {user.pk: user for each in rows if (user := each.person) is not None}
    people |= {user.pk: user for users in speakers_for(units, at).values() for user in users}
    people |= {meeting.chair_id: meeting.chair, meeting.recorder_id: meeting.recorder}
    return list(people.values())


def concerned(meeting: Meeting, at: datetime) -> list[User]:
    """Recipients of the minutes: everybody invited and every owner of a resolution."""
    people = {user.pk: user for user in told(meeting, at)}
    rows = list(Resolution.objects.filter(meeting=meeting).select_related("person", "unit"))
    people |= {row.person.pk: row.person for row in rows if row.person is not None}
    speakers = speakers_for([row.unit for row in rows if row.person is None], at)
    people |= {user.pk: user for users in speakers.values() for user in users}
    return list(people.values())


def came(meeting: Meeting) -> set[str]:
    """The kinds of participant present: staff, units, guests, residents."""
    rows = attendances(meeting)
    found = set()
    if any(row.unit_id == meeting.centre_id for row in rows):
        found.add("staff")
    if any(row.unit_id not in {None, meeting.centre_id} for row in rows):
        found.add("units")
    if any(row.organisation or (row.unit_id not in {None, meeting.centre_id}) for row in rows):
        found.add("guests")
    if meeting.residents or any(row.person_id is None for row in rows):
        found.add("residents")
    return found


def missing_kinds(meeting: Meeting) -> list[str]:
    """Kinds of participant the meeting requires of whom nobody came."""
    there = came(meeting)
    return [rule.comes for rule in rules_of(meeting) if rule.comes not in there]


def wanting(meeting: Meeting) -> list[str | Promise]:
    """The same in sentences."""
    return [NOBODY[kind] for kind in missing_kinds(meeting)]


def units_to_ask(meeting: Meeting) -> list[Unit]:
    """Units around that are not asked yet."""
    asked = {each.unit_id for each in Invitee.objects.filter(meeting=meeting)}
    return [unit for unit in around(meeting.centre) if unit.pk not in asked]


def people_to_ask(meeting: Meeting, at: datetime) -> QuerySet[User]:
    """Staff of the centre who are not asked yet."""
    asked = Invitee.objects.filter(meeting=meeting, person__isnull=False).values("person")
    staff = [user.pk for user in staff_of(meeting.centre, at)]
    return User.objects.filter(pk__in=staff).exclude(pk__in=asked).order_by("username")
