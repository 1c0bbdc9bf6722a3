"""Items of a checklist are ticked, or found not done after all; each time with who and when."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Refusal
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.matters.policies import check_open
from firstdesk.matters.selectors import facts_of
from firstdesk.triage import policies
from firstdesk.triage.models import Tick
from firstdesk.triage.selectors.checklists import codes_for, ticks_of
from firstdesk.triage.selectors.routes import rulebook_of


@transaction.atomic
def tick(matter: Matter, done: Collection[str], *, by: Actor, at: datetime) -> list[Tick]:
    """What of the matter's checklists is done now; the rest is not. Returns what changed.

    Raises NotAllowed where it has ended or another centre answers for it, Refusal for an item no checklist of it has.
    """
    check_open(matter)
    policies.check_near(matter, by)
    known = codes_for(rulebook_of(matter), matter.centre_kind, facts_of(matter, at))
    if set(done) - known:
        raise Refusal(_("This is on no checklist of the matter."))
    before = {code for code, each in ticks_of(matter).items() if each.is_done}
    changed = {code: code in done for code in known if (code in done) != (code in before)}
    if not changed:
        return []
    rows = keep(matter, changed, by=by, at=at)
    draft = ledger.Draft(
        chain=matter.ledger_chain, verb="checklist.ticked", by=by, at=at, subject_kind=matter._meta.label,
        subject_id=matter.pk, rulebook_version=matter.rulebook_version,
        before={"items": sorted(code for code, is_done in changed.items() if not is_done)},
        after={"items": sorted(code for code, is_done in changed.items() if is_done),
               "done": len(set(done)), "of": len(known)},
    )  # fmt: skip
    ledger.append(draft)
    return rows


def keep(matter: Matter, changed: dict[str, bool], *, by: Actor, at: datetime) -> list[Tick]:
    """The rows alone, for a verb that has its own entry."""
    rows = [
        Tick(matter=matter, item=code, is_done=is_done, ticked_at=at, ticked_by_id=by.by_id)
        for code, is_done in sorted(changed.items())
    ]
    return Tick.objects.bulk_create(rows)
