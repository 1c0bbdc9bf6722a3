"""More time by everybody's leave, another grade, the report upward, and the police."""

import pytest

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.complaints.services.opening import had_a_hand_in
from firstdesk.directory.models import Unit, UnitKind
from firstdesk.directory.tests.factories import make_unit
from firstdesk.dispatch.models import Turnout
from firstdesk.dispatch.tasks import send_for_danger
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Grade
from firstdesk.mediation import selectors
from firstdesk.mediation.models import Consent, Failure
from firstdesk.mediation.services import case as verbs
from firstdesk.mediation.services.case import Alarm, Longer, Word
from firstdesk.mediation.states import CaseState
from firstdesk.mediation.tests.factories import Table, fresh_party, make_accepted, make_applied
from firstdesk.obligations.models import Clock
from firstdesk.obligations.states import ClockState, Outcome

pytestmark = pytest.mark.django_db


def clock(table: Table, code: str = "mediation") -> Clock:
    return Clock.objects.get(part=table.case.part, code=code, state=ClockState.RUNNING)


def agree(table: Table, round_: int = 0) -> None:
    for party in table.parties:
        word = Word(about=Consent.About.EXTENSION, is_given=True, subject=round_)
        verbs.consent(fresh_party(party), word, by=table.by, at=table.at)


def test_time_is_extended_by_every_partys_leave_alone() -> None:
    table = make_accepted()
    before = clock(table).due_at
    word = Word(about=Consent.About.EXTENSION, is_given=True)
    verbs.consent(fresh_party(table.parties[0]), word, by=table.by, at=table.at)
    with pytest.raises(Refusal):
        verbs.extend(table.case, Longer(days=3), by=table.by, at=table.at)
    agree(table)
    verbs.extend(table.case, Longer(days=3), by=table.by, at=table.at)
    assert clock(table).due_at > before
    assert Entry.objects.filter(chain=table.case.ledger_chain, verb="mediation.extended").count() == 1


def test_leave_given_once_is_not_leave_for_ever() -> None:
    table = make_accepted()
    agree(table)
    verbs.extend(table.case, Longer(days=3), by=table.by, at=table.at)
    with pytest.raises(Refusal):
        verbs.extend(table.case, Longer(days=3), by=table.by, at=table.at)
    agree(table, 1)
    verbs.extend(table.case, Longer(days=3), by=table.by, at=table.at)
    assert selectors.extensions(table.case) == 2


def test_the_month_is_the_outer_limit_unless_they_said_so() -> None:
    table = make_accepted()
    outer = clock(table, "mediation_outer").due_at
    agree(table)
    with pytest.raises(Refusal):
        verbs.extend(table.case, Longer(days=30), by=table.by, at=table.at)
    assert clock(table).extensions == []  # nothing moved half
    verbs.extend(table.case, Longer(days=30, beyond_month=True), by=table.by, at=table.at)
    assert clock(table, "mediation_outer").due_at > outer
    assert clock(table).due_at.date() <= clock(table, "mediation_outer").due_at.date()


@pytest.mark.parametrize("days", [0, -1, 31])
def test_the_days_are_sensible(days: int) -> None:
    table = make_accepted()
    agree(table)
    with pytest.raises(Refusal):
        verbs.extend(table.case, Longer(days=days), by=table.by, at=table.at)


def test_public_order_mediation_knows_no_more_time() -> None:
    table = make_accepted(profile="public_order")
    agree(table)
    with pytest.raises(NotAllowed):
        verbs.extend(table.case, Longer(days=2), by=table.by, at=table.at)


def test_another_grade_has_another_promise() -> None:
    table = make_accepted()
    first = clock(table)
    verbs.regrade(table.case, Grade.COMPLEX, "people", by=table.by, at=table.at)
    again = clock(table)
    assert again.pk != first.pk and again.due_at > first.due_at
    first.refresh_from_db()
    assert first.outcome == Outcome.MOOT
    with pytest.raises(Refusal):
        verbs.regrade(table.case, Grade.COMPLEX, "people", by=table.by, at=table.at)


def test_a_major_dispute_is_reported_upward_with_its_form() -> None:
    table = make_accepted()
    with pytest.raises(NotAllowed):
        verbs.report_up(table.case, "F-1", by=table.by, at=table.at)
    verbs.regrade(table.case, Grade.MAJOR, "unrest", by=table.by, at=table.at)
    assert clock(table, "mediation_report_up").state == ClockState.RUNNING
    with pytest.raises(NotAllowed):
        verbs.report_up(table.case, "F-1", by=table.by, at=table.at)
    above = make_unit(UnitKind.CENTRE, centre_kind=table.case.centre.centre_kind)
    unit = table.desk.centre.unit
    Unit.objects.filter(pk=unit.pk).update(path=f"{above.path}{unit.code}/")
    with pytest.raises(Refusal):
        verbs.report_up(table.case, " ", by=table.by, at=table.at)
    verbs.report_up(table.case, "F-1", by=table.by, at=table.at)
    assert not Clock.objects.filter(part=table.case.part, code="mediation_report_up", state=ClockState.RUNNING).exists()


def test_the_police_are_sent_with_no_story() -> None:
    table = make_accepted()
    station = table.desk.centre.linkage
    alarm = Alarm(unit=station, danger="weapon")
    failure = verbs.refer_to_police(table.case, alarm, by=table.by, at=table.at)
    assert table.case.state == CaseState.FAILED and failure.reason == Failure.Reason.DANGER
    assert failure.reported_to == station.name
    entry = Entry.objects.get(chain=table.case.ledger_chain, verb="mediation.referred_to_police")
    assert "林阿珍" not in entry.after_json and "渗漏" not in entry.after_json
    send_for_danger(matter_id=table.case.matter_id, unit_id=station.pk, note="持械。在中心。")
    assert Turnout.objects.get(matter=table.case.matter_id).unit == station
    send_for_danger(matter_id=table.case.matter_id, unit_id=station.pk, note="持械。在中心。")  # once is enough
    assert Turnout.objects.count() == 1


def test_a_danger_is_of_a_kind() -> None:
    table = make_applied()
    with pytest.raises(Refusal) as refused:
        verbs.refer_to_police(table.case, Alarm(unit=table.desk.centre.unit, danger="林阿珍"), by=table.by, at=table.at)
    assert refused.value.details[0].field == "danger"


def test_whoever_mediates_leads_no_complaint_about_the_matter() -> None:
    table = make_applied()
    assert table.others[0].user_id not in had_a_hand_in(table.case.matter)
    verbs.name_mediator(
        table.case, table.others[0], role="chair", chosen="parties", by=table.as_("director"), at=table.at
    )
    assert table.others[0].user_id in had_a_hand_in(table.case.matter)
