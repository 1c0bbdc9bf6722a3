"""What was written about a matter is erased when its time is over: one job, over what every context declares."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from firstdesk.common import clock as walls
from firstdesk.common.retention import registry
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.matters.states import ENDED
from firstdesk.matters.texts import Erasure
from firstdesk.regulations import selectors as regulations

CLOCKWORK = Actor.system("clock")
BATCH = 500  # matters in one transaction
RESTS = timedelta(days=60)  # after its end it may still be rated, contested and paid for
LOOKED_AT_AGAIN = timedelta(days=365)  # what was written about it after all


def erase_expired(*, at: datetime) -> int:
    """Erase the words of the matters whose time is over and that have ended for good; returns how many matters."""
    keys = list(_due(at).order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(keys), BATCH):
        erase(keys[first : first + BATCH], at=at)
    return len(keys)


def _due(at: datetime) -> QuerySet[Matter]:
    """As many years after they came as the rules say that each is kept under."""
    over = Q(pk__in=[])
    today = walls.local(at).date()
    for version in Matter.objects.order_by().values_list("rulebook_version", flat=True).distinct():
        years = regulations.version(version).head.keep_parties_years
        over |= Q(rulebook_version=version, registered_at__lt=_midnight(_years_before(today, years), at))
    again = Q(erasure=None) | Q(erasure__erased_at__lt=F("ended_at"))
    again |= Q(erasure__erased_at__lt=at - LOOKED_AT_AGAIN)
    return Matter.objects.filter(over, again, state__in=sorted(ENDED), ended_at__lt=at - RESTS)


def _years_before(day: date, years: int) -> date:
    return day.replace(year=day.year - years, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _midnight(day: date, at: datetime) -> datetime:
    return datetime.combine(day, time.min, tzinfo=walls.local(at).tzinfo)


@transaction.atomic
def erase(keys: Sequence[int], *, at: datetime) -> None:
    """All words of these matters, in every table that says it holds some, and the reasons in their record.

    The record keeps that it was done; what was done about the matter, by whom and in which time stays.
    """
    matters = list(Matter.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
    rows = sum(words.erase(keys) for words in registry(Matter))
    reasons = ledger.erase_reasons([matter.ledger_chain for matter in matters])
    Erasure.objects.bulk_create(
        [Erasure(matter=matter, erased_at=at) for matter in matters],
        update_conflicts=True, unique_fields=["matter"], update_fields=["erased_at"],
    )  # fmt: skip
    if rows or reasons:
        drafts = [
            ledger.draft_for(each, "words.erased", chain=each.ledger_chain, by=CLOCKWORK, at=at) for each in matters
        ]
        ledger.append_many(drafts)
