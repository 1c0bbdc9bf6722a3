"""Minutes are typed live and saved item by item; two people typing the same item hear of each other."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.locking import locked
from firstdesk.common.refusals import Conflict
from firstdesk.ledger.actors import Actor
from firstdesk.meetings import policies
from firstdesk.meetings.models import AgendaItem, Meeting
from firstdesk.meetings.services.kernel import note

LONGEST = 20_000


class Overtaken(Conflict):
    """Somebody else changed this item meanwhile; carries their text."""

    def __init__(self, item: AgendaItem) -> None:
        super().__init__(
            _("%(who)s has written this point meanwhile. Nothing of yours was saved over it.")
            % {"who": item.written_by}
        )
        self.item = item


@transaction.atomic
def write(item: AgendaItem, text: str, seen: int, *, by: Actor, at: datetime) -> AgendaItem:
    """Save the minutes of one item. The ledger gets the hash of the text, not the text. Raises Overtaken."""
    meeting = Meeting.objects.select_for_update(no_key=True, of=("self",)).get(pk=item.meeting_id)
    policies.check_written(meeting)
    held = locked(AgendaItem.objects.select_related("written_by"), item.pk)
    text = text.replace("\r\n", "\n").strip()[:LONGEST]
    if held.minutes == text:
        return held
    if held.minutes_edition != seen:
        raise Overtaken(held)
    held.minutes, held.minutes_edition, held.written_at, held.written_by_id = text, seen + 1, at, by.by_id
    held.save(update_fields=["minutes", "minutes_edition", "written_at", "written_by"])
    noted = {"no": held.no, "edition": held.minutes_edition, "sha256": hashlib.sha256(text.encode()).hexdigest()}
    note(meeting, "meeting.written", noted, by=by, at=at)
    return held
