"""A director finds that somebody need not stand back any more."""

import pytest
from django.test import Client
from django.urls import reverse

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.dispatch.tests.factories import Case, make_case
from firstdesk.ledger.models import Entry
from firstdesk.matters import services as matters
from firstdesk.matters.models import Recusal, RecusalLift
from firstdesk.matters.policies import check_not_recused
from firstdesk.oversight.tests.factories import actor

pytestmark = pytest.mark.django_db


def _case() -> tuple[Case, Recusal]:
    case = make_case("working")
    who = {case.liaison.pk}
    matters.recuse(case.matter, who, Recusal.Why.EARLIER_HANDLER, by=actor(case, "director"), at=case.desk.at)
    return case, Recusal.objects.select_related("matter__centre", "person").get()


def test_they_may_handle_it_again_and_the_record_says_so() -> None:
    case, recusal = _case()
    with pytest.raises(NotAllowed):
        check_not_recused(case.matter, case.liaison)
    matters.lift_recusal(recusal, reason="当事人书面同意由其继续办理", by=actor(case, "director"), at=case.at)
    check_not_recused(case.matter, case.liaison)
    entry = Entry.objects.get(chain=case.matter.ledger_chain, verb="matter.recusal_lifted")
    assert entry.after["person"] == case.liaison.pk and "书面同意" not in entry.after_json + entry.reason
    assert RecusalLift.objects.get().reason.startswith("当事人")


def test_named_again_they_stand_back_again() -> None:
    case, recusal = _case()
    by = actor(case, "director")
    matters.lift_recusal(recusal, reason="可以", by=by, at=case.at)
    for _again in range(2):
        matters.recuse(case.matter, {case.liaison.pk}, Recusal.Why.EARLIER_HANDLER, by=by, at=case.at)
    assert Recusal.objects.standing().count() == 1
    with pytest.raises(NotAllowed):
        check_not_recused(case.matter, case.liaison)


def test_not_without_a_reason_not_twice_not_by_others_and_not_by_oneself() -> None:
    case, recusal = _case()
    director = actor(case, "director")
    with pytest.raises(Refusal):
        matters.lift_recusal(recusal, reason=" ", by=director, at=case.at)
    for other in (actor(case, "intake"), case.receiver):
        with pytest.raises(NotAllowed):
            matters.lift_recusal(recusal, reason="可以", by=other, at=case.at)
    matters.recuse(case.matter, {director.by_id}, Recusal.Why.EARLIER_HANDLER, by=director, at=case.at)
    with pytest.raises(NotAllowed):
        matters.lift_recusal(recusal, reason="可以", by=director, at=case.at)
    assert not RecusalLift.objects.exists()


def test_through_the_page() -> None:
    case, recusal = _case()
    window = Client()
    window.force_login(case.desk.centre.people["director"])
    page = window.get(f"/matters/{case.matter.number}/").content.decode()
    where = reverse("oversight:lift_recusal", args=[case.matter.number, recusal.pk])
    assert where in page
    given = {"reason": "可以", "seen": case.matter.changed_at.isoformat()}
    assert window.post(where, given).status_code == 303
    assert window.post(where, given).status_code == 409
    assert "不再回避" in window.get(f"/matters/{case.matter.number}/").content.decode()
