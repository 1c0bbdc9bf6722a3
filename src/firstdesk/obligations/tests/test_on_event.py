from datetime import datetime, timedelta

import pytest

from firstdesk.matters import services as matters
from firstdesk.matters.models import Matter
from firstdesk.matters.services import Step, occasion
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import MONDAY, SHANGHAI, TUESDAY, Desk, make_desk, make_matter
from firstdesk.obligations import services
from firstdesk.obligations.models import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk(at=MONDAY)


def _clock(matter: Matter, code: str, state: str = "running") -> Clock:
    return Clock.objects.get(matter_id=matter.pk, code=code, state=state)


def _step(desk: Desk, matter: Matter, to: str | None, event: str, at: datetime, **values: object) -> Matter:
    return matters.advance(matter, Step(to, event, **values), by=desk.by, at=at)  # type: ignore[arg-type]


def test_three_working_days_across_national_day() -> None:
    desk = make_desk(at=TUESDAY)
    matter = make_matter(desk, state=State.HANDLING)
    clock = _clock(matter, "handling")
    assert clock.rule_id == "gc.handling.civil_ordinary"
    assert clock.due_at.astimezone(SHANGHAI) == datetime(2025, 10, 11, 23, 59, 59, tzinfo=SHANGHAI)
    assert clock.is_promise and not clock.is_provisional


def test_a_stop_in_time_is_kept_and_a_late_one_late(desk: Desk) -> None:
    kept, late = make_matter(desk), make_matter(desk)
    due = _clock(kept, "triage").due_at
    _step(desk, kept, State.HANDLING, "matter.triaged", due)
    _step(desk, late, State.HANDLING, "matter.triaged", due + timedelta(seconds=1))
    assert [_clock(m, "triage", "stopped").outcome for m in (kept, late)] == ["kept", "late"]
    assert _clock(kept, "triage", "stopped").stop_event == "matter.triaged"


def test_a_promise_about_nothing_lapses_unless_it_was_late_already(desk: Desk) -> None:
    early, late = make_matter(desk), make_matter(desk)
    due = _clock(early, "triage").due_at
    matters.withdraw(early, reason="本人要求", by=desk.by, at=desk.later(hours=1))
    matters.withdraw(late, reason="本人要求", by=desk.by, at=due + timedelta(days=1))
    assert [_clock(m, "triage", "stopped").outcome for m in (early, late)] == ["moot", "late"]


def test_an_end_no_rule_names_leaves_nothing_running(desk: Desk) -> None:
    matter = make_matter(desk)
    heard = occasion(matter, "matter.lost", desk.at)
    services.on_event(services.Occasion(**{**vars(heard), "ends": True}))
    assert set(Clock.objects.filter(matter_id=matter.pk).values_list("state", "outcome")) == {("stopped", "moot")}
    _step(desk, matter, State.INVALID, "matter.marked_invalid", desk.at, reason="测试")


def test_a_suspension_pauses_and_is_not_counted(desk: Desk) -> None:
    matter = make_matter(desk, state=State.HANDLING)
    before = _clock(matter, "handling").due_at
    matters.suspend(matter, reason="等待鉴定", by=desk.by, at=desk.later(hours=1))
    paused = _clock(matter, "handling", "paused")
    assert paused.next_alarm_at is None
    assert _clock(matter, "suspension").rule_id == "gc.suspension"

    matters.resume(matter, by=desk.by, at=desk.later(days=2, hours=1))

    resumed = _clock(matter, "handling")
    assert resumed.due_at == before + timedelta(days=4)  # two working days, a weekend between
    assert resumed.next_alarm_at == resumed.warn_at
    assert len(resumed.pauses) == 1
    assert resumed.verdict["paused"] == 2


def test_a_pause_of_no_length_is_forgotten(desk: Desk) -> None:
    matter = make_matter(desk, state=State.HANDLING)
    matters.suspend(matter, reason="等待鉴定", by=desk.by, at=desk.later(hours=1))
    matters.resume(matter, by=desk.by, at=desk.later(hours=1))
    assert _clock(matter, "handling").pauses == []


