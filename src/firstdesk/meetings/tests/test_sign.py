"""Signed by the chair, once: frozen, filed, sent; and the duty of the rules is done with it."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.models import CentreKind
from firstdesk.files import shelf
from firstdesk.files.models import Issued
from firstdesk.ledger.models import Entry
from firstdesk.matters.tests.factories import MONDAY, make_desk
from firstdesk.meetings import services
from firstdesk.meetings.models import Paper
from firstdesk.meetings.selectors import titles
from firstdesk.meetings.tests.factories import (
    HOUR,
    Table,
    come,
    end,
    make_held,
    make_running,
    make_signed,
    resolve,
    write_all,
)
from firstdesk.notices.models import Notice
from firstdesk.obligations import services as obligations
from firstdesk.obligations.models import Occurrence

pytestmark = pytest.mark.django_db


def words(table: Table, kind: str) -> str:
    paper = Paper.objects.select_related("file").get(meeting=table.pk, kind=kind)
    with shelf.open_file(paper.file.sha256) as content:
        return "".join(page.extract_text() for page in PdfReader(BytesIO(content.read())).pages).replace("\n", "")


def test_frozen_filed_sent_and_the_duty_done() -> None:
    desk = make_desk(CentreKind.GOVERNANCE, at=MONDAY)
    obligations.schedule(desk.centre.unit, at=desk.at)
    duty = Occurrence.objects.get(unit=desk.centre.unit, rule_id="gc.meeting.every_month", period_start="2025-09-01")
    assert duty.state == "scheduled"
    table = make_held(desk)
    row = resolve(table, "检查路灯")
    end(table)
    services.sign(table.meeting, by=table.chair, at=table.now + 2 * HOUR)
    assert table.meeting.state == "signed"
    duty.refresh_from_db()
    assert (duty.state, duty.evidence) == ("done", titles.of_meeting(table.meeting))
    assert duty.proofs.get().ref == f"meeting:{table.pk}"
    assert "检查路灯" in words(table, "record") and "讨论了" in words(table, "record")
    assert "检查路灯" in words(table, "summary") and "讨论了" not in words(table, "summary")
    issued = Issued.objects.filter(number=titles.number(table.meeting)).values_list("code", "sha256")
    assert titles.number(table.meeting).endswith("-2025-GZ-01")
    assert len(issued) == 2 and set(issued) == set(Paper.objects.values_list("code", "sha256"))
    assert Notice.objects.filter(kind="meeting.resolution").exists() and row.due_on
    assert Entry.objects.filter(chain=f"meeting:{table.pk}", verb="meeting.signed").count() == 1


def test_the_chair_alone_and_once() -> None:
    table = end(make_held())
    with pytest.raises(NotAllowed):
        services.sign(table.meeting, by=table.as_("intake"), at=table.now)
    services.sign(table.meeting, by=table.chair, at=table.now)
    with pytest.raises(NotAllowed):
        services.sign(table.meeting, by=table.chair, at=table.now)
    assert Paper.objects.filter(meeting=table.pk).count() == 2


def test_not_before_it_is_over() -> None:
    table = make_held()
    with pytest.raises(NotAllowed):
        services.sign(table.meeting, by=table.chair, at=table.now)


def test_what_is_missing_is_said_with_its_clause() -> None:
    table = end(make_running())
    with pytest.raises(Refusal) as refused:
        services.sign(table.meeting, by=table.chair, at=table.now)
    details = {detail.field: detail.clauses for detail in refused.value.details}
    assert details == {"meeting_attendance": ("GC-03-03",), "meeting_minutes": ("GC-03-03",)}
    assert not Paper.objects.exists() and not Occurrence.objects.filter(state="done").exists()


def test_a_joint_conference_to_which_no_unit_came_is_none() -> None:
    table = make_running(make_desk(CentreKind.SERVICE_LINKAGE, at=MONDAY), rule="ss.meeting.joint")
    come(table, "director")
    write_all(table)
    end(table)
    with pytest.raises(Refusal) as refused:
        services.sign(table.meeting, by=table.chair, at=table.now)
    assert [detail.field for detail in refused.value.details] == ["meeting_attendance"]
    leader = table.desk.centre.linkage_people["leader"]
    services.sign_in(table.meeting, leader, table.desk.centre.linkage, way="list", by=table.chair, at=table.now)
    services.sign(table.meeting, by=table.chair, at=table.now + HOUR)


def test_one_meeting_does_several_duties() -> None:
    desk = make_desk(CentreKind.POLICE_OFFICE, at=MONDAY + timedelta(days=77))  # the first of December
    obligations.schedule(desk.centre.unit, at=desk.at)
    table = make_running(desk, rule="cp.meeting.residents", also=("cp.meeting.talk", "cp.meeting.report"))
    come(table, "director")
    services.count_residents(table.meeting, 30, by=table.chair, at=table.now)
    write_all(table)
    end(table)
    services.sign(table.meeting, by=table.chair, at=table.now + HOUR)
    done = Occurrence.objects.filter(unit=desk.centre.unit, state="done").values_list("rule_id", flat=True)
    assert set(done) == {"cp.meeting.residents_monthly", "cp.meeting.talk_monthly", "cp.meeting.report_half_yearly"}


def test_a_half_monthly_meeting_does_the_duty_of_both_editions_once_each() -> None:
    desk = make_desk(CentreKind.SERVICE_LINKAGE, at=MONDAY - timedelta(days=6))
    obligations.schedule(desk.centre.unit, at=desk.at)
    make_signed(desk, rule="ss.meeting.work", begins=desk.at + timedelta(days=1))
    states = dict(
        Occurrence.objects.filter(
            unit=desk.centre.unit, rule_id__startswith="ss.meeting", period_start="2025-09-01"
        ).values_list("rule_id", "state")
    )
    assert states["ss.meeting.half_monthly"] == "done" and states["ss.meeting.every_month"] == "done"
    make_signed(desk, rule="ss.meeting.work", begins=desk.at + timedelta(days=10))
    second = Occurrence.objects.get(unit=desk.centre.unit, rule_id="ss.meeting.half_monthly", period_start="2025-09-16")
    assert second.state == "done"


def test_the_papers_name_no_guest() -> None:
    table = make_running(make_desk(CentreKind.POLICE_OFFICE, at=MONDAY), rule="cp.meeting.talk")
    services.sign_guest_in(table.meeting, "欧阳若兰", "", way="code", by=table.chair, at=table.now)
    write_all(table)
    end(table)
    services.sign(table.meeting, by=table.chair, at=table.now + HOUR)
    assert "欧阳若兰" not in words(table, "record") + words(table, "summary")
