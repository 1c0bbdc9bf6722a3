"""Questions about matters."""

from datetime import datetime

from django.http import Http404

from firstdesk.common import clock as walls
from firstdesk.directory.scope import Acting
from firstdesk.matters import states
from firstdesk.matters.models import Matter, MatterQuerySet
from firstdesk.matters.states import Turn
from firstdesk.regulations import selectors as regulations

RELATED = ("centre", "responsible_unit", "responsible_post", "responsible_person", "first_receiver", "compartment")


def get_visible(number: str, acting: Acting) -> Matter:
    """The matter of this number. Raises Http404 where there is none or the person may not know of it."""
    matter = Matter.objects.visible_to(acting).select_related(*RELATED).filter(number=number).first()
    if matter is None:
        raise Http404
    return matter


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


def turn_of(matter: Matter) -> Turn:
    """Whose turn it is."""
    return states.OWNER[matter.state]


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
