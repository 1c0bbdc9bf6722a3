"""Phone calendar links, and the market days of a centre."""

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
    """Create a calendar link, revoking the earlier one for the same calendar. Returns the secret, which is shown only
    now."""
    _revoke(acting, unit, at)
    secret = token_urlsafe(24)
    link = CalendarLink.objects.create(
        user=acting.user, unit=unit, digest=digest_of(secret), created_at=at, created_by=acting.user
    )
    enter(link, "calendar.linked", Said(chain=f"user:{acting.user.pk}"), by=acting.actor, at=at)
    return secret


@transaction.atomic
def revoke_link(acting: Acting, *, unit: Unit | None, at: datetime) -> None:
    """Revoke the calendar link."""
    _revoke(acting, unit, at)


@transaction.atomic
def revoke_links(person: int, *, by: Actor, at: datetime) -> int:
    """Revoke all links of a person who left; returns how many."""
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
    """The market days."""

    month_days: Collection[int] = ()
    weekdays: Collection[int] = ()
    dates: Collection[date] = ()


@transaction.atomic
def set_market_days(centre: Unit, markets: Markets, *, by: Actor, at: datetime) -> MarketDays:
    """Set the market days; duties follow them from tomorrow on."""
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
