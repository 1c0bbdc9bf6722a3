from datetime import timedelta

import pytest
from django.db import connection

from firstdesk.directory.services import create_compartment
from firstdesk.directory.tests.factories import make_person
from firstdesk.ledger.models import Entry
from firstdesk.matters import services as matters
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import MONDAY, make_desk, make_matter
from firstdesk.notices.models import Notice
from firstdesk.obligations import services
from firstdesk.obligations.models import Clock

pytestmark = pytest.mark.django_db


def _clock(matter, code="triage") -> Clock:
    return Clock.objects.get(matter_id=matter.pk, code=code)


def test_a_warning_reaches_the_queue_before_the_promise_breaks() -> None:
    desk = make_desk(at=MONDAY)
    matter = make_matter(desk)
    clock = _clock(matter)
    assert clock.next_alarm_at == clock.warn_at < clock.due_at

    assert services.sweep(at=clock.warn_at - timedelta(seconds=1)).total == 0
    assert services.sweep(at=clock.warn_at) == services.Swept(warned=1)

    notice = Notice.objects.get()
    assert (notice.recipient, notice.kind, notice.level) == (desk.officer, "clock.warned", "warning")
    assert notice.values["number"] == matter.number
    entry = Entry.objects.filter(chain=matter.ledger_chain).last()
    assert (entry.verb, entry.actor_name, entry.after["told"]) == ("clock.warned", "clock", [str(desk.officer)])
    assert _clock(matter).next_alarm_at == clock.due_at


def test_a_breach_reaches_the_leader_too_and_only_once() -> None:
    desk = make_desk(at=MONDAY)
    matter = make_matter(desk)
    due = _clock(matter).due_at

    assert services.sweep(at=due).breached == 1
    assert services.sweep(at=due + timedelta(seconds=1)).total == 0

    told = set(Notice.objects.filter(kind="clock.breached").values_list("recipient", flat=True))
    assert told == {desk.officer.pk, desk.centre.people["director"].pk}
    assert _clock(matter).breached_at == due


def test_the_responsible_person_is_told_rather_than_the_queue() -> None:
    desk = make_desk(at=MONDAY)
    matter = make_matter(desk)
    colleague = make_person(desk.centre.posts["intake"])
    matters.take(matter, colleague, by=desk.by, at=desk.at)
    services.sweep(at=_clock(matter).warn_at)
    # this rule tells the responsible one and the queue
    assert set(Notice.objects.values_list("recipient", flat=True)) == {colleague.pk, desk.officer.pk}


def test_the_receiver_and_the_sender_hear_of_an_offer_nobody_accepts() -> None:
    desk = make_desk(at=MONDAY)
    matter = make_matter(desk, state=State.OFFERED)
    services.sweep(at=_clock(matter, "accept").due_at)
    told = Notice.objects.filter(kind="clock.breached").values_list("recipient", flat=True)
    assert {desk.centre.linkage_people["liaison"].pk, desk.officer.pk} <= set(told)


def test_of_a_matter_in_a_closed_circle_only_members_hear() -> None:
    desk = make_desk(at=MONDAY)
    colleague = make_person(desk.centre.posts["intake"])
    members = [colleague, desk.centre.people["director"]]
    circle = create_compartment(unit=desk.centre.unit, name="甲", members=members, by=desk.by, at=desk.at)
    matter = make_matter(desk, compartment=circle)
    services.sweep(at=_clock(matter).warn_at)
    assert Notice.objects.get().recipient == colleague  # not the other officer of the queue
    services.sweep(at=_clock(matter).due_at)
    told = Notice.objects.filter(kind="clock.breached").values_list("recipient", flat=True)
    assert set(told) == {member.pk for member in members}


def test_where_no_role_is_in_the_circle_all_its_members_hear() -> None:
    desk = make_desk(at=MONDAY)
    outsider = make_person(desk.centre.posts["archive"])
    circle = create_compartment(unit=desk.centre.unit, name="乙", members=[outsider], by=desk.by, at=desk.at)
    matter = make_matter(desk, compartment=circle)
    services.sweep(at=_clock(matter).due_at)
    assert set(Notice.objects.values_list("recipient", flat=True)) == {outsider.pk}


def test_a_stopped_or_paused_clock_is_silent() -> None:
    desk = make_desk(at=MONDAY)
    rested = make_matter(desk, state=State.SUSPENDED)
    make_matter(desk, state=State.CLOSED)
    due = _clock(rested, "handling").due_at
    services.sweep(at=due)
    assert not Notice.objects.filter(values__promise_en__contains="civil dispute").exists()


def test_where_nobody_holds_the_queue_those_above_are_told() -> None:
    desk = make_desk(at=MONDAY)
    matter = make_matter(desk)
    desk.officer.is_active = False
    desk.officer.save()
    services.sweep(at=_clock(matter).warn_at)
    assert Notice.objects.get().recipient == desk.centre.people["director"]


def test_more_than_one_batch_is_swept_at_once() -> None:
    desk = make_desk(at=MONDAY)
    for _ in range(5):
        make_matter(desk)
    last = Clock.objects.filter(code="triage").latest("warn_at").warn_at
    assert services.sweep(at=last, limit=2).warned == 5


def test_the_sweep_reads_the_partial_index() -> None:
    make_matter()
    due = Clock.objects.filter(next_alarm_at__lte=make_desk().at).order_by("next_alarm_at")[:500]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "obligations_clock_alarm" in due.explain()


def test_a_clock_whose_rule_is_gone_still_rings_and_silences_no_other() -> None:
    desk = make_desk(at=MONDAY)
    clock, other = _clock(make_matter(desk)), _clock(make_matter(desk))
    Clock.objects.filter(pk=clock.pk).update(rule_id="no.such.rule")
    assert services.sweep(at=other.due_at).breached == 2
    assert Notice.objects.filter(values__promise="triage", recipient=desk.officer).exists()
