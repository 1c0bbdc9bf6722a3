"""Personal data given to another body: recorded before it leaves."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.language import words
from firstdesk.common.refusals import Detail, Refusal
from firstdesk.directory.models import Disclosure
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.rulebook import gates
from firstdesk.rulebook.book import Rulebook


@dataclass(frozen=True, kw_only=True)
class DisclosureText:
    """What leaves, to whom, why and on what basis."""

    matter_id: int
    recipient: str
    purpose: str
    basis: str
    items: str


@transaction.atomic
def disclose(*, new: DisclosureText, centre_kind: str, rulebook: Rulebook, by: Actor, at: datetime) -> Disclosure:
    """Record a disclosure in the matter's chain; the gate `directory.disclose` says what must be named first."""
    values = {name: str(value).strip() for name, value in vars(new).items() if name != "matter_id"}
    _refuse_incomplete(values, centre_kind, rulebook)
    disclosure = Disclosure.objects.create(matter_id=new.matter_id, disclosed_at=at, disclosed_by_id=by.by_id, **values)
    ledger.append(
        ledger.Draft(
            chain=f"matter:{new.matter_id}",
            verb="personal.disclosed",
            by=by,
            at=at,
            subject_kind="directory.Disclosure",
            subject_id=disclosure.pk,
            reason=values["purpose"],
            after=values,
            rulebook_version=rulebook.version,
        )
    )
    return disclosure


def _refuse_incomplete(values: dict[str, str], centre_kind: str, rulebook: Rulebook) -> None:
    present = {name for name, value in values.items() if value}
    verdict = gates.check(rulebook, centre_kind, "directory.disclose", present, {})
    details = [Detail(each.item, words(each.message), each.clauses) for each in verdict.missing]
    named = {detail.field for detail in details}
    details += [
        Detail(name, _("This must be said before anything leaves the house."))
        for name in values
        if name not in present and name not in named
    ]
    if details:
        raise Refusal(_("Nothing was disclosed: what must be recorded first is missing."), details=details)
