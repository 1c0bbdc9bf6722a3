"""Whoever cannot act alone has a guardian beside them; a representative does no more than a mandate on file allows."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from firstdesk.common import clock
from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.mediation.models import (
    Agent,
    Case,
    Consent,
    Party,
    PartyLink,
    Presence,
    Profile,
    Proposal,
    ProposalAnswer,
    ReadOver,
    Told,
)
from firstdesk.mediation.services import case as verbs
from firstdesk.mediation.services import link, outcome, room
from firstdesk.mediation.services.case import NewAgent, NewParty
from firstdesk.mediation.services.room import NewProposal, Present, Reading
from firstdesk.mediation.tests import walks
from firstdesk.mediation.tests.factories import NEIGHBOURS, Table, fresh_party, make_accepted

pytestmark = pytest.mark.django_db
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b8"
    "0000000049454e44ae426082"
)


def with_child() -> Table:
    """The other side is a child; nobody is entered for them yet."""
    minor = NewParty(side=2, name="小明", capacity=Party.Capacity.MINOR)
    return walks.planned(make_accepted(parties=(NEIGHBOURS[0], minor)))


def guardian(table: Table) -> Agent:
    new = NewAgent(role=Agent.Role.GUARDIAN, name="小明的母亲", relation="母亲")
    return verbs.add_agent(fresh_party(table.parties[1]), new, by=table.by, at=table.at)


def represented(**more: object) -> tuple[Table, Agent]:
    """The applicant stays at home; a nephew comes for her."""
    table = walks.planned()
    values = {"scope": Agent.Scope.SPECIAL, "powers": "代为和解"} | more
    until = table.at.date() + timedelta(days=30)
    new = NewAgent(role=Agent.Role.REPRESENTATIVE, name="林志远", valid_until=until, **values)  # type: ignore[arg-type]
    agent = verbs.add_agent(fresh_party(table.parties[0]), new, by=table.by, at=table.at)
    session = walks.arranged(table)
    there = Present(parties=table.parties[1:], agents=[agent], seats=[table.seat])
    room.open_(session, there, by=table.by, at=table.at)
    return table, again(agent)


def again(agent: Agent) -> Agent:
    return Agent.objects.select_related("party__case__matter__centre", "party__case__centre").get(pk=agent.pk)


def offered(table: Table) -> Proposal:
    session = walks.fresh(table.case.sessions.get())
    row = room.propose(session, table.case, NewProposal(text="各让一步"), by=table.by, at=table.at)
    return Proposal.objects.select_related("case__matter__centre", "case__centre", "session").get(pk=row.pk)


def accept(table: Table, proposal: Proposal, party: Party) -> ProposalAnswer:
    proposal.case = table.case
    return room.answer(proposal, fresh_party(party), is_accepted=True, by=table.by, at=table.at)


def fields(refused: "pytest.ExceptionInfo[Refusal]") -> set[str]:
    return {detail.field for detail in refused.value.details}


def test_no_session_with_a_child_whose_guardian_stays_away() -> None:
    table = with_child()
    guardian(table)
    session = walks.arranged(table)
    with pytest.raises(Refusal) as refused:
        room.open_(session, Present(parties=table.parties, seats=[table.seat]), by=table.by, at=table.at)
    assert fields(refused) == {"guardian_or_no_minor"}
    assert not Presence.objects.exists()


def test_a_child_acknowledges_accepts_reads_and_signs_by_the_guardian_alone() -> None:
    table = with_child()
    mother = guardian(table)
    session = walks.opened(table)
    child = fresh_party(table.parties[1])
    room.tell_rights(session, [child], "spoken", by=table.by, at=table.at)
    assert Told.objects.get(party=child).by_agent == mother
    assert accept(table, offered(table), child).by_agent == mother
    with pytest.raises(Refusal) as refused:
        room.read_over(
            walks.fresh(session), child, Reading(way="touch", strokes=walks.STROKES), by=table.by, at=table.at
        )
    assert fields(refused) == {"guardian_takes_part"} and "民法典" in str(refused.value.details[0].message)
    assert not ReadOver.objects.exists()
    walks.read(table, session)
    assert ReadOver.objects.get(party=child).by_agent == mother


def test_when_the_guardian_has_left_the_child_acknowledges_and_accepts_nothing() -> None:
    table = with_child()
    guardian(table)
    session = walks.opened(table)
    room.leave(Presence.objects.get(agent__isnull=False), by=table.by, at=table.at)
    child = fresh_party(table.parties[1])
    with pytest.raises(Refusal):
        room.tell_rights(walks.fresh(session), [child], "signed", by=table.by, at=table.at)
    with pytest.raises(Refusal):
        accept(table, offered(table), child)
    assert not Told.objects.exists() and not ProposalAnswer.objects.exists()


def test_no_oral_agreement_with_a_child_alone() -> None:
    minor = NewParty(side=2, name="小明", capacity=Party.Capacity.MINOR)
    table = make_accepted(parties=(NEIGHBOURS[0], minor), is_on_the_spot=True)
    guardian(table)
    walks.stepped(table, walks.opened(table, walks.on_the_spot(table)))
    for party in table.parties:
        word = verbs.Word(about=Consent.About.ORAL, is_given=True)
        verbs.consent(fresh_party(party), word, by=table.by, at=table.at)
    room.leave(Presence.objects.get(agent__isnull=False), by=table.by, at=table.at)
    spoken = outcome.Spoken(confirmed_by=table.parties, is_lawful=True)
    with pytest.raises(Refusal) as refused:
        clauses = walks.clauses(table.at.date())
        outcome.agree_orally(table.case, walks.TEXT, clauses, spoken, by=table.by, at=table.at)
    assert fields(refused) == {"guardian_takes_part"}


def test_by_their_link_a_child_needs_the_guardian_entered() -> None:
    table = with_child()
    made = PartyLink.objects.create(party=table.parties[1], token="x" * 43, given_at=table.at)
    with pytest.raises(Refusal):
        link.know_rights(_link(made), at=table.at)
    mother = guardian(table)
    assert link.know_rights(_link(made), at=table.at).by_agent == mother


def _link(made: PartyLink) -> PartyLink:
    return PartyLink.objects.select_related("party__case__matter__centre", "party__case__centre").get(pk=made.pk)


def test_without_the_mandate_on_file_a_representative_attends_and_no_more() -> None:
    table, nephew = represented()
    session, applicant = walks.fresh(table.case.sessions.get()), fresh_party(table.parties[0])
    room.say(session, room.Said(speaker=nephew, text="我姑妈身体不好，我来说。"), by=table.by, at=table.at)
    with pytest.raises(Refusal) as refused:
        accept(table, offered(table), applicant)
    assert fields(refused) == {"mandate_on_file"} and "还没有入卷" in str(refused.value.details[0].message)
    with pytest.raises(Refusal) as refused:
        reading = Reading(way="paper", agent=nephew)
        room.read_over(walks.fresh(session), applicant, reading, by=table.by, at=table.at)
    assert fields(refused) == {"mandate_on_file"}
    verbs.prove_agent(again(nephew), walks.a_file(table, "委托书"), by=table.by, at=table.at)
    assert accept(table, offered(table), applicant).by_agent == nephew
    room.read_over(
        walks.fresh(session),
        fresh_party(applicant),
        Reading(way="paper", agent=again(nephew)),
        by=table.by,
        at=table.at,
    )


def test_given_by_word_before_the_mediator_it_is_on_file_too() -> None:
    table, nephew = represented()
    with pytest.raises(NotAllowed):
        verbs.prove_agent(again(nephew), by=table.as_("director"), at=table.at)
    verbs.prove_agent(again(nephew), by=table.by, at=table.at)
    assert again(nephew).spoken_by_id == table.by.by_id
    assert accept(table, offered(table), table.parties[0]).by_agent == nephew


def test_in_public_order_mediation_the_mandate_is_in_writing() -> None:
    table, nephew = represented()
    Case.objects.filter(pk=table.pk).update(profile=Profile.PUBLIC_ORDER)
    with pytest.raises(Refusal) as refused:
        verbs.prove_agent(again(nephew), by=table.by, at=table.at)
    assert fields(refused) == {"paper"} and again(nephew).spoken_at is None


def test_a_general_mandate_reads_the_record_and_concedes_nothing() -> None:
    table, nephew = represented(scope=Agent.Scope.GENERAL, powers="")
    verbs.prove_agent(again(nephew), walks.a_file(table, "委托书"), by=table.by, at=table.at)
    applicant = fresh_party(table.parties[0])
    with pytest.raises(Refusal) as refused:
        accept(table, offered(table), applicant)
    assert fields(refused) == {"mandate_covers"}
    session = walks.fresh(table.case.sessions.get())
    with pytest.raises(Refusal):  # whoever proposes agrees to it
        room.propose(session, table.case, NewProposal(text="三千", party=applicant), by=table.by, at=table.at)
    room.read_over(session, applicant, Reading(way="paper", agent=again(nephew)), by=table.by, at=table.at)


def test_nobody_accepts_for_a_party_who_is_not_there() -> None:
    table, nephew = represented()
    room.leave(Presence.objects.get(agent=nephew), by=table.by, at=table.at)
    with pytest.raises(Refusal) as refused:
        accept(table, offered(table), table.parties[0])
    assert fields(refused) == {"party"}
    room.answer(offered(table), fresh_party(table.parties[0]), is_accepted=False, by=table.by, at=table.at)


def test_the_mandate_is_filed_by_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    table, nephew = represented()
    monkeypatch.setattr(clock, "now", lambda: table.at)
    client = Client()
    client.force_login(table.mediator.user)
    page = f"/mediation/{table.case.number}/"
    shown = client.get(page).content.decode()
    assert "可以到场，不能认可或签字" in shown
    address, seen = f"{page}agents/{nephew.pk}/mandate/", {"seen": table.case.edition}
    assert client.post(address, seen).status_code == 422
    scan = SimpleUploadedFile("委托书.png", PNG, content_type="image/png")
    assert client.post(address, {**seen, "paper": scan, "is_spoken": "on"}).status_code == 422
    scan.seek(0)
    assert client.post(address, {**seen, "paper": scan}).status_code == 303
    assert again(nephew).is_on_file
    assert client.post(address, seen | {"is_spoken": "on"}).status_code == 409
    stranger = Client()
    stranger.force_login(table.user("intake"))
    assert stranger.post(address, {"is_spoken": "on", "seen": table.case.edition}).status_code == 403


def test_a_mandate_may_still_be_filed_before_the_signatures(monkeypatch: pytest.MonkeyPatch) -> None:
    table = walks.planned()
    monkeypatch.setattr(clock, "now", lambda: table.at)
    new = NewAgent(role=Agent.Role.REPRESENTATIVE, name="林志远", powers="代为和解", valid_until=table.at.date())
    verbs.add_agent(fresh_party(table.parties[0]), new, by=table.by, at=table.at)
    walks.frozen(table)
    client = Client()
    client.force_login(table.mediator.user)
    assert 'name="is_spoken"' in client.get(f"/mediation/{table.case.number}/").content.decode()
