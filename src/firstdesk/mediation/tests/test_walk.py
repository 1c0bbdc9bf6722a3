"""The whole way of a case, and that no guarantee on it can be left out."""

from uuid import uuid4

import pytest

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.mediation.models import Copy, Promise, Signature
from firstdesk.mediation.services import case as case_verbs
from firstdesk.mediation.services import outcome, room
from firstdesk.mediation.services.case import Ending
from firstdesk.mediation.services.outcome import Mark, Sealed
from firstdesk.mediation.services.room import Said
from firstdesk.mediation.states import AgreementState, CaseState, SessionState
from firstdesk.mediation.tests import walks
from firstdesk.mediation.tests.factories import make_accepted
from firstdesk.obligations.models import Clock

pytestmark = pytest.mark.django_db


def test_from_the_plan_to_the_seal() -> None:
    table = walks.planned()
    agreement = walks.effective(table)
    assert agreement.state == AgreementState.EFFECTIVE and table.case.state == CaseState.EFFECTIVE
    assert [copy.party_id for copy in Copy.objects.filter(agreement=agreement).order_by("no")] == [
        *(party.pk for party in table.parties),
        None,
    ]
    promises = list(Promise.objects.filter(term__agreement=agreement).order_by("due_on"))
    clocks = Clock.objects.filter(matter_id=table.case.matter_id, part__startswith="promise:")
    assert {clock.part for clock in clocks} == {promise.part for promise in promises} and len(promises) == 3
    assert {clock.due_at.astimezone(table.at.tzinfo).date() for clock in clocks} == {p.due_on for p in promises}


def test_an_oral_agreement_is_in_effect_at_once() -> None:
    table = make_accepted(is_on_the_spot=True)
    agreement = walks.oral(table)
    assert agreement.kind == "oral" and agreement.state == AgreementState.EFFECTIVE
    assert table.case.state == CaseState.EFFECTIVE


def test_a_step_is_not_skipped_and_says_which_article() -> None:
    table = walks.planned()
    session = walks.opened(table)
    with pytest.raises(Refusal) as refused:
        room.step(session, "statements", [], by=table.by, at=table.at)
    said = {detail.field: str(detail.message) for detail in refused.value.details}
    assert "step-rights" in said and "人民调解法" in said["step-rights"]


def test_nobody_signs_before_the_reading() -> None:
    table = walks.planned()
    session = walks.stepped(table, walks.opened(table))
    proposal = walks.proposed(table, session)
    agreement = outcome.draft(
        table.case, walks.TEXT, walks.clauses(table.at.date()), proposal=proposal, by=table.by, at=table.at
    )
    outcome.freeze(walks.again(agreement), is_lawful=True, by=table.by, at=table.at)
    with pytest.raises(NotAllowed):
        mark = Mark(way=Signature.Way.TOUCH, strokes=walks.STROKES)
        outcome.sign(walks.again(agreement), table.parties[0], mark, by=table.by, at=table.at)


def test_opening_it_again_lets_the_signatures_fall() -> None:
    table = walks.planned()
    agreement = walks.frozen(table)
    mark = Mark(way=Signature.Way.TOUCH, strokes=walks.STROKES)
    outcome.sign(agreement, table.parties[0], mark, by=table.by, at=table.at)
    outcome.unfreeze(walks.again(agreement), "金额写错", by=table.by, at=table.at)
    outcome.freeze(walks.again(agreement), is_lawful=True, by=table.by, at=table.at)
    assert walks.again(agreement).digest and walks.again(agreement).state != AgreementState.SIGNED
    paper = walks.a_file(table, "x")
    with pytest.raises(Refusal):
        sealed = Sealed(file=paper, copies=[paper, paper, paper])
        outcome.make_effective(walks.again(agreement), sealed, is_effect_told=True, by=table.by, at=table.at)


def test_a_refusal_ends_the_session() -> None:
    table = walks.planned()
    session = walks.opened(table)
    ending = Ending(reason="refused", words="不谈了", ways_told=["court"])
    case_verbs.refuse(table.parties[0], ending, by=table.by, at=table.at)
    assert walks.fresh(session).state == SessionState.ENDED and table.case.state == CaseState.FAILED
    with pytest.raises(NotAllowed):
        room.say(walks.fresh(session), Said(speaker=table.parties[0], text="再说一句"), by=table.by, at=table.at)


def test_a_line_sent_twice_is_one() -> None:
    table = walks.planned()
    session, key = walks.opened(table), uuid4()
    first = room.say(session, Said(speaker=table.parties[0], text="漏水", key=key), by=table.by, at=table.at)
    second = room.say(session, Said(speaker=table.parties[0], text="漏水", key=key), by=table.by, at=table.at)
    assert first.pk == second.pk


def test_a_room_is_had_by_one_at_a_time() -> None:
    table = walks.planned()
    walks.arranged(table)
    with pytest.raises(Refusal) as refused:
        walks.arranged(table)
    assert refused.value.details[0].field == "room"
