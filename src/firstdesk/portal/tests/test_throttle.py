"""Who knocks too often is asked to wait, once, and only they."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.http import HttpRequest
from django.test import RequestFactory, override_settings

from firstdesk.matters.tests.factories import MONDAY
from firstdesk.portal import throttle


@pytest.fixture(autouse=True)
def _nobody_knocked_yet() -> None:
    cache.clear()


def knock(request: HttpRequest, minutes: float) -> bool:
    """Whether the door opens."""
    try:
        throttle.check(request, "ask", limit=2, seconds=600, at=MONDAY + timedelta(minutes=minutes))
    except throttle.TooOften:
        return False
    return True


def test_the_time_runs_from_the_first_knock_and_not_from_the_last() -> None:
    request = RequestFactory().post("/portal/ask/")
    assert [knock(request, minutes) for minutes in (0, 4, 8, 9.9, 10, 11)] == [True, True, False, False, True, True]


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_behind_a_proxy_each_visitor_is_counted_apart() -> None:
    def visitor(address: str) -> HttpRequest:
        return RequestFactory().post("/portal/ask/", headers={"X-Forwarded-For": f"1.2.3.4, {address}"})

    assert [knock(visitor("10.0.0.1"), 0) for _each in range(3)] == [True, True, False]
    assert knock(visitor("10.0.0.2"), 0)


def test_of_a_long_address_the_network_is_counted() -> None:
    def from_address(address: str) -> HttpRequest:
        return RequestFactory().post("/portal/ask/", REMOTE_ADDR=address)

    assert [knock(from_address(f"2001:db8:1:2::{n}"), 0) for n in range(3)] == [True, True, False]
    assert knock(from_address("2001:db8:1:3::1"), 0)


def test_weight_counts() -> None:
    request = RequestFactory().post("/portal/ask/")
    throttle.check(request, "bytes", limit=10, seconds=600, at=MONDAY, weight=10)
    with pytest.raises(throttle.TooOften):
        throttle.check(request, "bytes", limit=10, seconds=600, at=MONDAY, weight=1)
