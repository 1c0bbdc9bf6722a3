"""What no system can know: somebody looked."""

from datetime import date, datetime

import pytest

from firstdesk.common.refusals import Refusal
from firstdesk.directory.models import CentreKind
from firstdesk.directory.tests.factories import make_centre
from firstdesk.ledger.models import Entry
from firstdesk.matters.tests.factories import SHANGHAI
from firstdesk.obligations import services
from firstdesk.obligations.models import Confirmation
from firstdesk.obligations.services import Look
from firstdesk.obligations.tests.factories import by_unit, rules_with

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
TODAY = date(2026, 3, 2)


def test_looking_is_recorded_clause_by_clause() -> None:
    rules_with("{period: monthly}")
    unit = make_centre(CentreKind.GOVERNANCE).unit
    looks = [
        Look(clause="W-5", on=TODAY, as_found="kept"),
        Look(clause="W-4", on=TODAY, as_found="not_kept", note="桌椅破损"),
    ]
    services.confirm(unit, looks, by=by_unit(unit), at=MONDAY)
    assert Confirmation.objects.count() == 2
    assert Entry.objects.filter(verb="clause.confirmed", chain=f"unit:{unit.pk}").count() == 2


def test_not_kept_says_what() -> None:
    unit = make_centre(CentreKind.GOVERNANCE).unit
    with pytest.raises(Refusal):
        services.confirm(unit, [Look(clause="W-5", on=TODAY, as_found="not_kept")], by=by_unit(unit), at=MONDAY)


def test_tomorrow_nobody_has_looked_yet() -> None:
    unit = make_centre(CentreKind.GOVERNANCE).unit
    with pytest.raises(Refusal):
        services.confirm(unit, [Look(clause="W-5", on=date(2026, 3, 3), as_found="kept")], by=by_unit(unit), at=MONDAY)
