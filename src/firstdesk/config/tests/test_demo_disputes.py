"""The disputes of the demonstration: each comes as far as it is written, by nothing but the verbs."""

import logging
from datetime import timedelta
from random import Random

import pytest
from django.db import connection

from firstdesk.config.demo import build, disputes, screened
from firstdesk.config.demo.door import Door
from firstdesk.config.demo.life import Life
from firstdesk.config.demo.make import _all_or_nothing
from firstdesk.config.tests.test_demo import NOW
from firstdesk.files import seals
from firstdesk.ledger.verify import verify
from firstdesk.matters.tests.factories import make_desk
from firstdesk.mediation.models import Agreement, Case, Mediator, Promise, Seat, Urging
from firstdesk.mediation.states import CaseState
from firstdesk.mediation.tests.factories import make_committee
from firstdesk.regulations import selectors as regulations
from firstdesk.regulations.tests.factories import load_real_rules
from firstdesk.screening.models import Campaign, Finding
from firstdesk.workbench.selectors.invariants import findings

ENDS = {
    "applied": CaseState.APPLIED, "declined": CaseState.DECLINED, "accepted": CaseState.ACCEPTED,
    "invited": CaseState.NOTIFIED, "sitting": CaseState.IN_SESSION, "agreed": CaseState.AGREED,
    "kept": CaseState.EFFECTIVE, "broken": CaseState.BREACHED, "closed": CaseState.CLOSED,
    "refused": CaseState.FAILED, "withdrawn": CaseState.WITHDRAWN, "planned": CaseState.PLANNED, "all kept": CaseState.PERFORMED,
}  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_each_comes_as_far_as_it_is_written(caplog: pytest.LogCaptureFixture) -> None:
    load_real_rules()
    with caplog.at_level(logging.WARNING, "firstdesk.demo"), _all_or_nothing():
        life = _played()
    assert "left out" not in caplog.text, caplog.text
    assert {case.kind.partition(".")[0] for case in Case.objects.all()} >= {"neighbour_disputes", "family_marriage"}
    assert set(Case.objects.values_list("state", flat=True)) >= set(ENDS.values())
    assert Case.objects.count() == 14
    assert Seat.objects.filter(left_at__isnull=False).exclude(ties=[]).exists()
    assert Agreement.objects.filter(state="effective", kind="written", sealed_file__isnull=False).count() == 3
    assert Agreement.objects.filter(kind="oral", state="effective").count() == 1
    assert set(Promise.objects.values_list("state", flat=True)) >= {"awaited", "kept", "broken"}
    assert Urging.objects.filter(kind="urged").exists()
    assert Mediator.objects.count() == 6
    assert set(Campaign.objects.values_list("state", flat=True)) == {"running", "ended"}
    assert Finding.objects.filter(is_zero=True).exists()
    assert verify(connection, workers=1).ok
    assert not list(findings(NOW))
    assert life.now == NOW


def _played() -> Life:
    rng = Random(110)
    start = NOW - timedelta(days=30)
    city = build.build(at=start - timedelta(days=170), rng=rng)
    build.plan_shifts(city, at=NOW)
    disputes.committees(city, at=start - timedelta(days=100))
    life = Life(city, rng, regulations.current(NOW).calendar, start, NOW)
    door = Door(life)
    door.handling.papers.draw(start)
    disputes.Disputes(life, door).plan()
    life.play()
    screened.look(city, at=NOW)
    return life


@pytest.mark.django_db
def test_a_city_of_an_earlier_version_gets_what_it_seals_with() -> None:
    desk = make_desk()
    make_committee(desk)
    unit = desk.centre.unit.pk
    assert not seals.is_test(unit)
    assert (disputes.certify(at=NOW), disputes.certify(at=NOW)) == (1, 0)
    assert seals.is_test(unit)
