"""What the figures of a month never mix or count twice, and that they balance from one month to the next."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firstdesk.matters.tests.factories import SHANGHAI, Desk, make_desk
from firstdesk.mediation.models import Case, Failure, Profile
from firstdesk.screening.selectors.figures import Figures
from firstdesk.screening.selectors.statements import line
from firstdesk.screening.tests.test_figures import SEPTEMBER, day, one_case, populate

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk(at=datetime(2025, 10, 3, 10, 0, tzinfo=SHANGHAI))


def one(desk: Desk, fate: str, **changes: object) -> Case:
    told = {"applied": 45, "decided": 0, "fate": fate, "after": 1, "grade": "ordinary", "kind": "neighbour_disputes",
            "promises": []}  # fmt: skip
    row: Case = populate(desk, [told])[0].row
    Case.objects.filter(pk=row.pk).update(**changes)
    return row


def shown(desk: Desk) -> Figures:
    return line(desk.centre.unit, SEPTEMBER, desk.at).figures


def test_public_order_mediation_is_counted_apart(desk: Desk) -> None:
    one(desk, "agreed", profile=Profile.PUBLIC_ORDER)
    counts = shown(desk).counts
    assert {code for code, count in counts.items() if count} == {"public_order"}
    assert shown(desk).success is None


def test_settled_in_part_is_settled_and_not_failed_as_well(desk: Desk) -> None:
    row = one(desk, "agreed")
    Failure.objects.create(case=row, reason="no_agreement", words="x", ended_at=day(48), ended_by=desk.officer)
    counts = shown(desk).counts
    assert (counts["settled"], counts["failed"], counts["pending"]) == (1, 0, 0)
    assert shown(desk).success == 100


@pytest.mark.parametrize("is_by_link", [True, False])
def test_refused_before_it_was_taken_on_is_no_failure_whichever_way_it_was_said(desk: Desk, is_by_link: bool) -> None:
    """At the desk the refusal is the decision as well; by a party's own link nobody decided."""
    row = one(desk, "failed")
    ended = Failure.objects.get(case=row).ended_at
    by = None if is_by_link else desk.officer
    Case.objects.filter(pk=row.pk).update(decided_at=None if is_by_link else ended, decided_by=by)
    counts = shown(desk).counts
    assert not any(counts[code] for code in ("accepted", "failed", "pending", "withdrawn"))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(one_case, max_size=12), st.data())
def test_pending_is_what_was_pending_and_came_less_what_went(
    desk: Desk, given_: list[dict[str, object]], data: st.DataObject
) -> None:
    with transaction.atomic():
        for told in populate(desk, given_):
            if told.fate == "agreed" and data.draw(st.booleans(), label="the rest fails"):
                ended = told.done + timedelta(days=data.draw(st.integers(0, 60)), hours=1)
                Failure.objects.create(
                    case=told.row, reason="time_over", words="x", ended_at=ended, ended_by=desk.officer
                )
        found = shown(desk)
        before = {each.code: each.before for each in found.lines}
        came, went = found.of("accepted"), found.of("settled") + found.of("failed") + found.of("withdrawn")
        assert found.of("pending") == before["pending"] + came - went
        transaction.set_rollback(True)
