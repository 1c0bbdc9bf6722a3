"""Missed duties are explained by whoever owes them; only somebody else can waive them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.locking import locked
from firstdesk.common.refusals import at_field
from firstdesk.directory.scope import Acting
from firstdesk.ledger import services as ledger
from firstdesk.obligations import policies
from firstdesk.obligations.models import Occurrence
from firstdesk.obligations.states import OccurrenceState


@transaction.atomic
def explain(occurrence: Occurrence, *, words: str, by: Acting, at: datetime) -> Occurrence:
    """Explain why a duty was missed. It stays missed: still owed and counted."""
    row = _locked(occurrence)
    policies.check_explain(row, by, at)
    if not words.strip():
        raise at_field("words", _("Say why it was missed, and by when it will be made good."))
    changes = {"explanation": words.strip()[:2000], "explained_at": at, "explained_by_id": by.user.pk}
    step = ledger.Move(
        None, "duty.explained", reason=words.strip(), changes=changes, noted={"rule": row.rule_id},
        rulebook_version=row.rulebook_version,
    )  # fmt: skip
    ledger.move(row, step, by=by.actor, at=at)
    return row


@transaction.atomic
def waive(occurrence: Occurrence, *, reason: str, by: Acting, at: datetime) -> Occurrence:
    """Waive this occurrence, with a reason: by somebody the rule names, never by whoever owes it."""
    row = _locked(occurrence)
    policies.check_waive(row, by, at)
    if not reason.strip():
        raise at_field("reason", _("Say why it need not be done this time."))
    changes = {"waiver": reason.strip()[:1000], "waived_at": at, "waived_by_id": by.user.pk}
    step = ledger.Move(
        OccurrenceState.WAIVED, "duty.waived", reason=reason.strip(), changes=changes, noted={"rule": row.rule_id},
        rulebook_version=row.rulebook_version,
    )  # fmt: skip
    ledger.move(row, step, by=by.actor, at=at)
    return row


@transaction.atomic
def remark(occurrence: Occurrence, *, words: str, by: Acting, at: datetime) -> Occurrence:
    """Remark on a duty the person may read. Proves and changes nothing."""
    row = _locked(occurrence)
    if not words.strip():
        raise at_field("words", _("Write the remark first."))
    step = ledger.Move(None, "duty.remarked", reason=words.strip(), noted={"rule": row.rule_id})
    ledger.move(row, step, by=by.actor, at=at)
    return row


def _locked(occurrence: Occurrence) -> Occurrence:
    return locked(Occurrence.objects.select_related("unit", "centre", "owing_post"), occurrence.pk)
