"""A case begins, is taken on or not, and a clear refusal ends it."""

import pytest
from django.db import connection

from firstdesk.common.refusals import Conflict, NotAllowed, Refusal
from firstdesk.directory.tests.factories import acting
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Grade
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import make_desk, make_matter
from firstdesk.mediation import policies, selectors
from firstdesk.mediation.models import Agent, Failure, Party, Seat
from firstdesk.mediation.services import case as verbs
from firstdesk.mediation.services.case import Acceptance, Decline, Ending, NewAgent, NewParty, Word
from firstdesk.mediation.states import CaseState
from firstdesk.mediation.tests.factories import NEIGHBOURS, make_accepted, make_applied, willing

pytestmark = pytest.mark.django_db
FIT = Acceptance(grade=Grade.ORDINARY, within_remit=True, not_excluded=True)
ENDING = Ending(reason="refused", words="不愿再谈，要去法院。", ways_told=["court", "arbitration"])


def test_a_case_has_its_own_number_and_its_matters_record() -> None:
    table = make_applied()
    case = table.case
    assert case.number.startswith("RT-") and case.seq == 1 and case.state == CaseState.APPLIED
    entry = Entry.objects.filter(chain=case.matter.ledger_chain).latest("seq")
    assert entry.verb == "mediation.applied" and "林阿珍" not in entry.after_json


def test_both_sides_must_want_it() -> None:
    table = make_applied()
    with pytest.raises(Refusal) as refused:
        verbs.accept(table.case, FIT, by=table.by, at=table.at)
    assert "consent_each_party" in {detail.field for detail in refused.value.details}
    willing(table)
    assert verbs.accept(table.case, FIT, by=table.by, at=table.at).state == CaseState.ACCEPTED


def test_one_side_alone_is_no_dispute() -> None:
    table = make_applied(parties=NEIGHBOURS[:1])
    willing(table)
    with pytest.raises(Refusal) as refused:
        verbs.accept(table.case, FIT, by=table.by, at=table.at)
    assert {detail.field for detail in refused.value.details} == {"both_sides"}


def test_violence_at_home_is_a_case_of_safety_first() -> None:
    desk = make_desk()
    matter = make_matter(desk, state=State.HANDLING, topic="domestic_violence")
    table = make_applied(desk, matter=matter)
    willing(table)
    with pytest.raises(Refusal) as refused:
        verbs.accept(table.case, FIT, by=table.by, at=table.at)
    assert {d.field for d in refused.value.details} >= {"safety_checklist_done", "asked_by_victim"}


def test_violence_at_home_found_only_in_the_case_is_that_all_the_same() -> None:
    """The matter was classified as a quarrel among neighbours; the case says what it is."""
    table = make_applied(kind="domestic_violence.spouse_violence")
    willing(table)
    with pytest.raises(Refusal) as refused:
        verbs.accept(table.case, FIT, by=table.by, at=table.at)
    assert {d.field for d in refused.value.details} == {"safety_checklist_done", "asked_by_victim"}


def test_not_taken_on_needs_the_reason_and_the_other_ways() -> None:
    table = make_applied()
    with pytest.raises(Refusal):
        verbs.decline(table.case, Decline(why="属于法院专属管辖", ways_told=[]), by=table.by, at=table.at)
    case = verbs.decline(table.case, Decline(why="属于法院专属管辖", ways_told=["court"]), by=table.by, at=table.at)
    assert case.state == CaseState.DECLINED and table.case.decided_why == "属于法院专属管辖"


@pytest.mark.parametrize("start", ["applied", "accepted"])
def test_a_refusal_ends_it_with_its_record(start: str) -> None:
    table = make_applied() if start == "applied" else make_accepted()
    party = table.parties[1]
    failure = verbs.refuse(party, ENDING, by=table.by, at=table.at)
    assert table.case.state == CaseState.FAILED and failure.reason == Failure.Reason.REFUSED
    assert failure.refusing == party and failure.ways_told == ["court", "arbitration"]
    with pytest.raises((NotAllowed, Conflict)):
        verbs.consent(party, Word(is_given=True), by=table.by, at=table.at)


