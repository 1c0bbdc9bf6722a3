"""A party's own page while an agreement is performed: what is owed, what a broken promise means, the court's days."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from firstdesk.common import clock
from firstdesk.common import clock as walls
from firstdesk.files.tests import samples
from firstdesk.mediation.models import Confirmation, Exhibit, Promise
from firstdesk.mediation.selectors import after as found
from firstdesk.mediation.selectors import court
from firstdesk.mediation.services import after
from firstdesk.mediation.services import link as verbs
from firstdesk.mediation.services.after import Decision, Proof
from firstdesk.mediation.tests import walks
from firstdesk.mediation.tests.factories import Table, fresh_party
from firstdesk.notices.models import Delivery
from firstdesk.obligations.models import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def table() -> Iterator[Table]:
    cache.clear()
    table = walks.planned()
    walks.effective(table)
    yield table
    cache.clear()


def address(table: Table, no: int, rest: str = "") -> str:
    link = verbs.give_link(fresh_party(table.parties[no - 1]), by=table.by, at=table.at)
    return f"/portal/m/{link.token}/{rest}"


def page(table: Table, no: int, at: datetime, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(clock, "now", lambda: at)
    return Client().get(address(table, no)).content.decode()


def broken(table: Table) -> tuple[Promise, datetime]:
    at = table.desk.later(days=11)
    after.break_overdue(at=at)
    return found.promised(table.case).filter(state="broken").get(), at


def row(table: Table) -> Confirmation:
    asked = found.confirmation_of(table.case)
    assert asked is not None
    return asked


def test_a_broken_promise_tells_each_side_what_it_means(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    promise, at = broken(table)
    owing, owed = promise.term.debtor.no, promise.term.creditor.no
    assert "请尽快履行" in page(table, owing, at, monkeypatch)
    assert "第三十二条" in page(table, owed, at, monkeypatch)


def test_what_a_party_hands_in_is_the_proof_of_a_promise(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    promise, at = broken(table)
    monkeypatch.setattr(clock, "now", lambda: at)
    upload = samples.upload(samples.picture(size=(60, 40), colour="green"), "回单.jpg")
    body = {"kind": "other", "title": "转账回单", "proves": "", "files": [upload]}
    assert Client().post(address(table, promise.term.debtor.no, "evidence/"), body).status_code == 303
    exhibit = Exhibit.objects.get(title__isnull=False, party=promise.term.debtor)
    staff = Client()
    staff.force_login(table.mediator.user)
    shown = staff.get(reverse("mediation:performance", args=[table.case.number])).content.decode()
    where = reverse("mediation:handed_in", args=[table.case.number, exhibit.no])
    assert where in shown
    answer = staff.get(where)
    assert answer.status_code == 200 and answer.getvalue()
    stranger = Client()
    stranger.force_login(table.user("intake"))
    assert stranger.get(where).status_code in {403, 404}
    kept = {"seen": table.case.edition, "words": "", "exhibit": exhibit.no}
    assert staff.post(reverse("mediation:keep", args=[table.case.number, promise.pk]), kept).status_code == 303
    promise.refresh_from_db()
    assert (promise.state, promise.proof_id) == ("kept", exhibit.file_id)


def test_when_all_is_performed_nothing_is_handed_in_any_more(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    at = table.desk.later(days=2)
    for promise in found.promised(table.case):
        after.keep(promise, Proof(words="收条"), by=table.by, at=at)
    assert "party_evidence" not in page(table, 1, at, monkeypatch)
    upload = samples.upload(samples.picture(size=(60, 40), colour="green"), "回单.jpg")
    body = {"kind": "other", "title": "回单", "files": [upload]}
    assert Client().post(address(table, 1, "evidence/"), body).status_code in {403, 422}
    assert not Exhibit.objects.filter(entered_by=None).exists()


def test_both_sides_see_the_court_s_days(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    made = court.agreement_of(table.case)
    assert made is not None
    until = f"{walls.local(found.window_until(made)):%Y-%m-%d}"
    for no in (1, 2):
        assert until in page(table, no, table.at, monkeypatch)
    made = court.agreement_of(table.case)  # a link given anew has changed the case
    assert made is not None
    after.prepare_confirmation(made, "澄溪县人民法院", by=table.by, at=table.at)
    for party in table.parties:
        after.join_confirmation(row(table), fresh_party(party), by=table.by, at=table.at)
    assert until in page(table, 1, table.at, monkeypatch)
    after.file_confirmation(row(table), by=table.by, at=table.at)
    asked = Clock.objects.get(code="court_acceptance").due_at
    for no in (1, 2):
        assert f"{walls.local(asked):%Y-%m-%d}前决定是否受理" in page(table, no, table.at, monkeypatch)
    today = walls.local(table.at).date()
    after.accept_confirmation(row(table), on=today, by=table.by, at=table.at)
    decided = Clock.objects.get(code="court_decision").due_at
    assert f"{walls.local(decided):%Y-%m-%d}前作出裁定" in page(table, 2, table.at, monkeypatch)
    ruling = Decision(is_confirmed=True, on=today, words="（2025）民特1号")
    after.decide_confirmation(row(table), ruling, by=table.by, at=table.at)
    promise, at = broken(table)
    assert "二年内" in page(table, promise.term.creditor.no, at, monkeypatch)


def test_told_of_the_way_to_court_the_other_side_hears_it(table: Table) -> None:
    promise, at = broken(table)
    staff = Client()
    staff.force_login(table.mediator.user)
    to = reverse("mediation:urge", args=[table.case.number, promise.pk])
    body = {"seen": table.case.edition, "kind": "court_told", "words": "", "by_message": "on"}
    assert staff.post(to, body).status_code == 303
    sent = Delivery.objects.order_by("-pk")[0]
    assert sent.address == promise.term.creditor.phone and "人民法院" in sent.text
    assert promise.term.what not in sent.text and promise.term.debtor.name not in sent.text
