"""The rows of an exported list: what the list shows and the categories behind it, persons masked."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from firstdesk.common import clock as walls
from firstdesk.common.lookups import any_of
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.intake.models import Party
from firstdesk.intake.selectors import mask_name, mask_phone
from firstdesk.matters.models import Confidentiality, Matter
from firstdesk.obligations import selectors as obligations
from firstdesk.regulations import selectors as regulations

AT_ONCE = 1000
RELATED = (
    "centre",
    "responsible_unit",
    "responsible_post__unit",
    "responsible_person",
)  # a post is named with its unit


def heading() -> list[str]:
    """Names of the columns, in the reader's language."""
    return [
        _("Number"), _("Title of the matter"), _("State"), _("Nature"), _("Topic"), _("Urgency"), _("Grade"), _("Channel"),
        _("Centre"), _("Responsible unit"), _("Who answers"), _("Reporter"), _("Phone"), _("Registered at"), _("Ended at"),
        _("Due"), _("Late"), _("Times reopened"), _("Objections"),
    ]  # fmt: skip


def rows(keys: Sequence[int], acting: Acting, at: datetime) -> Iterator[list[object]]:
    """The heading, then every matter in the order of its key, read a thousand at a time."""
    yield list(heading())
    rulebook = regulations.current(at)
    for start in range(0, len(keys), AT_ONCE):
        some = list(keys[start : start + AT_ONCE])
        with transaction.atomic():
            seen = Matter.objects.visible_to(
                acting
            )  # asked anew: whoever reads slowly sees no more than they may by then
            matters = seen.filter(any_of(some)).select_related(*RELATED).in_bulk()
            first = obligations.for_matters(some)
            told = {p.matter_id: p for p in Party.objects.filter(matter__in=some, role=Party.Role.REPORTER)}
        for key in some:
            if key in matters:
                matter, clock = matters[key], first.get(key)
                topic = regulations.topic_name(rulebook, matter.topic) if matter.topic else ""
                due = clock.due_at if clock else None
                yield [*_matter(matter, topic), *_reporter(matter, told.get(key), acting), *_times(matter, due, at)]


def _matter(matter: Matter, topic: str) -> list[object]:
    return [
        matter.number, matter.title, matter.get_state_display(), matter.get_nature_display(), topic,
        matter.get_urgency_display(), matter.get_grade_display(), matter.get_channel_display(), matter.centre.name,
        matter.responsible_unit.name, matter.responsible_person or matter.responsible_post,
    ]  # fmt: skip


def _reporter(matter: Matter, party: Party | None, acting: Acting) -> list[object]:
    """Masked; of a confidential matter nothing, but for its own centre."""
    near = acting.may(Permission.READ_CONFIDENTIAL) or matter.centre_id == acting.unit.pk
    if party is None or (matter.confidentiality == Confidentiality.CONFIDENTIAL and not near):
        return ["", ""]
    return [mask_name(party.name), mask_phone(party.phone)]


def _times(matter: Matter, due: datetime | None, at: datetime) -> list[object]:
    late = _("late") if due and due < at else ""
    return [
        _moment(matter.registered_at),
        _moment(matter.ended_at),
        _moment(due),
        late,
        matter.reopenings,
        matter.objections,
    ]


def _moment(when: datetime | None) -> str:
    return f"{walls.local(when):%Y-%m-%d %H:%M}" if when else ""
