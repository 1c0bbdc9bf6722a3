"""What is still to be set up, and what the record holds: the day of those who see no case content."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock
from firstdesk.directory.models import Appointment, Grid, Post, Unit, UnitKind, User
from firstdesk.directory.scope import Acting
from firstdesk.directory.selectors import in_force
from firstdesk.ledger.models import Anchor, Entry
from firstdesk.matters import states
from firstdesk.matters.models import Matter, MatterQuerySet
from firstdesk.rosters.models import Shift


@dataclass(frozen=True)
class Gap:
    """Something without which work would stop, and how many there are."""

    label: str | Promise
    count: int
    examples: tuple[str, ...]


def gaps(at: datetime) -> tuple[Gap, ...]:
    """Set-up tasks, those that stop work first. Empty when nothing is missing."""
    today = clock.local(at).date()
    held = Appointment.objects.filter(in_force(today), post=OuterRef("pk"))
    posts = Post.objects.filter(unit__is_active=True).select_related("unit")
    on = Shift.objects.filter(post=OuterRef("pk"), starts_at__lte=at, ends_at__gt=at)
    duty_posts = posts.filter(is_queue=True, unit__kind=UnitKind.CENTRE).exclude(code="director")
    communities = Unit.objects.filter(kind=UnitKind.COMMUNITY, is_active=True)
    found = (
        (_("Receiving posts nobody holds"), posts.filter(~Exists(held), is_queue=True)),
        (_("Receiving posts of centres without a shift now"), duty_posts.filter(~Exists(on))),
        (_("Communities without grids"), communities.filter(~Exists(Grid.objects.filter(unit=OuterRef("pk"))))),
        (_("People who have not changed their first password"), User.objects.filter(must_change_password=True)),
        (_("People without a post"), User.objects.filter(is_active=True).exclude(
            Exists(Appointment.objects.filter(in_force(today), user=OuterRef("pk"))))),
    )  # fmt: skip
    return tuple(
        Gap(label, count, tuple(str(each) for each in rows[:3])) for label, rows in found if (count := rows.count())
    )


@dataclass(frozen=True)
class Record:
    """How the record stands."""

    today: int
    reads: int
    anchor: Anchor | None


def record(at: datetime) -> Record:
    """Entries of the last 24 hours, reads of personal data among them, and the last signed anchor."""
    recent = Entry.objects.filter(at__gt=at - timedelta(days=1), at__lte=at)
    return Record(
        recent.count(), recent.filter(verb="personal.read").count(), Anchor.objects.order_by("-number").first()
    )


def ended(acting: Acting) -> MatterQuerySet:
    """What has ended, newest end first, among what this person may see."""
    found = Matter.objects.visible_to(acting).filter(state__in=sorted(states.ENDED))
    return found.select_related("responsible_unit").order_by("-ended_at", "-pk")
