"""Standing obligations: the charter, and clauses only somebody on the spot can check."""

from collections import defaultdict

from django.urls import reverse

from firstdesk.common import clock
from firstdesk.directory.models import CharterItem, Unit, UnitKind
from firstdesk.obligations.models import Confirmation
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.model import RecordRule
from firstdesk.wall.selectors.counting import Cells, Key, Month
from firstdesk.wall.selectors.lines import CHARTER
from firstdesk.wall.selectors.places import centre_by_unit
from firstdesk.wall.selectors.small import Cell


def charters(book: Rulebook, month: Month) -> Cells:
    """Clauses of each charter rule settled by the end of a month and not overdue for review, by centre. No figure
    before anything is settled."""
    rules = [rule for rule in book.rules.values() if isinstance(rule, RecordRule) and rule.stores == CHARTER]
    codes = dict(Unit.objects.filter(kind=UnitKind.CENTRE, is_active=True).values_list("pk", "code"))
    settled: dict[int, dict[str, CharterItem]] = defaultdict(dict)
    for item in CharterItem.objects.filter(confirmed_at__lte=month.ends, unit__in=codes):
        settled[item.unit_id][item.clause] = item
    found: dict[Key, Cell] = {}
    for centre, items in settled.items():
        page = reverse("directory:charter", args=[codes[centre]])
        for rule in rules:
            there = [items[clause] for clause in rule.clauses if clause in items]
            good = sum(item.review_on is None or item.review_on >= month.last_day for item in there)
            if there:
                newest = max(clock.local(item.confirmed_at).date() for item in there)
                found[centre, rule.id] = Cell(good, len(rule.clauses) - good, newest, page)
    return found


def checks(month: Month) -> Cells:
    """Checks on the spot in a month, kept and not, by centre and clause."""
    belongs = centre_by_unit()
    page = reverse("obligations:checklist")
    found: dict[Key, Cell] = {}
    seen = Confirmation.objects.filter(on__gte=month.first, on__lte=month.last_day).order_by("on", "pk")
    for unit, clause, as_found, on in seen.values_list("unit_id", "clause", "as_found", "on"):
        centre = belongs.get(unit)
        if centre is not None:
            is_kept = as_found == Confirmation.Found.KEPT
            found[centre, clause] = found.get((centre, clause), Cell()) + Cell(int(is_kept), int(not is_kept), on, page)
    return found
