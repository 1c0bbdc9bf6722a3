"""`firstdesk check`: silent where all is well, and a sentence for each thing that must never be."""

import argparse
import json
from collections.abc import Callable

import pytest
from django.db import connection

from firstdesk.config.cli import check
from firstdesk.directory.models import Appointment
from firstdesk.directory.tests.factories import make_unit
from firstdesk.dispatch.models import Referral
from firstdesk.ledger.models import Chain
from firstdesk.matters import services
from firstdesk.matters.models import Counter, Matter
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter
from firstdesk.obligations.models import Clock
from firstdesk.workbench.selectors import invariants

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def lax() -> None:
    """The database's own checks are off for this test, as if somebody had been at the tables by hand."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")


def _codes(desk: Desk) -> set[str]:
    found = list(invariants.findings(desk.at))
    assert all(finding.text.zh and finding.text.en and finding.subject for finding in found)
    return {finding.code for finding in found}


def test_all_is_well_in_every_state(desk: Desk) -> None:
    for state in sorted(set(State) - {State.DUPLICATE, State.OFFERED}):
        make_matter(desk, state=state)
    assert _codes(desk) == set()


def _stop_clocks(matter: Matter) -> None:
    stopped = {"state": "stopped", "stopped_at": matter.registered_at, "outcome": "moot", "next_alarm_at": None}
    Clock.objects.filter(matter_id=matter.pk).update(**stopped)


def _revive(matter: Matter) -> None:
    _stop_clocks(matter)
    Matter.objects.filter(pk=matter.pk).update(state="withdrawn", ended_at=matter.registered_at)
    pk = Clock.objects.filter(matter_id=matter.pk).values_list("pk", flat=True)[:1]
    Clock.objects.filter(pk__in=list(pk)).update(state="running", stopped_at=None, outcome="")


def _lose_post(matter: Matter) -> None:
    Matter.objects.filter(pk=matter.pk).update(responsible_unit=make_unit("group"))


def _lose_person(matter: Matter) -> None:
    Matter.objects.filter(pk=matter.pk).update(responsible_post=None, responsible_person=matter.first_receiver)
    Appointment.objects.filter(user=matter.first_receiver).update(ends_on="2021-01-01")


def _skip_number(matter: Matter) -> None:
    Counter.objects.update(last=5)


def _lose_counter(matter: Matter) -> None:
    Counter.objects.all().delete()


def _unknown_rule(matter: Matter) -> None:
    Clock.objects.filter(matter_id=matter.pk).update(rule_id="no.such.rule")


def _unknown_version(matter: Matter) -> None:
    Clock.objects.filter(matter_id=matter.pk).update(rulebook_version="0" * 64)


def _ask_nobody(matter: Matter) -> None:
    Matter.objects.filter(pk=matter.pk).update(state="offered")


def _leave_referral(matter: Matter) -> None:
    unit = make_unit("group")
    at = matter.registered_at
    Referral.objects.create(
        matter=matter, from_unit=matter.centre, to_unit=unit, handover_note="请接收", offered_at=at, state="offered"
    )


def _shorten_chain(matter: Matter) -> None:
    Chain.objects.filter(name=matter.ledger_chain).update(length=7)


def _lose_record(matter: Matter) -> None:
    Chain.objects.filter(name=matter.ledger_chain).delete()


@pytest.mark.parametrize(("harm", "code"), [
    (_stop_clocks, "unpromised"),
    (_revive, "still_promised"),
    (_lose_post, "not_one_responsible"),
    (_lose_person, "person_left"),
    (_skip_number, "gaps_in_numbers"),
    (_lose_counter, "uncounted"),
    (_unknown_rule, "unknown_rule"),
    (_unknown_version, "unknown_rule"),
    (_ask_nobody, "nobody_asked"),
    (_leave_referral, "referral_astray"),
    (_shorten_chain, "broken_chain"),
    (_lose_record, "unrecorded"),
])  # fmt: skip
def test_what_must_never_be_is_named(desk: Desk, lax: None, harm: Callable[[Matter], None], code: str) -> None:
    harm(make_matter(desk))
    assert code in _codes(desk)
    with connection.cursor() as cursor:  # what was harmed is rolled back; the end of the test must not stumble over it
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_a_referral_of_a_matter_that_just_ended_is_given_a_minute(desk: Desk) -> None:
    matter = make_matter(desk)
    _leave_referral(matter)
    services.withdraw(matter, reason="本人要求", by=desk.by, at=desk.at)
    assert "referral_astray" not in {f.code for f in invariants.findings(desk.later(seconds=30))}
    assert "referral_astray" in {f.code for f in invariants.findings(desk.later(seconds=90))}


def _run(capsys: pytest.CaptureFixture[str], *, as_json: bool = False) -> tuple[int, str]:
    code = check.run(argparse.Namespace(json=as_json))
    return code, capsys.readouterr().out


def test_the_command_says_that_all_is_well(
    desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_matter(desk)
    monkeypatch.setenv("FIRSTDESK_LANG", "en")
    code, said = _run(capsys)
    assert (code, said) == (0, "1 matters, 2 open clocks: every open matter is owned and promised.\n")
    monkeypatch.setenv("FIRSTDESK_LANG", "zh")
    assert "一切正常" in _run(capsys)[1]


def test_the_command_names_what_is_wrong_and_fails(
    desk: Desk, lax: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIRSTDESK_LANG", "zh")
    matters = [make_matter(desk) for _ in range(22)]
    for matter in matters:
        _stop_clocks(matter)
    code, said = _run(capsys)
    assert code == 1
    assert said.count("没有任何时限在走") == 20 and "另有 2 处" in said and "共 22 处问题" in said
    code, said = _run(capsys, as_json=True)
    found = json.loads(said)
    assert (code, found["ok"], found["checked"]["matters"], len(found["findings"])) == (1, False, 22, 22)
    assert found["findings"][0]["subject"] == matters[0].number
