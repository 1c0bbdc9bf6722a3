"""A centre that assesses: what is opened over the spring of 2026."""

from datetime import date

from firstdesk.assessment import services
from firstdesk.assessment.models import Round
from firstdesk.assessment.services import NewRound
from firstdesk.directory.models import Post, Unit
from firstdesk.directory.tests.factories import acting
from firstdesk.ledger.actors import Actor
from firstdesk.matters.tests.factories import Desk

INDICATORS = ("cp.indicator.promises", "cp.indicator.satisfaction", "gc.indicator.duties")


def by(desk: Desk, post: str) -> Actor:
    """Whoever holds the post."""
    return acting(desk.centre.people[post], desk.at).actor


def make_round(desk: Desk, *, units: tuple[Unit, ...] = (), posts: tuple[Post, ...] = (), **values: object) -> Round:
    """Opened by the supervisor."""
    base = {
        "title": "一季度考核", "kind": "quarter", "method": "按兑现情况和所见，办法见本中心 2026-3 号文", "first": date(2026, 1, 1),
        "last": date(2026, 3, 16), "indicators": INDICATORS, "dimensions": ("performance", "attitude"),
    }  # fmt: skip
    new = NewRound(**(base | values))  # type: ignore[arg-type]
    return services.open_round(desk.centre.unit, new, units, posts, by=by(desk, "supervisor"), at=desk.at)
