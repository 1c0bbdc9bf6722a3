"""Whoever mediates may leave, even after the text is agreed: somebody else is named, declares, is accepted, signs."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from firstdesk.common.refusals import NotAllowed
from firstdesk.mediation import selectors
from firstdesk.mediation.models import Agreement, Consent, PartyLink, ReadOver, Seat, Signature
from firstdesk.mediation.selectors import link
from firstdesk.mediation.selectors.case import late_seats
from firstdesk.mediation.services import after, outcome, room
from firstdesk.mediation.services import case as verbs
from firstdesk.mediation.services.case import Word
from firstdesk.mediation.services.outcome import Mark
from firstdesk.mediation.services.room import Reading
from firstdesk.mediation.states import AgreementState, CaseState
from firstdesk.mediation.tests import walks
from firstdesk.mediation.tests.factories import Table, fresh_party
from firstdesk.notices.models import Delivery
from firstdesk.obligations.models import Clock

pytestmark = pytest.mark.django_db
TOUCH = Mark(way=Signature.Way.TOUCH, strokes=walks.STROKES)


@pytest.fixture(autouse=True)
def a_gateway(settings: Settings) -> None:
    settings.FIRSTDESK_WAYS = {"sms": "firstdesk.notices.tests.carriers.carrier", "mail": ""}
    settings.FIRSTDESK_SITE = "https://desk.example.org"


def leave(table: Table) -> None:
    verbs.stand_back(table.seat, "生病住院", by=table.by, at=table.at)


def follow(table: Table, *, declares: bool = True) -> Seat:
    """The next of the register takes the lead."""
    successor = table.others[1]
    seat = verbs.name_mediator(
        table.case, successor, role="chair", chosen="appointed", by=table.as_("director"), at=table.at
    )
    table.mediator = successor
    if declares:
        verbs.declare(again(seat), [], by=table.by, at=table.at)
    return again(seat)


def again(seat: Seat) -> Seat:
    return Seat.objects.select_related("case__matter__centre", "case__centre", "mediator").get(pk=seat.pk)


def accept(table: Table, seat: Seat) -> None:
    for party in table.parties:
        word = Word(about=Consent.About.MEDIATOR, subject=seat.pk, is_given=True, way=Consent.Way.PHONE)
        verbs.consent(fresh_party(party), word, by=table.by, at=table.at)


def read(table: Table, agreement: Agreement) -> None:
    assert agreement.session is not None
    reading = Reading(way=ReadOver.Way.TOUCH, strokes=walks.STROKES)
    room.read_over(walks.fresh(agreement.session), table.seat, reading, by=table.by, at=table.at)


def test_agreed_and_left_it_goes_on_with_somebody_else() -> None:
    table = walks.planned()
    agreement = walks.signed(table)
    leave(table)
    assert agreement.state == AgreementState.SIGNED and selectors.chair(table.case) is None
    with pytest.raises(Exception, match="还缺"):
        walks.sealed(table, agreement)
    table.desk.at = table.desk.later(hours=1)
    seat = follow(table, declares=False)
    with pytest.raises(NotAllowed, match="利害关系|回避|声明"):
        outcome.sign(walks.again(agreement), seat, TOUCH, by=table.by, at=table.at)
    verbs.declare(again(seat), [], by=table.by, at=table.at)
    with pytest.raises(NotAllowed, match="第二十三条"):
        outcome.sign(walks.again(agreement), again(seat), TOUCH, by=table.by, at=table.at)
    accept(table, seat)
    read(table, walks.again(agreement))
    outcome.sign(walks.again(agreement), again(seat), TOUCH, by=table.by, at=table.at)
    assert walks.sealed(table, walks.again(agreement)).state == AgreementState.EFFECTIVE


def test_every_party_is_told_with_their_own_link() -> None:
    table = walks.planned()
    walks.frozen(table)
    leave(table)
    seat = follow(table)
    sent = list(Delivery.objects.filter(template__startswith="mediation.mediator@").order_by("pk"))
    links = list(PartyLink.objects.filter(party__case=table.pk, is_ended=False).order_by("party__no"))
    assert [each.address for each in sent] == ["13800000001", "13800000002"]
    assert all(str(seat.mediator.user) in each.text for each in sent)
    assert [f"/portal/m/{link.token}/" in each.text for link, each in zip(links, sent, strict=True)] == [True, True]
    assert links[0].token not in sent[1].text


def test_a_party_may_want_somebody_else_and_then_nothing_is_sealed() -> None:
    table = walks.planned()
    agreement = walks.frozen(table)
    leave(table)
    table.desk.at = table.desk.later(hours=1)
    seat = follow(table)
    accept(table, seat)
    read(table, agreement)
    for signer in [*table.parties, again(seat)]:
        outcome.sign(walks.again(agreement), signer, TOUCH, by=table.by, at=table.at)
    row = verbs.challenge(table.parties[0], again(seat), "是对方的表亲", by=table.by, at=table.at)
    with pytest.raises(NotAllowed, match="第二十三条"):
        walks.sealed(table, walks.again(agreement))
    row.seat = again(seat)
    verbs.decide_challenge(row, is_granted=False, why="查无此事", by=table.as_("director"), at=table.at)
    assert walks.sealed(table, walks.again(agreement)).state == AgreementState.EFFECTIVE


def test_what_was_promised_is_seen_to_by_whoever_leads_now() -> None:
    table = walks.planned()
    walks.effective(table)
    old = table.mediator.user_id
    running = Clock.objects.filter(matter_id=table.case.matter_id, part__startswith="promise:")
    assert set(running.values_list("owing_person", flat=True)) == {old}
    leave(table)
    answering = table.case.matter.responsible_person_id
    assert set(running.values_list("owing_person", flat=True)) == {answering}
    follow(table)
    assert set(running.values_list("owing_person", flat=True)) == {table.mediator.user_id}
    assert table.case.state == CaseState.EFFECTIVE
    visit = Clock.objects.get(matter_id=table.case.matter_id, code="mediation_visit")
    assert visit.owing_person_id == table.mediator.user_id


def test_when_it_is_closed_nobody_is_named_any_more() -> None:
    table = walks.planned()
    walks.effective(table)
    case = table.case
    case.state = CaseState.CLOSED
    with pytest.raises(NotAllowed):
        verbs.name_mediator(case, table.others[1], role="chair", chosen="appointed", by=table.by, at=table.at)


def test_through_the_page() -> None:
    table = walks.planned()
    walks.frozen(table)
    leave(table)
    director = Client()
    director.force_login(table.user("director"))
    page = reverse("mediation:case", args=[table.case.number])
    assert "无人主持" in director.get(page).content.decode()
    body = {"seen": table.case.edition, "mediator": table.others[1].pk, "role": "chair", "chosen": "appointed"}
    assert director.post(reverse("mediation:name_mediator", args=[table.case.number]), body).status_code == 303
    seat = table.seat
    html = director.get(page).content.decode()
    assert "接受，当面" in html and "接受，电话" in html
    said = {"seen": table.case.edition, "about": f"mediator:{seat.pk}", "is_given": "yes", "way": "phone"}
    assert director.post(reverse("mediation:consent", args=[table.case.number, 1]), said).status_code == 303
    assert "接受这位调解员" in director.get(page).content.decode()


def test_after_all_is_done_the_clocks_of_the_court_rest() -> None:
    table = walks.planned()
    agreement = walks.effective(table)
    for copy in agreement.copies_made.filter(party__isnull=False):
        outcome.deliver(copy, "当面签收", by=table.by, at=table.at)
    for promise in agreement.terms.get(no=1).promises.all() | agreement.terms.get(no=2).promises.all():
        after.keep(promise, after.Proof(words="收据"), by=table.by, at=table.at)
    after.visit(fresh_party(table.parties[0]), after.Found(way="phone", is_performed=True), by=table.by, at=table.at)
    after.close(table.case, by=table.by, at=table.at)
    assert not Clock.objects.filter(matter_id=table.case.matter_id, code="judicial_window", state="running").exists()
    assert after.prepare_confirmation(walks.again(agreement), "澄溪县人民法院", by=table.by, at=table.at)


def test_parties_are_asked_again_about_the_new_one_alone() -> None:
    table = walks.planned()
    walks.frozen(table)
    assert not late_seats(fresh_party(table.parties[0]).case)
    leave(table)
    table.desk.at = table.desk.later(hours=1)
    seat = follow(table)
    assert late_seats(fresh_party(table.parties[0]).case) == {seat.pk}
    shown = [line.is_asked for line in link.desk(fresh_party(table.parties[0]), table.at).seats]
    assert shown == [True]


def test_nobody_is_asked_who_mediated_what_is_over() -> None:
    table = walks.planned()
    walks.effective(table)
    assert not late_seats(fresh_party(table.parties[0]).case)
    assert not any(line.is_asked for line in link.desk(fresh_party(table.parties[0]), table.at).seats)
