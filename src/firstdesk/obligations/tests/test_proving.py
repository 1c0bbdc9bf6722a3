"""Duties are done with their evidence and no other way."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.models import CentreKind
from firstdesk.ledger.models import Entry
from firstdesk.matters.tests.factories import SHANGHAI, Desk, make_desk
from firstdesk.obligations import services
from firstdesk.obligations.models import Occurrence, Proof
from firstdesk.obligations.services import ByHand, Shown
from firstdesk.obligations.states import OccurrenceState

pytestmark = pytest.mark.django_db
JANUARY = datetime(2026, 1, 5, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture
def desk() -> Desk:
    return make_desk(CentreKind.GOVERNANCE, at=JANUARY)


@pytest.fixture
def duty(desk: Desk) -> Occurrence:
    """The monthly screening of January."""
    services.keep_duties(at=desk.at)
    return Occurrence.objects.get(rule_id="gc.screening.regular", period_start=date(2026, 1, 1))


def shown(desk: Desk, ref: str = "campaign:7", **values: object) -> Shown:
    given = {
        "kind": "screening_record",
        "unit": desk.centre.unit,
        "happened_on": date(2026, 1, 5),
        "ref": ref,
        "title": "一月排查",
    }
    return Shown(**(given | values))  # type: ignore[arg-type]


def test_the_work_itself_discharges_the_duty(desk: Desk, duty: Occurrence) -> None:
    done = services.prove([shown(desk)], by=desk.by, at=desk.at)
    assert duty in done
    duty.refresh_from_db()
    assert (duty.state, duty.done_by, duty.evidence) == (OccurrenceState.DONE, desk.officer, "一月排查")
    entry = Entry.objects.get(verb="duty.discharged", subject_id=str(duty.pk))
    assert entry.chain == f"unit:{desk.centre.unit.pk}" and entry.after["late"] is False


def test_one_event_may_discharge_several_duties(desk: Desk, duty: Occurrence) -> None:
    """The drive before the Spring Festival is also the screening of the month."""
    done = services.prove([shown(desk)], by=desk.by, at=desk.at)
    assert {each.rule_id for each in done} >= {"gc.screening.regular", "gc.screening.spring"}


def test_the_same_work_counts_once(desk: Desk, duty: Occurrence) -> None:
    services.prove([shown(desk)], by=desk.by, at=desk.at)
    count = Proof.objects.count()
    assert services.prove([shown(desk)], by=desk.by, at=desk.at) == []
    assert Proof.objects.count() == count


def test_nothing_waiting_is_no_error(desk: Desk) -> None:
    assert services.prove([shown(desk)], by=desk.by, at=desk.at) == []


def test_another_unit_another_month_another_kind_prove_nothing(desk: Desk, duty: Occurrence) -> None:
    others = [
        shown(desk, unit=desk.centre.linkage),
        shown(desk, happened_on=date(2025, 12, 31)),
        shown(desk, kind="work_plan"),
    ]
    assert services.prove(others, by=desk.by, at=desk.at) == []


def test_what_is_still_to_come_proves_nothing(desk: Desk, duty: Occurrence) -> None:
    with pytest.raises(Refusal):
        services.prove([shown(desk, happened_on=date(2026, 1, 6))], by=desk.by, at=desk.at)


def test_late_work_for_an_earlier_time_is_late(desk: Desk, duty: Occurrence) -> None:
    later = duty.due_at + timedelta(days=2)
    services.miss(at=later)
    services.prove([shown(desk, happened_on=later.date(), for_day=duty.period_start)], by=desk.by, at=later)
    duty.refresh_from_db()
    assert duty.state == OccurrenceState.DONE and duty.is_late and duty.missed_at is not None


def test_work_that_is_undone_takes_its_proof_back(desk: Desk, duty: Occurrence) -> None:
    services.prove([shown(desk)], by=desk.by, at=desk.at)
    assert duty in services.unprove("campaign:7", reason="撤回", by=desk.by, at=desk.at)
    duty.refresh_from_db()
    assert (duty.state, duty.evidence) == (OccurrenceState.SCHEDULED, "")
    assert Entry.objects.filter(verb="duty.reopened", subject_id=str(duty.pk)).exists()
    assert duty in services.prove([shown(desk)], by=desk.by, at=desk.at)


def test_what_only_the_work_can_show_is_not_typed_in(desk: Desk, duty: Occurrence) -> None:
    with pytest.raises(Refusal) as refused:
        services.prove_by_hand(duty, ByHand("screening_record", "查过了", date(2026, 1, 5)), by=desk.by, at=desk.at)
    assert refused.value.details[0].field == "kind"


def test_the_wrong_kind_is_refused_and_the_right_one_named(desk: Desk, duty: Occurrence) -> None:
    with pytest.raises(Refusal) as refused:
        services.prove_by_hand(duty, ByHand("work_plan", "计划", date(2026, 1, 5)), by=desk.by, at=desk.at)
    assert "排查记录" in str(refused.value.message)


def test_a_done_duty_takes_no_further_proof(desk: Desk, duty: Occurrence) -> None:
    services.prove([shown(desk)], by=desk.by, at=desk.at)
    duty.refresh_from_db()
    with pytest.raises(NotAllowed):
        services.give(duty, [shown(desk, ref="campaign:8")], by=desk.by, at=desk.at)


def test_the_database_itself_knows_no_duty_done_without_a_proof(desk: Desk, duty: Occurrence) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE obligations_occurrence SET state = 'done', done_at = now(), evidence = '做了' WHERE id = %s",
            [duty.pk],
        )
