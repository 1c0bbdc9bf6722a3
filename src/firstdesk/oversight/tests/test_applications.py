"""More time, rest, another classification, an end: asked for by one, decided by another, as the rules say."""

from dataclasses import replace
from datetime import timedelta

import pytest

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.dispatch.tests.factories import Case, make_case
from firstdesk.ledger.models import Entry
from firstdesk.matters import services as matters
from firstdesk.matters.states import State
from firstdesk.notices.models import Notice
from firstdesk.obligations import selectors as obligations
from firstdesk.obligations import services as clocks
from firstdesk.obligations.models import Clock
from firstdesk.oversight import services
from firstdesk.oversight.models import Application
from firstdesk.oversight.selectors import clocks as panel
from firstdesk.oversight.selectors.panel import extendable
from firstdesk.oversight.services import Grant, Wish
from firstdesk.oversight.tests.factories import acting, actor
from firstdesk.triage.models import Decision

pytestmark = pytest.mark.django_db


def handling(case: Case) -> Clock:
    """The promise the unit owes."""
    return Clock.objects.get(matter_id=case.matter.pk, code="handling")


def asked(case: Case, *, kind: str = "extension", **values: object) -> Application:
    """The liaison of the unit that handles it applies."""
    given: dict[str, object] = {"kind": kind, "reason": "等鉴定结果"}
    if kind == "extension":
        given |= {"clock": handling(case), "amount": 3}
    if kind == "suspension":
        given |= {"awaits": "鉴定书"}
    return services.apply(case.matter, Wish(**(given | values)), by=case.receiver, at=case.at)  # type: ignore[arg-type]


def test_an_extension_approved_moves_the_promise_and_says_by_whom() -> None:
    case = make_case("working")
    before = handling(case)
    row = asked(case)
    assert row.approver == "group_leader"
    leader = actor(case, "group_leader")
    assert Notice.objects.filter(recipient_id=leader.person_id, kind="application.asked").exists()
    services.approve(row, grant=Grant("可以"), by=leader, at=case.at)
    clock = handling(case)
    assert clock.due_at > before.due_at
    assert [each["amount"] for each in clock.extensions] == [3]
    assert any(leader.name in sentence for sentence in obligations.explain(clock, "zh"))
    assert Entry.objects.get(chain=case.matter.ledger_chain, verb="clock.extended").actor_id == leader.person_id
    assert Notice.objects.filter(recipient=case.liaison, kind="application.approved").exists()
    shown = panel.panel(case.matter, acting(case, case.liaison))
    assert shown is not None
    notes = [note for line in shown["running"] for note in line.notes]  # type: ignore[attr-defined]
    assert len(notes) == 1 and leader.name in notes[0]


def test_the_record_holds_no_word_of_the_reason() -> None:
    case = make_case("working")
    asked(case, reason="王小明住院了")
    for entry in Entry.objects.filter(chain=case.matter.ledger_chain, verb__startswith="application."):
        assert "王小明" not in entry.after_json + entry.reason


def test_nobody_decides_their_own() -> None:
    case = make_case("working")
    leader = actor(case, "group_leader")
    row = services.apply(case.matter, Wish(kind="voiding", reason="打错电话"), by=leader, at=case.at)
    with pytest.raises(NotAllowed):
        services.approve(row, grant=Grant(), by=leader, at=case.at)
    services.approve(row, grant=Grant(), by=actor(case, "director"), at=case.at)
    assert case.matter.state == State.INVALID


def test_a_director_who_applies_is_decided_by_the_supervisor() -> None:
    case = make_case("working")
    director = actor(case, "director")
    row = services.apply(case.matter, Wish(kind="voiding", reason="打错电话"), by=director, at=case.at)
    with pytest.raises(NotAllowed):
        services.approve(row, grant=Grant(), by=actor(case, "group_leader"), at=case.at)
    services.approve(row, grant=Grant(), by=actor(case, "supervisor"), at=case.at)
    assert case.matter.state == State.INVALID


