"""Somebody is asked outside a session; a mandate comes on paper; an application is taken back."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.files.tests import samples
from firstdesk.mediation.models import Agent, Failure, Inquiry, Paper
from firstdesk.mediation.services import case as verbs
from firstdesk.mediation.services import papers
from firstdesk.mediation.services.case import Asked, Ending
from firstdesk.mediation.states import CaseState
from firstdesk.mediation.tests import walks
from firstdesk.mediation.tests.factories import Table, fresh_party, make_accepted

pytestmark = pytest.mark.django_db
TALK = [("漏水是从什么时候开始的？", "去年八月。"), ("找过楼上没有？", "找过三次。")]


@pytest.fixture
def table() -> Table:
    return make_accepted()


def asked(table: Table, **more: object) -> Asked:
    given = {"name": "黄秀英", "capacity": "邻居", "place": "文献路18号", "talk": TALK, "is_read_over": True}
    return Asked(**{**given, "asked_at": table.at, **more})  # type: ignore[arg-type]


def test_taken_down_as_it_was_said_and_made_a_paper(table: Table) -> None:
    row = verbs.inquire(table.case, asked(table), by=table.by, at=table.at)
    assert json.loads(row.talk) == [list(pair) for pair in TALK] and row.name == "黄秀英"
    made = papers.make(table.case, Paper.Kind.INQUIRY, row.pk, by=table.by, at=table.at)
    assert made.sha256


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": ""}, "name"),
        ({"capacity": " "}, "capacity"),
        ({"place": ""}, "place"),
        ({"talk": []}, "talk"),
        ({"talk": [("几点？", "")]}, "talk"),
        ({"talk": [*TALK, ("", "还有")]}, "talk"),
    ],
)
def test_what_is_missing_is_said(table: Table, more: dict[str, object], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        verbs.inquire(table.case, asked(table, **more), by=table.by, at=table.at)
    assert refused.value.details[0].field == field and not Inquiry.objects.exists()


def test_not_ahead_of_its_time_and_not_after_the_agreement(table: Table) -> None:
    with pytest.raises(Refusal):
        verbs.inquire(table.case, asked(table, asked_at=table.at + timedelta(hours=1)), by=table.by, at=table.at)
    walks.effective(walks.planned(table))
    with pytest.raises(NotAllowed):
        verbs.inquire(table.case, asked(table), by=table.by, at=table.at)


def test_through_the_page_nothing_typed_is_lost(table: Table) -> None:
    client = Client()
    client.force_login(table.mediator.user)
    page = reverse("mediation:inquiries", args=[table.case.number])
    body = {
        "seen": table.case.edition, "party": "", "name": "", "capacity": "邻居", "place": "楼下",
        "asked_at": f"{table.at:%Y-%m-%dT%H:%M}", "question": ["问一", "问二"], "answer": ["答一", "答二"],
    }  # fmt: skip
    refused = client.post(page, body)
    assert refused.status_code == 422 and "答二" in refused.content.decode()
    more = client.post(page, body | {"do": "more"})
    assert more.status_code == 200 and more.content.decode().count('name="question"') == 6
    assert client.post(page, body | {"name": "黄秀英"}).status_code == 303
    html = client.get(page).content.decode()
    assert "黄秀英" in html and "答一" in html
    assert client.post(page, body | {"name": "黄秀英"}).status_code == 409  # the page is older than the record now
    other = Client()
    other.force_login(table.user("intake"))
    assert other.get(page).status_code == 403


def test_a_mandate_is_handed_in_with_its_paper(table: Table) -> None:
    client = Client()
    client.force_login(table.mediator.user)
    body = {
        "seen": table.case.edition, "role": "representative", "name": "林志远", "scope": "special", "powers": "代为和解",
        "valid_from": table.at.date(), "valid_until": table.at.date() + timedelta(days=3000),
        "paper": SimpleUploadedFile("委托书.pdf", samples.paper(), "application/pdf"),
    }  # fmt: skip
    assert client.post(reverse("mediation:add_agent", args=[table.case.number, 1]), body).status_code == 303
    agent = Agent.objects.get()
    assert agent.paper is not None
    there = reverse("mediation:mandate", args=[table.case.number, agent.pk])
    answer = client.get(there)
    assert answer.status_code == 200 and b"".join(answer.streaming_content)[:4] == b"%PDF"  # type: ignore[attr-defined]
    assert there in client.get(reverse("mediation:case", args=[table.case.number])).content.decode()
    other = Client()
    other.force_login(table.user("intake"))
    assert other.get(there).status_code == 403


ENDING = Ending(reason="", words="两家自己谈好了", ways_told=["court"])


def test_whoever_asked_takes_the_application_back(table: Table) -> None:
    with pytest.raises(NotAllowed):  # the other side did not ask for it, and so refuses
        verbs.withdraw(fresh_party(table.parties[1]), ENDING, by=table.by, at=table.at)
    failure = verbs.withdraw(fresh_party(table.parties[0]), ENDING, by=table.by, at=table.at)
    assert table.case.state == CaseState.WITHDRAWN and failure.reason == Failure.Reason.WITHDRAWN
    assert failure.refusing is None


def test_it_is_no_reason_among_others(table: Table) -> None:
    with pytest.raises(NotAllowed):
        verbs.fail(table.case, Ending(reason="withdrawn", words="撤回", ways_told=["court"]), by=table.by, at=table.at)


def test_the_page_says_that_it_was_taken_back(table: Table) -> None:
    client = Client()
    client.force_login(table.mediator.user)
    page = reverse("mediation:case", args=[table.case.number])
    assert "撤回申请" in client.get(page).content.decode()
    body = {"seen": table.case.edition, "words": "谈好了", "ways_told": ["court"]}
    assert client.post(reverse("mediation:withdraw", args=[table.case.number, 2]), body).status_code == 403
    assert client.post(reverse("mediation:withdraw", args=[table.case.number, 1]), body).status_code == 303
    assert "申请已撤回" in client.get(page).content.decode()
