"""Who broke promises this month, for staff who may read the centre's figures."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from firstdesk.common.language import words
from firstdesk.directory.models import Unit
from firstdesk.obligations.models import Clock
from firstdesk.obligations.states import Outcome
from firstdesk.rulebook.book import Rulebook
from firstdesk.wall.selectors.counting import Month, broken_in, ended_in
from firstdesk.wall.selectors.places import month_of


@dataclass(frozen=True)
class Late:
    """How often somebody broke a promise this month."""

    rule: str
    unit: str
    person: str
    count: int


def who_was_late(rulebook: Rulebook, centre: Unit, at: datetime, reader: int | None = None) -> tuple[Late, ...]:
    """Units and people behind broken promises, most first."""
    month = Month(month_of(at), at)
    found = Clock.objects.promises().filter(
        (ended_in(month) & Q(outcome=Outcome.LATE)) | broken_in(month), centre=centre
    )
    if reader is not None:
        found = found.exclude(kept_from__contains=[reader])
    rows = found.values_list("rule_id", "owing_unit__name", "owing_person__first_name", "owing_post__name")
    counted = rows.annotate(count=Count("pk")).order_by("-count", "rule_id")
    titles = {rule.id: words(rule.title) for rule in rulebook.rules.values()}
    return tuple(
        Late(titles.get(rule, rule), unit, person or post or "", count) for rule, unit, person, post, count in counted
    )
