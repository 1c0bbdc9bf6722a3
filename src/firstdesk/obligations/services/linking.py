"""The private address under which a phone's calendar reads duties, the days of the market, and where the market is."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from secrets import token_urlsafe

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import at_field
from firstdesk.directory.models import Unit
from firstdesk.directory.scope import Acting
from firstdesk.directory.selectors import digest_of
from firstdesk.ledger.actors import Actor
from firstdesk.obligations.models import CalendarLink, MarketDays, Schedule
from firstdesk.obligations.services.recording import Said, enter


@transaction.atomic
def give_link(acting: Acting, *, unit: Unit | None, at: datetime) -> str:
    """A new address; the one before it for the same calendar is taken back. Returns the secret, shown this once."""
    _revoke(acting, unit, at)
    secret = token_urlsafe(24)
    link = CalendarLink.objects.create(
        user=acting.user, unit=unit, digest=digest_of(secret), created_at=at, created_by=acting.user
    )
    enter(link, "calendar.linked", Said(chain=f"user:{acting.user.pk}"), by=acting.actor, at=at)
    return secret


@transaction.atomic
def revoke_link(acting: Acting, *, unit: Unit | None, at: datetime) -> None:
    """From now on the address leads nowhere."""
    _revoke(acting, unit, at)


@transaction.atomic
def revoke_links(person: int, *, by: Actor, at: datetime) -> int:
    """None of a person's addresses leads anywhere any more: they left. Returns how many there were."""
    links = CalendarLink.objects.select_for_update(no_key=True).filter(user=person, revoked_at=None)
    return links.update(revoked_at=at, revoked_by_id=by.by_id)


def _revoke(acting: Acting, unit: Unit | None, at: datetime) -> None:
    for link in CalendarLink.objects.select_for_update(no_key=True).filter(
        user=acting.user, unit=unit, revoked_at=None
    ):
        link.revoked_at, link.revoked_by = at, acting.user
        link.save(update_fields=["revoked_at", "revoked_by"])
        enter(link, "calendar.unlinked", Said(chain=f"user:{acting.user.pk}"), by=acting.actor, at=at)


@dataclass(frozen=True, slots=True)
class Markets:
    """When the market is held."""

    month_days: Collection[int] = ()
    weekdays: Collection[int] = ()
    dates: Collection[date] = ()


@transaction.atomic
def set_market_days(centre: Unit, markets: Markets, *, by: Actor, at: datetime) -> MarketDays:
    """Say when the market is held; duties of market days follow from tomorrow on."""
    if not all(1 <= day <= 31 for day in markets.month_days):
        raise at_field("month_days", _("Days of the month go from 1 to 31."))
    days = {
        "month_days": sorted(set(markets.month_days)),
        "weekdays": sorted(set(markets.weekdays)),
        "dates": sorted({day.isoformat() for day in markets.dates}),
    }
    row, _made = MarketDays.objects.update_or_create(unit=centre, defaults=days | {"set_at": at, "set_by_id": by.by_id})
    enter(row, "market_days.set", Said(chain=f"unit:{centre.pk}", after=days), by=by, at=at)
    Schedule.objects.filter(centre=centre).delete()
    return row
