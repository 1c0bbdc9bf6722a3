"""The list of matters."""

import pytest
from django.test import Client

from firstdesk.directory.tests.factories import acting
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter
from firstdesk.workbench.selectors import matters as lists
from firstdesk.workbench.selectors.matters import Wish

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def found(desk: Desk, **wish: object) -> set[str]:
    page = lists.search(acting(desk.officer, desk.at), Wish(**wish), desk.at)  # type: ignore[arg-type]
    return {row.matter.number for row in page.rows}


def test_filters(desk: Desk) -> None:
    leak = make_matter(desk, title="楼上漏水", urgency="urgent")
    fee = make_matter(desk, title="物业费用", topic="property_management.property_fee", state=State.TO_REPLY)
    closed = make_matter(desk, title="电梯停运", state=State.CLOSED)
    assert found(desk) == {leak.number, fee.number, closed.number}
    assert found(desk, text="漏水") == {leak.number}
    assert found(desk, text=fee.number.lower()) == {fee.number}
    assert found(desk, state="open") == {leak.number, fee.number}
    assert found(desk, state="ended") == {closed.number}
    assert found(desk, state=State.TO_REPLY) == {fee.number}
    assert found(desk, topic="property_management") == {fee.number}
    assert found(desk, urgency="urgent") == {leak.number}
    assert found(desk, unit=desk.centre.linkage.pk) == set()
    assert found(desk, first=desk.at.date(), last=desk.at.date()) == {leak.number, fee.number, closed.number}
    assert found(desk, state="late") == set()


def test_pages_follow_each_other_without_gap_or_repetition(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "PAGE", 2)
    every = {make_matter(desk).number for _ in range(5)}
    who, seen, older = acting(desk.officer, desk.at), [], ""
    pages = []
    while True:
        page = lists.search(who, Wish(), desk.at, before=older)
        pages.append([row.matter.number for row in page.rows])
        seen += pages[-1]
        older = page.older
        if not older:
            break
    assert sorted(seen) == sorted(every)
    assert len(pages) == 3
    back = lists.search(who, Wish(), desk.at, after=page.newer)
    assert [row.matter.number for row in back.rows] == pages[1]


def test_a_mark_nobody_gave_reads_as_the_beginning(desk: Desk) -> None:
    matter = make_matter(desk)
    page = lists.search(acting(desk.officer, desk.at), Wish(), desk.at, before="nonsense")
    assert [row.matter.number for row in page.rows] == [matter.number]


def test_page_shows_rows_and_exact_number_leads_to_the_matter(desk: Desk) -> None:
    matter = make_matter(desk)
    client = Client()
    client.force_login(desk.officer)
    assert matter.title in client.get("/matters/").content.decode()
    response = client.get("/matters/", {"text": matter.number})
    assert response.status_code == 302
    assert response["Location"] == f"/matters/{matter.number}/"
