"""Filters kept, lists taken out, many at once, persons looked up."""

import csv
import io
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from openpyxl import load_workbook

from firstdesk.common import tables
from firstdesk.directory.models import User
from firstdesk.intake import services as intake
from firstdesk.intake.services import PartyData
from firstdesk.intake.tests.factories import registration
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Matter
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter
from firstdesk.workbench.models import SavedFilter

pytestmark = pytest.mark.django_db
PHONE = "13800138000"


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def window(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def told(desk: Desk, **values: object) -> Matter:
    return intake.register(registration(desk, **values), by=desk.by, at=desk.at)


# Filters


def test_a_filter_is_kept_shown_and_removed(desk: Desk) -> None:
    client = window(desk.officer)
    query = "state=open&urgency=urgent&before=2025~3&nature="
    answer = client.post("/matters/filters/", {"name": "今夜紧急", "query": query})
    assert answer.status_code == 303
    assert parse_qs(urlsplit(answer["Location"]).query) == {"state": ["open"], "urgency": ["urgent"]}
    assert "今夜紧急" in client.get("/matters/").content.decode()
    assert Entry.objects.filter(verb="filter.saved").count() == 1
    again = client.post("/matters/filters/", {"name": "今夜紧急", "query": "state=late"})
    assert again.status_code == 303
    saved = SavedFilter.objects.get()
    assert saved.query == "state=late"
    assert client.post(f"/matters/filters/{saved.pk}/remove/").status_code == 303
    assert not SavedFilter.objects.exists()
    assert Entry.objects.filter(verb="filter.removed").count() == 1


def test_a_filter_is_shared_with_the_own_unit_and_removed_by_its_owner_alone(desk: Desk) -> None:
    client, leader = window(desk.officer), window(desk.centre.people["group_leader"])
    client.post("/matters/filters/", {"name": "私人", "query": "state=open"})
    client.post("/matters/filters/", {"name": "共用", "query": "state=late", "is_shared": "on"})
    page = leader.get("/matters/").content.decode()
    assert "共用" in page
    assert "私人" not in page
    shared, private = SavedFilter.objects.get(name="共用"), SavedFilter.objects.get(name="私人")
    assert leader.post(f"/matters/filters/{shared.pk}/remove/").status_code == 403
    assert leader.post(f"/matters/filters/{private.pk}/remove/").status_code == 404
    assert "共用" not in window(desk.centre.linkage_people["liaison"]).get("/matters/").content.decode()


def test_nothing_is_no_filter(desk: Desk) -> None:
    assert window(desk.officer).post("/matters/filters/", {"name": "空", "query": "state="}).status_code == 422


# Exports


def taken_out(client: Client, kind: str, query: str = "") -> bytes:
    answer = client.post("/matters/export/", {"format": kind, "query": query})
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_csv_is_complete_masked_and_recorded(desk: Desk) -> None:
    numbers = {told(desk, title="=HYPERLINK(1)").number, told(desk).number}
    content = taken_out(window(desk.officer), "csv", "state=open").decode()
    assert content.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(content.removeprefix("\ufeff"))))
    assert {row[0] for row in rows[1:]} == numbers
    assert {row[1] for row in rows[1:]} >= {"'=HYPERLINK(1)"}
    assert PHONE not in content
    assert "李小明" not in content
    assert "李**" in content
    entry = Entry.objects.get(verb="matters.exported")
    assert entry.after == {"matters": 2, "format": "csv", "filter": {"state": "open"}}


