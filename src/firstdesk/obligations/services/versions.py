"""Running clocks keep their rulebook version; on order, and recorded, they adopt another."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.bulk import update_rows
from firstdesk.common.refusals import Detail, Refusal
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.ledger.models import Chain
from firstdesk.obligations import timing
from firstdesk.obligations.models import Clock
from firstdesk.obligations.services.events import TIMING
from firstdesk.regulations import selectors as regulations


@transaction.atomic
def adopt_version(*, clock_ids: Collection[int], version: str, by: Actor, at: datetime, reason: str) -> list[Clock]:
    """Retime open clocks by another rulebook version, from the same start; one entry per clock.

    Clocks for which that version promises nothing stay. Returns the clocks that changed."""
    if not reason.strip():
        why = _("Say why running promises are timed anew; it is recorded with each matter.")
        raise Refusal(why, details=[Detail("reason", why)])
    regulations.version(version)
    matters = Clock.objects.filter(pk__in=clock_ids).values_list("matter_id", flat=True)
    chains = Chain.objects.select_for_update(no_key=True).filter(
        name__in=[f"matter:{matter_id}" for matter_id in matters]
    )
    list(chains.order_by("name"))  # the order in which everybody takes them: records first, then clocks
    clocks = Clock.objects.select_for_update(no_key=True).filter(pk__in=clock_ids).open().order_by("pk")
    drafts = [draft for clock in clocks if (draft := _adopt(clock, version, by, at, reason)) is not None]
    adopted = {draft.subject_id for draft in drafts}
    changed = [clock for clock in clocks if clock.pk in adopted]
    update_rows(changed, TIMING)
    ledger.append_many(drafts)
    return changed


def _adopt(clock: Clock, version: str, by: Actor, at: datetime, reason: str) -> ledger.Draft | None:
    rule = timing.adoptable(clock, version)
    if rule is None or clock.rulebook_version == version:
        return None
    before = {"rule": clock.rule_id, "due": clock.due_at, "version": clock.rulebook_version}
    clock.rulebook_version = version
    timing.set_by(clock, rule, at)
    return ledger.Draft(
        chain=f"matter:{clock.matter_id}",
        verb="clock.adopted",
        by=by,
        at=at,
        subject_kind=Clock._meta.label,
        subject_id=clock.pk,
        reason=reason.strip(),
        before=before,
        after={"rule": rule.id, "due": clock.due_at, "version": version},
        rulebook_version=version,
    )
