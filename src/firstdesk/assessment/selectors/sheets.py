"""Assessments as people may read them: their own, those of units they lead, those they assess."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from firstdesk.assessment.models import Accountability, Award, Figure, Round, Sheet
from firstdesk.common import clock
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import Post, Unit, UnitKind
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


def sheets(acting: Acting) -> QuerySet[Sheet]:
    """Sheets one may read: as the one concerned, or as assessor or director of the centre; nobody else's."""
    found = _concerned(acting)
    if acting.may(P.ASSESS) or acting.may(P.DECIDE):
        found |= Q(round__unit=acting.unit)
    rows = Sheet.objects.filter(found).select_related("round__unit", "unit", "post", "person", "assessed_by", "appeal")
    return rows.prefetch_related("figures").order_by("unit__path", "post", "person__username")


def is_concerned(sheet: Sheet, acting: Acting) -> bool:
    """It is about this person, or about the unit they lead."""
    if sheet.person_id is not None:
        return sheet.person_id == acting.user.pk
    return sheet.unit_id == acting.unit.pk and (acting.post.is_leader or acting.may(P.DECIDE))


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


def findings(acting: Acting) -> QuerySet[Accountability]:
    """Those about oneself or one's unit, and those of the centre one assesses or decides for. Nobody else's."""
    found = _concerned(acting)
    if acting.may(P.ASSESS) or acting.may(P.DECIDE):
        found |= Q(centre=acting.unit)
    rows = Accountability.objects.filter(found).select_related("unit", "person", "centre", "proposed_by", "decided_by")
    return rows.order_by("-proposed_at", "-pk")


def due_to_end(at: datetime) -> list[Sheet]:
    """Told, not appealed, and the days to appeal are over."""
    today = clock.local(at).date()
    found = Sheet.objects.filter(state="assessed", appeal_until__lt=today)
    return list(found.select_related("round__unit", "unit"))


def waiting(rows: Collection[Sheet]) -> int:
    """How many are not final yet."""
    return sum(each.state != "final" for each in rows)


def reports_to(centre: Unit) -> Unit | None:
    """The centre above."""
    return directory.superior_centre(centre)