def test_xlsx_opens(desk: Desk) -> None:
    matter = told(desk, narrative="楼上漏水\x0b<b>&")
    sheet = load_workbook(io.BytesIO(taken_out(window(desk.officer), "xlsx", "text=漏水"))).active
    rows = list(sheet.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert len(rows) == 2
    assert rows[1][0] == matter.number
    assert Entry.objects.get(verb="matters.exported").after["filter"] == {"text": "…"}


def test_what_may_not_be_seen_is_not_taken_out(desk: Desk) -> None:
    told(desk)
    assert taken_out(window(make_desk("governance").officer), "csv").decode().count("\n") == 1
    assert window(desk.centre.people["admin"]).post("/matters/export/", {"format": "csv"}).status_code == 403


def test_the_reporter_of_a_confidential_matter_stays_with_its_centre(desk: Desk) -> None:
    told(desk, confidentiality="confidential")
    assert "李**" in taken_out(window(desk.officer), "csv").decode()


@pytest.mark.parametrize(
    "value", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", " =1", "\u3000=1", "＝1", "＋1", "－1", "＠x"]
)
def test_no_formula(value: str) -> None:
    assert tables.harmless(value) == f"'{value}"
    assert tables.harmless("a=1") == "a=1"
    assert tables.harmless(None) == ""


# Many at once


def item(matter: Matter) -> str:
    matter.refresh_from_db()
    return f"{matter.number}~{matter.changed_at.isoformat()}"


def test_each_says_how_it_went(desk: Desk) -> None:
    original, twin, stale = make_matter(desk), make_matter(desk), make_matter(desk)
    other = make_matter(make_desk("governance"))
    items = [item(twin), f"{stale.number}~2020-01-01T00:00:00+00:00", item(other), item(original)]
    client = window(desk.officer)
    assert original.number in client.post("/matters/bulk/", {"verb": "duplicate", "item": items}).content.decode()
    given = {"verb": "duplicate", "step": "do", "item": items, "of": original.number, "reason": "同一件事"}
    answer = client.post("/matters/bulk/", given)
    assert answer.status_code == 200
    outcomes = {each.number: each.refusal for each in answer.context["outcomes"]}
    assert outcomes[twin.number] is None
    assert outcomes[stale.number].status == 409
    assert outcomes[other.number] is not None
    assert outcomes[original.number] is not None
    assert Matter.objects.get(pk=twin.pk).state == State.DUPLICATE
    assert Matter.objects.get(pk=stale.pk).state == State.TO_TRIAGE
    assert Matter.objects.get(pk=other.pk).state == State.TO_TRIAGE
    again = client.post("/matters/bulk/", given)
    assert all(each.refusal for each in again.context["outcomes"])


def test_many_are_given_to_one(desk: Desk) -> None:
    leader = desk.centre.people["group_leader"]
    matters = [make_matter(desk, state=State.HANDLING) for _ in range(2)]
    given = {"verb": "assign", "step": "do", "item": [item(m) for m in matters], "to": leader.pk, "reason": "分组"}
    answer = window(leader).post("/matters/bulk/", given)
    assert [each.refusal for each in answer.context["outcomes"]] == [None, None]
    assert set(Matter.objects.values_list("responsible_person", flat=True)) == {leader.pk}


def test_many_are_urged(desk: Desk) -> None:
    matter = make_matter(desk, state=State.HANDLING)
    given = {"verb": "urge", "step": "do", "item": [item(matter)], "reason": "请尽快"}
    answer = window(desk.centre.people["director"]).post("/matters/bulk/", given)
    assert [each.refusal for each in answer.context["outcomes"]] == [None]
    assert Entry.objects.filter(chain=matter.ledger_chain, verb="matter.urged").count() == 1


def test_who_may_not_and_what_is_not(desk: Desk) -> None:
    matter = make_matter(desk)
    handler = window(desk.centre.linkage_people["handler"])
    assert handler.post("/matters/bulk/", {"verb": "duplicate", "item": [item(matter)]}).status_code == 403
    officer = window(desk.officer)
    assert officer.post("/matters/bulk/", {"verb": "assign", "item": [item(matter)]}).status_code == 403
    assert officer.post("/matters/bulk/", {"verb": "shred", "item": [item(matter)]}).status_code == 422
    assert officer.post("/matters/bulk/", {"verb": "duplicate"}).status_code == 422


# Persons


def test_a_person_is_found_by_the_whole_number_and_a_purpose(desk: Desk) -> None:
    matter = told(desk)
    card = PartyData(role="party", name="王大力", note="证件350301199001011234，租客")
    tenant = told(desk, reporter="anonymous", parties=(card,))
    client = window(desk.officer)
    page = client.post("/matters/persons/", {"number": "138-0013 8000", "purpose": "来电核对"})
    assert matter.number in page.content.decode()
    assert tenant.number not in page.content.decode()
    entry = Entry.objects.get(verb="personal.searched")
    assert entry.reason == "来电核对"
    assert PHONE not in entry.after_json
    found = client.post("/matters/persons/", {"number": "350301199001011234", "purpose": "核对"})
    assert tenant.number in found.content.decode()


@pytest.mark.parametrize(
    ("number", "purpose"), [("1380013800", ""), ("138001", "核对"), ("", "核对"), ("李小明", "核对"), (PHONE, " ")]
)
def test_no_part_no_name_no_search_without_purpose(desk: Desk, number: str, purpose: str) -> None:
    told(desk)
    answer = window(desk.officer).post("/matters/persons/", {"number": number, "purpose": purpose})
    assert answer.status_code == 422
    assert not Entry.objects.filter(verb="personal.searched").exists()


def test_a_part_of_a_number_finds_nobody(desk: Desk) -> None:
    told(desk)
    answer = window(desk.officer).post("/matters/persons/", {"number": PHONE[:-1], "purpose": "核对"})
    assert answer.context["rows"] == ()


def test_others_find_nobody(desk: Desk) -> None:
    matter = told(desk)
    stranger = window(make_desk("governance").officer)
    asked = {"number": PHONE, "purpose": "核对"}
    assert matter.number not in stranger.post("/matters/persons/", asked).content.decode()
    assert window(desk.centre.people["supervisor"]).post("/matters/persons/", asked).status_code == 403