def test_an_end_during_a_pause_counts_it_in_favour(desk: Desk) -> None:
    matter = make_matter(desk, state=State.SUSPENDED)
    matters.withdraw(matter, reason="本人要求", by=desk.by, at=desk.later(days=30))
    assert _clock(matter, "handling", "stopped").outcome == "moot"
    assert _clock(matter, "suspension", "stopped").outcome == "late"


def test_what_runs_already_is_not_started_again(desk: Desk) -> None:
    matter = make_matter(desk)
    started = _clock(matter, "triage").started_at
    services.on_event(occasion(matter, "matter.reopened", desk.later(hours=3)))
    assert _clock(matter, "triage").started_at == started


def test_handling_does_not_start_where_the_matter_is_sent_on(desk: Desk) -> None:
    matter = make_matter(desk, state=State.OFFERED)
    assert not Clock.objects.filter(matter_id=matter.pk, code="handling").exists()
    assert _clock(matter, "accept").owing_post == desk.centre.linkage_posts["liaison"]
    assert _clock(matter, "accept").sender_post == desk.centre.posts["intake"]


def test_who_answers_takes_over_what_the_unit_before_owed(desk: Desk) -> None:
    matter = make_matter(desk, state=State.OFFERED)
    receiver = matters.person(desk.centre.linkage, desk.centre.linkage_people["handler"])
    _step(desk, matter, State.HANDLING, "referral.accepted", desk.later(hours=1), responsible=receiver)
    owing = set(Clock.objects.filter(matter_id=matter.pk).open().values_list("code", "owing_person"))
    handler = desk.centre.linkage_people["handler"].pk
    assert owing == {("handling", handler), ("call_back_feedback", handler)}
    accepted = _clock(matter, "accept", "stopped")
    assert (accepted.owing_unit, accepted.outcome) == (desk.centre.linkage, "kept")


def test_judged_anew_it_is_timed_by_the_new_facts(desk: Desk) -> None:
    matter = make_matter(desk, state=State.HANDLING)
    _step(desk, matter, State.TO_TRIAGE, "matter.reclassified", desk.later(hours=1))
    changes = {"topic": "domestic_violence.spouse_violence"}
    _step(desk, matter, State.HANDLING, "matter.triaged", desk.later(hours=2), changes=changes)
    assert _clock(matter, "handling").rule_id == "gc.handling.violence"


def _of_part(matter: Matter, event: str, part: str, at: datetime) -> services.Occasion:
    return services.Occasion(**{**vars(occasion(matter, event, at)), "part": part})


def test_each_part_of_a_matter_has_its_own_clock_of_a_kind(desk: Desk) -> None:
    matter = make_matter(desk)
    for part in ("task:1", "task:2", "task:2"):
        services.on_event(_of_part(matter, "matter.registered", part, desk.later(minutes=1)))
    running = Clock.objects.filter(matter_id=matter.pk, code="triage").open()
    assert sorted(running.values_list("part", flat=True)) == ["", "task:1", "task:2"]

    services.on_event(_of_part(matter, "matter.triaged", "task:1", desk.later(minutes=2)))
    assert sorted(running.values_list("part", flat=True)) == ["", "task:2"]


def test_what_ends_for_the_whole_matter_ends_for_its_parts(desk: Desk) -> None:
    matter = make_matter(desk)
    services.on_event(_of_part(matter, "matter.registered", "task:1", desk.later(minutes=1)))
    matters.withdraw(matter, reason="本人要求", by=desk.by, at=desk.later(minutes=2))
    assert not Clock.objects.filter(matter_id=matter.pk).open().exists()


def test_a_part_stays_with_the_unit_that_owes_it(desk: Desk) -> None:
    matter = make_matter(desk)
    services.on_event(_of_part(matter, "matter.registered", "task:1", desk.later(minutes=1)))
    to = matters.person(desk.centre.unit, desk.officer)
    _step(desk, matter, None, "matter.assigned", desk.later(minutes=2), responsible=to)
    owing = dict(Clock.objects.filter(matter_id=matter.pk, code="triage").values_list("part", "owing_person"))
    assert owing == {"": desk.officer.pk, "task:1": None}
