"""Persons looked up by the exact number they gave: for a purpose, and recorded."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Detail, Refusal
from firstdesk.directory.scope import Acting
from firstdesk.intake.selectors.named import matters_naming
from firstdesk.ledger import services as ledger
from firstdesk.matters.models import Matter
from firstdesk.workbench.selectors.rows import Row, rows_of

SHOWN = 100
FORM = re.compile(r"[0-9]{7,18}|[0-9]{17}[Xx]")


@dataclass(frozen=True)
class PersonQuestion:
    """Whom one looks for, and what for."""

    number: str  # of a phone or an identity card, whole
    purpose: str


@transaction.atomic
def look_up(asked: PersonQuestion, *, by: Acting, at: datetime) -> tuple[Row, ...]:
    """The matters, among those this person may see, in which somebody gave exactly this number. The record holds who
    looked, what for and how much was found; not the number."""
    number = re.sub(r"[\s()+-]", "", asked.number)
    problems = []
    if not FORM.fullmatch(number):
        problems.append(Detail("number", _("Give the whole number: parts are not looked for.")))
    if not asked.purpose.strip():
        problems.append(Detail("purpose", _("Say what you need it for; it is noted.")))
    elif len(number) > 6 and number in re.sub(r"[\s()+-]", "", asked.purpose):
        problems.append(Detail("purpose", _("Say what it is for without the number: the purpose stays in the record.")))
    if problems:
        raise Refusal(_("Nothing was looked up. Put right what is marked."), details=problems)
    named = matters_naming(number, by)
    found = Matter.objects.visible_to(by).filter(pk__in=named)
    rows = rows_of(found.order_by("-registered_at", "-pk")[:SHOWN])
    ledger.append(
        ledger.Draft(
            chain=f"unit:{by.unit.pk}",
            verb="personal.searched",
            by=by.actor,
            at=at,
            subject_kind="directory.Unit",
            subject_id=by.unit.pk,
            reason=asked.purpose.strip(),
            after={"kind": "card" if len(number) in (15, 18) else "phone", "found": len(rows)},
        )
    )
    return rows
