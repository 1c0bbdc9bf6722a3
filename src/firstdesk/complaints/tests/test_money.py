"""Ten yuan for each late day: counted, decided by somebody not responsible, paid or explained."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.complaints import selectors, services
from firstdesk.complaints.models import Compensation
from firstdesk.complaints.tests.factories import DUE, Case, make_complaint
from firstdesk.ledger.models import Entry
from firstdesk.notices.models import Notice
from firstdesk.rulebook.compensation import LateVerdict

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    late = make_complaint()
    late.answered(DUE + timedelta(days=3))
    return late


def test_in_time_nothing_is_owed() -> None:
    case = make_complaint()
    case.answered(DUE)
    assert not Compensation.objects.exists()


def test_three_days_late_are_thirty_yuan_day_by_day(case: Case) -> None:
    assert (case.money.days, case.money.amount, case.money.state) == (3, 30, "owed")
    days = LateVerdict.from_json(case.money.verdict).days
    assert [(each.day.isoformat(), each.amount) for each in days] == [
        ("2025-09-29", 10), ("2025-09-30", 10), ("2025-10-01", 10),
    ]  # fmt: skip
    assert Entry.objects.filter(verb="compensation.computed").count() == 1
    heard = set(Notice.objects.filter(kind="compensation.computed").values_list("recipient", flat=True))
    assert case.desk.centre.people["supervisor"].pk in heard
    assert case.desk.centre.people["group_leader"].pk not in heard


def test_counted_once(case: Case) -> None:
    assert services.compute(case.matter, by=case.actor("director"), at=DUE + timedelta(days=9)) is None
    assert Compensation.objects.count() == 1


def test_while_unanswered_it_says_what_today_would_cost() -> None:
    case = make_complaint()
    verdict = selectors.lateness(case.matter, DUE + timedelta(days=2))
    assert verdict is not None and verdict.total == 20


def test_approved_by_somebody_not_responsible_and_paid_by_another(case: Case) -> None:
    at = DUE + timedelta(days=4)
    for code in ("group_leader", "intake"):  # who answered; whom it is about
        with pytest.raises(NotAllowed):
            services.approve(case.money, by=case.actor(code), at=at)
    services.approve(case.money, by=case.actor("supervisor"), at=at)
    with pytest.raises(NotAllowed):
        services.pay(case.money, voucher="收据12", by=case.actor("supervisor"), at=at)
    with pytest.raises(Refusal):
        services.pay(case.money, voucher=" ", by=case.actor("director"), at=at)
    services.pay(case.money, voucher="收据12", by=case.actor("director"), at=at)
    assert (case.money.state, case.money.voucher) == ("paid", "收据12")
    with pytest.raises(NotAllowed):
        services.pay(case.money, voucher="收据13", by=case.actor("director"), at=at)


def test_not_paid_only_after_it_was_explained(case: Case) -> None:
    at = DUE + timedelta(days=4)
    with pytest.raises(Refusal):
        services.excuse(case.money, reason="台风停工", by=case.actor("supervisor"), at=at)
    by = case.actor("group_leader")
    services.record(case.complaint, kind="explanation", text="台风停工三日", by=by, at=at)
    services.excuse(case.money, reason="台风停工", by=case.actor("supervisor"), at=at)
    assert case.money.state == "explained"
    assert "台风" not in Entry.objects.get(verb="compensation.explained").after_json
    with pytest.raises(NotAllowed):
        services.approve(case.money, by=case.actor("supervisor"), at=at)


def test_the_person_may_decline(case: Case) -> None:
    services.approve(case.money, by=case.actor("supervisor"), at=DUE + timedelta(days=4))
    services.decline(case.money, by=case.actor("director"), at=DUE + timedelta(days=5))
    assert case.money.state == "declined"


def test_the_database_wants_two_people(case: Case) -> None:
    person = case.desk.centre.people["supervisor"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Compensation.objects.update(state="paid", decided_at=DUE, decided_by=person, settled_at=DUE, settled_by=person)


def test_the_figures_of_the_year(case: Case) -> None:
    figures = selectors.totals(case.desk.centre.unit, DUE + timedelta(days=4))
    assert (figures.received, figures.late, figures.promised, figures.awaiting, figures.paid) == (1, 1, 30, 30, 0)
