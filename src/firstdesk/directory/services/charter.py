"""The charter: how an organisation fulfils the clauses that say who leads, who sits where, who helps."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import at_field
from firstdesk.directory.models import CharterItem, Unit
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor


@dataclass(frozen=True, kw_only=True)
class CharterText:
    """What was settled for one clause, where it is written down, when it is looked at again."""

    clause: str
    text: str
    reference: str = ""
    review_on: date | None = None


@transaction.atomic
def confirm_charter(*, unit: Unit, item: CharterText, by: Actor, at: datetime) -> CharterItem:
    """Confirm, or confirm anew, how the organisation fulfils a clause."""
    if not item.text.strip():
        raise at_field(
            "text", _("Say how the clause is fulfilled here."), clauses=(item.clause,), whole=_("Nothing was saved.")
        )
    before = CharterItem.objects.filter(unit=unit, clause=item.clause).values("text", "reference").first()
    saved, _created = CharterItem.objects.update_or_create(
        unit=unit,
        clause=item.clause,
        defaults={
            "text": item.text.strip(),
            "reference": item.reference.strip(),
            "review_on": item.review_on,
            "confirmed_at": at,
            "confirmed_by_id": by.by_id,
        },
    )
    ledger.append(
        ledger.Draft(
            chain=f"unit:{unit.pk}",
            verb="charter.confirmed",
            by=by,
            at=at,
            subject_kind="directory.CharterItem",
            subject_id=saved.pk,
            before=before or {},
            after={
                "clause": item.clause,
                "text": saved.text,
                "reference": saved.reference,
                "review_on": item.review_on,
            },
        )
    )
    return saved
