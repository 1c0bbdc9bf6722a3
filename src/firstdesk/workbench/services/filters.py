"""Filters of the list, kept under a name."""

from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import NotAllowed, at_field
from firstdesk.directory.models import Unit
from firstdesk.directory.scope import Acting
from firstdesk.ledger import services as ledger
from firstdesk.workbench.models import SavedFilter

UNKEPT = frozenset({"before", "after", "csrfmiddlewaretoken"})


@transaction.atomic
def save_filter(*, name: str, query: str, unit: Unit | None, by: Acting, at: datetime) -> SavedFilter:
    """Keep a filter for oneself, or for everybody of the unit one acts for. A name used before is given its new filter."""
    named, kept = name.strip(), kept_query(query)
    if not named:
        raise at_field("name", _("Give the filter a name."))
    if not kept:
        raise at_field("name", _("There is no filter to keep: choose one first."))
    if unit is not None and unit.pk != by.unit.pk:
        raise NotAllowed(_("A filter is shared with the unit you act for, and with no other."))
    values = {"query": kept, "unit": unit, "saved_at": at}
    found, _made = SavedFilter.objects.update_or_create(saved_by=by.user, name=named, defaults=values)
    draft = ledger.Draft(
        chain=f"person:{by.user.pk}",
        verb="filter.saved",
        by=by.actor,
        at=at,
        subject_kind=SavedFilter._meta.label,
        subject_id=found.pk,
        after={"fields": sorted(dict(parse_qsl(kept))), "shared_with": unit.name if unit else ""},
    )
    ledger.append(draft)
    return found


@transaction.atomic
def remove_filter(saved: SavedFilter, *, by: Acting, at: datetime) -> None:
    """Only whoever keeps it takes it away."""
    if saved.saved_by_id != by.user.pk:
        raise NotAllowed(_("This filter is kept by %(person)s; ask them.") % {"person": saved.saved_by})
    chain = f"person:{by.user.pk}"
    ledger.append(ledger.draft_for(saved, "filter.removed", chain=chain, by=by.actor, at=at))
    saved.delete()


def kept_query(query: str) -> str:
    """The filter of an address without its place in the list and without what is empty."""
    pairs = [(name, value) for name, value in parse_qsl(query) if name not in UNKEPT]
    return urlencode(sorted(pairs))[:500]