def test_the_unit_may_not_decide_and_a_stranger_may_not_apply() -> None:
    case = make_case("working")
    row = asked(case)
    head = case.desk.centre.linkage_people["leader"]
    with pytest.raises(NotAllowed):
        services.approve(row, grant=Grant(), by=actor(case, person=head), at=case.at)
    with pytest.raises(NotAllowed):
        services.apply(case.matter, Wish(kind="suspension", reason="等"), by=case.stranger, at=case.at)


def test_one_of_a_kind_at_a_time() -> None:
    case = make_case("working")
    row = asked(case)
    with pytest.raises(Refusal):
        asked(case)
    asked(case, kind="suspension")
    services.withdraw(row, by=case.receiver, at=case.at)
    asked(case)
    assert Application.objects.filter(state="asked").count() == 2


def test_not_more_not_later_and_not_again() -> None:
    case = make_case("working")
    with pytest.raises(Refusal):
        asked(case, amount=6)
    late = handling(case).due_at + timedelta(minutes=1)
    with pytest.raises(Refusal):
        wish = Wish(kind="extension", reason="忙", clock=handling(case), amount=1)
        services.apply(case.matter, wish, by=case.receiver, at=late)
    services.approve(asked(case), grant=Grant(), by=actor(case, "group_leader"), at=case.at)
    with pytest.raises(Refusal):
        asked(case)


def test_asked_in_time_and_approved_after_it_broke() -> None:
    case = make_case("working")
    row = asked(case)
    late = handling(case).due_at + timedelta(hours=1)
    clocks.sweep(at=late)
    assert handling(case).breached_at is not None
    services.approve(row, grant=Grant(), by=actor(case, "director"), at=late)
    clock = handling(case)
    assert (clock.breached_at, clock.escalated_level) == (None, 0)
    assert clock.next_alarm_at is not None and clock.next_alarm_at > late


def test_refused_needs_its_words_and_changes_nothing() -> None:
    case = make_case("working")
    row, leader, before = asked(case), actor(case, "group_leader"), handling(case).due_at
    with pytest.raises(Refusal):
        services.refuse(row, reason=" ", by=leader, at=case.at)
    services.refuse(row, reason="还有时间", by=leader, at=case.at)
    assert handling(case).due_at == before
    with pytest.raises(NotAllowed):
        services.approve(row, grant=Grant(), by=leader, at=case.at)


def test_a_suspension_rests_the_clock_once_it_is_approved() -> None:
    case = make_case("working")
    row = asked(case, kind="suspension")
    assert case.matter.state == State.HANDLING
    services.approve(row, grant=Grant(), by=actor(case, "group_leader"), at=case.at)
    assert (case.matter.state, handling(case).state) == (State.SUSPENDED, "paused")


def test_another_classification_goes_where_the_table_says() -> None:
    case = make_case("working")
    values = {
        "nature": "help",
        "topic": "property_management",
        "urgency": "normal",
        "grade": "ordinary",
        "remit": "own",
    }
    row = asked(case, kind="reclassification", values=values)
    services.approve(row, grant=Grant(person_informed=True), by=actor(case, "director"), at=case.at)
    assert case.matter.nature == "help"
    assert Decision.objects.filter(matter=case.matter).latest("pk").reason == "等鉴定结果"


def test_an_end_lets_applications_lapse() -> None:
    case = make_case("working")
    asked(case)
    ended = matters.withdraw(case.matter, reason="不办了", by=case.sender, at=case.at)
    assert services.lapse(ended, at=case.at) == 1
    assert Application.objects.get().state == "lapsed"


def test_what_takes_the_consent_of_the_parties_is_not_extended_inside() -> None:
    case = make_case("working")
    heard = matters.occasion(case.matter, "mediation.promise_made", case.at)
    (promised,) = clocks.on_event(replace(heard, part="promise:1", due_on=case.at.date() + timedelta(days=30)))
    assert promised.code == "perform"
    with pytest.raises(Refusal, match="须各方当事人同意"):
        asked(case, clock=promised)
    offered = [each.clock.code for each in extendable(case.matter, acting(case, case.liaison))]
    assert "handling" in offered and "perform" not in offered
