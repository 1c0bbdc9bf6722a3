"""A matter is taken as a complaint: its clocks, and who stands back."""

from datetime import timedelta

import pytest
from django.test import Client

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.complaints import selectors, services
from firstdesk.complaints.services import Opening
from firstdesk.complaints.tests.factories import make_complaint
from firstdesk.directory.tests.factories import acting
from firstdesk.matters import services as matters
from firstdesk.matters.models import Matter
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import make_desk, make_matter
from firstdesk.notices.models import Notice
from firstdesk.obligations.models import Clock
from firstdesk.obligations.services import sweep
from firstdesk.triage.services import mark_urgent
from firstdesk.workbench.selectors.audit import Search, audit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("promise", {"complaint_reply", "complaint_close"}),
        ("investigation", {"complaint_visit", "complaint_result", "complaint_close"}),
        ("serious", {"complaint_visit", "complaint_result"}),
        ("phrase", {"complaint_result", "complaint_close"}),
        ("retaliation", {"complaint_visit", "complaint_result", "complaint_close"}),
    ],
)
def test_each_kind_runs_on_its_clocks(kind: str, expected: set[str]) -> None:
    case = make_complaint(kind)
    running = Clock.objects.filter(matter_id=case.matter.pk, state="running", code__startswith="complaint")
    assert set(running.values_list("code", flat=True)) == expected
    assert all(running.values_list("is_restricted", flat=True))


def test_whoever_handled_it_neither_reads_nor_takes_it() -> None:
    case = make_complaint()
    officer = case.desk.officer
    assert case.matter not in Matter.objects.visible_to(acting(officer, case.desk.at))
    director = case.desk.centre.people["director"]
    assert case.matter in Matter.objects.visible_to(acting(director, case.desk.at))
    with pytest.raises(NotAllowed):
        matters.assign(case.matter, officer, by=case.actor("director"), at=case.desk.at)
    client = Client()
    client.force_login(officer)
    assert client.get(f"/matters/{case.matter.number}/").status_code == 404
    assert case.matter.number not in client.get("/complaints/").content.decode()
    assert not Notice.objects.filter(recipient=officer, matter_id=case.matter.pk).exists()


def test_it_is_with_the_director_and_confidential() -> None:
    case = make_complaint()
    matter = case.matter
    assert (matter.state, matter.confidentiality) == (State.HANDLING, "confidential")
    assert matter.responsible_post == case.desk.centre.posts["director"]
    assert Notice.objects.filter(recipient=case.desk.centre.people["director"], kind="complaint.received").exists()


def test_a_complaint_about_the_director_is_led_by_somebody_else() -> None:
    desk = make_desk()
    matter = make_matter(desk)
    opening = Opening(kind="promise", people=[desk.centre.people["director"]])
    services.open_(matter, opening, by=desk.by, at=desk.at)
    matter.refresh_from_db()
    assert matter.responsible_post != desk.centre.posts["director"]
    assert matter not in Matter.objects.visible_to(acting(desk.centre.people["director"], desk.at))


def test_where_everybody_is_concerned_it_is_taken_and_waits_for_a_leader_from_above() -> None:
    desk = make_desk()
    chiefs = [desk.centre.people[code] for code in ("director", "group_leader")]
    matter = make_matter(desk)
    services.open_(matter, Opening(kind="promise", people=chiefs), by=desk.by, at=desk.at)
    matter = Matter.objects.get(pk=matter.pk)
    assert selectors.needs_leader(matter, desk.at)
    supervisor, director = desk.centre.people["supervisor"], desk.centre.people["director"]
    assert Notice.objects.filter(recipient=supervisor, kind="complaint.received").exists()
    assert selectors.leaderless(acting(supervisor, desk.at), desk.at)[0][0].matter == matter
    assert selectors.leaderless(acting(director, desk.at), desk.at) == ([], 1)  # that there is one, and no more
    window = Client()
    page = window.get(f"/portal/f/{matter.token}/").content.decode()
    assert "由上级指定的人员牵头" in page
    window.force_login(director)
    assert window.post(f"/matters/{matter.number}/complaint/lead/", {"seen": "x"}).status_code == 404
    window.force_login(supervisor)
    seen = {"seen": matter.changed_at.isoformat()}
    assert window.post(f"/matters/{matter.number}/complaint/lead/", seen).status_code == 303
    matter.refresh_from_db()
    assert matter.responsible_person == supervisor and not selectors.needs_leader(matter, desk.at)
    seen = {"seen": matter.changed_at.isoformat()}
    assert window.post(f"/matters/{matter.number}/complaint/lead/", seen).status_code == 403


def test_retaliation_is_heard_by_the_supervisor() -> None:
    case = make_complaint("retaliation")
    assert Notice.objects.filter(recipient=case.desk.centre.people["supervisor"], kind="complaint.received").exists()


def test_what_cannot_be() -> None:
    desk = make_desk()
    matter = make_matter(desk)
    for wrong in (Opening(kind="nonsense"), Opening(kind="promise", about=matter)):
        with pytest.raises(Refusal):
            services.open_(matter, wrong, by=desk.by, at=desk.at)
    with pytest.raises(NotAllowed):
        services.open_(make_matter(desk, state=State.CLOSED), Opening(kind="promise"), by=desk.by, at=desk.at)
    case = make_complaint()
    with pytest.raises(NotAllowed):
        services.open_(case.matter, Opening(kind="promise"), by=case.actor("director"), at=case.desk.at)


def test_whom_it_is_about_meets_it_nowhere() -> None:
    """Not in the lists, not among what is due, not by the sweep or an escalation, not in the figures, not in the record."""
    desk = make_desk()
    director, matter = desk.centre.people["director"], make_matter(desk)
    services.open_(matter, Opening(kind="promise", people=[director]), by=desk.by, at=desk.at)
    matter.refresh_from_db()
    much_later = desk.at + timedelta(days=60)
    for _rung in range(3):
        sweep(at=much_later)
    matters.reopen(
        matters.withdraw(matter, reason="by mistake", by=desk.by, at=much_later), reason="no", by=desk.by, at=much_later
    )
    mark_urgent(Matter.objects.get(pk=matter.pk), by=desk.by, at=much_later)
    assert Notice.objects.filter(matter_id=matter.pk, kind="clock.escalated").exists()
    assert not Notice.objects.filter(recipient=director, matter_id=matter.pk).exists()
    seen = acting(director, much_later)
    assert not Clock.objects.visible_to(seen).filter(matter_id=matter.pk).exists()
    assert selectors.totals(desk.centre.unit, much_later, director).received == 0
    assert selectors.totals(desk.centre.unit, much_later).received == 1
    assert not [line for line in audit(seen, Search()).lines if line.number == matter.number]


def test_what_becomes_confidential_is_so_with_its_clocks() -> None:
    desk = make_desk()
    matter = make_matter(desk)
    services.open_(matter, Opening(kind="promise"), by=desk.by, at=desk.at)
    clocks = Clock.objects.filter(matter_id=matter.pk).open()
    assert clocks.exists()
    assert not clocks.filter(is_restricted=False).exists()
