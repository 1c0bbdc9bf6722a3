"""The page of a case: who may read it, what it says, what is next; nothing changes from a page that is out of date."""

import pytest
from django.test import Client
from django.urls import reverse

from firstdesk.directory.models import User
from firstdesk.directory.tests.factories import make_centre, make_person
from firstdesk.ledger.models import Entry
from firstdesk.mediation.models import Consent, Failure, Participant, Plan, Seat
from firstdesk.mediation.selectors import pages
from firstdesk.mediation.states import CaseState
from firstdesk.mediation.tests import walks
from firstdesk.mediation.tests.factories import Table, make_accepted, make_applied, willing

pytestmark = pytest.mark.django_db


def window(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(table: Table, person: User | None = None) -> str:
    response = window(person or table.mediator.user).get(reverse("mediation:case", args=[table.case.number]))
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


def send(table: Table, page_: str, *args: object, person: User | None = None, **data: object) -> int:
    address = reverse(f"mediation:{page_}", args=[table.case.number, *args])
    given = {"seen": table.case.edition} | data
    return window(person or table.mediator.user).post(address, given).status_code


def test_the_mediator_reads_it_whole_and_the_reading_is_noted_once() -> None:
    table = make_accepted()
    before = Entry.objects.filter(verb="personal.read").count()
    text = page(table)
    assert "林阿珍" in text and "13800000001" in text and "渗漏" in text
    assert Entry.objects.filter(verb="personal.read").count() == before + 1


@pytest.mark.parametrize("code", ["intake", "group_leader", "archive", "auditor"])
def test_others_are_told_that_it_is_confidential(code: str) -> None:
    table = make_accepted()
    response = window(table.user(code)).get(reverse("mediation:case", args=[table.case.number]))
    assert response.status_code in {403, 404} and "林阿珍" not in response.content.decode()


def test_another_centre_finds_nothing() -> None:
    table = make_accepted()
    stranger = make_centre("governance").people["director"]
    response = window(stranger).get(reverse("mediation:case", args=[table.case.number]))
    assert response.status_code == 404


def test_a_mediator_without_a_seat_does_not_read_it() -> None:
    table = make_accepted()
    response = window(table.others[1].user).get(reverse("mediation:case", args=[table.case.number]))
    assert response.status_code in {403, 404}


def test_whoever_stood_back_reads_no_more() -> None:
    table = make_accepted()
    assert send(table, "stand_back", table.seat.pk, why="与一方是同学") == 303
    response = window(table.mediator.user).get(reverse("mediation:case", args=[table.case.number]))
    said = response.content.decode()
    assert response.status_code == 403 and "您已退出本案" in said and "林阿珍" not in said
    offered = pages.free_mediators(table.case, table.at)
    assert offered[-1][0] == table.mediator.pk and "曾退出本案" in offered[-1][1]


def test_whoever_took_it_down_reads_until_it_is_decided_and_decides_nothing() -> None:
    table = make_applied()
    other = make_person(table.desk.centre.posts["mediation"])
    case = table.case
    type(case).objects.filter(pk=case.pk).update(applied_by=other)
    assert "林阿珍" in page(table, other)
    assert send(table, "accept", person=other, grade="ordinary", within_remit="on", not_excluded="on") == 403


def test_whoever_took_it_down_is_told_that_it_was_taken_on_and_led_back() -> None:
    table = make_accepted()
    taker, address = table.user("director"), reverse("mediation:case", args=[table.case.number])
    other = make_person(table.desk.centre.posts["mediation"])
    type(table.case).objects.filter(pk=table.case.pk).update(applied_by=other)
    response = window(other).get(address)
    said = response.content.decode()
    assert response.status_code == 403 and "已受理，调解内容保密" in said and "林阿珍" not in said
    assert f'href="{reverse("workbench:matter", args=[table.case.matter.number])}"' in said
    assert "已受理，调解内容保密" not in page(table, taker)  # who may read it, reads it
    type(table.case).objects.filter(pk=table.case.pk).update(state=CaseState.FAILED)
    said = window(other).get(address).content.decode()  # how it ended stays confidential
    assert "本案已终结" in said and str(CaseState.FAILED.label) not in said


def test_a_page_out_of_date_changes_nothing() -> None:
    table = make_accepted()
    head = table.user("director")
    assert send(table, "regrade", person=head, seen=table.case.edition - 1, grade="complex", why="people") == 409
    assert send(table, "regrade", person=head, seen="", grade="complex", why="people") == 422
    assert table.case.grade == "ordinary"


def test_a_party_enters_and_agrees() -> None:
    table = make_applied()
    head = table.user("director")
    assert send(table, "add_party", person=head, side=3, kind="person", name="第三人", capacity="full") == 303
    assert len(table.parties) == 3
    data = {"about": "mediation:0", "is_given": "yes", "way": "phone"}
    assert send(table, "consent", 3, person=head, **data) == 303
    assert Consent.objects.get(party=table.parties[2]).is_given
    assert send(table, "consent", 9, person=head, **data) == 404


def test_a_refusal_ends_it_with_the_ways_told() -> None:
    table = make_accepted()
    assert send(table, "refuse", 2, words="要去法院") == 422
    assert send(table, "refuse", 2, words="要去法院", ways_told=["court"]) == 303
    assert table.case.state == CaseState.FAILED
    assert "要去法院" in page(table, table.user("director"))


def test_a_guardian_is_entered_and_taken_back() -> None:
    table = make_accepted()
    data = {"role": "guardian", "name": "监护人甲", "scope": "general"}
    assert send(table, "add_agent", 1, **data) == 303
    assert "监护人甲" in page(table)
    agent = table.parties[0].agents.get()
    assert send(table, "revoke_agent", agent.pk) == 303
    assert "监护人甲" not in page(table)


def test_a_mandate_that_is_over_is_refused_by_its_field() -> None:
    table = make_accepted()
    data = {"role": "representative", "name": "律师", "scope": "general", "valid_until": "2020-01-01"}
    assert send(table, "add_agent", 1, **data) == 422


def test_a_challenge_is_decided_by_somebody_else() -> None:
    table = make_accepted()
    assert send(table, "challenge", table.seat.pk, party=1, reason="老同学") == 303
    row = table.seat.challenges.get()
    assert send(table, "decide_challenge", row.pk, why="无", granted="no") == 403
    assert send(table, "decide_challenge", row.pk, person=table.user("director"), why="属实", granted="yes") == 303
    assert not Seat.objects.filter(case=table.pk, left_at=None).exists()


def test_somebody_else_takes_part_with_everybodys_word() -> None:
    table = make_accepted()
    assert send(table, "add_participant", name="村主任", capacity="邻里") == 303
    person = Participant.objects.get()
    for no in (1, 2):
        data = {"about": f"participant:{person.pk}", "is_given": "yes", "way": "present"}
        assert send(table, "consent", no, **data) == 303
    assert "各方均同意" in page(table) or "Every party agrees" in page(table)


def test_a_mediator_is_offered_by_what_they_know_and_have_to_do() -> None:
    table = make_applied()
    willing(table)
    head = table.user("director")
    text = page(table, head)
    assert str(table.mediator.user) in text
    assert send(table, "name_mediator", person=head, mediator=table.mediator.pk, role="chair", chosen="parties") == 303
    assert send(table, "declare", Seat.objects.get(case=table.pk).pk, person=head) == 403  # everybody for themselves
    assert send(table, "declare", Seat.objects.get(case=table.pk).pk) == 303


def test_it_ends_by_the_mediator_too() -> None:
    table = make_accepted()
    data = {"reason": "absent", "words": "两次未到", "ways_told": ["court"]}
    assert send(table, "fail", **data) == 303
    assert Failure.objects.get(case=table.pk).reason == "absent"


def test_danger_sends_the_station_and_ends_it() -> None:
    table = make_accepted()
    unit = table.desk.centre.linkage
    assert send(table, "refer_to_police", unit=unit.pk, danger="weapon", where="centre") == 303
    assert table.case.state == CaseState.FAILED


def test_more_time_by_the_page() -> None:
    table = make_accepted()
    assert send(table, "extend", days=3) == 422
    for no in (1, 2):
        assert send(table, "consent", no, about="extension:0", is_given="yes", way="present") == 303
    assert send(table, "extend", days=3) == 303


def test_two_cases_of_one_dispute_are_joined_by_whoever_works_in_both() -> None:
    table = make_accepted()
    other = make_applied(table.desk)
    assert send(table, "join", title="同一楼栋漏水", numbers=other.case.number) == 422  # no seat in the other
    head = table.user("director")
    assert send(table, "join", person=head, title="同一楼栋漏水", numbers=other.case.number) == 303
    assert table.case.joint_id is not None and table.case.joint_id == other.case.joint_id


def test_the_record_says_what_happened_without_names() -> None:
    table = make_accepted()
    text = page(table, table.user("director"))
    record = text[text.index('id="panel-record"') :]
    assert "甲方" in record and "林阿珍" not in record


def test_the_record_says_which_step_was_done() -> None:
    table = walks.planned()
    walks.effective(table)
    text = page(table)
    assert "完成步骤：开场" in text and "完成步骤：告知权利义务" in text and "完成步骤：</" not in text
    assert "乙方 · 同意" in text  # of the answer to the proposal


def test_the_agreement_begins_with_what_is_known() -> None:
    table = walks.planned()
    session = walks.opened(table)
    walks.stepped(table, session)
    address = reverse("mediation:agreement", args=[table.case.number])
    text = window(table.mediator.user).get(address).content.decode()
    assert Plan.objects.latest("pk").issues in text


def test_the_page_shows_a_phone_masked_until_it_is_unfolded() -> None:
    before, _mask, after = page(make_accepted()).partition("138****0001")
    assert after and "13800000001" not in before and "13800000001" not in after.partition("</summary>")[0]
