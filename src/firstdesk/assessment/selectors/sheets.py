"""Assessments a person may read: about them, about units they lead, and those they assess."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from firstdesk.assessment.models import Accountability, Award, Figure, Round, Sheet
from firstdesk.common import clock
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import Appointment, Post, Unit, UnitKind, User
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting

P = Permission
ASSESSED = (
    UnitKind.CENTRE,
    UnitKind.COMMUNITY,
    UnitKind.STATION,
    UnitKind.GROUP,
    UnitKind.LINKAGE_UNIT,
    UnitKind.WINDOW,
)


def units_around(centre: Unit) -> QuerySet[Unit]:
    """Units a centre may assess: itself, those under it, the linkage units that serve it."""
    found = Unit.objects.filter(Q(path__startswith=centre.path) | Q(remits__centre=centre), kind__in=ASSESSED)
    return found.filter(is_active=True).distinct().order_by("path")


def posts_at(centre: Unit) -> QuerySet[Post]:
    """Posts of the centre itself."""
    return Post.objects.filter(unit=centre).select_related("unit").order_by("pk")


def assesses(acting: Acting, centre_id: int) -> bool:
    """Whether the person assesses for this centre, from a post in it."""
    return acting.may(P.ASSESS) and acting.unit.pk == centre_id


def rounds(acting: Acting) -> QuerySet[Round]:
    """Assessments the person assesses in, or in which they or their unit are assessed."""
    mine = _concerned(acting)
    found = Q(pk__in=Sheet.objects.filter(mine).values("round"))
    if acting.may(P.ASSESS) or acting.may(P.DECIDE):
        found |= Q(unit=acting.unit)
    return Round.objects.filter(found).select_related("unit").order_by("-last", "-pk")


def _concerned(acting: Acting) -> Q:
    """Filter: about this person, or a unit they lead from the post they act from."""
    found = Q(person=acting.user)
    if acting.post.is_leader or acting.may(P.DECIDE):
        found |= Q(person=None, unit=acting.unit)
    return found


def _readable(acting: Acting) -> Q:
    """Filter: readable as the one concerned, or as the centre's assessor or director."""
    found = _concerned(acting)
    if acting.may(P.ASSESS) or acting.may(P.DECIDE):
        found |= Q(round__unit=acting.unit)
    return found


def sheets(acting: Acting) -> QuerySet[Sheet]:
    """Sheets the person may read."""
    rows = Sheet.objects.filter(_readable(acting))
    rows = rows.select_related("round__unit", "unit", "post", "person", "assessed_by", "appeal")
    return rows.prefetch_related("figures").order_by("unit__path", "post", "person__username")


def unsettled(acting: Acting) -> QuerySet[Sheet]:
    """Readable sheets that are not final, without their figures."""
    rows = Sheet.objects.filter(_readable(acting)).exclude(state="final")
    return rows.select_related("round", "unit").order_by("round", "pk")


def tally(acting: Acting, rounds: Collection[Round]) -> dict[int, tuple[int, int]]:
    """By assessment id: number of readable sheets, and of those not final."""
    rows = Sheet.objects.filter(_readable(acting), round__in=rounds).values("round").order_by()
    counted = rows.annotate(every=Count("pk"), waiting=Count("pk", filter=~Q(state="final")))
    return {pk: (every, waiting) for pk, every, waiting in counted.values_list("round", "every", "waiting")}


def is_concerned(sheet: Sheet | Accountability, acting: Acting) -> bool:
    """Whether it is about this person or a unit they lead."""
    if sheet.person_id is not None:
        return sheet.person_id == acting.user.pk
    return sheet.unit_id == acting.unit.pk and (acting.post.is_leader or acting.may(P.DECIDE))


def began_within(sheet: Sheet) -> date | None:
    """The day the person took up the post, where that is after the first day assessed."""
    held = Appointment.objects.filter(user=sheet.person_id, post=sheet.post_id).order_by("starts_on").first()
    return held.starts_on if held and held.starts_on > sheet.round.first else None


def mine(acting: Acting) -> QuerySet[Sheet]:
    """Sheets about the person or a unit they lead."""
    return sheets(acting).filter(_concerned(acting)).order_by("-round__last", "-pk")


def visible_figures(acting: Acting) -> QuerySet[Figure]:
    """Figures of readable sheets."""
    return Figure.objects.filter(sheet__in=sheets(acting).values("pk")).select_related(
        "sheet__round__unit", "sheet__unit"
    )


def awards(acting: Acting) -> QuerySet[Award]:
    """Awards: given ones for everybody in the centre, others for those who decide, propose or are named."""
    centre = [acting.centre.pk] if acting.centre else []
    found = (
        Q(centre__in=centre, state__in=("given", "reported"))
        | Q(proposed_by=acting.user)
        | Q(person=acting.user, state__in=("given", "reported"))
    )
    if acting.may(P.ASSESS) or acting.may(P.DECIDE):
        found |= Q(centre=acting.unit)
    rows = Award.objects.filter(found).select_related("unit", "person", "centre", "proposed_by", "decided_by")
    return rows.order_by("-proposed_at", "-pk")


def _right_under(centre: Unit) -> list[Unit]:
    """Centres with appealed findings whose next centre above is this one."""
    rows = Unit.objects.filter(pk__in=Accountability.objects.filter(appealed_at__isnull=False).values("centre"))
    below = rows.filter(path__startswith=centre.path).exclude(pk=centre.pk)
    return [each for each in below if directory.superior_centre(each) == centre]


def findings(acting: Acting) -> QuerySet[Accountability]:
    """Findings about the person or their unit, and those of the centre they assess or decide for."""
    found = _concerned(acting)
    if acting.may(P.ASSESS) or acting.may(P.DECIDE):
        found |= Q(centre=acting.unit)
        found |= Q(centre__in=_right_under(acting.unit), appealed_at__isnull=False)  # the centre above may decide
    rows = Accountability.objects.filter(found).select_related(
        "unit", "person", "centre", "proposed_by", "decided_by", "ended_by"
    )
    return rows.order_by("-proposed_at", "-pk")


def serves(unit: Unit, person: User, at: datetime) -> bool:
    """Whether the person holds a post in the unit or under it."""
    return directory.appointments_of(person, at).filter(post__unit__path__startswith=unit.path).exists()


def involved(row: Accountability) -> set[int | None]:
    """Ids of people with a part in a finding, none of whom may decide its appeal."""
    return {row.proposed_by_id, row.decided_by_id, row.person_id, row.appealed_by_id} - {None}


def may_answer(centre: Unit, at: datetime) -> list[User]:
    """People who may decide appeals against findings of a centre: directors and supervisors of it and of the centre
    above."""
    around = [each for each in (centre, directory.superior_centre(centre)) if each is not None]
    posts = Post.objects.filter(unit__in=around, role__in=("director", "supervisor"))
    return directory.holders_of(list(posts), at)


def due_to_end(at: datetime) -> list[Sheet]:
    """Sheets assessed and not appealed in time."""
    found = Sheet.objects.filter(state="assessed", appeal_until__lt=clock.local(at).date())
    return list(found.select_related("round__unit", "unit"))


def findings_to_end(at: datetime) -> list[Accountability]:
    """Findings told and not appealed in time."""
    found = Accountability.objects.filter(state="told", appeal_until__lt=clock.local(at).date())
    return list(found.select_related("centre", "unit"))