def test_a_refusal_is_not_taken_down_as_a_word() -> None:
    table = make_applied()
    with pytest.raises(NotAllowed):
        verbs.consent(table.parties[0], Word(is_given=False), by=table.by, at=table.at)


def test_ending_tells_the_other_ways() -> None:
    table = make_accepted()
    with pytest.raises(Refusal):
        verbs.fail(table.case, Ending(reason="absent", words="三次未到", ways_told=[]), by=table.by, at=table.at)


def test_nobody_stands_on_two_sides() -> None:
    table = make_applied()
    with pytest.raises(Refusal, match="林阿珍"):
        verbs.add_party(table.case, NewParty(side=2, name="林阿珍", phone="13800000001"), by=table.by, at=table.at)
    with pytest.raises(Refusal):
        verbs.add_party(table.case, NewParty(side=2, name="林阿珍"), by=table.by, at=table.at)
    assert len(table.parties) == 2


def test_parties_are_encrypted() -> None:
    table = make_applied()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, phone FROM mediation_party WHERE case_id = %s", [table.pk])
        stored = str(cursor.fetchall())
    assert "林阿珍" not in stored and "13800000001" not in stored
    assert table.parties[0].name == "林阿珍"


def test_a_mandate_that_is_over_is_refused() -> None:
    table = make_applied()
    mandate = NewAgent(role=Agent.Role.REPRESENTATIVE, name="王律师", valid_until=table.at.date().replace(year=2020))
    with pytest.raises(Refusal) as refused:
        verbs.add_agent(table.parties[0], mandate, by=table.by, at=table.at)
    assert refused.value.details[0].field == "valid_until"


def test_a_minor_lacks_a_guardian_until_there_is_one() -> None:
    table = make_applied(parties=(NEIGHBOURS[0], NewParty(side=2, name="小明", capacity=Party.Capacity.MINOR)))
    assert [party.name for party in selectors.lacks_guardian(table.case, table.at)] == ["小明"]
    guardian = NewAgent(role=Agent.Role.GUARDIAN, name="小明的母亲", relation="母亲")
    verbs.add_agent(table.parties[1], guardian, by=table.by, at=table.at)
    assert not selectors.lacks_guardian(table.case, table.at)


def test_a_tie_makes_the_mediator_stand_back() -> None:
    table = make_accepted()
    seat = verbs.declare(table.seat, [Seat.Tie.FAMILY], by=table.by, at=table.at)
    assert seat.left_at is not None and selectors.chair(table.case) is None
    with pytest.raises(Refusal):  # and is not named again
        verbs.name_mediator(
            table.case, table.mediator, role="chair", chosen="parties", by=table.as_("director"), at=table.at
        )


def test_what_the_records_show_cannot_be_left_out() -> None:
    desk = make_desk()
    table = make_applied(desk)
    table.mediator.employer = "幸福物业有限公司"
    table.mediator.save()
    verbs.add_party(
        table.case, NewParty(side=3, name="幸福物业 有限公司", kind=Party.Kind.ORGANISATION), by=table.by, at=table.at
    )
    seat = verbs.name_mediator(
        table.case, table.mediator, role="chair", chosen="appointed", by=table.as_("director"), at=table.at
    )
    seat = Seat.objects.select_related("case__matter__centre", "mediator").get(pk=seat.pk)
    with pytest.raises(Refusal):
        verbs.declare(seat, [], by=table.by, at=table.at)


def test_whoever_is_challenged_does_not_decide() -> None:
    table = make_accepted()
    row = verbs.challenge(table.parties[0], table.seat, "与对方是老同学", by=table.by, at=table.at)
    with pytest.raises(NotAllowed):
        verbs.decide_challenge(row, is_granted=False, why="", by=table.by, at=table.at)
    verbs.decide_challenge(row, is_granted=True, why="理由成立", by=table.as_("director"), at=table.at)
    assert selectors.chair(table.case) is None


def test_others_see_that_there_is_a_case_and_nothing_of_it() -> None:
    table = make_accepted()
    assert policies.may_read(table.case, table.acting)
    assert policies.may_read(table.case, acting(table.user("director"), table.at))
    assert not policies.may_read(table.case, acting(table.user("intake"), table.at))
    assert table.case in selectors.may_be_seen(acting(table.user("intake"), table.at))
