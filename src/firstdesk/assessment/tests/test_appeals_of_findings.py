"""A finding against somebody is told, may be appealed in time, is decided by a third, and is final no sooner."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from firstdesk.assessment import services
from firstdesk.assessment.models import Accountability
from firstdesk.assessment.services import Charge, Ruling
from firstdesk.assessment.tests.factories import by
from firstdesk.common.refusals import Conflict, NotAllowed, Refusal
from firstdesk.directory.models import User
from firstdesk.directory.tests.factories import acting, make_person
from firstdesk.ledger.models import Entry
from firstdesk.ledger.tests.factories import saw
from firstdesk.matters.tests.factories import Desk
from firstdesk.notices.models import Notice
from firstdesk.training.tests.factories import make_school

pytestmark = pytest.mark.django_db
HELD = Ruling(is_held=True, decision="属实", measure="warning")


@pytest.fixture
def desk() -> Desk:
    return make_school()


@pytest.fixture
def third(desk: Desk) -> User:
    """Another supervisor, who had no part in it yet."""
    return make_person(desk.centre.posts["supervisor"], name="另一位督查")


def told(desk: Desk) -> Accountability:
    """Charged by the supervisor, heard, decided by the director."""
    new = Charge(unit=desk.centre.unit, ground="delay", facts="让群众白跑两趟", person=desk.officer)
    row = services.charge(desk.centre.unit, new, by=by(desk, "supervisor"), at=desk.at)
    services.hear(row, "当天系统停用", by=by(desk, "intake"), at=desk.at)
    return services.rule(row, HELD, by=by(desk, "director"), at=desk.at)


def test_it_is_final_when_nobody_appealed_in_time(desk: Desk) -> None:
    row = told(desk)
    assert (row.state, row.ended_at, row.appeal_until) == ("told", None, date(2026, 3, 24))
    notice = Notice.objects.filter(recipient=desk.officer, kind="accountability.decided").get()
    assert "2026-03-24" in str(notice.values)
    assert services.end_findings(at=desk.later(days=7)) == 0
    assert services.end_findings(at=desk.later(days=8)) == 1 and services.end_findings(at=desk.later(days=9)) == 0
    row = Accountability.objects.get()
    assert (row.state, row.ended_by) == ("held", None)
    with pytest.raises(NotAllowed):
        services.object_to(row, "太晚", by=by(desk, "intake"), at=desk.later(days=1))


def test_a_third_decides_the_appeal(desk: Desk, third: User) -> None:
    row = told(desk)
    with pytest.raises(NotAllowed):
        services.object_to(row, "太晚", by=by(desk, "intake"), at=desk.later(days=8))
    with pytest.raises(Refusal):
        services.object_to(row, " ", by=by(desk, "intake"), at=desk.later(days=2))
    services.object_to(row, "系统停用有记录", by=by(desk, "intake"), at=desk.later(days=2))
    assert list(Notice.objects.filter(kind="accountability.appealed").values_list("recipient", flat=True)) == [third.pk]
    assert services.end_findings(at=desk.later(days=60)) == 0  # it waits for its decision
    for wrong in ("supervisor", "director", "intake"):
        with pytest.raises(NotAllowed):
            services.settle_objection(row, HELD, by=by(desk, wrong), at=desk.later(days=3))
    judge = acting(third, desk.at).actor
    graver = Ruling(is_held=True, decision="更重", measure="punishment")
    with pytest.raises(Refusal) as refused:
        services.settle_objection(row, graver, by=judge, at=desk.later(days=3))
    assert refused.value.details[0].field == "measure"
    lighter = Ruling(is_held=True, decision="情节轻", measure="talk")
    services.settle_objection(row, lighter, by=judge, at=desk.later(days=3))
    row = Accountability.objects.get()
    assert (row.state, row.measure, row.ended_by) == ("held", "talk", third)
    with pytest.raises(NotAllowed):
        services.settle_objection(row, lighter, by=judge, at=desk.later(days=4))  # twice
    kept = " ".join(each.after_json for each in Entry.objects.filter(verb__startswith="accountability."))
    assert "系统停用" not in kept and "情节轻" not in kept


def test_an_upheld_appeal_clears(desk: Desk, third: User) -> None:
    row = services.object_to(told(desk), "系统停用有记录", by=by(desk, "intake"), at=desk.later(days=1))
    cleared = Ruling(is_held=False, decision="停用属实")
    services.settle_objection(row, cleared, by=acting(third, desk.at).actor, at=desk.later(days=2))
    assert (row.state, row.measure) == ("cleared", "")


def test_the_database_wants_the_third_too(desk: Desk) -> None:
    row = services.object_to(told(desk), "系统停用", by=by(desk, "intake"), at=desk.later(days=1))
    changes = {"state": "held", "ended_at": desk.at, "ended_by": row.decided_by}
    with pytest.raises(IntegrityError), transaction.atomic():
        Accountability.objects.filter(pk=row.pk).update(**changes)


def test_what_is_read_meanwhile_is_no_longer_decided(desk: Desk) -> None:
    new = Charge(unit=desk.centre.unit, ground="delay", facts="白跑", person=desk.officer)
    row = services.charge(desk.centre.unit, new, by=by(desk, "supervisor"), at=desk.at)
    with pytest.raises(Refusal):
        services.charge(desk.centre.unit, new, by=by(desk, "supervisor"), at=desk.at)  # sent twice
    services.hear(row, "无", by=by(desk, "intake"), at=desk.at)
    stale = Accountability.objects.get()
    services.rule(row, HELD, by=by(desk, "director"), at=desk.at)
    with pytest.raises(Conflict):
        services.rule(stale, Ruling(is_held=False, decision="x"), by=by(desk, "director"), at=desk.at)


def client(person: User) -> Client:
    found = Client()
    found.force_login(person)
    return found


def test_on_the_pages(desk: Desk, third: User) -> None:
    row = told(desk)
    Accountability.objects.update(appeal_until=date(2099, 1, 1))
    page, go = reverse("assessment:finding", args=[row.pk]), reverse("assessment:object", args=[row.pk])
    officer, boss, judge = client(desk.officer), client(desk.centre.people["director"]), client(third)
    text = officer.get(page).content.decode()
    assert "GC-04-07" in text and "GC-04-03" not in text and "尚未生效" in text
    old = saw(row, words="请再看一次")
    assert boss.post(go, old).status_code == 403 and officer.post(go, {"words": "x"}).status_code == 422
    assert officer.post(go, old).status_code == 303
    again = officer.post(go, old)
    assert again.status_code == 409 and "对责任认定提出申诉" in again.content.decode()
    answer = reverse("assessment:answer", args=[row.pk])
    assert 'action="' + answer not in boss.get(page).content.decode()
    assert 'action="' + answer in judge.get(page).content.decode()
    body = {"is_held": "yes", "measure": "talk", "decision": "从轻"}
    assert boss.post(answer, saw(row, **body)).status_code == 403
    assert judge.post(answer, saw(row, **body)).status_code == 303
    assert "从轻" in officer.get(page).content.decode()


def test_nobody_left_is_said(desk: Desk) -> None:
    row = services.object_to(told(desk), "系统停用", by=by(desk, "intake"), at=desk.later(days=1))
    page = reverse("assessment:finding", args=[row.pk])
    assert "没有未参与此事的人" in client(desk.officer).get(page).content.decode()
