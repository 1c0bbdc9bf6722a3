"""Mediation is asked for on a matter, with its parties; taken on or not after the check; the list; the register."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from firstdesk.matters.models import Matter
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter
from firstdesk.mediation.models import Case, Committee, Mediator
from firstdesk.mediation.selectors.committee import committees
from firstdesk.mediation.states import CaseState
from firstdesk.mediation.tests.factories import make_accepted, make_applied, make_committee, willing
from firstdesk.mediation.tests.test_case_pages import window

pytestmark = pytest.mark.django_db
WORDS = {"source": "spoken", "kind": "neighbour_disputes.water_leak", "facts": "三楼漏水", "profile": "people"}
FIRST = {"p1-side": 1, "p1-kind": "person", "p1-name": "林阿珍", "p1-capacity": "full"}
SECOND = {"p2-side": 2, "p2-kind": "person", "p2-name": "陈国强", "p2-capacity": "full"}


def asked(desk: Desk, matter: Matter, **more: object) -> tuple[int, str]:
    address = reverse("mediation:apply", args=[matter.number])
    given = {"seen": matter.changed_at.isoformat(), "rows": 2} | WORDS | FIRST | SECOND | more
    response = window(desk.centre.people["director"]).post(address, given)
    return response.status_code, response.content.decode()


def ready() -> tuple[Desk, Matter]:
    desk = make_desk()
    return desk, make_matter(desk, state=State.HANDLING)


def test_a_case_begins_with_its_parties() -> None:
    desk, matter = ready()
    assert asked(desk, matter)[0] == 303
    case = Case.objects.get(matter=matter)
    assert [party.name for party in case.parties.order_by("no")] == ["林阿珍", "陈国强"]


def test_a_row_more_keeps_what_was_typed_and_saves_nothing() -> None:
    desk, matter = ready()
    status, text = asked(desk, matter, more="1")
    assert status == 200 and "三楼漏水" in text and "林阿珍" in text and "p3-name" in text
    assert not Case.objects.exists()


def test_a_mistake_loses_nothing() -> None:
    desk, matter = ready()
    status, text = asked(desk, matter, facts="")
    assert status == 422 and "林阿珍" in text and not Case.objects.exists()
    status, text = asked(desk, matter, **{"p2-name": "林阿珍", "p2-side": 2})  # on both sides
    assert status == 422 and "三楼漏水" in text and not Case.objects.exists()


def test_a_matter_that_moved_on_is_looked_at_again_first() -> None:
    desk, matter = ready()
    assert asked(desk, matter, seen="2020-01-01T00:00:00+08:00")[0] == 409
    assert not Case.objects.exists()


def test_without_a_matter_the_way_leads_to_the_report() -> None:
    desk, matter = ready()
    head = window(desk.centre.people["director"])
    assert head.get(reverse("mediation:new")).status_code == 200
    found = head.get(reverse("mediation:new"), {"matter": matter.number})
    assert found.status_code == 303 and found["Location"] == reverse("mediation:apply", args=[matter.number])
    assert head.get(reverse("mediation:new"), {"matter": "JJ-000000-2020-0000001"}).status_code == 422


def test_the_check_says_what_is_missing_with_its_clause() -> None:
    table = make_applied()
    head = window(table.user("director"))
    address = reverse("mediation:accept", args=[table.case.number])
    text = head.get(address).content.decode()
    assert "GC-08-04" in text and "missing" not in text
    given = {"seen": table.case.edition, "grade": "ordinary", "within_remit": "on", "not_excluded": "on"}
    assert head.post(address, given).status_code == 422  # nobody was asked
    willing(table)
    assert head.post(address, given).status_code == 409
    assert head.post(address, given | {"seen": table.case.edition}).status_code == 303
    assert table.case.state == CaseState.ACCEPTED


def test_a_major_dispute_is_not_taken_on_without_its_form() -> None:
    table = make_applied()
    willing(table)
    head = window(table.user("director"))
    given = {"seen": table.case.edition, "grade": "major", "within_remit": "on", "not_excluded": "on"}
    address = reverse("mediation:accept", args=[table.case.number])
    assert head.post(address, given).status_code == 422
    assert head.post(address, given | {"hazard_form": "on"}).status_code == 303


def test_it_is_not_taken_on_with_a_reason_and_the_ways_told() -> None:
    table = make_applied()
    head = window(table.user("director"))
    address = reverse("mediation:decline", args=[table.case.number])
    assert head.post(address, {"seen": table.case.edition, "why": "专属法院"}).status_code == 422
    given = {"seen": table.case.edition, "why": "专属法院", "ways_told": ["court"]}
    assert head.post(address, given).status_code == 303 and table.case.state == CaseState.DECLINED


def listed(client: Client, **asked: str) -> str:
    return str(client.get(reverse("mediation:list"), asked).content.decode())


def test_the_list_shows_the_own_cases_and_of_others_that_they_are_there() -> None:
    table = make_accepted()
    address = reverse("mediation:case", args=[table.case.number])
    own = listed(window(table.mediator.user))
    assert address in own
    other = listed(window(table.user("intake")), show="all", state="all")
    assert table.case.number in other and address not in other
    assert "林阿珍" not in other + own and "渗漏" not in other + own
    assert "漏水" in own and "漏水" not in other and "进行中" in other  # of what kind, and how it stands: nobody else
    assert table.case.number not in listed(window(table.user("intake")), show="all", state=table.case.state)
    assert table.case.number in listed(window(table.user("director")), show="all", state=table.case.state)
    assert address in listed(window(table.user("director")))  # who has none of their own sees all
    assert table.case.number not in listed(window(table.mediator.user), state="closed")


def test_the_panel_of_the_matter_leads_only_those_who_may_read() -> None:
    table = make_accepted()
    address = reverse("mediation:case", args=[table.case.number])
    page = reverse("workbench:matter", args=[table.case.matter.number])
    assert address in window(table.user("director")).get(page).content.decode()
    told = window(table.user("intake")).get(page).content.decode()
    assert table.case.number in told and address not in told


def test_the_register_is_kept_by_the_director_and_says_what_the_law_misses() -> None:
    desk = make_desk()
    head = window(desk.centre.people["director"])
    save, page = reverse("mediation:save_committee"), reverse("mediation:committee")
    given = {"name": "调委会", "women": 0, "term_from": "2025-01-01", "term_to": "2027-12-31", "seen": "none"}
    assert window(desk.centre.people["mediation"]).post(save, given).status_code == 403
    assert head.post(save, given | {"term_to": "2024-01-01"}).status_code == 422
    assert head.post(save, given).status_code == 303
    assert head.post(save, given).status_code == 409  # somebody entered it meanwhile
    committee = Committee.objects.get()
    person = desk.centre.people["mediation"]
    entry = {
        "user": person.pk, "role": "member", "from_day": "2025-01-01", "to_day": "2027-12-31",
        "seen": committee.changed_at.isoformat(),
    }  # fmt: skip
    assert head.post(reverse("mediation:list_mediator"), entry).status_code == 303
    assert Mediator.objects.get().user == person
    (register,) = committees(desk.centre.unit, date(2025, 6, 1))
    assert len(register.lacks) == 3  # too few, no women, no head
    assert head.get(page).status_code == 200


def test_a_committee_as_the_law_wants_it_lacks_nothing() -> None:
    desk = make_desk()
    make_committee(desk)
    (register,) = committees(desk.centre.unit, date(2025, 6, 1))
    assert register.lacks == [] and register.in_term
    (later,) = committees(desk.centre.unit, date(2028, 6, 1))
    assert not later.in_term and later.lacks
