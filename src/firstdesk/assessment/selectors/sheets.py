"""Assessments as people may read them: their own, those of units they lead, those they assess."""

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
    """Whom a centre may assess: itself, what lies under it, the linkage units that answer for it."""
    found = Unit.objects.filter(Q(path__startswith=centre.path) | Q(remits__centre=centre), kind__in=ASSESSED)
    return found.filter(is_active=True).distinct().order_by("path")


def posts_at(centre: Unit) -> QuerySet[Post]:
    """The posts at the centre itself."""
    return Post.objects.filter(unit=centre).select_related("unit").order_by("pk")


def assesses(acting: Acting, centre_id: int) -> bool:
    """Whoever assesses does so for the centre their post is at."""
    return acting.may(P.ASSESS) and acting.unit.pk == centre_id


def rounds(acting: Acting) -> QuerySet[Round]:
    """Those one assesses in, and those in which one, or one's unit, is assessed."""
    mine = _concerned(acting)
    found = Q(pk__in=Sheet.objects.filter(mine).values("round"))
    if acting.may(P.ASSESS) or acting.may(P.DECIDE):
        found |= Q(unit=acting.unit)
    return Round.objects.filter(found).select_related("unit").order_by("-last", "-pk")


def _concerned(acting: Acting) -> Q:
    """About this person, or about a unit they lead from the post they act from."""
    found = Q(person=acting.user)
    if acting.post.is_leader or acting.may(P.DECIDE):
        found |= Q(person=None, unit=acting.unit)
    return found


def _readable(acting: Acting) -> Q:
    """As the one concerned, or as assessor or director of the centre; nobody else's."""
    found = _concerned(acting)
    if acting.may(P.ASSESS) or acting.may(P.DECIDE):
        found |= Q(round__unit=acting.unit)
    return found


def sheets(acting: Acting) -> QuerySet[Sheet]:
    """Sheets one may read."""
    rows = Sheet.objects.filter(_readable(acting))
    rows = rows.select_related("round__unit", "unit", "post", "person", "assessed_by", "appeal")
    return rows.prefetch_related("figures").order_by("unit__path", "post", "person__username")


def tally(acting: Acting, rounds: Collection[Round]) -> dict[int, tuple[int, int]]:
    """By assessment: how many sheets one may read, and how many of them are not final yet."""
    rows = Sheet.objects.filter(_readable(acting), round__in=rounds).values("round").order_by()
    counted = rows.annotate(every=Count("pk"), waiting=Count("pk", filter=~Q(state="final")))
    return {pk: (every, waiting) for pk, every, waiting in counted.values_list("round", "every", "waiting")}


def is_concerned(sheet: Sheet | Accountability, acting: Acting) -> bool:
    """It is about this person, or about the unit they lead."""
    if sheet.person_id is not None:
        return sheet.person_id == acting.user.pk
    return sheet.unit_id == acting.unit.pk and (acting.post.is_leader or acting.may(P.DECIDE))


def began_within(sheet: Sheet) -> date | None:
    """Since when the person holds the post, where that was after the first of the days that are assessed."""
    held = Appointment.objects.filter(user=sheet.person_id, post=sheet.post_id).order_by("starts_on").first()
    return held.starts_on if held and held.starts_on > sheet.round.first else None


def mine(acting: Acting) -> QuerySet[Sheet]:
    """About me, or about the unit I lead."""
    return sheets(acting).filter(_concerned(acting)).order_by("-round__last", "-pk")


def visible_figures(acting: Acting) -> QuerySet[Figure]:
    """Figures of sheets one may read."""
    return Figure.objects.filter(sheet__in=sheets(acting).values("pk")).select_related(
        "sheet__round__unit", "sheet__unit"
    )


def awards(acting: Acting) -> QuerySet[Award]:
    """Given ones of the centre for everybody; others for those who decide, propose or are named."""
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
    """Those about oneself or one's unit, and those of the centre one assesses or decides for. Nobody else's."""
    found = _concerned(acting)
    if acting.may(P.ASSESS) or acting.may(P.DECIDE):
        found |= Q(centre=acting.unit)
        found |= Q(centre__in=_right_under(acting.unit), appealed_at__isnull=False)  # the centre above may decide
    rows = Accountability.objects.filter(found).select_related(
        "unit", "person", "centre", "proposed_by", "decided_by", "ended_by"
    )
    return rows.order_by("-proposed_at", "-pk")


def serves(unit: Unit, person: User, at: datetime) -> bool:
    """Whether somebody holds a post in a unit, or under it."""
    return directory.appointments_of(person, at).filter(post__unit__path__startswith=unit.path).exists()


def involved(row: Accountability) -> set[int | None]:
    """Who had a part in a finding already, so that none of them decides the appeal."""
    return {row.proposed_by_id, row.decided_by_id, row.person_id, row.appealed_by_id} - {None}


def may_answer(centre: Unit, at: datetime) -> list[User]:
    """Who may decide an appeal against a finding of a centre: its director and supervisors, and those of the centre above."""
    around = [each for each in (centre, directory.superior_centre(centre)) if each is not None]
    posts = Post.objects.filter(unit__in=around, role__in=("director", "supervisor"))
    return directory.holders_of(list(posts), at)


def due_to_end(at: datetime) -> list[Sheet]:
    """Told, not appealed, and the days to appeal are over."""
    found = Sheet.objects.filter(state="assessed", appeal_until__lt=clock.local(at).date())
    return list(found.select_related("round__unit", "unit"))


def findings_to_end(at: datetime) -> list[Accountability]:
    """The same of findings."""
    found = Accountability.objects.filter(state="told", appeal_until__lt=clock.local(at).date())
    return list(found.select_related("centre", "unit"))
