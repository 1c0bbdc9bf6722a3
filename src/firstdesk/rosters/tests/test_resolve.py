"""Whom a post reaches now; never silently nobody."""

from datetime import UTC, datetime, timedelta

import pytest

from firstdesk.directory.models import Appointment
from firstdesk.directory.tests.factories import make_centre
from firstdesk.rosters import selectors
from firstdesk.rosters.tests.factories import make_shift

AT = datetime(2025, 9, 1, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_who_is_on_shift() -> None:
    centre = make_centre()
    post, person = centre.posts["intake"], centre.people["intake"]
    shift = make_shift(post, person, AT, hours=8)
    assert selectors.on_duty(post, AT) == [person]
    assert selectors.on_duty(post, AT + timedelta(hours=8)) == []
    duty = selectors.resolve(post, AT)
    assert duty.people == (person,) and duty.is_covered and str(person) in str(duty.sentence)
    assert str(shift).startswith(str(person.pk))


def test_without_a_shift_everybody_who_holds_the_post() -> None:
    centre = make_centre()
    duty = selectors.resolve(centre.posts["intake"], AT)
    assert duty.people == (centre.people["intake"],) and not duty.is_covered
    assert "无人" in str(duty.sentence)


def test_nobody_at_all_is_said() -> None:
    centre = make_centre()
    Appointment.objects.filter(post=centre.posts["intake"]).delete()
    duty = selectors.resolve(centre.posts["intake"], AT)
    assert duty.people == () and not duty.is_covered
    assert "接警" in str(duty.sentence) or "无人" in str(duty.sentence)
