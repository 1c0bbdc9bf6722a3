"""The register: committees, their terms and mediators."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import at_field
from firstdesk.directory.models import Unit, User
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.mediation.models import Committee, Mediator


@dataclass(frozen=True, kw_only=True)
class Charter:
    """A committee as entered."""

    name: str
    women: int
    term_from: date
    term_to: date


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A mediator's entry as entered."""

    user: User
    role: str
    expertise: Sequence[str] = ()
    introduction: str = ""
    employer: str = ""
    from_day: date
    to_day: date


@transaction.atomic
def save_committee(unit: Unit, charter: Charter, *, by: Actor, at: datetime) -> Committee:
    """Save a committee or its new term. Raises Refusal where the term ends before it begins."""
    if charter.term_to <= charter.term_from or not charter.name.strip():
        raise at_field("term_to", _("A committee has a name, and a term that ends after it begins."))
    values = asdict(charter) | {"name": charter.name.strip(), "changed_at": at}
    committee, _made = Committee.objects.update_or_create(unit=unit, defaults=values)
    noted = {"name": committee.name, "until": charter.term_to.isoformat()}
    _note(committee, "committee.saved", noted, by=by, at=at)
    return committee


@transaction.atomic
def list_mediator(committee: Committee, listing: Listing, *, by: Actor, at: datetime) -> Mediator:
    """Add or change an entry of the register. Expired entries stay, for the cases they had."""
    if listing.to_day < listing.from_day:
        raise at_field("to_day", _("The term ends after it begins."))
    values = {
        "role": listing.role, "expertise": sorted(set(listing.expertise)),
        "introduction": listing.introduction.strip(), "employer": listing.employer.strip(),
        "from_day": listing.from_day, "to_day": listing.to_day,
    }  # fmt: skip
    first = values | {"registered_at": at, "registered_by_id": by.by_id}
    row, _made = Mediator.objects.update_or_create(
        committee=committee, user=listing.user, defaults=values, create_defaults=first
    )
    Committee.objects.filter(pk=committee.pk).update(changed_at=at)  # a page made before is out of date
    noted = {"person": str(listing.user), "until": listing.to_day.isoformat()}
    _note(committee, "mediator.listed", noted, by=by, at=at)
    return row


def _note(committee: Committee, verb: str, after: Mapping[str, object], *, by: Actor, at: datetime) -> None:
    chain = f"unit:{committee.unit_id}"
    ledger.append(
        ledger.Draft(
            chain=chain, verb=verb, by=by, at=at, subject_kind=committee._meta.label, subject_id=committee.pk,
            after=after,
        )
    )  # fmt: skip
