"""What the public reads: how many disputes a centre settled, and the share; of centres alone, never of people."""

from dataclasses import dataclass
from datetime import datetime

from firstdesk.directory.models import Unit
from firstdesk.screening.models import Statement
from firstdesk.screening.selectors.figures import share
from firstdesk.screening.states import StatementState

SMALL = 3  # a public count below this could point at a person


@dataclass(frozen=True)
class Shown:
    """The newest reported month of a centre. None: too small to be shown, or nothing to divide by."""

    month: str
    settled: int | None
    failed: int | None
    rate: int | None


def mediated(centre: Unit, at: datetime) -> Shown | None:
    """Only what was checked and reported; small counts are kept back, and with them the share that would tell them."""
    found = Statement.objects.filter(centre=centre, state=StatementState.ISSUED, checked_at__lte=at)
    newest = found.order_by("-month").first()
    if newest is None:
        return None
    settled, failed = (len(newest.figures.get(code, ())) for code in ("settled", "failed"))
    open_ = is_open(settled) and is_open(failed)
    rate = share(settled, settled + failed) if open_ else None
    return Shown(
        f"{newest.month:%Y-%m}", settled if is_open(settled) else None, failed if is_open(failed) else None, rate
    )


def is_open(count: int) -> bool:
    """Nobody can be recognised in it: none at all, or enough."""
    return count == 0 or count >= SMALL
