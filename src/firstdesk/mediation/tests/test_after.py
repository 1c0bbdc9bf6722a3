"""What was promised: reminded once, broken by the clock, urged, kept with proof, let go; visits; the end of a case."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firstdesk.common import clock as walls
from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.mediation.models import Agreement, Case, Copy, Promise, Urging, Visit
from firstdesk.mediation.selectors import after as found
from firstdesk.mediation.services import after, outcome
from firstdesk.mediation.services.after import Found, Proof
from firstdesk.mediation.states import CaseState, PromiseState
from firstdesk.mediation.tests import walks
from firstdesk.mediation.tests.factories import Table, fresh_party
from firstdesk.notices.models import Delivery
from firstdesk.obligations.models import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def table() -> Table:
    table = walks.planned()
    walks.effective(table)
    return table


def promises(table: Table) -> list[Promise]:
    return list(found.promised(table.case))


def window(table: Table) -> Client:
    client = Client()
    client.force_login(table.mediator.user)
    return client


def address(table: Table, name: str, *more: object) -> str:
    return reverse(f"mediation:{name}", args=[table.case.number, *more])


def test_a_promise_is_reminded_of_once(table: Table) -> None:
    first = promises(table)[0]
    near = table.desk.later(days=8)
    assert after.remind_due(at=table.desk.later(days=1)) == 0
    assert after.remind_due(at=near) == 1 and after.remind_due(at=near + timedelta(minutes=5)) == 0
    urging = Urging.objects.get()
    assert (urging.promise, urging.kind, urging.urged_by) == (first, "reminded", None)
    sent = Delivery.objects.get()
    assert sent.address == first.term.debtor.phone and table.case.number in sent.text
    assert first.term.what not in sent.text and first.term.creditor.name not in sent.text


def test_nobody_is_reminded_where_no_message_could_arrive(table: Table) -> None:
    party = promises(table)[0].term.debtor
    party.phone = "0594-2345678"
    party.save()
    assert after.remind_due(at=table.desk.later(days=8)) == 0 and not Urging.objects.exists()


def test_the_clock_breaks_it_and_it_can_be_kept_late(table: Table) -> None:
    assert after.break_overdue(at=table.desk.later(days=10)) == 0
    assert (
        after.break_overdue(at=table.desk.later(days=11)) == 1 == 1 + after.break_overdue(at=table.desk.later(days=11))
    )
    assert table.case.state == CaseState.BREACHED
    broken = promises(table)[0]
    assert broken.state == PromiseState.BROKEN and broken.broken_at
    after.urge(broken, Urging.Kind.URGED, "电话督促", by=table.by, at=table.desk.later(days=11))
    after.keep(broken, Proof(words="已修好，现场查看"), by=table.by, at=table.desk.later(days=12))
    assert promises(table)[0].state == PromiseState.KEPT


def test_performed_late_the_case_is_in_order_again_while_more_is_to_come(table: Table) -> None:
    at = table.desk.later(days=11)
    after.break_overdue(at=at)
    after.keep(promises(table)[0], Proof(words="收条"), by=table.by, at=at)
    assert table.case.state == CaseState.EFFECTIVE
    after.break_overdue(at=table.desk.later(days=200))
    assert table.case.state == CaseState.BREACHED
    for promise in promises(table)[1:]:
        assert table.case.state == CaseState.BREACHED
        after.keep(promise, Proof(words="收条"), by=table.by, at=table.desk.later(days=201))
    assert table.case.state == CaseState.PERFORMED


def test_performed_on_the_day_and_entered_later_is_in_time(table: Table) -> None:
    first = promises(table)[0]
    at = table.desk.later(days=12)
    after.break_overdue(at=at)
    after.keep(promises(table)[0], Proof(words="收条", on=first.due_on), by=table.by, at=at)
    clock = Clock.objects.get(part=first.part, code="perform")
    assert (clock.state, clock.outcome) == ("stopped", "kept")


def test_everything_kept_is_performed_and_closes_when_the_rest_is_there(table: Table) -> None:
    for promise in promises(table):
        after.keep(promise, Proof(words="收条"), by=table.by, at=table.desk.later(days=2))
    assert table.case.state == CaseState.PERFORMED
    assert '<option value="yes" selected>' in window(table).get(address(table, "performance")).content.decode()
    with pytest.raises(Refusal) as refused:
        after.close(table.case, by=table.by, at=table.desk.later(days=3))
    assert {detail.field for detail in refused.value.details} == {"copies_delivered", "visited"}
    for copy in Copy.objects.filter(party__isnull=False):
        outcome.deliver(copy, "本人签收", by=table.by, at=table.desk.later(days=3))
    after.visit(fresh_party(table.parties[0]), Found(way=Visit.Way.PHONE), by=table.by, at=table.desk.later(days=3))
    after.close(table.case, by=table.by, at=table.desk.later(days=3))
    assert table.case.state == CaseState.CLOSED


def test_a_broken_case_closes_only_when_urged_and_the_court_told_of(table: Table) -> None:
    at = table.desk.later(days=11)
    after.break_overdue(at=at)
    assert not found.is_settled(table.case)
    broken = promises(table)[0]
    after.urge(broken, Urging.Kind.URGED, "", by=table.by, at=at)
    assert not found.is_settled(table.case)
    after.urge(promises(table)[0], Urging.Kind.COURT_TOLD, "", by=table.by, at=at)
    assert not found.is_settled(table.case)  # the others are still to fall due
    shown = window(table).get(address(table, "performance")).content.decode()
    assert f"还有2项未到期，最近一项{promises(table)[1].due_on}" in shown
    late = table.desk.later(days=200)
    after.break_overdue(at=late)
    for promise in promises(table)[1:]:
        assert not found.is_settled(table.case)
        for kind in (Urging.Kind.URGED, Urging.Kind.COURT_TOLD):
            after.urge(promise, kind, "", by=table.by, at=late)
    assert found.is_settled(table.case)


def test_before_its_day_nothing_is_urged(table: Table) -> None:
    with pytest.raises(NotAllowed):
        after.urge(promises(table)[0], Urging.Kind.URGED, "", by=table.by, at=table.at)


def test_the_day_of_a_performance_lies_between_agreement_and_today(table: Table) -> None:
    at = table.desk.later(days=5)
    today = walls.local(at).date()
    for wrong in (today + timedelta(days=1), walls.local(table.at).date() - timedelta(days=1)):
        with pytest.raises(Refusal) as refused:
            after.keep(promises(table)[0], Proof(words="收条", on=wrong), by=table.by, at=at)
        assert refused.value.details[0].field == "on"
    after.keep(promises(table)[0], Proof(words="收条", on=today - timedelta(days=2)), by=table.by, at=at)
    kept = promises(table)[0].kept_at
    assert kept and walls.local(kept).date() == today - timedelta(days=2)


def test_the_page_shows_and_the_forms_do(table: Table) -> None:
    client, first = window(table), promises(table)[0]
    page = client.get(address(table, "performance")).content.decode()
    assert first.term.what in page and "1,500.00" in page
    body = {"words": "验收单", "seen": table.case.edition}
    assert client.post(address(table, "keep", first.pk), body).status_code == 303
    assert promises(table)[0].state == PromiseState.KEPT
    assert client.post(address(table, "keep", promises(table)[1].pk), body).status_code == 409
    visit = {"party": 1, "way": "phone", "is_performed": "yes", "stars": 5, "opinion": "满意", "problem": "仍有异味"}
    assert client.post(address(table, "visit"), visit | {"seen": table.case.edition}).status_code == 303
    row = Visit.objects.get()
    assert (row.stars, row.problem, row.is_performed) == (5, "仍有异味", True)
    assert "仍有异味" in client.get(address(table, "performance")).content.decode()


def test_only_those_who_may_read_the_case(table: Table) -> None:
    client = Client()
    client.force_login(table.user("intake"))
    assert client.get(address(table, "performance")).status_code in {403, 404}
    body = {"words": "x", "seen": table.case.edition}
    assert client.post(address(table, "keep", promises(table)[0].pk), body).status_code in {403, 404}
    assert promises(table)[0].state == PromiseState.AWAITED


def test_nothing_typed_is_no_proof(table: Table) -> None:
    answer = window(table).post(
        address(table, "keep", promises(table)[0].pk), {"seen": table.case.edition}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 422 and promises(table)[0].state == PromiseState.AWAITED


def test_no_visit_before_there_is_anything_to_look_after() -> None:
    table = walks.planned()
    assert found.panel(table.case, table.acting, table.at) is None
    with pytest.raises(NotAllowed):
        after.visit(fresh_party(table.parties[0]), Found(way="phone"), by=table.by, at=table.at)


def test_the_panel_of_a_case_shows_what_was_promised(table: Table) -> None:
    shown = found.panel(table.case, table.acting, table.at)
    assert shown and len(shown["promise_lines"]) == 3  # type: ignore[arg-type]


def test_an_oral_agreement_promises_too() -> None:
    agreement = walks.oral()
    case = Case.objects.select_related("matter__centre", "centre").get(pk=agreement.case_id)
    assert len(found.lines(case, agreement.effective_at or case.applied_at)) == 3
    assert found.kind_agreed(case) == Agreement.Kind.ORAL
