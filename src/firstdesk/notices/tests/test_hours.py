"""Quiet hours, pauses and digests: arithmetic on the wall clock, tried at every minute."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.notices.hours import NIGHT, PAUSES, Collected, Quiet, pause_after

SHANGHAI = ZoneInfo("Asia/Shanghai")
moments = st.integers(1_700_000_000, 1_900_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
hours = st.times().map(lambda t: t.replace(second=0, microsecond=0))


def test_the_night_ends_in_the_morning() -> None:
    at = datetime(2025, 2, 28, 23, 59, tzinfo=SHANGHAI)
    assert NIGHT.over(at) == datetime(2025, 3, 1, 7, 30, tzinfo=SHANGHAI)
    assert NIGHT.over(datetime(2025, 3, 1, 7, 29, 59, tzinfo=SHANGHAI)).hour == 7
    for free in (datetime(2025, 3, 1, 7, 30, tzinfo=SHANGHAI), datetime(2025, 3, 1, 21, 59, 59, tzinfo=SHANGHAI)):
        assert NIGHT.over(free) == free


@given(moments, hours, hours)
def test_a_message_waits_less_than_a_day_and_for_no_longer_than_the_quiet(
    at: datetime, begins: time, ends: time
) -> None:
    quiet = Quiet(begins, ends)
    over = quiet.over(at)
    assert at <= over < at + timedelta(days=1)
    assert not quiet.covers(over)
    assert quiet.over(over) == over
    if over != at:
        assert quiet.covers(at) and over.astimezone(SHANGHAI).time() == ends
        assert quiet.covers(over - timedelta(minutes=1)) or over - at < timedelta(minutes=1)


@given(moments, hours)
def test_the_same_time_twice_is_never_quiet(at: datetime, hour: time) -> None:
    assert Quiet(hour, hour).over(at) == at


@given(moments, hours, hours)
def test_quiet_hours_and_the_others_make_a_day(at: datetime, begins: time, ends: time) -> None:
    if begins != ends:
        assert Quiet(begins, ends).covers(at) != Quiet(ends, begins).covers(at)


@given(moments, hours, st.integers(0, 6))
def test_a_digest_comes_next_at_its_hour_and_day(at: datetime, hour: time, weekday: int) -> None:
    daily = Collected("daily", hour).next(at)
    assert at < daily <= at + timedelta(days=1) and daily.astimezone(SHANGHAI).time() == hour
    weekly = Collected("weekly", hour, weekday).next(at)
    wall = weekly.astimezone(SHANGHAI)
    assert at < weekly <= at + timedelta(days=7) and (wall.time(), wall.weekday()) == (hour, weekday)
    assert Collected("weekly", hour, weekday).next(weekly) == weekly + timedelta(days=7)


@given(st.integers(-3, 40))
def test_pauses_grow_and_then_a_person_looks(tries: int) -> None:
    pause = pause_after(tries)
    assert (pause is None) == (tries < 1 or tries > len(PAUSES))
    assert pause is None or pause > timedelta(0)


def test_the_pauses() -> None:
    assert [pause.total_seconds() / 60 for pause in PAUSES] == [1, 5, 30, 120, 360, 720]
    assert all(shorter < longer for shorter, longer in pairwise(PAUSES))
    with pytest.raises(AttributeError):
        NIGHT.ends = time(6)  # type: ignore[misc]
